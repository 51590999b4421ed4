import BridgeAccess
import BridgeActs
import BridgeDomain
import BridgeHTTP
import BridgeJournal
import BridgeJournalTesting
import Testing

@testable import BridgeConsole

@Suite("Parties stand beside their relations in the books") struct PartiesTests {
    private static func difference(_ field: PartyField, _ standing: PartyDifference.Standing, theirs: String = "theirs") -> PartyDifference
    {
        PartyDifference(field: field, ours: "ours", theirs: theirs, agreed: nil, standing: standing, seenAt: JournalSample.now)
    }

    /// A bank account and a city to decide about, a link that is proposed, a party that is stuck, and one with which all is well.
    static func furnish(_ office: Office) async throws {
        try await office.keep(party: "C0001", [difference(.city, .conflict, theirs: "Aalsmeer <west>")])
        try await office.keep(
            party: "C0002",
            [
                difference(.email, .found),
                PartyDifference(
                    field: .bankAccount, ours: "NL91ABNA0417164300", theirs: "NL20INGB0001234567", agreed: "NL20INGB0001234567",
                    standing: .waits, seenAt: JournalSample.now),
            ])
        try await office.keep(party: "C0003", proposed: true)
        var stuck = JournalSample.party("C0004", state: .parked)
        stuck.problems = [Problem(.partyBlockedInBooks, at: Place("code"), found: "1C0004")]
        try await office.journal.commit(JournalUnit([.putParty(stuck)]))
        try await office.keep(party: "C0005")
    }

    private static func path(_ code: String, _ verb: String = "") -> String {
        "/parties/\(JournalSample.bridge)/debtor/\(code)" + (verb.isEmpty ? "" : "/\(verb)")
    }

