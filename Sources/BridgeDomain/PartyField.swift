/// One thing about a debtor or creditor that both the trade system and the books may know. The raw value stands in journals, configurations
/// and answers and is never changed or reused.
public enum PartyField: String, Hashable, Sendable, Codable, CaseIterable, CodingKeyRepresentable {
    case name
    case secondName = "second_name"
    /// Street, house number and addition on one line.
    case street
    case postcode
    case city
    case country
    case email
    case vatNumber = "vat_number"
    case chamberOfCommerce = "chamber_of_commerce"
    case gln
    case eori
    /// The payment condition, in the target's codes.
    case terms
    case currency
    case creditLimit = "credit_limit"
    case bankAccount = "bank_account"

    /// A change of it may lead money to somebody else, or VAT to the wrong return: it waits for a person, whoever made it.
    public var isGuarded: Bool { self == .vatNumber || self == .bankAccount }

    /// What people call it.
    public var title: BilingualText {
        switch self {
        case .name: BilingualText(nl: "naam", en: "name")
        case .secondName: BilingualText(nl: "tweede naam", en: "second name")
        case .street: BilingualText(nl: "straat", en: "street")
        case .postcode: BilingualText(nl: "postcode", en: "postcode")
        case .city: BilingualText(nl: "plaats", en: "city")
        case .country: BilingualText(nl: "land", en: "country")
        case .email: BilingualText(nl: "e-mail", en: "e-mail")
        case .vatNumber: BilingualText(nl: "btw-nummer", en: "VAT number")
        case .chamberOfCommerce: BilingualText(nl: "KvK-nummer", en: "chamber of commerce number")
        case .gln: BilingualText(nl: "GLN", en: "GLN")
        case .eori: BilingualText(nl: "EORI", en: "EORI")
        case .terms: BilingualText(nl: "betalingsconditie", en: "payment condition")
        case .currency: BilingualText(nl: "valuta", en: "currency")
        case .creditLimit: BilingualText(nl: "kredietlimiet", en: "credit limit")
        case .bankAccount: BilingualText(nl: "bankrekening", en: "bank account")
        }
    }

    /// Whether two values of it say the same: the case, spaces and points of numbers do not matter, nor do spaces around a text.
    public func agrees(_ one: String?, _ other: String?) -> Bool { plain(one) == plain(other) }

    private func plain(_ value: String?) -> String {
        let value = value ?? ""
        switch self {
        case .vatNumber, .bankAccount, .chamberOfCommerce, .gln, .eori, .postcode, .country, .currency:
            return value.uppercased().filter { $0 != " " && $0 != "." && $0 != "-" }
        case .creditLimit:
            guard let amount = ExactDecimal(value) else { return value }
            return amount == .zero ? "" : amount.description
        case .name, .secondName, .street, .city, .email, .terms: return value.split(separator: " ").joined(separator: " ")
        }
    }
}

/// Who decides about a field of a party.
public enum FieldOwner: String, Hashable, Sendable, Codable, CaseIterable {
    /// The trade system: what the books say otherwise is put right.
    case ours
    /// The books: never sent once the relation is there; a difference is shown.
    case theirs
}
