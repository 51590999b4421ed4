public import BridgeDomain
public import BridgeJournal

// MARK: - Attachments

extension SQLiteJournal {
    public func attachments(_ keys: [DocumentKey], bridge: BridgeID) async throws(JournalError) -> [DocumentKey: AttachmentRecord] {
        try await read { reader throws(JournalError) in try reader.attachments(keys, bridge) }
    }

    public func attachmentsDue(_ bridge: BridgeID, by moment: Timestamp, limit: Int) async throws(JournalError) -> [AttachmentRecord] {
        try await read { reader throws(JournalError) in
            try reader.attachmentsDue(bridge, by: moment, limit: limit.within(1...JournalLimits.pageMax))
        }
    }

    public func attachmentsRefused(_ bridge: BridgeID, limit: Int) async throws(JournalError) -> [AttachmentRecord] {
        try await read { reader throws(JournalError) in
            try reader.attachmentsRefused(bridge, limit: limit.within(1...JournalLimits.listMax))
        }
    }

    public func attachmentTotals(_ bridge: BridgeID) async throws(JournalError) -> AttachmentTotals {
        try await read { reader throws(JournalError) in try reader.attachmentTotals(bridge) }
    }
}
