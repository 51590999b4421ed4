import BridgeDomain
import BridgeJSON
import Foundation
import Testing

/// A customer without access to anything but files: the program as processes, invoices in a folder, the books of a sandbox.
@Suite struct `A folder of invoices as real processes` {
    @Test(.timeLimit(.minutes(5)))
    func `the service is killed in the middle, files come twice, and each document is booked once`() async throws {
        let place = try FilesPlace()
        defer { place.remove() }
        let invoices = (1...40).map { UBLSample(number: "2026-\($0)", customer: "1000\($0 % 4)", cents: Int64($0) * 1_000) }
        for invoice in invoices.prefix(30) { try place.drop("\(invoice.number).xml", invoice.xml) }

        try await place.connect()
        // From the eighth on the books take their time, so that the kill finds answers outstanding on the fastest machine.
        try await place.plan([
            "faults": [["kind": "answerLate", "milliseconds": 2000, "method": "POST", "path": "SalesEntries", "skip": 8, "times": 30]]
        ])
        let first = try place.serve()
        let booked = try await place.wait { $0.booked >= 8 }
        first.kill()
        try await place.planNothing()
        #expect(booked < 30, "the kill came too late to be in the middle")

        // While nobody looks: the rest, one invoice again under another name, a credit note, a file that is none, a half-written one.
        for invoice in invoices.dropFirst(30) { try place.drop("\(invoice.number).xml", invoice.xml) }
        try place.drop("again.xml", invoices[0].xml)
        let credit = UBLSample(number: "2026-C1", customer: "10001", cents: 1_000, credits: "2026-1")
        try place.drop("credit.xml", credit.xml)
        try place.drop("broken.xml", "<Invoice>")
        try place.drop("half.xml.part", String(invoices[0].xml.prefix(200)))

        let second = try place.serve()
        try await place.wait { $0.booked == 41 && $0.readBack == 41 }
        #expect(second.stop() == 0)

        let books = try await place.books()
        #expect(books.keys.sorted() == (invoices.map { "UV-\($0.number)" } + ["UC-2026-C1"]).sorted())
        #expect(books.values.allSatisfy { $0.count == 1 })
        #expect(place.waiting() == ["half.xml.part"])
        #expect(place.names(in: "done").filter { $0.hasSuffix(".xml") }.count == 41)
        #expect(place.names(in: "repeats").contains("again.xml"))
        #expect(place.names(in: "refused").contains("broken.xml"))
        #expect(try place.run(["reconcile"]).status == 0)
        #expect(try place.run(["verify"]).status == 0)

        // By hand, files that were taken: recognised, nothing twice.
        let again = try place.run(["preview", place.path("incoming/done"), "--accept", "--json"])
        let taken = try JSON(parsing: again.text.utf8)["taken"]
        #expect(taken?["unchanged"]?.integer == 41 && taken?["accepted"]?.integer == 0)
    }
}

/// The same with tables: an invoice is some lines of one, and a table holds many.
@Suite struct `A folder of tables as real processes` {
    private static let columns = """
        documents: { kind: sales, grouped: adjacent, number: Invoice, date: Date, currency: { fixed: EUR } }
        credit_notes: { by: prefix, prefix: C, original: Original, without_original: park }
        parties: { code: Customer, name: Name, country: { fixed: NL } }
        lines: { description: Text, quantity: Quantity, unit_price: Price }
        vat: { treatment: { fixed: domestic }, code: { fixed: S }, table: { S: 21 } }

        """

    /// A table of invoices, two lines each.
    private func table(_ numbers: ClosedRange<Int>, more: String = "") -> String {
        let rows = numbers.map { number in
            let (customer, day) = (10_000 + number % 4, FilesPlace.day)
            return """
                2026-\(number),\(day),\(customer),Bloemenhuis \(customer),Rozen,\(number),2.50,
                2026-\(number),\(day),\(customer),Bloemenhuis \(customer),"Tulpen, rood",10,0.25,

                """
        }
        return "Invoice,Date,Customer,Name,Text,Quantity,Price,Original\n" + rows.joined() + more
    }

