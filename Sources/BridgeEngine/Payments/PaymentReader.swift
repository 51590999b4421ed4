import BridgeConnector
import BridgeDomain
import BridgeJournal

/// Reads from the books what was settled, in pages; what it means for documents, what the source is to be told of it and the cursor are one
/// unit. A payment is proved by its own entry: that an item is no longer open proves nothing.
struct PaymentReader: Sendable {
    let parts: BridgeParts
    let fence: Fence?
    let master: MasterData
    let reading: any SettlementReading
    let policy: PaymentPolicy

    /// What a turn of reading did.
    struct Outcome: Sendable {
        var entries = 0
        var hasMore = false
        var stop: ConnectorError?
    }

    /// Keeps the day, once, before the first posting leaves: reading itself may begin days later, when the books answer again, and what was
    /// paid in between would never be read. No call.
    static func keepDay(_ parts: BridgeParts, fence: Fence?) async throws(JournalError) {
        guard parts.policy.payments != nil, try await parts.journal.cursor(parts.bridge, name: Names.settlementsCursor) == nil,
            try await parts.journal.cursor(parts.bridge, name: Names.settlementsDay) == nil
        else { return }
        var builder = UnitBuilder(parts, who: .machine("payments"), fence: fence)
        builder.append(.setCursor(parts.bridge, name: Names.settlementsDay, value: parts.today.description))
        try await parts.journal.commit(builder.unit)
    }

    /// Settles once where reading begins.
    func begin() async throws(JournalError) -> ConnectorError? {
        guard try await parts.journal.cursor(parts.bridge, name: Names.settlementsCursor) == nil else { return nil }
        let kept = try await parts.journal.cursor(parts.bridge, name: Names.settlementsDay).flatMap { CalendarDate($0) }
        let day = policy.from ?? kept ?? parts.today
        let beginning: TargetCursor
        do { beginning = try await reading.settlementsBeginning(on: day, with: master) } catch { return error }
        var builder = UnitBuilder(parts, who: .machine("payments"), fence: fence)
        builder.append(.setCursor(parts.bridge, name: Names.settlementsCursor, value: beginning.text))
        builder.history("connection", "payments_begun", "what is settled from \(day) on is read")
        try await parts.journal.commit(builder.unit)
        return nil
    }

    /// Reads pages after the cursor.
    func read() async throws(JournalError) -> Outcome {
        var outcome = Outcome()
        for _ in 0..<TurnLimits.settlementPages {
            let cursor = TargetCursor(try await parts.journal.cursor(parts.bridge, name: Names.settlementsCursor) ?? "")
            var page: SettlementPage
            do { page = try await reading.settlements(after: cursor, with: master) } catch {
                outcome.stop = error
                return outcome
            }
            let torn = try await torn(page)
            if !torn.isEmpty {
                do { page.add(try await reading.entries(thatHeld: torn, with: master)) } catch {
                    outcome.stop = error
                    return outcome
                }
            }
            try await decided(parts.journal) { () async throws(JournalError) in try await unit(page, after: cursor) }
            outcome.entries += page.entries.count
            outcome.hasMore = page.hasMore
            if !page.hasMore { break }
        }
        return outcome
    }

    /// Payments that are removed by the line that names them, while other lines of theirs are not: those may be in the books still.
    private func torn(_ page: SettlementPage) async throws(JournalError) -> [RemovedPayment] {
        guard !page.gone.isEmpty else { return [] }
        let gone = Set(page.gone)
        let named = try await parts.journal.payments(page.gone, bridge: parts.bridge)
        let torn = named.values.filter { !$0.isGone && $0.settlements.contains { !gone.contains(PaymentID($0.line)) } }
        return try await (torn + reduced(page, gone, named))
            .map { RemovedPayment(id: $0.id, number: $0.number, daybook: $0.daybook, date: $0.date) }
            .sorted { $0.id < $1.id }
    }

    /// Payments of which another line than the one that names them was removed, where nothing else of their entry was read.
    private func reduced(
        _ page: SettlementPage, _ gone: Set<PaymentID>, _ named: [PaymentID: PaymentRecord]
    ) async throws(JournalError) -> [PaymentRecord] {
        guard reading.removesByLine else { return [] }
        let read = Set(page.entries.map(\.id))
        var ids: Set<PaymentID> = []
        for line in gone where named[line] == nil {
            guard let bound = try await parts.journal.binding(parts.bridge, .paymentLine, theirs: TargetID(line.text)),
                let id = PaymentLines.payment(of: bound), !read.contains(id), !gone.contains(id)
            else { continue }
            ids.insert(id)
        }
        return try await parts.journal.payments(Array(ids), bridge: parts.bridge).values.filter { !$0.isGone }
    }

