import BridgeDomain
import BridgeJSON
import BridgeSource
@testable import FreshPortalSource
import Testing

struct DocumentReaderTests {
    /// The example of the reference (freshportal §4.1), as it stands there.
    static let example = """
        {
          "id": 700123, "sequence": 184467, "administration": "NL01",
          "type": "sales_invoice", "number": "2026-104233", "order_sequence": "00012345",
          "status": "approved", "approved_at": "2026-11-18T15:42:11Z", "version": 1,
          "invoice_date": "2026-11-18", "supply_date": "2026-11-18", "due_date": "2026-12-02",
          "currency": "EUR", "exchange_rate": "1.000000", "rate_direction": "document_per_eur",
          "party": { "kind": "customer", "id": 12, "code": "C0412" },
          "invoice_to": 12, "deliver_to": { "id": 12, "gln": "8712345678906", "country": "NL" },
          "delivery_terms": "DAP", "dispatch_country": "NL",
          "vat_treatment": "domestic", "vat_number_used": null,
          "references": { "original_document": null, "customer_order": "PO-7781",
                          "delivery_notes": ["D-551201"], "collective_of": [] },
          "lines": [
            { "no": 1, "kind": "product", "product": "ROSPM60", "vbn": "1234",
              "description": "Rosa, pink, 60 cm", "product_group": "CUTFLOWER",
              "packages": "4", "per_package": "100", "quantity": "400", "unit": "stem",
              "unit_price": "0.3500", "discount_percent": "0", "net": "140.00",
              "vat_code": "L", "vat_rate": "9", "cost_centre": null, "grower": "41001" },
            { "no": 2, "kind": "packaging_deposit", "product": "FC566", "quantity": "4",
              "unit": "piece", "unit_price": "3.0000", "net": "12.00", "vat_code": "X", "vat_rate": "0" }
          ],
          "vat_summary": [ { "vat_code": "L", "rate": "9", "base": "140.00", "vat": "12.60" },
                           { "vat_code": "X", "rate": "0", "base": "12.00", "vat": "0.00" } ],
          "totals": { "net": "152.00", "vat": "12.60", "gross": "164.60", "prepaid": "0.00", "payable": "164.60" },
          "payment": { "method": "transfer", "reference": "2026104233", "mandate": null }
        }
        """

    /// The example with texts replaced: `("\"net\": \"152.00\"", "\"net\": \"1.152,00\"")`.
    static func read(_ changes: [(String, String)] = []) throws -> SourceDocument {
        var text = example
        for (old, new) in changes {
            try #require(text.contains(old), "\(old) stands in the example")
            text = text.replacing(old, with: new)
        }
        guard case .item(let item) = DocumentReader(administration: "NL01").read(try JSON(parsing: text)) else {
            throw Unexpected.draft
        }
        return item
    }

    enum Unexpected: Error { case draft }

    @Test func `the example of the reference is read whole`() throws {
        let item = try Self.read()
        let document = try #require(item.document)
        #expect(item.problems.isEmpty)
        #expect(item.key == DocumentKey("NL01", .salesInvoice, "2026-104233"))
        #expect(item.sourceID == "700123")
        #expect(document.approvedAt == Timestamp("2026-11-18T15:42:11Z"))
        #expect(document.dueDate == CalendarDate("2026-12-02"))
        #expect(document.party == DocumentParty(key: PartyKey(.debtor, "C0412"), sourceID: "12"))
        #expect(document.delivery == Delivery(partyID: "12", gln: "8712345678906", country: "NL"))
        #expect(document.references == DocumentReferences(customerOrder: "PO-7781", deliveryNotes: ["D-551201"]))
        #expect(document.lines.map(\.kind) == [.product, .packagingDeposit])
        #expect(document.lines[0].unitPrice == ExactDecimal("0.35"))
        #expect(document.lines[0].grower == "41001")
        #expect(document.vatSummary.map(\.vat.minorUnits) == [1260, 0])
        #expect(document.totals.payable == Money(minorUnits: 16460, .eur))
        #expect(document.payment.reference == "2026104233")
        #expect(DocumentValidator().problems(of: document, today: document.invoiceDate).isEmpty)
    }

    @Test func `what was received is kept, numbers as they were written`() throws {
        let item = try Self.read([("\"no\": 1,", "\"no\": 1, \"extra\": 12.50,")])
        #expect(String(decoding: item.raw, as: UTF8.self).contains("\"extra\":12.50"))
        #expect(item.raw.starts(with: Array(#"{"id":700123,"administration":"NL01","type":"sales_invoice""#.utf8)))
    }

    @Test(arguments: [("\"sequence\": 184467,", "\"sequence\": 184999,"), ("\"approved\"", "\"posted\""), ("\"approved\"", "\"paid\"")])
    func `a place in the stream and a standing there are no content`(old: String, new: String) throws {
        #expect(try Self.read([(old, new)]).raw == (try Self.read().raw))
    }

