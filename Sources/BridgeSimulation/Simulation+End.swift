import BridgeDomain
import BridgeEngine
import BridgeJournal

// When faults stop, everything that can finish has finished.
extension Simulation {
    func isQuiet() async throws -> Bool {
        let all = try await postings()
        guard unfinished(all).isEmpty, pendingReadBack(all).isEmpty, unseenChanges(all).isEmpty else { return false }
        guard try await look().dueReports(Self.bridge, now: .init(milliseconds: .max), limit: 1).isEmpty else { return false }
        guard await missing(all).isEmpty, try await unsettled(all).isEmpty, try await unattached(all).isEmpty else { return false }
        return await outdated(all).isEmpty
    }

    /// Everything that may still move. A credit note whose original needs a person, was withdrawn or amounts to nothing rightly waits for it.
    private func unfinished(_ all: [PostingRecord]) -> [PostingRecord] {
        let states = Dictionary(all.map { ($0.document, $0.state) }) { first, _ in first }
        return all.filter { posting in
            switch posting.state {
            case .ready, .inFlight, .outcomeUnknown: return true
            case .held:
                if isBroken(posting) { return false }
                guard case .original(let original) = posting.hold, let state = states[original] else { return true }
                return !(state.needsPerson || state == .withdrawn || state == .nothingToPost)
            case .parked, .rejected: return !needsPersonRightly(posting, states)
            case .booked, .withdrawn, .nothingToPost: return false
            }
        }
    }

    /// Nothing is parked by the weather: only documents that are broken on purpose, or that trade itself set at odds, need a person.
    private func needsPersonRightly(_ posting: PostingRecord, _ states: [DocumentKey: PostingState]) -> Bool {
        if isBroken(posting) || meetsOwnChangedEntry(posting) { return true }
        let fromTrade: Set<ProblemCode> = [
            .creditExceedsOriginal, .numberWithOtherContent, .correctionAfterPosting, .withdrawnAtSource, .depositBelowZero,
        ]
        return posting.problems.contains { problem in
            if problem.code == .originalUnknown { return posting.originalKeys.contains { states[$0] != .booked } }
            return fromTrade.contains(problem.code)
        }
    }

    func isBroken(_ posting: PostingRecord) -> Bool { trade.documents.contains { $0.id == posting.sourceID && $0.isBroken } }

    /// The accountant changed the entry after the answer was lost and before it was looked up: a person must say whose it is.
    func meetsOwnChangedEntry(_ posting: PostingRecord) -> Bool {
        guard posting.problems.contains(where: { $0.code == .foreignEntry }) else { return false }
        return seen.touched.contains { seen.references[$0] == posting.reference?.text }
    }

    /// Documents that were approved and did not arrive.
    private func missing(_ all: [PostingRecord]) async -> [DocumentNumber] {
        let received = Set(all.map(\.sourceID))
        var missing: [DocumentNumber] = []
        for document in trade.documents where !received.contains(document.id) {
            if await trade.holds(document) { missing.append(document.number) }
        }
        return missing
    }

    private func pendingReadBack(_ all: [PostingRecord]) -> [PostingRecord] {
        all.filter { posting in
            // What was deleted before it could be read is noticed among the open items.
            guard posting.state == .booked, posting.readBack == .pending, let id = posting.targetID?.text else { return false }
            return !seen.deleted.contains(id)
        }
    }

    /// Entries that were changed in the books, and nobody was told.
    private func unseenChanges(_ all: [PostingRecord]) -> [PostingRecord] {
        all.filter { posting in
            guard posting.state == .booked, let id = posting.targetID?.text, seen.touched.contains(id), !seen.deleted.contains(id)
            else { return false }
            return !posting.differs
        }
    }

