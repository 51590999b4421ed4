import BridgeDomain
import BridgeJournal

// Files that follow their documents.
extension Writer {
    func start(_ record: AttachmentRecord, _ content: [UInt8]) throws(JournalError) {
        let bridge = try tables.makeID(of: record.bridge)
        let document = try make(record.document, bridge).id
        guard try connection.statement(.attachmentRevision).bind(document).first({ $0.number() }) == nil else { return }
        try put(record, content)
    }

    func put(_ record: AttachmentRecord, _ content: [UInt8]) throws(JournalError) {
        let bridge = try tables.makeID(of: record.bridge)
        let document = try make(record.document, bridge).id
        let stored = try connection.statement(.attachmentRevision).bind(document).first { $0.number() } ?? 0
        guard stored == record.revision - 1 else { throw .changedMeanwhile(record.subject, revision: record.revision) }
        try connection.statement(.putAttachment).bind(document).bind(bridge).bind(record.document.description).bind(record.state.rawValue)
            .bind(record.dueAt).bind(record.madeAt).bind(record.revision).bind(content).run()
    }
}

extension Query {
    fileprivate static let attachmentRevision = Query("SELECT revision FROM attachment WHERE document = ?")
    fileprivate static let putAttachment = Query(
        """
        INSERT INTO attachment (document, bridge, subject, state, due_at, made_at, revision, content) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET state = excluded.state, due_at = excluded.due_at, made_at = excluded.made_at,
        revision = excluded.revision, content = excluded.content
        """)
}
