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
        ("1546.21 EUR by payment 26200001; 12345.00 EUR remains open", "1.546,21 EUR met betaling 26200001; 12.345,00 EUR blijft open"),
        ("what is settled from 2026-03-01 on is read", "wat vanaf 01-03-2026 is afgeletterd, wordt gelezen"),
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
        ("number 26701007; the books warn: Periode bijna dicht", "nummer 26701007; de boekhouding waarschuwt: „Periode bijna dicht”"),
        (
            "withdrawn in the source; nothing under our reference after the settling time",
            "ingetrokken in het bronsysteem; na de wachttijd staat er niets onder ons kenmerk"
        ),
        ("version 3: roses to 8010", "versie 3: roses to 8010"), ("party:debtor/C1", "wacht op debiteur C1"),
        ("viewer", "kijker"), ("", ""), ("Boekstuknummer bestaat al", "Boekstuknummer bestaat al"),
    ])
    func `what the history tells in our words is told in Dutch, what others wrote is left`(english: String, told: String) {
        #expect(dutch.story(english) == told)
    }

    @Test(arguments: [
        ("1546.21 EUR by payment 26200001; 12345.00 EUR remains open", "1,546.21 EUR by payment 26200001; 12,345.00 EUR remains open"),
        ("party:debtor/C1", "waits for debtor C1"), ("original:NL01/sales_invoice/2026-1", "waits for sales invoice 2026-1"),
        ("attempt 2", "attempt 2"), ("approval", "waits for approval"),
        ("number 26701007; the books warn: Periode bijna dicht", "number 26701007; the books warn: “Periode bijna dicht”"),
        ("Boekstuk 1546.21 bestaat al", "Boekstuk 1546.21 bestaat al"),
    ])
    func `an English reader has the same sentences with values and keys in words`(kept: String, told: String) {
        #expect(Terms(.english).story(kept) == told)
    }

    @Test(arguments: ProblemCode.allCases)
    func `a problem in the history reads as the same problem on its page`(code: ProblemCode) {
        let problems = [
            Problem(code, at: Place(line: 3, "net"), found: "12; 13", expected: "14"), Problem(code, at: Place("currency")),
            Problem(.accountUnmapped, at: Place("lines"), found: "DRIED"),
        ]
        let written = problems.map { $0.message(.english) }.joined(separator: "; ")
        for terms in [dutch, Terms(.english)] {
            #expect(terms.story(written) == problems.map { terms.message($0) }.joined(separator: "; "))
        }
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
        ("product_group=A, B", "product_group=A, B"), ("colour=red", "colour=red"),
        ("2026-104000, 1703.28 EUR", "2026-104000, 1.703,28 EUR"), ("debtor/C0412", "debiteur C0412"),
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

    @Test(arguments: [
        (
            Problem(.netMismatch, at: Place("totals.net"), found: "1546.21", expected: "1546.22"),
            "Som van de regels is niet gelijk aan het netto totaal: netto totaal (gevonden: 1.546,21, verwacht: 1.546,22)",
            "The lines do not add up to the net total: net total (found: 1,546.21, expected: 1,546.22)"
        ),
        (
            Problem(.beforeFirstDate, at: Place("invoice_date"), found: "2026-03-01", expected: "≥ 2026-04-01"),
            "factuurdatum (gevonden: 01-03-2026, verwacht: ≥ 01-04-2026)", "invoice date (found: 2026-03-01, expected: ≥ 2026-04-01)"
        ),
        (
            Problem(.vatRateNotValid, at: Place(line: 3, "vat_rate"), found: "5.5% V9 2026-03-01", expected: "9%, 21%"),
            "regel 3, btw-tarief (gevonden: 5,5% V9 01-03-2026, verwacht: 9%, 21%)",
            "line 3, VAT rate (found: 5.5% V9 2026-03-01, expected: 9%, 21%)"
        ),
        (
            Problem(.bookedDiffers, at: Place("account 8000, VAT VL"), found: "-1546.21 EUR", expected: "1546.21 EUR"),
            "grootboekrekening 8000, btw-code VL (gevonden: -1.546,21 EUR, verwacht: 1.546,21 EUR)",
            "ledger account 8000, VAT code VL (found: -1,546.21 EUR, expected: 1,546.21 EUR)"
        ),
        (
            Problem(.notBalanced, at: Place("lines"), found: "debit 1546.21", expected: "credit 1546.20"),
            "regels (gevonden: debet 1.546,21, verwacht: credit 1.546,20)", "lines (found: debit 1,546.21, expected: credit 1,546.20)"
        ),
        (
            Problem(.depositBelowZero, at: Place(line: 2, "net"), found: "566 1546.21", expected: "≤ 1000.00"),
            "regel 2, nettobedrag (gevonden: 566 1.546,21, verwacht: ≤ 1.000,00)",
            "line 2, net amount (found: 566 1,546.21, expected: ≤ 1,000.00)"
        ),
        (
            Problem(.packagingPolicyDiffers, at: Place(line: 2, "vat_rate"), found: "9%", expected: "OUTSIDE: 0%"),
            "verwacht: buiten de grondslag: 0%)", "expected: outside the taxable amount: 0%)"
        ),
        (
            Problem(
                .numberWithOtherContent, at: Place("number"), found: "totals.gross: 1546.21 EUR (+3)", expected: "1000.00 EUR (id 700123)"),
            "nummer (gevonden: bruto totaal: 1.546,21 EUR (+3), verwacht: 1.000,00 EUR (kenmerk 700123))",
            "number (found: gross total: 1,546.21 EUR (+3), expected: 1,000.00 EUR (identifier 700123))"
        ),
        (
            Problem(.targetRejected, at: Place("entry"), found: "Bedrag 1546.21 te hoog"),
            "boeking (de boekhouding zei: „Bedrag 1546.21 te hoog”)", "entry (the books said: “Bedrag 1546.21 te hoog”)"
        ),
        (
            Problem(.targetCodeUnknown, at: Place("account"), found: "8010.50"), "grootboekrekening (gevonden: 8010.50)",
            "ledger account (found: 8010.50)"
        ),
        (
            Problem(.withdrawnAtSource, at: Place("status"), found: "version 3"), "status (gevonden: versie 3)", "status (found: version 3)"
        ),
    ])
    func `a bookkeeper reads amounts, dates and fields as on paper, and codes and others' words as they are`(
        problem: Problem, nl: String, en: String
    ) {
        #expect(dutch.message(problem).hasSuffix(nl), "\(dutch.message(problem))")
        #expect(Terms(.english).message(problem).hasSuffix(en), "\(Terms(.english).message(problem))")
    }

    @Test func `parts of the machine, programs and things have names in both languages`() {
        #expect(dutch.who(.machine("posting")) == "het doorboeken" && Terms(.english).who(.machine("gate")) == "judging")
        #expect(dutch.who(.person("anna")) == "anna" && dutch.name("person:chris") == "chris")
        #expect(dutch.who(.machine("token/0f3a Kassa 2")) == "programma Kassa 2" && Terms(.english).name("token/0f3a") == "program")
        #expect(dutch.subject("NL01/credit_note/2026-7") == "creditnota 2026-7" && dutch.subject("debtor/C0407") == "debiteur C0407")
        #expect(
            dutch.subject("payment:0b9c/12") == "betaling"
                && dutch.subject("payment:0b9c/12", name: "20 26200001") == "betaling 20 26200001")
        #expect(Terms(.english).subject("attachment:NL01/sales_invoice/2026-7") == "file of sales invoice 2026-7")
        for (name, words) in Terms.machines {
            #expect(words.dutch != name && words.english != name && words.dutch != words.english)
            for language in Language.allCases { #expect(Terms.machine(called: words[language]) == name, "what is shown can be asked for") }
        }
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
