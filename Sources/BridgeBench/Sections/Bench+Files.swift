import BridgeCSV
import BridgeDomain
import BridgeEngine
import BridgeFolder
import BridgeRuntime
import BridgeSource
import BridgeText
import BridgeXML
import ColumnSource
import Glibc
import UBLSource

// Documents of 20 lines out of files: how fast a reader reads beside the least that any reader of the same bytes must do, and how fast and with
// how much memory a folder of them is taken in.
extension Bench {
    private static let lines = 20
    private static let administration: SourceAdministration = "NL01"

    func measureFiles(_ told: @Sendable (String) -> Void) async throws -> [Figure] {
        let text = FileText(lines: Self.lines, date: TimeZoneRule.amsterdam.date(of: SystemClock().now()))
        told("UBL")
        var figures = try readUBL(text)
        figures += try await takeInUBL(text)
        told("CSV")
        figures += try readTable(text)
        figures += try await takeInTable(text)
        return figures
    }

    // MARK: Reading

    private var ublReader: UBLReader { UBLReader(UBLSettings(administration: Self.administration, direction: .sales)) }

    private func readUBL(_ text: FileText) throws -> [Figure] {
        let files = (0..<size.filesRead).map { text.invoice($0) }
        let reader = ublReader
        let bare = Stopwatch()
        for file in files {
            guard XMLBareReading.read(file) else { throw unreadable }
        }
        let bareSeconds = bare.busySeconds
        let watch = Stopwatch()
        for file in files {
            guard try reader.read(file).document.document?.lines.count == Self.lines else { throw unreadable }
        }
        let seconds = watch.busySeconds
        return [
            Figure("files.ubl.read_rate", Double(files.count) / seconds, "documents/s"),
            Figure("files.ubl.read_to_bare", bareSeconds / seconds, "ratio", .atLeast(0.5)),
        ]
    }

    private func readTable(_ text: FileText) throws -> [Figure] {
        var bytes = Array(FileText.columns.utf8)
        for place in 0..<size.filesRead { text.appendRows(place, to: &bytes) }
        let bare = Stopwatch()
        let marks = Self.fields(of: bytes)
        let bareSeconds = bare.busySeconds
        let fieldWatch = Stopwatch()
        let fields = try Self.readFields(of: bytes)
        let fieldSeconds = fieldWatch.busySeconds
        let reader = ColumnReader(try ColumnSettings(yaml: FileText.columnSettings), administration: Self.administration)
        let watch = Stopwatch()
        var reading = try reader.open(DocumentFile(name: "table.csv", bytes: MemoryBytes(bytes)), for: .documents)
        var documents = 0
        while let item = try reading.next() {
            if case .document(let document) = item, document.document?.lines.count == Self.lines { documents += 1 }
        }
        let seconds = watch.busySeconds
        guard marks == fields, documents == size.filesRead else { throw unreadable }
        return [
            Figure("files.csv.read_rate", Double(documents) / seconds, "documents/s"),
            Figure("files.csv.fields_to_bare", bareSeconds / fieldSeconds, "ratio", .atLeast(0.5)),
            Figure("files.csv.documents_to_fields", fieldSeconds / seconds, "ratio"),
        ]
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

    private var unreadable: BenchFailure {
        BenchFailure(nl: "de proefbestanden worden niet gelezen zoals ze zijn", en: "the bench's files are not read as they are")
    }

    // MARK: Taking in

    private func takeInUBL(_ text: FileText) async throws -> [Figure] {
        let folder = try makeFolder("ubl")
        for place in 0..<size.filesTakenIn { try Self.write(text.invoice(place), to: "\(folder)/\(place).xml") }
        return try await takeIn("ubl", folder, reader: ublReader)
    }

    private func takeInTable(_ text: FileText) async throws -> [Figure] {
        let folder = try makeFolder("csv")
        let file = open("\(folder)/table.csv", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard file >= 0 else { throw unwritable }
        defer { close(file) }
        var bytes = Array(FileText.columns.utf8)
        for place in 0..<size.filesTakenIn {
            text.appendRows(place, to: &bytes)
            if bytes.count > 1 << 20 || place == size.filesTakenIn - 1 {
                guard bytes.withUnsafeBytes({ Glibc.write(file, $0.baseAddress, $0.count) }) == bytes.count else { throw unwritable }
                bytes.removeAll(keepingCapacity: true)
            }
        }
        let settings = try ColumnSettings(yaml: FileText.columnSettings)
        return try await takeIn("csv", folder, reader: ColumnReader(settings, administration: Self.administration))
    }

    private func takeIn(_ kind: String, _ folder: String, reader: any DocumentFileReader) async throws -> [Figure] {
        let clock = SystemClock()
        let source = FolderSource(
            FolderSettings(path: folder, settlingSeconds: 0, filesMax: size.filesTakenIn + 10), reader: reader,
            administration: SourceAdministrationInfo(
                code: Self.administration, name: "bench", currency: .eur, vatNumber: FileText.supplierVAT), time: clock)
        let bench = try await Workbench(file: file("files-\(kind).db"), lines: Self.lines, source: source)
        let memory = MemoryWatch()
        let watching = memory.watch()
        let watch = Stopwatch()
        guard try await bench.lane.readSource() else { throw unreadable }
        let (seconds, busy) = (watch.seconds, watch.busySeconds)
        watching.cancel()
        let stored = try await bench.stored()
        await bench.close()
        removeFolder(folder)
        guard stored == size.filesTakenIn else {
            throw BenchFailure(
                nl: "\(stored) van \(size.filesTakenIn) documenten uit bestanden bewaard",
                en: "\(stored) of \(size.filesTakenIn) documents from files are kept")
        }
        let count = Double(stored)
        return [
            Figure("files.\(kind).intake_rate", count / seconds, "documents/s"),
            Figure("files.\(kind).intake_processor", busy / count * 1e6, "us/document"),
            Figure("files.\(kind).intake_memory_growth", memory.growth, "ratio", .atMost(1.5)),
        ]
    }

    // MARK: Folders

    private func makeFolder(_ name: String) throws -> String {
        let path = file("files-\(name)")
        guard mkdir(path, 0o755) == 0 else { throw unwritable }
        return path
    }

    /// Files that were taken lie in folders below; one level is enough.
    private func removeFolder(_ path: String) {
        for name in Self.names(path) {
            for below in Self.names("\(path)/\(name)") { unlink("\(path)/\(name)/\(below)") }
            rmdir("\(path)/\(name)")
            unlink("\(path)/\(name)")
        }
        rmdir(path)
    }

    private static func names(_ path: String) -> [String] {
        guard let directory = opendir(path) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    private static func write(_ bytes: [UInt8], to path: String) throws {
        guard let file = fopen(path, "w") else { throw BenchFailure(nl: "\(path) is niet te maken", en: "\(path) cannot be made") }
        defer { fclose(file) }
        guard fwrite(bytes, 1, bytes.count, file) == bytes.count else {
            throw BenchFailure(nl: "\(path) is niet te schrijven", en: "\(path) cannot be written")
        }
    }

    private var unwritable: BenchFailure {
        BenchFailure(nl: "in \(folder) is niet te schrijven", en: "\(folder) cannot be written to")
    }
}
