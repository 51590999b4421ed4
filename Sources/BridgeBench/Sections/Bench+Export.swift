import BridgeDomain
import BridgeEngine
import BridgeRuntime
import FreshPortalSource

// FreshPortal's delta export: one archive of tables, fetched, assembled into documents in the state file, judged and kept.
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
        return try await takeIn("export", source)
    }
}