    @Test(.timeLimit(.minutes(5)))
    func `the service is killed in the middle of a table, tables overlap, and each document is booked once`() async throws {
        let place = try FilesPlace(.columns(Self.columns))
        defer { place.remove() }
        try place.drop("monday.csv", table(1...30))

        try await place.connect()
        try await place.plan([
            "faults": [["kind": "answerLate", "milliseconds": 2000, "method": "POST", "path": "SalesEntries", "skip": 8, "times": 30]]
        ])
        let first = try place.serve()
        let booked = try await place.wait { $0.booked >= 8 }
        first.kill()
        try await place.planNothing()
        #expect(booked < 30, "the kill came too late to be in the middle")

        // While nobody looks: a table that repeats ten invoices and brings ten, with a credit note, a line that is none and one without its
        // original; the first table again; a file without the columns; a half-written one.
        let day = FilesPlace.day
        try place.drop(
            "tuesday.csv",
            table(
                21...40,
                more: "C2026-1,\(day),10001,Bloemenhuis 10001,Rozen,-1,2.50,2026-1\n"
                    + "2026-41,\(day),10001,Bloemenhuis 10001,Rozen,many,2.50,\nC2026-9,\(day),10001,Bloemenhuis 10001,Rozen,-1,2.50,\n"))
        try place.drop("again.csv", table(1...30))
        try place.drop("letter.csv", "Dear all,\nplease find attached\n")
        try place.drop("half.csv.part", String(table(1...3).prefix(90)))

        let second = try place.serve()
        try await place.wait { $0.booked == 41 && $0.readBack == 41 }
        #expect(second.stop() == 0)

        let books = try await place.books()
        #expect(books.keys.sorted() == ((1...40).map { "UV-2026-\($0)" } + ["UC-C2026-1"]).sorted())
        #expect(books.values.allSatisfy { $0.count == 1 })
        #expect(books["UV-2026-7"]?.first == ExactDecimal("24.20"))
        #expect(place.waiting() == ["half.csv.part"])
        #expect(place.names(in: "done") == ["monday.csv", "tuesday.csv", "tuesday.csv.rejected.csv", "tuesday.csv.report.txt"])
        #expect(place.names(in: "repeats").contains("again.csv"))
        #expect(place.names(in: "refused").contains("letter.csv"))
        #expect(try place.run(["verify"]).status == 0)
        let parked = try JSON(parsing: place.run(["list", "--state", "parked", "--json"]).text.utf8).array
        #expect(parked?.count == 2)

        // By hand, a table that was taken: recognised, nothing twice.
        let again = try place.run(["preview", place.path("incoming/done/monday.csv"), "--accept", "--json"])
        let taken = try JSON(parsing: again.text.utf8)["taken"]
        #expect(taken?["unchanged"]?.integer == 30 && taken?["accepted"]?.integer == 0)
    }
}

/// An invoice or credit note of one line.
struct UBLSample {
    var number: String
    var customer: String
    var cents: Int64
    var credits: String?

    var xml: String {
        let root = credits == nil ? "Invoice" : "CreditNote"
        func amount(_ name: String, _ cents: Int64) -> String {
            "<cbc:\(name) currencyID=\"EUR\">\(Money(minorUnits: cents, .eur).amountText)</cbc:\(name)>"
        }
        let category = "<cbc:ID>S</cbc:ID><cbc:Percent>21</cbc:Percent><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>"
        let vat = cents * 21 / 100
        let original = credits.map {
            "<cac:BillingReference><cac:InvoiceDocumentReference><cbc:ID>\($0)</cbc:ID></cac:InvoiceDocumentReference></cac:BillingReference>"
        }
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <\(root) xmlns="urn:oasis:names:specification:ubl:schema:xsd:\(root)-2" \
            xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" \
            xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
            <cbc:ID>\(number)</cbc:ID><cbc:IssueDate>\(FilesPlace.day)</cbc:IssueDate>
            <cbc:\(root)TypeCode>\(credits == nil ? "380" : "381")</cbc:\(root)TypeCode><cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
            \(original ?? "")
            <cac:AccountingSupplierParty>\(party("Kwekerij Zonneveld", "NL111111111B01", nil))</cac:AccountingSupplierParty>
            <cac:AccountingCustomerParty>\(party("Bloemenhuis \(customer)", nil, customer))</cac:AccountingCustomerParty>
            <cac:TaxTotal>\(amount("TaxAmount", vat))<cac:TaxSubtotal>\(amount("TaxableAmount", cents))\(amount("TaxAmount", vat))\
            <cac:TaxCategory>\(category)</cac:TaxCategory></cac:TaxSubtotal></cac:TaxTotal>
            <cac:LegalMonetaryTotal>\(amount("LineExtensionAmount", cents))\(amount("TaxExclusiveAmount", cents))\
            \(amount("TaxInclusiveAmount", cents + vat))\(amount("PayableAmount", cents + vat))</cac:LegalMonetaryTotal>
            <cac:\(root)Line><cbc:ID>1</cbc:ID><cbc:\(quantity) unitCode="C62">1</cbc:\(quantity)>\(amount("LineExtensionAmount", cents))
            <cac:Item><cbc:Name>Rozen</cbc:Name><cac:ClassifiedTaxCategory>\(category)</cac:ClassifiedTaxCategory></cac:Item>
            <cac:Price>\(amount("PriceAmount", cents))</cac:Price></cac:\(root)Line>
            </\(root)>
            """
    }

    private var quantity: String { credits == nil ? "InvoicedQuantity" : "CreditedQuantity" }

    private func party(_ name: String, _ vatNumber: String?, _ code: String?) -> String {
        let identification = code.map { "<cac:PartyIdentification><cbc:ID>\($0)</cbc:ID></cac:PartyIdentification>" } ?? ""
        let tax = vatNumber.map {
            "<cac:PartyTaxScheme><cbc:CompanyID>\($0)</cbc:CompanyID><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme>"
        }
        return """
            <cac:Party>\(identification)<cac:PostalAddress><cbc:StreetName>Dijk 1</cbc:StreetName><cbc:CityName>Aalsmeer</cbc:CityName>\
            <cbc:PostalZone>1431 AA</cbc:PostalZone><cac:Country><cbc:IdentificationCode>NL</cbc:IdentificationCode></cac:Country>\
            </cac:PostalAddress>\(tax ?? "")<cac:PartyLegalEntity><cbc:RegistrationName>\(name)</cbc:RegistrationName></cac:PartyLegalEntity>\
            </cac:Party>
            """
    }
}
