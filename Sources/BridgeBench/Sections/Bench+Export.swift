import BridgeDomain
import BridgeEngine
import BridgeRuntime
import BridgeSource
import FreshPortalSource

// FreshPortal's delta export: one archive of tables, fetched and assembled into documents in the state file; then read page by page, judged and
// kept.
extension Bench {
    func measureExport() async throws -> [Figure] {
        let text = FileText(lines: FileText.usualLines, date: TimeZoneRule.amsterdam.date(of: SystemClock().now()))
        let folder = try makeFolder("export")
        defer { removeFolder(folder) }
        let archive = "\(folder)/export.zip"
        try text.writeExport(size.filesTakenIn, to: archive)
        let configuration = FreshPortalExportConfiguration(
            origin: "http://bench", administration: FileText.administration, apiKey: "bench", stateFile: "\(folder)/state",
            firstDate: text.date.adding(days: -30))
        let source = FreshPortalExportSource(configuration, transport: ExportOffice(archive), time: SystemClock())
        return try await assemble(source) + takeIn("export", source)
    }

    /// Fetches the archive and makes documents of its rows, all of it before the first page is given. Watched by itself: its memory is the state
    /// file's, and beside that of the pages it would look like growth.
    private func assemble(_ source: FreshPortalExportSource) async throws -> [Figure] {
        let memory = MemoryWatch()
        let watching = memory.watch()
        let watch = Stopwatch()
        _ = try await source.documents(after: .start, limit: 1)
        let (seconds, busy) = (watch.seconds, watch.busySeconds)
        watching.cancel()
        let count = Double(size.filesTakenIn)
        return [
            Figure("export.assembly_rate", count / seconds, "documents/s"),
            Figure("export.assembly_processor", busy / count * 1e6, "us/document"),
            Figure("export.assembly_memory", memory.highest, "MB"),
            Figure("export.assembly_memory_growth", memory.growth, "ratio", .atMost(1.5)),
        ]
    }
}
