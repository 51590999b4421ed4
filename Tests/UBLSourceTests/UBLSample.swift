import BridgeDomain
import BridgeSource
import UBLSource

/// An invoice to be written as UBL: an exporter in Aalsmeer sells roses to a florist in Utrecht, unless a story says otherwise.
struct UBLSample {
    struct Party {
        var name = "Bloemen Export BV"
        var vat: String? = "NL004495445B01"
        var company: String? = "12345678"
        var identification: String?
        var country = "NL"
    }

    struct Line {
        var id = "1"
        var quantity = "100"
        var net = "40.00"
        var name = "Rosa Red Naomi 60"
        var item: String? = "R-60"
        var category = "S"
        var percent: String? = "9"
        var price = "<cbc:PriceAmount currencyID=\"EUR\">0.40</cbc:PriceAmount>"
        var allowances = ""
    }

    struct Subtotal {
        var base = "40.00"
        var vat = "3.60"
        var category = "S"
        var percent: String? = "9"
        var reason = ""
    }

    var isCreditNote = false
    var number: String? = "2026-1"
    var type = "380"
    var date = "2026-11-18"
    var currency = "EUR"
    var head = ""
    var references = ""
    var supplier = Party()
    var customer = Party(name: "Bloemist Utrecht", vat: "NL123456782B90", company: "87654321", identification: "C0412")
    var middle = ""
    var adjustments = ""
    var subtotals = [Subtotal()]
    var vat = "3.60"
    var moreTax = ""
    var lineSum = "40.00"
    var net = "40.00"
    var gross = "43.60"
    var payable = "43.60"
    var moreTotals = ""
    var lines = [Line()]

