public import BridgeDomain

/// What is the books' alone of a relation: shown beside ours, never sent and never overwritten.
public struct RelationStanding: Hashable, Sendable {
    /// What is open, per currency, in order of currency: positive for what a debtor owes or a creditor is owed. None: nothing is.
    public var open: [Money]
    /// How much of it was due before today.
    public var overdue: [Money]
    /// How many items are open.
    public var items: Int

    /// A standing.
    public init(open: [Money], overdue: [Money], items: Int) {
        self.open = open
        self.overdue = overdue
        self.items = items
    }
}

extension MasterCode {
    /// Under which name ``more`` holds how relations with a payment condition are reminded.
    public static let dunningKey = "dunning"

    /// How relations with this payment condition are reminded, in the books' own words; nil where they do not say.
    public var dunning: String? { more[Self.dunningKey].flatMap { $0.isEmpty ? nil : $0 } }
}

extension AccountingConnector {
    /// For a system that does not tell.
    public func standing(
        of id: TargetID, _ kind: PartyKind, on day: CalendarDate, with master: MasterData
    ) async throws(ConnectorError) -> RelationStanding? { nil }
}
