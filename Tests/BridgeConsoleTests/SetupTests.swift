import BridgeAccess
import BridgeActs
import BridgeConnector
import BridgeConsole
import BridgeDomain
import BridgeEngine
import BridgeHTTP
import BridgeJournal
import BridgeJournalTesting
import Testing

@Suite struct `A connection is set up step by step` {
    private static let path = "/connections/\(JournalSample.bridge)/setup"

    private static func desk(_ holds: Set<ConnectionStep.Proof>, _ result: Result<ConnectionTrial, ConnectionFailure>) -> ConnectionDesk {
        ConnectionDesk(
            read: {
                ConnectionFacts(
                    target: "books", state: BilingualText(nl: "werkt", en: "ready"), isReady: true, trouble: nil, asksConsent: true,
                    consent: nil)
            }, invitation: { nil }, accept: { _, _ async throws(ConnectorError) in },
            guide: {
                ConnectionGuide(
                    steps: ConnectionStep.Proof.allCases.map { proof in
                        ConnectionStep(
                            BilingualText(nl: "stap \(proof)", en: "step \(proof)"), BilingualText(nl: "doe <dit>", en: "do <this>"),
                            command: proof == .connects ? "ledgerbridge connect seal token < token.txt" : nil, proof: proof)
                    }, holds: holds, trouble: nil)
            }, test: { result })
    }

    private static let good = ConnectionTrial(
        source: ["NL01 Bloemen"], allowed: [BilingualText(nl: "debiteuren <lezen>", en: "reading <debtors>")], books: "Bloemenexport, EUR",
        counts: [(BilingualText(nl: "dagboeken", en: "daybooks"), 3)], findings: [])
    private static let blocked = ConnectionTrial(
        source: ["NL01"], books: nil, counts: [],
        findings: [SetupFinding(BilingualText(nl: "recht mist", en: "a right <is> missing"), isBlocking: true, part: .period)])

    @Test func `it says what is done, what is next, and which command does what the browser may not`() async throws {
        try await Office.with(desk: Self.desk([.connects], .success(Self.good))) { office in
            try await office.person(.administrator)
            let cookie = try await office.enter()
            #expect(try await office.get("/connections", cookie: cookie).text.contains("href=\"\(Self.path)\""))
            let page = try await office.get(Self.path, cookie: cookie).text
            #expect(page.contains("Now step 1 of 7: step sourceConnects.") && page.contains("do &lt;this&gt;"))
            #expect(page.contains("ledgerbridge connect seal token &lt; token.txt") && page.contains("for you to check"))
            #expect(page.contains("/connections/\(JournalSample.bridge)/consent"))
            let tested = try await office.submit(Self.path, cookie: cookie)
            #expect(tested.status == 200 && tested.text.contains("Everything that is needed is allowed and there."))
            #expect(tested.text.contains("Bloemenexport, EUR") && tested.text.contains("3 daybooks"))
            #expect(tested.text.contains("Tried and allowed: reading &lt;debtors&gt;"))
            #expect(try await office.acts("connection") == ["person:anna tested"])
        }
    }

    @Test func `what blocks, and what could not be asked, is told`() async throws {
        try await Office.with(desk: Self.desk(Set(ConnectionStep.Proof.allCases), .success(Self.blocked))) { office in
            try await office.person(.bookkeeper)
            let cookie = try await office.enter()
            #expect(try await office.get(Self.path, cookie: cookie).text.contains("Everything that can be seen is done."))
            let page = try await office.submit(Self.path, cookie: cookie).text
            #expect(page.contains("Nothing can be posted like this.") && page.contains("a right &lt;is&gt; missing"))
            #expect(page.contains("Mend it: in Books, Years / Periods."))
            #expect(!page.contains("/consent\""), "consent is for administrators")
        }
        let failure = ConnectionFailure(BilingualText(nl: "geen verbinding", en: "no connection"))
        try await Office.with(desk: Self.desk([], .failure(failure))) { office in
            try await office.person(.bookkeeper)
            let cookie = try await office.enter()
            let page = try await office.submit(Self.path, cookie: cookie)
            #expect(page.status == 502 && page.text.contains("no connection"))
        }
    }

    @Test(arguments: Role.allCases)
    func `it is tried by those who may`(role: Role) async throws {
        try await Office.with(desk: Self.desk([], .success(Self.good))) { office in
            try await office.person(role)
            let cookie = try await office.enter()
            let may = Rights.allow(.testConnection, role)
            let page = try await office.get(Self.path, cookie: cookie).text
            #expect(page.contains("Try every right that is needed") == may)
            let token = try #require(Office.hidden("token", in: try await office.get("/account", cookie: cookie)))
            #expect(try await office.post(Self.path, [("token", token)], cookie: cookie).status == (may ? 200 : 403))
        }
    }
}