    var text: String {
        let root = isCreditNote ? "CreditNote" : "Invoice"
        let schemas = "urn:oasis:names:specification:ubl:schema:xsd:"
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <\(root) xmlns="\(schemas)\(root)-2" xmlns:cac="\(schemas)CommonAggregateComponents-2" \
            xmlns:cbc="\(schemas)CommonBasicComponents-2">
            \(number.map { "<cbc:ID>\($0)</cbc:ID>" } ?? "")
            <cbc:IssueDate>\(date)</cbc:IssueDate>
            <cbc:\(root)TypeCode>\(type)</cbc:\(root)TypeCode>
            <cbc:DocumentCurrencyCode>\(currency)</cbc:DocumentCurrencyCode>
            \(head)
            \(references)
            <cac:AccountingSupplierParty>\(party(supplier))</cac:AccountingSupplierParty>
            <cac:AccountingCustomerParty>\(party(customer))</cac:AccountingCustomerParty>
            \(middle)
            \(adjustments)
            <cac:TaxTotal><cbc:TaxAmount currencyID="\(currency)">\(vat)</cbc:TaxAmount>
            \(subtotals.map(subtotal).joined(separator: "\n"))
            </cac:TaxTotal>
            \(moreTax)
            <cac:LegalMonetaryTotal>
            <cbc:LineExtensionAmount currencyID="\(currency)">\(lineSum)</cbc:LineExtensionAmount>
            <cbc:TaxExclusiveAmount currencyID="\(currency)">\(net)</cbc:TaxExclusiveAmount>
            <cbc:TaxInclusiveAmount currencyID="\(currency)">\(gross)</cbc:TaxInclusiveAmount>
            \(moreTotals)
            <cbc:PayableAmount currencyID="\(currency)">\(payable)</cbc:PayableAmount>
            </cac:LegalMonetaryTotal>
            \(lines.map(line).joined(separator: "\n"))
            </\(root)>
            """
    }

    private func party(_ party: Party) -> String {
        let vat = party.vat.map {
            "<cac:PartyTaxScheme><cbc:CompanyID>\($0)</cbc:CompanyID><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme>"
        }
        let identification = party.identification.map { "<cac:PartyIdentification><cbc:ID>\($0)</cbc:ID></cac:PartyIdentification>" }
        let company = party.company.map { "<cbc:CompanyID schemeID=\"0106\">\($0)</cbc:CompanyID>" }
        return """
            <cac:Party>\(identification ?? "")<cac:PostalAddress><cbc:CityName>Aalsmeer</cbc:CityName><cac:Country>\
            <cbc:IdentificationCode>\(party.country)</cbc:IdentificationCode></cac:Country></cac:PostalAddress>\(vat ?? "")\
            <cac:PartyLegalEntity><cbc:RegistrationName>\(party.name)</cbc:RegistrationName>\(company ?? "")</cac:PartyLegalEntity></cac:Party>
            """
    }

    private func category(_ tag: String, _ code: String, _ percent: String?, _ reason: String = "") -> String {
        let percent = percent.map { "<cbc:Percent>\($0)</cbc:Percent>" } ?? ""
        return "<cac:\(tag)><cbc:ID>\(code)</cbc:ID>\(percent)\(reason)<cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:\(tag)>"
    }

    private func subtotal(_ row: Subtotal) -> String {
        """
        <cac:TaxSubtotal><cbc:TaxableAmount currencyID="\(currency)">\(row.base)</cbc:TaxableAmount>\
        <cbc:TaxAmount currencyID="\(currency)">\(row.vat)</cbc:TaxAmount>\
        \(category("TaxCategory", row.category, row.percent, row.reason))</cac:TaxSubtotal>
        """
    }

    private func line(_ line: Line) -> String {
        let (tag, quantity) = isCreditNote ? ("CreditNoteLine", "CreditedQuantity") : ("InvoiceLine", "InvoicedQuantity")
        let item = line.item.map { "<cac:SellersItemIdentification><cbc:ID>\($0)</cbc:ID></cac:SellersItemIdentification>" } ?? ""
        return """
            <cac:\(tag)><cbc:ID>\(line.id)</cbc:ID><cbc:\(quantity) unitCode="H87">\(line.quantity)</cbc:\(quantity)>
            <cbc:LineExtensionAmount currencyID="\(currency)">\(line.net)</cbc:LineExtensionAmount>\(line.allowances)
            <cac:Item><cbc:Name>\(line.name)</cbc:Name>\(item)\(category("ClassifiedTaxCategory", line.category, line.percent))</cac:Item>
            <cac:Price>\(line.price)</cac:Price></cac:\(tag)>
            """
    }

    /// A charge or allowance of the document.
    static func adjustment(isCharge: Bool, _ amount: String, code: String? = nil, category: String = "S", percent: String = "9") -> String {
        let code = code.map { "<cbc:AllowanceChargeReasonCode>\($0)</cbc:AllowanceChargeReasonCode>" } ?? ""
        return """
            <cac:AllowanceCharge><cbc:ChargeIndicator>\(isCharge)</cbc:ChargeIndicator>\(code)\
            <cbc:AllowanceChargeReason>Because</cbc:AllowanceChargeReason><cbc:Amount currencyID="EUR">\(amount)</cbc:Amount>\
            <cac:TaxCategory><cbc:ID>\(category)</cbc:ID><cbc:Percent>\(percent)</cbc:Percent></cac:TaxCategory></cac:AllowanceCharge>
            """
    }

    static func billing(_ number: String) -> String {
        "<cac:BillingReference><cac:InvoiceDocumentReference><cbc:ID>\(number)</cbc:ID></cac:InvoiceDocumentReference></cac:BillingReference>"
    }
}

extension UBLSample {
    /// Everything in another currency than the euro.
    mutating func setCurrency(_ code: String) {
        currency = code
        for index in lines.indices { lines[index].price = lines[index].price.replacing("EUR", with: code) }
    }

    func read(_ settings: UBLSettings = .ourSales) throws -> UBLReading { try UBLReader(settings).read(Array(text.utf8)) }

    /// The document, and what reader and validator have to say about it.
    func judged(_ settings: UBLSettings = .ourSales) throws -> (document: Document?, problems: [Problem]) {
        let item = try read(settings).document
        let today = CalendarDate(year: 2026, month: 11, day: 20) ?? CalendarDate(daysSinceEpoch: 0)
        return (item.document, item.problems + (item.document.map { DocumentValidator().problems(of: $0, today: today) } ?? []))
    }
}

extension UBLSettings {
    /// The exporter's own sales.
    static let ourSales = UBLSettings(administration: "NL01", direction: .sales, ownNumbers: ["NL 0044.95.445.B01"])
    /// The florist's purchases: the same files seen from the other side.
    static let ourPurchases = UBLSettings(administration: "NL02", direction: .purchases, ownNumbers: ["NL123456782B90"])
}
