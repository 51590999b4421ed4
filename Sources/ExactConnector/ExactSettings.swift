public import BridgeDomain

/// The countries Exact Online has a host for. Tokens, apps and divisions belong to one host (reference `exact-online` §1).
public enum ExactCountry: String, Hashable, Sendable, Codable, CaseIterable {
    case netherlands = "nl"
    case belgium = "be"
    case germany = "de"
    case france = "fr"
    case unitedKingdom = "uk"
    case spain = "es"
    case other = "com"

    /// Scheme and host, without a path.
    public var origin: String {
        switch self {
        case .unitedKingdom: "https://start.exactonline.co.uk"
        default: "https://start.exactonline.\(rawValue)"
        }
    }

    /// How wide numeric relation codes are filled with zeros before they are stored; 0 for not at all (reference §3.3).
    var relationCodeDigits: Int { self == .france ? 7 : 0 }
}

/// What kinds of daybook a connection posts to. Reading back and the look at closed periods are limited to these.
public enum ExactDaybookUse: String, Hashable, Sendable, Codable, CaseIterable {
    case sales
    case purchases
    case general

    /// Exact's type number of such a daybook (reference §7.15).
    var journalType: String {
        switch self {
        case .sales: "20"
        case .purchases: "22"
        case .general: "90"
        }
    }
}

/// Which way entries go to the books.
public enum ExactRoad: String, Hashable, Sendable, Codable, CaseIterable {
    /// Each in a call of its own, by REST.
    case rest
    /// Many in one call, by XML (reference `exact-online` §11); what the XML cannot carry for certain goes by REST.
    case xml
    /// Whichever suits what is left of the budget of calls and how many wait.
    case auto
}

/// What a connection to one division needs to be told: plain values, no secrets.
public struct ExactSettings: Hashable, Sendable {
    /// Which host the division lives on.
    public var country: ExactCountry
    /// Another scheme, host and port instead of the country's: a sandbox. Without a trailing slash.
    public var originOverride: String?
    /// The administration's number, as it stands in every address (reference §1).
    public var division: Int
    /// The app's identifier from its registration.
    public var clientID: String
    /// Where the client secret is kept (`env:…`, `file:…` or a name in the sealed store); resolved by the wiring, never a value.
    public var clientSecretReference: String
    /// Where the consent page sends the browser; https, and registered with the app.
    public var redirectURI: String
    /// Which daybooks we post to.
    public var daybookUse: Set<ExactDaybookUse>
    /// Whether cost centres and units are in use. Their lists cost two calls; without them an entry that names one is refused.
    public var usesCostCentres: Bool
    /// Seconds after which a request whose answer was lost can no longer be carried out.
    ///
    /// No source states the service's own limit; this is twice the time we give an exchange. A sandbox may set less.
    public var settlingSeconds: Int64
    /// Which way entries go.
    public var road: ExactRoad
    /// Entries of one upload; 2…1,000.
    public var uploadEntriesMax: Int

    /// How many times longer an upload may take than another call: big ones run for minutes (reference §11).
    static let uploadTimes = 3
    /// ``uploadEntriesMax`` unless said otherwise. No source states the service's limit (reference §16).
    public static let uploadEntriesUsual = 250

    /// ``settlingSeconds`` unless said otherwise.
    public static let settlingSecondsUsual: Int64 = 180

    /// A connection's settings.
    public init(
        country: ExactCountry, originOverride: String? = nil, division: Int, clientID: String, clientSecretReference: String,
        redirectURI: String, daybookUse: Set<ExactDaybookUse> = [.sales], usesCostCentres: Bool = true,
        settlingSeconds: Int64 = settlingSecondsUsual, road: ExactRoad = .rest, uploadEntriesMax: Int = uploadEntriesUsual
    ) {
        self.country = country
        self.originOverride = originOverride
        self.division = division
        self.clientID = clientID
        self.clientSecretReference = clientSecretReference
        self.redirectURI = redirectURI
        self.daybookUse = daybookUse
        self.usesCostCentres = usesCostCentres
        self.settlingSeconds = settlingSeconds
        self.road = road
        self.uploadEntriesMax = uploadEntriesMax
    }

    /// Scheme, host and port of every call.
    public var origin: String { originOverride ?? country.origin }

    /// The page of an entry in the browser, of a template that a person copied there: `{id}`, `{number}` and `{division}` are filled in.
    ///
    /// None is built in. Exact documents addresses for its interface and for files (reference `exact-online` §1), none for the page of an
    /// entry: a template of ours would be a guess. nil where the template leads elsewhere than to the host of the division, or a value has
    /// signs that do not belong in one.
    public func entryPage(_ template: String, id: String, number: String) -> String? {
        let values = [("{id}", id), ("{number}", number), ("{division}", String(division))]
        var address = template
        for (mark, value) in values where template.contains(mark) {
            guard !value.isEmpty, value.utf8.count <= 64, value.utf8.allSatisfy(Self.isPlain) else { return nil }
            address = address.replacing(mark, with: value)
        }
        return address.hasPrefix(origin + "/") && origin.hasPrefix("https://") ? address : nil
    }

    /// Letters, digits and the hyphen: all that identifiers and numbers of entries are made of.
    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "-"):
            true
        default: false
        }
    }

    /// What the person who gives consent must see to; for the set-up screen and the command line.
    public static let consentNeeds: [BilingualText] = [
        BilingualText(
            nl: "Een gebruiker met rechten op de administratie, ook voor dagboeken, relaties en btw-codes",
            en: "A user with rights to the division, including its daybooks, relations and VAT codes"),
        BilingualText(
            nl: "Ook leesrecht op Cashflow (openstaande posten) als betalingen terug moeten komen (payments_back)",
            en: "The right to read Cash flow (open items) too, where payments are to come back (payments_back)"),
        BilingualText(
            nl: "Vink op de toestemmingspagina de administratie aan waarin geboekt wordt",
            en: "Tick the division that is posted to on the consent page"),
        BilingualText(
            nl: "Sta in de dagboeken vreemde valuta en een eigen koers toe als er facturen in vreemde valuta zijn",
            en: "Allow foreign currency and a rate of its own in the daybooks when there are invoices in foreign currency"),
        BilingualText(
            nl: "De toestemming blijft geldig zolang de verbinding ten minste eens in de 30 dagen wordt gebruikt",
            en: "The consent lasts as long as the connection is used at least once in 30 days"),
    ]
}
