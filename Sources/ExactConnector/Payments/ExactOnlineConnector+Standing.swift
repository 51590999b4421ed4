public import BridgeConnector
public import BridgeDomain
import BridgeJSON

extension ExactOnlineConnector {
    /// Open items of one relation (reference `exact-online` §7.22, §7.23): a call for 60 of them. Items that are matched (status 50) are left out
    /// by the question itself.
    public func standing(
        of id: TargetID, _ kind: PartyKind, on day: CalendarDate, with master: MasterData
    ) async throws(ConnectorError) -> RelationStanding? {
        let endpoint = kind == .debtor ? "cashflow/Receivables" : "cashflow/Payments"
        let filter = "Account eq \(ExactFilter.guid(id.text)) and Status lt 50"
        let rows = try await client.rows(get(endpoint, [("$filter", filter), ("$select", PaymentTerm.select + ",DueDate,Status")]))
        var open: [Money] = []
        var overdue: [Money] = []
        for row in rows {
            guard let term = PaymentTerm(row, books: master.currency, side: kind) else { throw unreadable(endpoint) }
            guard !term.open.isZero else { continue }
            open.append(term.open)
            if let due = ExactValue.date(row["DueDate"]), due < day { overdue.append(term.open) }
        }
        return RelationStanding(open: Self.sums(open), overdue: Self.sums(overdue), items: open.count)
    }

    private static func sums(_ amounts: [Money]) -> [Money] {
        amounts.map(\.currency).eachOnce.sorted { $0.code < $1.code }
            .map { currency in amounts.filter { $0.currency == currency }.total(currency) }.filter { !$0.isZero }
    }
}
