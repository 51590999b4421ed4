import BridgeAccess
import BridgeActs
import BridgeDomain
import BridgeHTTP
import BridgeJournal
import BridgeJournalTesting
import BridgeMapping
import BridgeScenarios
import BridgeTesting
import Testing

@testable import BridgeConsole

@Suite struct `Rules are changed with their effect in sight` {
    private static let page = "/mapping/change?bridge=export-nl"

    /// Rules of the scenarios with one for roses, or without.
    static func rules(roses account: AccountCode?, named name: RuleID = "revenue-roses") -> String {
        var rules = ScenarioRules.rules
        if let account {
            rules.accounts.rules.append(
                Rule(
                    name, when: [.documentKind(.salesInvoice), .lineKind(.product), .productGroup("ROSES"), .vatTreatment(.domestic)],
                    AccountChoice(account)))
        }
        return rules.yaml()
    }

    /// Saves a version as a command would, and puts documents in whose roses have no rule.
    static func prepare(_ office: Office, yaml: String, documents: ClosedRange<Int>, _ state: PostingState = .parked) async throws {
        try await office.journal.commit(
            JournalUnit([
                .putParty(JournalSample.party("C0412")),
                .keepMapping(
                    MappingRecord(
                        bridge: JournalSample.bridge, version: 1, yaml: yaml, savedAt: JournalSample.now, savedBy: .person("carla"),
                        comment: "first rules")),
            ]))
        for number in documents {
            try await office.document(number, state) { posting in
                if state == .parked {
                    posting.problems = [Problem(.accountUnmapped, at: Place(line: 1, "product_group"), found: "product_group=ROSES")]
                }
            }
        }
    }

    /// The form as the page has it, with a text and a button.
    private static func send(
        _ office: Office, _ shown: HTTPResponse, _ yaml: String, _ act: String, cookie: String, comment: String = ""
    ) async throws -> HTTPResponse {
        let hidden = ["token", "bridge", "base", "seen"].compactMap { name in
            Office.hidden(name, in: shown).map { (name: name, value: $0) }
        }
        let filled = [("rules", yaml.replacing("\n", with: "\r\n")), ("act", act), ("comment", comment)].map { (name: $0.0, value: $0.1) }
        return try await office.post("/mapping/change", hidden + filled, cookie: cookie)
    }

