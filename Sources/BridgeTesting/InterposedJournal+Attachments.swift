public import BridgeDomain
public import BridgeJournal

// Attachments.
extension InterposedJournal {
    public func attachments(_ keys: [DocumentKey], bridge: BridgeID) async throws(JournalError) -> [DocumentKey: AttachmentRecord] {
        try await base.attachments(keys, bridge: bridge)
    }

    public func attachmentsDue(_ bridge: BridgeID, by moment: Timestamp, limit: Int) async throws(JournalError) -> [AttachmentRecord] {
        try await base.attachmentsDue(bridge, by: moment, limit: limit)
    }

    public func attachmentsRefused(_ bridge: BridgeID, limit: Int) async throws(JournalError) -> [AttachmentRecord] {
        try await base.attachmentsRefused(bridge, limit: limit)
    }

    public func attachmentTotals(_ bridge: BridgeID) async throws(JournalError) -> AttachmentTotals {
        try await base.attachmentTotals(bridge)
    }
}
