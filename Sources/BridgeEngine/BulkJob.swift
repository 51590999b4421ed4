public import BridgeDomain
public import BridgeJournal
import FoundationEssentials

/// One thing done with more documents than a person waits for: kept in the journal with its list, carried out by the bridge's lane part by
/// part, stopped when somebody says so. What changed since it was counted is left alone. It goes on after a restart, in whatever process.
public struct BulkJob: Hashable, Sendable, Codable {
    public enum Act: String, Hashable, Sendable, Codable, CaseIterable {
        case retry, approve, hold, withdraw
    }

    public enum State: String, Hashable, Sendable, Codable {
        case running
        /// Somebody said stop; the part under way ends.
        case stopping
        case stopped, ended
    }

    /// 1 for a bridge's first.
    public var number: Int
    public var act: Act
    public var reason: String
    /// Which documents they are, in the words of the filter.
    public var what: String
    public var by: Who
    public var total: Int
    public var state = State.running
    /// Parts of the list, and the one that is next.
    public var parts: Int
    public var part = 0
    /// Documents that were done, and those left alone because they changed since they were counted, or the verb did not fit any more.
    public var done = 0
    public var left = 0
    public var startedAt: Timestamp
    public var endedAt: Timestamp?
    /// Who stopped it.
    public var stoppedBy: Who?

    /// Documents a job can have.
    public static let documentsMax = 20_000
    /// Why a longer list is not begun, and what to do.
    public static let tooMany = BilingualText(
        nl:
            "Er is niets begonnen: een taak heeft hoogstens \(Formatting(.dutch).count(documentsMax)) documenten. Kies er minder, bijvoorbeeld per maand.",
        en:
            "Nothing was begun: a job has at most \(Formatting(.english).count(documentsMax)) documents. Choose fewer, by month for example."
    )

    public var isOpen: Bool { state == .running || state == .stopping }
    /// Documents that were looked at.
    public var looked: Int { done + left }
}

/// The newest job of a bridge; one at a time.
public struct BulkJobs: Sendable {
    /// A document as it was when it was counted.
    struct Counted: Hashable, Sendable, Codable {
        var document: DocumentKey
        var revision: Int64
    }

    private let journal: any BridgeJournal
    private let bridge: BridgeID

    /// The jobs of one bridge.
    public init(journal: any BridgeJournal, bridge: BridgeID) {
        self.journal = journal
        self.bridge = bridge
    }

    private var value: KeptValue<BulkJob> { KeptValue(Names.bulk, of: bridge, in: journal) }

    /// The newest job, over or not; nil before the first. Cost: one look-up.
    public func newest() async throws(JournalError) -> BulkJob? { try await value.read() }

    /// What became of a job somebody wants to begin.
    public enum Beginning: Hashable, Sendable {
        case begun(BulkJob)
        /// Another is open.
        case occupied
        /// There are more than ``BulkJob/documentsMax`` (``BulkJob/tooMany``).
        case tooMany
    }

    /// Begins a job over these documents as they stand, all of them or none.
    public func begin(
        _ act: BulkJob.Act, _ postings: [PostingRecord], reason: String, what: String, by who: Who, at now: Timestamp
    ) async throws(JournalError) -> Beginning {
        guard postings.count <= BulkJob.documentsMax else { return .tooMany }
        let counted = postings.map { Counted(document: $0.document, revision: $0.revision) }
        var lists: [JournalChange] = []
        for start in stride(from: 0, to: counted.count, by: TurnLimits.judged) {
            let part = Array(counted[start..<min(start + TurnLimits.judged, counted.count)])
            guard let bytes = try? JSONEncoder.sorted.encode(part) else {
                throw JournalError(.failed, "a list of documents cannot be kept")
            }
            lists.append(.putValue(bridge, name: Names.bulkPart(lists.count), value: Array(bytes)))
        }
        let sheet = ControlSheet(of: postings)
        var begun: BulkJob?
        try await value.change(who, at: now) { kept in
            if let kept, kept.isOpen { return nil }
            let job = BulkJob(
                number: (kept?.number ?? 0) + 1, act: act, reason: reason, what: what, by: who, total: counted.count, parts: lists.count,
                startedAt: now)
            begun = job
            let detail = "job \(job.number): \(act.rawValue) \(counted.count) documents, seal \(sheet.seal), \(what)"
            return (value: job, with: lists + [record("bulk_begun", detail + (reason.isEmpty ? "" : ": \(reason)"), who, now)])
        }
        return begun.map { .begun($0) } ?? .occupied
    }

    /// Has the open job end after the part under way. False where none is open, or it is another.
    public func stop(_ number: Int, by who: Who, at now: Timestamp) async throws(JournalError) -> Bool {
        try await value.change(who, at: now) { kept in
            guard var job = kept, job.number == number, job.state == .running else { return nil }
            (job.state, job.stoppedBy) = (.stopping, who)
            return (value: job, with: [record("bulk_stop_asked", "job \(number) at \(job.looked) of \(job.total)", who, now)])
        }
    }

