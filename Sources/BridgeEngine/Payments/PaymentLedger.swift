import BridgeConnector
import BridgeDomain
import BridgeHash
import BridgeJournal
import BridgeSource

/// Works out what payments as read change: which documents they settle, what remains, what the source is to be told. One unit's worth; keeps
/// what it decided in mind, so that two payments of one page see each other.
struct PaymentLedger {
    /// The most documents one notice names; a larger payment is told in several.
    static let allocationsMax = 500

    let parts: BridgeParts
    private(set) var builder: UnitBuilder
    private var items: [DocumentKey: SettledItemRecord] = [:]
    private var postings: [DocumentKey: PostingRecord] = [:]
    private var touched: Set<DocumentKey> = []
    private var identities: ItemIdentities
    /// nil where the books do not tell of removed lines.
    private var lines: PaymentLines?

    init(parts: BridgeParts, fence: Fence?, removesByLine: Bool = false) {
        self.parts = parts
        identities = ItemIdentities(parts)
        lines = removesByLine ? PaymentLines(parts) : nil
        builder = UnitBuilder(parts, who: .machine("payments"), fence: fence)
    }

    mutating func append(_ change: JournalChange) { builder.append(change) }
    mutating func history(_ subject: String, _ act: String, _ detail: String) { builder.history(subject, act, detail) }

    /// The unit, with what became of every item that was touched.
    mutating func unit() -> JournalUnit {
        for document in touched.sorted() { if let item = items[document] { builder.append(.putSettledItem(item)) } }
        touched = []
        return builder.unit
    }

    /// Takes over how a payment stands in the books now; `before` is how it was last kept. Nothing happens when nothing changed.
    mutating func take(_ payment: PaymentRecord, before: PaymentRecord?) async throws(JournalError) {
        var payment = payment
        try await resolve(&payment)
        try await fit(&payment, before: before)
        guard payment.contentHash != before?.contentHash else { return }
        payment.revision = (before?.revision ?? 0) + 1
        payment.changedAt = builder.now
        builder.append(.putPayment(payment))
        try await lines?.bind(payment, before: before, &builder)
        let act = payment.isGone ? "payment_gone" : before == nil ? "payment_read" : "payment_changed"
        builder.history(payment.subject, act, payment.summary, hash: payment.contentHash)
        try await settle(payment, before: before)
        guard parts.source.paymentReporting != nil else { return }
        try await tell(payment)
    }
}

// MARK: - News of items

extension PaymentLedger {
    /// Takes over what the books tell of an item of ours. Only what agrees counts: of anything else, and of a part, the books are asked, since an
    /// item may stand in several parts (reference `exact-online` §7.21) and news may be of one.
    mutating func take(_ news: ItemNews, _ judge: ItemJudge) async throws(JournalError) {
        guard let entry = news.name.entry,
            let document = try await parts.journal.binding(parts.bridge, .document, theirs: entry).flatMap({ DocumentKey($0.ours) }),
            var item = try await item(document)
        else { return }
        let isWhole = news.whole.map { $0.magnitude == item.gross.magnitude } ?? true
        if isWhole, let id = news.id { try await identities.bind(id, to: document, &builder) }
        if isWhole, let standing = news.standing, judge.agrees(item, standing) {
            for problem in judge.judge(&item, standing, builder.now) {
                builder.history(document.description, "open_item_doubted", problem.message(.english))
            }
        } else {
            item.checkAt = builder.now
        }
        put(item)
    }

    /// The books removed an item: whether another took its place, or its entry is gone, only asking tells.
    mutating func ask(about gone: TargetID) async throws(JournalError) {
        guard let document = try await parts.journal.binding(parts.bridge, .openItem, theirs: gone).flatMap({ DocumentKey($0.ours) }),
            var item = try await item(document)
        else { return }
        item.checkAt = builder.now
        put(item)
    }

    private mutating func put(_ item: SettledItemRecord) {
        items[item.document] = item
        touched.insert(item.document)
    }
}

// MARK: - Whose money

