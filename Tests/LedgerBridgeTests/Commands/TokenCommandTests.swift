import BridgeAPI
import BridgeAccess
import BridgeJSON
import FoundationEssentials
import Testing

@testable import ledgerbridge

/// Tokens of our own door, made and ended at the command line.
@Suite struct `The token commands` {
    @Test func `give a token a role, and then no scope that was not asked for`() async throws {
        let place = try Place()
        let made = try await place.run(["token", "create", "night job", "--role", "controller", "--json"])
        #expect(made["role"] == "controller" && made["scopes"] == [])
        let both = try await place.run(["token", "create", "both", "--role", "viewer", "--scope", "status:read", "--json"])
        #expect(both["role"] == "viewer" && both["scopes"] == ["status:read"])
        #expect(await place.words(["token", "list"]).output.contains("controller"))
    }

    @Test func `show a token once, list it without, and end it`() async throws {
        let place = try Place()
        let made = try await place.run(["token", "create", "trade", "--scope", "documents:write", "--bridge", "sales", "--json"])
        let text = try #require(made["token"]?.string)
        let id = try #require(made["id"]?.string)
        #expect(text.hasPrefix("\(DoorTokens.mark)\(id)_"))
        #expect(made["scopes"] == ["documents:write"] && made["bridges"] == ["sales"] && made["created_by"] == "person:anna")
        let listed = try await place.run(["token", "list", "--json"])
        #expect(listed[0]?["id"]?.string == id && listed[0]?["revoked_at"] == .null)
        #expect(!listed.description.contains(text.suffix(64)), "nobody can tell it a second time")
        #expect(try await place.run(["token", "revoke", id, "--json"])["revoked_at"]?.string != nil)
        #expect(await place.words(["token", "list"]).output.contains("revoked"))
    }

    @Test func `give every scope and bridge unless told otherwise`() async throws {
        let place = try Place()
        let made = try await place.run(["token", "create", "trade", "--json"])
        #expect(made["scopes"]?.array?.count == TokenScope.allCases.count && made["bridges"] == [])
    }

    @Test(arguments: [
        (["token", "create", "trade", "--bridge", "other"], "there is: sales"), (["token", "create", ""], "a name has 1 to 100"),
        (["token", "create", "trade", "--days", "0"], "--days"), (["token", "revoke", "nobody"], "ledgerbridge token list"),
        (["token", "create", "trade", "--scope", "all"], "documents:write"),
    ])
    func `say what is wrong and what there is`(words: [String], told: String) async throws {
        let place = try Place()
        let said = await place.words(words)
        #expect(said.exit == .usage && said.status.contains(told), "\(said.status)")
    }
}

/// A folder with a configuration whose bridge is pushed to; removed when the test lets go of it.
private final class Place: Sendable {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "ledgerbridge-tokens-\(UUID().uuidString)")
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
