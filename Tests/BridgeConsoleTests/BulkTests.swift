import BridgeAccess
import BridgeActs
import BridgeDomain
import BridgeHTTP
import BridgeJournal
import BridgeJournalTesting
import BridgeReports
import BridgeTesting
import Testing

@testable import BridgeConsole

@Suite struct `A whole list is done together or not at all` {
    private static func path(_ verb: DocumentVerb, _ query: String = "bridge=export-nl") -> String {
        "/documents/all/\(verb.rawValue)?\(query)"
    }

    /// The address a page's form goes to.
    private static func action(of page: HTTPResponse) throws -> String {
        let mark = try #require(page.text.firstRange(of: "action=\"/documents/all/"))
        let address = page.text[page.text.index(mark.lowerBound, offsetBy: 8)...].prefix { $0 != "\"" }
        return String(address).replacing("&amp;", with: "&")
    }

    private static func send(
        _ office: Office, _ page: HTTPResponse, _ filled: [(name: String, value: String)] = [], cookie: String
    ) async throws -> HTTPResponse {
        let hidden = ["token", "seal"].compactMap { name in Office.hidden(name, in: page).map { (name: name, value: $0) } }
        return try await office.post(try action(of: page), hidden + filled, cookie: cookie)
    }

    @Test func `a bookkeeper withdraws what is parked, counted before, and the history says who`() async throws {
        try await Office.with { office in
            try await office.person(.bookkeeper)
            for number in 1...12 { try await office.document(number) }
            try await office.document(13, .booked)
            let cookie = try await office.enter()
            let list = try await office.get("/documents?bridge=export-nl&state=parked", cookie: cookie)
            #expect(list.text.contains("/documents/all/withdraw?bridge=export-nl&amp;state=parked"))
            let preview = try await office.get(Self.path(.withdraw, "bridge=export-nl&state=parked"), cookie: cookie)
            #expect(
                preview.text.contains("12 documents, 1,308.00 EUR.") && preview.text.contains("1,200.00") && preview.text.contains("108.00")
            )
            #expect(try await Self.send(office, preview, cookie: cookie).status == 422, "a reason is asked")
            #expect(try await office.posting(1).state == .parked)
            let done = try await Self.send(office, preview, [("reason", "double in the trade system")], cookie: cookie)
            #expect(done.status == 303)
            let after = try await office.get(try #require(done.fields["Location"]), cookie: cookie).text
            #expect(after.contains("Withdraw: done. 12 of 12 documents changed their state."))
            for number in 1...12 { #expect(try await office.posting(number).state == .withdrawn, "\(number)") }
            #expect(try await office.posting(13).state == .booked)
            let record = try #require(try await office.journal.history(subject: "documents", bridge: nil, after: 0, limit: 10).first?.entry)
            #expect(record.who == .person("anna") && record.act == "withdrawn")
            #expect(record.detail.hasPrefix("12 together, 1308.00 EUR, seal ") && record.detail.hasSuffix(": double in the trade system"))
        }
    }

    @Test func `one document that changed keeps all from being done, one that came later is not in the set`() async throws {
        try await Office.with { office in
            try await office.person(.bookkeeper)
            for number in 1...3 { try await office.document(number, .ready) }
            let cookie = try await office.enter()
            let stale = try await office.get(Self.path(.hold), cookie: cookie)
            #expect(try await office.submit(Office.path(2, "hold"), cookie: cookie).status == 303)
            let refused = try await Self.send(office, stale, cookie: cookie)
            #expect(refused.status == 409 && refused.text.contains("Nothing was done") && refused.text.contains("2 documents, "))
            #expect(try await office.posting(1).state == .ready)
            #expect(try await office.journal.history(subject: "documents", bridge: nil, after: 0, limit: 9).isEmpty)
            let fresh = try await office.get(Self.path(.hold), cookie: cookie)
            try await office.document(4, .ready)
            #expect(try await Self.send(office, fresh, cookie: cookie).status == 303)
            for (number, state) in [(1, PostingState.held), (2, .held), (3, .held), (4, .ready)] {
                #expect(try await office.posting(number).state == state, "\(number)")
            }
            #expect(try await office.posting(1).hold == .person)
        }
    }

    @Test(arguments: Role.allCases)
    func `each role does with a list what it may do with one, and no more`(role: Role) async throws {
        try await Office.with { office in
            try await office.person(role)
            let states: [DocumentVerb: PostingState] = [.retry: .parked, .approve: .held, .hold: .ready, .withdraw: .parked]
            let cookie = try await office.enter()
            for (number, verb) in DocumentSet.verbs.enumerated() {
                try await office.document(number, states[verb] ?? .parked) { if verb == .approve { $0.hold = .approval } }
                let may = Rights.allow(verb.right, role)
                let preview = try await office.get(Self.path(verb), cookie: cookie)
                #expect(preview.status == (may ? 200 : 403), "\(verb)")
                let list = try await office.get("/documents", cookie: cookie).text
                #expect(list.contains("/documents/all/\(verb.rawValue)?") == may, "\(verb)")
                let token = try #require(Office.hidden("token", in: try await office.get("/account", cookie: cookie)))
                let before = try await office.posting(number)
                let sent = try await office.post(
                    Self.path(verb), [("token", token), ("seal", Office.hidden("seal", in: preview) ?? ""), ("reason", "r")], cookie: cookie
                )
                #expect(sent.status == (may ? 303 : 403), "\(verb)")
                if !may { #expect(try await office.posting(number) == before, "\(verb)") }
            }
        }
    }

    @Test(arguments: ["state=booked", "state=withdrawn,booked", "q=nothing", "amount=5", "state=held"])
    func `a filter never takes more than the list shows`(query: String) async throws {
        try await Office.with { office in
            try await office.person(.bookkeeper)
            for number in 1...3 { try await office.document(number, number == 3 ? .booked : .parked) }
            let page = try await office.get(Self.path(.withdraw, "bridge=export-nl&\(query)"), cookie: try await office.enter())
            #expect(page.status == 200 && page.text.contains("0 documents.") && Office.hidden("seal", in: page) == nil)
        }
    }

    @Test func `an empty or foreign seal does nothing`() async throws {
        try await Office.with { office in
            try await office.person(.bookkeeper)
            try await office.document(1, .ready)
            let cookie = try await office.enter()
            let token = try #require(Office.hidden("token", in: try await office.get("/account", cookie: cookie)))
            for seal in ["", "0", String(repeating: "0", count: 64)] {
                #expect(try await office.post(Self.path(.hold), [("token", token), ("seal", seal)], cookie: cookie).status == 409)
            }
            #expect(try await office.post(Self.path(.hold), [("seal", "")], cookie: cookie).status == 403)
            #expect(try await office.posting(1).state == .ready)
        }
    }
}

@Suite struct `Documents are found by amount and by the name of their party` {
    @Test(arguments: ["109.00", "109,00", "109", "109.0"])
    func `an amount is understood in either language`(text: String) async throws {
        try await Office.with { office in
            try await office.person(.viewer)
            for number in 1...3 { try await office.document(number) { if number == 2 { $0.gross = JournalSample.euro(123_456) } } }
            let page = try await office.get("/documents?amount=\(text)", cookie: try await office.enter()).text
            #expect(page.contains(Office.path(1)) && !page.contains(Office.path(2)) && page.contains(Office.path(3)))
        }
    }

    @Test(arguments: [
        ("1.234,56", "1234.56"), ("1,234.56", "1234.56"), ("1 234,5", "1234.5"), ("1.234", "1234"), ("-12,00", "-12"), ("12", "12"),
    ])
    func `thousands and decimals are told apart`(text: String, value: String) {
        #expect(DocumentsQuery.decimal(text) == ExactDecimal(value))
    }

    @Test(arguments: ["", "a", "1,2,x", ".", "--1"])
    func `what is no amount is none`(text: String) { #expect(DocumentsQuery.decimal(text) == nil) }

    @Test func `parties of a name lead to their documents`() async throws {
        try await Office.with { office in
            try await office.person(.viewer)
            try await office.document(1)
            for code in ["C0412", "C2"] { try await office.journal.commit(JournalUnit([.putParty(JournalSample.party(code))])) }
            let cookie = try await office.enter()
            let page = try await office.get("/documents?q=bloemen%20c04", cookie: cookie).text
            #expect(page.contains("Parties of this name") && page.contains("C0412 Bloemen C0412 B.V.") && !page.contains("Bloemen C2"))
            let mark = try #require(page.firstRange(of: "party=debtor"))
            let address = "/documents?bridge=export-nl&" + String(page[mark.lowerBound...].prefix { $0 != "\"" })
            #expect(try await office.get(address, cookie: cookie).text.contains(Office.path(1)))
        }
    }

    @Test func `parts of an amount search end where they say, and find everything`() async throws {
        let journal = MemoryJournal()
        for number in 1...25 {
            var unit = JournalSample.arrival(number, state: .ready)
            unit.changes = unit.changes.map { change in
                guard case .startPosting(var posting) = change else { return change }
                posting.gross = JournalSample.euro(number.isMultiple(of: 10) ? 500 : 100)
                return .startPosting(posting)
            }
            try await journal.commit(unit)
        }
        for (limit, rows) in [(1, 1_000), (2, 1_000), (5, 1_000), (1, 1), (50, 1_000)] {
            var found: [DocumentKey] = []
            var before: Int64?
            var parts = 0
            repeat {
                let query = PostingQuery(
                    PostingFilter(bridge: JournalSample.bridge), before: before, grossMin: 5, grossMax: 5)
                let part = try await query.part(of: journal, limit: limit, rowsMax: rows)
                #expect(part.postings.count <= limit)
                found += part.postings.map(\.document)
                before = part.next
                parts += 1
            } while before != nil && parts < 100
            #expect(found == [20, 10].map { JournalSample.key($0) }, "\(limit) of \(rows)")
        }
    }
}
