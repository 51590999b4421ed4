import BridgeDomain
import BridgeHTTPServer
import BridgeJSON
import BridgeRuntime
import Foundation
import FreshPortalSimulator
import KingSimulator
import Testing

@testable import ledgerbridge

/// The connection check against a King whose set-up is not what the rules mean, over HTTP.
@Suite struct `Checking the connection to King` {
    @Test(arguments: ["king-finance-http", "king-finance-soap"])
    func `finds nothing where the sample rules meet the administration they are for, and ends its session`(type: String) async throws {
        let house = try await Checked(type)
        let said = try await house.check()
        #expect(said.exit == .success, "\(said.output)\(said.status)")
        #expect(said.output.contains("KING Finance 4.3.8g"))
        await house.close()
    }

    @Test func `tells each VAT code that does something else in King than in the rules`() async throws {
        let house = try await Checked("king-finance-http")
        try await house.king.edit("BTW", "2", ["PERC": "19"])
        try await house.king.edit("BTW", "1", ["GRB": "1500"])
        try await house.king.edit("BTW", "11", ["FORMGRP": "1b"])
        let said = try await house.check()
        #expect(said.exit == .needsPerson, "\(said.status)")
        #expect(said.output.contains("VAT code 2 (Verkoop hoog): the books take 19% on "), "\(said.output)")
        #expect(said.output.contains("VAT code 1 (Verkoop laag): the books put its VAT on account 1500, the rules on 1510"))
        #expect(said.output.contains("VAT code 11 (Inkoop laag) is for nothing in the books, for VAT claimed in the rules"))
        // Mended in King, it is gone at once.
        try await house.king.edit("BTW", "2", ["PERC": "21"])
        try await house.king.edit("BTW", "1", ["GRB": "1510"])
        try await house.king.edit("BTW", "11", ["FORMGRP": "5b"])
        #expect(try await house.check().exit == .success)
        await house.close()
    }

    @Test func `refuses a journal of the rules that numbers invoices itself, or records its numbers where that was chosen`() async throws {
        let refusing = try await Checked("king-finance-http")
        try await refusing.king.edit("DAGBOEK", "10", ["GEBRJRFACT": "J"])
        let refused = try await refusing.check("--json")
        #expect(refused.exit == .needsPerson)
        let findings = try #require(try JSON(parsing: refused.output.utf8)["findings"]?.array)
        let finding = try #require(findings.first { $0["blocking"]?.bool == true }, "\(refused.output)")
        #expect(finding["text"]?.string?.contains("journal 10 Verkoop of the rules numbers invoices itself") == true, "\(refused.output)")
        await refusing.close()
        let recording = try await Checked("king-finance-http", more: "own_numbers: record")
        try await recording.king.edit("DAGBOEK", "10", ["GEBRJRFACT": "J"])
        let recorded = try await recording.check()
        #expect(recorded.exit == .success && recorded.output.contains("King's number is kept beside ours"), "\(recorded.output)")
        await recording.close()
    }
}

/// A configuration with the sample rules, a FreshPortal and a King behind real ports.
private final class Checked: Sendable {
    let king = KingSandbox(KingSandbox.Settings(), clock: SystemClock())
    private let server: HTTPServer
    private let trade: HTTPServer
    private let folder = FileManager.default.temporaryDirectory.appending(path: "ledgerbridge-check-\(UUID().uuidString)")
    private let listener = Listener(
        environment: ["LANG": "en_GB.UTF-8", "USER": "anna", "KEY": "sandbox-key", "PARTNER": "demo-partner", "CODE": "A1B2C"])

    init(_ type: String, more: String = "") async throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        server = HTTPServer(handler: king, configuration: HTTPServer.Configuration(port: 0))
        trade = HTTPServer(
            handler: FreshPortalSandbox(settings: SandboxSettings(), time: SystemClock(), sleeper: { _ in }),
            configuration: HTTPServer.Configuration(port: 0))
        let (books, source) = (try server.start(), try trade.start())
        let configuration = """
            language: en
            sources: { trade: { type: freshportal, url: "http://127.0.0.1:\(source)", key: "env:KEY" } }
            targets:
              king:
                type: \(type)
                administration: bloemenexport
                url: "http://127.0.0.1:\(books)"
                partner_key: "env:PARTNER"
                omgevingscode: "env:CODE"
                \(more)
            bridges: { sales: { source: trade, administration: NL01, target: king } }
            """
        try configuration.write(to: folder.appending(path: "ledgerbridge.yaml"), atomically: true, encoding: .utf8)
        try MappingSamples.kingFinanceFlowerExporter.write(to: folder.appending(path: "rules.yaml"), atomically: true, encoding: .utf8)
        let imported = await words(["map", "import", folder.appending(path: "rules.yaml").path(percentEncoded: false)])
        #expect(imported.exit == .success, "\(imported.status)\(imported.output)")
    }

    func check(_ more: String...) async throws -> (exit: Exit, output: String, status: String) { await words(["connect", "check"] + more) }

    func close() async {
        await server.stop()
        await trade.stop()
        try? FileManager.default.removeItem(at: folder)
    }

    private func words(_ words: [String]) async -> (exit: Exit, output: String, status: String) {
        let file = folder.appending(path: "ledgerbridge.yaml").path(percentEncoded: false)
        let exit = await LedgerBridge.run(words + ["--config", file], in: listener.surroundings)
        let heard = listener.take()
        return (exit, heard.output, heard.status)
    }
}
