import Testing

@testable import BridgeDomain

/// What is refused, with the reason's code and place (finance reference §15, the negative cases, and the source's rules table).
struct DocumentRefusalTests {
    typealias Refusal = (name: String, document: Document, problems: [String])

    static let refusals: [Refusal] = sums + credits + treatments + rates + forms + ledger

    static let sums: [Refusal] = [
        (
            "N01 Σ lines ≠ net",
            document {
                $0.totals.net = euro("141.00"); $0.totals.gross = euro("153.60")
            }, ["net_mismatch at totals.net"]
        ),
        ("N01 net + VAT ≠ gross", document { $0.totals.gross = euro("152.61") }, ["gross_mismatch at totals.gross"]),
        (
            "Σ VAT summary ≠ VAT",
            document {
                $0.totals.vat = euro("12.61"); $0.totals.gross = euro("152.61")
            },
            ["vat_mismatch at totals.vat"]
        ),
        ("base ≠ lines", document(vat: ["L 9 141.00 12.69"]), ["vat_base_mismatch at vat_summary[L].base"]),
        ("code not in the summary", document(vat: []), ["vat_base_mismatch at vat_summary[L].base"]),
        (
            "spread charge lost", document(lines: ["product 140.00 L 9", "transport 10.00 - -"]),
            ["vat_base_mismatch at vat_summary[*].base"]
        ),
        (
            "line ≠ quantity × price",
            document {
                $0.lines[0].quantity = 400
                $0.lines[0].unitPrice = decimal("0.3600")
            }, ["line_net_mismatch at line 1, net"]
        ),
        (
            "payable",
            document {
                $0.totals.prepaid = euro("10.00"); $0.totals.payable = euro("152.60")
            },
            ["payable_mismatch at totals.payable"]
        ),
        (
            "all at once",
            document(.creditNote, vat: ["L 9 141.00 13.50"]) {
                $0.totals.gross = euro("1.00")
                $0.totals.vat = euro("13.00")
                $0.references.originalDocument = nil
            },
            [
                "original_missing at references.original_document", "vat_base_mismatch at vat_summary[L].base",
                "vat_outside_tolerance at vat_summary[L].vat", "vat_mismatch at totals.vat", "gross_mismatch at totals.gross",
            ]
        ),
    ]

    static let credits: [Refusal] = [
        (
            "N02 no original", document(.creditNote) { $0.references.originalDocument = nil },
            ["original_missing at references.original_document"]
        ),
        (
            "N02 empty original", document(.purchaseCreditNote) { $0.references.originalDocument = "" },
            ["original_missing at references.original_document"]
        ),
        (
            "N12 negative invoice", document(lines: ["product -140.00 L 9"], vat: ["L 9 -140.00 -12.60"]),
            ["negative_invoice at totals.gross"]
        ),
        (
            "negative credit note", document(.creditNote, lines: ["product -140.00 L 9"], vat: ["L 9 -140.00 -12.60"]),
            ["negative_credit at totals.gross"]
        ),
        (
            "a credit with too much VAT", document(.creditNote, lines: ["product 0.50 L 9"], vat: ["L 9 0.50 0.08"]),
            ["vat_outside_tolerance at vat_summary[L].vat"]
        ),
        (
            "an invoice is not capped", document(lines: ["product 10.00 L 9"], vat: ["L 9 10.00 0.87"]),
            ["vat_outside_tolerance at vat_summary[L].vat"]
        ),
        (
            "VAT of the wrong sign", document(.creditNote, lines: ["product 0.20 L 9"], vat: ["L 9 0.20 -0.01"]),
            ["vat_outside_tolerance at vat_summary[L].vat"]
        ),
    ]

    static func euSupply(
        to country: String? = "DE", number: String? = "DE136695976", treatment: VATTreatment = .euSupply,
        edit: (inout Document) -> Void = { _ in }
    ) -> Document {
        document(
            lines: ["product 100.00 I 0"], vat: ["I 0 100.00 0.00"], treatment: treatment, deliverTo: country, vatNumber: number, edit: edit
        )
    }

