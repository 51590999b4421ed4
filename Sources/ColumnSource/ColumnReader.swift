import BridgeCSV
public import BridgeDomain
public import BridgeSource

/// Reads files of columns (CSV, and sheets of workbooks) under given settings. It knows no folder and no engine.
public struct ColumnReader: DocumentFileReader {
    private let settings: ColumnSettings
    private let administration: SourceAdministration

    /// A reader for one administration.
    public init(_ settings: ColumnSettings, administration: SourceAdministration) {
        (self.settings, self.administration) = (settings, administration)
    }

    /// The endings of the settings; `csv`, `txt` and `xlsx` unless they say otherwise.
    public var endings: Set<String> { settings.form.endings }

    /// Changes with every byte of the settings.
    public var fingerprint: String { settings.fingerprint }

    /// The kind of party the documents are for, where the file or the settings tell more than codes.
    public var partyKinds: Set<PartyKind> {
        settings.parties.name != nil || !settings.parties.known.isEmpty ? [settings.documents.kind.party] : []
    }

    /// The VAT codes of the settings.
    public func codes(_ list: CodeList) -> [ListedCode] {
        list == .vatCodes ? settings.vat.table.map { ListedCode(code: $0.code, name: $0.code, rate: $0.rate) } : []
    }

    /// Opens a file and finds its columns. Refused when a column that the settings name is not there.
    public func open(_ file: DocumentFile, for stream: FileStream) throws(FileRefusal) -> any DocumentFileReading {
        let start = try FileStart(file, settings)
        switch stream {
        case .documents: return DocumentReading(settings, administration, start)
        case .parties(let kind): return PartyReading(settings, start, isWanted: kind == settings.documents.kind.party)
        }
    }
}

/// A file whose first record was read.
struct FileStart {
    let layout: ColumnLayout
    let rows: RowStream
    /// The header as it stands, in UTF-8; empty where there is none.
    let header: [UInt8]

    init(_ file: DocumentFile, _ settings: ColumnSettings) throws(FileRefusal) {
        var rows = try RowStream(file, settings.form, settings.bounds)
        switch try rows.next() {
        case .row: break
        case .unusable(let error): throw FileRefusal(error.text, line: error.line)
        case .end: throw .empty
        }
        layout = try ColumnLayout(settings, first: rows.csv.texts)
        header = settings.form.hasHeader ? rows.csv.withRecord { Array($0) } : []
        self.rows = rows
    }
}
