import BridgeHTTP
import BridgeHTTPClient
import Testing

@testable import BridgeRuntime

@Suite(.timeLimit(.minutes(1))) struct `Waiting for a consent` {
    @Test func `takes the callback of our link and turns others away`() async throws {
        let town = try await Town()
        let installation = try town.installation(town.configuration())
        let consent = try #require(try await installation.connect(installation.configuration.targets[0]).consent)
        let (callback, port) = try freeCallback { consent.isOurs(callback: $0) }
        async let caught = callback.wait(seconds: 30)
        let origin = "http://127.0.0.1:\(port)"
        func get(_ target: String) async throws -> HTTPResponse {
            try await town.transport.send(HTTPRequest(.get, origin: origin, target: target))
        }
        #expect(try await get("/exact/callback?code=forged&state=1.00").status == 403)
        #expect(try await get("/exact/callback").status == 404)
        #expect(try await get("/elsewhere?code=x").status == 404)
        let state = try #require(consent.link.split(separator: "state=").last)
        let answer = try await get("/exact/callback?code=right&state=\(state)")
        #expect(answer.status == 200)
        #expect(answer.fields["Referrer-Policy"] == "no-referrer" && answer.fields["Cache-Control"] == "no-store")
        #expect(await caught == "code=right&state=\(state)")
        await town.close()
    }

    @Test func `hears of a refusal too, and gives up after its time`() async throws {
        let town = try await Town()
        let installation = try town.installation(town.configuration())
        let consent = try #require(try await installation.connect(installation.configuration.targets[0]).consent)
        let state = try #require(consent.link.split(separator: "state=").last)
        #expect(consent.isOurs(callback: "error=access_denied&state=\(state)"))
        #expect(!consent.isOurs(callback: "error=access_denied&state=1.2"))
        #expect(!consent.isOurs(callback: ""))
        let (callback, _) = try freeCallback { _ in true }
        #expect(await callback.wait(seconds: 0) == nil)
        await town.close()
    }

    @Test(arguments: [
        ("http://127.0.0.1:8080/exact/callback", 8_080, "/exact/callback"), ("http://localhost:9", 9, "/"),
        ("http://127.0.0.1:8080/{a}?x=1", 8_080, "/{a}"),
    ])
    func `listens where the redirect address says`(address: String, port: UInt16, path: String) throws {
        let local = try #require(ConsentCallback.local(address))
        #expect(local.port == port && local.path == path)
    }

    @Test(arguments: [
        "https://127.0.0.1:8080/c", "http://books.example.nl:80/c", "http://127.0.0.1:0/c", "http://127.0.0.1:99999/c",
        "http://127.0.0.1:80evil/c", "http://127.0.0.1:/c",
    ])
    func `listens nowhere when the address is not on this machine`(address: String) {
        #expect(ConsentCallback.local(address) == nil)
        #expect(throws: InstallationError.self) { try ConsentCallback(redirect: address) { _ in true } }
    }

    /// A callback on a port that is free: a registered address has a fixed one.
    private func freeCallback(_ isOurs: @escaping @Sendable (String) -> Bool) throws -> (ConsentCallback, UInt16) {
        for port in UInt16(38_400)..<38_500 {
            if let callback = try? ConsentCallback(redirect: "http://127.0.0.1:\(port)/exact/callback", isOurs: isOurs) {
                return (callback, port)
            }
        }
        throw InstallationError(nl: "geen poort is vrij", en: "no port is free")
    }
}