    static let treatments: [Refusal] = [
        ("N04 no number", euSupply(number: nil), ["vat_number_missing at vat_number_used"]),
        ("N04 deliver to NL", euSupply(to: "NL"), ["delivery_not_abroad at deliver_to.country"]),
        (
            "N04 both", euSupply(to: "NL", number: ""),
            ["delivery_not_abroad at deliver_to.country", "vat_number_missing at vat_number_used"]
        ),
        ("no country", euSupply(to: nil), ["field_missing at deliver_to.country"]),
        ("unknown country", euSupply(to: "XX"), ["country_unknown at deliver_to.country"]),
        ("N05 own country", euSupply(number: "NL004495445B01"), ["vat_number_own_country at vat_number_used"]),
        ("check digit", euSupply(number: "DE136695978"), ["vat_number_invalid at vat_number_used"]),
        ("no such number", euSupply(number: "12345"), ["vat_number_invalid at vat_number_used"]),
        ("not of the EU", euSupply(number: "GB980780684"), ["vat_number_not_eu at vat_number_used"]),
        ("delivery outside the EU", euSupply(to: "CH"), ["delivery_outside_eu at deliver_to.country"]),
        ("delivery to Great Britain", euSupply(to: "GB"), ["delivery_outside_eu at deliver_to.country"]),
        ("dispatched where it arrives", euSupply { $0.dispatchCountry = "DE" }, ["delivery_not_abroad at deliver_to.country"]),
        ("unknown country of dispatch", euSupply { $0.dispatchCountry = "ZZ" }, ["country_unknown at dispatch_country"]),
        ("export that stays", euSupply(to: "NL", number: nil, treatment: .export), ["delivery_not_abroad at deliver_to.country"]),
        ("export inside the EU", euSupply(to: "DE", number: nil, treatment: .export), ["delivery_inside_eu at deliver_to.country"]),
        (
            "export to the United Kingdom in 2020",
            euSupply(to: "GB", number: nil, treatment: .export) {
                $0.supplyDate = date("2020-12-31")
                $0.invoiceDate = date("2021-01-04")
            }, ["delivery_inside_eu at deliver_to.country"]
        ),
        ("service to Northern Ireland", euSupply(number: "XI980780684", treatment: .euService), ["vat_number_not_eu at vat_number_used"]),
        (
            "reverse charge without number", euSupply(to: "NL", number: nil, treatment: .reverseCharge),
            ["vat_number_missing at vat_number_used"]
        ),
        (
            "OSS at home", document(lines: ["product 50.00 D 7"], vat: ["D 7 50.00 3.50"], treatment: .oss, deliverTo: "NL"),
            ["delivery_not_abroad at deliver_to.country", "vat_rate_not_valid at line 1, vat_rate"]
        ),
        (
            "mixed without a line's own", document(treatment: .mixed), ["field_missing at line 1, vat_treatment"]
        ),
        (
            "VAT on an intra-EU supply",
            document(treatment: .euSupply, deliverTo: "DE", vatNumber: "DE136695976"),
            ["vat_rate_contradicts_treatment at line 1, vat_rate"]
        ),
        (
            "VAT charged on an acquisition", document(.purchaseInvoice, treatment: .euAcquisition),
            ["self_assessed_vat_printed at vat_summary[L].vat"]
        ),
        ("a domestic document's number is only remarked on", document(vatNumber: "DE1"), ["vat_number_invalid at vat_number_used"]),
    ]

    static let rates: [Refusal] = [
        ("N06 rate of another time", document { $0.supplyDate = date("2018-12-31") }, ["vat_rate_not_valid at line 1, vat_rate"]),
        (
            "N06 no such rate", document(lines: ["product 140.00 L 8"], vat: ["L 8 140.00 11.20"]),
            ["vat_rate_not_valid at line 1, vat_rate"]
        ),
        (
            "N06 in the summary only", document(vat: ["L 9 140.00 12.60", "Q 8 0.00 0.00"]), ["vat_rate_not_valid at vat_summary[Q].rate"]
        ),
        (
            "OSS at another country's rate",
            document(lines: ["product 50.00 D 6"], vat: ["D 6 50.00 3.00"], treatment: .oss, deliverTo: "DE"),
            ["vat_rate_not_valid at line 1, vat_rate"]
        ),
        (
            "code without rate", document { $0.lines[0].vatRate = nil },
            ["field_missing at line 1, vat_rate"]
        ),
        (
            "rate without code", document { $0.lines[0].vatCode = nil },
            ["field_missing at line 1, vat_code"]
        ),
        (
            "a product says its code", document(lines: ["product 140.00 - -"]), ["field_missing at line 1, vat_code"]
        ),
    ]