extension PaymentLedger {
    /// Finds the documents behind the items.
    private mutating func resolve(_ payment: inout PaymentRecord) async throws(JournalError) {
        for place in payment.settlements.indices {
            let settlement = payment.settlements[place]
            payment.settlements[place].problem = nil
            payment.settlements[place].document = nil
            guard !settlement.isUnallocated else { continue }
            guard let posting = try await posting(of: settlement), let gross = posting.gross else {
                payment.settlements[place].problem = Problem(
                    .settlementItemUnknown, at: Place("item"), found: settlement.reference?.text ?? settlement.entry?.text ?? "")
                continue
            }
            payment.settlements[place].document = posting.document
            if gross.currency != settlement.amount.currency {
                payment.settlements[place].problem = Problem(
                    .settlementCurrencyDiffers, at: Place("currency"), found: settlement.amount.description, expected: gross.currency.code)
            }
        }
        // Money that went back off an invoice was taken back; off a credit note it was paid out.
        let isReversal = payment.settlements.contains { $0.kind == .refund && $0.document.map { !$0.kind.isCredit } ?? false }
        guard isReversal else { return }
        for place in payment.settlements.indices where payment.settlements[place].kind == .refund {
            payment.settlements[place].kind = .reversal
        }
    }

    private mutating func posting(of settlement: Settlement) async throws(JournalError) -> PostingRecord? {
        var found: PostingRecord?
        if let entry = settlement.entry,
            let key = try await parts.journal.binding(parts.bridge, .document, theirs: entry).flatMap({ DocumentKey($0.ours) })
        {
            found = try await parts.journal.postings([key], bridge: parts.bridge)[key]
        }
        if found == nil, let reference = settlement.reference {
            found = try await parts.journal.posting(parts.bridge, reference: reference)
        }
        guard let found, found.state == .booked, found.document.kind.side == settlement.side else { return nil }
        postings[found.document] = found
        return found
    }

    private mutating func item(_ document: DocumentKey) async throws(JournalError) -> SettledItemRecord? {
        if let known = items[document] { return known }
        if let kept = try await parts.journal.settledItems([document], bridge: parts.bridge)[document] {
            items[document] = kept
            return kept
        }
        guard let posting = postings[document], let gross = posting.gross else { return nil }
        let oriented = document.kind.isCredit ? -gross : gross
        items[document] = SettledItemRecord(bridge: parts.bridge, document: document, gross: oriented, changedAt: builder.now)
        return items[document]
    }
}

// MARK: - What remains

extension PaymentLedger {
    private mutating func keep(_ item: SettledItemRecord) {
        var item = item
        item.changedAt = builder.now
        items[item.document] = item
        touched.insert(item.document)
    }

    /// Sees whether the items can bear it. A settlement that does not fit stays visible and is not told.
    private mutating func fit(_ payment: inout PaymentRecord, before: PaymentRecord?) async throws(JournalError) {
        for document in payment.documents {
            guard let item = try await item(document) else { continue }
            let (gross, currency) = (item.gross, item.gross.currency)
            let others = item.settled - (before?.sum(on: document, currency) ?? .zero(currency))
            let total = others + payment.sum(on: document, currency)
            guard !total.lies(between: .zero(currency), and: gross) else { continue }
            let problem = Problem(.settlementBeyondItem, at: Place("settled"), found: total.description, expected: gross.description)
            for place in payment.settlements.indices
            where payment.settlements[place].document == document && payment.settlements[place].problem == nil {
                payment.settlements[place].problem = problem
            }
        }
    }

    /// Brings the remainder of every document up to date.
    private mutating func settle(_ payment: PaymentRecord, before: PaymentRecord?) async throws(JournalError) {
        for document in Set(payment.documents + (before?.documents ?? [])).sorted() {
            guard var item = try await item(document) else { continue }
            let currency = item.gross.currency
            let change = payment.sum(on: document, currency) - (before?.sum(on: document, currency) ?? .zero(currency))
            item.settled += change
            item.lastDate = item.settled.isZero ? nil : max(item.lastDate ?? payment.date, payment.date)
            item.problems.removeAll { $0.code == .openItemDiffers }
            item.differences = 0
            item.checkAt = builder.now
            keep(item)
            guard !change.isZero else { continue }
            builder.history(
                document.description, change.isNegative == item.gross.isNegative ? "settled" : "unsettled",
                "\(change.magnitude) by payment \(payment.number); \(item.remaining) remains open")
        }
    }
}

// MARK: - What is told

extension PaymentLedger {
    /// What is told together: a notice is of one kind, side and currency.
    private struct Group: Hashable, Comparable {
        var kind: SettlementKind
        var side: PartyKind
        var currency: String

        static func < (left: Group, right: Group) -> Bool {
            (left.side.rawValue, left.kind.rawValue, left.currency) < (right.side.rawValue, right.kind.rawValue, right.currency)
        }
    }

    private struct Sums {
        var documents: [DocumentKey: Money] = [:]
        var unallocated: Money
    }

