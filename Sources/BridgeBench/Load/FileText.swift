import BridgeDomain
import BridgeSource

/// The same invoices as files: a UBL invoice each, or lines of one table. Right to the cent; each follows from its place alone.
struct FileText: Sendable {
    var lines: Int
    let date: CalendarDate

    /// Lines of an invoice, as the promise on speed has them.
    static let usualLines = 20
    /// Customers the invoices go to, and articles on them.
    static let customers = 50
    static let products = 40
    /// Whose books they are for.
    static let administration: SourceAdministration = "NL01"
    static let administrationInfo = SourceAdministrationInfo(
        code: administration, name: "bench", currency: .eur, vatNumber: supplierVAT)
    /// Whose invoices they are.
    static let supplierVAT = "NL859087654B01"

    static let names = ["Rosa Red Naomi, 60 cm", "Chrysanthemum Baltica", "Phalaenopsis wit, pot 12", "Ficus benjamina, pot 17"]

    /// Quantity, price in thousandths and amount in cents of a line.
    func line(_ line: Int, of place: Int) -> (quantity: Int, price: Int, net: Int) {
        let (tens, thousandths) = ((place + line * 7) % 9 + 1, (place * 31 + line * 17) % 900 + 100)
        return (tens * 10, thousandths, tens * thousandths)
    }

    /// What an invoice comes to without VAT, and its VAT, in cents.
    func amounts(_ place: Int) -> (net: Int, vat: Int) {
        let net = (0..<lines).reduce(0) { $0 + line($1, of: place).net }
        return (net, (net * 9 + 50) / 100)
    }

    static func amount(_ cents: Int) -> String { "\(cents / 100).\(cents % 100 < 10 ? "0" : "")\(cents % 100)" }

    // MARK: A table

    static let columns = "number;date;customer;name;country;product;description;quantity;price;net;rate\n"

    /// The settings such a table is read with.
    static let columnSettings = """
        file: { separator: ";", encoding: utf-8, header: true, decimal: point, thousands: none, dates: year-month-day }
        documents: { kind: sales, grouped: adjacent, number: number, date: date, currency: { fixed: EUR } }
        credit_notes: { by: none }
        parties: { code: customer, name: name, country: country }
        lines: { product: product, description: description, quantity: quantity, unit_price: price, net: net }
        vat: { treatment: { fixed: domestic }, code: { fixed: S }, rate: rate, table: { S: 9 } }
        """

    /// Writes the lines of one invoice behind `bytes`.
    func appendRows(_ place: Int, to bytes: inout [UInt8]) {
        let customer = place % Self.customers + 1
        for number in 0..<lines {
            let (quantity, price, net) = line(number, of: place)
            let text =
                "T-\(100_000 + place);\(date);C\(1_000 + customer);Bloemenhuis \(customer);NL;P\(number % Self.products);"
                + "\(Self.names[number % Self.names.count]);\(quantity);0.\(price);\(Self.amount(net));9\n"
            bytes.append(contentsOf: text.utf8)
        }
    }

    // MARK: UBL

    /// One invoice (UBL 2.1, SI-UBL 2.0).
    func invoice(_ place: Int) -> [UInt8] {
        let (net, vat) = amounts(place)
        var text = head(place) + totals(net, vat)
        for number in 0..<lines {
            let (quantity, price, net) = line(number, of: place)
            text += """
                  <cac:InvoiceLine>
                    <cbc:ID>\(number + 1)</cbc:ID>
                    <cbc:InvoicedQuantity unitCode="C62">\(quantity)</cbc:InvoicedQuantity>
                    <cbc:LineExtensionAmount currencyID="EUR">\(Self.amount(net))</cbc:LineExtensionAmount>
                    <cac:Item>
                      <cbc:Name>\(Self.names[number % Self.names.count])</cbc:Name>
                      <cac:SellersItemIdentification><cbc:ID>P\(number % Self.products)</cbc:ID></cac:SellersItemIdentification>
                      <cac:ClassifiedTaxCategory>
                        <cbc:ID>S</cbc:ID><cbc:Percent>9</cbc:Percent><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>
                      </cac:ClassifiedTaxCategory>
                    </cac:Item>
                    <cac:Price><cbc:PriceAmount currencyID="EUR">0.\(price)</cbc:PriceAmount></cac:Price>
                  </cac:InvoiceLine>

                """
        }
        return Array((text + "</Invoice>\n").utf8)
    }