    /// One part of the newest job's list.
    func documents(_ part: Int) async throws(JournalError) -> [Counted] {
        guard let bytes = try await journal.value(bridge, name: Names.bulkPart(part)) else { return [] }
        do { return try JSONDecoder().decode([Counted].self, from: Data(bytes)) } catch {
            throw JournalError(.damaged, "the list of a bulk job of bridge \(bridge) cannot be read: \(error)")
        }
    }

    /// Notes what became of a part; nothing where somebody else did it already.
    func note(_ job: BulkJob, done: Int, left: Int, at now: Timestamp) async throws(JournalError) {
        try await value.change(.machine("bulk"), at: now) { kept in
            guard var kept, kept.number == job.number, kept.part == job.part, kept.isOpen else { return nil }
            kept.part += 1
            kept.done += done
            kept.left += left
            return (value: kept, with: [])
        }
    }

    /// Ends a job that has nothing left, or was stopped, and says what was done and what was not.
    func end(_ job: BulkJob, at now: Timestamp) async throws(JournalError) {
        try await value.change(.machine("bulk"), at: now) { kept in
            guard var kept, kept.number == job.number, kept.isOpen else { return nil }
            let isStopped = kept.part < kept.parts
            (kept.state, kept.endedAt) = (isStopped ? .stopped : .ended, now)
            let detail = "job \(kept.number): \(kept.done) done, \(kept.left) left alone, \(kept.total - kept.looked) not reached"
            return (value: kept, with: [record(isStopped ? "bulk_stopped" : "bulk_ended", detail, kept.by, now)])
        }
    }

    private func record(_ act: String, _ detail: String, _ who: Who, _ now: Timestamp) -> JournalChange {
        .record(HistoryEntry(at: now, who: who, bridge: bridge, subject: "documents", act: act, detail: detail))
    }
}

extension BulkJob {
    /// Whether it was done with a posting already: after a death between doing a part and noting it.
    fileprivate func isDone(_ posting: PostingRecord, _ journal: any BridgeJournal) async throws(JournalError) -> Bool {
        switch act {
        case .retry: try await isRetried(posting, journal)
        case .approve: posting.approvedBy == by.name
        case .hold: posting.hold == .person
        case .withdraw: posting.state == .withdrawn
        }
    }

    /// A document that was judged anew shows it nowhere but in its history: in the name of who asked, since the job began.
    private func isRetried(_ posting: PostingRecord, _ journal: any BridgeJournal) async throws(JournalError) -> Bool {
        guard posting.hold != .person, posting.state != .withdrawn else { return false }
        return try await journal.history(
            subject: posting.document.description, bridge: posting.bridge, after: 0, limit: JournalLimits.pageMax
        ).contains { $0.entry.who == by && $0.entry.at >= startedAt }
    }
}

// A job is carried out between two looks at the books, a part a turn: posting goes on beside it.
extension Lane {
    /// Does the next part of the open job, if there is one.
    func workOnBulk(_ turn: inout Turn) async throws(JournalError) {
        let jobs = BulkJobs(journal: parts.journal, bridge: parts.bridge)
        guard let job = try await jobs.newest(), job.isOpen else { return }
        if job.state == .stopping || job.part >= job.parts { return try await jobs.end(job, at: parts.clock.now()) }
        let counted = try await jobs.documents(job.part)
        let postings = try await parts.journal.postings(counted.map(\.document), bridge: parts.bridge)
        var (done, seen) = (0, Desk.Seen())
        for each in counted {
            guard let posting = postings[each.document] else { continue }
            if posting.revision == each.revision {
                seen[each.document] = each.revision
            } else if try await job.isDone(posting, parts.journal) {
                done += 1
            }
        }
        // A retry that finds the same cause again was done all the same.
        done += try await carryOut(job, counted.map(\.document).filter { seen[$0] != nil }, seen).count { $0.changed || job.act == .retry }
        try await jobs.note(job, done: done, left: counted.count - done, at: parts.clock.now())
        turn.together = counted.count
    }

    private func carryOut(_ job: BulkJob, _ keys: [DocumentKey], _ seen: Desk.Seen) async throws(JournalError) -> [Desk.Outcome] {
        if keys.isEmpty { return [] }
        let desk = Desk(parts: parts, who: job.by)
        switch job.act {
        case .retry: return try await desk.retry(keys, seen: seen)
        case .approve: return try await desk.approve(keys, seen: seen)
        case .hold: return try await desk.hold(keys, seen: seen)
        case .withdraw: return try await desk.withdraw(keys, reason: job.reason, seen: seen)
        }
    }
}
