public import BridgeDomain

/// A part of a payment: what it takes off one item of a party, in one way.
public struct Settlement: Hashable, Sendable, Codable {
    /// The line of the payment it is (part of). A line whose rest was written off has a part of each kind.
    public var line: String
    public var kind: SettlementKind
    /// Whose item it is.
    public var side: PartyKind
    /// The item as the books name it: the entry that made it, or the reference that entry carries; both nil while nobody has said what the
    /// money is for.
    public var entry: TargetID?
    public var reference: EntryReference?
    /// The document behind the item; nil when it is none of ours, or not yet.
    public var document: DocumentKey?
    /// From the party's side: what lowers an invoice is positive, what raises it or uses up a credit note is negative.
    public var amount: Money
    /// The same in the currency of the books.
    public var bookAmount: Money
    /// Why the source is not told of it; nil where nothing stands in the way.
    public var problem: Problem?

    /// A part of a payment.
    public init(
        line: String, kind: SettlementKind, side: PartyKind, entry: TargetID?, reference: EntryReference?, document: DocumentKey? = nil,
        amount: Money, bookAmount: Money, problem: Problem? = nil
    ) {
        self.line = line
        self.kind = kind
        self.side = side
        self.entry = entry
        self.reference = reference
        self.document = document
        self.amount = amount
        self.bookAmount = bookAmount
        self.problem = problem
    }

    /// True while nobody has said what the money is for.
    public var isUnallocated: Bool { entry == nil && reference == nil }
}

/// An entry of the books that settles items, as it was last read.
public struct PaymentRecord: Hashable, Sendable, Codable {
    /// Whether people need to look at it.
    public enum Standing: Int, Hashable, Sendable, Codable, CaseIterable {
        /// All of it is on our documents, or on none yet.
        case fine = 1
        /// Some of it is on items that are none of our documents.
        case foreign = 2
        /// Some of it does not fit.
        case trouble = 3
    }

    public var bridge: BridgeID
    public var id: PaymentID
    /// The number people know it by in the books.
    public var number: String
    public var daybook: DaybookCode
    /// The bank's date.
    public var date: CalendarDate
    /// True when the books no longer hold it; ``settlements`` are empty then.
    public var isGone: Bool
    public var settlements: [Settlement]
    /// Rises by one with every change, from 1; guards against two writers.
    public var revision: Int64
    /// The order of arrival within the journal, given when first kept; 0 before.
    public var sequence: Int64
    public var changedAt: Timestamp

    /// A payment read for the first time.
    public init(
        bridge: BridgeID, id: PaymentID, number: String, daybook: DaybookCode, date: CalendarDate, settlements: [Settlement],
        changedAt: Timestamp
    ) {
        self.bridge = bridge
        self.id = id
        self.number = number
        self.daybook = daybook
        self.date = date
        self.isGone = false
        self.settlements = settlements
        self.revision = 1
        self.sequence = 0
        self.changedAt = changedAt
    }

    /// Whether people need to look at it.
    public var standing: Standing {
        switch settlements.compactMap({ $0.problem?.severity }).max() {
        case nil: .fine
        case .warning: .foreign
        case .error: .trouble
        }
    }

    /// The documents it is on now, each once, in order.
    public var documents: [DocumentKey] { Set(settlements.compactMap(\.document)).sorted() }

    /// What its history stands under.
    public var subject: String { Self.subject(id) }

    /// What a payment's history stands under.
    public static func subject(_ id: PaymentID) -> String { "payment:\(id)" }
}

/// What the source is told of a payment, or of a change of it: made once, never changed, told exactly once. The sum of a payment's notices is
/// what the source knows of it.
public struct NoticeRecord: Hashable, Sendable, Codable {
    /// Where the telling stands.
    public enum State: Int, Hashable, Sendable, Codable, CaseIterable {
        /// To be told; perhaps it was, and the answer was lost. The key makes another telling harmless.
        case waiting = 1
        /// The source has it.
        case told = 2
        /// The source does not take it; a person mends the cause and has it told again.
        case refused = 3
    }

    /// What is told of one document.
    public struct Allocation: Hashable, Sendable, Codable {
        public var document: DocumentKey
        public var amount: Money
        /// What then is open of it, as far as was told: below zero for a credit note.
        public var openAfter: Money

