import BridgeConnector
import BridgeDomain
import BridgeJournal
import FoundationEssentials

/// Reads back what the target holds and compares it with what was meant. A difference is an alarm on the document, not a success.
struct BooksReader: Sendable {
    let parts: BridgeParts
    let fence: Fence?
    let master: MasterData

    /// What a turn of reading back did.
    struct Outcome: Sendable {
        var entries = 0
        var hasMore = false
        var stop: ConnectorError?
    }

    /// Reads pages after the cursor; comparison, what was found and the cursor are one unit per page.
    func read() async throws(JournalError) -> Outcome {
        var outcome = Outcome()
        for _ in 0..<TurnLimits.targetPages {
            let cursor = TargetCursor(try await parts.journal.cursor(parts.bridge, name: Names.bookedCursor) ?? "")
            let page: TargetPage<BookedEntry>
            do {
                page = try await parts.connector.booked(after: cursor, with: master)
            } catch {
                outcome.stop = error
                return outcome
            }
            try await decided(parts.journal) { () async throws(JournalError) in try await unit(page, after: cursor) }
            outcome.entries += page.items.count
            outcome.hasMore = page.hasMore
            if !page.hasMore { break }
        }
        return outcome
    }

    /// Lets the read-back begin now, once, as long as nothing of ours can be in the books: what was booked there before is not ours to
    /// compare, and an old administration would take many calls to read.
    func begin() async throws(JournalError) -> ConnectorError? {
        guard try await parts.journal.cursor(parts.bridge, name: Names.bookedCursor) == nil else { return nil }
        let sent: Set<PostingState> = [.inFlight, .outcomeUnknown, .booked]
        guard try await !parts.journal.stateTotals(parts.bridge).contains(where: { sent.contains($0.state) && $0.count > 0 }) else {
            return nil
        }
        let end: TargetCursor
        do { end = try await parts.connector.bookedEnd(with: master) } catch { return error }
        guard end != .start else { return nil }
        var builder = UnitBuilder(parts, who: .machine("read-back"), fence: fence)
        builder.append(.setCursor(parts.bridge, name: Names.bookedCursor, value: end.text))
        builder.history("connection", "read_back_begun", "entries booked from now on are compared")
        try await parts.journal.commit(builder.unit)
        return nil
    }

    private func unit(_ page: TargetPage<BookedEntry>, after cursor: TargetCursor) async throws(JournalError) -> JournalUnit? {
        var builder = UnitBuilder(parts, who: .machine("read-back"), fence: fence)
        var seen: [DocumentKey: PostingRecord] = [:]
        for booked in page.items {
            guard let posting = try await posting(for: booked, seen) else { continue }
            guard let problems = try await problems(booked, posting) else { continue }
            var machine = parts.machine(posting)
            if let step = machine.handle(.readBack(problems), now: builder.now) { builder.move(machine.record, step) }
            seen[posting.document] = machine.record
            if posting.targetID == nil || posting.targetID == booked.id {
                builder.append(.keepBooked(BookedRecord(parts: parts, document: posting.document, booked: booked, readAt: builder.now)))
            }
        }
        if page.next != cursor { builder.append(.setCursor(parts.bridge, name: Names.bookedCursor, value: page.next.text)) }
        return builder.unit
    }

    private func posting(for booked: BookedEntry, _ seen: [DocumentKey: PostingRecord]) async throws(JournalError) -> PostingRecord? {
        let bound = try await parts.journal.binding(parts.bridge, .document, theirs: booked.id).flatMap { DocumentKey($0.ours) }
        if let bound, let posting = try await parts.journal.postings([bound], bridge: parts.bridge)[bound] { return seen[bound] ?? posting }
        guard !booked.reference.text.isEmpty, let posting = try await parts.journal.posting(parts.bridge, reference: booked.reference)
        else { return nil }
        return seen[posting.document] ?? posting
    }

    /// nil when nothing can be said yet: the outcome is still open and the look-up will decide.
    private func problems(_ booked: BookedEntry, _ posting: PostingRecord) async throws(JournalError) -> [Problem]? {
        let stranger = Problem(
            .foreignEntry, at: Place("reference"), found: "\(booked.daybook) \(booked.number)", expected: posting.targetNumber)
        switch posting.state {
        case .inFlight, .outcomeUnknown, .withdrawn, .nothingToPost: return nil
        case .parked, .held, .ready, .rejected: return [stranger]
        case .booked:
            guard let id = posting.targetID else { return nil }
            guard id == booked.id else { return [stranger] }
            guard let kept = try await parts.journal.entry(posting.document, version: posting.documentVersion, bridge: parts.bridge) else {
                return nil
            }
            let relation = try await Poster.relation(of: kept.entry, booked: booked.relation, parts)
            return numberProblem(booked, posting) + BookedComparison(entry: kept.entry, relation: relation).problems(booked)
        }
    }
}

extension BooksReader {
    /// An entry that was given another number: both are shown, ours stays as it was told.
    private func numberProblem(_ booked: BookedEntry, _ posting: PostingRecord) -> [Problem] {
        guard let number = posting.targetNumber, !number.isEmpty, !booked.number.isEmpty, number != booked.number else { return [] }
        return [Problem(.bookedDiffers, at: Place("number"), found: booked.number, expected: number)]
    }
}

extension BookedRecord {
    /// What the books hold of a document, with its amounts per VAT code as the control table counts them.
    init(parts: BridgeParts, document: DocumentKey, booked: BookedEntry, readAt: Timestamp) {
        let text = (try? JSONEncoder.sorted.encode(booked)).map { String(decoding: $0, as: UTF8.self) } ?? ""
        self.init(
            bridge: parts.bridge, document: document, targetID: booked.id, targetNumber: booked.number, content: text,
            totals: ControlTotals.totals(of: booked, kind: document.kind, vatAccounts: parts.translator.vatAccounts), readAt: readAt)
    }
}
