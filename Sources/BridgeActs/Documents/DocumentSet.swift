public import BridgeDomain
public import BridgeEngine
import BridgeHash
public import BridgeJournal
import BridgeReports

/// The documents of a list as they were when they were looked at, to do one thing with all of them or with none.
public struct DocumentSet: Sendable {
    public let verb: DocumentVerb
    public let query: DocumentsQuery
    public let postings: [PostingRecord]
    /// The newest document the list knew: what arrives later is not in the set.
    public let newest: Int64?
    /// False where more documents meet the filter.
    public let isWhole: Bool

    /// What can be done with all of a list.
    public static let verbs: [DocumentVerb] = [.retry, .approve, .hold, .withdraw]
    /// Documents that are taken at once.
    public static let documentsMax = BulkJob.documentsMax
    /// More documents than this are done as a job that is kept.
    public static let jobFrom = 200
    /// Documents that are looked at for an amount.
    fileprivate static let rowsMax = 40_000

    /// The same set in the same standing, to the letter.
    public var seal: String {
        let text = postings.map { "\($0.document) \($0.revision)" }.joined(separator: "\n")
        return SHA256.hash(Array(text.utf8)).hex
    }

    /// Gross amounts per currency, in order of code.
    public var sums: [Money] {
        var sums: [Currency: Money] = [:]
        for gross in ControlSheet(of: postings).rows.compactMap(\.gross) {
            sums[gross.currency, default: .zero(gross.currency)] += gross
        }
        return sums.values.sorted { $0.currency.code < $1.currency.code }
    }

    /// Which documents, for the history: English, as all of it.
    fileprivate func words(_ reason: String) -> String {
        let asked = query.kept.compactMap { name, value in value.map { "\(name)=\($0)" } }.joined(separator: " ")
        return asked + (reason.isEmpty ? "" : ": \(reason)")
    }

    /// What became of a set.
    public enum Outcome: Sendable {
        /// It was done; with so many of them something changed.
        case done(changed: Int)
        /// The bridge's lane does it, part by part.
        case begun(BulkJob)
    }
}

extension Acts {
    /// Counts the documents of a list with which `verb` can be done. `upTo` leaves out what arrived after it.
    public func set(for verb: DocumentVerb, of query: DocumentsQuery, upTo: Int64?) async throws(JournalError) -> DocumentSet {
        var postings = query.query(before: upTo.flatMap { $0 < .max ? $0 + 1 : nil })
        let states = verb.states.intersection(query.states.isEmpty ? verb.states : query.states)
        // No states would mean every state.
        guard !states.isEmpty else { return DocumentSet(verb: verb, query: query, postings: [], newest: upTo, isWhole: true) }
        postings.filter.states = states
        let part = try await postings.part(of: journal, limit: DocumentSet.documentsMax, rowsMax: DocumentSet.rowsMax)
        return DocumentSet(
            verb: verb, query: query, postings: part.postings.filter(verb.fits), newest: upTo ?? part.postings.first?.sequence,
            isWhole: part.next == nil)
    }

    /// Does one thing with exactly that set, as it was looked at (`seal`), or with none of it. A document that changes while it is being done is left
    /// alone.
    public func carryOut(_ set: DocumentSet, reason: String?, seal: String, by who: Who) async throws -> DocumentSet.Outcome {
        let reason = try checked(set, reason, seal)
        let (verb, bridge) = (set.verb, set.query.bridge)
        if set.postings.count > DocumentSet.jobFrom { return .begun(try await begin(set, reason, who)) }
        guard let parts = await bridge.parts() else { throw ActRefusal.notSetUp }
        let desk = Desk(parts: parts, who: who)
        // Carried to its end also where whoever asked does not wait for it.
        let changed = try await Task {
            try await desk.together(verb.act, set.postings, what: set.words(reason)) { postings throws(JournalError) in
                try await Self.carryOut(verb, postings, reason, desk)
            }
        }.value
        await bridge.nudge()
        return .done(changed: changed)
    }

    /// The same as a job of the bridge's lane, however few they are.
    public func begin(_ set: DocumentSet, reason: String?, seal: String, by who: Who) async throws -> BulkJob {
        try await begin(set, try checked(set, reason, seal), who)
    }

    /// The reason, on one line; refused where the set is another by now, or one is needed and none given.
    private func checked(_ set: DocumentSet, _ reason: String?, _ seal: String) throws(ActRefusal) -> String {
        guard seal == set.seal, !set.postings.isEmpty else { throw .setChanged }
        let reason = Self.line(reason, max: Self.reasonMax)
        if set.verb == .withdraw, reason.isEmpty { throw .reasonMissing }
        return reason
    }

    /// Has the bridge's lane do it, part by part.
    private func begin(_ set: DocumentSet, _ reason: String, _ who: Who) async throws -> BulkJob {
        guard let act = BulkJob.Act(rawValue: set.verb.rawValue) else { throw ActRefusal.doesNotFit }
        let bridge = set.query.bridge
        let begun = try await BulkJobs(journal: journal, bridge: bridge.id)
            .begin(act, set.postings, reason: reason, what: set.words(""), by: who, at: now)
        switch begun {
        case .begun(let job):
            await bridge.nudge()
            return job
        case .occupied: throw ActRefusal.jobOccupied
        case .tooMany: throw ActRefusal(.tooMany, BulkJob.tooMany)
        }
    }

    /// The newest job of a bridge; nil where there never was one.
    public func newestJob(of bridge: OpenBridge) async throws(JournalError) -> BulkJob? {
        try await BulkJobs(journal: journal, bridge: bridge.id).newest()
    }

    /// Stops the job of that number; the part under way ends. `mayStop` says whether who asks may do what the job does.
    public func stopJob(
        _ number: Int, of bridge: OpenBridge, by who: Who, mayStop: (DocumentVerb) -> Bool
    ) async throws -> BulkJob {
        let jobs = BulkJobs(journal: journal, bridge: bridge.id)
        guard let job = try await jobs.newest(), job.number == number else { throw ActRefusal.changed }
        guard let verb = DocumentVerb(rawValue: job.act.rawValue), mayStop(verb) else { throw ActRefusal.notAllowed }
        guard try await jobs.stop(job.number, by: who, at: now) else { throw ActRefusal.doesNotFit }
        await bridge.nudge()
        return try await jobs.newest() ?? job
    }
}

extension ActRefusal {
    static let setChanged = ActRefusal(
        .changed,
        BilingualText(
            nl: "Er is niets gedaan: sinds u keek is er iets veranderd. Dit zijn de documenten zoals ze nu staan.",
            en: "Nothing was done: something changed since you looked. These are the documents as they stand now."))
    static let jobOccupied = ActRefusal(
        .occupied,
        BilingualText(
            nl: "Er is niets gedaan: een andere taak loopt nog. Wacht tot die klaar is, of stop haar.",
            en: "Nothing was done: another job is still running. Wait until it ends, or stop it."))
}
