import BridgeDomain
import BridgeJournal

// Bindings, cursors, values, mappings, reports and budgets.
extension Reader {
    func binding(_ bridge: BridgeID, _ kind: Binding.Kind, _ query: Query, _ text: String) throws(JournalError) -> Binding? {
        guard let id = try tables.id(of: bridge) else { return nil }
        return try connection.statement(query).bind(id).bind(kind.rawValue).bind(text).first { row throws(JournalError) in
            try Binding(row, bridge: bridge)
        }
    }

    func cursor(_ bridge: BridgeID, _ name: String) throws(JournalError) -> String? {
        guard let id = try tables.id(of: bridge) else { return nil }
        return try connection.statement(.cursor).bind(id).bind(name).first { $0.text() }
    }

    func value(_ bridge: BridgeID, _ name: String) throws(JournalError) -> [UInt8]? {
        guard let id = try tables.id(of: bridge) else { return nil }
        return try connection.statement(.value).bind(id).bind(name).first { $0.bytes() }
    }

    func sealed(_ name: String) throws(JournalError) -> [UInt8]? {
        try connection.statement(.sealed).bind(name).first { $0.bytes() }
    }

    func mapping(_ bridge: BridgeID, version: Int?) throws(JournalError) -> MappingRecord? {
        guard let id = try tables.id(of: bridge) else { return nil }
        // No version is beyond the largest number: the newest is the last up to it.
        let statement = try connection.statement(version == nil ? .newestMapping : .mapping).bind(id)
        if let version { statement.bind(version) }
        return try statement.first { row throws(JournalError) in try MappingRecord(row, bridge) }
    }

    func mappings(_ bridge: BridgeID) throws(JournalError) -> [MappingRecord] {
        guard let id = try tables.id(of: bridge) else { return [] }
        return try connection.statement(.mappings).bind(id).all { row throws(JournalError) in try MappingRecord(row, bridge) }
    }

    func dueReports(_ bridge: BridgeID, now: Timestamp, limit: Int) throws(JournalError) -> [ReportRecord] {
        guard let id = try tables.id(of: bridge) else { return [] }
        return try connection.statement(.dueReports).bind(id).bind(now).bind(limit).all { row throws(JournalError) in
            let subject = row.text()
            guard let document = DocumentKey(kept: subject) else { throw Codec.damaged("a report", "document \(subject)") }
            let (key, dueAt, attempts) = (row.text(), row.number(), row.int())
            return ReportRecord(
                bridge: bridge, document: document, key: key, content: row.bytes(), dueAt: Timestamp(milliseconds: dueAt),
                attempts: attempts)
        }
    }

    func budget(_ name: String) throws(JournalError) -> [BudgetWindow] {
        try connection.statement(.budget).bind(name).all { BudgetWindow($0) }
    }
}

extension MappingRecord {
    fileprivate init(_ row: Statement, _ bridge: BridgeID) throws(JournalError) {
        let (version, savedAt, text) = (row.int(), row.number(), row.text())
        guard let who = Who(kept: text) else { throw Codec.damaged("mapping \(version) of \(bridge)", "who \(text)") }
        let comment = row.text()
        self.init(
            bridge: bridge, version: version, yaml: row.text(), savedAt: Timestamp(milliseconds: savedAt), savedBy: who, comment: comment)
    }
}

extension Query {
    fileprivate static let cursor = Query("SELECT value FROM cursor WHERE bridge = ? AND name = ?")
    fileprivate static let value = Query("SELECT value FROM stored_value WHERE bridge = ? AND name = ?")
    fileprivate static let sealed = Query("SELECT value FROM sealed WHERE name = ?")
    fileprivate static let mapping = Query(
        "SELECT version, saved_at, saved_by, comment, yaml FROM mapping WHERE bridge = ? AND version = ?")
    fileprivate static let newestMapping = Query(
        "SELECT version, saved_at, saved_by, comment, yaml FROM mapping WHERE bridge = ? ORDER BY version DESC LIMIT 1")
    fileprivate static let mappings = Query(
        "SELECT version, saved_at, saved_by, comment, '' FROM mapping WHERE bridge = ? ORDER BY version DESC")
    fileprivate static let dueReports = Query(
        """
        SELECT subject, key, due_at, attempts, content FROM report INDEXED BY report_due WHERE bridge = ? AND due_at <= ?
        ORDER BY due_at, subject LIMIT ?
        """)
    fileprivate static let budget = Query("SELECT name, calls, used, resets_at FROM budget WHERE connection = ? ORDER BY name")
}
