@testable import BridgeAPI
import BridgeDomain
import BridgeJSON
import BridgeSource
import Testing

/// The JSON form of documents and parties: what is read, what is said of the rest, and that the schema says the same.
@Suite struct `The form of documents` {
    private static func read(_ body: JSON) throws -> PushBody<SourceDocument> {
        let reader = DocumentReader(administration: "NL01")
        return try PushBody(body.bytes, .document, id: DocumentField.id.rawValue) { reader.document($0, $1, raw: $2) }
    }

    private static func document(_ body: JSON) throws -> SourceDocument {
        guard let item = try read(body).kept.first else { throw Refused() }
        return item
    }

    struct Refused: Error {}

    @Test func `every member finds its place in the document`() throws {
        let body = Bodies.invoice().with("approved_at", "2026-11-18T10:00:00+01:00").with("exchange_rate", .number("1.25"))
            .with("currency", "USD").with("deliver_to", ["id": "d1", "gln": "8712345000004", "country": "DE"])
            .with("dispatch_country", "NL").with("vat_number_used", "NL001234567B01")
            .with("references", ["original_document": "o", "customer_order": "c", "delivery_notes": ["n1", "n2"], "collective_of": ["x"]])
            .with("payment", ["method": "direct_debit", "reference": "r", "mandate": "m"]).with("description", " as printed ")
            .with("customs_value", "99.50").with("totals.prepaid", "1.00").with("totals.payable", "120.10").with("lines.0.product", "P1")
            .with("lines.0.discount_percent", "2.5").with("lines.0.vat_treatment", "export").with("lines.0.cost_centre", "CC")
            .with("lines.0.cost_unit", "CU").with("lines.0.grower", "G")
        let item = try Self.document(body)
        #expect(item.problems == [] && item.raw == body.bytes && item.sourceID == "id-2026-1")
        let document = try #require(item.document)
        #expect(document.key == DocumentKey("NL01", .salesInvoice, "2026-1") && document.version == 1)
        #expect(document.approvedAt == Timestamp("2026-11-18T09:00:00Z") && document.exchangeRate == ExactDecimal("1.25"))
        #expect(document.delivery == Delivery(partyID: "d1", gln: "8712345000004", country: "DE"))
        #expect(document.references.deliveryNotes == ["n1", "n2"] && document.references.originals == ["o", "x"])
        #expect(document.payment == PaymentInstruction(method: "direct_debit", reference: "r", mandate: "m"))
        #expect(document.description == " as printed " && document.customsValue == Money(minorUnits: 9_950, .eur))
        #expect(document.totals.payable?.minorUnits == 12_010 && document.totals.gross.currency.code == "USD")
        #expect(document.party == DocumentParty(key: PartyKey(.debtor, "C0412"), sourceID: "12"))
        let line = document.lines[0]
        #expect(line.product == "P1" && line.quantity == 400 && line.unitPrice == ExactDecimal("0.25") && line.net.minorUnits == 10_000)
        #expect(line.vatTreatment == .export && line.costCentre == "CC" && line.costUnit == "CU" && line.grower == "G")
        #expect(line.discountPercent == ExactDecimal("2.5") && line.vatCode == "L" && line.vatRate == 9 && line.unit == "stem")
        #expect(document.vatSummary.map(\.vat.minorUnits) == [900, 210])
        #expect(Self.untouched(Shape.document, body) == ["status", "daybook", "period", "ledger_lines"], "all else was sent")
    }

    /// Members of the shape that a body does not have.
    private static func untouched(_ shape: Shape, _ body: JSON) -> [String] {
        shape.fields.map(\.name).filter { body[$0] == nil }
    }

    @Test func `a ledger posting moves what its debit side adds up to`() throws {
        let document = try #require(try Self.document(Bodies.ledgerPosting).document)
        #expect(document.totals.gross.minorUnits == 1_250 && document.daybook == "90" && document.period == Period(year: 2026, number: 11))
        #expect(document.ledgerLines.map(\.credit.minorUnits) == [0, 1_250] && document.ledgerLines[1].party == PartyKey(.creditor, "S1"))
    }

