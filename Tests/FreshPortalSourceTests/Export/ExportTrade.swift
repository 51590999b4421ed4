import BridgeDomain
import BridgeHTTP
import BridgeSource
import Foundation
import FreshPortalSimulator
import FreshPortalSource

/// A folder for the files of one test; gone when nobody uses it any more.
final class TestFolder: Sendable {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("export-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}

/// A handler that keeps the folder of its source's state.
struct HandlerInFolder: HTTPHandler {
    let handler: any HTTPHandler
    let folder: TestFolder

    func answer(_ request: HTTPRequest) async -> HTTPAnswer { await handler.answer(request) }
}

/// A source of exports over a folder of its own.
final class ExportTrade {
    let folder: TestFolder
    let sandbox: FreshPortalSandbox
    let clock: TestClock
    var configuration: FreshPortalExportConfiguration
    /// What stands between source and sandbox; the sandbox itself when nil.
    var between: (any HTTPHandler)?

    init(_ day: TradingDay = Trade.smallDay, quirks: SandboxQuirks = SandboxQuirks(), seed: UInt64 = 1) async throws {
        folder = try TestFolder()
        clock = TestClock(Trade.clock.now())
        var settings = SandboxSettings()
        settings.seed = seed
        sandbox = FreshPortalSandbox(settings: settings, time: clock)
        await sandbox.setQuirks(quirks)
        await sandbox.load(day)
        configuration = FreshPortalExportConfiguration(
            origin: "http://freshportal.test", administration: "NL01", apiKey: "sandbox-key", stateFile: "\(folder.path)/export.state",
            firstDate: Trade.date.adding(days: -120))
    }

    /// A source as a process has it after its start.
    func source() -> FreshPortalExportSource {
        let handler = HandlerInFolder(handler: between ?? sandbox, folder: folder)
        return FreshPortalExportSource(configuration, transport: InProcessTransport(handler: handler), time: clock)
    }

    /// Lets so much time pass that the next export is asked for.
    func waitForNextExport() { clock.advance(seconds: configuration.exportInterval + 1) }

    /// Everything behind a cursor, page by page.
    static func readAll(
        _ source: FreshPortalExportSource, after start: SourceCursor = .start, limit: Int = 100
    ) async throws -> (items: [SourceDocument], cursor: SourceCursor) {
        var cursor = start
        var items: [SourceDocument] = []
        for _ in 0..<10_000 {
            let page = try await source.documents(after: cursor, limit: limit)
            items += page.items
            cursor = page.next
            if !page.hasMore { return (items, cursor) }
        }
        throw SourceError(.unavailable, "the stream does not end")
    }

    /// The newest of every document.
    static func newest(_ items: [SourceDocument]) -> [SourceID: SourceDocument] {
        Dictionary(items.map { ($0.sourceID, $0) }) { $0.version > $1.version ? $0 : $1 }
    }
}

extension Document {
    /// As much of a document as the export carries, to be compared with the same document of `finance/v1`.
    var asExported: Document {
        var document = self
        document.version = 1
        document.approvedAt = nil
        document.payment = PaymentInstruction()
        document.references.deliveryNotes = []
        document.totals.prepaid = nil
        document.totals.payable = nil
        for index in document.lines.indices {
            // The export names the supplier's number, the finance contract the grower's.
            document.lines[index].grower = nil
        }
        return document
    }
}
