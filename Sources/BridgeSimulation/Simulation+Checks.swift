import BridgeDomain
import BridgeJournal
import Synchronization

/// What the checks of a simulation remember from step to step, so that a step costs as much as it changed.
struct Seen {
    /// The ledger when last looked at, by identifier, and the order in which entries came.
    var ledger: [String: LedgerEntry] = [:]
    /// The reference each entry had when it was first seen.
    var references: [String: String] = [:]
    /// Entries that the accountant changed.
    var touched: Set<String> = []
    var accountantActs = 0
    /// Entries that the accountant deleted.
    var deleted: Set<String> = []
    /// Files the books took out of an exchange folder.
    var filesTaken = 0
    /// Postings when last looked at.
    var postings: [DocumentKey: PostingRecord] = [:]
    /// What writes of target and journal had come to then.
    var ledgerMark: [Int] = []
    var historyMark: Int64 = 0
    /// Somebody paused the bridge, as the history tells.
    var isPaused = false
    /// Writes of late processes that were not refused.
    let lateWrite = LateWrites()
}

/// Notes from inside a process.
final class LateWrites: Sendable {
    private let all = Mutex<[String]>([])
    func note(_ text: String) { all.withLock { $0.append(text) } }
    var first: String? { all.withLock { $0.first } }
}

// Rules that hold after every step.
extension Simulation {
    /// Every so many steps everything is looked at again, not only what changed.
    private static let wholeEvery = 60

    func check(_ step: Int) async throws {
        do {
            try await checkStep(isWhole: step.isMultiple(of: Self.wholeEvery))
        } catch let found as Breach {
            throw breach("step \(step): \(found.message)")
        }
    }

    func checkStep(isWhole: Bool) async throws {
        let mark = [books.worksLater ? booksNetwork.calls.all : booksNetwork.writes, seen.accountantActs, seen.filesTaken]
        let hasNewEntries = isWhole || mark != seen.ledgerMark
        let news = try await look().history(subject: nil, bridge: nil, after: seen.historyMark, limit: 1_000)
        if options.tellsAll { for record in news { tell("    \(record.entry.subject): \(record.entry.act), \(record.entry.detail)") } }
        seen.historyMark = news.last?.sequence ?? seen.historyMark
        try checkPauses(news)
        try checkBudget()
        guard hasNewEntries || !news.isEmpty else { return }
        let all = try await postings()
        if hasNewEntries { try await checkLedger(await books.ledger(), isWhole: isWhole) }
        if hasNewEntries { try await checkFiles() }
        seen.ledgerMark = mark
        try await checkPostings(all, isWhole: isWhole)
        try checkBooked(all)
        try checkOrder(all)
        try await checkTotals(all)
        try await checkPayments(all)
        if isWhole { try await checkChain() }
    }

    private func checkLedger(_ ledger: [LedgerEntry], isWhole: Bool) async throws {
        for entry in ledger where seen.references[entry.id] == nil { seen.references[entry.id] = entry.reference }
        // No two entries for one document, whatever the accountant did to them since.
        var counts: [String: Int] = [:]
        for entry in ledger {
            let reference = seen.references[entry.id] ?? ""
            counts[reference, default: 0] += 1
            guard counts[reference] == 1 else { throw breach("\(reference) stands in the books twice") }
        }
        for entry in ledger where isWhole || seen.ledger[entry.id] != entry { try await checkMeant(entry) }
        seen.ledger = Dictionary(ledger.map { ($0.id, $0) }) { first, _ in first }
        let faulty = await books.inconsistencies()
        guard faulty.isEmpty else { throw breach("the ledger itself is wrong: \(faulty)") }
    }

    /// No entry differs from what mapping said of one of the document's versions: account by account, to the cent.
    private func checkMeant(_ entry: LedgerEntry) async throws {
        guard !seen.touched.contains(entry.id) else { return }
        let journal = try await look()
        guard let posting = try await journal.posting(Self.bridge, reference: EntryReference(entry.reference)) else {
            throw breach("entry \(entry.number) (\(entry.reference)) stands in the books and not in the journal")
        }
        var meant: [[String: ExactDecimal]] = []
        for version in try await journal.versions(posting.document, bridge: Self.bridge) {
            guard let kept = try await journal.entry(posting.document, version: version.version, bridge: Self.bridge) else { continue }
            let amounts = LedgerEntry.amounts(
                kept.entry.lines.map { ($0.account.text, (books.holdsForeignAmounts ? $0.amount : $0.bookAmount).decimal) })
            if amounts == entry.amounts, let document = version.document { return try checkGross(kept.entry, document) }
            meant.append(amounts)
        }
        throw breach("\(posting.document) stands in the books as \(entry.amounts), meant was \(meant)")
    }