    @Test func `amounts are exact as text and as number, and members may come in any order`() throws {
        guard case .object(let members) = Bodies.invoice().with("lines.0.net", .number("100.0")) else { return }
        let turned = try Self.document(.object(members.reversed()))
        let straight = try Self.document(Bodies.invoice())
        #expect(turned.document == straight.document)
    }

    struct Mistake: Sendable, CustomTestStringConvertible {
        var path: String
        var value: JSON?
        var problems: [String]
        var testDescription: String { "\(path) = \(value?.description.prefix(40) ?? "nothing")" }

        init(_ path: String, _ value: JSON?, _ problems: String...) {
            self.path = path
            self.value = value
            self.problems = problems
        }
    }

    static let mistakes = [
        Mistake("currency", "EURO", "currency_unknown at currency"), Mistake("currency", nil, "field_missing at currency"),
        Mistake("currency", "USD", "exchange_rate_missing at exchange_rate"),
        Mistake("invoice_date", "18-11-2026", "malformed at invoice_date"),
        Mistake("invoice_date", 20_261_118, "malformed at invoice_date"), Mistake("supply_date", nil, "field_missing at supply_date"),
        Mistake("party", nil, "field_missing at party"), Mistake("party", "C0412", "malformed at party"),
        Mistake("party.code", nil, "field_missing at party.code"), Mistake("party.code", " C1", "malformed at party.code"),
        Mistake("party.name", "x", "field_unknown at party.name"), Mistake("lines", nil, "field_missing at lines"),
        Mistake("lines", [:], "malformed at lines"), Mistake("lines.1", "x", "malformed at lines[1]"),
        Mistake("lines.1.no", nil, "field_missing at line 2, no"), Mistake("lines.1.no", 1, "malformed at line 1, no"),
        Mistake("lines.1.no", .number("1.5"), "value_out_of_range at line 2, no"),
        Mistake("lines.0.kind", "gift", "value_unknown at line 1, kind"),
        Mistake("lines.0.net", "1e2", "malformed at line 1, net"), Mistake("lines.0.net", .number("1e2"), "malformed at line 1, net"),
        Mistake("lines.0.net", "1,00", "malformed at line 1, net"), Mistake("lines.0.net", "", "malformed at line 1, net"),
        Mistake("lines.0.net", "+1.00", "malformed at line 1, net"), Mistake("lines.0.net", "1.001", "amount_decimals at line 1, net"),
        Mistake("lines.0.net", "99999999999999999", "amount_too_large at line 1, net"),
        Mistake("lines.0.quantity", "1.0001", "decimals_too_many at line 1, quantity"),
        Mistake("lines.0.unit", .string(String(repeating: "x", count: 61)), "text_beyond_limit at line 1, unit"),
        Mistake("lines.0.unit", "a\u{7}b", "malformed at line 1, unit"),
        Mistake("lines.0.colour", "red", "field_unknown at line 1, colour"),
        Mistake("vat_summary.0.rate", nil, "field_missing at vat_summary[0].rate"),
        Mistake("vat_summary.1.vat", "0.001", "amount_decimals at vat_summary[1].vat"),
        Mistake("totals.gross", true, "malformed at totals.gross"), Mistake("totals.net", nil, "field_missing at totals.net"),
        Mistake("due_dat", "2026-12-18", "field_unknown at due_dat"), Mistake("ledger_lines", [], "field_unknown at ledger_lines"),
        Mistake("references", ["delivery_notes": [1]], "malformed at references.delivery_notes[0]"),
        Mistake("status", "draft", "value_unknown at status"), Mistake("approved_at", "yesterday", "malformed at approved_at"),
    ]

    @Test(arguments: mistakes) func `a mistake is told with its place, the document is kept`(mistake: Mistake) throws {
        let item = try Self.document(Bodies.invoice().with(mistake.path, mistake.value))
        #expect(item.problems.map { "\($0.code.rawValue) at \($0.place)" } == mistake.problems)
        #expect(item.document == nil && item.key.number == "2026-1")
    }

