public import BridgeDomain
public import BridgeJournal

// MARK: - Attachments

extension MemoryJournal {
    public func attachments(_ keys: [DocumentKey], bridge: BridgeID) async throws(JournalError) -> [DocumentKey: AttachmentRecord] {
        try read { tables in
            Dictionary(
                keys.compactMap { key in tables.attachments[Scoped(bridge, key)].map { (key, $0) } },
                uniquingKeysWith: { first, _ in first })
        }
    }

    public func attachmentsDue(_ bridge: BridgeID, by moment: Timestamp, limit: Int) async throws(JournalError) -> [AttachmentRecord] {
        try read { $0.attachmentsDue(bridge, by: moment, limit: limit.within(1...JournalLimits.pageMax)) }
    }

    public func attachmentsRefused(_ bridge: BridgeID, limit: Int) async throws(JournalError) -> [AttachmentRecord] {
        try read { $0.attachmentsRefused(bridge, limit: limit.within(1...JournalLimits.listMax)) }
    }

    public func attachmentTotals(_ bridge: BridgeID) async throws(JournalError) -> AttachmentTotals {
        try read { $0.attachmentTotals(bridge) }
    }
}

// Files that follow their documents.
extension MemoryTables {
    mutating func put(_ record: AttachmentRecord) throws(JournalError) {
        let key = Scoped(record.bridge, record.document)
        guard attachments[key]?.revision ?? 0 == record.revision - 1 else {
            throw .changedMeanwhile(record.subject, revision: record.revision)
        }
        set(\.attachments, key, record)
    }

    func attachmentsDue(_ bridge: BridgeID, by moment: Timestamp, limit: Int) -> [AttachmentRecord] {
        let found = attachments.values.compactMap { record -> (due: Timestamp, record: AttachmentRecord)? in
            guard record.bridge == bridge, let due = record.dueAt, due <= moment else { return nil }
            return (due, record)
        }
        return found.sorted { ($0.due, "\($0.record.document)") < ($1.due, "\($1.record.document)") }.prefix(limit).map(\.record)
    }

    func attachmentsRefused(_ bridge: BridgeID, limit: Int) -> [AttachmentRecord] {
        let found = attachments.values.filter { $0.bridge == bridge && $0.state == .refused }
        return Array(found.sorted { "\($0.document)" < "\($1.document)" }.prefix(limit))
    }

    func attachmentTotals(_ bridge: BridgeID) -> AttachmentTotals {
        let waiting = attachments.values.filter { $0.bridge == bridge && $0.dueAt != nil }
        return AttachmentTotals(
            waiting: waiting.count, oldestWaiting: waiting.map(\.madeAt).min(), refused: attachmentsRefused(bridge, limit: .max).count)
    }
}
