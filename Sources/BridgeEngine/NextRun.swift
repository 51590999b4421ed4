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

    /// Reads what waits for the run; nil for a bridge that posts at once. Cost does not depend on how many documents wait.
    public static func read(_ policy: BridgePolicy, journal: any BridgeJournal, now: Timestamp) async throws(JournalError) -> NextRun? {
        if policy.schedule == .onArrival { return nil }
        var run = NextRun(at: policy.schedule.nextRun(after: now), documents: 0, gross: [])
        var sums: [Currency: Money] = [:]
        for total in try await journal.holdTotals(policy.bridge) where total.blocker == Hold.schedule.blocker {
            run.documents += total.count
            guard let gross = total.gross else { continue }
            sums[gross.currency, default: .zero(gross.currency)] += total.kind.isCredit ? -gross : gross
        }
        run.gross = sums.values.sorted { $0.currency.code < $1.currency.code }
        return run
    }
}
