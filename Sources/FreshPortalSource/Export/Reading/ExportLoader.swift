import BridgeDomain
import BridgeJSON
import BridgeSource
import BridgeText
import BridgeZIP

/// Takes the tables of one export into the store, in units of some thousand rows: memory stays flat, and a reading that breaks off is begun
/// again, because a row that is taken in twice is the same row.
struct ExportLoader {
    let store: ExportStore
    let renamed: [String: String]
    let now: Timestamp

    /// Rows of one durable unit.
    static let unitRows = 5_000

    /// The tables of an archive, by exact stem (quirk 11); others are left alone. Two files for one table are refused.
    static func tables(of archive: ZIPArchive) throws(SourceError) -> [(table: ExportTable, entry: ZIPEntry)] {
        var tables: [(table: ExportTable, entry: ZIPEntry)] = []
        for table in ExportTable.allCases {
            let entries = archive.entries.filter { $0.stem == table.stem && $0.name.lowercased().hasSuffix(".csv") }
            guard entries.count <= 1 else {
                throw SourceError(.contract, "FreshPortal export: two files for the table \(table.stem); nothing of this export is used")
            }
            if let entry = entries.first { tables.append((table, entry)) }
        }
        return tables
    }

    /// A table that is being taken in.
    struct Progress {
        fileprivate var file: TableFile
        fileprivate let table: ExportTable
    }

    /// Opens a table; `encoding` nil goes by its beginning.
    func open(_ table: ExportTable, _ entry: ZIPEntry, of archive: ZIPArchive, encoding: TextEncoding? = nil) throws -> Progress {
        Progress(file: try TableFile(table, entry, of: archive, encoding: encoding, renamed: renamed), table: table)
    }

    /// Takes in the next unit of rows; false when there are no more.
    func takeUnit(_ progress: Progress) throws -> Bool {
        // Read first, then written: a unit holds no lock while it unpacks.
        var rows: [(id: String, texts: [String])] = []
        rows.reserveCapacity(Self.unitRows)
        while rows.count < Self.unitRows, let row = try progress.file.next() { rows.append(row) }
        guard !rows.isEmpty else { return false }
        try store.unit { () throws(SourceError) in
            for row in rows { try take(row.id, row.texts, progress) }
        }
        return rows.count == Self.unitRows
    }

    private func take(_ id: String, _ texts: [String], _ progress: Progress) throws(SourceError) {
        let names = progress.file.columns
        let content = JSON.object(zip(names, texts).map { JSON.Member($0.name, .string($1)) })
        let row = ExportRow(id: id, content: content)
        switch progress.table {
        case .line:
            let collective = row.id("collective_invoice_id")
            let invoice = row.id("invoice_id")
            try store.put(
                .line, id, content: content.description, owner: collective ?? invoice,
                member: collective != nil && collective != invoice ? invoice : nil, now: now)
        case .tax: try store.put(.tax, id, content: content.description, owner: row.id("invoice_id"), now: now)
        default: try store.put(progress.table, id, content: content.description, now: now)
        }
    }
}
