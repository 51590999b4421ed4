public import BridgeDomain
public import BridgeEngine
public import BridgeJournal

// The budget of calls, as the configuration has it.
extension Configuration {
    /// All bridges that use the target of `bridge`, that one included: they share its budget of calls.
    func sharing(_ bridge: Bridge) -> [BridgeID] { bridges.filter { $0.target == bridge.target }.map(\.policy.bridge) }

    /// When what is on its way over `bridge` will have gone, as the target's limits let it; nil when nothing is, or when the target limits
    /// nothing. See ``/BridgeEngine/ExpectedEnd``.
    public func expectedEnd(
        of bridge: Bridge, journal: any BridgeJournal, now: Timestamp
    ) async throws(JournalError) -> ExpectedEnd? {
        guard let setup = target(of: bridge)?.setup, let limits = setup.limits else { return nil }
        return try await ExpectedEnd(
            of: bridge.policy.bridge, among: sharing(bridge), connection: setup.connectionName, limits: limits, journal: journal, now: now,
            together: setup.postsTogether, readBackSeconds: bridge.policy.readBackSeconds)
    }

    /// Which way what waits to go over `bridge` would go now, and why; nil when nothing waits or there is no choice. See
    /// ``/BridgeEngine/PostingRoad``.
    public func postingRoad(
        of bridge: Bridge, journal: any BridgeJournal, now: Timestamp
    ) async throws(JournalError) -> PostingRoad? {
        guard let setup = target(of: bridge)?.setup, let limits = setup.limits, let together = setup.postsTogether else { return nil }
        return try await PostingRoad(
            of: bridge.policy.bridge, connection: setup.connectionName, together: together, limits: limits, journal: journal, now: now)
    }
}