    @Test func `a bookkeeper mends a missing mapping, and forty parked documents go on`() async throws {
        try await Office.with { office in
            try await office.person(.bookkeeper)
            try await Self.prepare(office, yaml: Self.rules(roses: nil), documents: 1...40)
            let cookie = try await office.enter()
            let before = try await office.get("/mapping", cookie: cookie).text
            #expect(before.contains("40 documents wait for a rule, 4,360.00 EUR together.") && before.contains("product group ROSES"))
            let form = try await office.get(Self.page, cookie: cookie)
            #expect(form.text.contains("revenue-cutflower-domestic") && Office.hidden("seen", in: form) == nil)
            let mended = Self.rules(roses: "8000")
            let early = try await Self.send(office, form, mended, "save", cookie: cookie)
            #expect(early.status == 200 && early.text.contains("nothing is saved yet"), "what it does is seen first")
            let shown = try await Self.send(office, form, mended, "show", cookie: cookie)
            #expect(shown.text.contains("Of 40 documents that wait for a rule 40 go on.") && shown.text.contains("Save as version 2"))
            #expect(try await office.journal.mappings(JournalSample.bridge).count == 1)
            let saved = try await Self.send(office, shown, mended, "save", cookie: cookie, comment: "roses <b>")
            #expect(saved.status == 303)
            let after = try await office.get(try #require(saved.fields["Location"]), cookie: cookie).text
            #expect(after.contains("Version 2 is saved; 40 parked documents were judged again."))
            #expect(after.contains("No document waits for a rule.") && after.contains("roses &lt;b&gt;"))
            for number in 1...40 { #expect(try await office.posting(number).state != .parked, "\(number)") }
            #expect(try await office.journal.mapping(JournalSample.bridge, version: 2)?.yaml == mended, "as it was typed, line by line")
            #expect(try await office.acts("mapping") == ["person:anna saved"])
        }
    }

    @Test func `what is booked otherwise is shown, a rule's new name is not`() async throws {
        try await Office.with { office in
            try await office.person(.controller)
            try await Self.prepare(office, yaml: Self.rules(roses: "8000"), documents: 1...3, .booked)
            let cookie = try await office.enter()
            let form = try await office.get(Self.page, cookie: cookie)
            let other = try await Self.send(office, form, Self.rules(roses: "8010"), "show", cookie: cookie).text
            #expect(other.contains("Of the newest 3 documents 3 would change.") && other.contains("is booked otherwise"))
            #expect(other.contains("8000 · ") && other.contains("8010 · "))
            let renamed = try await Self.send(office, form, Self.rules(roses: "8000", named: "roses"), "show", cookie: cookie).text
            #expect(renamed.contains("Of the newest 3 documents 0 would change."))
            let none = try await Self.send(office, form, Self.rules(roses: nil), "show", cookie: cookie).text
            #expect(none.contains("3: is stopped"))
            let same = try await Self.send(office, form, Self.rules(roses: "8000"), "show", cookie: cookie)
            #expect(same.text.contains("in force already") && Office.hidden("seen", in: same) == nil)
        }
    }

    @Test func `rules that cannot be used are told line by line, and what others saved meanwhile stays`() async throws {
        try await Office.with { office in
            try await office.person(.controller)
            try await Self.prepare(office, yaml: Self.rules(roses: "8000"), documents: 1...1)
            let cookie = try await office.enter()
            let form = try await office.get(Self.page, cookie: cookie)
            let bad = try await Self.send(office, form, "accounts:\n  rules: <5>\n", "show", cookie: cookie)
            #expect(bad.status == 422 && bad.text.contains("2:") && bad.text.contains("rules: &lt;5&gt;"))
            let shown = try await Self.send(office, form, Self.rules(roses: "8010"), "show", cookie: cookie)
            let tampered = try await Self.send(office, shown, Self.rules(roses: "8020"), "save", cookie: cookie)
            #expect(tampered.status == 200 && tampered.text.contains("changed since you saw"))
            let record = MappingRecord(
                bridge: JournalSample.bridge, version: 2, yaml: Self.rules(roses: "8020"), savedAt: JournalSample.now,
                savedBy: .person("carla"), comment: "")
            try await office.journal.commit(JournalUnit([.keepMapping(record)]))
            #expect(try await Self.send(office, shown, Self.rules(roses: "8010"), "save", cookie: cookie).status == 409)
            #expect(try await office.journal.mappings(JournalSample.bridge).map(\.version) == [2, 1])
        }
    }

    @Test(arguments: Role.allCases)
    func `rules are changed by those who may, and read by all`(role: Role) async throws {
        try await Office.with { office in
            try await office.person(role)
            try await Self.prepare(office, yaml: Self.rules(roses: "8000"), documents: 1...1, .booked)
            let cookie = try await office.enter()
            let may = Rights.allow(.changeMapping, role)
            let page = try await office.get("/mapping", cookie: cookie)
            #expect(page.status == 200 && page.text.contains("/mapping/change") == may && page.text.contains("revenue-roses"))
            #expect(try await office.get(Self.page, cookie: cookie).status == (may ? 200 : 403))
            let token = try #require(Office.hidden("token", in: try await office.get("/account", cookie: cookie)))
            let form = [("token", token), ("bridge", "export-nl"), ("base", "1"), ("rules", Self.rules(roses: "8010")), ("act", "show")]
            let sent = try await office.post("/mapping/change", form.map { (name: $0.0, value: $0.1) }, cookie: cookie)
            #expect(sent.status == (may ? 200 : 403))
            let version = try await office.get("/mapping/versions/export-nl/1", cookie: cookie)
            #expect(version.status == 200 && version.text.contains("Saved by carla") && version.text.contains("first rules"))
            for nothing in ["/mapping/versions/export-nl/2", "/mapping/versions/other/1", "/mapping/versions/export-nl/x"] {
                #expect(try await office.get(nothing, cookie: cookie).status == 404, "\(nothing)")
            }
        }
    }

    @Test func `a document says rule by rule why, and leads there`() async throws {
        try await Office.with { office in
            try await office.person(.viewer)
            try await Self.prepare(office, yaml: Self.rules(roses: "8000"), documents: 1...2, .booked)
            let cookie = try await office.enter()
            let document = try await office.get(Office.path(1), cookie: cookie).text
            let address = "/mapping/try?bridge=export-nl&amp;number=2026-100001&amp;kind=sales_invoice&amp;administration=NL01"
            #expect(document.contains("href=\"\(address)\""))
            let why = try await office.get(address.replacing("&amp;", with: "&"), cookie: cookie).text
            #expect(why.contains("Version 1 makes this entry of it.") && why.contains("rule revenue-roses, because"))
            let typed = try await office.get("/mapping/try?number=2026-100001", cookie: cookie).text
            #expect(typed.contains("rule revenue-roses, because"))
            #expect(try await office.get("/mapping/try?number=none", cookie: cookie).text.contains("no document of this number"))
        }
    }

    @Test func `use is counted over the newest documents, and what was never used is said`() async throws {
        try await Office.with { office in
            try await office.person(.viewer)
            try await Self.prepare(office, yaml: Self.rules(roses: "8000"), documents: 1...7, .booked)
            let page = try await office.get("/mapping", cookie: try await office.enter()).text
            let row = try #require(page.split(separator: "<tr>").first { $0.contains(">revenue-roses<") })
            #expect(row.contains("class=\"number wide\" data-label=\"Used\">7</td>"))
            let other = try #require(page.split(separator: "<tr>").first { $0.contains(">revenue-plant-domestic<") })
            #expect(other.contains("never"))
        }
    }

    @Test(arguments: [(true, 503), (false, 200)])
    func `a bridge that is not set up is said to be`(missing: Bool, status: Int) async throws {
        try await Office.with(isSetUp: !missing) { office in
            try await office.person(.viewer)
            #expect(try await office.get("/mapping", cookie: try await office.enter()).status == status)
        }
    }
}
