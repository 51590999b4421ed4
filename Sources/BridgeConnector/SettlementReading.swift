public import BridgeDomain

/// An open item of a debtor or creditor, as an accounting system names it on the lines that settle it.
///
/// An item is found by the entry that made it or by the reference that entry carries; a system gives what it has.
public struct OpenItemName: Hashable, Sendable, Codable {
    /// Whose item it is.
    public var side: PartyKind
    /// The party in the books; nil where the system does not say.
    public var relation: TargetID?
    /// The entry that made the item, as ``PostedEntry/id`` has it; nil where only the reference is known.
    public var entry: TargetID?
    /// The reference of that entry, as ``BookedEntry/reference`` has it; empty where only the entry is known.
    public var reference: EntryReference

    /// Names an item.
    public init(side: PartyKind, relation: TargetID?, entry: TargetID? = nil, reference: EntryReference) {
        self.side = side
        self.relation = relation
        self.entry = entry
        self.reference = reference
    }
}

/// How an item stands in the books now.
public struct OpenItem: Hashable, Sendable, Codable {
    /// What the books hold of it.
    public enum Standing: Hashable, Sendable, Codable {
        /// So much is open, in the item's currency and in that of the books; debit positive, so below zero for a debtor's credit note.
        case open(Money, book: Money)
        /// Its parts are in several currencies, which nobody can add up: so much of each, as in ``open(_:book:)``.
        case mixed([Money])
        /// The books hold its entry, and nothing is open of it.
        case settled
        /// The books no longer hold its entry. This is not a payment.
        case gone
    }

    public var name: OpenItemName
    public var standing: Standing
    /// The item's own identity in the books, by which they say that it was removed; nil where there is none, or nothing of it is left.
    public var id: TargetID?

    /// An item and its standing.
    public init(name: OpenItemName, standing: Standing, id: TargetID? = nil) {
        self.name = name
        self.standing = standing
        self.id = id
    }
}

/// An item of which the books say that something changed.
public struct ItemNews: Hashable, Sendable {
    public var name: OpenItemName
    /// How it stands since; nil where the news does not say, and the books are to be asked.
    public var standing: OpenItem.Standing?
    /// As ``OpenItem/id``; nil where the news is of a part of an item.
    public var id: TargetID?
    /// What was owed when the item was made, in whichever sign; nil where the news does not say. Another amount than the document's is that of
    /// a part, an instalment say, and says nothing of the whole.
    public var whole: Money?

    /// News of an item.
    public init(name: OpenItemName, standing: OpenItem.Standing?, id: TargetID? = nil, whole: Money? = nil) {
        self.name = name
        self.standing = standing
        self.id = id
        self.whole = whole
    }
}

/// One line of an entry that settles.
public struct SettlingLine: Hashable, Sendable, Codable {
    /// What the line is booked on.
    public enum Role: Hashable, Sendable, Codable {
        /// An open item: this much of it is settled.
        case item(OpenItemName)
        /// A party, without an item: nobody has said yet what it is for.
        case party(PartyKind, TargetID?)
        /// A ledger account: the bank's, or where a difference went.
        case ledger(AccountCode)
    }

    /// The line's own identity within its entry; stays when other lines come or go. At most 40 characters.
    public var id: String
    public var role: Role
    /// In the item's currency; debit positive, as in ``BookedLine``: what a debtor pays is below zero.
    public var amount: Money
    /// The same in the currency of the books.
    public var bookAmount: Money
    /// Where the system itself says in what way the line settles; nil where that follows from the other lines.
    public var kind: SettlementKind?

    /// A line.
    public init(id: String, role: Role, amount: Money, bookAmount: Money, kind: SettlementKind? = nil) {
        self.id = id
        self.role = role
        self.amount = amount
        self.bookAmount = bookAmount
        self.kind = kind
    }
}

/// An entry of the books that settles items, complete as it stands now: a payment with all that it pays, a set-off, a write-off.
public struct SettlingEntry: Hashable, Sendable, Codable {
    /// The target's own identity: the same entry always has the same.
    public var id: PaymentID
    /// The entry of the books it stands in, as ``PostedEntry/id`` has it: a bank statement of many payments is one entry. The same as ``id``
    /// unless said otherwise.
    public var entry: TargetID
    /// The number people know it by in the books.
    public var number: String
    public var daybook: DaybookCode
    /// True where the daybook is of a bank, a till or a payment service: a line on a ledger account then is money, unless it is on an
    /// account for differences.
    public var isMoney: Bool
    /// The bank's date; of an entry without money, its own.
    public var date: CalendarDate
    /// All lines, in the order of the entry. They add up to nothing in the currency of the books.
    public var lines: [SettlingLine]

