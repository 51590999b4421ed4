import BridgeDomain
public import BridgeJournal

/// What a person can do about payments that the source did not take.
public struct PaymentDesk: Sendable {
    private let parts: BridgeParts
    private let who: Who

    /// A desk for this person.
    public init(parts: BridgeParts, who: Who) {
        self.parts = parts
        self.who = who
    }

    /// Has what was refused told again, oldest first, after its cause was mended; returns how many notices. At most
    /// ``/BridgeJournal/JournalLimits/pageMax``. Of notices that were `seen` only these, all or none: refused as a conflict where one changed.
    public func tellAgain(seen: [NoticeRecord]? = nil) async throws(JournalError) -> Int {
        let refused: [NoticeRecord]
        if let seen {
            refused = seen
        } else {
            refused = try await parts.journal.notices(.refused, bridge: parts.bridge, after: 0, limit: JournalLimits.pageMax)
        }
        var builder = UnitBuilder(parts, who: who, fence: nil)
        for var notice in refused {
            notice.state = .waiting
            notice.reason = nil
            notice.settledAt = nil
            notice.revision += 1
            builder.append(.putNotice(notice))
            builder.history(notice.subject, "payment_retold", "notice \(notice.number)")
        }
        if !refused.isEmpty { try await parts.journal.commit(builder.unit) }
        return refused.count
    }
}
