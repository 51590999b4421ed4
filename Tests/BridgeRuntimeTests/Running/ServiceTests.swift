import BridgeDomain
import BridgeHTTP
import BridgeHTTPClient
import BridgeJournal
import BridgeJournalTesting
import BridgeTesting
import ExactSimulator
import FreshPortalSimulator
import Testing

@testable import BridgeRuntime

@Suite(.timeLimit(.minutes(2)), .serialized) struct `The service` {
    @Test func `is alive at once, ready after the first turn, and says that it stops`() async throws {
        let town = try await Town()
        let installation = try town.installation(town.configuration())
        try await town.connect(installation)
        try await town.serving(installation) { guest in
            #expect(try await guest.get("/healthz").status == 200)
            let ready = try await guest.wait("/readyz") { $0.status == 200 }
            #expect(ready.text == "export: ready\n")
            #expect(try await guest.get("/nothing").status == 404)
            #expect(try await guest.transport.send(HTTPRequest(.post, origin: guest.origin, target: "/metrics")).status == 405)
        }
        await town.close()
    }

    @Test func `is not ready before the bridge has rules, becomes so when they are saved, and needs no new start`() async throws {
        let town = try await Town()
        let installation = try town.installation(town.configuration())
        try await town.serving(installation) { guest in
            let waiting = try await guest.wait("/readyz") { $0.text.contains("no rules") }
            #expect(waiting.status == 503)
            #expect(waiting.text.contains("ledgerbridge map import FILE --bridge export"))
            #expect(try await guest.push("document.approved", id: "ev-1").status == 503)
        }
        await town.close()
    }

    @Test func `lets a document flow at once when it is pushed, and not again when the push comes twice`() async throws {
        let town = try await Town()
        let installation = try town.installation(town.configuration())
        try await town.connect(installation)
        try await town.serving(installation) { guest in
            try await guest.wait("/readyz") { $0.status == 200 }
            let id = try #require(await town.approve(0..<1).first)
            #expect(try await guest.push("document.approved", id: "ev-1").status == 204)
            try await guest.wait(for: #"ledgerbridge_booked_total{bridge="export"}"#, 1)
            try await guest.wait(for: #"ledgerbridge_documents{bridge="export",state="booked",kind="sales_invoice",currency="EUR"}"#, 1)
            let readings = await town.readings
            for _ in 0..<3 { #expect(try await guest.push("document.approved", id: "ev-1").status == 204) }
            // One that is new is answered by a reading; the repeats before it were not.
            #expect(try await guest.push("document.approved", id: "ev-2").status == 204)
            while await town.readings == readings {}
            try await guest.wait(for: #"ledgerbridge_pushes_total{bridge="export"}"#, 2)
            #expect(await town.readings == readings + 1)
            #expect(await town.booked().count == 1)
            while await town.trade.statuses(of: id).last?.status != "posted" {}
        }
        await town.close()
    }

    @Test func `does nothing for pushes that are forged, old, for others or too large`() async throws {
        let town = try await Town()
        let installation = try town.installation(town.configuration())
        try await town.connect(installation)
        try await town.serving(installation) { guest in
            try await guest.wait("/readyz") { $0.status == 200 }
            let readings = await town.readings
            await town.approve(0..<1)
            #expect(try await guest.push("document.approved", id: "1", secret: "another").status == 401)
            #expect(try await guest.push("document.approved", id: "2", secondsOld: 301).status == 401)
            #expect(try await guest.push("document.approved", id: "3", secondsOld: -301).status == 401)
            #expect(try await guest.push("document.approved", id: "4", administration: "NL02").status == 401)
            #expect(try await guest.push("document.approved", id: "5", bridge: "other").status == 404)
            let large = HTTPRequest(
                .post, origin: guest.origin, target: "/hooks/freshportal/export", body: [UInt8](repeating: 32, count: Door.pushMax + 1))
            #expect(try await guest.transport.send(large).status == 413)
            try await guest.wait(for: #"ledgerbridge_pushes_refused_total{bridge="export"}"#, 4)
            #expect(await town.readings == readings)
            #expect(await town.booked().isEmpty)
        }
        await town.close()
    }

    @Test func `is not ready while the journal refuses, loses nothing, and goes on by itself when it is mended`() async throws {
        let town = try await Town()
        let installation = try town.installation(town.configuration())
        try await town.connect(installation)
        try await town.serving(installation) { guest in
            try await guest.wait("/readyz") { $0.status == 200 }
            town.refuseWrites(JournalError(.diskFull, "no room is left for the journal; make room, the work goes on by itself"))
            let failing = try await guest.wait("/readyz") { $0.status == 503 }
            #expect(failing.text.contains("make room"))
            await town.approve(0..<1)
            #expect(try await guest.push("document.approved", id: "ev-1").status == 204)
            #expect(await town.booked().isEmpty)
            town.refuseWrites(nil)
            try await guest.wait("/readyz") { $0.status == 200 }
            try await guest.wait(for: #"ledgerbridge_booked_total{bridge="export"}"#, 1)
            #expect(await town.booked().count == 1)
        }
        await town.close()
    }

    @Test func `tells a browser on a page, and a program as a problem, what it does not take`() async throws {
        let town = try await Town()
        let installation = try town.installation(town.configuration(more: "console: { open: true }"))
        try await town.serving(installation) { guest in
            func ask(_ method: HTTPMethod, _ path: String, accepts: String, bytes: Int = 0) async throws -> HTTPResponse {
                try await guest.transport.send(
                    HTTPRequest(
                        method, origin: guest.origin, target: path,
                        fields: ["Accept": accepts, "Content-Type": "application/x-www-form-urlencoded"],
                        body: Array(repeating: UInt8(ascii: "a"), count: bytes)))
            }
            // Somebody reloads the address at which a form was answered; somebody sends too much of a form.
            for (method, path, bytes, status) in [
                (HTTPMethod.get, "/people/anna/role", 0, 405), (.get, "/nothing", 0, 404), (.post, "/sign-in", 1 << 20, 413),
            ] {
                let page = try await ask(method, path, accepts: "text/html,*/*", bytes: bytes)
                #expect(page.status == status && page.fields["Content-Type"]?.hasPrefix("text/html") == true, "\(path): \(page.text)")
                #expect(page.fields["Content-Security-Policy"] != nil && page.text.contains("<h1"), "\(path)")
                let problem = try await ask(method, path, accepts: "application/json", bytes: bytes)
                #expect(problem.status == status && problem.fields["Content-Type"] == "application/problem+json", "\(path)")
                #expect(page.fields["Allow"] == problem.fields["Allow"])
            }
        }
        await town.close()
    }

    @Test func `keeps good bridges at work beside one that cannot be set up`() async throws {
        let town = try await Town()
        let more = """
              broken:
                source: freshportal
                administration: NL02
                target: exact
            """
        let configuration = try town.configuration(more: more)
        try await town.connect(try town.installation(town.configuration()))
        try await town.serving(try town.installation(configuration)) { guest in
            let text = try await guest.wait("/readyz") { $0.text.contains("export: ready") && $0.text.contains("no rules") }
            #expect(text.status == 503)
            await town.approve(0..<1)
            #expect(try await guest.push("document.approved", id: "ev-1").status == 204)
            try await guest.wait(for: #"ledgerbridge_booked_total{bridge="export"}"#, 1)
            try await guest.wait(for: #"ledgerbridge_ready{bridge="broken"}"#, 0)
        }
        await town.close()
    }

    @Test func `says which secret is missing, and not what the others are`() async throws {
        let town = try await Town()
        let environment = ["KEY": "sandbox-key", "CLIENT": "sandbox-secret"]
        let installation = try town.installation(town.configuration(), environment: environment)
        try await town.serving(installation) { guest in
            let text = try await guest.wait("/readyz") { $0.text.contains("HOOK") }.text
            #expect(text == "export: the environment variable HOOK is not set. Set HOOK before the program starts.\n")
        }
        await town.close()
    }

    @Test func `ends after a slow call, with its outcome written`() async throws {
        let town = try await Town()
        let installation = try town.installation(town.configuration())
        try await town.connect(installation)
        await town.approve(0..<1)
        await town.books.plan([ExactSandbox.Fault(.answerLate(700), method: .post, pathContains: "SalesEntries")])
        try await town.serving(installation) { guest in
            // The call is under way: booked over there, and not yet answered here.
            while await town.booked().isEmpty {}
            await guest.service.stop()
            let ending = try await guest.get("/readyz")
            #expect(ending.status == 503 && ending.text == "export: stopping\n")
            #expect(try await guest.push("document.approved", id: "ev-1").status == 503)
        }
        let totals = try await town.journal.stateTotals("export")
        #expect(totals.map(\.state) == [.booked])
        #expect(try await town.journal.lease("bridge/export", owner: "next", now: town.clock.now(), until: town.clock.now()) != nil)
        await town.close()
    }

    @Test func `tells the source and settles what the source will never take`() async throws {
        let town = try await Town()
        let installation = try town.installation(town.configuration())
        try await town.connect(installation)
        let id = try #require(await town.approve(0..<1).first)
        await town.trade.inject(SandboxFaultRule(.status(409, retryAfter: nil), pathContains: "posting-status"))
        try await town.serving(installation) { guest in
            try await guest.wait(for: #"ledgerbridge_booked_total{bridge="export"}"#, 1)
            while try await town.refusedReports().isEmpty {}
        }
        #expect(await town.trade.statuses(of: id).isEmpty)
        let refused = try await town.refusedReports()
        #expect(refused.count == 1)
        #expect(refused.first?.entry.detail.contains("409") == true)
        #expect(try await town.journal.nextDue("export") == nil, "nothing is tried again")
        await town.close()
    }

    @Test func `shares one connection between bridges to the same books`() async throws {
        let town = try await Town()
        let more = """
              second:
                source: freshportal
                administration: NL02
                target: exact
                poll_seconds: 86400
            """
        let installation = try town.installation(town.configuration(more: more))
        try await town.connect(installation)
        try await town.serving(installation) { guest in
            try await guest.wait("/readyz") { $0.status == 200 }
            let text = try await guest.get("/metrics").text
            let budgets = text.split(separator: "\n").filter { $0.hasPrefix("ledgerbridge_budget_left") }
            #expect(Set(budgets).count == budgets.count, "each series once")
        }
        let configuration = installation.configuration
        let working = [try await installation.bridge(configuration.bridges[0]), try await installation.bridge(configuration.bridges[1])]
        #expect(working[0].connection.meter === working[1].connection.meter)
        await town.close()
    }

    @Test func `cannot take a port that is taken, and says which and what to do`() async throws {
        let town = try await Town()
        let installation = try town.installation(town.configuration())
        try await town.connect(installation)
        try await town.serving(installation) { guest in
            let port = try #require(guest.origin.split(separator: ":").last)
            let second = try town.installation(town.configuration(service: "port: \(port)"))
            let log = Log(label: "service", level: .error, clock: town.clock, sink: LogSink(descriptor: -1))
            let error = await #expect(throws: InstallationError.self) { try await Service(second, owner: "two", log: log).start() }
            #expect(error?.description.contains("cannot listen on 127.0.0.1, port \(port)") == true)
            #expect(error?.description.contains("Choose another port") == true)
        }
        await town.close()
    }
}

extension Town {
    /// How often the stream of documents was read.
    var readings: Int {
        get async { await trade.calls().filter { $0.key.contains("documents/sync") }.reduce(0) { $0 + $1.value } }
    }

    func refusedReports() async throws -> [HistoryRecord] {
        try await journal.history(subject: nil, bridge: "export", after: 0, limit: 1_000).filter { $0.entry.act == "report_refused" }
    }
}
