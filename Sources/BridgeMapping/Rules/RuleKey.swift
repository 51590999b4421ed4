public import BridgeDomain

/// What a rule may look at. The raw value is the word in the rules file and a promise.
public enum RuleKey: String, Hashable, Sendable, CaseIterable {
    case documentKind = "document_kind"
    case lineKind = "line_kind"
    case productGroup = "product_group"
    /// The product's or packaging's own code.
    case product
    case vatTreatment = "vat_treatment"
    /// The VAT rate on the line, in percent.
    case rate
    /// The VAT code as the source writes it.
    case sourceVATCode = "source_vat_code"
    /// Where the party sits: its own group when the source names one, else its country's.
    case countryGroup = "country_group"
    /// Where the goods go: the country of delivery, else the party's.
    case country
    case customerGroup = "customer_group"
    /// One party, by its code.
    case party
    /// On deposit lines only: what ``MappingRules/packaging`` says of the packaging.
    case packagingPolicy = "packaging_policy"
    case currency
    /// The party's payment term code.
    case paymentTerm = "payment_term"
    /// The party's payment term in days.
    case paymentDays = "payment_days"
    case paymentMethod = "payment_method"
    /// The daybook a ledger posting names, in the source's words.
    case sourceDaybook = "source_daybook"

    /// The one way a value of this key is written, or nil when the text is no such value: `9.0` becomes `9`, an unknown line kind nil.
    public func canonical(_ text: String) -> String? {
        guard !text.isEmpty else { return nil }
        switch self {
        case .documentKind: return DocumentKind(rawValue: text)?.rawValue
        case .lineKind: return LineKind(rawValue: text)?.rawValue
        case .vatTreatment: return VATTreatment(rawValue: text)?.rawValue
        case .countryGroup: return CountryGroup(rawValue: text)?.rawValue
        case .packagingPolicy: return PackagingPolicy(rawValue: text)?.rawValue
        case .rate: return ExactDecimal(text)?.description
        case .paymentDays: return Int(text).flatMap { $0 >= 0 ? String($0) : nil }
        case .currency: return Currency(code: text)?.code
        case .country: return text.utf8.count == 2 && text.utf8.allSatisfy { (65...90).contains($0) } ? text : nil
        case .productGroup, .product, .sourceVATCode, .customerGroup, .party, .paymentTerm, .paymentMethod, .sourceDaybook: return text
        }
    }

    /// The values a key can have, where they are few; nil where any text will do.
    public var choices: [String]? {
        switch self {
        case .documentKind: DocumentKind.allCases.map(\.rawValue)
        case .lineKind: LineKind.allCases.map(\.rawValue)
        case .vatTreatment: VATTreatment.allCases.map(\.rawValue)
        case .countryGroup: CountryGroup.allCases.map(\.rawValue)
        case .packagingPolicy: PackagingPolicy.allCases.map(\.rawValue)
        default: nil
        }
    }

    /// A value of this key as people call it; as it is written where there is no other name for it.
    public func word(_ value: String, _ language: Language) -> String {
        let name: BilingualText? =
            switch self {
            case .documentKind: DocumentKind(rawValue: value)?.name
            case .lineKind: LineKind(rawValue: value)?.name
            case .vatTreatment: VATTreatment(rawValue: value)?.name
            case .countryGroup: CountryGroup(rawValue: value)?.name
            case .packagingPolicy: PackagingPolicy(rawValue: value)?.name
            case .rate:
                ExactDecimal(value).map {
                    BilingualText(nl: Formatting(.dutch).percentage($0), en: Formatting(.english).percentage($0))
                }
            case .productGroup, .product, .sourceVATCode, .country, .customerGroup, .party, .currency, .paymentTerm, .paymentDays,
                .paymentMethod, .sourceDaybook:
                nil
            }
        return name?[language] ?? value
    }

    /// The key in words.
    public func name(_ language: Language) -> String {
        switch (self, language) {
        case (.documentKind, .dutch): "documentsoort"
        case (.documentKind, .english): "document kind"
        case (.lineKind, .dutch): "regelsoort"
        case (.lineKind, .english): "line kind"
        case (.productGroup, .dutch): "productgroep"
        case (.productGroup, .english): "product group"
        case (.product, .dutch), (.product, .english): "product"
        case (.vatTreatment, .dutch): "btw-behandeling"
        case (.vatTreatment, .english): "VAT treatment"
        case (.rate, .dutch): "btw-tarief"
        case (.rate, .english): "VAT rate"
        case (.sourceVATCode, .dutch): "btw-code van de bron"
        case (.sourceVATCode, .english): "source VAT code"
        case (.countryGroup, .dutch): "landengroep"
        case (.countryGroup, .english): "country group"
        case (.country, .dutch): "land"
        case (.country, .english): "country"
        case (.customerGroup, .dutch): "klantgroep"
        case (.customerGroup, .english): "customer group"
        case (.party, .dutch): "relatie"
        case (.party, .english): "party"
        case (.packagingPolicy, .dutch): "emballagebeleid"
        case (.packagingPolicy, .english): "packaging policy"
        case (.currency, .dutch): "munt"
        case (.currency, .english): "currency"
        case (.paymentTerm, .dutch): "betaalconditie"
        case (.paymentTerm, .english): "payment term"
        case (.paymentDays, .dutch): "betaaltermijn in dagen"
        case (.paymentDays, .english): "payment days"
        case (.paymentMethod, .dutch): "betaalwijze"
        case (.paymentMethod, .english): "payment method"
        case (.sourceDaybook, .dutch): "dagboek van de bron"
        case (.sourceDaybook, .english): "source daybook"
        }
    }
}
