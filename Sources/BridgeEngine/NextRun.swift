public import BridgeDomain
public import BridgeJournal

/// The next run of a bridge that posts by schedule: when, and what it takes along as things stand now.
public struct NextRun: Hashable, Sendable {
    /// nil: when a person says so.
    public var at: Timestamp?
    /// Documents that wait for nothing else.
    public var documents: Int
    /// Their gross amounts per currency, in order of code; credit notes are taken off. Documents that could not be read have none.
    public var gross: [Money]

    /// A run.
    public init(at: Timestamp?, documents: Int, gross: [Money]) {
        self.at = at
        self.documents = documents
        self.gross = gross
    }

    /// Postings read at a time.
    private static let page = 1_000

    /// Reads what waits for the run, a page at a time; nil for a bridge that posts at once. Cost: one read for each 1,000 documents.
    public static func read(_ policy: BridgePolicy, journal: any BridgeJournal, now: Timestamp) async throws(JournalError) -> NextRun? {
        if policy.schedule == .onArrival { return nil }
        var run = NextRun(at: policy.schedule.nextRun(after: now), documents: 0, gross: [])
        var sums: [Currency: Money] = [:]
        var after: Int64 = 0
        while true {
            let waiting = try await journal.held(policy.bridge, blocker: Hold.schedule.blocker, after: after, limit: page)
            for posting in waiting {
                run.documents += 1
                guard let gross = posting.gross else { continue }
                sums[gross.currency, default: .zero(gross.currency)] += posting.document.kind.isCredit ? -gross : gross
            }
            guard waiting.count == page, let last = waiting.last else { break }
            after = last.sequence
        }
        run.gross = sums.values.sorted { $0.currency.code < $1.currency.code }
        return run
    }
}
