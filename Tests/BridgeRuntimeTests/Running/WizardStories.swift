import AFASSimulator
import BridgeAccess
import BridgeDomain
import BridgeHTTP
import BridgeHTTPClient
import BridgeHTTPServer
import BridgeHash
import BridgeJournal
import BridgeMapping
import BridgeTesting
import ExactSimulator
import FreshPortalSimulator
import KingSimulator
import Testing

@testable import BridgeRuntime

/// Books of each vendor behind a real door, and what takes one right to them away.
private struct VendorsBooks: Sendable, CustomTestStringConvertible {
    /// What stands in the way once the right is gone, and where the page sends people.
    var missing: String
    var place: String
    var rules: String
    var secrets: [String: String] = [:]
    /// Opens the door; gives the lines of the target, what takes the right away, and what closes the door.
    var open: @Sendable (Town) async throws -> (lines: [String], takeAway: @Sendable () async throws -> Void, door: HTTPServer?)

    var testDescription: String { place }

    static let exact = VendorsBooks(
        missing: "purchaseentry/PurchaseEntries", place: "Mend it: in Exact Online, Gebruikers &amp; Rechten",
        rules: ExactTarget.sampleRules
    ) { town in
        let lines = [
            "type: exact", "url: \(town.booksOrigin)", "division: 3456789", "client_id: 6f1c0000-1111-2222-3333-444455556666",
            "client_secret: env:CLIENT", "redirect: http://127.0.0.1:8080/exact/callback",
        ]
        return (lines, { await town.books.setRight(to: "purchaseentry/PurchaseEntries", false) }, nil)
    }

    static let afas = VendorsBooks(
        missing: "Profit_Debtor", place: "Mend it: in AFAS Profit, General / Management / App connector", rules: AFASTarget.sampleRules,
        secrets: ["TOKEN": String(repeating: "0123456789ABCDEF", count: 4)]
    ) { town in
        let sandbox = AFASSandbox(clock: town.clock)
        let door = HTTPServer(handler: sandbox)
        let lines = [
            "type: afas", "participant: \"12345\"", "url: http://127.0.0.1:\(try door.start())", "administration: 1", "token: env:TOKEN",
            "relations: { vat_duties: { domestic: \"1\", eu: \"2\", non_eu: \"3\" } }",
        ]
        return (lines, { try await sandbox.block(connector: "Profit_Debtor") }, door)
    }

    static let king = VendorsBooks(
        missing: "BETCOND", place: "Mend it: in KING Finance, Beheer / Gebruikersbeheer",
        rules: KingFinanceTarget<KingFinanceByHTTP>.sampleRules, secrets: ["PARTNER": "demo-partner", "CODE": "A1B2C"]
    ) { town in
        let sandbox = KingSandbox(clock: town.clock)
        let door = HTTPServer(handler: sandbox)
        let lines = [
            "type: king-finance-http", "administration: bloemenexport", "partner_key: env:PARTNER", "omgevingscode: env:CODE",
            "url: http://127.0.0.1:\(try door.start())", "relations: { payment_condition: \"30\" }",
        ]
        let refusal = KingSandbox.Fault(.refused("Geen rechten op tabel BETCOND"), contains: "BETCOND", times: nil)
        return (lines, { await sandbox.plan([refusal]) }, door)
    }

    func configuration(_ town: Town, _ lines: [String]) throws -> Configuration {
        try Configuration(
            yaml: """
                key_file: key
                language: en
                service: { port: 0 }
                console: { open: true }
                sources:
                  freshportal:
                    type: freshportal
                    url: \(town.tradeOrigin)
                    key: env:KEY
                targets:
                  books:
                \(lines.map { "    \($0)" }.joined(separator: "\n"))
                bridges:
                  export: { source: freshportal, administration: NL01, target: books, poll_seconds: 86400 }
                """, directory: town.folder.path)
    }
}

/// Somebody signed in at the console, who tries every right on the page of the steps.
private struct Consultant {
    static let path = "/connections/export/setup"

    let guest: Guest
    private let cookie: String

