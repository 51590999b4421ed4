import BridgeConnector
import BridgeDomain
public import BridgeJournal

/// What a person can do about files that could not be attached.
public struct AttachmentDesk: Sendable {
    private let parts: BridgeParts
    private let who: Who

    /// A desk for this person.
    public init(parts: BridgeParts, who: Who) {
        self.parts = parts
        self.who = who
    }

    /// Has what was refused tried again, after its cause was mended; returns how many. At most
    /// ``/BridgeJournal/JournalLimits/listMax``. What may be in the books already is looked for first.
    public func tryAgain() async throws(JournalError) -> Int {
        let refused = try await parts.journal.attachmentsRefused(parts.bridge, limit: JournalLimits.listMax)
        var builder = UnitBuilder(parts, who: who, fence: nil)
        for record in refused {
            var machine = AttachmentMachine(
                record, retry: parts.policy.retry, settlingSeconds: parts.connector.capabilities.settlingSeconds)
            machine.tryAgain(now: builder.now)
            builder.append(.putAttachment(machine.record))
            builder.history(record.document.description, "attachment_retried", record.story)
        }
        if !refused.isEmpty { try await parts.journal.commit(builder.unit) }
        return refused.count
    }
}