    /// Looks again at payments that did not fit, or were on nobody's items: a document may be booked by now, another payment taken back.
    func reconsider() async throws(JournalError) {
        for standing in [PaymentRecord.Standing.trouble, .foreign] {
            try await decided(parts.journal) { () async throws(JournalError) in
                var ledger = PaymentLedger(parts: parts, fence: fence, removesByLine: reading.removesByLine)
                let waiting = try await parts.journal.payments(
                    [standing], bridge: parts.bridge, before: nil, limit: TurnLimits.paymentsReconsidered)
                for payment in waiting.reversed() { try await ledger.take(payment, before: payment) }
                return ledger.unit()
            }
        }
    }

    private func unit(_ page: SettlementPage, after cursor: TargetCursor) async throws(JournalError) -> JournalUnit? {
        var ledger = PaymentLedger(parts: parts, fence: fence, removesByLine: reading.removesByLine)
        let split = PaymentSplit(policy: policy)
        var entries: [PaymentID: SettlingEntry] = [:]
        var places: [PaymentID: Int] = [:]
        for (place, entry) in page.entries.enumerated() { (entries[entry.id], places[entry.id]) = (entry, place) }
        let kept = try await parts.journal.payments(page.entries.map(\.id) + page.gone, bridge: parts.bridge)
        // What has gone first, so that what was booked in its place finds room.
        for payment in try await disappeared(page, kept, among: entries) { try await ledger.take(payment.asGone, before: payment) }
        // Of one day in the order in which the books tell of them.
        for entry in entries.values.sorted(by: { ($0.date, places[$0.id] ?? 0) < ($1.date, places[$1.id] ?? 0) }) {
            guard try await !isOurs(entry) else { continue }
            let (settlements, before) = (split.settlements(of: entry), kept[entry.id])
            if settlements.isEmpty {
                if let before, !before.isGone { try await ledger.take(before.asGone, before: before) }
                continue
            }
            var payment =
                before
                ?? PaymentRecord(
                    bridge: parts.bridge, id: entry.id, number: entry.number, daybook: entry.daybook, date: entry.date, settlements: [],
                    changedAt: ledger.builder.now)
            (payment.number, payment.daybook, payment.date) = (entry.number, entry.daybook, entry.date)
            (payment.settlements, payment.isGone) = (settlements, false)
            try await ledger.take(payment, before: before)
        }
        // After the payments: what they left is what is compared.
        let judge = ItemJudge(policy: policy, itemsAreTold: reading.itemsAreTold)
        for news in page.items { try await ledger.take(news, judge) }
        for id in page.goneItems { try await ledger.ask(about: id) }
        if page.next != cursor { ledger.append(.setCursor(parts.bridge, name: Names.settlementsCursor, value: page.next.text)) }
        return ledger.unit()
    }

    /// Entries of ours are no payments, whatever the books make of them.
    private func isOurs(_ entry: SettlingEntry) async throws(JournalError) -> Bool {
        try await parts.journal.binding(parts.bridge, .document, theirs: entry.entry) != nil
    }

    /// Payments that are no longer there: the books say so, or a day was read completely and they were not among it.
    private func disappeared(
        _ page: SettlementPage, _ kept: [PaymentID: PaymentRecord], among entries: [PaymentID: SettlingEntry]
    ) async throws(JournalError) -> [PaymentRecord] {
        var found = page.gone.compactMap { kept[$0] }.filter { !$0.isGone && entries[$0.id] == nil }
        for day in page.completeDays {
            var last: PaymentID?
            while true {
                let known = try await parts.journal.payments(
                    dated: day, bridge: parts.bridge, after: last, limit: TurnLimits.paymentsOfDay)
                found += known.filter { entries[$0.id] == nil && !page.gone.contains($0.id) }
                guard known.count == TurnLimits.paymentsOfDay else { break }
                last = known.last?.id
            }
        }
        return found
    }
}

extension SettlementPage {
    /// Takes in entries that were read later than its own: they count.
    fileprivate mutating func add(_ later: [SettlingEntry]) {
        let ids = Set(later.map(\.id))
        entries = entries.filter { !ids.contains($0.id) } + later
    }
}

extension PaymentRecord {
    fileprivate var asGone: PaymentRecord {
        var gone = self
        gone.isGone = true
        gone.settlements = []
        return gone
    }
}
