/// Whether a party owes us or is owed by us.
public enum PartyKind: String, Hashable, Sendable, Codable, CaseIterable {
    case debtor
    case creditor
}

/// Where a party sits, which decides its collective account.
public enum CountryGroup: String, Hashable, Sendable, Codable, CaseIterable {
    case domestic
    case eu
    case nonEU = "non_eu"
}

/// A postal address. Every part may be empty; the country is ISO 3166 alpha-2 when known.
public struct PostalAddress: Hashable, Sendable, Codable {
    public var street: String
    public var houseNumber: String
    public var addition: String
    public var postcode: String
    public var city: String
    public var region: String
    public var country: String

    /// An address; parts that are not known stay empty.
    public init(
        street: String = "", houseNumber: String = "", addition: String = "", postcode: String = "", city: String = "",
        region: String = "", country: String = ""
    ) {
        self.street = street
        self.houseNumber = houseNumber
        self.addition = addition
        self.postcode = postcode
        self.city = city
        self.region = region
        self.country = country
    }
}

/// A debtor's or creditor's code and kind: what a document names it by.
public struct PartyKey: Hashable, Sendable, Codable, Comparable, LosslessStringConvertible {
    public let kind: PartyKind
    public let code: PartyCode

    /// Names a party.
    public init(_ kind: PartyKind, _ code: PartyCode) {
        self.kind = kind
        self.code = code
    }

    /// `debtor/C0412`.
    public var description: String { "\(kind.rawValue)/\(code)" }

    /// Reads ``description``; nil for anything else.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let kind = PartyKind(rawValue: String(parts[0])), !parts[1].isEmpty else { return nil }
        self.init(kind, PartyCode(String(parts[1])))
    }

    /// Orders by kind, then code.
    public static func < (left: PartyKey, right: PartyKey) -> Bool {
        (left.kind.rawValue, left.code.text) < (right.kind.rawValue, right.code.text)
    }
}

/// A debtor or creditor as the source holds it (reference `freshportal` §4.2). Optional fields are nil when the source leaves them out.
public struct Party: Hashable, Sendable, Codable {
    public var key: PartyKey
    public var sourceID: SourceID
    public var name: String
    public var secondName: String?
    public var legalForm: String?
    /// Chamber of commerce number: 8 digits in the Netherlands.
    public var chamberOfCommerce: String?
    public var vatNumber: String?
    /// The verdict of the last check of the VAT number, as the source reports it: true valid, false not valid, nil not known.
    public var vatNumberValid: Bool?
    public var gln: String?
    public var eori: String?
    public var language: String?
    public var currency: Currency?
    /// ISO 3166 alpha-2.
    public var country: String
    public var customerGroup: String?
    public var email: String?
    public var billingAddress: PostalAddress
    /// Days between invoice date and due date, 0…365.
    public var paymentTermDays: Int?
    public var paymentTermCode: String?
    public var creditLimit: Money?
    /// Which collective account; nil leaves it to the country.
    public var countryGroup: CountryGroup?
    public var iban: String?
    public var packagingPolicy: String?
    public var blocked: Bool
    public var active: Bool
    /// The code this party lives on under after a merge.
    public var mergedInto: PartyCode?

    /// A party with what posting needs at least; everything else is set afterwards.
    public init(key: PartyKey, sourceID: SourceID, name: String, country: String) {
        self.key = key
        self.sourceID = sourceID
        self.name = name
        self.country = country
        self.billingAddress = PostalAddress(country: country)
        self.blocked = false
        self.active = true
    }
}
