public import BridgeDomain

/// What a night came to.
public struct NightReport: Sendable {
    /// What was expected at one moment of the work.
    public struct Estimate: Sendable {
        /// Documents settled then, of all.
        public var done: Int
        public var at: Timestamp
        public var end: Timestamp
        public var memoryMegabytes: Double
    }

    /// Documents of each bridge, and what became of them all.
    public var documents: [Int]
    public var booked = 0
    public var refused = 0
    public var unsettled = 0
    /// When the last document of each bridge was settled; nil where some are not.
    public var ended: [Timestamp?]
    public var began: Timestamp
    /// After each tenth of the work.
    public var estimates: [Estimate] = []

    // By the wire's own count.
    /// Calls of each day, in order.
    public var callsByDay: [(day: CalendarDate, calls: Int)] = []
    public var callsPerDay: Int
    public var mostPerMinute = 0
    /// 429 answers.
    public var throttled = 0
    public var mostErrorsPerHour = 0

    // By the books' own account.
    /// Entries the books made beyond those that count as booked (double), or fewer (lost): 0.
    public var entriesAstray = 0
    /// Daybook, VAT code: sums that are not the same in the books and the journal, to the cent.
    public var differences: [String] = []
    /// Entries whose number in the books is higher than that of a later document of the same party in the same daybook: 0.
    public var outOfOrder = 0
    /// Seconds of real time.
    public var seconds: Double = 0

    init(_ plan: NightPlan, began: Timestamp) {
        documents = plan.documents
        ended = plan.documents.map { _ in nil }
        self.began = began
        callsPerDay = plan.callsPerDay
    }

    /// When everything was settled.
    public var end: Timestamp? { ended.contains(nil) ? nil : ended.compactMap { $0 }.max() }

    /// The share of the calls that was used on days on which work waited from midnight to midnight; nil when there was none.
    public var budgetUsed: Double? {
        let whole = callsByDay.dropFirst().dropLast()
        return whole.isEmpty ? nil : Double(whole.reduce(0) { $0 + $1.calls }) / Double(whole.count * callsPerDay)
    }

    /// By how much the estimate made at a tenth of the work was off, as a share of the time that was then still to come; nil when the work did
    /// not end.
    public var estimateError: Double? {
        guard let estimate = estimates.first, let end else { return nil }
        let truth = end.milliseconds(since: estimate.at)
        return truth > 0 ? Double(abs(estimate.end.milliseconds(since: end))) / Double(truth) : nil
    }

    /// Memory at the end of the work to that after the second tenth, when everything that is filled once is full.
    public var memoryGrowth: Double? {
        guard estimates.count > 2, let last = estimates.last else { return nil }
        return last.memoryMegabytes / estimates[1].memoryMegabytes
    }

    /// Nothing lost, nothing double, nothing out of order, and the target never had to refuse us for pace.
    public var isGood: Bool {
        unsettled == 0 && entriesAstray == 0 && differences.isEmpty && outOfOrder == 0 && throttled == 0
    }
}