    @Test(arguments: [("\"approved\"", "\"withdrawn\""), ("\"version\": 1", "\"version\": 2"), ("\"C0412\"", "\"C0413\"")])
    func `anything else is content`(old: String, new: String) throws {
        #expect(try Self.read([(old, new)]).raw != (try Self.read().raw))
    }

    @Test(
        arguments: [
            // Quirk 1: trailing spaces go, leading zeros stay.
            [("\"ROSPM60\"", "\"ROSPM60 \""), ("\"2026-104233\"", "\" 2026-104233 \""), ("\"C0412\"", "\"C0412  \"")],
            // Quirk 2: both orders of a date.
            [("\"invoice_date\": \"2026-11-18\"", "\"invoice_date\": \"18-11-2026\""), ("2026-12-02", "02-12-2026")],
            // Quirk 3: commas, thousands separators, bare numbers.
            [("\"net\": \"140.00\"", "\"net\": \"140,00\""), ("\"0.3500\"", "\"0,3500\""), ("\"net\": \"152.00\"", "\"net\": 152.00")],
            [("\"discount_percent\": \"0\"", "\"discount_percent\": 0e0"), ("\"quantity\": \"400\"", "\"quantity\": \"400,000\"")],
            // Quirk 6: null and a missing key mean the same to a reader.
            [("\"vat_number_used\": null,", ""), ("\"mandate\": null", "\"mandate\": \"\"")],
        ])
    func `habits of writing change nothing in what is read`(changes: [(String, String)]) throws {
        #expect(try Self.read(changes).document == (try Self.read().document))
        #expect(try Self.read(changes).problems.isEmpty)
    }

    @Test func `zero means that there is no id`() throws {
        let item = try Self.read([("\"invoice_to\": 12, \"deliver_to\": { \"id\": 12", "\"invoice_to\": 0, \"deliver_to\": { \"id\": 0")])
        #expect(item.document?.delivery?.partyID == nil)
        #expect(item.problems.isEmpty)
        let code = try Self.read([("\"code\": \"C0412\"", "\"code\": \"00012\"")])
        #expect(code.document?.party?.key.code == "00012")
    }

    @Test(
        arguments: [
            ("\"net\": \"140.00\"", "\"net\": \"140.005\"", .amountDecimals, "line 1, net"),
            ("\"net\": \"140.00\"", "\"net\": \"140.000\"", .amountDecimals, "line 1, net"),
            ("\"vat\": \"12.60\" }", "\"vat\": \"12,605\" }", .amountDecimals, "vat_summary[0].vat"),
            ("\"net\": \"140.00\"", "\"net\": \"veel\"", .malformed, "line 1, net"),
            ("\"net\": \"140.00\",", "", .fieldMissing, "line 1, net"),
            ("\"currency\": \"EUR\"", "\"currency\": \"STG\"", .currencyUnknown, "currency"),
            ("\"currency\": \"EUR\"", "\"currency\": null", .fieldMissing, "currency"),
            ("\"sales_invoice\"", "\"proforma\"", .valueUnknown, "type"),
            ("\"packaging_deposit\"", "\"packaging_gift\"", .valueUnknown, "line 2, kind"),
            ("\"domestic\"", "\"margin\"", .valueUnknown, "vat_treatment"),
            ("\"approved\"", "\"frozen\"", .valueUnknown, "status"),
            ("\"kind\": \"customer\"", "\"kind\": \"supplier\"", .valueUnknown, "party.kind"),
            ("\"invoice_to\": 12", "\"invoice_to\": 15", .valueUnknown, "invoice_to"),
            ("\"NL01\"", "\"NL02\"", .valueUnknown, "administration"),
            ("\"supply_date\": \"2026-11-18\"", "\"supply_date\": \"2026-02-30\"", .malformed, "supply_date"),
            ("\"supply_date\": \"2026-11-18\",", "", .fieldMissing, "supply_date"),
            ("\"id\": 700123", "\"id\": 0", .fieldMissing, "id"),
            ("\"number\": \"2026-104233\"", "\"number\": \"  \"", .fieldMissing, "number"),
            ("\"version\": 1", "\"version\": 0", .malformed, "version"),
            ("\"no\": 2,", "\"no\": 1,", .malformed, "line 1, no"),
            ("\"gross\": \"164.60\",", "", .fieldMissing, "totals.gross"),
            ("\"customer_order\": \"PO-7781\"", "\"customer_order\": {}", .malformed, "references.customer_order"),
            ("\"party\": { \"kind\": \"customer\", \"id\": 12, \"code\": \"C0412\" }", "\"party\": []", .malformed, "party"),
        ] as [(String, String, ProblemCode, String)])
    func `what cannot be read is named with its place`(old: String, new: String, code: ProblemCode, place: String) throws {
        let item = try Self.read([(old, new)])
        #expect(item.document == nil)
        #expect(item.problems.map(\.code) == [code])
        #expect(item.problems.map(\.place.description) == [place])
    }

