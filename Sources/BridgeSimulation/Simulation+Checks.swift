import BridgeDomain
import BridgeJournal
import BridgeJournalTesting
import ExactSimulator
import FreshPortalSimulator

// Rules that hold after every step.
extension Simulation {
    var reader: MemoryJournal { MemoryJournal(on: disk) }

    func check(_ step: Int) async throws {
        let entries = await exact.entries(in: Self.division)
        let postings = try await reader.list(PostingFilter(bridge: Self.bridge), before: nil, limit: 1_000)
        do {
            try await checkOnce(entries)
            try await checkMeant(entries)
            try checkBooked(postings, entries)
            try checkOrder(postings, entries)
            try await checkTotals(postings)
            try checkBudget()
            let faulty = await exact.inconsistencies(in: Self.division)
            guard faulty.isEmpty else { throw breach("the sandbox's ledger is inconsistent: \(faulty)") }
            if step.isMultiple(of: 40) { try await checkChain() }
        } catch let found as Breach {
            throw breach("step \(step): \(found.message)")
        }
    }

    /// No two entries for one document, whatever the accountant did to them since.
    private func checkOnce(_ entries: [ExactSandbox.BookedEntry]) async throws {
        for entry in entries where firstReferences[entry.id] == nil { firstReferences[entry.id] = entry.yourReference ?? "" }
        let counts = Dictionary(grouping: entries.compactMap { firstReferences[$0.id] }) { $0 }.mapValues(\.count)
        for (reference, count) in counts where count > 1 { throw breach("\(reference) stands in the books \(count) times") }
    }

    /// None that differs from what mapping said of one of the document's versions: account by account, to the cent.
    private func checkMeant(_ entries: [ExactSandbox.BookedEntry]) async throws {
        for entry in entries where !touched.contains(entry.id) {
            guard let reference = entry.yourReference,
                let posting = try await reader.posting(Self.bridge, reference: EntryReference(reference))
            else { throw breach("entry \(entry.number) (\(entry.yourReference ?? "-")) stands in the books and not in the journal") }
            var meant: [[String: ExactDecimal]] = []
            for version in try await reader.versions(posting.document, bridge: Self.bridge) {
                guard let kept = try await reader.entry(posting.document, version: version.version, bridge: Self.bridge) else { continue }
                let byAccount = Dictionary(grouping: kept.entry.lines, by: \.account.text)
                meant.append(byAccount.mapValues { $0.map(\.amount).total(kept.entry.currency).decimal }.filter { $0.value != .zero })
            }
            let found = Dictionary(grouping: entry.lines, by: \.ledgerAccount).mapValues { lines in
                lines.map(\.amount).reduce(ExactDecimal.zero, Self.sum)
            }.filter { $0.value != .zero }
            guard meant.contains(found) else { throw breach("\(reference) stands in the books as \(found), meant was \(meant)") }
        }
    }

    private static func sum(_ left: ExactDecimal, _ right: ExactDecimal) -> ExactDecimal {
        ExactDecimal(significand: (left.scaled(to: 3) ?? 0) + (right.scaled(to: 3) ?? 0), decimals: 3)
    }

    /// What counts as booked is in the books, and is the document's own entry; by hand only when a person said so.
    private func checkBooked(_ postings: [PostingRecord], _ entries: [ExactSandbox.BookedEntry]) throws {
        let inBooks = Set(entries.map(\.id))
        for posting in postings where posting.state == .booked {
            guard let id = posting.targetID?.text else {
                guard posting.targetNumber?.hasPrefix("hand-") == true else { throw breach("\(posting.document) is booked as nothing") }
                continue
            }
            guard inBooks.contains(id) else { throw breach("\(posting.document) counts as booked and is not in the books") }
            guard firstReferences[id] == posting.reference?.text else { throw breach("\(posting.document) took another document's entry") }
        }
    }

    /// An original before its credit note.
    private func checkOrder(_ postings: [PostingRecord], _ entries: [ExactSandbox.BookedEntry]) throws {
        let numbers = Dictionary(entries.compactMap { entry in firstReferences[entry.id].map { ($0, entry.number) } }) { first, _ in first }
        let references = Dictionary(postings.map { ($0.document, $0.reference?.text ?? "") }) { first, _ in first }
        for credit in postings {
            guard let number = numbers[credit.reference?.text ?? ""] else { continue }
            for original in credit.originalKeys {
                guard let before = numbers[references[original] ?? ""], before > number else { continue }
                throw breach("\(credit.document) was booked before \(original)")
            }
        }
    }

    /// Received = the sum over all states, in number, net, VAT and gross; and each amount is that of the version delivered.
    private func checkTotals(_ postings: [PostingRecord]) async throws {
        let totals = try await reader.stateTotals(Self.bridge)
        guard totals.map(\.count).reduce(0, +) == postings.count else { throw breach("the states do not add up to what was received") }
        for posting in postings {
            let versions = try await reader.versions(posting.document, bridge: Self.bridge)
            guard let document = versions.first(where: { $0.version == posting.documentVersion })?.document else { continue }
            guard document.totals.net == posting.net, document.totals.vat == posting.vat, document.totals.gross == posting.gross else {
                throw breach("\(posting.document) is counted with other amounts than it has")
            }
        }
        for currency in Set(postings.compactMap { $0.gross?.currency }) {
            let direct = postings.compactMap(\.gross).filter { $0.currency == currency }.total(currency)
            let summed = totals.compactMap(\.gross).filter { $0.currency == currency }.total(currency)
            guard direct == summed else { throw breach("received \(direct), the states add up to \(summed)") }
        }
    }

