/// A part of the books that a person sets up or mends there: what every accounting system has, each at another place in its menus.
public enum BooksPart: String, Hashable, Sendable, Codable, CaseIterable {
    case account
    case vatCode = "vat_code"
    case daybook
    /// Financial years too.
    case period
    case debtor
    case creditor
    case bankAccount = "bank_account"
    case paymentCondition = "payment_condition"
    case costCentre = "cost_centre"
    case costUnit = "cost_unit"
    case currency
    /// An entry that stands in the books.
    case entry
    /// What is still to be paid, and what was taken off it.
    case openItem = "open_item"
    /// A new entry made by hand: how the system itself shows what it wants.
    case byHand = "by_hand"
    /// What the user or key of our connection may do.
    case rights
    /// The consent, token or code our connection lives on.
    case consent

    /// What people call it.
    public var name: BilingualText {
        switch self {
        case .account: BilingualText(nl: "grootboekrekening", en: "ledger account")
        case .vatCode: BilingualText(nl: "btw-code", en: "VAT code")
        case .daybook: BilingualText(nl: "dagboek", en: "daybook")
        case .period: BilingualText(nl: "periode of boekjaar", en: "period or financial year")
        case .debtor: BilingualText(nl: "debiteur", en: "debtor")
        case .creditor: BilingualText(nl: "crediteur", en: "creditor")
        case .bankAccount: BilingualText(nl: "bankrekening van een relatie", en: "a relation's bank account")
        case .paymentCondition: BilingualText(nl: "betalingsconditie", en: "payment condition")
        case .costCentre: BilingualText(nl: "kostenplaats", en: "cost centre")
        case .costUnit: BilingualText(nl: "kostendrager", en: "cost unit")
        case .currency: BilingualText(nl: "valuta en koers", en: "currency and rate")
        case .entry: BilingualText(nl: "boeking", en: "entry")
        case .openItem: BilingualText(nl: "openstaande post", en: "open item")
        case .byHand: BilingualText(nl: "proefboeking met de hand", en: "trial entry by hand")
        case .rights: BilingualText(nl: "rechten van de koppeling", en: "rights of the connection")
        case .consent: BilingualText(nl: "toestemming of sleutel", en: "consent or key")
        }
    }
}
