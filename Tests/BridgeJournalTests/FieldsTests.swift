import BridgeDomain
import BridgeJournal
import BridgeJournalTesting
import BridgeTesting
import Testing

@testable import BridgeJournalSQLite

@Suite struct FieldsTests {
    @Test func `a document with everything filled comes back the same`() throws {
        let document = fullDocument()
        #expect(try Document(fields: document.fields, at: "here") == document)
        let bare = try #require(JournalSample.document(1).document)
        #expect(try Document(fields: bare.fields, at: "here") == bare)
        // As every program before the third form wrote it, and still does.
        #expect(bare.fields.first == 2 && document.fields.first == 3)
    }

    @Test func `an entry with everything filled comes back the same`() throws {
        let entry = fullEntry()
        #expect(try Entry(fields: entry.fields, at: "here") == entry)
        let bare = JournalSample.entry(1).entry
        #expect(try Entry(fields: bare.fields, at: "here") == bare)
    }

    @Test(arguments: [Int64.min, -1_000_000, -65, -64, -1, 0, 1, 63, 64, 127, 128, 1_000_000, .max])
    func `every number comes back`(number: Int64) throws {
        var writer = FieldWriter(form: 1, reserving: 16)
        writer.number(number)
        var reader = FieldReader(writer.bytes)
        #expect(reader.number() == number)
        try reader.end("here")
    }

