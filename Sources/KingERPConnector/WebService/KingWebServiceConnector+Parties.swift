public import BridgeConnector
public import BridgeDomain
import BridgeExchange

// Debtors and creditors. King makes a debtor or changes the one of that number, and gives none to read: so only numbers of our own are written.
extension KingWebServiceConnector {
    /// There is no list of relations.
    public func relations(after cursor: TargetCursor) async throws(ConnectorError) -> TargetPage<Relation> {
        TargetPage(items: [], next: cursor, hasMore: false)
    }

    /// King cannot be asked. Putting the same debtor again does no harm.
    public func relation(numbered number: String) async throws(ConnectorError) -> Relation? { nil }

    /// Links the party to its number in the books, after making it there where the number is ours.
    public func create(_ order: PartyOrder) async throws(ConnectorError) -> Relation {
        try await put(order)
        return Relation(linking: order)
    }

    /// Brings a debtor of ours up to date; links any other.
    public func update(_ id: TargetID, _ order: PartyOrder) async throws(ConnectorError) -> Relation {
        try await put(order)
        var relation = Relation(linking: order)
        relation.id = id
        return relation
    }

    private func put(_ order: PartyOrder) async throws(ConnectorError) {
        guard let (record, problems) = DebtorRecord.record(order, settings.rules) else { return }
        guard problems.isEmpty else { throw ConnectorError(.rejected, "the debtor does not fit King's form", problems: problems) }
        switch try await service.call(.putDebtor, body: record.document, askedAt: clock.now()) {
        case .done: return
        case .refused(let refusal): throw refusal.error
        case .lost(let what): throw ConnectorError(.outcomeUnknown, "King's web services: \(what)")
        }
    }
}
