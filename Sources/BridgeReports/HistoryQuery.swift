public import BridgeDomain
public import BridgeJournal

/// Which records of history are asked for, and how a page of them is read, newest first. Every given condition must hold.
public struct HistoryQuery: Hashable, Sendable {
    /// Person or part of the machine, by name.
    public var who: String?
    /// What it is about, as it stands in history (`debtor/C0412`).
    public var subject: String?
    /// From the first moment to before the second.
    public var moments: Range<Timestamp>?
    /// Only records before this one.
    public var before: Int64?

    /// No conditions: everything.
    public init(who: String? = nil, subject: String? = nil, moments: Range<Timestamp>? = nil, before: Int64? = nil) {
        self.who = who
        self.subject = subject
        self.moments = moments
        self.before = before
    }

    /// A page of what was found.
    public struct Page: Hashable, Sendable {
        /// Newest first.
        public var records: [HistoryRecord]
        /// Where the next page goes on (``HistoryQuery/before``); nil where nothing older meets the conditions.
        public var next: Int64?
        /// The first record that does not follow from the one before it, of all that were looked at.
        public var broken: Int64?
    }

    /// Records that are looked at for one page, where few of them meet the conditions.
    public static let lookedMax = 20_000
    /// Records read at once.
    private static let readMax = 1_000
    /// Moments stand in order of record but for processes that write at once: by this many milliseconds a record may lie elsewhere.
    private static let disorder: Int64 = 300_000

    /// Reads a page of at most `limit` records. Cost: of moments, two dozen look-ups for each end; then what is looked at; of one
    /// subject, all its records.
    public func page(of journal: any BridgeJournal, limit: Int) async throws(JournalError) -> Page {
        let ends = try await bounds(journal)
        return if let subject { try await page(of: subject, ends, journal, limit) } else { try await page(ends, journal, limit) }
    }

    /// All that meet the conditions, oldest first; nil where there are more than `limit`, or more would have to be looked at.
    public func all(of journal: any BridgeJournal, limit: Int) async throws(JournalError) -> [HistoryRecord]? {
        let ends = try await bounds(journal)
        guard subject != nil || ends.upperBound - ends.lowerBound <= Int64(limit) * 10 else { return nil }
        var found: [HistoryRecord] = []
        var after = ends.lowerBound - 1
        while after < ends.upperBound - 1 {
            let read = try await journal.history(subject: subject, bridge: nil, after: after, limit: Self.readMax)
            guard let last = read.last else { break }
            found += read.filter { ends.contains($0.sequence) && meets($0.entry) }
            guard found.count <= limit else { return nil }
            after = last.sequence
        }
        return found
    }

    private func meets(_ entry: HistoryEntry) -> Bool {
        if let who, who != name(of: entry.who) { return false }
        if let moments, !moments.contains(entry.at) { return false }
        return true
    }

    private func name(of who: Who) -> String {
        switch who {
        case .person(let name), .machine(let name): name
        }
    }

    // MARK: Where to look

    /// The records among which those asked for are.
    private func bounds(_ journal: any BridgeJournal) async throws(JournalError) -> Range<Int64> {
        let end = try await journal.historyEnd() + 1
        var (low, high): (Int64, Int64) = (1, before.map { max(1, min($0, end)) } ?? end)
        if let moments {
            let (from, to) = (
                moments.lowerBound.adding(milliseconds: -Self.disorder), moments.upperBound.adding(milliseconds: Self.disorder)
            )
            low = try await first(journal, before: end) { $0 >= from }
            high = min(high, try await first(journal, before: end) { $0 >= to })
        }
        return low..<max(low, high)
    }

    /// The first record whose moment meets the condition, given that all after it do; `end` where none does.
    private func first(_ journal: any BridgeJournal, before end: Int64, _ isReached: (Timestamp) -> Bool) async throws(JournalError)
        -> Int64
    {
        var (low, high): (Int64, Int64) = (0, end)
        while high - low > 1 {
            let middle = low + (high - low) / 2
            let moment = try await journal.history(subject: nil, bridge: nil, after: middle - 1, limit: 1).first?.entry.at
            if let moment, !isReached(moment) { low = middle } else { high = middle }
        }
        return high
    }

    // MARK: Reading

    private func page(_ ends: Range<Int64>, _ journal: any BridgeJournal, _ limit: Int) async throws(JournalError) -> Page {
        var page = Page(records: [])
        var high = ends.upperBound
        let floor = max(ends.lowerBound, high - Int64(Self.lookedMax))
        var look = ChainLook()
        while high > floor {
            let low = max(floor, high - Int64(max(limit + 1, 100)))
            let read = try await journal.history(subject: nil, bridge: nil, after: low - 1, limit: Int(high - low))
            for record in read.reversed() {
                look.look(at: record)
                page.broken = look.broken
                guard meets(record.entry) else { continue }
                page.records.append(record)
                if page.records.count == limit {
                    page.next = record.sequence > ends.lowerBound ? record.sequence : nil
                    return page
                }
            }
            high = low
        }
        page.next = floor > ends.lowerBound ? floor : nil
        return page
    }

    private func page(
        of subject: String, _ ends: Range<Int64>, _ journal: any BridgeJournal, _ limit: Int
    ) async throws(JournalError) -> Page {
        var found: [HistoryRecord] = []
        var after = ends.lowerBound - 1
        while after < ends.upperBound - 1 {
            let read = try await journal.history(subject: subject, bridge: nil, after: after, limit: Self.readMax)
            guard let last = read.last else { break }
            found += read.filter { ends.contains($0.sequence) && meets($0.entry) }
            found.removeFirst(max(0, found.count - limit - 1))
            after = last.sequence
        }
        var page = Page(records: Array(found.suffix(limit).reversed()))
        if found.count > limit { page.next = page.records.last?.sequence }
        page.broken = page.records.last { !$0.isAsWritten }?.sequence
        return page
    }
}

/// Looks at records from the newest to the oldest, each beside the one that follows it.
struct ChainLook {
    /// The oldest record so far that is not as it was written, or does not follow from the one before it.
    private(set) var broken: Int64?
    private var follower: HistoryRecord?

    mutating func look(at record: HistoryRecord) {
        if let follower, follower.previousHash != record.hash { broken = follower.sequence }
        if !record.isAsWritten { broken = record.sequence }
        follower = record
    }
}

extension HistoryRecord {
    /// True where its hash is that of its text, its place and the record before it.
    var isAsWritten: Bool {
        let before = HistoryRecord(sequence: sequence - 1, entry: entry, previousHash: "", hash: previousHash)
        return HistoryChain.record(entry, after: before).hash == hash
    }
}