    @Test func `all problems of a document show at once`() throws {
        let item = try Self.read([
            ("\"currency\": \"EUR\"", "\"currency\": \"STG\""), ("\"net\": \"140.00\"", "\"net\": \"140.005\""),
            ("\"due_date\": \"2026-12-02\"", "\"due_date\": \"soon\""), ("\"net\": \"12.00\",", ""), ("\"L\", \"rate\"", "\"\", \"rate\""),
        ])
        let places = item.problems.map(\.place.description)
        #expect(places == ["currency", "line 1, net", "line 2, net", "vat_summary[0].vat_code", "due_date"])
    }

    @Test func `a document without a number keeps its identifier as name`() throws {
        let item = try Self.read([("\"number\": \"2026-104233\"", "\"number\": null")])
        #expect(item.key.number == "#700123")
        let nameless = try Self.read([("\"id\": 700123", "\"id\": null")])
        #expect(nameless.sourceID == "sequence-184467")
        guard case .item(let junk) = DocumentReader(administration: "NL01").read(["not", "an", "object"]) else {
            Issue.record("a row that is no object is an item")
            return
        }
        #expect(junk.problems.map(\.code) == [.malformed] && junk.key.number.text.hasPrefix("#content-"))
    }

    @Test func `drafts are ignored and withdrawn documents marked`() throws {
        let draft = try JSON(parsing: Self.example.replacing("\"approved\"", with: "\"draft\""))
        guard case .draft = DocumentReader(administration: "NL01").read(draft) else {
            Issue.record("a draft is no item")
            return
        }
        #expect(try Self.read([("\"approved\"", "\"withdrawn\"")]).isWithdrawn)
        #expect(try !Self.read([("\"approved\"", "\"corrected\"")]).isWithdrawn)
    }

    @Test func `a credit note that came negative is turned as a whole`() throws {
        let positive: [(String, String)] = [
            ("\"sales_invoice\"", "\"credit_note\""), ("\"original_document\": null", "\"original_document\": \"2026-104001\""),
        ]
        let negative =
            positive + [
                ("\"quantity\": \"400\"", "\"quantity\": \"-400\""), ("\"net\": \"140.00\"", "\"net\": \"-140.00\""),
                ("\"quantity\": \"4\",", "\"quantity\": \"-4\","), ("\"net\": \"12.00\"", "\"net\": \"-12.00\""),
                ("\"base\": \"140.00\", \"vat\": \"12.60\"", "\"base\": \"-140.00\", \"vat\": \"-12.60\""),
                ("\"base\": \"12.00\"", "\"base\": \"-12.00\""),
                (
                    "\"net\": \"152.00\", \"vat\": \"12.60\", \"gross\": \"164.60\"",
                    "\"net\": \"-152.00\", \"vat\": \"-12.60\", \"gross\": \"-164.60\""
                ), ("\"payable\": \"164.60\"", "\"payable\": \"-164.60\""),
            ]
        let document = try #require(try Self.read(negative).document)
        #expect(document == (try Self.read(positive).document))
        #expect(document.totals.gross == Money(minorUnits: 16460, .eur))
        // The text stays as it came: only what it means is turned.
        #expect(String(decoding: try Self.read(negative).raw, as: UTF8.self).contains("-164.60"))
    }

    @Test func `a negative line of a positive credit note stays negative`() throws {
        let item = try Self.read([
            ("\"sales_invoice\"", "\"credit_note\""), ("\"net\": \"12.00\"", "\"net\": \"-12.00\""),
        ])
        #expect(item.document?.lines.map(\.net.minorUnits) == [14000, -1200])
    }

    @Test func `foreign currency needs a rate and its direction`() throws {
        let dollars = [("\"currency\": \"EUR\"", "\"currency\": \"USD\""), ("\"1.000000\"", "\"1,0842\"")]
        #expect(try Self.read(dollars).document?.exchangeRate == ExactDecimal("1.0842"))
        let undirected = try Self.read(dollars + [("\"document_per_eur\"", "null")])
        #expect(undirected.problems.map(\.place.field) == ["rate_direction"])
        let reversed = try Self.read(dollars + [("\"document_per_eur\"", "\"eur_per_document\"")])
        #expect(reversed.problems.map(\.code) == [.valueUnknown])
        let unrated = try Self.read([("\"currency\": \"EUR\"", "\"currency\": \"USD\""), ("\"exchange_rate\": \"1.000000\",", "")])
        #expect(unrated.problems.map(\.code) == [.exchangeRateMissing])
    }

