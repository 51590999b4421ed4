public import BridgeDomain
public import BridgeJournal

/// A person's word that a bridge sends nothing new. It stands in the journal, so that it holds for every process and after every restart.
///
/// While it lasts documents are accepted, judged, mapped and put in order as ever; what was begun is looked up and read back, a batch that was
/// being collected is delivered, statuses are told. No posting, party, link or file is begun.
public struct BridgePause: Hashable, Sendable, Codable {
    public var at: Timestamp
    /// The name of who paused it.
    public var by: String
    public var reason: String

    /// The name under which the journal keeps it.
    public static let name = Names.pause
    /// Characters of a reason that are kept.
    public static let reasonMax = 200

    /// A pause.
    public init(at: Timestamp, by: String, reason: String) {
        self.at = at
        self.by = by
        self.reason = reason
    }

    /// The pause of a bridge; nil while it sends. Cost: one look-up.
    public static func kept(of bridge: BridgeID, in journal: any BridgeJournal) async throws(JournalError) -> BridgePause? {
        try await value(of: bridge, in: journal).read()
    }

    fileprivate static func value(of bridge: BridgeID, in journal: any BridgeJournal) -> KeptValue<BridgePause> {
        KeptValue(name, of: bridge, in: journal)
    }
}

/// Pauses and resumes a bridge. Needs neither its rules nor its connection: one that cannot be set up can be paused as well.
public struct PauseSwitch: Sendable {
    private let bridge: BridgeID
    private let journal: any BridgeJournal
    private let clock: any TimeSource
    private let who: Who

    /// The switch of a bridge, in somebody's hand.
    public init(_ bridge: BridgeID, in journal: any BridgeJournal, clock: any TimeSource, who: Who) {
        self.bridge = bridge
        self.journal = journal
        self.clock = clock
        self.who = who
    }

    /// Has the bridge send nothing new from now on. False where it is paused already: that pause stays, with who made it and why.
    public func pause(reason: String) async throws(JournalError) -> Bool {
        let now = clock.now()
        let pause = BridgePause(at: now, by: who.name, reason: String(reason.prefix(BridgePause.reasonMax)))
        return try await BridgePause.value(of: bridge, in: journal).change(who, at: now) { kept in
            guard kept == nil else { return nil }
            return (value: pause, with: [record("paused", pause.reason, now)])
        }
    }

    /// Has it send again. False where it was not paused. A reason is told in the history, where one is given.
    public func resume(reason: String = "") async throws(JournalError) -> Bool {
        let now = clock.now()
        let text = String(reason.prefix(BridgePause.reasonMax))
        return try await BridgePause.value(of: bridge, in: journal).change(who, at: now) { kept in
            guard kept != nil else { return nil }
            return (value: nil, with: [record("resumed", text, now)])
        }
    }

    private func record(_ act: String, _ detail: String, _ now: Timestamp) -> JournalChange {
        .record(HistoryEntry(at: now, who: who, bridge: bridge, subject: "bridge", act: act, detail: detail))
    }
}

extension BridgeParts {
    /// Whether somebody paused the bridge; asked again before each thing that is begun.
    func isPaused() async throws(JournalError) -> Bool { try await BridgePause.kept(of: bridge, in: journal) != nil }
}
