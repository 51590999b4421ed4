import BridgeJSON
import FoundationEssentials
import Testing

@testable import ledgerbridge

/// Webhooks, kept at the command line.
@Suite struct `The webhook commands` {
    @Test func `show a secret once, list it without, and pause, try, change and end it`() async throws {
        let place = try Place()
        let made = try await place.run(["webhook", "add", "stock", "https://stock.example.nl/hooks", "--event", "document.late", "--json"])
        let (id, secret) = (try #require(made["id"]?.string), try #require(made["secret"]?.string))
        #expect(secret.hasPrefix("whsec_") && made["events"] == ["document.late"] && made["created_by"] == "person:anna")
        let listed = try await place.run(["webhook", "list", "--json"])
        #expect(listed[0]?["id"]?.string == id && listed[0]?["state"] == "active" && !listed.description.contains(secret))
        _ = try await place.run(["webhook", "test", id, "--json"])
        _ = try await place.run(["webhook", "pause", id, "--json"])
        #expect(await place.words(["webhook", "test", id]).exit == .usage)
        #expect(await place.words(["webhook", "list"]).output.contains("paused"))
        _ = try await place.run(["webhook", "resume", id, "--json"])
        let changed = try await place.run(["webhook", "rotate", id, "--json"])
        #expect(changed["secret"]?.string?.hasPrefix("whsec_") == true && changed["secret"]?.string != secret)
        #expect(try await place.run(["webhook", "show", id, "--json"])["messages"] == [])
        _ = try await place.run(["webhook", "end", id, "--json"])
        #expect(try await place.run(["webhook", "list", "--json"])[0]?["state"] == "ended")
    }

    @Test(arguments: [
        (["webhook", "add", "x", "http://example.com"], "https://"), (["webhook", "add", "x", "https://10.0.0.1/"], "allowed_networks"),
        (["webhook", "add", "x", "https://example.com", "--event", "nothing"], "document.booked"),
        (["webhook", "add", "x", "https://example.com", "--bridge", "other"], "not set up"),
        (["webhook", "end", "wh_nobody"], "no such webhook"), (["webhook", "show", "wh_nobody"], "no such webhook"),
        (["webhook", "replay", "wh_nobody"], "--from and --to"),
        (["webhook", "replay", "wh_nobody", "--from", "2026-02-31"], "a day such as"),
    ])
    func `say what is wrong`(words: [String], told: String) async throws {
        let place = try Place()
        let said = await place.words(words)
        #expect(said.exit == .usage && said.status.contains(told), "\(said.status)")
    }
}

/// A folder with a configuration; removed when the test lets go of it.
private final class Place: Sendable {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "ledgerbridge-webhooks-\(UUID().uuidString)")
    private let listener = Listener()

    init() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let configuration = """
            language: en
            sources: { trade: { type: api } }
            targets:
              exact:
                type: exact
                url: https://start.exactonline.nl
                division: 1
                client_id: app
                client_secret: env:CLIENT
                redirect: https://books.example.nl/callback
            bridges: { sales: { source: trade, administration: NL01, target: exact } }
            """
        try configuration.write(to: folder.appending(path: "ledgerbridge.yaml"), atomically: true, encoding: .utf8)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func words(_ words: [String]) async -> (exit: Exit, output: String, status: String) {
        let file = folder.appending(path: "ledgerbridge.yaml").path(percentEncoded: false)
        let exit = await LedgerBridge.run(words + ["--config", file], in: listener.surroundings)
        let heard = listener.take()
        return (exit, heard.output, heard.status)
    }

    func run(_ words: [String]) async throws -> JSON {
        let said = await self.words(words)
        #expect(said.exit == .success, "\(said.status)")
        return try JSON(parsing: said.output)
    }
}