        /// An allocation.
        public init(document: DocumentKey, amount: Money, openAfter: Money) {
            self.document = document
            self.amount = amount
            self.openAfter = openAfter
        }
    }

    public var bridge: BridgeID
    public var payment: PaymentID
    /// 1 for the first notice of the payment.
    public var number: Int
    public var kind: SettlementKind
    public var side: PartyKind
    public var date: CalendarDate
    /// The sum of allocations and ``unallocated``.
    public var amount: Money
    public var allocations: [Allocation]
    public var unallocated: Money
    /// The idempotency key.
    public var key: String
    public var madeAt: Timestamp
    public var state: State
    /// For people: why the source does not take it.
    public var reason: String?
    /// When it was told or refused.
    public var settledAt: Timestamp?
    /// Rises by one with every change, from 1; guards against two writers.
    public var revision: Int64
    /// The order in which notices were made, given when first kept; 0 before. They are told in this order.
    public var sequence: Int64

    /// A notice to tell.
    public init(
        bridge: BridgeID, payment: PaymentID, number: Int, kind: SettlementKind, side: PartyKind, date: CalendarDate, amount: Money,
        allocations: [Allocation], unallocated: Money, key: String, madeAt: Timestamp
    ) {
        self.bridge = bridge
        self.payment = payment
        self.number = number
        self.kind = kind
        self.side = side
        self.date = date
        self.amount = amount
        self.allocations = allocations
        self.unallocated = unallocated
        self.key = key
        self.madeAt = madeAt
        self.state = .waiting
        self.revision = 1
        self.sequence = 0
    }
}

/// What is settled of one document, and what remains.
public struct SettledItemRecord: Hashable, Sendable, Codable {
    public var bridge: BridgeID
    public var document: DocumentKey
    /// As invoiced: below zero for a credit note.
    public var gross: Money
    /// The sum of all settlements as they stand.
    public var settled: Money
    /// What the source was told, or will be by a notice that is made.
    public var told: Money
    /// The bank's date of the newest settlement; nil when there is none left.
    public var lastDate: CalendarDate?
    /// What the books themselves say is open; nil before they were asked.
    public var booksOpen: Money?
    /// How often in a row the books said otherwise than the settlements add up to.
    public var differences: Int
    /// What a person should look at.
    public var problems: [Problem]
    /// When the books are to be asked again; nil when no more.
    public var checkAt: Timestamp?
    public var changedAt: Timestamp

    /// An item of which nothing is settled yet.
    public init(bridge: BridgeID, document: DocumentKey, gross: Money, changedAt: Timestamp) {
        self.bridge = bridge
        self.document = document
        self.gross = gross
        self.settled = .zero(gross.currency)
        self.told = .zero(gross.currency)
        self.differences = 0
        self.problems = []
        self.changedAt = changedAt
    }

    /// What is open: below zero for a credit note that is not used up.
    public var remaining: Money { gross - settled }
}

/// How much there is to look at among a bridge's payments.
public struct PaymentTotals: Hashable, Sendable, Codable {
    /// Notices the source is to be told, and when the oldest of them was made.
    public var waiting: Int
    public var oldestWaiting: Timestamp?
    /// Notices the source does not take.
    public var refused: Int
    /// Payments of which something does not fit.
    public var trouble: Int
    /// Payments that are partly on items that are none of ours.
    public var foreign: Int
    /// Documents whose remainder a person should look at.
    public var items: Int

    /// Totals.
    public init(waiting: Int, oldestWaiting: Timestamp?, refused: Int, trouble: Int, foreign: Int, items: Int) {
        self.waiting = waiting
        self.oldestWaiting = oldestWaiting
        self.refused = refused
        self.trouble = trouble
        self.foreign = foreign
        self.items = items
    }
}

extension NoticeRecord {
    /// What the payment's history stands under.
    public var subject: String { PaymentRecord.subject(payment) }
}

extension JournalError {
    /// A notice with other content is kept under that number.
    public static func otherNotice(_ record: NoticeRecord) -> JournalError {
        JournalError(.duplicate, "notice \(record.number) of payment \(record.payment) is kept with other content")
    }
}
