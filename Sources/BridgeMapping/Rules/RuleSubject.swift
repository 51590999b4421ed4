/// What rules are asked about: the values of one document, or of one line of it. A key without a value is refused by rules that fill it.
public struct RuleSubject: Hashable, Sendable {
    var documentKind: String?
    var lineKind: String?
    var productGroup: String?
    var product: String?
    var vatTreatment: String?
    var rate: String?
    var sourceVATCode: String?
    var countryGroup: String?
    var country: String?
    var customerGroup: String?
    var party: String?
    var packagingPolicy: String?
    var currency: String?
    var paymentTerm: String?
    var paymentDays: String?
    var paymentMethod: String?
    var sourceDaybook: String?

    /// A subject without values.
    public init() {}

    /// The value of a key in canonical form.
    public subscript(key: RuleKey) -> String? {
        switch key {
        case .documentKind: documentKind
        case .lineKind: lineKind
        case .productGroup: productGroup
        case .product: product
        case .vatTreatment: vatTreatment
        case .rate: rate
        case .sourceVATCode: sourceVATCode
        case .countryGroup: countryGroup
        case .country: country
        case .customerGroup: customerGroup
        case .party: party
        case .packagingPolicy: packagingPolicy
        case .currency: currency
        case .paymentTerm: paymentTerm
        case .paymentDays: paymentDays
        case .paymentMethod: paymentMethod
        case .sourceDaybook: sourceDaybook
        }
    }

    mutating func set(_ key: RuleKey, to value: String?) {
        switch key {
        case .documentKind: documentKind = value
        case .lineKind: lineKind = value
        case .productGroup: productGroup = value
        case .product: product = value
        case .vatTreatment: vatTreatment = value
        case .rate: rate = value
        case .sourceVATCode: sourceVATCode = value
        case .countryGroup: countryGroup = value
        case .country: country = value
        case .customerGroup: customerGroup = value
        case .party: party = value
        case .packagingPolicy: packagingPolicy = value
        case .currency: currency = value
        case .paymentTerm: paymentTerm = value
        case .paymentDays: paymentDays = value
        case .paymentMethod: paymentMethod = value
        case .sourceDaybook: sourceDaybook = value
        }
    }

    /// `line_kind=product, product_group=DRIED`: the values of the given keys, in the order of ``RuleKey``, one text for one cause.
    public func text(of keys: Set<RuleKey>) -> String {
        RuleKey.allCases.compactMap { key in keys.contains(key) ? self[key].map { "\(key.rawValue)=\($0)" } : nil }.joined(separator: ", ")
    }
}
