/// What came of one seed.
public struct SimulationReport: Sendable, CustomStringConvertible {
    public var seed: UInt64
    /// The rule that was broken; nil when all held.
    public var breach: String?
    /// What happened, in business words, oldest first.
    public var story: [String] = []
    /// Where the journal lay.
    public var store = ""
    public var documents = 0
    public var booked = 0
    /// Calls of the accounting system's interface.
    public var calls = 0
    /// What customers, their bank and the accountant did about what was owed.
    public var payments = 0
    /// Lost answers that were found in the books.
    public var adopted = 0
    /// Processes that died.
    public var deaths = 0
    /// Times the machine lost its current.
    public var powerCuts = 0
    /// Processes that were left hanging while another took their lane.
    public var takeovers = 0
    /// Times a person had to connect the books again.
    public var consents = 0
    /// Times a person paused the bridge.
    public var pauses = 0
    /// Writes of late processes that were refused by their fence.
    public var fenced = 0

    /// What `make simulate` must be told to run the same again.
    public var replay: String

    init(seed: UInt64, options: SimulationOptions) {
        self.seed = seed
        replay = "SEED=\(seed)"
        if options.target != .exact { replay += " TARGET=\(options.target.rawValue)" }
        if options.store != .bySeed { replay += " STORE=\(options.store.rawValue)" }
        if options.canary != .none { replay += " CANARY=\(options.canary.rawValue)" }
    }

    /// One line: what happened, or which rule was broken and how to replay it.
    public var verdict: String {
        if let breach { return "seed \(seed), \(store): \(breach)\nreplay with: make simulate \(replay)" }
        return "seed \(seed), \(store): \(documents) documents, \(booked) booked, \(adopted) found after a lost answer, \(calls) calls, "
            + (payments > 0 ? "\(payments) payments, " : "")
            + (pauses > 0 ? "\(pauses) pauses, " : "")
            + "\(deaths) deaths, \(powerCuts) power cuts, \(takeovers) takeovers, \(fenced) late writes refused"
    }

    /// The verdict, behind the whole story when a rule was broken.
    public var description: String { breach == nil ? verdict : story.joined(separator: "\n") + "\n\n" + verdict }
}