    /// What mapping made of a document owes or is owed what the document says, to the cent.
    private func checkGross(_ entry: Entry, _ document: Document) throws {
        let party = entry.lines.filter { $0.role == .party }.map(\.amount).total(entry.currency)
        guard party.magnitude == document.totals.gross.magnitude else {
            throw breach("\(document.key) says \(document.totals.gross) and is booked for \(party)")
        }
    }

    /// No document is lost, none goes back in time: what was once seen was durable. Each amount is that of the version delivered.
    private func checkPostings(_ all: [PostingRecord], isWhole: Bool) async throws {
        let now = Dictionary(all.map { ($0.document, $0) }) { first, _ in first }
        for (key, before) in seen.postings {
            guard let posting = now[key] else { throw breach("\(key) was received and is gone") }
            guard posting.revision >= before.revision else { throw breach("\(key) went back from \(before.state) to \(posting.state)") }
        }
        for posting in all where isWhole || seen.postings[posting.document]?.documentVersion != posting.documentVersion {
            let versions = try await look().versions(posting.document, bridge: Self.bridge)
            guard let kept = versions.first(where: { $0.version == posting.documentVersion }) else {
                throw breach("\(posting.document) delivers version \(posting.documentVersion), which is not kept")
            }
            guard let document = kept.document else { continue }
            guard document.totals.net == posting.net, document.totals.vat == posting.vat, document.totals.gross == posting.gross else {
                throw breach("\(posting.document) is counted with other amounts than it has")
            }
        }
        seen.postings = now
    }

    /// What counts as booked is in the books, and is the document's own entry; by hand only when a person said so.
    private func checkBooked(_ all: [PostingRecord]) throws {
        for posting in all where posting.state == .booked {
            guard posting.targetID != nil else {
                guard posting.targetNumber?.hasPrefix("hand-") == true else { throw breach("\(posting.document) is booked as nothing") }
                continue
            }
            guard let id = ledgerID(of: posting), seen.ledger[id] != nil || seen.deleted.contains(id) else {
                throw breach("\(posting.document) counts as booked and is not in the books")
            }
            guard seen.references[id] == posting.reference?.text else { throw breach("\(posting.document) took another document's entry") }
        }
    }

    /// The identifier in the ledger of what a posting is booked as. Books that answer by files never say one: there the reference counts.
    private func ledgerID(of posting: PostingRecord) -> String? {
        guard books.answersByFile else { return posting.targetID?.text }
        return seen.references.first { $0.value == posting.reference?.text }?.key
    }

    /// An original before its credit note.
    private func checkOrder(_ all: [PostingRecord]) throws {
        let orders = Dictionary(seen.ledger.values.map { (seen.references[$0.id] ?? "", $0.order) }) { first, _ in first }
        let references = Dictionary(all.map { ($0.document, $0.reference?.text ?? "") }) { first, _ in first }
        for credit in all where !credit.originals.isEmpty {
            guard let order = orders[credit.reference?.text ?? ""] else { continue }
            for original in credit.originalKeys {
                guard let before = orders[references[original] ?? ""], before > order else { continue }
                throw breach("\(credit.document) was booked before \(original)")
            }
        }
    }

    /// Received = the sum over all states, in number, net, VAT and gross: the journal's counters against its documents.
    private func checkTotals(_ all: [PostingRecord]) async throws {
        let totals = try await look().stateTotals(Self.bridge)
        guard totals.map(\.count).reduce(0, +) == all.count else { throw breach("the states do not add up to what was received") }
        for currency in Set(all.compactMap { $0.gross?.currency }) {
            for (name, ofPosting, ofState) in Self.amounts {
                let received = all.compactMap { $0[keyPath: ofPosting] }.filter { $0.currency == currency }.total(currency)
                let summed = totals.compactMap { $0[keyPath: ofState] }.filter { $0.currency == currency }.total(currency)
                guard received == summed else { throw breach("\(name) received \(received), the states add up to \(summed)") }
            }
        }
        for state in PostingState.allCases {
            let count = totals.filter { $0.state == state }.map(\.count).reduce(0, +)
            guard count == all.count(where: { $0.state == state }) else { throw breach("\(state) is counted \(count) times") }
        }
    }

    private static var amounts: [(String, KeyPath<PostingRecord, Money?>, KeyPath<StateTotal, Money?>)] {
        [("net", \.net, \.net), ("VAT", \.vat, \.vat), ("gross", \.gross, \.gross)]
    }

    private func checkBudget() throws {
        let calls = booksNetwork.calls
        guard calls.mostPerMinute <= books.callsPerMinute else {
            throw breach("\(calls.mostPerMinute) calls in one minute, allowed are \(books.callsPerMinute)")
        }
        guard calls.mostPerDay <= books.callsPerDay else {
            throw breach("\(calls.mostPerDay) calls in one day, allowed are \(books.callsPerDay)")
        }
    }

    func checkChain() async throws {
        let verified = try await look().verify { _ in }
        guard verified.faultsTotal == 0 else { throw breach("the history has faults: \(verified.faults)") }
    }
}
