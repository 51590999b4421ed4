import BridgeHTTP
import BridgeJSON
import ExactSimulator
import Synchronization
import Testing

/// Reference exact-online §3.1, §5 and §12, items 4–7.
struct TransportTests {
    @Test func `without asking for JSON the answer is Atom, and XML is refused`() async throws {
        let desk = try await Desk.signedIn()
        let atom = await desk.raw(.get, "/api/v1/current/Me", fields: ["Accept": ""])
        #expect(atom.fields["Content-Type"]?.hasPrefix("application/atom+xml") ?? false)
        #expect(atom.json == .null)
        #expect(await desk.raw(.get, "/api/v1/current/Me", fields: ["Accept": "application/xml"]).status == 415)
    }

    @Test func `six headers tell what is left, in milliseconds`() async throws {
        let desk = try await Desk.signedIn { $0.limits.callsPerMinute = 60 }
        let fields = await desk.get("hrm/Costcenters").fields
        #expect(fields["X-RateLimit-Limit"] == "5000")
        #expect(fields["X-RateLimit-Remaining"] == "4999")
        #expect(fields["X-RateLimit-Reset"] == "1773360000000", "midnight UTC after 12 March 2026")
        #expect(fields["X-RateLimit-Minutely-Remaining"] == "59")
        #expect(fields["X-RateLimit-Minutely-Reset"] == "1773306060000")
    }

