import BridgeAPI
import BridgeAccess
import BridgeDomain
import BridgeHTTP
import BridgeHTTPClient
import BridgeJSON
import BridgeJournal
import BridgeJournalTesting
import BridgeTesting
import Testing

@testable import BridgeRuntime

/// A bridge whose documents come in through our own door, in the service.
@Suite(.timeLimit(.minutes(2)), .serialized) struct `The service with a door of its own` {
    @Test func `takes what is pushed with a token and books it`() async throws {
        let town = try await Town()
        let configuration = try town.configuration(
            more: "  pushed: { source: door, administration: NL02, target: exact }",
            sources: "door: { type: api, webhook_secret: env:HOOK }")
        let installation = try town.installation(configuration)
        try await town.connect(installation)
        let token = try await DoorTokens(journal: town.journal, clock: town.clock).create(
            name: "trade", scopes: Set(TokenScope.allCases), bridges: ["pushed"], expiresAt: nil, by: .person("anna"))
        try await town.serving(installation) { guest in
            try await guest.wait("/readyz") { $0.status == 200 }
            let party = #"{"kind":"debtor","code":"C9001","id":"1","name":"Kwekerij De Kas","country":"NL","currency":"EUR"}"#
            let taken = [
                try await guest.send("/parties", party, token: token.text),
                try await guest.send("/documents", Self.invoice, token: token.text),
                try await guest.send("/documents", Self.invoice, token: nil),
            ]
            #expect(taken.map(\.status) == [202, 202, 401])
            let onItsWay: [JSON] = ["held", "ready", "inFlight"]
            let state = try await guest.wait("/api/v1/documents/id-1", token: token.text) { answer in
                answer.json["documents"]?[0]?["state"].map { !onItsWay.contains($0) } ?? true
            }
            #expect(state.json["documents"]?[0]?["state"] == "booked", "\(state.text)")
            #expect(await town.booked().count == 1)
            #expect(try await guest.get("/api/v1/openapi.json").status == 200)
        }
        await town.close()
    }

    @Test func `has no such door where nobody pushes`() async throws {
        let town = try await Town()
        let installation = try town.installation(town.configuration())
        try await town.connect(installation)
        try await town.serving(installation) { guest in
            let answer = try await guest.get("/api/v1/openapi.json")
            #expect(answer.status == 404)
        }
        await town.close()
    }

    private static let invoice = """
        {"id":"id-1","administration":"NL02","type":"sales_invoice","number":"P-1","version":1,"invoice_date":"2026-11-18",
        "supply_date":"2026-11-18","due_date":"2026-12-18","currency":"EUR","party":{"code":"C9001"},"vat_treatment":"domestic",
        "lines":[{"no":1,"kind":"product","description":"Rosa","product_group":"CUTFLOWER","quantity":"400","unit_price":"0.25",
        "net":"100.00","vat_code":"L","vat_rate":"9"}],"vat_summary":[{"vat_code":"L","rate":"9","base":"100.00","vat":"9.00"}],
        "totals":{"net":"100.00","vat":"9.00","gross":"109.00"}}
        """
}

extension HTTPResponse {
    fileprivate var json: JSON { (try? JSON(parsing: body)) ?? .null }
}

extension Guest {
    fileprivate func send(_ path: String, _ body: String, token: String?) async throws -> HTTPResponse {
        var request = HTTPRequest(
            .post, origin: origin, target: "/api/v1\(path)", fields: ["Content-Type": "application/json"], body: Array(body.utf8))
        if let token { request.fields["Authorization"] = "Bearer \(token)" }
        return try await transport.send(request)
    }

    fileprivate func wait(_ path: String, token: String, until isReached: (HTTPResponse) -> Bool) async throws -> HTTPResponse {
        while true {
            let answer = try await transport.send(
                HTTPRequest(.get, origin: origin, target: path, fields: ["Authorization": "Bearer \(token)"]))
            if isReached(answer) { return answer }
        }
    }
}
