import BridgeDomain
import BridgeSource
import Testing
import UBLSource

private func date(_ text: String) -> CalendarDate? { CalendarDate(text) }
private func euro(_ cents: Int64) -> Money { Money(minorUnits: cents, .eur) }

@Suite("An invoice in UBL")
struct InvoiceTests {
    @Test func `a sale of ours becomes a sales invoice on the customer's own number`() throws {
        let (found, problems) = try UBLSample().judged()
        let document = try #require(found)
        #expect(problems.isEmpty)
        #expect(document.key == DocumentKey("NL01", .salesInvoice, "2026-1"))
        #expect(document.party?.key == PartyKey(.debtor, "C0412"))
        #expect(document.vatTreatment == .domestic && document.vatNumberUsed == "NL123456782B90")
        #expect(document.totals == DocumentTotals(net: euro(4000), vat: euro(360), gross: euro(4360), payable: euro(4360)))
        #expect(document.vatSummary == [VATSummaryLine(vatCode: "S", rate: 9, base: euro(4000), vat: euro(360))])
        let line = try #require(document.lines.first)
        #expect(document.lines.count == 1 && line.number == 1 && line.kind == .product && line.product == "R-60")
        #expect(line.quantity == 100 && line.unitPrice == ExactDecimal("0.4") && line.unit == "H87" && line.net == euro(4000))
    }

    @Test func `the same file is a purchase invoice to the one who receives it`() throws {
        var sample = UBLSample()
        sample.middle = """
            <cac:PaymentMeans><cbc:PaymentMeansCode>30</cbc:PaymentMeansCode><cac:PayeeFinancialAccount><cbc:ID>NL91ABNA0417164300</cbc:ID>\
            </cac:PayeeFinancialAccount></cac:PaymentMeans>
            """
        let document = try #require(try sample.judged(.ourPurchases).document)
        #expect(document.key == DocumentKey("NL02", .purchaseInvoice, "2026-1/NL004495445B01"))
        #expect(document.party?.key == PartyKey(.creditor, "NL004495445B01"))
        #expect(document.payment == PaymentInstruction(method: "30", reference: "2026-1"))
        let party = try #require(try sample.read(.ourPurchases).party?.party)
        #expect(party.name == "Bloemen Export BV" && party.iban == "NL91ABNA0417164300" && party.chamberOfCommerce == "12345678")
        #expect(party.billingAddress.city == "Aalsmeer" && party.country == "NL")
    }

    @Test func `two suppliers may give the same number`() throws {
        var other = UBLSample()
        other.supplier.vat = "BE0428759497"
        let keys = try [UBLSample(), other].map { try $0.read(.ourPurchases).document.key }
        #expect(keys[0] != keys[1])
    }

    @Test func `the same invoice in other clothes is the same document`() throws {
        let plain = try UBLSample().read().document
        let text = UBLSample().text.replacing("cbc:", with: "x:").replacing("xmlns:cbc", with: "xmlns:x").replacing(
            ">\n<", with: "> <!-- --> <")
        let dressed = try UBLReader(.ourSales).read(Array(text.utf8)).document
        #expect(dressed.document == plain.document && dressed.sourceID == plain.sourceID)
    }

    @Test(arguments: ["UTF-16", "ISO-8859-1"])
    func `names come through in every encoding`(encoding: String) throws {
        var sample = UBLSample()
        sample.customer.name = "Café Één"
        let text = sample.text.replacing("encoding=\"UTF-8\"", with: "encoding=\"\(encoding)\"")
        let bytes: [UInt8] =
            encoding == "UTF-16"
            ? [0xFE, 0xFF] + text.utf16.flatMap { unit -> [UInt8] in [UInt8(unit >> 8), UInt8(truncatingIfNeeded: unit)] }
            : text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
        #expect(try UBLReader(.ourSales).read(bytes).party?.party?.name == "Café Één")
    }

    struct Dates: Sendable {
        var xml: String
        var supply: String
    }

    @Test(arguments: [
        Dates(xml: "", supply: "2026-11-18"),
        Dates(xml: "<cbc:TaxPointDate>2026-11-15</cbc:TaxPointDate>", supply: "2026-11-15"),
        Dates(xml: "<cac:InvoicePeriod><cbc:EndDate>2026-10-31</cbc:EndDate></cac:InvoicePeriod>", supply: "2026-10-31"),
        Dates(xml: "<cac:InvoicePeriod><cbc:EndDate>2026-12-31</cbc:EndDate></cac:InvoicePeriod>", supply: "2026-11-18"),
        Dates(
            xml: """
                <cbc:TaxPointDate>2026-11-15</cbc:TaxPointDate>\
                <cac:Delivery><cbc:ActualDeliveryDate>2026-11-14+01:00</cbc:ActualDeliveryDate></cac:Delivery>
                """, supply: "2026-11-14"),
    ])
    func `the day of supply is the delivery, else the VAT point, else the end of a period behind us`(dates: Dates) throws {
        var sample = UBLSample()
        sample.head = dates.xml
        #expect(try sample.read().document.document?.supplyDate == date(dates.supply))
    }

