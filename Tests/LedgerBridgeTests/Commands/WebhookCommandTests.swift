import BridgeJSON
import Testing

@testable import ledgerbridge

/// Webhooks, kept at the command line.
@Suite struct `The webhook commands` {
    @Test func `show a secret once, list it without, and pause, try, change and end it`() async throws {
        let place = try CommandFolder()
        let made = try await place.run(["webhook", "add", "stock", "https://stock.example.nl/hooks", "--event", "document.late"])
        let (id, secret) = (try #require(made["id"]?.string), try #require(made["secret"]?.string))
        #expect(secret.hasPrefix("whsec_") && made["events"] == ["document.late"] && made["created_by"] == "person:anna")
        let listed = try await place.run(["webhook", "list"])
        #expect(listed[0]?["id"]?.string == id && listed[0]?["state"] == "active" && !listed.description.contains(secret))
        _ = try await place.run(["webhook", "test", id])
        _ = try await place.run(["webhook", "pause", id])
        #expect(await place.words(["webhook", "test", id]).exit == .usage)
        #expect(await place.words(["webhook", "list"]).output.contains("paused"))
        _ = try await place.run(["webhook", "resume", id])
        let changed = try await place.run(["webhook", "rotate", id])
        #expect(changed["secret"]?.string?.hasPrefix("whsec_") == true && changed["secret"]?.string != secret)
        #expect(try await place.run(["webhook", "show", id])["messages"] == [])
        _ = try await place.run(["webhook", "end", id])
        #expect(try await place.run(["webhook", "list"])[0]?["state"] == "ended")
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
        let place = try CommandFolder()
        let said = await place.words(words)
        #expect(said.exit == .usage && said.status.contains(told), "\(said.status)")
    }
}