    static let forms: [Refusal] = [
        ("no lines", document(lines: [], vat: []), ["no_lines at lines"]),
        ("N10 rate 0", document(currency: currency("USD"), rate: "0"), ["exchange_rate_missing at exchange_rate"]),
        ("N10 negative rate", document(currency: currency("USD"), rate: "-1.08"), ["exchange_rate_missing at exchange_rate"]),
        ("euro at a rate", document(rate: "1.08"), ["exchange_rate_not_one at exchange_rate"]),
        ("a forgotten rate", document(currency: currency("USD"), rate: "1"), ["exchange_rate_suspicious at exchange_rate"]),
        ("quantity of 4 decimals", document { $0.lines[0].quantity = decimal("1.2345") }, ["decimals_too_many at line 1, quantity"]),
        ("price of 6 decimals", document { $0.lines[0].unitPrice = decimal("0.123456") }, ["decimals_too_many at line 1, unit_price"]),
        (
            "discount above 100%", document { $0.lines[0].discountPercent = 101 }, ["value_out_of_range at line 1, discount_percent"]
        ),
        (
            "another currency on a line", document { $0.lines[0].net = money("140.00", currency("USD")) },
            ["currency_differs at line 1, net"]
        ),
        (
            "an amount beyond the range", document { $0.totals.gross = Money(minorUnits: .max, .eur) },
            ["amount_too_large at totals.gross"]
        ),
        (
            "a rate that makes large amounts",
            document(
                lines: ["product 900000000000.00 E 0"], vat: [], currency: currency("USD"), rate: "0.0000001", treatment: .export,
                deliverTo: "US"),
            ["amount_too_large at exchange_rate"]
        ),
        ("no party", document { $0.party = nil }, ["field_missing at party.code"]),
        (
            "no number, no administration",
            document { $0.key = DocumentKey("", .salesInvoice, "") }, ["field_missing at administration", "field_missing at number"]
        ),
        ("version 0", document { $0.version = 0 }, ["value_out_of_range at version"]),
        (
            "a long number", document { $0.key = DocumentKey("NL01", .salesInvoice, DocumentNumber(String(repeating: "9", count: 61))) },
            ["text_beyond_limit at number"]
        ),
        (
            "a long text", document { $0.lines[0].description = String(repeating: "é", count: 2001) },
            ["text_beyond_limit at line 1, description"]
        ),
        ("due before invoiced", document { $0.dueDate = date("2026-11-17") }, ["date_order at due_date"]),
        ("supplied after invoiced", document { $0.supplyDate = date("2026-11-19") }, ["date_order at supply_date"]),
        (
            "far ahead",
            document {
                $0.invoiceDate = date("2026-12-22")
                $0.dueDate = nil
            }, ["date_order at invoice_date"]
        ),
        ("a GLN with a slip", document { $0.delivery?.gln = "8719604107308" }, ["gln_invalid at deliver_to.gln"]),
        ("ledger lines on an invoice", document { $0.ledgerLines = ledgerPosting(["1300 1.00 0.00"]).ledgerLines }, ["malformed at lines"]),
        (
            "too many references", document { $0.references.deliveryNotes = Array(repeating: "D", count: 2001) },
            ["value_out_of_range at references.delivery_notes"]
        ),
    ]

    static let ledger: [Refusal] = [
        ("unbalanced", ledgerPosting(["1300 45.78 0.00", "1300 0.00 45.77"]), ["not_balanced at lines"]),
        (
            "both sides, neither side", ledgerPosting(["1300 1.00 1.00", "8000 0.00 0.00"]),
            ["ledger_line_sides at line 1, debit", "ledger_line_sides at line 2, debit"]
        ),
        (
            "no account", ledgerPosting(["1300 1.00 0.00", "8000 0.00 1.00"]) { $0.ledgerLines[1].account = "" },
            ["field_missing at line 2, account"]
        ),
        ("no lines", ledgerPosting([]), ["no_lines at lines"]),
        (
            "another currency",
            ledgerPosting(["1300 1.00 0.00", "8000 0.00 1.00"]) { $0.ledgerLines[0].debit = money("1", currency("JPY")) },
            ["currency_differs at line 1, debit"]
        ),
        (
            "invoice lines on a posting", ledgerPosting(["1300 1.00 0.00", "8000 0.00 1.00"]) { $0.lines = document().lines },
            ["malformed at lines"]
        ),
    ]

