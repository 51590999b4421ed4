import BridgeDomain
import BridgeEngine
public import BridgeJournal

extension Acts {
    /// What the trade system refused to take, oldest first.
    public func refusedNotices(_ bridge: OpenBridge) async throws(JournalError) -> [NoticeRecord] {
        try await journal.notices(.refused, bridge: bridge.id, after: 0, limit: JournalLimits.pageMax)
    }

    /// Names what was seen, so that nothing is told again that was not.
    public static func seal(_ refused: [NoticeRecord]) -> String { "\(refused.count)-\(refused.last?.sequence ?? 0)" }

    /// Has what was refused told again, as long as it is what was seen. Returns how many notices.
    public func tellAgain(_ bridge: OpenBridge, seal: String, by who: Who) async throws -> Int {
        guard let parts = await bridge.parts() else { throw ActRefusal.notSetUp }
        let notices = try await refusedNotices(bridge)
        guard !notices.isEmpty else { throw ActRefusal.doesNotFit }
        guard seal == Self.seal(notices) else { throw ActRefusal.changed }
        var count = 0
        try await Self.orChanged { () async throws(JournalError) in
            count = try await PaymentDesk(parts: parts, who: who).tellAgain(seen: notices)
            return nil
        }
        await bridge.nudge()
        return count
    }
}
