import BridgeDomain

// The JSON form of a document. Names are those under which validation tells its problems, so that `totals.gross` in an answer is
// `totals.gross` in the body.

/// The longest texts and lists, as validation has them.
private let limits = DocumentLimits.standard

extension Shape {
    /// A document of any kind.
    static let document = Shape("Document", "An approved document, or the word that one is taken back.", DocumentField.self)
    static let documentParty = Shape("DocumentParty", "The debtor or creditor of a document.", DocumentPartyField.self)
    static let delivery = Shape("Delivery", "Where the goods go; the country decides the VAT treatment.", DeliveryField.self)
    static let references = Shape("References", "Other papers a document points at.", ReferenceField.self)
    static let line = Shape("Line", "A line of an invoice or credit note.", LineField.self, lineNumber: .no)
    static let vatSummaryLine = Shape("VATSummaryLine", "The VAT of one code, as printed.", VATSummaryField.self)
    static let totals = Shape("Totals", "The totals as printed.", TotalsField.self)
    static let payment = Shape("Payment", "How the document is to be paid.", PaymentField.self)
    static let ledgerLine = Shape(
        "LedgerLine", "A line of a ledger posting: either debit or credit.", LedgerLineField.self, lineNumber: .no)
}

enum DocumentField: Int, ShapeKey {
    case id, administration, type, number, version, status, approvedAt, invoiceDate, supplyDate, dueDate, currency, exchangeRate, party
    case deliverTo, dispatchCountry, vatTreatment, vatNumberUsed, references, lines, vatSummary, totals, payment, description, customsValue
    case daybook, period, ledgerLines

    var field: Field {
        switch self {
        case .id: Field("id", .code(max: 100), .always, "Your own technical identifier; by it the document is asked for.")
        case .administration: Field("administration", .code(max: 50), .always, "The legal entity, as the bridge names it.")
        case .type: Field("type", .word(DocumentKind.allCases.map(\.rawValue)), .always, "Which of the five kinds.")
        case .number: Field("number", .code(max: limits.codeLengthMax), .always, "The number people know it by; one per type, for good.")
        case .version: Field("version", .whole(1...Int64(Int32.max)), .always, "1, and one more with each correction.")
        case .status: Field("status", .word(DocumentStatus.allCases.map(\.rawValue)), "`withdrawn` takes the document back.")
        case .approvedAt: Field("approved_at", .moment, "When it was approved.")
        case .invoiceDate: Field("invoice_date", .date, .approved, "The date on the document; a ledger posting's date.")
        case .supplyDate: Field("supply_date", .date, .trade, "The day of supply: it decides the VAT rate.")
        case .dueDate: Field("due_date", .date, "The day it is to be paid.")
        case .currency: Field("currency", .currency, .approved, "All amounts of the document are in it.")
        case .exchangeRate: Field("exchange_rate", .decimal(places: 10), "Units of the currency per euro; needed when it is not EUR.")
        case .party: Field("party", .object(.documentParty), .trade, "The debtor of a sale, the creditor of a purchase.")
        case .deliverTo: Field("deliver_to", .object(.delivery), "Where the goods go.")
        case .dispatchCountry: Field("dispatch_country", .code(max: 2), "Where the goods come from (ISO 3166 alpha-2).")
        case .vatTreatment: Field("vat_treatment", .word(VATTreatment.allCases.map(\.rawValue)), .trade, "The VAT ground.")
        case .vatNumberUsed: Field("vat_number_used", .code(max: 30), "The VAT number the document carries.")
        case .references: Field("references", .object(.references), "Other papers; a credit note names its original here.")
        case .lines: Field("lines", .list(of: .line, max: limits.linesMax), .trade, "The lines.")
        case .vatSummary: Field("vat_summary", .list(of: .vatSummaryLine, max: 100), .trade, "The VAT as printed; it is booked so.")
        case .totals: Field("totals", .object(.totals), .trade, "The totals as printed.")
        case .payment: Field("payment", .object(.payment), "How it is to be paid.")
        case .description: Field("description", .text(max: limits.textLengthMax), "Free text.")
        case .customsValue: Field("customs_value", .amount, "In euro, where it and not the invoice is the base of import VAT.")
        case .daybook: Field("daybook", .code(max: limits.codeLengthMax), .ledger, "The daybook of a ledger posting.")
        case .period: Field("period", .period, "The period of a ledger posting, when it is not that of its date.")
        case .ledgerLines: Field("ledger_lines", .list(of: .ledgerLine, max: limits.linesMax), .ledger, "The lines of a ledger posting.")
        }
    }
}

/// Where a document stands with whoever sends it.
enum DocumentStatus: String, CaseIterable {
    case approved, withdrawn
}

enum DocumentPartyField: Int, ShapeKey {
    case code, id

    var field: Field {
        switch self {
        case .code: Field("code", .code(max: PartyValidator.codeLengthMax), .always, "The code under which the party was sent.")
        case .id: Field("id", .code(max: 100), "Your own technical identifier of it.")
        }
    }
}

enum DeliveryField: Int, ShapeKey {
    case id, gln, country

    var field: Field {
        switch self {
        case .id: Field("id", .code(max: 100), "Your own technical identifier of the place.")
        case .gln: Field("gln", .code(max: 20), "Its global location number.")
        case .country: Field("country", .code(max: 2), "ISO 3166 alpha-2.")
        }
    }
}