    private func head(_ place: Int) -> String {
        let customer = place % Self.customers + 1
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2" \
            xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" \
            xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
              <cbc:CustomizationID>urn:cen.eu:en16931:2017#compliant#urn:fdc:nen.nl:nlcius:v1.0</cbc:CustomizationID>
              <cbc:ProfileID>urn:fdc:peppol.eu:2017:poacc:billing:01:1.0</cbc:ProfileID>
              <cbc:ID>U-\(100_000 + place)</cbc:ID>
              <cbc:IssueDate>\(date)</cbc:IssueDate>
              <cbc:DueDate>\(date.adding(days: 14))</cbc:DueDate>
              <cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode>
              <cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
              <cbc:BuyerReference>PO-\(place)</cbc:BuyerReference>
            \(party("Supplier", code: nil, name: "Kwekerij De Roos BV", vat: Self.supplierVAT))
            \(party("Customer", code: "C\(1_000 + customer)", name: "Bloemenhuis \(customer)", vat: nil))
              <cac:PaymentMeans><cbc:PaymentMeansCode>30</cbc:PaymentMeansCode><cbc:PaymentID>\(place)</cbc:PaymentID></cac:PaymentMeans>

            """
    }

    private func party(_ role: String, code: String?, name: String, vat: String?) -> String {
        let identification = code.map { "<cac:PartyIdentification><cbc:ID>\($0)</cbc:ID></cac:PartyIdentification>" } ?? ""
        let scheme =
            vat.map {
                "<cac:PartyTaxScheme><cbc:CompanyID>\($0)</cbc:CompanyID><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>"
                    + "</cac:PartyTaxScheme>"
            } ?? ""
        return """
              <cac:Accounting\(role)Party><cac:Party>\(identification)<cac:PostalAddress><cbc:StreetName>Veilingweg 1</cbc:StreetName>\
            <cbc:CityName>Aalsmeer</cbc:CityName><cbc:PostalZone>1431 GB</cbc:PostalZone><cac:Country>\
            <cbc:IdentificationCode>NL</cbc:IdentificationCode></cac:Country></cac:PostalAddress>\(scheme)<cac:PartyLegalEntity>\
            <cbc:RegistrationName>\(name)</cbc:RegistrationName></cac:PartyLegalEntity></cac:Party></cac:Accounting\(role)Party>
            """
    }

    private func totals(_ net: Int, _ vat: Int) -> String {
        let (netText, vatText, grossText) = (Self.amount(net), Self.amount(vat), Self.amount(net + vat))
        return """
              <cac:TaxTotal>
                <cbc:TaxAmount currencyID="EUR">\(vatText)</cbc:TaxAmount>
                <cac:TaxSubtotal>
                  <cbc:TaxableAmount currencyID="EUR">\(netText)</cbc:TaxableAmount>
                  <cbc:TaxAmount currencyID="EUR">\(vatText)</cbc:TaxAmount>
                  <cac:TaxCategory>
                    <cbc:ID>S</cbc:ID><cbc:Percent>9</cbc:Percent><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>
                  </cac:TaxCategory>
                </cac:TaxSubtotal>
              </cac:TaxTotal>
              <cac:LegalMonetaryTotal>
                <cbc:LineExtensionAmount currencyID="EUR">\(netText)</cbc:LineExtensionAmount>
                <cbc:TaxExclusiveAmount currencyID="EUR">\(netText)</cbc:TaxExclusiveAmount>
                <cbc:TaxInclusiveAmount currencyID="EUR">\(grossText)</cbc:TaxInclusiveAmount>
                <cbc:PayableAmount currencyID="EUR">\(grossText)</cbc:PayableAmount>
              </cac:LegalMonetaryTotal>

            """
    }
}