    @Test(arguments: mistakes) func `the schema refuses what the reader refuses`(mistake: Mistake) throws {
        // What a schema cannot say: numbers used once, decimals of a currency, the size of an amount, the form of a number as text and so on.
        let beyondSchema = ["currency = \"USD\"", "lines.1.no = 1 ", "lines.0.net = 1e2", "lines.0.net = \"1.001\"", "vat_summary.1.vat"]
        let contract = Contract(document: OpenAPIDocument(desk: []).json)
        let body = Bodies.invoice().with(mistake.path, mistake.value)
        let isDescribed = try contract.describesBody(body, of: "pushDocuments")
        #expect(isDescribed == beyondSchema.contains { "\(mistake.testDescription) ".hasPrefix($0) })
    }

    @Test func `what cannot be named is refused`() throws {
        for (path, value) in [
            ("id", nil), ("administration", nil), ("administration", "BE01"), ("type", "order"), ("number", ""), ("version", 0),
            ("version", "1"),
        ] as [(String, JSON?)] {
            guard let problems = try Self.read(Bodies.invoice().with(path, value)).items.first?.refusal else {
                Issue.record("\(path) \(String(describing: value)) was taken")
                continue
            }
            #expect(problems.count == 1 && problems[0].place.field == path)
        }
    }

    @Test func `a member that occurs twice, and a hundred mistakes, are told and bounded`() throws {
        let twice = Array(#"{"number":"2","#.utf8) + Bodies.invoice().bytes.dropFirst()
        let reader = DocumentReader(administration: "NL01")
        let body = try PushBody(twice, .document, id: 0) { reader.document($0, $1, raw: $2) }
        let item = try #require(body.kept.first)
        #expect(item.problems.map { "\($0.code.rawValue) \($0.place)" } == ["malformed number"])
        let many = JSON.object((0..<500).map { JSON.Member("unknown\($0)", nil) })
        let problems = try #require(try Self.read(many).items.first?.refusal)
        #expect(problems.count == ShapeReader.problemsMax)
    }

    @Test func `a withdrawal needs no more than what it takes back`() throws {
        let bare = try Self.document(Bodies.withdrawal("2026-1", version: 2))
        #expect(bare.isWithdrawn && bare.problems == [] && bare.document == nil && bare.version == 2)
        #expect(try Self.document(Bodies.invoice().with("status", "withdrawn")).document != nil)
    }

    @Test(arguments: [
        Bodies.invoice(), Bodies.ledgerPosting, Bodies.withdrawal("2026-1", version: 2), Bodies.invoice().with("status", "withdrawn"),
        Bodies.invoice().with("due_date", nil).with("description", .null), [Bodies.invoice(), Bodies.ledgerPosting],
    ])
    func `the schema takes what the reader takes`(body: JSON) throws {
        #expect(try Contract(document: OpenAPIDocument(desk: []).json).describesBody(body, of: "pushDocuments"))
    }

    @Test func `parties are read whole`() throws {
        let body: JSON = Bodies.party().with("name2", "t.a.v. de kas").with("legal_form", "B.V.").with("kvk", "12345678")
            .with("vat_number", "NL001234567B01").with("vat_number_valid", true).with("gln", "8712345000004").with("eori", "NL1")
            .with("language", "nl").with("customer_group", "A").with("email", "kas@example.nl").with("payment_term_code", "30")
            .with("credit_limit", "5000").with("country_group", "domestic").with("iban", "NL91ABNA0417164300")
            .with("packaging_policy", "deposit").with("blocked", true).with("active", false).with("merged_into", "C9")
            .with("billing_address.postcode", "1431 AA").with("billing_address.country", "BE").with("billing_address.addition", "a")
            .with("billing_address.region", "NH")
        let reader = PartyReader()
        let item = try #require(
            try PushBody(body.bytes, .party, id: PartyField.id.rawValue) { reader.party($0, $1, raw: $2) }.kept.first)
        let party = try #require(item.party)
        #expect(party.key == PartyKey(.debtor, "C0412") && party.name == "Bloemenhuis De Tulp" && party.paymentTermDays == 30)
        #expect(party.creditLimit == Money(minorUnits: 500_000, .eur) && party.countryGroup == .domestic && party.mergedInto == "C9")
        #expect(party.billingAddress.country == "BE" && party.billingAddress.houseNumber == "12" && party.blocked && !party.active)
        #expect(Shape.party.fields.allSatisfy { body[$0.name] != nil }, "every member of the shape was sent")
        #expect(try Contract(document: OpenAPIDocument(desk: []).json).describesBody(body, of: "pushParties"))
    }
}
