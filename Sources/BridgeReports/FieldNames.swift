public import BridgeDomain

/// What people call the fields that problems name.
///
/// The names themselves are those of the source's messages and stay in commands, files and answers, where programs read them. A field that is not
/// in the table, a vendor's own among them, keeps its name.
enum FieldNames {
    /// The field of a place; nil where it says no more than the line does.
    static func name(_ place: Place, _ language: Language) -> String? {
        place.field.isEmpty || (place.line != nil && place.field == "line") ? nil : name(place.field, language)
    }

    /// `debit`, `credit`, or the amount on that side.
    static func sideOrNumber(_ word: String, _ terms: Terms) -> String {
        table[word]?[terms.language] ?? Formatting(terms.language).kept(word, isNumber: true)
    }

    static func name(_ field: String, _ language: Language) -> String {
        if let text = table[field] { return text[language] }
        // `vat_summary[VL].base`: the code stays.
        if let open = field.firstIndex(of: "["), let close = field.firstIndex(of: "]"), open < close {
            let plain = field[..<open] + field[field.index(after: close)...]
            if let text = table[String(plain)] { return "\(text[language]) \(field[field.index(after: open)..<close])" }
        }
        return sums(field, language) ?? member(field, language) ?? field
    }

    /// `account 8000, VAT VH`: what the books hold on an account, as comparing calls it.
    private static func sums(_ field: String, _ language: Language) -> String? {
        guard let account = field.dropping(prefix: "account ") else { return nil }
        let parts = account.split(separator: ", VAT ", maxSplits: 1)
        guard let code = parts.first else { return nil }
        let vat = parts.count > 1 ? (language == .dutch ? ", btw-code " : ", VAT code ") + parts[1] : ""
        return (language == .dutch ? "grootboekrekening " : "ledger account ") + code + vat
    }

    /// `billing_address.postcode`: the member by its name, with what it is a member of behind it.
    private static func member(_ field: String, _ language: Language) -> String? {
        guard let point = field.lastIndex(of: ".") else { return nil }
        let (whole, part) = (String(field[..<point]), String(field[field.index(after: point)...]))
        guard let name = table[part] else { return nil }
        return table[whole].map { "\(name[language]) (\($0[language]))" } ?? name[language]
    }

    /// Whether the field holds an amount, a quantity, a rate or a count: what stands there without a currency is written as a number.
    static func isNumber(_ field: String) -> Bool {
        field.hasPrefix("account ") || numbers.contains(field.split(separator: ".").last.map { String($0) } ?? field)
    }

