import BridgeDomain
import BridgeHTTP
import BridgeJSON

/// The delta export `export/v2` (reference freshportal §2): a link for who is signed in, and behind it, for who has the link, a ZIP of CSV
/// tables with the rows changed since a day.
extension FreshPortalSandbox {
    /// `GET /v2/export?mutation_datetime=YYYY-MM-DD` → `{"export_url": "…"}`; 204 when nothing has changed.
    func export(_ request: HTTPRequest) -> HTTPResponse {
        switch query(request, ["mutation_datetime"]) {
        case .failure(let fault): return fault.response
        case .success(let values):
            guard let since = values["mutation_datetime"].flatMap({ CalendarDate($0) }) else {
                return Self.refusal(422, "value", "mutation_datetime is required, as YYYY-MM-DD", field: "mutation_datetime")
            }
            guard let archive = archive(since: since) else { return Self.nothing }
            return Self.success(["export_url": .string(keep(archive, for: request))])
        }
    }

    /// What lies behind a link: no header needed, gone after its time (quirk 14).
    func storage(_ name: String, _ request: HTTPRequest) -> HTTPResponse {
        guard request.method == .get, let stored = archives[name] else { return Self.storageFault(404, "NoSuchKey", "Not here") }
        guard stored.expires > time.now() else { return Self.storageFault(403, "AccessDenied", "Request has expired") }
        return HTTPResponse(status: 200, fields: ["Content-Type": "application/zip"], body: stored.bytes)
    }

    /// The rows changed since a day, as an archive; nil when there are none.
    func archive(since: CalendarDate) -> [UInt8]? {
        state.export.exports += 1
        let number = state.export.exports
        let rows = allRows(isFirst: number == 1).filter { row in
            let release = release(of: row)
            return release <= number && (row.changed >= since || (release == number && number > 1))
        }
        guard !rows.isEmpty else { return nil }
        let tables = Dictionary(grouping: rows, by: \.table)
        let text = ExportText(quirks: state.quirks)
        var archive = StoredZIP()
        for (name, shape) in ExportTables.shapes where !(state.quirks.observedColumnsOnly && shape.isAssumed) {
            guard let rows = tables[name] else { continue }
            archive.add("\(name).csv", text.file(shape, rows))
        }
        if state.quirks.similarTables { addSimilarTables(to: &archive) }
        return archive.bytes
    }

    private func allRows(isFirst: Bool) -> [ExportTables.Row] {
        let today = time.now().dateUTC
        let documents = state.documents.inOrder
        let numbers = Dictionary(documents.map { ($0.number, $0.id) }) { first, _ in first }
        // What an environment with history has in its lists was put there long ago.
        var writer = ExportWriter(ledger: state.export, listsMade: isFirst ? today.adding(days: -400) : today, invoiceIDs: numbers)
        for party in state.customers.inOrder {
            if let json = try? JSON(parsing: party.text) { writer.add(customer: json, changed: changed("customer/\(party.id)")) }
        }
        for party in state.suppliers.inOrder {
            if let json = try? JSON(parsing: party.text) { writer.add(supplier: json, changed: changed("supplier/\(party.id)")) }
        }
        for document in documents {
            let changed = changed("document/\(document.id)")
            if let json = try? JSON(parsing: document.text) { writer.add(document: json, changed: changed) }
        }
        writer.addLists()
        state.export = writer.ledger
        return writer.rows
    }

    private func changed(_ name: String) -> CalendarDate { state.export.changes[name] ?? time.now().dateUTC }

    /// The number of the export a row comes with first: children and parents apart, in any order (quirk 8).
    private func release(of row: ExportTables.Row) -> Int {
        let isLate = state.quirks.lateParents && ["customer", "product", "stock_entry"].contains(row.table) && row.id.isMultiple(of: 3)
        guard state.quirks.scatteredExports > 1 else { return isLate ? 2 : 1 }
        let purpose = row.table.utf8.reduce(UInt64(17)) { $0 &* 31 &+ UInt64($1) }
        var random = SeededGenerator(seed: settings.seed, purpose: purpose, index: row.id)
        return 1 + random.below(state.quirks.scatteredExports)
    }

    /// Tables whose names are nearly those of others (quirk 11), with columns of their own.
    private func addSimilarTables(to archive: inout StoredZIP) {
        for name in ["batch_supplier", "order_lines", "invoice_old", "old.vat"] {
            archive.add("\(name).csv", Array("id;invoice_id;code\r\n1;1;X\r\n".utf8))
        }
    }

    private func keep(_ archive: [UInt8], for request: HTTPRequest) -> String {
        let now = time.now()
        archives = archives.filter { $0.value.expires > now }
        if archives.count >= Self.archivesMax { archives.removeAll() }
        let name = "\(String(state.random.next(), radix: 36))\(String(state.random.next(), radix: 36)).zip"
        archives[name] = StoredArchive(bytes: archive, expires: now.adding(seconds: settings.linkLifetime))
        let origin = request.origin.isEmpty ? "http://\(request.fields["Host"] ?? "localhost")" : request.origin
        return "\(origin)/_storage/\(name)?signature=\(String(state.random.next(), radix: 36))"
    }

    /// Archives kept at a time; a link to one that had to go is answered as one that never was.
    private static let archivesMax = 16

    private static func storageFault(_ status: Int, _ code: String, _ message: String) -> HTTPResponse {
        let text = "<?xml version=\"1.0\"?><Error><Code>\(code)</Code><Message>\(message)</Message></Error>"
        return HTTPResponse(status: status, fields: ["Content-Type": "application/xml"], body: Array(text.utf8))
    }
}

/// An export behind its link.
struct StoredArchive: Sendable {
    let bytes: [UInt8]
    let expires: Timestamp
}