    private func checkBudget() throws {
        let most = exactNetwork.calls.mostPerMinute
        guard most <= Self.callsPerMinute else { throw breach("\(most) calls in one minute, allowed are \(Self.callsPerMinute)") }
    }

    private func checkChain() async throws {
        let verified = try await reader.verify { _ in }
        guard verified.faultsTotal == 0 else { throw breach("the history has faults: \(verified.faults)") }
    }
}

// When faults stop, everything that can finish has finished.
extension Simulation {
    private static let moving: Set<PostingState> = [.ready, .inFlight, .outcomeUnknown, .held]

    func isQuiet() async throws -> Bool {
        let all = try await reader.list(PostingFilter(bridge: Self.bridge), before: nil, limit: 1_000)
        guard unfinished(all).isEmpty, try await pendingReadBack().isEmpty else { return false }
        return await missing(all).isEmpty
    }

    /// Everything that may still move. A credit note whose original needs a person, was withdrawn or amounts to nothing rightly waits for it.
    private func unfinished(_ all: [PostingRecord]) -> [PostingRecord] {
        let states = Dictionary(all.map { ($0.document, $0.state) }) { first, _ in first }
        return all.filter { posting in
            guard Self.moving.contains(posting.state) else { return false }
            guard case .original(let original) = posting.hold, let state = states[original] else { return true }
            return !(state.needsPerson || state == .withdrawn || state == .nothingToPost)
        }
    }

    /// Documents that were approved and did not arrive.
    private func missing(_ all: [PostingRecord]) async -> [DocumentNumber] {
        let received = Set(all.map(\.sourceID))
        var missing: [DocumentNumber] = []
        for place in 0..<day.count {
            let document = day.document(at: place)
            guard let id = Int(document.id.text), await freshPortal.document(id) != nil, !received.contains(document.id) else { continue }
            missing.append(document.number)
        }
        return missing
    }

    private func pendingReadBack() async throws -> [PostingRecord] {
        try await reader.list(PostingFilter(bridge: Self.bridge, states: [.booked]), before: nil, limit: 1_000).filter {
            $0.readBack == .pending && $0.targetID != nil
        }
    }

    func checkEverythingFinished() async throws {
        try await checkChain()
        let all = try await reader.list(PostingFilter(bridge: Self.bridge), before: nil, limit: 1_000)
        report.documents = all.count
        report.booked = all.count { $0.state == .booked }
        try await checkNothingMoves(all)
        let pending = try await pendingReadBack()
        guard pending.isEmpty else { throw breach("never read back: \(pending.map(\.document))") }
        let missing = await missing(all)
        guard missing.isEmpty else { throw breach("approved and never arrived: \(missing)") }
        try checkAlarms(all)
        try await checkReasons(all)
        for posting in all {
            let acts = try await reader.history(subject: posting.document.description, bridge: Self.bridge, after: 0, limit: 1_000)
            report.adopted += acts.count { $0.entry.act == "adopted" }
        }
    }

    private func checkNothingMoves(_ all: [PostingRecord]) async throws {
        let unfinished = unfinished(all)
        guard unfinished.isEmpty else {
            for party in try await reader.listParties(Self.bridge, states: [], after: nil, limit: 100) where party.state != .known {
                tell(
                    "\(party.key) is \(party.state), due \(party.dueAt?.description ?? "-") \(party.problems.map { $0.message(.english) })")
            }
            throw breach("unfinished: " + unfinished.map { "\($0.document) \($0.state) \($0.hold?.blocker ?? "")" }.joined(separator: ", "))
        }
    }

    /// An alarm stands exactly where the accountant changed something, or the source after sending.
    private func checkAlarms(_ all: [PostingRecord]) throws {
        for posting in all where posting.state == .booked {
            guard let id = posting.targetID?.text else { continue }
            guard case .differs(_, let problems) = posting.readBack else {
                guard !touched.contains(id) else { throw breach("\(posting.document) was changed in the books and nobody was told") }
                continue
            }
            let isFlagged = problems.contains { $0.code == .correctionAfterPosting || $0.code == .withdrawnAtSource }
            guard isFlagged || touched.contains(id) else {
                throw breach("a false alarm on \(posting.document): \(problems.map { $0.message(.english) })")
            }
        }
    }

    /// Nothing is parked by the weather: only documents that are broken on purpose, or that trade itself set at odds, need a person.
    private func checkReasons(_ all: [PostingRecord]) async throws {
        let broken = Set(day.manifest.broken.map(\.sourceID))
        let fromTrade: Set<ProblemCode> = [
            .originalUnknown, .creditExceedsOriginal, .numberWithOtherContent, .correctionAfterPosting, .withdrawnAtSource, .foreignEntry,
            .periodClosed,
        ]
        for posting in all where posting.state.needsPerson && !broken.contains(posting.sourceID) {
            guard posting.problems.contains(where: { fromTrade.contains($0.code) }) else {
                throw breach(
                    "\(posting.document) needs a person without a reason of its own: \(posting.problems.map { $0.message(.english) })")
            }
        }
    }
}
