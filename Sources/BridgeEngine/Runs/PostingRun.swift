public import BridgeDomain
public import BridgeJournal
import FoundationEssentials

/// One run of a bridge that posts by schedule or by a person's word: what it took along, as counted before the first document left, and
/// what became of it.
public struct PostingRun: Hashable, Sendable, Codable {
    /// 1 for a bridge's first.
    public var number: Int
    /// Everything that had arrived by then was taken.
    public var at: Timestamp
    /// A person's word that let it go; nil for a run of the schedule.
    public var release: ManualRelease?
    /// Counted before the first document left. What waited or was parked is on it too: it leaves when the cause is gone, without a run of
    /// its own.
    public var before: ControlSheet
    /// Counted when nothing was on its way any more, or the next run began; nil until then.
    public var after: ControlSheet?
    public var endedAt: Timestamp?

    /// True for a posting this run takes along.
    func takes(_ posting: PostingRecord) -> Bool {
        posting.receivedAt <= at && (release.map { $0.allows(posting.invoiceDate, in: posting.period) } ?? true)
    }
}

/// Reads runs and counts batches, for people.
public struct PostingRuns: Sendable {
    private let journal: any BridgeJournal
    private let bridge: BridgeID

    /// Postings counted at a time.
    static let page = 1_000
    /// What a run finds before it: what leaves with it, what waits, and what a person has to mend first.
    static let staying: Set<PostingState> = [.held, .parked, .rejected]

    /// The runs of one bridge.
    public init(journal: any BridgeJournal, bridge: BridgeID) {
        self.journal = journal
        self.bridge = bridge
    }

    /// The newest runs, newest first; at most `limit`. Cost: one read each.
    public func newest(_ limit: Int) async throws(JournalError) -> [PostingRun] {
        guard let last = try await lastNumber(), last > 0 else { return [] }
        var runs: [PostingRun] = []
        for number in stride(from: last, through: max(1, last - limit + 1), by: -1) {
            if let run = try await run(number) { runs.append(run) }
        }
        return runs
    }

    /// A run by its number; nil when there is none.
    public func run(_ number: Int) async throws(JournalError) -> PostingRun? {
        try await value(PostingRun.self, Names.run(number))
    }

    /// Where the documents of a run stand now. Cost: one read for each 1,000.
    public func standing(of number: Int) async throws(JournalError) -> ControlSheet {
        var sheet = ControlSheet()
        for part in 0... {
            guard let postings = try await postings(of: number, part: part) else { return sheet }
            for posting in postings { sheet.add(posting) }
        }
        return sheet
    }

    /// What a run up to that date or of that period would find now; only what `hold` holds back, when it is given. Cost: one read for each
    /// 1,000 documents that wait or are parked. The documents come in parts to `each`.
    public func waiting(
        until: CalendarDate? = nil, period: Period? = nil, hold: Hold? = nil, each: ([PostingRecord]) -> Void = { _ in }
    ) async throws(JournalError) -> ControlSheet {
        var sheet = ControlSheet()
        let filter = PostingFilter(bridge: bridge, states: hold == nil ? Self.staying : [.held], blocker: hold?.blocker)
        let wanted = ManualRelease(at: Timestamp(milliseconds: 0), until: until, period: period)
        var before: Int64?
        while let page = try await next(filter, &before) {
            let chosen = page.filter { wanted.allows($0.invoiceDate, in: $0.period) }
            for posting in chosen { sheet.add(posting) }
            each(chosen)
        }
        return sheet
    }

    /// The next page of a filter; nil after the last.
    func next(_ filter: PostingFilter, _ before: inout Int64?) async throws(JournalError) -> [PostingRecord]? {
        let page = try await journal.list(filter, before: before, limit: Self.page)
        guard let last = page.last else { return nil }
        before = last.sequence
        return page
    }

    /// One part of a run's list, at most 1,000 documents; parts are counted from 0. nil after the last part.
    public func documents(of number: Int, part: Int) async throws(JournalError) -> [DocumentKey]? {
        let keys = try await value([DocumentKey].self, Names.runDocuments(number, part))
        return keys?.isEmpty ?? true ? nil : keys
    }

    /// The postings of one part of a run's list as they stand now; nil after the last part.
    func postings(of number: Int, part: Int) async throws(JournalError) -> [PostingRecord]? {
        guard let keys = try await documents(of: number, part: part) else { return nil }
        let postings = try await journal.postings(keys, bridge: bridge)
        return keys.compactMap { postings[$0] }
    }

    func lastNumber() async throws(JournalError) -> Int? { try await value(Int.self, Names.lastRun) }

    func value<Value: Decodable>(_ type: Value.Type, _ name: String) async throws(JournalError) -> Value? {
        guard let bytes = try await journal.value(bridge, name: name) else { return nil }
        do { return try JSONDecoder().decode(Value.self, from: Data(bytes)) } catch {
            throw JournalError(.damaged, "what is kept as \(name) of bridge \(bridge) cannot be read: \(error)")
        }
    }
}
