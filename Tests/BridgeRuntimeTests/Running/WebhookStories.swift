import BridgeDomain
import BridgeHTTP
import BridgeHTTPClient
import BridgeHTTPServer
import BridgeSecrets
import BridgeTesting
import ExactSimulator
import Testing

@testable import BridgeRuntime

/// What Exact Online tells on its own, over real connections both ways.
@Suite(.timeLimit(.minutes(2)), .serialized) struct `What the books tell on their own` {
    private struct Nothing: HTTPHandler {
        func answer(_ request: HTTPRequest) async -> HTTPAnswer { .respond(HTTPResponse(status: 404)) }
    }

    /// A port that was free a moment ago: the address must be known before the service listens there.
    private func freePort() async throws -> UInt16 {
        let server = HTTPServer(handler: Nothing())
        let port = try server.start()
        await server.stop()
        return port
    }

    private func configuration(_ town: Town, port: UInt16) throws -> Configuration {
        var configuration = try town.configuration(service: "port: \(port)")
        guard case var target as ExactTarget = configuration.targets[0].setup else { return configuration }
        target.webhooks = ExactTarget.Webhooks(
            url: "http://127.0.0.1:\(port)/hooks/books/exact", secret: .environment("TOLD"))
        configuration.targets[0].setup = target
        return configuration
    }

    @Test func `an edit by the accountant is seen when it is told, and a lost subscription is made again`() async throws {
        let town = try await Town()
        let configuration = try configuration(town, port: try await freePort())
        var environment = town.environment
        environment["TOLD"] = "sandbox-webhook-secret"
        let installation = try town.installation(configuration, environment: environment)
        try await town.connect(installation)
        try await town.serving(installation) { guest in
            try await guest.wait("/readyz") { $0.status == 200 }
            await town.approve(0..<1)
            #expect(try await guest.push("document.approved", id: "ev-1").status == 204)
            try await guest.wait(for: #"ledgerbridge_booked_total{bridge="export"}"#, 1)
            while await town.books.subscriptions(in: 3_456_789) < 2 {}
            // A minute after what our own entry caused.
            await town.books.deliverNotifications()
            town.clock.advance(seconds: 61)
            let entry = try #require(await town.books.entries(in: 3_456_789).first)
            var change = ExactSandbox.EntryChange()
            change.description = "changed by hand"
            change.date = entry.date.adding(days: 1)
            try await town.books.change(entry.number, change, in: 3_456_789)
            #expect(await town.books.deliverNotifications() > 0)
            try await guest.wait("/metrics") { $0.text.contains("ledgerbridge_differing{bridge=\"export\"} 1") }

            await town.books.loseSubscriptions(in: 3_456_789)
            town.clock.advance(seconds: 21_600)
            #expect(try await guest.push("document.approved", id: "ev-2").status == 204)
            while await town.books.subscriptions(in: 3_456_789) < 2 {}
        }
        await town.close()
    }

    @Test func `what is forged, too large or for nobody changes nothing, and a new address answers when it is tried`() async throws {
        let town = try await Town()
        let configuration = try configuration(town, port: try await freePort())
        var environment = town.environment
        environment["TOLD"] = "sandbox-webhook-secret"
        let installation = try town.installation(configuration, environment: environment)
        try await town.connect(installation)
        try await town.serving(installation) { guest in
            try await guest.wait("/readyz") { $0.status == 200 }
            func post(_ path: String, _ body: String) async throws -> Int {
                try await guest.transport.send(HTTPRequest(.post, origin: guest.origin, target: path, body: Array(body.utf8))).status
            }
            #expect(try await post("/hooks/books/exact", "") == 204)
            #expect(try await post("/hooks/books/exact", #"{"Content":{"Topic":"Accounts"},"HashCode":"00"}"#) == 401)
            #expect(try await post("/hooks/books/other", "{}") == 404)
            #expect(try await post("/hooks/books/exact", String(repeating: " ", count: Door.pushMax + 1)) == 413)
        }
        await town.close()
    }

    @Test func `an address on another host than the redirect's is refused with the reason`() async throws {
        let town = try await Town()
        var configuration = try configuration(town, port: 1)
        if case var target as ExactTarget = configuration.targets[0].setup {
            target.webhooks?.url = "https://elsewhere.example/hooks/books/exact"
            configuration.targets[0].setup = target
        }
        let installation = try town.installation(configuration, environment: town.environment.merging(["TOLD": "x"]) { $1 })
        let error = await #expect(throws: InstallationError.self) { try await installation.connect(configuration.targets[0]) }
        #expect(error?.text.english.contains("must be on the host of 'redirect'") == true)
        await town.close()
    }
}
