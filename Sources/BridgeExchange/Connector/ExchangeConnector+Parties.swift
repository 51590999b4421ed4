public import BridgeConnector
public import BridgeDomain

// Debtors and creditors. A folder for entries cannot make them: an entry names a party by its number, which the books must know. One they
// do not know comes back as a refused line.
extension ExchangeConnector {
    /// A folder has no list of relations.
    public func relations(after cursor: TargetCursor) async throws(ConnectorError) -> TargetPage<Relation> {
        TargetPage(items: [], next: cursor, hasMore: false)
    }

    /// No call is ever lost, since none is made.
    public func relation(numbered number: String) async throws(ConnectorError) -> Relation? { nil }

    /// Links the party to its number in the books; makes nothing.
    public func create(_ order: PartyOrder) async throws(ConnectorError) -> Relation { Self.relation(order) }

    /// Changes nothing in the books.
    public func update(_ id: TargetID, _ order: PartyOrder) async throws(ConnectorError) -> Relation {
        var relation = Self.relation(order)
        relation.id = id
        return relation
    }

    /// How a relation of such books is named where it is linked: kind and number.
    public static func relationID(_ kind: PartyKind, _ number: String) -> TargetID { TargetID("\(kind.rawValue):\(number)") }

    /// The number behind such a name; nil for any other.
    public static func number(of relation: TargetID) -> String? {
        guard let mark = relation.text.firstIndex(of: ":") else { return nil }
        return String(relation.text[relation.text.index(after: mark)...])
    }

    private static func relation(_ order: PartyOrder) -> Relation {
        let party = order.party
        return Relation(
            id: relationID(party.key.kind, order.number), number: order.number, name: party.name, vatNumber: party.vatNumber,
            chamberOfCommerce: party.chamberOfCommerce, isDebtor: party.key.kind == .debtor, isCreditor: party.key.kind == .creditor)
    }
}
