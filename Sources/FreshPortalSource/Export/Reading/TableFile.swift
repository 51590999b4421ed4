import BridgeCSV
import BridgeSource
import BridgeText
import BridgeZIP

/// One table of the export, a record at a time: CSV whose separator and encoding differ from environment to environment (quirk 12).
///
/// Both are told from the beginning of the file: the separator is the one by which its first line has the columns the table must have.
/// A file that turns out later not to be in the encoding its beginning had is to be read again in ``fallback``.
final class TableFile {
    let table: ExportTable
    /// The columns that are kept, with their places in a record.
    let columns: [(name: String, place: Int)]
    private let name: String
    private let reader: CSVReader
    private let bytes: ZIPEntryReader
    private let idPlace: Int
    private let fieldCount: Int

    /// What Latin-1 files of Windows programs are written in; the same as Latin-1 where that has characters.
    static let fallback = TextEncoding.windows1252

    /// The text is not in the encoding it began with.
    struct WrongEncoding: Error {}

    /// Opens a table and reads its first line. `renamed` gives assumed columns their real names.
    init(_ table: ExportTable, _ entry: ZIPEntry, of archive: ZIPArchive, encoding: TextEncoding?, renamed: [String: String]) throws {
        self.table = table
        name = entry.name
        let sample = try Self.sample(entry, archive)
        let format = try Self.format(table, entry.name, sample, encoding ?? EncodingFinding(sample).encoding, renamed)
        reader = CSVReader(format)
        bytes = try archive.open(entry)
        guard let header = try Self.record(reader, bytes, name) else { throw Self.fault(name, 1, "the file is empty") }
        let names = header.map { Self.columnName($0) }
        guard Set(names).count == names.count else { throw Self.fault(name, 1, "a column is named twice") }
        func place(_ column: String) -> Int? { names.firstIndex(of: Self.realName(table, column, renamed)) }
        columns = table.columns.compactMap { column in place(column).map { (column, $0) } }
        idPlace = place("id") ?? 0
        fieldCount = names.count
    }

    /// The next record: its id, and the texts of ``columns``; nil at the end.
    func next() throws -> (id: String, texts: [String])? {
        guard let fields = try Self.record(reader, bytes, name) else { return nil }
        // A record of another length has slipped: every field behind the slip would be taken for another one.
        guard fields.count == fieldCount else {
            throw Self.fault(name, reader.line, "\(fields.count) fields where the first line has \(fieldCount)")
        }
        guard let id = ExportRow.identifier(WireText.trimmed(fields[idPlace])) else {
            throw Self.fault(name, reader.line, "a row without an id")
        }
        return (id, columns.map { fields[$0.place] })
    }

    // MARK: Form

    private static let sampleMax = 64 << 10

    private static func sample(_ entry: ZIPEntry, _ archive: ZIPArchive) throws(ZIPError) -> [UInt8] {
        let reader = try archive.open(entry)
        var sample: [UInt8] = []
        let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: sampleMax, alignment: 16)
        defer { piece.deallocate() }
        while sample.count < sampleMax, case let count = try reader.read(into: piece), count > 0 {
            sample += UnsafeRawBufferPointer(rebasing: piece[..<count])
        }
        return Array(sample.prefix(sampleMax))
    }

    private static func format(
        _ table: ExportTable, _ name: String, _ sample: [UInt8], _ encoding: TextEncoding, _ renamed: [String: String]
    ) throws(SourceError) -> CSVFormat {
        var first: [String] = []
        for separator in CSVFormat.Separator.allCases {
            let format = CSVFormat(separator: separator, encoding: encoding)
            let names = header(sample, format)
            if names.count > first.count { first = names }
            let known = Set(names)
            if table.mandatoryColumns.allSatisfy({ known.contains(realName(table, $0, renamed)) }) { return format }
        }
        let wanted = table.mandatoryColumns.joined(separator: ", ")
        throw fault(name, 1, "the columns are \(first.joined(separator: " · ").prefix(300)); needed are \(wanted)")
    }

    private static func header(_ sample: [UInt8], _ format: CSVFormat) -> [String] {
        let reader = CSVReader(format)
        var rest = sample[...]
        while let step = try? reader.next() {
            switch step {
            case .record: return reader.texts.map { columnName($0) }
            case .end: return []
            case .needsInput:
                reader.fill { buffer in
                    let piece = rest.prefix(buffer.count)
                    buffer.copyBytes(from: piece)
                    rest = rest.dropFirst(piece.count)
                    return piece.count
                }
            }
        }
        return []
    }

    private static func columnName(_ text: String) -> String { WireText.trimmed(text).lowercased() }

    private static func realName(_ table: ExportTable, _ column: String, _ renamed: [String: String]) -> String {
        (renamed["\(table.stem).\(column)"] ?? column).lowercased()
    }

    // MARK: Records

    private static func record(_ reader: CSVReader, _ bytes: ZIPEntryReader, _ name: String) throws -> [String]? {
        while true {
            let step: CSVReader.Step
            do throws(CSVError) { step = try reader.next() } catch {
                throw fault(name, error.line, "\(error.kind)")
            }
            switch step {
            case .end: return nil
            case .needsInput: try reader.fill { (buffer) throws(ZIPError) in try bytes.read(into: buffer) }
            case .record:
                return try (0..<reader.count).map { index in
                    guard let text = reader.text(index) else {
                        if reader.format.encoding == .utf8 { throw WrongEncoding() }
                        throw fault(name, reader.line, "bytes that are no text")
                    }
                    return text
                }
            }
        }
    }

    private static func fault(_ name: String, _ line: Int, _ what: String) -> SourceError {
        SourceError(.contract, "FreshPortal export: \(name), line \(line): \(what); nothing of this export is used")
    }
}
