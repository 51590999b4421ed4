public import BridgeDomain

/// How one bridge of the service stands, in numbers since the start.
public struct BridgeHealth: Hashable, Sendable {
    /// What its lane is doing.
    public enum State: String, Hashable, Sendable, CaseIterable {
        /// No turn was finished yet.
        case starting
        case working
        /// Another process has the lane; this one takes over when it stops.
        case elsewhere
        /// A secret or the rules are missing.
        case notSetUp = "not_set_up"
        case journalFails = "journal_fails"
        case stopped
    }

    /// What a bridge cannot do without and a person gives.
    public enum Lack: Hashable, Sendable {
        case rules
        case access
    }

    public var bridge: BridgeID
    public var state = State.starting
    public var turns = 0
    public var turnsFailed = 0
    public var booked = 0
    public var calls = 0
    public var received = 0
    public var lookedUp = 0
    public var reported = 0
    public var pushesTaken = 0
    public var pushesRefused = 0
    /// How often the machine's clock went back.
    public var clockSetBacks = 0
    /// What stands in the way now, if anything does.
    public var trouble: BilingualText?
    /// What a person gives so that ``trouble`` ends, where that is known.
    public var lacks: Lack?
    public var nextAt: Timestamp?
    /// True while a person's pause keeps it from sending.
    public var isPaused = false

    /// A bridge before its first turn.
    public init(bridge: BridgeID) { self.bridge = bridge }

    /// True when everything that can be done is done.
    public var isReady: Bool { state == .working || state == .elsewhere }
}

extension BridgeHealth.State {
    /// What it says of a bridge, in a word or two.
    var text: BilingualText {
        switch self {
        case .starting: BilingualText(nl: "start op", en: "starting")
        case .working: BilingualText(nl: "werkt", en: "ready")
        case .elsewhere: BilingualText(nl: "een ander proces werkt eraan", en: "another process works on it")
        case .notSetUp: BilingualText(nl: "niet ingesteld", en: "not set up")
        case .journalFails: BilingualText(nl: "het journaal weigert werk", en: "the journal refuses work")
        case .stopped: BilingualText(nl: "gestopt", en: "stopped")
        }
    }
}