    init(_ guest: Guest, _ installation: Installation) async throws {
        self.guest = guest
        let password = "vier woorden naast elkaar"
        let accounts = Accounts(journal: installation.journal, clock: installation.clock, cost: .least, sealing: installation.keySealing)
        _ = try await accounts.create(
            "anna", name: "Anna", role: .administrator, language: .english, password: password, by: .person("test"))
        let answer = try await Self.post(guest, "/sign-in", [("name", "anna"), ("password", password)], cookie: nil)
        cookie = String(try #require(answer.fields["Set-Cookie"]).prefix { $0 != ";" })
    }

    func steps() async throws -> String {
        try await guest.transport.send(
            HTTPRequest(.get, origin: guest.origin, target: Self.path, fields: ["Cookie": cookie])
        ).text
    }

    func tries() async throws -> (status: Int, text: String) {
        let page = try await steps()
        let mark = try #require(page.firstRange(of: "name=\"token\" value=\""))
        let token = String(page[mark.upperBound...].prefix { $0 != "\"" })
        let answer = try await Self.post(guest, Self.path, [("token", token)], cookie: cookie)
        return (answer.status, answer.text)
    }

    private static func post(
        _ guest: Guest, _ path: String, _ form: [(name: String, value: String)], cookie: String?
    ) async throws -> HTTPResponse {
        var request = HTTPRequest(.post, origin: guest.origin, target: path, body: Array(FormCoding.encode(form).utf8))
        request.fields["Content-Type"] = "application/x-www-form-urlencoded"
        request.fields["Cookie"] = cookie
        return try await guest.transport.send(request)
    }
}

@Suite(.timeLimit(.minutes(3)), .serialized) struct `The steps of a connection, over real doors` {
    private static let vendors = [VendorsBooks.exact, .afas, .king]
    /// What is tried at FreshPortal.
    private static let rights = [
        "naming administrations", "reading debtors", "reading creditors", "reading approved documents", "reading code lists",
        "reading control totals",
    ]
    private static let blocked = "Nothing can be posted like this."

    private static func with(
        _ books: VendorsBooks, _ work: (Town, Consultant, _ takeAway: @Sendable () async throws -> Void) async throws -> Void
    ) async throws {
        let town = try await Town()
        let (lines, takeAway, door) = try await books.open(town)
        let outcome: Result<Void, any Error>
        do {
            let installation = try town.installation(
                try books.configuration(town, lines), environment: town.environment.merging(books.secrets) { own, _ in own })
            let working = try await installation.bridge(installation.configuration.bridges[0])
            if let consent = working.connection.consent { try await town.give(consent) }
            _ = try await working.save(try MappingRules(yaml: books.rules), yaml: books.rules, by: .person("anna"), comment: "first rules")
            try await town.serving(installation) { guest in try await work(town, try await Consultant(guest, installation), takeAway) }
            outcome = .success(())
        } catch {
            outcome = .failure(error)
        }
        await door?.stop()
        await town.close()
        try outcome.get()
    }

    @Test(arguments: vendors)
    private func `every right is tried; when one in the books is taken away, the page says which and where to click`(
        books: VendorsBooks
    ) async throws {
        try await Self.with(books) { _, consultant, takeAway in
            let steps = try await consultant.steps()
            for step in ["asking FreshPortal", "environment and key", "administration in FreshPortal", "rules"] {
                #expect(steps.contains("\(step)</strong>"), "\(step)")
            }
            let good = try await consultant.tries()
            #expect(good.status == 200 && !good.text.contains(Self.blocked), "\(good.text)")
            for right in Self.rights + ["reading the books&#39; code lists", "reading the books&#39; relations", "reading entries back"] {
                #expect(good.text.contains(right) || good.text.contains(right.replacing("&#39;", with: "'")), "\(right)")
            }
            #expect(!good.text.contains(books.place))
            try await takeAway()
            let without = try await consultant.tries()
            #expect(without.status == 200 && without.text.contains(Self.blocked) && without.text.contains(books.missing), "\(without.text)")
            #expect(without.text.contains(books.place), "\(without.text)")
        }
    }

    @Test(arguments: [
        ("/suppliers/", "reading creditors", false), ("/documents/", "reading approved documents", true),
        ("/lookups/", "reading code lists", false), ("/administrations", "naming administrations", true),
    ])
    private func `when the key of FreshPortal lacks a right, the page says which, and the others are still tried`(
        path: String, right: String, blocks: Bool
    ) async throws {
        try await Self.with(.king) { town, consultant, _ in
            await town.trade.inject(SandboxFaultRule(.status(403, retryAfter: nil), pathContains: path, skip: 0, times: 1_000))
            let page = try await consultant.tries()
            #expect(page.status == 200 && page.text.contains("the key may not do this: \(right)"), "\(page.text)")
            #expect(page.text.contains(Self.blocked) == blocks)
            let allowed = Self.rights.filter { $0 != right }
            for other in allowed { #expect(page.text.contains(other), "\(other)") }
        }
    }

    @Test func `a key that FreshPortal does not know is no right that is missing: nothing more is asked`() async throws {
        try await Self.with(.king) { town, consultant, _ in
            await town.trade.inject(SandboxFaultRule(.status(401, retryAfter: nil), pathContains: "/", skip: 0, times: 1_000))
            let page = try await consultant.tries()
            #expect(page.status == 502 && page.text.contains("check the key of this integration"), "\(page.text)")
        }
    }
}