    /// A field added to these types must be added to their form too, else it is lost: then extend `Document+Fields` or `Entry+Fields` and
    /// this list.
    @Test func `every field of a document and an entry is kept`() throws {
        func fields(_ value: Any) -> Int { Mirror(reflecting: value).children.count }
        let (document, entry) = (fullDocument(), fullEntry())
        #expect(fields(document) == 24)
        #expect(fields(try #require(document.lines.first)) == 16)
        #expect(fields(try #require(document.ledgerLines.first)) == 11)
        #expect(fields(try #require(document.vatSummary.first)) == 5)
        #expect(fields(document.totals) == 7)
        #expect(fields(document.references) == 5)
        #expect(fields(document.payment) == 3)
        #expect(fields(try #require(document.delivery)) == 3)
        #expect(fields(try #require(document.party)) == 2)
        #expect(fields(entry) == 19)
        #expect(fields(try #require(entry.lines.first)) == 16)
        #expect(fields(try #require(JournalSample.entry(1).totals.first)) == 4)
        // Filled means filled: what is nil here would be compared with nothing.
        for child in Mirror(reflecting: document).children { #expect("\(child.value)" != "nil", "\(child.label ?? "")") }
        for child in Mirror(reflecting: try #require(document.lines.first)).children { #expect("\(child.value)" != "nil") }
        for child in Mirror(reflecting: try #require(document.ledgerLines.first)).children { #expect("\(child.value)" != "nil") }
        for child in Mirror(reflecting: entry).children { #expect("\(child.value)" != "nil", "\(child.label ?? "")") }
        for child in Mirror(reflecting: try #require(entry.lines.first)).children { #expect("\(child.value)" != "nil") }
    }

    @Test func `documents of the forms before are still read`() throws {
        var document = fullDocument()
        document.references.standsAlone = false
        (document.totals.rounding, document.totals.vatInTaxCurrency, document.vatSummary[0].exemption) = (nil, nil, nil)
        let now = document.fields
        #expect(now.first == 2)
        #expect(try Document(fields: [1] + now.dropFirst().dropLast(), at: "here") == document)
    }

    @Test(arguments: UInt64(1)...8)
    func `damaged bytes are an error, never a trap`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let (document, entry) = (fullDocument().fields, fullEntry().fields)
        for fields in [document, entry] {
            for length in 0..<fields.count {
                #expect(throws: JournalError.self) { try read(Array(fields.prefix(length)), fields == entry) }
            }
            for _ in 0..<2_000 {
                var bytes = fields
                for _ in 0...Int.random(in: 0...3, using: &random) {
                    bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: .min ... .max, using: &random)
                }
                // Some changes still make a whole document; verify finds those by their hash.
                _ = try? read(bytes, fields == entry)
            }
        }
        #expect(throws: JournalError.self) { try read(document + [0], false) }
        #expect(throws: JournalError.self) { try read([4] + document.dropFirst(), false) }
    }

    @Test func `an entry that does not balance is not read`() throws {
        let entry = JournalSample.entry(1).entry
        var bytes = entry.fields
        let amounts = FieldWriter.number(entry.lines[0].amount.minorUnits)
        let place = try #require(bytes.firstRange(of: amounts))
        bytes.replaceSubrange(place, with: FieldWriter.number(entry.lines[0].amount.minorUnits + 1))
        #expect(throws: JournalError.self) { try read(bytes, true) }
    }

    private func read(_ bytes: [UInt8], _ isEntry: Bool) throws {
        if isEntry { _ = try Entry(fields: bytes, at: "here") } else { _ = try Document(fields: bytes, at: "here") }
    }

    private func fullDocument() -> Document {
        let dollar = Currency(code: "USD") ?? .eur
        func money(_ units: Int64) -> Money { Money(minorUnits: units, dollar) }
        var line = DocumentLine(
            number: 3, kind: .packagingDeposit, description: "Fust é\u{0}", productGroup: "FUST", net: money(-150), vatCode: "H",
            vatRate: 21)
        line.product = "K10"
        line.quantity = ExactDecimal(significand: -12_345, decimals: 3)
        line.unit = "st"
        line.unitPrice = ExactDecimal(significand: 38_500, decimals: 5)
        line.discountPercent = ExactDecimal(significand: 25, decimals: 1)
        line.vatTreatment = .reverseCharge
        line.costCentre = "AALSMEER"
        line.costUnit = "ROSES"
        line.grower = "G1"
        var ledger = LedgerLine(number: 1, account: "8000", debit: money(5), credit: money(0), description: "memo")
        ledger.vatCode = "V9"
        ledger.vatBase = money(7)
        ledger.costCentre = "A"
        ledger.costUnit = "B"
        ledger.party = PartyKey(.creditor, "S1")
        ledger.documentReference = "2026-1"
        let party = DocumentParty(key: PartyKey(.creditor, "S9"), sourceID: "p-9")
        var document = Document(
            key: JournalSample.key(1, .ledgerPosting), sourceID: "src", version: 4, invoiceDate: JournalSample.date,
            supplyDate: JournalSample.date.adding(days: -1), currency: dollar, exchangeRate: ExactDecimal(significand: 10_875, decimals: 4),
            party: party, vatTreatment: .mixed, lines: [line, line],
            vatSummary: [VATSummaryLine(vatCode: "H", rate: 21, base: money(1), vat: money(2), exemption: "VATEX-EU-O")],
            totals: DocumentTotals(
                net: money(1), vat: money(2), gross: money(3), prepaid: money(4), payable: money(5), rounding: money(-1),
                vatInTaxCurrency: JournalSample.euro(6)))
        document.approvedAt = JournalSample.now
        document.dueDate = JournalSample.date.adding(days: 30)
        document.delivery = Delivery(partyID: "d-1", gln: "8712345000004", country: "DE")
        document.dispatchCountry = "NL"
        document.vatNumberUsed = "DE123456789"
        document.references = DocumentReferences(
            originalDocument: "2026-0", customerOrder: "PO 1", deliveryNotes: ["a", ""], collectiveOf: ["b"], standsAlone: true)
        document.payment = PaymentInstruction(method: "sepa", reference: "RF18", mandate: "M1")
        document.description = "all"
        document.customsValue = JournalSample.euro(99)
        document.ledgerLines = [ledger]
        document.daybook = "90"
        document.period = Period(year: 2026, number: 13)
        return document
    }

    private func fullEntry() -> Entry {
        let dollar = Currency(code: "USD") ?? .eur
        func line(_ units: Int64, _ book: Int64) -> EntryLine {
            EntryLine(
                role: .vat, account: "1510", amount: Money(minorUnits: units, dollar), bookAmount: JournalSample.euro(book), vatCode: "V9",
                vatRate: ExactDecimal(significand: 55, decimals: 1), vatBase: Money(minorUnits: 8, dollar),
                vatBookBase: JournalSample.euro(7),
                costCentre: "A", costUnit: "B", description: "VAT", sourceLines: [1, 2], rule: "r", vatRule: "v",
                party: PartyKey(.creditor, "S1"), documentReference: "2026-1")
        }
        return Entry(
            document: JournalSample.key(1, .purchaseInvoice), documentVersion: 2, mappingVersion: 9, daybook: "60",
            date: JournalSample.date,
            period: Period(year: 2026, number: 11), invoiceDate: JournalSample.date, dueDate: JournalSample.date, currency: dollar,
            bookCurrency: .eur, exchangeRate: ExactDecimal(significand: 10_875, decimals: 4), party: PartyKey(.creditor, "S9"),
            partyNumber: "20009", paymentCondition: "30", description: "all", reference: "FP1", paymentReference: "RF18",
            originalReferences: ["FP0", "FP00"], lines: [line(100, 92), line(-100, -92)])
    }
}

extension FieldWriter {
    /// The bytes of one number.
    fileprivate static func number(_ value: Int64) -> [UInt8] {
        var writer = FieldWriter(form: 1, reserving: 16)
        writer.number(value)
        return Array(writer.bytes.dropFirst())
    }
}
