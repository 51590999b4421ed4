public import BridgeDomain

/// What people call the fields that problems name.
///
/// The names themselves are those of the source's messages and stay in commands, files and answers, where programs read them. A field that is not
/// in the table, a vendor's own among them, keeps its name.
enum FieldNames {
    static func name(_ field: String, _ language: Language) -> String {
        if let text = table[field] { return text[language] }
        // `vat_summary[VL].base`: the code stays.
        if let open = field.firstIndex(of: "["), let close = field.firstIndex(of: "]"), open < close {
            let plain = field[..<open] + field[field.index(after: close)...]
            if let text = table[String(plain)] { return "\(text[language]) \(field[field.index(after: open)..<close])" }
        }
        return field
    }

    private static func text(_ nl: String, _ en: String) -> BilingualText { BilingualText(nl: nl, en: en) }

    private static let table: [String: BilingualText] = [
        "lines": text("regels", "lines"), "line": text("regel", "line"), "party": text("relatie", "party"),
        "party.code": text("code van de relatie", "party code"), "party_code": text("code van de relatie", "party code"),
        "party_kind": text("soort relatie", "kind of party"), "party.country": text("land van de relatie", "the party's country"),
        "party.payment_term_code": text("betalingsconditie van de relatie", "the party's payment term"),
        "period": text("periode", "period"), "exchange_rate": text("wisselkoers", "exchange rate"), "currency": text("munt", "currency"),
        "reference": text("kenmerk", "reference"), "vat_code": text("btw-code", "VAT code"),
        "lines.vat_code": text("btw-code van de regels", "the lines' VAT code"), "vat_rate": text("btw-tarief", "VAT rate"),
        "vat_treatment": text("btw-behandeling", "VAT treatment"), "vat_base": text("btw-grondslag", "VAT base"),
        "vat_number_used": text("gebruikt btw-nummer", "VAT number used"), "journal": text("dagboek", "daybook"),
        "daybook": text("dagboek", "daybook"), "description": text("omschrijving", "description"), "number": text("nummer", "number"),
        "entry": text("boeking", "entry"), "product_group": text("productgroep", "product group"), "product": text("product", "product"),
        "net": text("nettobedrag", "net amount"), "amount": text("bedrag", "amount"), "open": text("openstaand bedrag", "open amount"),
        "settled": text("afgeletterd bedrag", "settled amount"), "invoice_date": text("factuurdatum", "invoice date"),
        "document": text("document", "document"), "document_ref": text("verwijzing naar het document", "reference to the document"),
        "customs_value": text("douanewaarde", "customs value"), "totals": text("totalen", "totals"),
        "totals.net": text("netto totaal", "net total"), "totals.vat": text("btw-totaal", "VAT total"),
        "totals.gross": text("bruto totaal", "gross total"), "totals.rounding": text("afronding", "rounding"),
        "totals.prepaid": text("vooruitbetaald", "prepaid"), "totals.payable": text("te betalen", "payable"),
        "totals.vat_in_tax_currency": text("btw in de munt van de aangifte", "VAT in the tax currency"),
        "vat_summary": text("btw-specificatie", "VAT summary"),
        "vat_summary.vat": text("btw in de specificatie van", "VAT in the summary of"),
        "vat_summary.base": text("grondslag in de specificatie van", "base in the summary of"),
        "vat_summary.rate": text("tarief in de specificatie van", "rate in the summary of"),
        "vat_summary.exemption": text("vrijstelling in de specificatie van", "exemption in the summary of"),
        "debit": text("debet", "debit"), "credit": text("credit", "credit"), "status": text("status", "status"),
        "references.original_document": text("oorspronkelijke factuur", "original invoice"),
        "originals": text("oorspronkelijke facturen", "original invoices"),
        "payment_term_code": text("betalingsconditie", "payment term"), "payment_term_days": text("betaaltermijn in dagen", "days to pay"),
        "payment_condition": text("betalingsconditie", "payment condition"), "cost_centre": text("kostenplaats", "cost centre"),
        "cost_unit": text("kostendrager", "cost unit"), "account": text("grootboekrekening", "ledger account"),
        "version": text("versie", "version"), "item": text("post", "item"), "credit_limit": text("kredietlimiet", "credit limit"),
        "country": text("land", "country"), "city": text("plaats", "city"), "name": text("naam", "name"), "code": text("code", "code"),
        "unit": text("eenheid", "unit"), "discount_percent": text("kortingspercentage", "discount percentage"),
        "deliver_to.gln": text("GLN van het afleveradres", "GLN of the delivery address"),
        "deliver_to.country": text("land van aflevering", "country of delivery"),
        "billing_address.country": text("land van het factuuradres", "country of the billing address"), "grower": text("kweker", "grower"),
        "group": text("groep", "group"), "ledger_lines": text("boekingsregels", "ledger lines"),
        "administration": text("administratie", "administration"), "file": text("bestand", "file"), "fields": text("velden", "fields"),
        "record": text("gegeven", "record"), "body": text("inhoud", "content"), "no": text("nummer", "number"),
    ]
}

extension Terms {
    /// A problem in one sentence, as ``/BridgeDomain/Problem/message(_:)`` says it, with its place in people's words.
    public func message(_ problem: Problem) -> String {
        var detail: [String] = []
        if !problem.found.isEmpty {
            detail.append((language == .dutch ? "gevonden: " : "found: ") + found(problem.found, at: problem.place))
        }
        if let expected = problem.expected {
            detail.append((language == .dutch ? "verwacht: " : "expected: ") + found(expected, at: problem.place))
        }
        let line = problem.place.line.map { (language == .dutch ? "regel \($0), " : "line \($0), ") } ?? ""
        let what = language == .dutch ? problem.code.text.what.nl : problem.code.text.what.en
        return "\(what): \(line)\(FieldNames.name(problem.place.field, language))"
            + (detail.isEmpty ? "" : " (\(detail.joined(separator: ", ")))")
    }
}
