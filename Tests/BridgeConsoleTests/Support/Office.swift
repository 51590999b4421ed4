import BridgeAccess
import BridgeActs
import BridgeConnector
import BridgeConsole
import BridgeDomain
import BridgeEngine
import BridgeHTTP
import BridgeHTTPClient
import BridgeHTTPServer
import BridgeHash
import BridgeJournal
import BridgeJournalTesting
import BridgeReports
import BridgeTesting
import BridgeWebhooks
import Testing

extension BooksMenus {
    /// Menus of a system of ours: some places are known, one is not, the rest are missing.
    static let books = BooksMenus(
        "Books",
        [
            .at(
                .period, "Jaren / Perioden", en: "Years / Periods", BilingualText(nl: "Open <haar>.", en: "Open <it>."), .documented,
                "https://books.example/periods"),
            .at(
                .debtor, "Relaties / Klanten", en: "Relations / Customers", BilingualText(nl: "Hef de blokkade op.", en: "Lift the block."),
                .observed, "https://others.example/customers"),
            .sought(
                .account, BilingualText(nl: "de rekeningen", en: "the accounts"), BilingualText(nl: "Maak haar.", en: "Make it.")),
        ])
}

extension BooksMenus {
    /// Menus of a trade system, of which nobody knows a path.
    static let trade = BooksMenus(
        "FreshPortal",
        [.sought(.openItem, BilingualText(nl: "de factuur", en: "the invoice"), BilingualText(nl: "Kijk haar na.", en: "Look at it."))])
}

/// A console on a real socket, over a journal in memory with some documents in it.
final class Office: Sendable {
    static let password = "vier woorden naast elkaar"

    let journal = MemoryJournal()
    let clock = MovableClock(JournalSample.now.adding(seconds: 600))
    let accounts: Accounts
    let firstRun: FirstRun
    let console: Console
    private let server: HTTPServer
    private let transport = CurlTransport()
    private let origin: String

    private init(
        place: Console.Place, isSetUp: Bool, consent: BilingualText?, readsPayments: Bool, desk: ConnectionDesk?,
        configure: (inout BridgePolicy) -> Void
    ) throws {
        accounts = Accounts(journal: journal, clock: clock, cost: .least, sealing: .turning)
        firstRun = FirstRun(accounts)
        var policy = BridgePolicy(bridge: JournalSample.bridge, source: "NL01", target: "3456789")
        if readsPayments { policy.payments = PaymentPolicy() }
        configure(&policy)
        let parts = BridgeParts(
            policy: policy, journal: journal, source: ScriptedTrade(), connector: ScriptedBooks(master: .some, clock: clock),
            translator: Unmapped(), clock: clock, zone: .amsterdam)
        let bridge = Console.Bridge(
            policy, zone: .amsterdam, way: "trade NL01 → books 3456789", connection: "books 3456789", menus: .books,
            tradeMenus: .trade,
            consentWarning: { consent },
            desk: desk, entryPage: { posting in posting.targetID.map { "https://books.example/entry/\($0)" } }
        ) {
            isSetUp ? parts : nil
        }
        let webhooks = Webhooks(journal: journal, clock: clock, sealing: .turning, bridges: [JournalSample.bridge]) {
            !$0.hasPrefix("10.")
        }
        let acts = Acts(bridges: [bridge], journal: journal, clock: clock, signIn: SignIn(accounts), webhooks: webhooks)
        console = Console(acts, firstRun: firstRun, place: place) { _ in await Task.yield() }
        server = HTTPServer(handler: console.routes, configuration: HTTPServer.Configuration(port: 0))
        origin = "http://127.0.0.1:\(try server.start())"
    }

    static func with(
        place: Console.Place = Console.Place(), isSetUp: Bool = true, consent: BilingualText? = nil,
        readsPayments: Bool = false, desk: ConnectionDesk? = nil, configure: (inout BridgePolicy) -> Void = { _ in },
        _ work: (Office) async throws -> Void
    ) async throws {
        let office = try Office(
            place: place, isSetUp: isSetUp, consent: consent, readsPayments: readsPayments, desk: desk, configure: configure)
        let outcome: Result<Void, any Error>
        do {
            try await work(office)
            outcome = .success(())
        } catch {
            outcome = .failure(error)
        }
        await office.server.stop()
        await office.transport.shutdown()
        try outcome.get()
    }

