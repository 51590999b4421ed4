import BridgeAPI
import BridgeAccess
import BridgeJSON
import Testing

@testable import ledgerbridge

/// Tokens of our own door, made and ended at the command line.
@Suite struct `The token commands` {
    @Test func `give a token a role, and then no scope that was not asked for`() async throws {
        let place = try CommandFolder()
        let made = try await place.run(["token", "create", "night job", "--role", "controller"])
        #expect(made["role"] == "controller" && made["scopes"] == [])
        let both = try await place.run(["token", "create", "both", "--role", "viewer", "--scope", "status:read"])
        #expect(both["role"] == "viewer" && both["scopes"] == ["status:read"])
        #expect(await place.words(["token", "list"]).output.contains("controller"))
    }

    @Test func `show a token once, list it without, and end it`() async throws {
        let place = try CommandFolder()
        let made = try await place.run(["token", "create", "trade", "--scope", "documents:write", "--bridge", "sales"])
        let text = try #require(made["token"]?.string)
        let id = try #require(made["id"]?.string)
        #expect(text.hasPrefix("\(DoorTokens.mark)\(id)_"))
        #expect(made["scopes"] == ["documents:write"] && made["bridges"] == ["sales"] && made["created_by"] == "person:anna")
        let listed = try await place.run(["token", "list"])
        #expect(listed[0]?["id"]?.string == id && listed[0]?["revoked_at"] == .null)
        #expect(!listed.description.contains(text.suffix(64)), "nobody can tell it a second time")
        #expect(try await place.run(["token", "revoke", id])["revoked_at"]?.string != nil)
        #expect(await place.words(["token", "list"]).output.contains("revoked"))
    }

    @Test func `are for who decides who comes in, and what they made ends with their account`() async throws {
        let place = try CommandFolder()
        _ = try await place.run(["user", "create", "anna", "--role", "controller"])
        let refused = await place.words(["token", "create", "trade"])
        #expect(refused.exit == .usage && refused.status.contains("user 'anna' is no administrator"), "\(refused.status)")
        for words in [["change", "anna", "--role", "administrator"], ["create", "bert", "--role", "administrator"]] {
            _ = try await place.run(["user"] + words)
        }
        _ = try await place.run(["token", "create", "trade"])
        _ = try await place.run(["user", "close", "anna"])
        #expect(try await place.run(["token", "list"])[0]?["revoked_at"]?.string != nil)
    }

    @Test func `give every scope and bridge unless told otherwise`() async throws {
        let place = try CommandFolder()
        let made = try await place.run(["token", "create", "trade"])
        #expect(made["scopes"]?.array?.count == TokenScope.allCases.count && made["bridges"] == [])
    }

    @Test(arguments: [
        (["token", "create", "trade", "--bridge", "other"], "there is: sales"), (["token", "create", ""], "a name has 1 to 100"),
        (["token", "create", "trade", "--days", "0"], "--days"), (["token", "revoke", "nobody"], "ledgerbridge token list"),
        (["token", "create", "trade", "--scope", "all"], "documents:write"),
    ])
    func `say what is wrong and what there is`(words: [String], told: String) async throws {
        let place = try CommandFolder()
        let said = await place.words(words)
        #expect(said.exit == .usage && said.status.contains(told), "\(said.status)")
    }
}
