import BridgeConnector
public import BridgeDomain
public import BridgeJournal

/// The amounts of an entry per VAT code, as the control table sums them: what was meant and what the books hold are counted by one rule.
///
/// Signs: sales as revenue (an invoice positive, its credit note negative), purchases as cost (likewise), ledger postings as debit.
public enum ControlTotals {
    /// What an entry adds.
    public static func totals(of entry: Entry) -> [EntryTotal] {
        sum(
            entry.lines.filter { $0.role != .party }.map { ($0.vatCode, $0.amount, $0.role == .vat) }, daybook: entry.daybook,
            kind: entry.document.kind, currency: entry.currency)
    }

    /// What an entry in the books adds. Which of its accounts hold VAT is told by the mapping.
    static func totals(of booked: BookedEntry, kind: DocumentKind, vatAccounts: Set<AccountCode>) -> [EntryTotal] {
        guard let currency = booked.lines.first?.amount.currency else { return [] }
        return sum(
            booked.lines.filter { !$0.isParty && $0.amount.currency == currency }.map {
                ($0.vatCode, $0.amount, vatAccounts.contains($0.account))
            },
            daybook: booked.daybook, kind: kind, currency: currency)
    }

    private static func sum(
        _ lines: [(code: VATCode?, amount: Money, isVAT: Bool)], daybook: DaybookCode, kind: DocumentKind, currency: Currency
    ) -> [EntryTotal] {
        // A handful of codes: looking through them is quicker than hashing.
        var totals: [EntryTotal] = []
        for line in lines {
            let amount = kind.isSale ? -line.amount : line.amount
            // A ledger posting has no side of its own: its debits are counted, its credits are their mirror.
            if kind == .ledgerPosting, amount.isNegative { continue }
            let known = totals.firstIndex { $0.vatCode == line.code }
            let place = known ?? totals.endIndex
            if known == nil {
                totals.append(EntryTotal(daybook: daybook, vatCode: line.code, net: .zero(currency), vat: .zero(currency)))
            }
            if line.isVAT { totals[place].vat += amount } else { totals[place].net += amount }
        }
        return totals.sorted { ($0.vatCode?.text ?? "") < ($1.vatCode?.text ?? "") }
    }
}
