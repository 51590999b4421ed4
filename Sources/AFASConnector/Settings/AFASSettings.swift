import BridgeConnector
public import BridgeDomain

/// What a connection to one administration of AFAS Profit needs to be told: plain values, no secrets.
public struct AFASSettings: Hashable, Sendable {
    /// Which host is called. Which environment behind it, the token says.
    public var environment: AFASEnvironment
    /// The five-digit participant number, part of the host's name.
    public var participant: String
    /// Another scheme, host and port instead of the vendor's: a sandbox. Without a trailing slash and without the path.
    public var originOverride: String?
    /// The administration's number (UnId).
    public var administration: Int
    /// Where the token is kept (`env:…`, `file:…` or a name in the sealed store); resolved by the wiring, never a value.
    public var tokenReference: String
    /// The currency of the books. No GetConnector tells it.
    public var bookCurrency: Currency
    /// The language of error texts; nil leaves it to the environment. Texts are classed in Dutch and English.
    public var language: Language?
    /// `<subscription>_<project>`, which the vendor demands of certified partners.
    public var integrationID: String?
    public var connectors: AFASConnectorNames
    /// Calls at once; the vendor recommends at most five and allows eight.
    public var callsAtOnce: Int
    /// Seconds after which a request whose answer was lost can no longer be carried out.
    public var settlingSeconds: Int64
    /// The allocation axis of cost centres, 1…5; 0 where none are in use.
    public var costCentreAxis: Int
    /// The allocation axis of cost units, 1…5; 0 where none are in use.
    public var costUnitAxis: Int
    /// Whether purchases are booked: creditors and their connectors are then needed.
    public var usesPurchases: Bool
    /// Whether payments are read: their connectors are then asked for, and posting goes on without them.
    public var readsPayments: Bool
    public var relations: AFASRelationSettings
    /// How references that are longer than an invoice number are shortened and made whole again.
    public var shortenings: [AFASShortening]
    /// What becomes of entries with more lines than one call should carry.
    public var longEntries: AFASLongEntries
    /// Rows of the table of refusals that this environment adds, in the form of ``/AFASWords/AFASRefusals/table``; they go before ours.
    public var refusals: String

    /// Seconds the service works on a call at most (reference `afas-profit` §2.4).
    public static let workSeconds: Int64 = 900
    /// ``settlingSeconds`` unless said otherwise: what the service may work, after what may pass before a call begins.
    public static let settlingSecondsUsual: Int64 = workSeconds + 2 * CallDeadline.seconds
    /// ``callsAtOnce`` unless said otherwise.
    public static let callsAtOnceUsual = 5

    /// A connection's settings.
    public init(
        environment: AFASEnvironment, participant: String, originOverride: String? = nil, administration: Int, tokenReference: String,
        bookCurrency: Currency = .eur, settlingSeconds: Int64 = settlingSecondsUsual
    ) {
        self.environment = environment
        self.participant = participant
        self.originOverride = originOverride
        self.administration = administration
        self.tokenReference = tokenReference
        self.bookCurrency = bookCurrency
        self.settlingSeconds = settlingSeconds
        language = nil
        integrationID = nil
        connectors = AFASConnectorNames()
        callsAtOnce = Self.callsAtOnceUsual
        costCentreAxis = 1
        costUnitAxis = 2
        usesPurchases = true
        readsPayments = false
        relations = AFASRelationSettings()
        shortenings = []
        longEntries = .summed
        refusals = ""
    }

    /// True where cost centres or cost units are in use.
    var usesAllocations: Bool { !allocationAxes.isEmpty }
    /// The axes in use.
    var allocationAxes: [Int] { [costCentreAxis, costUnitAxis].filter { (1...5).contains($0) } }
    /// Scheme, host and port of every call.
    public var origin: String { originOverride ?? environment.origin(participant: participant) }
    /// The path every call begins with.
    static let base = "/ProfitRestServices"
}

/// What a new debtor or creditor needs that the source does not know.
public struct AFASRelationSettings: Hashable, Sendable {
    /// The VAT duty by where the party sits; the list of duties is the customer's own. Without one the field is left out.
    public var vatDuties: [CountryGroup: String] = [:]
    /// The payment condition of a party the mapping gives none.
    public var paymentCondition: String?
    /// The collective account of a party the mapping gives none.
    public var debtorAccount: AccountCode?
    /// The collective account of a party the mapping gives none.
    public var creditorAccount: AccountCode?
    /// How invoices go out (`InPv`); nil leaves it to the environment. A hub that delivers finished invoices usually has `Y`, do not issue.
    public var issueMethod: String?
    /// Customer groups of the source whose parties are private persons.
    public var personGroups: Set<String> = []
    /// Country codes that differ from the table in ``AFASCountries``, by ISO code.
    public var countryCodes: [String: String] = [:]

    /// Nothing beyond what the vendor demands.
    public init() {}
}

/// What becomes of entries with more than ``AFASLongEntries/linesMax`` lines.
public enum AFASLongEntries: Hashable, Sendable {
    /// Mapping sums lines by account, VAT code, cost centre and cost unit, and says in each text how many are in it.
    case summed
    /// The entry is booked in several, each balanced on this clearing account; the first holds the party's line whole, so that there is one
    /// open item.
    case split(clearing: AccountCode)

    /// Lines one entry may have by the vendor's advice (reference `afas-profit` §6.3, rule 7).
    public static let linesMax = 1_000
    /// Parts an entry is split into at most.
    public static let partsMax = 20
}
