public import BridgeDomain

/// One relation to make, or to bring up to date, among many in one call (``ConnectorCapabilities/alignsTogether``).
public struct RelationOrder: Hashable, Sendable {
    /// The relation the party is linked to; nil for one that is to be made.
    public var id: TargetID?
    public var order: PartyOrder

    /// An order for one relation.
    public init(id: TargetID?, order: PartyOrder) {
        self.id = id
        self.order = order
    }
}

extension AccountingConnector {
    /// For a system that takes each relation in a call of its own: the first goes alone.
    public func align(_ orders: [RelationOrder]) async -> [Result<Relation, ConnectorError>] {
        guard let first = orders.first else { return [] }
        do throws(ConnectorError) {
            guard let id = first.id else { return [.success(try await create(first.order))] }
            return [.success(try await update(id, first.order))]
        } catch {
            return [.failure(error)]
        }
    }
}
