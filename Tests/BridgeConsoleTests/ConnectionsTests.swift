import BridgeAccess
import BridgeActs
import BridgeConnector
import BridgeConsole
import BridgeDomain
import BridgeHTTP
import BridgeJournal
import BridgeJournalTesting
import BridgeTesting
import Testing

@Suite("Connections say whose consent they live on") struct ConnectionsTests {
    /// Books that take one code, and say no to any other.
    static func desk(
        trouble: BilingualText? = nil, asksConsent: Bool = true, lacks: [ConnectionFacts.Lack] = [], isFirst: Bool = false,
        link: String = "https://books.example/consent?state=1"
    ) -> ConnectionDesk {
        ConnectionDesk(
            read: {
                ConnectionFacts(
                    target: "books", state: BilingualText(nl: "werkt", en: "ready"), isReady: trouble == nil, trouble: trouble,
                    asksConsent: asksConsent,
                    consent: isFirst
                        ? nil
                        : .init(
                            givenTo: "person:carla", user: "Piet <p>", at: JournalSample.now, administrations: ["3456789"],
                            until: JournalSample.now.adding(seconds: 2_592_000)), lacks: lacks, troubleIsLack: !lacks.isEmpty)
            },
            invitation: {
                asksConsent ? .init(link: link, redirect: "https://127.0.0.1:8484/callback") : nil
            },
            accept: { query, _ async throws(ConnectorError) in
                guard query == "code=right&state=1" else {
                    throw ConnectorError(
                        .unauthorised, "no", remedy: BilingualText(nl: "Vraag een nieuwe code.", en: "Ask for a new code."))
                }
            })
    }

    private static let consent = "/connections/\(JournalSample.bridge)/consent"

    @Test func `everybody sees whether it works, for whom and until when`() async throws {
        try await Office.with(desk: Self.desk()) { office in
            try await office.person(.viewer)
            let page = try await office.get("/connections", cookie: try await office.enter()).text
            #expect(page.contains("All connections work.") && page.contains("ready</span>"))
            #expect(
                page.contains("of Piet &lt;p&gt;") && page.contains("by order of carla") && page.contains("administrations 3456789"))
            #expect(!page.contains(Self.consent) && !page.contains("books.example"))
        }
    }

    @Test func `what stands in the way comes first, with what to do`() async throws {
        let trouble = BilingualText(nl: "de boekhouding antwoordt niet", en: "the books do not answer")
        let warning = BilingualText(nl: "de toestemming is verlopen", en: "the consent ran out")
        try await Office.with(consent: warning, desk: Self.desk(trouble: trouble)) { office in
            try await office.person(.viewer)
            let page = try await office.get("/connections", cookie: try await office.enter()).text
            #expect(page.contains("1 of 1 connection needs somebody.") && page.contains("the consent ran out"))
            #expect(page.contains("the books do not answer"))
        }
    }

    @Test func `what a person gives is asked for once, with the way to the page where it is given`() async throws {
        let trouble = BilingualText(nl: "Voer uit: ledgerbridge connect consent", en: "Run: ledgerbridge connect consent")
        let warning = BilingualText(nl: "books: de toestemming is verlopen", en: "books: the consent ran out")
        try await Office.with(consent: warning, desk: Self.desk(trouble: trouble, lacks: [.consent, .rules])) { office in
            try await office.person(.administrator)
            let cookie = try await office.enter()
            let page = try await office.get("/connections", cookie: cookie).text
            #expect(page.components(of: "the consent ran out") == 1 && !page.contains("Run: ledgerbridge"))
            let box = try #require(page.firstRange(of: "the consent ran out")).upperBound
            let end = try #require(page[box...].firstRange(of: "</li>")).lowerBound
            #expect(page[box..<end].contains("href=\"\(Self.consent)\">Renew the consent</a>"))
            #expect(page.components(of: "href=\"\(Self.consent)\"") == 1, "one way to it")
            #expect(page.contains("No rules are saved yet.") && page.contains("href=\"/mapping/change?bridge=\(JournalSample.bridge)\""))
            #expect(!page.contains("state good"), "nothing is ready that waits for a consent")
            let today = try await office.get("/", cookie: cookie).text
            #expect(today.contains("the consent ran out") && today.contains("<a href=\"/connections\">To the connections</a>"))
        }
    }

    @Test(arguments: [
        (true, "https://books.example/consent?state=1", "Give consent"), (false, "http://127.0.0.1:9/consent?state=1", "Renew the consent"),
    ])
    func `the page of the books is a link that tells it nothing of ours, and a renewal is called one`(
        isFirst: Bool, link: String, title: String
    ) async throws {
        try await Office.with(desk: Self.desk(isFirst: isFirst, link: link)) { office in
            try await office.person(.administrator)
            let page = try await office.get(Self.consent, cookie: try await office.enter()).text
            #expect(page.contains("<h1>\(title)</h1>"))
            #expect(page.contains("<a href=\"\(link)\" target=\"_blank\" rel=\"noopener noreferrer\">"))
        }
    }

    @Test(arguments: Role.allCases)
    func `a consent is renewed by those who may, and the history says who`(role: Role) async throws {
        try await Office.with(desk: Self.desk()) { office in
            try await office.person(role)
            let cookie = try await office.enter()
            let may = Rights.allow(.giveConsent, role)
            #expect(try await office.get("/connections", cookie: cookie).text.contains("href=\"\(Self.consent)\"") == may)
            let page = try await office.get(Self.consent, cookie: cookie)
            #expect(page.status == (may ? 200 : 403))
            #expect(page.text.contains("href=\"https://books.example/consent?state=1\"") == may)
            let token = Office.hidden("token", in: try await office.get("/account", cookie: cookie)) ?? ""
            func send(_ address: String) async throws -> HTTPResponse {
                try await office.post(Self.consent, [("token", token), ("callback", address)], cookie: cookie)
            }
            for (address, text) in [("nothing", "Paste the whole address"), ("https://x/?code=wrong", "Ask for a new code.")] where may {
                let refused = try await send(address)
                #expect(refused.status == 422 && refused.text.contains(text), "\(address)")
            }
            #expect(try await send(" https://127.0.0.1:8484/callback?code=right&state=1 ").status == (may ? 303 : 403))
            #expect(try await office.acts("connection") == (may ? ["person:anna consented"] : []))
        }
    }

    @Test func `books that ask for no consent say so`() async throws {
        try await Office.with(desk: Self.desk(asksConsent: false)) { office in
            try await office.person(.administrator)
            let cookie = try await office.enter()
            let page = try await office.get("/connections", cookie: cookie).text
            #expect(page.contains("not needed") && !page.contains(Self.consent))
            #expect(try await office.get(Self.consent, cookie: cookie).status == 409)
        }
    }
}