enum ReferenceField: Int, ShapeKey {
    case originalDocument, customerOrder, deliveryNotes, collectiveOf

    var field: Field {
        let (code, many) = (limits.codeLengthMax, limits.referencesMax)
        return switch self {
        case .originalDocument: Field("original_document", .code(max: code), "The number of the document a credit note takes back.")
        case .customerOrder: Field("customer_order", .code(max: code), "The customer's own order number.")
        case .deliveryNotes: Field("delivery_notes", .codes(max: many, lengthMax: code), "Numbers of delivery notes.")
        case .collectiveOf: Field("collective_of", .codes(max: many, lengthMax: code), "What a collective document bundles.")
        }
    }
}

enum LineField: Int, ShapeKey {
    case no, kind, product, description, productGroup, quantity, unit, unitPrice, discountPercent, net, vatCode, vatRate, vatTreatment
    case costCentre, costUnit, grower

    var field: Field {
        let code = limits.codeLengthMax
        return switch self {
        case .no: Field("no", .whole(1...Int64(Int32.max)), .always, "Its number on the document, used once.")
        case .kind: Field("kind", .word(LineKind.allCases.map(\.rawValue)), .always, "How it came to be on the document.")
        case .product: Field("product", .code(max: code), "The article.")
        case .description: Field("description", .text(max: limits.textLengthMax), "As printed.")
        case .productGroup: Field("product_group", .code(max: code), "What the ledger account is chosen by, mostly.")
        case .quantity: Field("quantity", .decimal(places: limits.quantityDecimalsMax), "How much of it.")
        case .unit: Field("unit", .code(max: code), "Of what.")
        case .unitPrice: Field("unit_price", .decimal(places: limits.priceDecimalsMax), "Without VAT.")
        case .discountPercent: Field("discount_percent", .decimal(places: 4), "Taken off quantity × price.")
        case .net: Field("net", .amount, .always, "The amount without VAT, as printed; a credit note's is positive.")
        case .vatCode: Field("vat_code", .code(max: code), "Left out where a charge is spread over the rates of the goods.")
        case .vatRate: Field("vat_rate", .decimal(places: 4), "In percent; left out together with `vat_code`.")
        case .vatTreatment: Field("vat_treatment", .word(VATTreatment.allCases.map(\.rawValue)), "Where it is not the document's.")
        case .costCentre: Field("cost_centre", .code(max: code), "The cost centre.")
        case .costUnit: Field("cost_unit", .code(max: code), "The cost unit.")
        case .grower: Field("grower", .code(max: code), "The grower.")
        }
    }
}

enum VATSummaryField: Int, ShapeKey {
    case vatCode, rate, base, vat

    var field: Field {
        switch self {
        case .vatCode: Field("vat_code", .code(max: limits.codeLengthMax), .always, "Your VAT code.")
        case .rate: Field("rate", .decimal(places: 4), .always, "In percent.")
        case .base: Field("base", .amount, .always, "What the VAT is taken of.")
        case .vat: Field("vat", .amount, .always, "The VAT as printed.")
        }
    }
}

enum TotalsField: Int, ShapeKey {
    case net, vat, gross, prepaid, payable

    var field: Field {
        switch self {
        case .net: Field("net", .amount, .always, "Without VAT.")
        case .vat: Field("vat", .amount, .always, "All VAT.")
        case .gross: Field("gross", .amount, .always, "With VAT; a credit note's is positive.")
        case .prepaid: Field("prepaid", .amount, "Paid already.")
        case .payable: Field("payable", .amount, "Still to be paid.")
        }
    }
}

enum PaymentField: Int, ShapeKey {
    case method, reference, mandate

    var field: Field {
        let code = limits.codeLengthMax
        return switch self {
        case .method: Field("method", .code(max: code), "Such as `direct_debit`.")
        case .reference: Field("reference", .code(max: code), "What the payer names.")
        case .mandate: Field("mandate", .code(max: code), "The direct-debit mandate.")
        }
    }
}

enum LedgerLineField: Int, ShapeKey {
    case no, account, debit, credit, vatCode, vatBase, costCentre, costUnit, partyKind, partyCode, documentReference, description

    var field: Field {
        let code = limits.codeLengthMax
        return switch self {
        case .no: Field("no", .whole(1...Int64(Int32.max)), .always, "Its number, used once.")
        case .account: Field("account", .code(max: code), .always, "The ledger account of the books.")
        case .debit: Field("debit", .amount, "Either this or `credit`.")
        case .credit: Field("credit", .amount, "Either this or `debit`.")
        case .vatCode: Field("vat_code", .code(max: code), "A VAT code of the books.")
        case .vatBase: Field("vat_base", .amount, "What the VAT is taken of.")
        case .costCentre: Field("cost_centre", .code(max: code), "The cost centre.")
        case .costUnit: Field("cost_unit", .code(max: code), "The cost unit.")
        case .partyKind: Field("party_kind", .word(PartyKind.allCases.map(\.rawValue)), "Needed with `party_code`.")
        case .partyCode: Field("party_code", .code(max: PartyValidator.codeLengthMax), "The debtor or creditor.")
        case .documentReference: Field("document_ref", .code(max: code), "The document the line belongs to.")
        case .description: Field("description", .text(max: limits.textLengthMax), "Free text.")
        }
    }
}
