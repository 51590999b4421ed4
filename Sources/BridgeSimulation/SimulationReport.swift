/// How a simulated day is made.
public struct SimulationOptions: Sendable {
    /// A deliberate mistake, to show that the simulation would see it.
    public enum Canary: String, Sendable, CaseIterable {
        case none
        /// Sends again at once when no answer came.
        case resendsBlindly
        /// Looks up at once, without waiting out the target's time limit.
        case dropsSettlingDelay
        /// Takes a lost answer for a success.
        case assumesSuccess
        /// Writes the intent together with the outcome, after the call.
        case writesIntentAfterwards
    }

    public var canary: Canary = .none
    /// Documents approved before the bridge first looks; 1…80.
    public var documents = 12
    /// Turns in bad weather.
    public var badTurns = 240
    /// Turns in fine weather within which everything must have finished.
    public var fineTurns = 660

    /// A small day.
    public init() {}
}

/// What came of one seed.
public struct SimulationReport: Sendable, CustomStringConvertible {
    public var seed: UInt64
    /// The rule that was broken; nil when all held.
    public var breach: String?
    /// What happened, in business words, oldest first.
    public var story: [String] = []
    public var documents = 0
    public var booked = 0
    /// Calls of the accounting system's interface.
    public var calls = 0
    /// Lost answers that were found in the books.
    public var adopted = 0
    /// Processes that died.
    public var deaths = 0

    init(seed: UInt64) { self.seed = seed }

    /// One line when all held; the end of the story and how to replay it when not.
    public var description: String {
        guard let breach else {
            return "seed \(seed): \(documents) documents, \(booked) booked, \(adopted) adopted, \(calls) calls, \(deaths) deaths"
        }
        return "seed \(seed): \(breach)\n" + story.suffix(60).joined(separator: "\n") + "\nreplay with: make simulate SEED=\(seed)"
    }
}