    /// Makes notices of the difference between what the source was told and how it is.
    private mutating func tell(_ payment: PaymentRecord) async throws(JournalError) {
        let told = payment.revision == 1 ? [] : try await parts.journal.notices(of: payment.id, bridge: parts.bridge)
        var differences = wanted(payment)
        for notice in told {
            let group = Group(kind: notice.kind, side: notice.side, currency: notice.amount.currency.code)
            var sums = differences[group] ?? Sums(unallocated: .zero(notice.amount.currency))
            for allocation in notice.allocations {
                sums.documents[allocation.document, default: .zero(allocation.amount.currency)] -= allocation.amount
            }
            sums.unallocated -= notice.unallocated
            differences[group] = sums
        }
        var number = told.count
        for (group, sums) in differences.sorted(by: { $0.key < $1.key }) {
            let allocations = sums.documents.filter { !$0.value.isZero }.sorted { $0.key < $1.key }
            guard !allocations.isEmpty || !sums.unallocated.isZero else { continue }
            let starts = stride(from: 0, to: max(allocations.count, 1), by: Self.allocationsMax)
            for start in starts {
                number += 1
                let isLast = start + Self.allocationsMax >= allocations.count
                try await note(
                    payment, number, group.kind, group.side,
                    Array(allocations.dropFirst(start).prefix(Self.allocationsMax)),
                    isLast ? sums.unallocated : .zero(sums.unallocated.currency))
            }
        }
    }

    /// What the source should know of a payment. Money nobody has said anything of goes along with the money of a document only: alone it
    /// would tell the source of nobody's payment.
    private func wanted(_ payment: PaymentRecord) -> [Group: Sums] {
        var wanted: [Group: Sums] = [:]
        for settlement in payment.settlements where settlement.problem == nil {
            let currency = settlement.amount.currency
            let group = Group(kind: settlement.kind, side: settlement.side, currency: currency.code)
            var sums = wanted[group] ?? Sums(unallocated: .zero(currency))
            if let document = settlement.document {
                sums.documents[document, default: .zero(currency)] += settlement.amount
            } else {
                sums.unallocated += settlement.amount
            }
            wanted[group] = sums
        }
        return wanted.filter { !$0.value.documents.isEmpty }
    }

    private mutating func note(
        _ payment: PaymentRecord, _ number: Int, _ kind: SettlementKind, _ side: PartyKind, _ sums: [(key: DocumentKey, value: Money)],
        _ unallocated: Money
    ) async throws(JournalError) {
        var allocations: [NoticeRecord.Allocation] = []
        for (document, amount) in sums {
            guard var item = try await item(document) else { continue }
            item.told += amount
            keep(item)
            allocations.append(NoticeRecord.Allocation(document: document, amount: amount, openAfter: item.gross - item.told))
        }
        let amount = allocations.map(\.amount).total(unallocated.currency) + unallocated
        // The key follows from what is told alone: whoever makes the notice again makes the same.
        let name = "\(parts.bridge) \(payment.id) \(number) \(amount) \(allocations.map { "\($0.document) \($0.amount)" })"
        let notice = NoticeRecord(
            bridge: parts.bridge, payment: payment.id, number: number, kind: kind, side: side, date: payment.date, amount: amount,
            allocations: allocations, unallocated: unallocated, key: SHA256.hash(Array(name.utf8)).hex, madeAt: builder.now)
        builder.append(.putNotice(notice))
        builder.history(payment.subject, "notice_made", "notice \(number): \(kind.rawValue) of \(amount)", hash: notice.contentHash)
    }
}

extension PaymentRecord {
    /// What it settles of a document, in that currency.
    fileprivate func sum(on document: DocumentKey, _ currency: Currency) -> Money {
        settlements.filter { $0.document == document && $0.amount.currency == currency }.map(\.amount).total(currency)
    }

    fileprivate var summary: String {
        if isGone { return "\(daybook) \(number) is no longer in the books" }
        let shown = settlements.prefix(5).map { "\($0.kind.rawValue) \($0.amount) on \($0.document?.number.text ?? "-")" }
        let more = settlements.count > 5 ? " and \(settlements.count - 5) more" : ""
        return "\(daybook) \(number) of \(date): \(shown.joined(separator: ", "))\(more)"
    }
}

extension DocumentKind {
    /// Whose open item it makes; nil for a ledger posting, which names parties line by line.
    var side: PartyKind? {
        switch self {
        case .salesInvoice, .creditNote: .debtor
        case .purchaseInvoice, .purchaseCreditNote: .creditor
        case .ledgerPosting: nil
        }
    }
}

extension Money {
    fileprivate func lies(between one: Money, and other: Money) -> Bool { min(one, other) <= self && self <= max(one, other) }
}