    @Test func `due date, order, delivery note and delivery are read`() throws {
        var sample = UBLSample()
        sample.head = "<cbc:DueDate>2026-12-02</cbc:DueDate><cbc:Note>Dank u</cbc:Note>"
        sample.references = """
            <cac:OrderReference><cbc:ID>PO 7</cbc:ID></cac:OrderReference>\
            <cac:DespatchDocumentReference><cbc:ID>PB-9</cbc:ID></cac:DespatchDocumentReference>
            """
        sample.middle = """
            <cac:Delivery><cac:DeliveryLocation><cbc:ID schemeID="0088">8712345678906</cbc:ID><cac:Address><cac:Country>\
            <cbc:IdentificationCode>DE</cbc:IdentificationCode></cac:Country></cac:Address></cac:DeliveryLocation></cac:Delivery>
            """
        let document = try #require(try sample.read().document.document)
        #expect(document.dueDate == date("2026-12-02") && document.description == "Dank u")
        #expect(document.references == DocumentReferences(customerOrder: "PO 7", deliveryNotes: ["PB-9"]))
        #expect(document.delivery == Delivery(gln: "8712345678906", country: "DE"))
    }

    @Test func `an advance has lines of its own kind, and items are what the settings say they are`() throws {
        var sample = UBLSample()
        sample.lines.append(UBLSample.Line(id: "2", item: "FUST-566"))
        var settings = UBLSettings.ourSales
        settings.lineKinds = ["FUST-566": .packagingDeposit]
        #expect(try sample.read(settings).document.document?.lines.map(\.kind) == [.product, .packagingDeposit])
        #expect(try sample.read(settings).ruled == [RuledPlace(rule: "line_kinds", line: 2, document: "2026-1", amount: euro(4000))])
        sample.type = "386"
        #expect(try sample.read(settings).document.document?.lines.map(\.kind) == [.advance, .packagingDeposit])
    }

    @Test func `lines without numbers of their own are counted`() throws {
        var sample = UBLSample()
        sample.lines = ["A", "B", "7"].map { UBLSample.Line(id: $0) }
        #expect(try sample.read().document.document?.lines.map(\.number) == [1, 2, 3])
        sample.lines = ["5", "3", "7"].map { UBLSample.Line(id: $0) }
        #expect(try sample.read().document.document?.lines.map(\.number) == [5, 3, 7])
        sample.lines = ["5", "5"].map { UBLSample.Line(id: $0) }
        #expect(try sample.read().document.document?.lines.map(\.number) == [1, 2])
    }

    @Test func `a long note is cut visibly, and the file keeps the whole`() throws {
        var sample = UBLSample()
        sample.head = "<cbc:Note>\(String(repeating: "roos ", count: 1000))</cbc:Note>"
        let item = try sample.read().document
        #expect(item.document?.description.count == 2000 && item.document?.description.last == "…")
        #expect(item.problems.map(\.code) == [.textBeyondLimit] && !item.problems.containsError)
        #expect(item.raw == Array(sample.text.utf8))
    }
}

@Suite("Whose invoice it is")
struct DirectionTests {
    private func settings(_ numbers: Set<String>) -> UBLSettings { UBLSettings(administration: "NL01", ownNumbers: numbers) }

    @Test(arguments: [
        ("nl004495445b01", DocumentKind.salesInvoice), ("12345678", .salesInvoice), ("NL123456782B90", .purchaseInvoice),
        ("87654321", .purchaseInvoice),
    ])
    func `the party we recognise ourselves in decides`(number: String, kind: DocumentKind) throws {
        #expect(try UBLSample().read(settings([number])).document.document?.key.kind == kind)
    }

    @Test(arguments: [[], ["NL000099998B57"], ["NL004495445B01", "NL123456782B90"]])
    func `a file that is nobody's of ours, or ours on both sides, waits for a person`(numbers: Set<String>) throws {
        let reading = try UBLSample().read(settings(numbers))
        #expect(reading.document.document == nil)
        #expect(reading.rejected.map(\.field) == ["AccountingSupplierParty, AccountingCustomerParty"])
    }

    @Test func `a supplier's invoice in the folder of our sales is stopped`() throws {
        var sample = UBLSample()
        sample.supplier.vat = "BE0428759497"
        #expect(try sample.read(.ourSales).document.problems.map(\.place.field) == ["AccountingSupplierParty"])
        #expect(try UBLSample().read(.ourPurchases).document.problems.isEmpty)
    }

    @Test func `an invoice that our customer made out for us carries the customer's number`() throws {
        var sample = UBLSample()
        sample.type = "389"
        #expect(try sample.read(.ourSales).document.key.number == "2026-1/C0412")
        #expect(try sample.read(.ourPurchases).document.key.number == "2026-1")
    }

    @Test func `a party is known by its VAT number, else its register, else its address; never by its name`() throws {
        var sample = UBLSample()
        sample.customer.identification = nil
        #expect(try sample.read().document.document?.party?.key.code == "NL123456782B90")
        sample.customer.vat = nil
        #expect(try sample.read().document.document?.party?.key.code == "KVK87654321")
        sample.customer.company = nil
        let reading = try sample.read()
        #expect(reading.party == nil && reading.document.document == nil)
        #expect(reading.document.problems.map(\.code) == [.fieldMissing])
    }
}
