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
        case writesOutcomeBeforeIntent
        /// Writes without saying under which lease.
        case forgetsFence
        /// Says that it is durable before it is: SQLite's syncs do nothing.
        case forgetsSync
        /// Copies files into the exchange folder instead of renaming them: what is staged tells nothing any more.
        case leavesStagedFiles
        /// Sends on while a person has paused the bridge.
        case ignoresPause
    }

    /// Where the journal lies.
    public enum Store: String, Sendable, CaseIterable {
        /// By the seed: one seed in ``sqliteShare`` on SQLite, the others in memory.
        case bySeed
        case memory
        case sqlite
    }

    /// Whose books.
    public enum Target: String, Sendable, CaseIterable {
        case exact
        case afas
        case afasFolder = "afas-folder"
        case kingERPFile = "king-erp-file"
        case kingERPWebService = "king-erp-webservice"
        case king
    }

    public var canary: Canary = .none
    public var target: Target = .exact
    public var store: Store = .bySeed
    /// Documents approved before the bridge first looks, at most; 1…80.
    public var documentsMax = 24
    /// Turns in bad weather.
    public var badTurns = 240
    /// Turns in fine weather within which everything must have finished.
    public var fineTurns = 900
    /// Tells every document's steps, in the journal's own words. A failing seed is run again with it.
    public var tellsAll = false

    /// One seed in so many runs on SQLite.
    public static let sqliteShare: UInt64 = 8

    /// A small day.
    public init() {}
}
