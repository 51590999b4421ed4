import BridgeDomain
import BridgeJournal

// Files that follow their documents.
extension Reader {
    func attachments(_ keys: [DocumentKey], _ bridge: BridgeID) throws(JournalError) -> [DocumentKey: AttachmentRecord] {
        guard let number = try tables.id(of: bridge) else { return [:] }
        var found: [DocumentKey: AttachmentRecord] = [:]
        for key in keys {
            guard let document = try tables.id(of: key, bridge: number) else { continue }
            found[key] = try connection.statement(.attachment).bind(document).first { row throws(JournalError) in
                try AttachmentRecord(row)
            }
        }
        return found
    }

    func attachmentsDue(_ bridge: BridgeID, by moment: Timestamp, limit: Int) throws(JournalError) -> [AttachmentRecord] {
        guard let number = try tables.id(of: bridge) else { return [] }
        return try connection.statement(.attachmentsDue).bind(number).bind(moment).bind(limit)
            .all { row throws(JournalError) in try AttachmentRecord(row) }
    }

    func attachmentsRefused(_ bridge: BridgeID, limit: Int) throws(JournalError) -> [AttachmentRecord] {
        guard let number = try tables.id(of: bridge) else { return [] }
        return try connection.statement(.attachmentsRefused).bind(number).bind(limit)
            .all { row throws(JournalError) in try AttachmentRecord(row) }
    }

    func attachmentTotals(_ bridge: BridgeID) throws(JournalError) -> AttachmentTotals {
        guard let number = try tables.id(of: bridge) else { return AttachmentTotals(waiting: 0, oldestWaiting: nil, refused: 0) }
        return AttachmentTotals(
            waiting: try connection.statement(.countAttachmentsDue).bind(number).first { $0.int() } ?? 0,
            oldestWaiting: try connection.statement(.oldestAttachment).bind(number).first { Timestamp(milliseconds: $0.number()) },
            refused: try connection.statement(.countAttachmentsRefused).bind(number).first { $0.int() } ?? 0)
    }
}

extension AttachmentRecord {
    fileprivate init(_ row: Statement) throws(JournalError) {
        let subject = row.text()
        self = try Codec.decode(AttachmentRecord.self, row.bytes(), at: subject)
    }
}

extension Query {
    fileprivate static let attachment = Query("SELECT subject, content FROM attachment WHERE document = ?")
    fileprivate static let attachmentsDue = Query(
        """
        SELECT subject, content FROM attachment INDEXED BY attachment_due WHERE bridge = ? AND due_at <= ?
        ORDER BY due_at, subject LIMIT ?
        """)
    fileprivate static let attachmentsRefused = Query(
        "SELECT subject, content FROM attachment INDEXED BY attachment_refused WHERE bridge = ? AND state = 5 ORDER BY subject LIMIT ?")
    fileprivate static let countAttachmentsDue = Query(
        "SELECT count(*) FROM attachment INDEXED BY attachment_due WHERE bridge = ? AND due_at IS NOT NULL")
    fileprivate static let oldestAttachment = Query(
        """
        SELECT made_at FROM attachment INDEXED BY attachment_made WHERE bridge = ? AND due_at IS NOT NULL ORDER BY made_at LIMIT 1
        """)
    fileprivate static let countAttachmentsRefused = Query(
        "SELECT count(*) FROM attachment INDEXED BY attachment_refused WHERE bridge = ? AND state = 5")
}
