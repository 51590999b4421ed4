import BridgeDomain
import BridgeEngine
import BridgeFolder
import BridgeRuntime
import BridgeSource
import ColumnSource
import Glibc
import UBLSource

// Documents of 20 lines taken in from a folder: read, judged by the sample rules, kept; the files moved aside.
extension Bench {
    /// Invoices in one workbook: a workbook is held in memory as a whole, within its own bounds.
    private static let workbookDocuments = 1_000

    func takeInUBL(_ text: FileText) async throws -> [Figure] {
        let folder = try makeFolder("ubl")
        for place in 0..<size.filesTakenIn { try GrowingFile("\(folder)/\(place).xml").append(text.invoice(place)) }
        return try await takeIn("ubl", folder, reader: ublReader)
    }

    func takeInTable(_ text: FileText) async throws -> [Figure] {
        let folder = try makeFolder("csv")
        let file = try GrowingFile("\(folder)/table.csv")
        var bytes = Array(FileText.columns.utf8)
        for place in 0..<size.filesTakenIn {
            text.appendRows(place, to: &bytes)
            guard bytes.count > 1 << 20 || place == size.filesTakenIn - 1 else { continue }
            try file.append(bytes)
            bytes.removeAll(keepingCapacity: true)
        }
        try file.finish()
        return try await takeIn("csv", folder, reader: try columnReader())
    }

    func takeInWorkbooks(_ text: FileText) async throws -> [Figure] {
        let folder = try makeFolder("xlsx")
        for start in stride(from: 0, to: size.filesTakenIn, by: Self.workbookDocuments) {
            let places = start..<min(size.filesTakenIn, start + Self.workbookDocuments)
            try text.writeWorkbook(places, to: "\(folder)/\(1_000_000 + start).xlsx")
        }
        return try await takeIn("xlsx", folder, reader: try columnReader())
    }

    private func takeIn(_ kind: String, _ folder: String, reader: any DocumentFileReader) async throws -> [Figure] {
        let source = FolderSource(
            FolderSettings(path: folder, settlingSeconds: 0), reader: reader, administration: FileText.administrationInfo,
            time: SystemClock())
        let figures = try await takeIn("files.\(kind)", source)
        removeFolder(folder)
        return figures
    }

    /// Reads everything a source has into a journal of its own, and watches time and memory.
    func takeIn(_ name: String, _ source: any DocumentSource) async throws -> [Figure] {
        let bench = try await Workbench(file: file("\(name.replacing(".", with: "-")).db"), lines: FileText.usualLines, source: source)
        let memory = MemoryWatch()
        let watching = memory.watch()
        let watch = Stopwatch()
        guard try await bench.lane.readSource() else { throw unreadable }
        let (seconds, busy) = (watch.seconds, watch.busySeconds)
        watching.cancel()
        let stored = try await bench.stored()
        await bench.close()
        return try figures(name, stored, seconds, busy, memory)
    }

    /// What an intake came to; a failure when not all of it arrived.
    func figures(_ name: String, _ stored: Int, _ seconds: Double, _ busy: Double, _ memory: MemoryWatch) throws -> [Figure] {
        guard stored == size.filesTakenIn else {
            throw BenchFailure(
                nl: "\(name): \(stored) van \(size.filesTakenIn) documenten bewaard",
                en: "\(name): \(stored) of \(size.filesTakenIn) documents are kept")
        }
        let count = Double(stored)
        return [
            Figure("\(name).intake_rate", count / seconds, "documents/s"),
            Figure("\(name).intake_processor", busy / count * 1e6, "us/document"),
            Figure("\(name).intake_memory", memory.highest, "MB"),
            Figure("\(name).intake_memory_growth", memory.growth, "ratio", .atMost(1.5)),
        ]
    }

    // MARK: Folders

    func makeFolder(_ name: String) throws -> String {
        let path = file("files-\(name)")
        guard mkdir(path, 0o755) == 0 else {
            throw BenchFailure(nl: "in \(folder) is niet te schrijven", en: "\(folder) cannot be written to")
        }
        return path
    }

    /// Files that were taken lie in folders below; one level is enough.
    func removeFolder(_ path: String) {
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
}