    private static let numbers: Set<String> = [
        "net", "vat", "gross", "base", "vat_base", "amount", "open", "settled", "rounding", "prepaid", "payable", "vat_in_tax_currency",
        "debit",
        "credit", "customs_value", "credit_limit", "quantity", "packages", "per_package", "unit_price", "discount_percent", "rate",
        "vat_rate",
        "exchange_rate", "lines", "ledger_lines", "payment_term_days", "TaxAmount", "TaxableAmount", "Amount", "Percent", "CalculationRate",
        "LineExtensionAmount", "TaxInclusiveAmount", "TaxExclusiveAmount", "PayableAmount", "PrepaidAmount", "PayableRoundingAmount",
    ]

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
        "vat": text("btw", "VAT"), "gross": text("brutobedrag", "gross amount"), "base": text("grondslag", "base"),
        "rate": text("tarief", "rate"), "date": text("datum", "date"), "due_date": text("vervaldatum", "due date"),
        "supply_date": text("leverdatum", "supply date"), "quantity": text("aantal", "quantity"), "unit_price": text("prijs", "price"),
        "packages": text("aantal colli", "packages"), "per_package": text("aantal per collo", "quantity per package"),
        "packaging": text("emballage", "packaging"), "packaging_policy": text("emballagebeleid", "packaging policy"),
        "kind": text("soort", "kind"), "type": text("soort document", "type of document"), "iban": text("IBAN", "IBAN"),
        "bic": text("BIC", "BIC"), "gln": text("GLN", "GLN"), "kvk": text("KvK-nummer", "chamber of commerce number"),
        "eori": text("EORI-nummer", "EORI number"), "vat_number": text("btw-nummer", "VAT number"),
        "postcode": text("postcode", "postcode"), "street": text("straat", "street"), "language": text("taal", "language"),
        "legal_form": text("rechtsvorm", "legal form"), "customer_group": text("klantgroep", "customer group"),
        "collective_account_group": text("groep voor de verzamelrekening", "group of the collective account"),
        "billing_address": text("factuuradres", "billing address"), "deliver_to": text("aflevering", "delivery"),
        "dispatch_country": text("land van verzending", "country of dispatch"),
        "delivery_terms": text("leveringsconditie", "delivery terms"),
        "invoice_to": text("te factureren aan", "invoice to"), "email_invoices": text("e-mail voor facturen", "e-mail for invoices"),
        "direct_debit": text("incassomachtiging", "direct debit mandate"), "mandate": text("machtiging", "mandate"),
        "merged_into": text("samengevoegd met", "merged into"), "active": text("actief", "active"),
        "blocked": text("geblokkeerd", "blocked"),
        "approved_at": text("goedgekeurd op", "approved at"), "id": text("technisch nummer", "technical number"),
        "method": text("betaalwijze", "payment method"), "payment": text("betaling", "payment"),
        "rate_direction": text("richting van de wisselkoers", "direction of the exchange rate"),
        "references": text("verwijzingen", "references"), "customer_order": text("ordernummer van de klant", "customer's order"),
        "delivery_notes": text("leverbonnen", "delivery notes"), "collective_of": text("verzamelfactuur van", "collective invoice of"),
        "original_document": text("oorspronkelijke factuur", "original invoice"), "rounding": text("afronding", "rounding"),
        "prepaid": text("vooruitbetaald", "prepaid"), "payable": text("te betalen", "payable"),
        "exemption": text("vrijstelling", "exemption"), "cursor": text("plaats in de stroom", "place in the stream"),
        "vat_check_result": text("uitkomst van de btw-controle", "outcome of the VAT check"),
    ]
}

extension Terms {
    /// A problem in one sentence: what is wrong, where, what was found and what was expected, its place and its values in people's words.
    public func message(_ problem: Problem) -> String {
        var detail: [String] = []
        if !problem.found.isEmpty { detail.append(found(of: problem)) }
        if let expected = problem.expected {
            detail.append((language == .dutch ? "verwacht: " : "expected: ") + value(expected, of: problem))
        }
        let line = problem.place.line.map { (language == .dutch ? "regel \($0)" : "line \($0)") }
        let place = [line, FieldNames.name(problem.place, language)].compactMap(\.self).joined(separator: ", ")
        let what = language == .dutch ? problem.code.text.what.nl : problem.code.text.what.en
        return what + (place.isEmpty ? "" : ": \(place)") + (detail.isEmpty ? "" : " (\(detail.joined(separator: ", ")))")
    }

    /// What was found: a value, or the words of who refused it, as a quotation.
    private func found(of problem: Problem) -> String {
        guard problem.code == .targetRejected else {
            let found = problem.code.isFoundInWords ? quote(problem.found) : value(problem.found, of: problem)
            return (language == .dutch ? "gevonden: " : "found: ") + found
        }
        if let told = HistoryWords.told(problem.found, self) { return told }
        return (language == .dutch ? "de boekhouding zei: " : "the books said: ") + quote(problem.found)
    }
}

extension ProblemCode {
    /// What is found is a text as somebody wrote it, not a value: nothing in it is an amount or a date of ours.
    fileprivate var isFoundInWords: Bool { self == .textTooLong || self == .textBeyondLimit }
}