    @Test func `extensions of the assumed contract are read`() throws {
        let item = try Self.read([
            ("\"sales_invoice\"", "\"purchase_invoice\""), ("\"kind\": \"customer\"", "\"kind\": \"supplier\""),
            ("\"domestic\"", "\"import_article_23\""),
            ("\"grower\": \"41001\"", "\"cost_unit\": \"K7\", \"vat_treatment\": \"eu_acquisition\""),
            ("\"packaging_deposit\"", "\"advance\""),
            ("\"dispatch_country\": \"NL\"", "\"customs_value\": {\"amount\": \"4650.00\", \"currency\": \"EUR\"}"),
        ])
        let document = try #require(item.document)
        #expect(document.key.kind == .purchaseInvoice && document.party?.key.kind == .creditor)
        #expect(document.customsValue == Money(minorUnits: 465_000, .eur))
        #expect(document.vatTreatment == .importArticle23)
        #expect(document.lines[0].vatTreatment == .euAcquisition && document.lines[0].costUnit == "K7")
        #expect(document.lines[1].kind == .advance)
    }

    @Test func `a charge without a VAT code is left to be spread`() throws {
        let item = try Self.read([
            ("\"packaging_deposit\"", "\"transport\""),
            ("\"vat_code\": \"X\", \"vat_rate\": \"0\" }\n", "\"vat_code\": null, \"vat_rate\": null }\n"),
        ])
        #expect(item.document?.lines[1].vatCode == nil)
        #expect(item.problems.isEmpty)
    }

    @Test(arguments: [(2_000, true), (2_001, false)])
    func `a document has at most 2,000 lines`(count: Int, isRead: Bool) throws {
        let line: JSON = ["kind": "text", "description": "x"]
        let lines = JSON.array((1...count).map { number in .object([.init("no", .number(number))] + (line.members ?? [])) })
        var members = try JSON(parsing: Self.example).members ?? []
        let place = try #require(members.firstIndex { $0.name == "lines" })
        members[place].value = lines
        guard case .item(let item) = DocumentReader(administration: "NL01").read(.object(members)) else { throw Unexpected.draft }
        #expect((item.document != nil) == isRead)
        #expect(item.problems.map(\.code) == (isRead ? [] : [.tooManyLines]))
    }

    @Test func `a ledger posting is read with its accounts`() throws {
        let text = """
            {"id": 9, "sequence": 5, "administration": "NL01", "type": "journal", "number": "MEM-1", "status": "approved", "version": 1,
             "journal": "MEM", "period": "2026-11", "date": "18-11-2026", "description": "Fustcorrectie",
             "lines": [
               {"account": "1700", "debit": "1.250,00", "credit": null, "vat_code": null, "party_code": "C0412", "party_kind": "customer"},
               {"account": "8900", "debit": "0.00", "credit": "1250.00", "cost_centre": "AALSM", "document_ref": "2026-104233"}]}
            """
        guard case .item(let item) = DocumentReader(administration: "NL01").read(try JSON(parsing: text)) else { throw Unexpected.draft }
        let document = try #require(item.document, "\(item.problems)")
        #expect(document.daybook == "MEM" && document.period == Period(year: 2026, number: 11))
        #expect(document.ledgerLines.map(\.debit.minorUnits) == [125_000, 0])
        #expect(document.ledgerLines[0].party == PartyKey(.debtor, "C0412"))
        #expect(document.totals.gross == Money(minorUnits: 125_000, .eur))
        #expect(DocumentValidator().problems(of: document, today: document.invoiceDate).isEmpty)
    }

    @Test func `a ledger posting whose amounts do not add up within 64 bits is told, not trapped on`() throws {
        let line = #"{"account": "1700", "debit": "92233720368547758.07"}"#
        let text = """
            {"id": 9, "administration": "NL01", "type": "journal", "number": "MEM-1", "status": "approved", "version": 1, "journal": "MEM",
             "date": "2026-11-18", "lines": [\(line), \(line)]}
            """
        guard case .item(let item) = DocumentReader(administration: "NL01").read(try JSON(parsing: text)) else { throw Unexpected.draft }
        #expect(item.document == nil)
        #expect(item.problems.map(\.code) == [.amountTooLarge])
    }

    @Test func `a ledger line that names a party says which kind`() throws {
        let text = """
            {"id": 9, "administration": "NL01", "type": "journal", "number": "MEM-1", "status": "approved", "version": 1, "journal": "MEM",
             "date": "2026-11-18", "lines": [{"account": "1700", "debit": "1.00", "party_code": "C1"}, {"debit": "x"}]}
            """
        guard case .item(let item) = DocumentReader(administration: "NL01").read(try JSON(parsing: text)) else { throw Unexpected.draft }
        #expect(item.problems.map(\.place.description) == ["line 1, party_kind", "line 2, account", "line 2, debit"])
    }
}
