import BridgeAccess
import BridgeActs
import BridgeDomain
import BridgeHTTP
import BridgeJournal
import BridgeJournalTesting
import BridgeReports
import Testing

@testable import BridgeConsole

@Suite struct `Dutch pages are Dutch` {
    private let dutch = Terms(.dutch)

    @Test(arguments: [
        ("same VAT number NL001234567B01", "zelfde btw-nummer NL001234567B01"),
        ("10412 De Tulp B.V.: same chamber of commerce number", "10412 De Tulp B.V.: zelfde KvK-nummer"),
        (
            "relation 7 is gone from the books, perhaps merged: same number 8",
            "relatie 7 staat niet meer in de boeken, misschien samengevoegd: zelfde nummer 8"
        ),
        ("attempt 2", "poging 2"),
        (
            "attempt 1, one of 40 together: at least 90 wait, and 3 calls are left of this minute",
            "poging 1, een van 40 tegelijk: er wachten er ten minste 90, en deze minuut zijn nog 3 oproepen over"
        ),
        ("number 26701007; the books warn: Periode bijna dicht", "nummer 26701007; de boekhouding waarschuwt: Periode bijna dicht"),
        (
            "withdrawn in the source; nothing under our reference after the settling time",
            "ingetrokken in het bronsysteem; na de wachttijd staat er niets onder ons kenmerk"
        ),
        ("version 3: roses to 8010", "versie 3: roses to 8010"), ("party:debtor/C1", "wacht op relatie debtor/C1"),
        ("viewer", "kijker"), ("", ""), ("Boekstuknummer bestaat al", "Boekstuknummer bestaat al"),
    ])
    func `what the history tells in our words is told in Dutch, what others wrote is left`(english: String, told: String) {
        #expect(dutch.story(english) == told)
        #expect(Terms(.english).story(english) == english)
    }

    @Test(arguments: ProblemCode.allCases)
    func `a problem in the history reads as the same problem on its page`(code: ProblemCode) {
        let problems = [
            Problem(code, at: Place(line: 3, "net"), found: "12; 13", expected: "14"), Problem(code, at: Place("currency")),
            Problem(.accountUnmapped, at: Place("lines"), found: "DRIED"),
        ]
        let written = problems.map { $0.message(.english) }.joined(separator: "; ")
        #expect(dutch.story(written) == problems.map { $0.message(.dutch) }.joined(separator: "; "))
    }

    @Test(arguments: [
        (
            "document_kind=sales_invoice, line_kind=packaging_sale, product_group=DRIED, rate=9",
            "documentsoort verkoopfactuur, regelsoort fust verkoop, productgroep DRIED, btw-tarief 9%"
        ),
        (
            "vat_treatment=reverse_charge, country_group=non_eu, packaging_policy=OUTSIDE",
            "btw-behandeling btw verlegd, landengroep buiten de EU, emballagebeleid buiten de grondslag"
        ),
        ("document_kind=newer, product_group=A=B", "documentsoort newer, productgroep A=B"),
        ("product_group=A, B", "product_group=A, B"), ("colour=red", "colour=red"), ("2026-104000, 703.28 EUR", "2026-104000, 703.28 EUR"),
        ("", ""),
    ])
    func `what no rule fits is said in words, anything else is left`(found: String, told: String) { #expect(dutch.found(found) == told) }

    @Test func `what a person typed stays as it was typed`() {
        let entry = HistoryEntry(
            at: JournalSample.now, who: .person("anna"), bridge: nil, subject: "s", act: "withdrawn", detail: "attempt 2")
        #expect(dutch.detail(entry) == "attempt 2")
    }

    @Test func `fields are called what people call them, in both languages`() {
        let problem = Problem(.vatCodeUnknown, at: Place(line: 2, "vat_code"), found: "X")
        #expect(dutch.message(problem) == "Btw-code is onbekend: regel 2, btw-code (gevonden: X)")
        #expect(Terms(.english).message(problem) == "The VAT code is not known: line 2, VAT code (found: X)")
        let treatment = Problem(.numberWithOtherContent, at: Place("vat_treatment"), found: "reverse_charge", expected: "eu_supply")
        #expect(dutch.message(treatment).hasSuffix("(gevonden: btw verlegd, verwacht: intracommunautaire levering)"))
        #expect(Terms(.english).message(treatment).hasSuffix("(found: reverse charge, expected: intra-EU supply)"))
        let row = Problem(.vatBaseMismatch, at: Place("vat_summary[VL].base"))
        #expect(dutch.message(row).hasSuffix(": grondslag in de specificatie van VL"))
        #expect(dutch.message(Problem(.malformed, at: Place("JOURNAALPOST"))).hasSuffix(": JOURNAALPOST"), "a vendor's own stays")
    }

    @Test func `who can mend a problem is said, with the page where that is done`() async throws {
        try await Office.with { office in
            try await office.person(.viewer)
            try await office.document(1) { $0.problems = [Problem(.accountUnmapped, at: Place("lines"), found: "DRIED")] }
            try await office.document(2, .rejected) { $0.problems = [Problem(.periodClosed, at: Place("period"), found: "2026-10")] }
            let cookie = try await office.enter()
            for path in ["/", Office.path(1)] {
                #expect(
                    try await office.get(path, cookie: cookie).text.contains(
                        "Who can mend this: <a href=\"/mapping?bridge=export-nl\">A bookkeeper, on the page Mapping</a>"), "\(path)")
            }
            #expect(try await office.get(Office.path(2), cookie: cookie).text.contains("Who can mend this: Whoever sets up the books"))
        }
    }

    @Test func `a document and a party tell their story in Dutch`() async throws {
        try await Office.with { office in
            try await office.person(.bookkeeper)
            _ = try await office.accounts.setLanguage(of: "anna", to: .dutch)
            try await office.document(1) { $0.problems = [Problem(.accountUnmapped, at: Place(line: 1, "product_group"), found: "DRIED")] }
            try await office.keep(party: "C0001", proposed: true)
            let cookie = try await office.enter()
            _ = try await office.submit(Office.path(1, "withdraw"), [("reason", "dubbel")], cookie: cookie)
            let page = try await office.get(Office.path(1), cookie: cookie).text
            #expect(page.contains("ingetrokken") && page.contains("dubbel"))
            let party = try await office.get("/parties/export-nl/debtor/C0001", cookie: cookie).text
            #expect(party.contains("zelfde btw-nummer NL001234567B01") && !party.contains("same VAT number"))
            #expect(try await office.get("/parties", cookie: cookie).text.contains("zelfde btw-nummer"))
        }
    }
}