    func checkEnd() async throws {
        try await checkStep(isWhole: true)
        let all = try await postings()
        report.documents = all.count
        report.booked = all.count { $0.state == .booked }
        let unfinished = unfinished(all)
        guard unfinished.isEmpty else { throw breach("unfinished: \(unfinished.map(Self.words).joined(separator: "; "))") }
        let missing = await missing(all)
        guard missing.isEmpty else { throw breach("approved and never arrived: \(missing)") }
        try await checkSheets(all)
        let pending = pendingReadBack(all)
        guard pending.isEmpty else { throw breach("never read back: \(pending.map(\.document))") }
        let unseen = unseenChanges(all)
        guard unseen.isEmpty else { throw breach("changed in the books, and nobody was told: \(unseen.map(\.document))") }
        try checkAlarms(all)
        let unsettled = try await unsettled(all)
        guard unsettled.isEmpty else { throw breach(unsettled.joined(separator: "; ")) }
        let unattached = try await unattached(all)
        guard unattached.isEmpty else { throw breach(unattached.joined(separator: "; ")) }
        let outdated = await outdated(all)
        guard outdated.isEmpty else { throw breach(outdated.joined(separator: "; ")) }
        for posting in all {
            let acts = try await look().history(subject: posting.document.description, bridge: Self.bridge, after: 0, limit: 1_000)
            report.adopted += acts.count { $0.entry.act == "adopted" }
        }
    }

    /// Where a schedule lets documents go, each that was sent stands on a control sheet, but for those that there was nothing of to send
    /// when their run was counted: withdrawn and reopened, or corrected from nothing to something.
    private func checkSheets(_ all: [PostingRecord]) async throws {
        guard policy.schedule != .onArrival else { return }
        let runs = PostingRuns(journal: try await look(), bridge: Self.bridge)
        var counted: Set<DocumentKey> = []
        for run in try await runs.newest(.max) {
            for part in 0... {
                guard let documents = try await runs.documents(of: run.number, part: part) else { break }
                counted.formUnion(documents)
            }
        }
        for posting in all where posting.state == .booked && posting.attempts > 0 && !counted.contains(posting.document) {
            let acts = try await look().history(subject: posting.document.description, bridge: Self.bridge, after: 0, limit: 1_000)
            guard acts.contains(where: { ["withdrawn", "nothing_to_post"].contains($0.entry.act) }) else {
                throw breach("\(posting.document) was sent and stands on no control sheet")
            }
        }
    }

    private static func words(_ posting: PostingRecord) -> String {
        let problems = posting.problems.map { $0.message(.english) }.joined(separator: ", ")
        return "\(posting.document) is \(posting.state.rawValue) \(posting.hold?.blocker ?? "") \(problems)"
    }

    /// An alarm stands only where the accountant changed something, or the source after sending.
    private func checkAlarms(_ all: [PostingRecord]) throws {
        for posting in all where posting.state == .booked {
            guard case .differs(_, let problems) = posting.readBack, let id = posting.targetID?.text else { continue }
            let isFlagged = problems.contains { $0.code == .correctionAfterPosting || $0.code == .withdrawnAtSource }
            guard isFlagged || seen.touched.contains(id) || seen.deleted.contains(id) else {
                throw breach("a false alarm on \(posting.document): \(problems.map { $0.message(.english) })")
            }
        }
    }

    /// What the journal counts is what the source says now, unless the posting tells that the source changed its mind after sending.
    private func outdated(_ all: [PostingRecord]) async -> [String] {
        var outdated: [String] = []
        for document in trade.documents {
            guard let current = await trade.current(document) else { continue }
            let own = all.filter { $0.sourceID == document.id }
            let isTold = own.contains { posting in
                (posting.documentVersion == current.version && posting.gross?.amountText == current.gross) || posting.gross == nil
                    || posting.state == .withdrawn || posting.differs || posting.problems.contains { $0.severity == .error }
            }
            if !isTold {
                let counted = own.map { "\($0.gross?.amountText ?? "-") in version \($0.documentVersion)" }
                outdated.append(
                    "\(document.number): the source says \(current.gross) in version \(current.version), the journal \(counted)")
            }
        }
        return outdated
    }
}