    /// An entry.
    public init(
        id: PaymentID, entry: TargetID? = nil, number: String, daybook: DaybookCode, isMoney: Bool, date: CalendarDate,
        lines: [SettlingLine]
    ) {
        self.id = id
        self.entry = entry ?? TargetID(id.text)
        self.number = number
        self.daybook = daybook
        self.isMoney = isMoney
        self.date = date
        self.lines = lines
    }
}

/// A payment of which the system said that it was removed, as it was last read: how people know it in the books.
public struct RemovedPayment: Hashable, Sendable {
    public var id: PaymentID
    public var number: String
    public var daybook: DaybookCode
    public var date: CalendarDate

    /// Names a payment.
    public init(id: PaymentID, number: String, daybook: DaybookCode, date: CalendarDate) {
        self.id = id
        self.number = number
        self.daybook = daybook
        self.date = date
    }
}

/// One page of what was settled, and of what no longer is.
public struct SettlementPage: Hashable, Sendable {
    /// Entries booked or changed, each complete.
    public var entries: [SettlingEntry]
    /// Entries that the system says it removed. What was never a payment may be among them.
    public var gone: [PaymentID]
    /// Items of which something changed, where the system tells that.
    public var items: [ItemNews] = []
    /// Identities (``OpenItem/id``) of items the system says it removed; they may have been replaced by others.
    public var goneItems: [TargetID] = []
    /// Days all of whose settling entries stand in ``entries``: one that was read earlier with such a date and is missing has disappeared.
    /// For systems that do not say what was removed (reference `afas-profit` §12.3).
    public var completeDays: [CalendarDate]
    public var next: TargetCursor
    /// False when there is no more right now.
    public var hasMore: Bool

    /// A page.
    public init(
        entries: [SettlingEntry], gone: [PaymentID] = [], completeDays: [CalendarDate] = [], next: TargetCursor, hasMore: Bool
    ) {
        self.entries = entries
        self.gone = gone
        self.completeDays = completeDays
        self.next = next
        self.hasMore = hasMore
    }
}

/// What an accounting system that keeps track of open items can tell of them. An ability of its own: a system without it posts all the same
/// (``AccountingConnector/settlementReading``).
///
/// Every call is taken from the connector's ``CallMeter`` first. Reading twice from the same cursor gives at least the same.
public protocol SettlementReading: Sendable {
    /// How many items one question of ``openItems(_:with:)`` may name; 1…1,000.
    var openItemsAskedMax: Int { get }
    /// True where ``settlements(after:with:)`` tells of every item that changes or is removed: asking about each is then only a precaution.
    var itemsAreTold: Bool { get }
    /// True where ``SettlementPage/gone`` names removed lines, each known by an identity of its own in all the books: a payment is then missed by any
    /// line of it, not only by the one that names it.
    var removesByLine: Bool { get }
    /// Entries that settle, booked, changed or removed after `cursor`, in pages. Entries that settle nothing may be left out.
    func settlements(after cursor: TargetCursor, with master: MasterData) async throws(ConnectorError) -> SettlementPage
    /// Where the stream of ``settlements(after:with:)`` stood when that day began, or earlier: asked once, so that an administration's
    /// history need not be read.
    func settlementsBeginning(on day: CalendarDate, with master: MasterData) async throws(ConnectorError) -> TargetCursor
    /// The entries in which these payments stood, complete as they stand now, with all payments in them. For a system that names a payment by a line
    /// of it: when that line alone is removed, nothing else may tell of the lines that stay.
    func entries(thatHeld removed: [RemovedPayment], with master: MasterData) async throws(ConnectorError) -> [SettlingEntry]
    /// How these items stand now; an item the system knows nothing of is ``OpenItem/Standing/gone``. What is absent from a list of open
    /// items is settled only when the books still hold its entry.
    func openItems(_ names: [OpenItemName], with master: MasterData) async throws(ConnectorError) -> [OpenItem]
}

extension SettlementReading {
    /// For a system that has to be asked.
    public var itemsAreTold: Bool { false }
    /// For a system that removes whole payments.
    public var removesByLine: Bool { false }
    /// For a system whose payments go as a whole. No call.
    public func entries(thatHeld removed: [RemovedPayment], with master: MasterData) async throws(ConnectorError) -> [SettlingEntry] { [] }
}
