public import BridgeDomain
public import BridgeEngine
public import BridgeJournal
public import BridgeReports

/// A bridge as people and programs work with it.
public struct OpenBridge: Sendable {
    public let policy: BridgePolicy
    public let zone: TimeZoneRule
    /// Where from and where to.
    public let way: String
    /// The name its calls are counted under.
    public let connection: String?
    /// Where in the accounting system things are mended.
    public let menus: BooksMenus?
    /// The same of the trade system.
    public let tradeMenus: BooksMenus?
    public let expectedEnd: @Sendable () async throws(JournalError) -> ExpectedEnd?
    /// What a person is to be told of its connection.
    public let consentWarning: @Sendable () async -> BilingualText?
    /// Tells how the connection stands, and renews its consent.
    public let desk: ConnectionDesk?
    /// Where a booked document stands in the accounting system's own pages.
    public let entryPage: @Sendable (PostingRecord) -> String?
    /// What verbs work with; nil while it is not set up.
    public let parts: @Sendable () async -> BridgeParts?
    /// Has its lane look at once.
    public let nudge: @Sendable () async -> Void

    /// A bridge.
    public init(
        _ policy: BridgePolicy, zone: TimeZoneRule, way: String, connection: String?, menus: BooksMenus? = nil,
        tradeMenus: BooksMenus? = nil,
        expectedEnd: @escaping @Sendable () async throws(JournalError) -> ExpectedEnd? = { () async throws(JournalError) in nil },
        consentWarning: @escaping @Sendable () async -> BilingualText? = { nil }, desk: ConnectionDesk? = nil,
        entryPage: @escaping @Sendable (PostingRecord) -> String? = { _ in nil },
        parts: @escaping @Sendable () async -> BridgeParts?, nudge: @escaping @Sendable () async -> Void = {}
    ) {
        self.policy = policy
        self.zone = zone
        self.way = way
        self.connection = connection
        self.menus = menus
        self.tradeMenus = tradeMenus
        self.expectedEnd = expectedEnd
        self.consentWarning = consentWarning
        self.desk = desk
        self.entryPage = entryPage
        self.parts = parts
        self.nudge = nudge
    }

    public var id: BridgeID { policy.bridge }
}
