import BridgeDomain
import BridgeHTTP
import BridgeSource
import Foundation
import FreshPortalSimulator
import FreshPortalSource
import Testing

/// What is kept over a crash, a lost file, a restored copy: never a document lost, never one made of half its rows.
struct ExportDurabilityTests {
    @Test func `a process that dies before the journal has a page gives the same page again`() async throws {
        let trade = try await ExportTrade()
        let before = try await trade.source().documents(after: .start, limit: 40)
        let after = try await trade.source().documents(after: .start, limit: 40)
        #expect(after.items == before.items && after.next == before.next)
        await #expect(trade.sandbox.calls()["GET v2/export"] == 1, "the export is not asked for twice")
    }

    @Test(arguments: ["invoice", "customer_stock_item", "invoice_vat", "product", "vat"])
    func `an export that breaks off within a table makes no document of what came before`(table: String) async throws {
        // The table's last record has slipped, so everything before it has been taken in when the reading stops.
        var broken = HandExport.invoice
        broken[table] = (broken[table].map { $0.hasSuffix("\n") ? $0 : $0 + "\n" } ?? "") + "1,2\n"
        let export = try HandExport([.files(broken), .files(HandExport.invoice)])
        await #expect { try await export.source().documents(after: .start, limit: 10) } throws: {
            ($0 as? SourceError)?.code == .contract && ($0 as? SourceError)?.message.contains("\(table).csv, line") == true
        }
        let items = try await export.source().documents(after: .start, limit: 10).items
        #expect(items.map(\.version) == [1] && items.first?.document?.totals.gross == Money(minorUnits: 16_568, .eur))
    }

    @Test func `a state file that was lost gives every document once more, the same to the byte, above any cursor`() async throws {
        let trade = try await ExportTrade()
        let (items, cursor) = try await ExportTrade.readAll(trade.source())
        for ending in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: trade.configuration.stateFile + ending) }
        trade.clock.advance(seconds: 60)
        let again = try await ExportTrade.readAll(trade.source(), after: cursor)
        #expect(again.items == items)
        #expect(Int64(again.cursor.text) ?? 0 > Int64(cursor.text) ?? 0)
    }

    @Test func `an older copy of the state file loses nothing that came after it`() async throws {
        let trade = try await ExportTrade()
        let (items, cursor) = try await ExportTrade.readAll(trade.source())
        // The source is gone, so all of its state is in the one file.
        let file = trade.configuration.stateFile
        try FileManager.default.copyItem(atPath: file, toPath: "\(file).copy")
        let id = try #require(items.first { $0.document?.lines.allSatisfy { $0.vatCode != nil } == true }.flatMap { Int($0.sourceID.text) })
        await trade.sandbox.correct(id)
        trade.waitForNextExport()
        let changed = try await ExportTrade.readAll(trade.source(), after: cursor)
        #expect(changed.items.map(\.version) == [2])
        for ending in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: file + ending) }
        try FileManager.default.moveItem(atPath: "\(file).copy", toPath: file)
        trade.waitForNextExport()
        let again = try await ExportTrade.readAll(trade.source(), after: changed.cursor).items
        #expect(again == changed.items, "the correction comes once more, and is the same")
    }

    @Test func `a journal that was set back is given the documents behind its cursor again`() async throws {
        let trade = try await ExportTrade()
        let source = trade.source()
        let first = try await source.documents(after: .start, limit: 30)
        let rest = try await ExportTrade.readAll(source, after: first.next)
        // The cursor has passed everything: the texts are gone from the state file.
        #expect(try await source.documents(after: rest.cursor, limit: 10).items.isEmpty)
        let again = try await ExportTrade.readAll(source, after: first.next)
        #expect(again.items == rest.items)
    }

    @Test func `an export under way holds nobody up, and what it brings comes later`() async throws {
        let gate = Gate()
        let trade = try await ExportTrade()
        trade.between = GatedHandler(handler: trade.sandbox, gate: gate)
        trade.configuration.patience = 1
        let source = trade.source()
        let early = try await source.documents(after: .start, limit: 10)
        #expect(early.items.isEmpty && early.hasMore && early.next.text == "0", "whoever reads to the end, comes back")
        gate.open()
        var page = early
        for _ in 0..<200_000 where page.items.isEmpty {
            await Task.yield()
            page = try await source.documents(after: .start, limit: 10)
        }
        #expect(page.items.count == 10)
        await #expect(trade.sandbox.calls()["GET v2/export"] == 1)
    }

    @Test func `the state of one environment is refused for another`() async throws {
        let trade = try await ExportTrade()
        _ = try await trade.source().documents(after: .start, limit: 1)
        trade.configuration.administration = "NL02"
        await #expect { try await trade.source().documents(after: .start, limit: 1) } throws: {
            ($0 as? SourceError)?.message.contains("another environment") == true
        }
    }

    @Test func `what cannot be reached or written is an error, and the next try goes on`() async throws {
        let trade = try await ExportTrade()
        let source = trade.source()
        for fault in [SandboxFault.dropBefore, .dropAfter, .truncated, .status(503, retryAfter: nil), .webPage] {
            for path in ["/v2/export", "/_storage"] {
                await trade.sandbox.inject(SandboxFaultRule(fault, pathContains: path))
                await #expect(throws: SourceError.self, "\(fault) \(path)") { try await source.documents(after: .start, limit: 1) }
            }
        }
        #expect(try await source.documents(after: .start, limit: 1).items.count == 1)
        trade.configuration.stateFile = "/nowhere/at/all"
        await #expect { try await trade.source().documents(after: .start, limit: 1) } throws: { ($0 as? SourceError)?.code == .unavailable }
    }
}

/// Closed until somebody opens it.
final class Gate: Sendable {
    private let stream: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    init() { (stream, continuation) = AsyncStream<Void>.makeStream() }

    func open() { continuation.finish() }
    func pass() async { for await _ in stream {} }
}

/// Answers nothing of an export before its gate is open.
struct GatedHandler: HTTPHandler {
    let handler: any HTTPHandler
    let gate: Gate

    func answer(_ request: HTTPRequest) async -> HTTPAnswer {
        if request.path == "/v2/export" { await gate.pass() }
        return await handler.answer(request)
    }
}
