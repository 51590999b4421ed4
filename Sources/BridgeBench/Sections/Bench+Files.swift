import BridgeCSV
import BridgeDomain
import BridgeRuntime
import BridgeSource
import BridgeText
import BridgeXML
import ColumnSource
import UBLSource

// Documents of 20 lines out of files: how fast a reader reads beside the least that any reader of the same bytes must do; then how fast and with
// how much memory a folder of them is taken in.
extension Bench {

    func measureFiles(_ told: @Sendable (String) -> Void) async throws -> [Figure] {
        let text = FileText(lines: FileText.usualLines, date: TimeZoneRule.amsterdam.date(of: SystemClock().now()))
        told("UBL")
        var figures = try readUBL(text)
        figures += try await takeInUBL(text)
        told("CSV")
        figures += try readTable(text)
        figures += try await takeInTable(text)
        told("xlsx")
        figures += try await takeInWorkbooks(text)
        return figures
    }

    // MARK: Reading

    var ublReader: UBLReader { UBLReader(UBLSettings(administration: FileText.administration, direction: .sales)) }

    func columnReader() throws -> ColumnReader {
        ColumnReader(try ColumnSettings(yaml: FileText.columnSettings), administration: FileText.administration)
    }

    /// Invoices of this many lines, and of one: there the head is nearly all of the file.
    private func readUBL(_ text: FileText) throws -> [Figure] {
        let usual = try readInvoices(text)
        var short = text
        short.lines = 1
        return [
            Figure("files.ubl.read_rate", Double(size.filesRead) / usual.ourSeconds, "documents/s"),
            Figure("files.ubl.read_to_bare", usual.ratio, "ratio", .atLeast(0.5)),
            Figure("files.ubl.lines_1.read_to_bare", try readInvoices(short).ratio, "ratio", .atLeast(0.5)),
        ]
    }

    private func readInvoices(_ text: FileText) throws -> SideBySide {
        let files = (0..<size.filesRead).map { text.invoice($0) }
        let reader = ublReader
        return try SideBySide {
            for file in files {
                guard XMLBareReading.read(file) else { throw unreadable }
            }
        } ours: {
            for file in files {
                guard try reader.read(file).document.document?.lines.count == text.lines else { throw unreadable }
            }
        }
    }

    private func readTable(_ text: FileText) throws -> [Figure] {
        var bytes = Array(FileText.columns.utf8)
        for place in 0..<size.filesRead { text.appendRows(place, to: &bytes) }
        let marks = Self.fields(of: bytes)
        let fields = try SideBySide {
            for _ in 0..<Self.tableTurns { if Self.fields(of: bytes) != marks { throw unreadable } }
        } ours: {
            for _ in 0..<Self.tableTurns { if try Self.readFields(of: bytes) != marks { throw unreadable } }
        }
        let reader = try columnReader()
        let documents = try SideBySide {
            if try Self.readFields(of: bytes) != marks { throw unreadable }
        } ours: {
            if try Self.documents(in: bytes, reader) != size.filesRead { throw unreadable }
        }
        return [
            Figure("files.csv.read_rate", Double(size.filesRead) / documents.ourSeconds, "documents/s"),
            Figure("files.csv.fields_to_bare", fields.ratio, "ratio", .atLeast(0.5)),
            Figure("files.csv.documents_to_fields", documents.ratio, "ratio"),
        ]
    }

    /// Times a table is gone through in one round: once takes a millisecond at the quick size, too little to measure.
    private static let tableTurns = 10

    private static func documents(in bytes: [UInt8], _ reader: ColumnReader) throws -> Int {
        var reading = try reader.open(DocumentFile(name: "table.csv", bytes: MemoryBytes(bytes)), for: .documents)
        var documents = 0
        while let item = try reading.next() {
            if case .document(let document) = item, document.document?.lines.count == FileText.usualLines { documents += 1 }
        }
        return documents
    }

    /// The least that reading a table can be: every byte looked at, fields and lines counted.
    private static func fields(of bytes: [UInt8]) -> Int {
        bytes.withUnsafeBufferPointer { bytes in
            var fields = 0
            for byte in bytes where byte == UInt8(ascii: ";") || byte == UInt8(ascii: "\n") { fields += 1 }
            return fields
        }
    }

    /// The same through the reader of separated fields, nothing made of them.
    private static func readFields(of bytes: [UInt8]) throws -> Int {
        let reader = CSVReader(CSVFormat(separator: .semicolon, encoding: .utf8))
        var stream = MemoryBytes(bytes)
        var fields = 0
        while true {
            switch try reader.next() {
            case .record: fields += reader.count
            case .needsInput: try reader.fill { piece throws(FileRefusal) in try stream.read(into: piece) }
            case .end: return fields
            }
        }
    }

    var unreadable: BenchFailure {
        BenchFailure(nl: "de proefbestanden worden niet gelezen zoals ze zijn", en: "the bench's files are not read as they are")
    }
}
