public import BridgeConnector
public import BridgeDomain

extension BookedEntry {
    /// What the books are to hold of an order, for books that cannot be asked: what was delivered is then the only truth there is.
    public init(meantBy order: PostingOrder, id: TargetID, number: String) {
        let entry = order.entry
        self.init(
            id: id, number: number, reference: entry.reference, daybook: entry.daybook, date: entry.date, period: entry.period,
            relation: order.relation,
            lines: entry.lines.map {
                BookedLine(
                    account: $0.account, amount: $0.amount, bookAmount: $0.bookAmount, vatCode: $0.vatCode, costCentre: $0.costCentre,
                    costUnit: $0.costUnit, isParty: $0.role == .party)
            })
    }
}
