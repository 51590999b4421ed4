import BridgeConnector
import BridgeDomain
import BridgeExchange

/// One line of an entry in the words of reference §6.2, before it is written in any form.
struct EntryLineFields {
    /// What the account is.
    enum Kind: String {
        case ledger = "1"
        case debtor = "2"
        case creditor = "3"
    }

    let line: EntryLine
    let entry: Entry
    let kind: Kind
    let account: String
    /// Our reference on the lines of an invoice; on a line that settles a document, that document.
    let invoice: String?

    /// Debit and credit in the currency of the books, one of them zero, neither negative.
    var debit: Money { line.bookAmount.isNegative ? .zero(entry.bookCurrency) : line.bookAmount }
    var credit: Money { line.bookAmount.isNegative ? -line.bookAmount : .zero(entry.bookCurrency) }
    var isForeign: Bool { entry.currency != entry.bookCurrency }
    /// The same in the document's currency; nil where that is the books' own.
    var debitForeign: Money? { isForeign ? (line.amount.isNegative ? .zero(entry.currency) : line.amount) : nil }
    var creditForeign: Money? { isForeign ? (line.amount.isNegative ? -line.amount : .zero(entry.currency)) : nil }
    /// The document's rate, or the line's own where conversion left cents on it.
    var rate: ExactDecimal { LineRate.rate(entry.exchangeRate, base: line.bookAmount, foreign: line.amount) }
    /// The party's line bears what is asked of the debtor.
    var isParty: Bool { kind != .ledger }

    /// Every line of an order's entry, or what is missing for it.
    static func lines(of order: PostingOrder) -> (lines: [EntryLineFields], problems: [Problem]) {
        let entry = order.entry
        var problems: [Problem] = []
        let lines = entry.lines.enumerated().map { place, line -> EntryLineFields in
            let (kind, account) = self.account(of: line, order)
            if account.isEmpty { problems.append(Problem(.partyNumberUnmapped, at: Place(line: place + 1, "party"))) }
            return EntryLineFields(line: line, entry: entry, kind: kind, account: account, invoice: invoice(line, entry))
        }
        return (lines, problems)
    }

    /// A party's line is booked on the party: Profit finds the collective account by itself (reference §6.2).
    private static func account(of line: EntryLine, _ order: PostingOrder) -> (Kind, String) {
        if line.role == .party, let party = order.entry.party {
            return (kind(party.kind), order.relation.flatMap(ExchangeConnector.number) ?? order.entry.partyNumber ?? "")
        }
        if let party = line.party { return (kind(party.kind), order.lineRelations[party].flatMap(ExchangeConnector.number) ?? "") }
        return (.ledger, line.account.text)
    }

    private static func kind(_ kind: PartyKind) -> Kind { kind == .debtor ? .debtor : .creditor }

    private static func invoice(_ line: EntryLine, _ entry: Entry) -> String? {
        guard entry.document.kind == .ledgerPosting else { return entry.reference.text }
        return line.party == nil ? nil : line.documentReference.flatMap { $0.count <= AFASFileFormat.invoiceMax ? $0 : nil }
    }
}
