import BridgeConnector
import BridgeDomain
import BridgeHTTP
import BridgeJSON
import Testing

@testable import ExactConnector

/// An answer and what it means for a write and for a read; nil is success.
struct VerdictRow: Sendable, CustomTestStringConvertible {
    var name: String
    var step: ScriptedTransport.Step
    var write: ConnectorError.Code?
    var read: ConnectorError.Code?
    var testDescription: String { name }

    static let rows = [
        VerdictRow(name: "201 with a row", step: .json(#"{"d":{"EntryID":"9a40"}}"#, status: 201)),
        VerdictRow(name: "200 with a row", step: .json(#"{"d":{"EntryID":"9a40"}}"#)),
        VerdictRow(name: "200 with nothing", step: .status(200), write: .outcomeUnknown, read: .unavailable),
        VerdictRow(name: "201 cut short", step: .json(#"{"d":{"Entr"#, status: 201), write: .outcomeUnknown, read: .unavailable),
        VerdictRow(
            name: "200 with a page", step: .status(200, body: "<html>Maintenance</html>"), write: .outcomeUnknown, read: .unavailable),
        VerdictRow(name: "200 with other data", step: .json("{}"), write: .outcomeUnknown, read: .unavailable),
        VerdictRow(name: "302 to a login", step: .status(302), write: .outcomeUnknown, read: .unavailable),
        VerdictRow(
            name: "400 query syntax", step: .refusal("Bad Request - Error in query syntax.", status: 400), write: .misused, read: .misused),
        VerdictRow(
            name: "400 unknown property",
            step: .refusal(
                "Error processing request stream. The property name 'X' specified for type 'Exact.Web.Api.Models.SalesEntry' is not valid.",
                status: 400), write: .misused, read: .misused),
        VerdictRow(
            name: "400 mandatory filter",
            step: .refusal("This endpoint has mandatory filtering applied and must have a $filter parameter", status: 400), write: .misused,
            read: .misused),
        VerdictRow(name: "400 empty", step: .status(400), write: .misused, read: .misused),
        VerdictRow(name: "400 by rule", step: .refusal("Verplicht: Klant", status: 400), write: .rejected, read: .rejected),
        VerdictRow(name: "403 empty", step: .status(403), write: .unauthorised, read: .unauthorised),
        VerdictRow(
            name: "403 division", step: .refusal("Forbidden - User division is not within division scope", status: 403),
            write: .unauthorised, read: .unauthorised),
        VerdictRow(
            name: "403 reason", step: .status(403, fields: ["Reason": "LicenseExpired"]), write: .unauthorised, read: .unauthorised),
        VerdictRow(name: "404", step: .status(404), write: .misused, read: .misused),
        VerdictRow(name: "405", step: .status(405), write: .misused, read: .misused),
        VerdictRow(name: "408", step: .status(408), write: .outcomeUnknown, read: .unavailable),
        VerdictRow(name: "429 empty", step: .status(429), write: .throttled, read: .throttled),
        VerdictRow(name: "500 by rule", step: .refusal("Invalid reference: VAT code"), write: .rejected, read: .unavailable),
        VerdictRow(name: "500 in unknown words", step: .refusal("Klant is gearchiveerd"), write: .rejected, read: .unavailable),
        VerdictRow(
            name: "500 generic", step: .refusal("A problem has occurred. This will be investigated."), write: .outcomeUnknown,
            read: .unavailable),
        VerdictRow(
            name: "500 null reference", step: .refusal("Object reference not set to an instance of an object."), write: .outcomeUnknown,
            read: .unavailable),
        VerdictRow(name: "500 deadlock", step: .refusal("Transaction was deadlocked"), write: .outcomeUnknown, read: .unavailable),
        VerdictRow(name: "500 empty", step: .status(500), write: .outcomeUnknown, read: .unavailable),
        VerdictRow(name: "500 with a page", step: .status(500, body: "<html>"), write: .outcomeUnknown, read: .unavailable),
        VerdictRow(name: "502", step: .status(502), write: .outcomeUnknown, read: .unavailable),
        VerdictRow(name: "503", step: .status(503, body: "<html>"), write: .outcomeUnknown, read: .unavailable),
        VerdictRow(name: "504", step: .status(504), write: .outcomeUnknown, read: .unavailable),
        VerdictRow(name: "no connection", step: .fail(.notConnected("refused")), write: .unavailable, read: .unavailable),
        VerdictRow(name: "bad certificate", step: .fail(.insecure("expired")), write: .unavailable, read: .unavailable),
        VerdictRow(name: "no answer in time", step: .fail(.timedOut), write: .outcomeUnknown, read: .unavailable),
        VerdictRow(name: "connection lost", step: .fail(.connectionLost("reset")), write: .outcomeUnknown, read: .unavailable),
        VerdictRow(name: "answer truncated", step: .fail(.answerTruncated), write: .outcomeUnknown, read: .unavailable),
        VerdictRow(name: "answer too large", step: .fail(.answerTooLarge), write: .outcomeUnknown, read: .unavailable),
        VerdictRow(name: "cancelled", step: .fail(.cancelled), write: .outcomeUnknown, read: .unavailable),
    ]
}

@Suite struct `What an answer means` {
    @Test(arguments: VerdictRow.rows)
    func `what may have been carried out is never called a failure`(row: VerdictRow) async throws {
        for (call, expected) in [
            (ExactCall(.post, "salesentry/SalesEntries", in: 1, body: [:]), row.write), (ExactCall(.get, "crm/Accounts", in: 1), row.read),
        ] {
            let bench = Bench(row.step)
            let failed = await bench.failure { _ = try await bench.connector.client.perform(call) }
            #expect(failed?.code == expected, "\(call.method.rawValue): \(failed?.message ?? "")")
            #expect(bench.transport.requests.count == 1, "nothing is repeated here")
        }
    }

    @Test func `client errors count towards the error velocity, refusals by rule do not`() async {
        for (status, counts) in [(400, true), (403, true), (404, true), (429, false), (500, false), (503, false)] {
            let bench = Bench(.status(status))
            _ = await bench.failure { try await bench.call() }
            #expect(bench.meter.seen.erred == (counts ? ["crm/Accounts"] : []), "\(status)")
        }
    }

    @Test func `all six limit headers are told to the meter, in milliseconds`() async throws {
        let bench = Bench(
            .json(
                #"{"d":{"results":[]}}"#,
                fields: [
                    "x-ratelimit-limit": "5000", "X-RateLimit-Remaining": "4711", "X-RateLimit-Reset": "1683936000000",
                    "X-RateLimit-Minutely-Limit": "60", "X-RateLimit-Minutely-Remaining": "58",
                    "X-RateLimit-Minutely-Reset": "1683879540000",
                ]))
        try await bench.call()
        #expect(
            bench.meter.seen.limits == [
                ObservedLimit(window: .day, limit: 5000, remaining: 4711, resetsAt: Timestamp(milliseconds: 1_683_936_000_000)),
                ObservedLimit(window: .minute, limit: 60, remaining: 58, resetsAt: Timestamp(milliseconds: 1_683_879_540_000)),
            ])
    }

    @Test func `a refusal for pace says until when`() async {
        let bench = Bench()
        let now = bench.clock.now()
        let reset = String(now.milliseconds + 42_000)
        let rows: [(HTTPFields, Int64)] = [
            (["X-RateLimit-Minutely-Limit": "60", "X-RateLimit-Minutely-Remaining": "0", "X-RateLimit-Minutely-Reset": reset], 42),
            (["X-RateLimit-Limit": "5000", "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": reset], 42),
            (["X-RateLimit-Limit": "5000", "X-RateLimit-Remaining": "7", "X-RateLimit-Reset": reset], 60), ([:], 60),
            (["Retry-After": "90"], 90), (["X-RateLimit-Remaining": "soon"], 60),
        ]
        for (fields, seconds) in rows {
            bench.transport.add(.status(429, fields: fields))
            let failed = await bench.failure { try await bench.call() }
            #expect(failed?.retryAt == now.adding(seconds: seconds), "\(fields)")
        }
    }

    @Test func `during maintenance nothing is sent for a growing pause`() async throws {
        let bench = Bench(.status(200, body: " \r\n<html>"), tokenAge: 0)
        _ = await bench.failure { try await bench.call() }
        #expect(await bench.failure { try await bench.call() }?.retryAt == bench.clock.now().adding(seconds: 5))
        bench.clock.move(seconds: 5)
        bench.transport.add(.status(503))
        _ = await bench.failure { try await bench.call() }
        bench.clock.move(seconds: 9)
        #expect(await bench.failure { try await bench.call() }?.code == .unavailable)
        #expect(bench.transport.requests.count == 2)
        #expect(bench.meter.seen.taken.count == 2, "what is not sent costs nothing")
        bench.clock.move(seconds: 1)
        bench.transport.add(nothingFound, .status(503))
        try await bench.call()
        _ = await bench.failure { try await bench.call() }
        #expect(await bench.failure { try await bench.call() }?.retryAt == bench.clock.now().adding(seconds: 5))
    }

    @Test func `the vendor's text is kept beside our own`() async {
        let bench = Bench(.refusal("Verplicht: Klant\r\nOngeldige referentie: Btw-code"))
        let failed = await bench.failure {
            _ = try await bench.connector.client.perform(ExactCall(.post, "salesentry/SalesEntries", in: 1, body: [:]))
        }
        #expect(failed?.vendorText == "Verplicht: Klant\r\nOngeldige referentie: Btw-code")
        #expect(failed?.problems.map(\.code) == [.targetFieldMissing, .targetCodeUnknown])
        #expect(failed?.problems.map(\.place.field) == ["party", "lines.vat_code"])
    }
}

@Suite struct `Requests to Exact Online` {
    @Test func `a read asks for JSON with the session`() async throws {
        let bench = Bench(nothingFound)
        try await bench.call()
        let request = bench.transport.requests[0]
        #expect(request.method == .get && request.body.isEmpty)
        #expect(request.fields == ["Authorization": "Bearer access0", "Accept": "application/json"])
        #expect(
            request.target
                == "/api/v1/3456789/crm/Accounts?$filter=Code%20eq%20%27%20%20%20%20%20%20%20%20%20%20%20%20%20%20%20%20%201%27"
                + "&$select=" + Account.select.replacing(",", with: "%2C"))
    }

    @Test func `next pages are followed as given, on our own host`() async throws {
        let next = "/api/v1/3456789/crm/Accounts?$select=ID,Code&$skiptoken=guid'1d9f3c52-9f0e-4f7e-8a3e-7e3c6c1d0a11'"
        let bench = Bench(
            .json(#"{"d":{"results":[{"ID":"a"}],"__next":"https://start.exactonline.nl\#(next)"}}"#), .json(#"{"d":[{"ID":"b"}]}"#))
        let rows = try await bench.connector.client.rows(ExactCall(.get, "crm/Accounts", in: 3_456_789))
        #expect(rows.compactMap { $0["ID"]?.string } == ["a", "b"])
        #expect(bench.transport.requests[1].target == next)
        #expect(bench.meter.seen.taken == ["crm/Accounts", "crm/Accounts"])
    }

    @Test func `what no address can carry is encoded in a next page`() async throws {
        let bench = Bench(
            .json(#"{"d":{"results":[],"__next":"https://start.exactonline.nl/api/v1/1/x?$skiptoken='Blumen Köln %26#',guid'1'"}}"#),
            nothingFound)
        _ = try await bench.connector.client.rows(ExactCall(.get, "crm/Accounts", in: 1))
        #expect(bench.transport.requests[1].target == "/api/v1/1/x?$skiptoken='Blumen%20K%C3%B6ln%20%26%23',guid'1'")
    }

    @Test(arguments: ["https://evil.example/api", "http://start.exactonline.nl/api", "https://start.exactonline.nl.evil.example/", "/api"])
    func `the session never goes to another host`(next: String) async {
        let bench = Bench(.json(#"{"d":{"results":[],"__next":"\#(next)"}}"#))
        let failed = await bench.failure { _ = try await bench.connector.client.rows(ExactCall(.get, "crm/Accounts", in: 1)) }
        #expect(failed?.code == .misused)
        #expect(bench.transport.requests.count == 1)
    }

    @Test(arguments: [
        #"{"d":{"results":[{"ID":"a"}]}}"#, #"{"d":[{"ID":"a"}]}"#, #"{"d":{"ID":"a"}}"#, #"{"d":{"results":[{"ID":"a"}],"__count":"1"}}"#,
    ])
    func `one row is read from every shape an answer has`(body: String) throws {
        #expect(ExactReply(status: 200, body: try JSON(parsing: body)).row?["ID"]?.string == "a")
    }

    @Test func `what the meter refuses is not sent`() async {
        struct Spent: CallMeter {
            func take(_ endpoint: String) async throws(ConnectorError) { throw ConnectorError(.budgetSpent, "spent") }
            func observed(_ limits: [ObservedLimit]) async {}
            func erred(_ endpoint: String) async {}
        }
        let bench = Bench()
        let connector = ExactOnlineConnector(
            settings: bench.settings, clientSecret: "s", vault: bench.vault, transport: bench.transport, meter: Spent(), clock: bench.clock)
        let failed = await bench.failure { _ = try await connector.relation(numbered: "1") }
        #expect(failed?.code == .budgetSpent)
        #expect(bench.transport.requests.isEmpty)
    }

    @Test func `a process that stood still before the call does not make it any more`() async {
        struct Standing: CallMeter {
            let clock: MovableClock
            let seconds: Int64
            func take(_ endpoint: String) async throws(ConnectorError) { clock.move(seconds: seconds) }
            func observed(_ limits: [ObservedLimit]) async {}
            func erred(_ endpoint: String) async {}
        }
        for (seconds, requests) in [(CallDeadline.seconds, 1), (CallDeadline.seconds + 1, 0)] {
            let bench = Bench(.json(#"{"d":{"results":[]}}"#))
            let connector = ExactOnlineConnector(
                settings: bench.settings, clientSecret: "s", vault: bench.vault, transport: bench.transport,
                meter: Standing(clock: bench.clock, seconds: seconds), clock: bench.clock)
            let failed = await bench.failure { _ = try await connector.relation(numbered: "1") }
            #expect(bench.transport.requests.count == requests)
            #expect(failed?.code == (requests == 0 ? .unavailable : nil))
        }
    }

    @Test func `divisions are found through the user`() async throws {
        let bench = Bench(
            .json(#"{"d":{"results":[{"CurrentDivision":77}]}}"#),
            .json(
                #"{"d":{"results":[{"Code":3456789,"Description":"Flora Export B.V.","Currency":"EUR","Status":1,"BlockingStatus":0,"#
                    + #""VATNumber":"NL001234567B01","ChamberOfCommerceNumber":"12345678"},"#
                    + #"{"Code":77,"Description":"Oud","Currency":"EUR","Status":2,"BlockingStatus":0}]}}"#))
        let divisions = try await bench.connector.divisions()
        #expect(bench.transport.requests.map(\.path) == ["/api/v1/current/Me", "/api/v1/77/system/Divisions"])
        #expect(divisions.map(\.code) == [77, 3_456_789])
        #expect(divisions.map(\.isActive) == [false, true])
        #expect(divisions.map(\.isCurrent) == [true, false])
    }
}