    @Test(arguments: refusals.indices)
    func `a wrong document is refused with reason and place`(index: Int) {
        let refusal = Self.refusals[index]
        let problems = DocumentValidator().problems(of: refusal.document, today: date("2026-11-20"))
        #expect(problems.map { "\($0.code.rawValue) at \($0.place)" } == refusal.problems, "\(refusal.name)")
    }

    @Test func `2,000 lines pass, one more does not`() {
        func lines(_ count: Int) -> Document {
            let base = Money(minorUnits: Int64(count) * 100, .eur)
            let vat = Money(minorUnits: Int64(count) * 9, .eur)
            return document(
                lines: Array(repeating: "product 1.00 L 9", count: count), vat: ["L 9 \(base.amountText) \(vat.amountText)"])
        }
        let validator = DocumentValidator()
        #expect(validator.problems(of: lines(2000), today: date("2026-11-20")).isEmpty)
        #expect(validator.problems(of: lines(2001), today: date("2026-11-20")).map(\.code) == [.tooManyLines])
    }

    @Test func `a credit that its source posts by itself needs no original`() {
        let credit = document(.creditNote) {
            $0.references = DocumentReferences(standsAlone: true)
        }
        #expect(DocumentValidator().problems(of: credit, today: date("2026-11-20")).isEmpty)
    }

    @Test func `codes are checked when the source's list is known`() {
        let validator = DocumentValidator(knownVATCodes: ["H", "X"])
        let problems = validator.problems(of: document(), today: date("2026-11-20"))
        #expect(problems.map(\.code) == [.vatCodeUnknown])
        #expect(DocumentValidator(knownVATCodes: ["L"]).problems(of: document(), today: date("2026-11-20")).isEmpty)
    }

    @Test func `rates, tolerances and country are settings`() {
        let today = date("2026-11-20")
        let changed = VATRateTable.standard.switchingOn(country: .netherlands, from: VATRateTable.announcedDutchChange)
        let in2028 = document {
            $0.invoiceDate = date("2028-01-03"); $0.supplyDate = date("2028-01-02"); $0.dueDate = nil
        }
        let supplied2027 = document {
            $0.invoiceDate = date("2028-01-03"); $0.supplyDate = date("2027-12-31"); $0.dueDate = nil
        }
        let validator = DocumentValidator(rates: changed)
        #expect(validator.problems(of: in2028, today: date("2028-01-03")).map(\.code) == [.vatRateNotValid])
        #expect(validator.problems(of: supplied2027, today: date("2028-01-03")).isEmpty)
        let perLine = document(lines: Array(repeating: "product 0.50 L 9", count: 10), vat: ["L 9 5.00 0.50"])
        #expect(DocumentValidator(tolerances: ValidationTolerances(vat: 5)).problems(of: perLine, today: today).isEmpty)
        // Without any tolerance a capped credit still passes (scenario S26d), an invoice short of a cent does not.
        let exact = DocumentValidator(tolerances: ValidationTolerances(vat: 0))
        #expect(exact.problems(of: document(.creditNote, lines: ["product 0.50 L 9"], vat: ["L 9 0.50 0.04"]), today: today).isEmpty)
        let short = document(lines: ["product 0.50 L 9"], vat: ["L 9 0.50 0.04"])
        #expect(exact.problems(of: short, today: today).map(\.code) == [.vatOutsideTolerance])
        let strict = DocumentValidator(tolerances: ValidationTolerances(vat: 0, lineNet: 0, creditCap: 0))
        let capped = document(.creditNote, lines: ["product 0.50 L 9"], vat: ["L 9 0.50 0.04"])
        #expect(strict.problems(of: capped, today: today).map(\.code) == [.vatOutsideTolerance])
        let belgian = document(lines: ["product 100.00 R 6"], vat: ["R 6 100.00 6.00"])
        #expect(DocumentValidator(ownCountry: .belgium).problems(of: belgian, today: today).isEmpty)
    }
}
