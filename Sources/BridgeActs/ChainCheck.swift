public import BridgeDomain
public import BridgeJournal

/// Checks the whole chain of history, one check at a time, beside other work; what it found stands in the history itself.
public actor ChainCheck {
    /// What a check's record stands under, and its acts.
    public static let subject = "history"
    static let (intact, broken) = ("verified", "verify_failed")

    private let journal: any BridgeJournal
    private let clock: any TimeSource
    /// Records checked of the check under way; nil where there is none.
    public private(set) var progress: Int64?

    /// Checks of one journal.
    public init(journal: any BridgeJournal, clock: any TimeSource) {
        self.journal = journal
        self.clock = clock
    }

    /// The last check there was, as its record tells.
    public struct Outcome: Hashable, Sendable {
        public var at: Timestamp
        public var by: Who
        public var records: Int64
        public var faults: Int64

        init?(_ record: HistoryRecord) {
            guard [ChainCheck.intact, ChainCheck.broken].contains(record.entry.act) else { return nil }
            let numbers = record.entry.detail.split { !$0.isNumber }.compactMap { Int64($0) }
            guard numbers.count == 3 else { return nil }
            (at, by, records, faults) = (record.entry.at, record.entry.who, numbers[0], numbers[2])
        }

        static func detail(_ report: VerifyReport) -> String {
            "\(report.recordsChecked) records, \(report.documentsChecked) documents, \(report.faultsTotal) faults"
        }
    }

    /// The last check; nil where there was none.
    public static func last(_ journal: any BridgeJournal) async throws(JournalError) -> Outcome? {
        try await journal.history(subject: subject, bridge: nil, after: 0, limit: JournalLimits.pageMax).last { Outcome($0) != nil }
            .flatMap { Outcome($0) }
    }

    /// Begins a check, unless one is under way.
    public func start(by who: Who) {
        guard progress == nil else { return }
        progress = 0
        Task {
            // A journal that fails leaves no record: the page goes on saying when the last check was.
            try? await check(who)
            progress = nil
        }
    }

    private func check(_ who: Who) async throws {
        let report = try await journal.verify { done in Task { await self.note(done) } }
        let entry = HistoryEntry(
            at: clock.now(), who: who, bridge: nil, subject: Self.subject, act: report.faultsTotal == 0 ? Self.intact : Self.broken,
            detail: Outcome.detail(report))
        try await journal.commit(JournalUnit([.record(entry)]))
    }

    private func note(_ done: Int64) { if let before = progress { progress = max(before, done) } }
}