    // MARK: What is in it

    func person(_ role: Role, id: String = "anna") async throws {
        _ = try await accounts.create(
            id, name: "Anna <b>de Vries</b>", role: role, language: .english, password: Self.password, by: .person("test"))
    }

    /// Puts a sample document in, in any standing.
    func document(_ number: Int, _ state: PostingState = .parked, _ change: (inout PostingRecord) -> Void = { _ in }) async throws {
        try await journal.commit(JournalSample.arrival(number, state: state, change))
    }

    func posting(_ number: Int) async throws -> PostingRecord {
        let key = JournalSample.key(number)
        return try #require(try await journal.postings([key], bridge: JournalSample.bridge)[key])
    }

    /// A party beside a relation of the books: linked to it, with differences, or only looking like it.
    func keep(party code: String, _ differences: [PartyDifference] = [], proposed: Bool = false) async throws {
        try await journal.commit(JournalSample.beside(party: code, differences, proposed: proposed))
    }

    func party(_ code: String) async throws -> PartyRecord {
        let key = PartyKey(.debtor, PartyCode(code))
        return try #require(try await journal.parties([key], bridge: JournalSample.bridge)[key])
    }

    func acts(_ subject: String) async throws -> [String] {
        try await journal.history(subject: subject, bridge: nil, after: 0, limit: 1_000).map { "\($0.entry.who) \($0.entry.act)" }
    }

    // MARK: A browser

    func get(_ target: String, cookie: String? = nil, fields: [(String, String)] = []) async throws -> HTTPResponse {
        try await send(.get, target, cookie, [], fields)
    }

    func post(
        _ target: String, _ form: [(name: String, value: String)], cookie: String? = nil, fields: [(String, String)] = []
    ) async throws -> HTTPResponse {
        try await send(.post, target, cookie, Array(FormCoding.encode(form).utf8), fields)
    }

    private func send(
        _ method: HTTPMethod, _ target: String, _ cookie: String?, _ body: [UInt8], _ fields: [(String, String)]
    ) async throws -> HTTPResponse {
        var request = HTTPRequest(method, origin: origin, target: target, body: body)
        if method == .post { request.fields["Content-Type"] = "application/x-www-form-urlencoded" }
        if let cookie { request.fields["Cookie"] = cookie }
        for (name, value) in fields { request.fields[name] = value }
        return try await transport.send(request)
    }

    /// Signs somebody in; the cookie as a browser sends it back.
    func enter(_ id: String = "anna") async throws -> String {
        let response = try await post("/sign-in", [("name", id), ("password", Self.password)])
        return try #require(Self.cookie(response))
    }

    static func cookie(_ response: HTTPResponse) -> String? {
        response.fields["Set-Cookie"].map { String($0.prefix { $0 != ";" }) }
    }

    /// The value of a hidden field of a page.
    static func hidden(_ name: String, in page: HTTPResponse) -> String? {
        guard let mark = page.text.firstRange(of: "name=\"\(name)\" value=\"") else { return nil }
        return String(page.text[mark.upperBound...].prefix { $0 != "\"" })
    }

    /// Sends the form of a page: what is hidden in it, and what is filled in.
    func submit(
        _ target: String, _ filled: [(name: String, value: String)] = [], to action: String? = nil, cookie: String
    ) async throws -> HTTPResponse {
        let page = try await get(target, cookie: cookie)
        let hidden = ["token", "revision"].compactMap { name in Self.hidden(name, in: page).map { (name: name, value: $0) } }
        return try await post(action ?? target, hidden + filled, cookie: cookie)
    }

    static func path(_ number: Int, _ verb: String? = nil) -> String {
        let key = JournalSample.key(number)
        return "/documents/\(JournalSample.bridge)/\(key.administration)/\(key.kind.rawValue)/\(key.number)" + (verb.map { "/\($0)" } ?? "")
    }
}
