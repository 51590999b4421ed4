import BridgeConnector
import BridgeDomain
import BridgeJSON

/// A row of `PaymentTerms`, of which `cashflow/Receivables` and `cashflow/Payments` give the same fields (reference `exact-online` §7.22, §9.1):
/// an open item, or a part of one.
struct PaymentTerm: Hashable, Sendable {
    static let select =
        "ID,EntryID,TransactionEntryID,TransactionType,Account,YourRef,Currency,AmountDC,AmountFC,TransactionAmountDC,TransactionAmountFC"

    var ID: String
    var EntryID: String?
    var TransactionEntryID: String
    var TransactionType: Int64
    var Account: String?
    var YourRef: String?
    var side: PartyKind
    /// What is open, and what it was, in the sign of an invoice: below zero for a credit note.
    var open: Money
    var openBook: Money
    /// What was owed when it was made, as the row has it.
    var whole: Money
    /// The row version; 0 where it was not asked for.
    var Timestamp: Int64

    /// Reads a row; nil when it lacks what every row has. Without `side` the row says it itself (`LineType`).
    init?(_ row: JSON, books: BridgeDomain.Currency, side: PartyKind? = nil) {
        let currency = ExactValue.code(row["Currency"]).map { BridgeDomain.Currency(code: $0) } ?? books
        guard let id = row["ID"]?.string, let entry = row["TransactionEntryID"]?.string,
            let type = ExactValue.integer(row["TransactionType"]), let currency,
            let open = ExactValue.money(row["AmountFC"], currency), let openBook = ExactValue.money(row["AmountDC"], books),
            let whole = ExactValue.money(row["TransactionAmountFC"], currency),
            let wholeBook = ExactValue.money(row["TransactionAmountDC"], books)
        else { return nil }
        ID = id
        EntryID = row["EntryID"]?.string
        TransactionEntryID = entry
        TransactionType = type
        Account = row["Account"]?.string
        YourRef = ExactValue.code(row["YourRef"])
        self.side = side ?? (ExactValue.integer(row["LineType"]) == 22 ? .creditor : .debtor)
        // One source sees open amounts with the opposite sign, another with the same: the original amount has it for certain (reference §8).
        self.open = whole.isNegative ? -open.magnitude : open.magnitude
        self.whole = whole
        self.openBook = wholeBook.isNegative ? -openBook.magnitude : openBook.magnitude
        Timestamp = ExactValue.integer(row["Timestamp"]) ?? 0
    }

    /// How the item of these terms stands; they are all there are.
    static func standing(_ terms: [PaymentTerm]) -> OpenItem.Standing {
        guard let first = terms.first else { return .gone }
        // What is owed to a creditor stands on the credit side.
        let signed = terms.map { $0.side == .debtor ? ($0.open, $0.openBook) : (-$0.open, -$0.openBook) }
        // Each row says its own currency, or none.
        let sums = signed.map(\.0.currency).eachOnce.map { currency in
            signed.map(\.0).filter { $0.currency == currency }.total(currency)
        }
        let open = sums.filter { !$0.isZero }
        guard let sum = open.first else { return .settled }
        return open.count > 1 ? .mixed(open) : .open(sum, book: signed.map(\.1).total(first.openBook.currency))
    }

    /// What the row tells; nil for money that is for nothing yet. A term that was split, or stands beside `others` of its entry, is only a part of
    /// its item: the rest is asked for. A payment condition in fractions makes several from the beginning (reference §7.21).
    func news(besideOthers others: Bool) -> ItemNews? {
        guard TransactionType != SettlingGroups.moneyType else { return nil }
        let isWhole = !others && (EntryID == nil || EntryID == TransactionEntryID)
        return ItemNews(
            name: OpenItemName(
                side: side, relation: Account.map { TargetID($0) }, entry: TargetID(TransactionEntryID),
                reference: EntryReference(YourRef ?? "")),
            standing: isWhole ? Self.standing([self]) : nil, id: isWhole ? TargetID(ID) : nil, whole: whole)
    }
}