    @Test func `what waits for a person stands first, money before names`() async throws {
        try await Office.with { office in
            try await office.person(.viewer)
            try await Self.furnish(office)
            let cookie = try await office.enter()
            let page = try await office.get("/parties", cookie: cookie).text
            #expect(
                page.contains("2 changes wait for a decision (1 of bank account or VAT number); 1 link is proposed; 1 party is stuck."))
            let places = try ["NL91ABNA0417164300", "Aalsmeer &lt;west&gt;", "same VAT number NL001234567B01", Self.path("C0004")]
                .map { text in try #require(page.firstRange(of: text)?.lowerBound, "\(text)") }
            #expect(places == places.sorted())
            #expect(!page.contains(Self.path("C0005")), "nothing is wrong with it")
            #expect(
                try await office.get("/", cookie: cookie).text.contains("<a href=\"/parties?bridge=export-nl\">1 link of parties proposed"))
        }
    }

    @Test func `where nothing waits that is said`() async throws {
        try await Office.with { office in
            try await office.person(.viewer)
            try await office.keep(party: "C0005")
            let cookie = try await office.enter()
            #expect(try await office.get("/parties", cookie: cookie).text.contains("No party needs anybody."))
            #expect(try await office.get("/parties?show=differing", cookie: cookie).text.contains("No party differs from the books."))
            let party = try await office.get(Self.path("C0005"), cookie: cookie).text
            #expect(party.contains("Linked to 1C0005; both sides say the same."))
        }
    }

    @Test func `a controller approves a bank account, and the history says who`() async throws {
        try await Office.with { office in
            try await office.person(.controller)
            try await Self.furnish(office)
            let cookie = try await office.enter()
            let party = try await office.get(Self.path("C0002"), cookie: cookie).text
            #expect(party.contains("1 field waits for a decision.") && party.contains("was so when they were linked"))
            #expect(party.contains("approve?field=bank_account\""))
            let confirm = try await office.get(Self.path("C0002", "approve"), cookie: cookie).text
            #expect(confirm.contains("NL91ABNA0417164300") && confirm.contains("NL20INGB0001234567"))
            let done = try await office.submit(Self.path("C0002", "approve"), cookie: cookie)
            #expect(done.status == 303)
            #expect(try await office.party("C0002").alignment?.differences.map(\.standing) == [.found, .sends])
            #expect(try await office.acts("debtor/C0002").last == "person:anna difference_approved")
            let after = try await office.get(try #require(done.fields["Location"]), cookie: cookie).text
            #expect(after.contains("Approved: ours goes to the books.") && after.contains("difference approved"))
            #expect(try await office.submit(Self.path("C0002", "approve"), cookie: cookie).status == 409, "there is nothing left to decide")
        }
    }

    @Test func `one field is refused and the other still waits`() async throws {
        try await Office.with { office in
            try await office.person(.controller)
            try await office.keep(party: "C0001", [Self.difference(.city, .conflict), Self.difference(.vatNumber, .waits)])
            let cookie = try await office.enter()
            let path = Self.path("C0001", "refuse")
            #expect(try await office.get("\(path)?field=none", cookie: cookie).status == 404)
            #expect(try await office.submit(path, [("field", "city")], cookie: cookie).status == 303)
            #expect(try await office.party("C0001").alignment?.differences.map(\.standing) == [.left, .waits])
        }
    }

    @Test func `nothing is decided about a party that changed since it was looked at`() async throws {
        try await Office.with { office in
            try await office.person(.controller)
            try await Self.furnish(office)
            let cookie = try await office.enter()
            let page = try await office.get(Self.path("C0002", "approve"), cookie: cookie)
            let fields = ["token", "revision"].compactMap { name in Office.hidden(name, in: page).map { (name: name, value: $0) } }
            #expect(try await office.submit(Self.path("C0002", "refuse"), cookie: cookie).status == 303)
            #expect(try await office.post(Self.path("C0002", "approve"), fields, cookie: cookie).status == 409)
        }
    }

    @Test func `a bookkeeper links what is proposed, or another by its number`() async throws {
        try await Office.with { office in
            try await office.person(.bookkeeper)
            try await Self.furnish(office)
            try await office.journal.commit(JournalUnit([.putRelation(JournalSample.relation("guid-other", number: "777"))]))
            try await office.keep(party: "C0006", proposed: true)
            let cookie = try await office.enter()
            let confirm = try await office.get(Self.path("C0003", "link"), cookie: cookie).text
            #expect(confirm.contains("Proposed is 1C0003 Relation guid-C0003: same VAT number NL001234567B01."))
            for (number, text) in [
                ("", "Fill in the number of the relation."), ("0", "No relation 0 is known in the books."),
                ("1C0005", "Relation 1C0005 is linked to another party already"),
            ] {
                let answer = try await office.submit(Self.path("C0003", "link"), [("number", number)], cookie: cookie)
                #expect(answer.status == 422 && answer.text.contains(text), "\(number)")
            }
            #expect(try await office.submit(Self.path("C0003", "link"), [("number", "1C0003")], cookie: cookie).status == 303)
            #expect(try await office.party("C0003").state == .aligned)
            #expect(try await office.submit(Self.path("C0006", "link"), [("number", "777")], cookie: cookie).status == 303)
            #expect(try await office.party("C0006").number == "777")
            #expect(try await office.acts("debtor/C0003").last == "person:anna aligned")
        }
    }

    /// A party that is not linked, and a relation of the books under the number it is to have.
    private static func keep(_ code: String, relationNamed name: String? = nil, in office: Office) async throws {
        let party = JournalSample.party(code, state: .known)
        var relation = JournalSample.relation("guid-\(code)", number: "1\(code)")
        relation.name = try name ?? #require(party.party).name
        try await office.journal.commit(JournalUnit([.putParty(party), .putRelation(relation)]))
    }

    private static let known = "/parties/\(JournalSample.bridge)/known"

    @Test func `a bookkeeper links all that is equal in number and name, and nothing else`() async throws {
        try await Office.with { office in
            try await office.person(.bookkeeper)
            for code in ["C0011", "C0012"] { try await Self.keep(code, in: office) }
            try await Self.keep("C0013", relationNamed: "Somebody <else>", in: office)
            try await office.keep(party: "C0014")
            let cookie = try await office.enter()
            #expect(try await office.get("/parties", cookie: cookie).text.contains("href=\"\(Self.known)\""))
            let page = try await office.get(Self.known, cookie: cookie).text
            #expect(page.contains("2 debtors are not linked and stand in the books under the same number and name."))
            #expect(page.contains(Self.path("C0011")) && !page.contains(Self.path("C0013")) && !page.contains(Self.path("C0014")))
            #expect(try await office.get(Self.known + "?kind=creditor", cookie: cookie).text.contains("There are no creditors"))
            let done = try await office.submit(Self.known, cookie: cookie)
            #expect(done.status == 303)
            #expect(try await office.get(#require(done.fields["Location"]), cookie: cookie).text.contains("2 parties were linked."))
            for code in ["C0011", "C0012"] {
                #expect(try await office.party(code).state == .aligned)
                #expect(try await office.acts("debtor/\(code)").last == "person:anna aligned")
            }
            #expect(try await office.party("C0013").state == .known)
        }
    }

    @Test func `nothing is linked where something else is equal than was looked at`() async throws {
        try await Office.with { office in
            try await office.person(.bookkeeper)
            try await Self.keep("C0011", in: office)
            let cookie = try await office.enter()
            let page = try await office.get(Self.known, cookie: cookie)
            let fields = ["token", "revision"].compactMap { name in Office.hidden(name, in: page).map { (name: name, value: $0) } }
            try await Self.keep("C0012", in: office)
            let late = try await office.post(Self.known, fields, cookie: cookie)
            #expect(late.status == 409 && late.text.contains("2 debtors are not linked"))
            #expect(try await office.party("C0011").state == .known)
        }
    }

    @Test func `a number that is typed shows who has it in the books, before the party is linked`() async throws {
        try await Office.with { office in
            try await office.person(.bookkeeper)
            try await Self.keep("C0013", relationNamed: "Somebody <else>", in: office)
            let cookie = try await office.enter()
            func look(_ party: String, _ number: String) async throws -> String {
                try await office.get("/parties/\(JournalSample.bridge)/link?kind=debtor&party=\(party)&number=\(number)", cookie: cookie)
                    .text
            }
            #expect(try await look("C0013", "1C0013").contains("The books hold under this number: 1C0013 Somebody &lt;else&gt;."))
            #expect(try await look("C0013", "5").contains("No relation &#39;5&#39; is known in the books."))
            #expect(try await look("C9999", "5").contains("There is no party of the code &#39;C9999&#39;."))
            #expect(try await office.submit(Self.path("C0013", "link"), [("number", "1C0013")], cookie: cookie).status == 303)
            #expect(try await office.party("C0013").state == .aligned)
        }
    }

    @Test(arguments: Role.allCases)
    func `what is equal is linked by those who may link`(role: Role) async throws {
        try await Office.with { office in
            try await office.person(role)
            try await Self.keep("C0011", in: office)
            let (cookie, may) = (try await office.enter(), Rights.allow(.linkParty, role))
            #expect(try await office.get("/parties", cookie: cookie).text.contains(Self.known) == may)
            let page = try await office.get(Self.known, cookie: cookie)
            #expect(page.status == (may ? 200 : 403))
            let token = Office.hidden("token", in: try await office.get("/account", cookie: cookie)) ?? ""
            let form = [("token", token), ("revision", Office.hidden("revision", in: page) ?? "")].map { (name: $0.0, value: $0.1) }
            #expect(try await office.post(Self.known, form, cookie: cookie).status == (may ? 303 : 403))
            #expect((try await office.party("C0011").state == .aligned) == may)
        }
    }

    @Test func `a new relation is made where the proposed one is another`() async throws {
        try await Office.with { office in
            try await office.person(.bookkeeper)
            try await Self.furnish(office)
            let cookie = try await office.enter()
            #expect(try await office.get(Self.path("C0003"), cookie: cookie).text.contains("Have a new one made"))
            #expect(try await office.submit(Self.path("C0003", "retry"), cookie: cookie).status == 303)
            #expect(try await office.party("C0003").state == .ready)
        }
    }

    @Test(arguments: Role.allCases)
    func `every role does what the table of rights says, and no more`(role: Role) async throws {
        try await Office.with { office in
            try await office.person(role)
            let cookie = try await office.enter()
            for (number, verb) in PartyVerb.allCases.enumerated() {
                let code = "C10\(number)"
                let decides = verb.right == .decideParty
                try await office.keep(party: code, decides ? [Self.difference(.bankAccount, .waits)] : [], proposed: !decides)
                let (before, path, may) = (try await office.party(code), Self.path(code, verb.rawValue), Rights.allow(verb.right, role))
                #expect(try await office.get(path, cookie: cookie).status == (may ? 200 : 403), "\(verb)")
                #expect(try await office.get(Self.path(code), cookie: cookie).text.contains("href=\"\(path)\"") == may, "\(verb)")
                let token = Office.hidden("token", in: try await office.get("/account", cookie: cookie)) ?? ""
                let form = [("token", token), ("revision", "\(before.revision)"), ("number", "1\(code)")].map { (name: $0.0, value: $0.1) }
                #expect(try await office.post(path, form, cookie: cookie).status == (may ? 303 : 403), "\(verb)")
                #expect((try await office.party(code) == before) == !may, "\(verb)")
            }
        }
    }

    @Test func `a bridge that is not set up shows what differs and changes nothing`() async throws {
        try await Office.with(isSetUp: false) { office in
            try await office.person(.controller)
            try await Self.furnish(office)
            let cookie = try await office.enter()
            let page = try await office.get(Self.path("C0002"), cookie: cookie).text
            #expect(page.contains("NL91ABNA0417164300") && page.contains("The bridge is not set up yet"))
            #expect(try await office.submit(Self.path("C0002", "approve"), cookie: cookie).status == 503)
        }
    }

    @Test func `all parties are listed page by page, by state, and found by code`() async throws {
        try await Office.with { office in
            try await office.person(.viewer)
            for number in 0..<120 { try await office.journal.commit(JournalUnit([.putParty(JournalSample.party("C\(1_000 + number)"))])) }
            let cookie = try await office.enter()
            var (seen, target): ([String], String?) = ([], "/parties?show=all&state=ready")
            while let path = target {
                let page = try await office.get(path, cookie: cookie).text
                seen += page.split(separator: "<th scope=\"row\"").dropFirst()
                    .compactMap { $0.split(separator: "</a>").first?.split(separator: ">").last.map(String.init) }
                let mark = page.firstRange(of: "rel=\"next\" href=\"")
                target = mark.map { String(page[$0.upperBound...].prefix { $0 != "\"" }).replacing("&amp;", with: "&") }
            }
            #expect(seen == (0..<120).map { "C\(1_000 + $0)" })
            #expect(try await office.get("/parties?code=C1007", cookie: cookie).text.contains(Self.path("C1007")))
            #expect(try await office.get("/parties?code=%3Cb%3E", cookie: cookie).text.contains("no party of the code &#39;&lt;b&gt;&#39;"))
            for path in ["/parties?bridge=none", "/parties/none/debtor/C1", "/parties/export-nl/none/C1", Self.path("C2")] {
                #expect(try await office.get(path, cookie: cookie).status == 404, "\(path)")
            }
        }
    }
}
