import BridgeConnector
public import BridgeDomain

/// How a connection talks to KING Finance (reference `king` §0): the work is the same, only the wrapping differs.
public enum KingFinanceProfile: String, Hashable, Sendable, CaseIterable {
    /// A form goes in, XML comes out (`king-finance-http`).
    case http = "king-finance-http"
    /// SOAP with documents as strings of XML (`king-finance-soap`).
    case soap = "king-finance-soap"

    /// Scheme and host the vendor uses.
    public var usualOrigin: String {
        switch self {
        case .http: "https://cloudswitch.imuisonline.com"
        case .soap: "https://api.kingfinance.nl"
        }
    }

    /// Path below the host.
    public var usualPath: String {
        switch self {
        case .http: "/ws1_api.aspx"
        case .soap: "/v1/ws1_xml.asmx"
        }
    }
}

/// Which SOAP a connection speaks; public clients use both (reference `king` §7.5).
public enum KingSOAPVersion: String, Hashable, Sendable, CaseIterable {
    case soap11 = "1.1"
    case soap12 = "1.2"
}

/// What divides the decimals of an amount we send. Sources disagree on what KING Finance reads (reference `king` §2.4).
public enum KingDecimalSeparator: String, Hashable, Sendable, CaseIterable {
    case comma
    case point

    var character: String { self == .comma ? "," : "." }
}

/// How a credit note is tied to the invoice it takes back (reference `king` §4.4).
public enum KingCreditLink: String, Hashable, Sendable, CaseIterable {
    /// The credit note's open item names the original; written after posting, and read back.
    case updateOpenItem = "update-open-item"
    /// The credit note is booked under the number of the original, so that both are one open item.
    case sameNumber = "same-number"
    /// Only the text of the entry names the original.
    case textOnly = "text-only"
}

/// What becomes of a journal that gives invoice numbers of its own (`GEBRJRFACT`).
public enum KingOwnNumbers: String, Hashable, Sendable, CaseIterable {
    /// Nothing is booked in it: the invoice the customer holds would have another number in the books.
    case refuse
    /// Booked, and the number King gave is shown beside ours.
    case record
}

/// What a connection to one administration of KING Finance needs to be told: plain values, no secrets.
public struct KingFinanceSettings: Hashable, Sendable {
    public var profile: KingFinanceProfile
    /// Scheme, host and port.
    public var origin: String
    /// Path below it.
    public var path: String
    public var soapVersion = KingSOAPVersion.soap11
    /// What we call the administration; the code that names it to King is a secret.
    public var administration: String
    /// The currency of the books.
    public var bookCurrency = Currency.eur
    public var decimalSeparator = KingDecimalSeparator.comma
    public var creditLink = KingCreditLink.updateOpenItem
    public var ownNumbers = KingOwnNumbers.refuse
    /// The account splits are divided on; nil reads it from the administration.
    public var splitAccount: AccountCode?
    /// Whether entries go into periods that are closed for King's own users only. The service would take them (reference `king` §1.4).
    public var booksWhereUsersMayNot = false
    /// The payment condition of a party the mapping gives none.
    public var paymentCondition: String?
    /// `BTWPL` by where a party sits, where it differs from B, I and U.
    public var vatDuties: [CountryGroup: String] = [:]
    /// Country codes that differ from ISO's, by ISO code.
    public var countryCodes: [String: String] = [:]
    /// Seconds after which a request whose answer was lost can no longer be carried out.
    public var settlingSeconds = Self.settlingSecondsUsual
    /// Seconds without a call after which we log in anew; the service ends a session after 1,800.
    public var sessionSeconds = Self.sessionSecondsUsual

    /// Rows of a page at most.
    var pageRows = KingFinanceContract.pageSize

    /// ``settlingSeconds`` unless said otherwise: a call of a minute, what may pass before it begins, and patience.
    public static let settlingSecondsUsual: Int64 = 60 + 2 * CallDeadline.seconds + 180
    /// ``sessionSeconds`` unless said otherwise.
    public static let sessionSecondsUsual: Int64 = 20 * 60

    /// A connection's settings; everything else is as usual.
    ///
    /// - Parameter origin: another scheme, host and port instead of the vendor's: a sandbox. Without a trailing slash and without the path.
    public init(profile: KingFinanceProfile, origin: String? = nil, administration: String) {
        self.profile = profile
        self.origin = origin ?? profile.usualOrigin
        path = profile.usualPath
        self.administration = administration
    }
}

/// What opens an administration; kept in memory only.
public struct KingFinanceKeys: Hashable, Sendable {
    /// Names the maker of the software; the vendor gives it after registration.
    let partnerKey: String
    /// Names one administration of one customer.
    let environmentCode: String

    /// Keys; nil when one is empty.
    public init?(partnerKey: String, environmentCode: String) {
        let (partner, code) = (partnerKey.trimmed, environmentCode.trimmed)
        guard !partner.isEmpty, !code.isEmpty else { return nil }
        (self.partnerKey, self.environmentCode) = (partner, code)
    }
}

extension KingFinanceKeys: CustomStringConvertible {
    /// Says nothing of the keys.
    public var description: String { "keys of KING Finance" }
}

extension String {
    fileprivate var trimmed: String {
        var text = Substring(self)
        while text.first?.isWhitespace ?? false { text.removeFirst() }
        while text.last?.isWhitespace ?? false { text.removeLast() }
        return String(text)
    }
}