    @Test func `a used-up minute answers an empty 429 with the minute's headers only, until the clock's next minute`() async throws {
        let desk = try await Desk.signedIn { $0.limits.callsPerMinute = 3 }
        desk.clock.advance(seconds: 50)
        for _ in 0..<3 { #expect(await desk.get("hrm/Costcenters").status == 200) }
        let refused = await desk.get("hrm/Costcenters")
        #expect(refused.status == 429)
        #expect(refused.text.isEmpty)
        #expect(refused.fields["X-RateLimit-Minutely-Remaining"] == "0")
        #expect(refused.fields["X-RateLimit-Remaining"] == nil)
        desk.clock.advance(seconds: 10)
        #expect(await desk.get("hrm/Costcenters").status == 200)
    }

    @Test func `a used-up day answers with the day's headers only, until midnight UTC`() async throws {
        let desk = try await Desk.signedIn { $0.limits.callsPerDay = 2 }
        for _ in 0..<2 { #expect(await desk.get("hrm/Costcenters").status == 200) }
        let refused = await desk.get("hrm/Costcenters")
        #expect(refused.status == 429)
        #expect(refused.fields["X-RateLimit-Remaining"] == "0")
        #expect(refused.fields["X-RateLimit-Minutely-Limit"] == nil)
        desk.clock.advance(seconds: 15 * 3600)
        #expect(await desk.refreshed().status == 200)
    }

    @Test func `refusals come without limit headers unless asked for`() async throws {
        let bare = try await Desk.signedIn()
        #expect(await bare.get("crm/Accounts", [("$select", "Nonsense")]).fields["X-RateLimit-Limit"] == nil)
        let full = try await Desk.signedIn { $0.behaviour.limitHeadersOnErrors = true }
        #expect(await full.get("crm/Accounts", [("$select", "Nonsense")]).fields["X-RateLimit-Limit"] == "5000")
    }

    @Test func `the eleventh client error in an hour blocks that endpoint for an hour, and no other`() async throws {
        let desk = try await Desk.signedIn()
        for _ in 0..<11 { #expect(await desk.get("crm/Accounts", [("$select", "Nonsense")]).status == 400) }
        #expect(await desk.get("crm/Accounts").status == 429)
        #expect(await desk.get("hrm/Costcenters").status == 200)
        desk.clock.advance(seconds: 3600)
        try desk.keep(await desk.refreshed())
        #expect(await desk.get("crm/Accounts").status == 200)
    }

    @Test func `business refusals do not count as client errors`() async throws {
        let desk = try await Desk.signedIn()
        for _ in 0..<15 { #expect(await desk.post("crm/Accounts", [:]).status == 500) }
        #expect(await desk.get("crm/Accounts").status == 200)
    }

    @Test func `an answer that is lost leaves the entry in the books`() async throws {
        let desk = try await Desk.signedIn()
        let body = try await desk.sale(try await desk.customer())
        await desk.sandbox.plan([.init(.loseAnswer, method: .post, pathContains: "salesentry")])
        #expect(await desk.post("salesentry/SalesEntries", body).ending == .dropped)
        #expect(await desk.sandbox.entries(in: Desk.division, yourReference: "FP-2026-000123").count == 1)
    }

    @Test func `a request that is lost leaves nothing in the books`() async throws {
        let desk = try await Desk.signedIn()
        let body = try await desk.sale(try await desk.customer())
        await desk.sandbox.plan([.init(.loseRequest, method: .post, pathContains: "salesentry")])
        #expect(await desk.post("salesentry/SalesEntries", body).ending == .dropped)
        #expect(await desk.sandbox.entries(in: Desk.division).isEmpty)
        #expect(await desk.post("salesentry/SalesEntries", body).status == 201, "the fault is used up")
    }

    @Test(
        arguments: [
            (ExactSandbox.Fault.Kind.throttled, 429), (.serverError, 500), (.unavailable, 503), (.maintenancePage, 200),
            (.unauthorised, 401), (.tokenExpired, 401), (.errorBlock, 429),
        ])
    func `faults that answer for the service write nothing`(kind: ExactSandbox.Fault.Kind, status: Int) async throws {
        let desk = try await Desk.signedIn()
        let body = try await desk.sale(try await desk.customer())
        await desk.sandbox.plan([.init(kind, pathContains: "SalesEntries")])
        let answer = await desk.post("salesentry/SalesEntries", body)
        #expect(answer.status == status)
        #expect(answer.d == .null)
        #expect(await desk.sandbox.entries(in: Desk.division).isEmpty)
        if kind == .maintenancePage { #expect(answer.fields["Content-Type"]?.hasPrefix("text/html") ?? false) }
    }

    @Test func `a body that is cut short belongs to an entry that is booked`() async throws {
        let desk = try await Desk.signedIn()
        let body = try await desk.sale(try await desk.customer())
        await desk.sandbox.plan([.init(.truncated(20), pathContains: "SalesEntries")])
        #expect(await desk.post("salesentry/SalesEntries", body).ending == .cut(20))
        #expect(await desk.sandbox.entries(in: Desk.division).count == 1)
    }

    @Test func `slow faults wait outside, before or after the work`() async throws {
        let waits = Mutex<[Int]>([])
        let clock = StandingClock()
        let sandbox = ExactSandbox(clock: clock, sleeper: { milliseconds in waits.withLock { $0.append(milliseconds) } })
        await sandbox.plan([.init(.startLate(100)), .init(.answerLate(200))])
        _ = await sandbox.answer(HTTPRequest(.get, target: "/api/v1/current/Me"))
        _ = await sandbox.answer(HTTPRequest(.get, target: "/api/v1/current/Me"))
        #expect(waits.withLock { $0 } == [100, 200])
    }

    @Test func `an expired token may be replaced at once, an unjust 401 only after 570 seconds`() async throws {
        let expired = try await Desk.signedIn()
        await expired.sandbox.plan([.init(.tokenExpired)])
        #expect(await expired.get("hrm/Costcenters").status == 401)
        #expect(await expired.get("hrm/Costcenters").status == 401, "the token is dead, not only the call")
        #expect(await expired.refreshed().status == 200)
        let unjust = try await Desk.signedIn()
        await unjust.sandbox.plan([.init(.unauthorised)])
        #expect(await unjust.get("hrm/Costcenters").status == 401)
        #expect(await unjust.refreshed().status == 401)
        #expect(await unjust.get("hrm/Costcenters").status == 200)
    }

    @Test func `faults skip, repeat and strike by chance with the seed`() async throws {
        let desk = try await Desk.signedIn()
        await desk.sandbox.plan([.init(.unavailable, pathContains: "costcenters", skip: 1, times: 2)])
        var statuses: [Int] = []
        for _ in 0..<4 { statuses.append(await desk.get("hrm/Costcenters").status) }
        #expect(statuses == [200, 503, 503, 200])

        func run(seed: UInt64) async throws -> [Int] {
            let desk = try await Desk.signedIn { $0.seed = seed }
            await desk.sandbox.plan([.init(.unavailable, pathContains: "Costcenters", times: nil, perMille: 300)])
            var result: [Int] = []
            for _ in 0..<200 { result.append(await desk.get("hrm/Costcenters").status) }
            return result
        }
        let (first, again, other) = (try await run(seed: 7), try await run(seed: 7), try await run(seed: 8))
        #expect(first == again)
        #expect(first != other)
        #expect((30...90).contains(first.count { $0 == 503 }))
    }

    @Test func `a lost answer to a refresh leaves the new token unknown and the old one dead`() async throws {
        let desk = try await Desk.signedIn()
        desk.clock.advance(seconds: 570)
        await desk.sandbox.plan([.init(.loseAnswer, pathContains: "oauth2/token")])
        #expect(await desk.refreshed().ending == .dropped)
        #expect(await desk.refreshed().json["error_description"] == "Old refresh token used.")
    }

    @Test func `what is not there is answered 404`() async throws {
        let desk = try await Desk.signedIn()
        for path in [
            "salesinvoice/SalesInvoices", "crm/accounts", "hrm/CostCenters",
            "crm/Accounts(guid'\(String(repeating: "0", count: 8))-0000-0000-0000-000000000000')",
        ] {
            #expect(await desk.get(path).status == 404, "\(path)")
        }
        #expect(await desk.raw(.get, "/nowhere").status == 404)
        #expect(await desk.call(.put, "financial/FinancialPeriods").status == 405)
    }
}
