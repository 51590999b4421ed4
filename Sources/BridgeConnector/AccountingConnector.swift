public import BridgeDomain

/// Where reading a target's stream goes on; opaque to everyone but its connector. The empty text is the beginning.
public struct TargetCursor: TextIdentifier {
    public let text: String
    public init(_ text: String) { self.text = text }

    /// The beginning of a stream.
    public static let start = TargetCursor("")
}

/// What an accounting system can do and how far it goes. The engine adapts to this, never to a name.
public struct ConnectorCapabilities: Hashable, Sendable {
    /// The system's name for people and reports (`exact`).
    public var system: String
    /// Calls that may be under way at once; 1…64.
    public var callsAtOnceMax: Int
    /// Seconds after which a request whose answer was lost can no longer be carried out. A look-up before that proves nothing.
    public var settlingSeconds: Int64
    /// Longest texts in characters; longer ones are cut visibly by mapping.
    public var descriptionMax: Int
    public var referenceMax: Int
    public var paymentReferenceMax: Int
    /// Lines one entry may have.
    public var entryLinesMax: Int
    /// Whether a credit note can point at its original in the books.
    public var linksCreditNotes: Bool
    /// Whether entries go in batches and are answered later: ``AccountingConnector/deliver(runIsOver:)`` is then called in every turn.
    public var deliversInBatches: Bool
    /// References that may be looked up together; 1…100, 1 where each is asked about alone, as where ``AccountingConnector/fate(of:with:)``
    /// knows more than what the books hold.
    public var lookUpsAtOnceMax: Int
    /// Whether a credit note is tied to its original by a call of its own: ``AccountingConnector/link(_:with:)`` is then called again for as long
    /// as the books show no link.
    public var linksAfterwards: Bool
    /// Whether many entries may go in one call, now; nil where each is a call. May change with time: a system whose bulk road is closed for a
    /// while says nil until it opens.
    public var postsTogether: PostingTogether?
    /// Whether relations come with their fields (``Relation/details``), also when somebody over there changes them.
    public var tellsRelationDetails: Bool
    /// Whether many relations may be made or changed in one call, now; nil where each is a call. May change with time, as ``postsTogether``.
    public var alignsTogether: PostingTogether?

    /// An accounting system's abilities.
    public init(
        system: String, callsAtOnceMax: Int, settlingSeconds: Int64, descriptionMax: Int, referenceMax: Int, paymentReferenceMax: Int,
        entryLinesMax: Int, linksCreditNotes: Bool, deliversInBatches: Bool = false, lookUpsAtOnceMax: Int = 1,
        linksAfterwards: Bool = false, postsTogether: PostingTogether? = nil, tellsRelationDetails: Bool = false,
        alignsTogether: PostingTogether? = nil
    ) {
        self.system = system
        self.callsAtOnceMax = callsAtOnceMax
        self.settlingSeconds = settlingSeconds
        self.descriptionMax = descriptionMax
        self.referenceMax = referenceMax
        self.paymentReferenceMax = paymentReferenceMax
        self.entryLinesMax = entryLinesMax
        self.linksCreditNotes = linksCreditNotes
        self.deliversInBatches = deliversInBatches
        self.lookUpsAtOnceMax = lookUpsAtOnceMax
        self.linksAfterwards = linksAfterwards
        self.postsTogether = postsTogether
        self.tellsRelationDetails = tellsRelationDetails
        self.alignsTogether = alignsTogether
    }
}

/// One code of the target's master data.
public struct MasterCode: Hashable, Sendable, Codable {
    /// The code as people write it, without padding.
    public var code: String
    /// The target's technical identifier, where calls need it.
    public var id: TargetID
    public var name: String
    /// The vendor's own type number or letter, for the connector and for display.
    public var type: String
    public var blocked: Bool
    /// Whatever else the connector needs again (its own words), such as a VAT code's percentage.
    public var more: [String: String]

    /// A code.
    public init(code: String, id: TargetID, name: String, type: String = "", blocked: Bool = false, more: [String: String] = [:]) {
        self.code = code
        self.id = id
        self.name = name
        self.type = type
        self.blocked = blocked
        self.more = more
    }
}

/// A bookkeeping period of the target, and for which daybooks it is closed.
public struct MasterPeriod: Hashable, Sendable, Codable {
    public var period: Period
    public var from: CalendarDate
    public var to: CalendarDate
    /// Daybooks that refuse postings in this period.
    public var closedFor: [DaybookCode]

    /// A period.
    public init(period: Period, from: CalendarDate, to: CalendarDate, closedFor: [DaybookCode]) {
        self.period = period
        self.from = from
        self.to = to
        self.closedFor = closedFor
    }
}

/// The target's code lists, cached durably so that posting an invoice costs no look-up.
public struct MasterData: Hashable, Sendable, Codable {
    public var administrationName: String
    public var currency: Currency
    /// The country whose law the administration follows (ISO 3166 alpha-2); nil where the system does not tell.
    public var country: String?
    public var accounts: [MasterCode]
    public var vatCodes: [MasterCode]
    public var daybooks: [MasterCode]
    public var paymentConditions: [MasterCode]
    public var costCentres: [MasterCode]
    public var costUnits: [MasterCode]
    public var periods: [MasterPeriod]
    public var readAt: Timestamp
    /// Where each list's reading goes on next time, in the connector's words.
    public var cursors: [String: String]

    /// Code lists.
    public init(
        administrationName: String, currency: Currency, accounts: [MasterCode], vatCodes: [MasterCode], daybooks: [MasterCode],
        paymentConditions: [MasterCode], costCentres: [MasterCode], costUnits: [MasterCode], periods: [MasterPeriod], readAt: Timestamp,
        cursors: [String: String] = [:]
    ) {
        self.administrationName = administrationName
        self.currency = currency
        self.accounts = accounts
        self.vatCodes = vatCodes
        self.daybooks = daybooks
        self.paymentConditions = paymentConditions
        self.costCentres = costCentres
        self.costUnits = costUnits
        self.periods = periods
        self.readAt = readAt
        self.cursors = cursors
    }

    /// The period that holds `date`; nil when the target has none.
    public func period(of date: CalendarDate) -> MasterPeriod? { periods.first { $0.from <= date && date <= $0.to } }
}

/// A debtor or creditor as the target holds it.
public struct Relation: Hashable, Sendable, Codable {
    public var id: TargetID
    /// The number in the books, without padding.
    public var number: String
    public var name: String
    public var vatNumber: String?
    public var chamberOfCommerce: String?
    public var isDebtor: Bool
    public var isCreditor: Bool
    public var blocked: Bool
    /// True when the row says that the relation was deleted.
    public var deleted: Bool
    /// Every field the system tells, the empty text where it has nothing in one; nil for a system that does not tell them.
    public var details: [PartyField: String]?

    /// A relation.
    public init(
        id: TargetID, number: String, name: String, vatNumber: String? = nil, chamberOfCommerce: String? = nil, isDebtor: Bool,
        isCreditor: Bool,
        blocked: Bool = false, deleted: Bool = false, details: [PartyField: String]? = nil
    ) {
        self.id = id
        self.number = number
        self.name = name
        self.vatNumber = vatNumber
        self.chamberOfCommerce = chamberOfCommerce
        self.isDebtor = isDebtor
        self.isCreditor = isCreditor
        self.blocked = blocked
        self.deleted = deleted
        self.details = details
    }
}

/// An order to create or update a relation.
public struct PartyOrder: Hashable, Sendable {
    public var party: Party
    /// The number it is to have in the books, as the mapping's number policy makes it.
    public var number: String
    /// The payment condition in the target's codes.
    public var paymentCondition: String?
    /// The account its open items fall on; for systems where the relation decides that, not the daybook.
    public var collectiveAccount: AccountCode?
    /// For an update: the only fields that may be sent; nil where all may.
    public var fields: Set<PartyField>?

    /// An order for one party.
    public init(party: Party, number: String, paymentCondition: String?, collectiveAccount: AccountCode? = nil) {
        self.party = party
        self.number = number
        self.paymentCondition = paymentCondition
        self.collectiveAccount = collectiveAccount
    }
}

/// An order to post one entry.
public struct PostingOrder: Hashable, Sendable {
    public var entry: Entry
    /// The party's identifier in the target; nil for an entry without a party.
    public var relation: TargetID?
    /// The originals of a credit note, as far as they were posted by us.
    public var originals: [TargetID]
    /// The identifiers of the parties that lines of a ledger posting name, as far as they are linked.
    public var lineRelations: [PartyKey: TargetID]

    /// An order for one entry.
    public init(entry: Entry, relation: TargetID?, originals: [TargetID] = [], lineRelations: [PartyKey: TargetID] = [:]) {
        self.entry = entry
        self.relation = relation
        self.originals = originals
        self.lineRelations = lineRelations
    }
}

/// What the target answered to a posting it accepted.
public struct PostedEntry: Hashable, Sendable, Codable {
    public var id: TargetID
    /// The number people know the entry by in the books.
    public var number: String
    /// For a system that takes entries now and answers later: when ``AccountingConnector/fate(of:with:)`` is asked at the latest. Nothing is
    /// booked yet. nil: the books hold it.
    public var awaitedUntil: Timestamp?
    /// What the target warned of while it accepted the entry, in its own words; nil for nothing.
    public var warning: String?

    /// An accepted entry.
    public init(id: TargetID, number: String, awaitedUntil: Timestamp? = nil, warning: String? = nil) {
        self.id = id
        self.number = number
        self.awaitedUntil = awaitedUntil
        self.warning = warning
    }
}

/// One ledger line as the target holds it.
public struct BookedLine: Hashable, Sendable, Codable {
    public var account: AccountCode
    /// Transaction currency; debit positive.
    public var amount: Money
    /// Currency of the books; debit positive.
    public var bookAmount: Money
    public var vatCode: VATCode?
    public var costCentre: CostCentre?
    public var costUnit: CostUnit?
    /// True for the line on the party's collective account.
    public var isParty: Bool

    /// A ledger line.
    public init(
        account: AccountCode, amount: Money, bookAmount: Money, vatCode: VATCode?, costCentre: CostCentre? = nil, costUnit: CostUnit? = nil,
        isParty: Bool
    ) {
        self.account = account
        self.amount = amount
        self.bookAmount = bookAmount
        self.vatCode = vatCode
        self.costCentre = costCentre
        self.costUnit = costUnit
        self.isParty = isParty
    }
}

/// An entry as the target holds it now.
public struct BookedEntry: Hashable, Sendable, Codable {
    public var id: TargetID
    public var number: String
    public var reference: EntryReference
    public var daybook: DaybookCode
    public var date: CalendarDate
    public var period: Period
    /// The party's identifier in the target; nil when the entry has none.
    public var relation: TargetID?
    public var lines: [BookedLine]
    /// For a credit note: the references of the invoices that the books say it takes back, none when they name none. nil where the system has
    /// no such link, or does not tell.
    public var creditedReferences: [EntryReference]?

    /// An entry in the books.
    public init(
        id: TargetID, number: String, reference: EntryReference, daybook: DaybookCode, date: CalendarDate, period: Period,
        relation: TargetID?,
        lines: [BookedLine], creditedReferences: [EntryReference]? = nil
    ) {
        self.id = id
        self.number = number
        self.reference = reference
        self.daybook = daybook
        self.date = date
        self.period = period
        self.relation = relation
        self.lines = lines
        self.creditedReferences = creditedReferences
    }
}

/// One page of a target's stream.
public struct TargetPage<Item: Sendable>: Sendable {
    public var items: [Item]
    public var next: TargetCursor
    public var hasMore: Bool

    /// A page.
    public init(items: [Item], next: TargetCursor, hasMore: Bool) {
        self.items = items
        self.next = next
        self.hasMore = hasMore
    }
}

/// An accounting system, as the engine sees any of them.
///
/// A connector never repeats a write by itself: what may have been carried out comes back as ``ConnectorError/Code/outcomeUnknown``.
/// It takes every call from its ``CallMeter`` before sending it. It may renew its session and repeat a call that was refused for the
/// session (the refusal proves that nothing was done). A call begins within its ``CallDeadline``, looked at right before sending.
public protocol AccountingConnector: Sendable {
    /// What this system can do.
    var capabilities: ConnectorCapabilities { get }
    /// The code lists, read anew or brought up to date from `known`.
    func masterData(known: MasterData?) async throws(ConnectorError) -> MasterData
    /// Relations changed after `cursor`, oldest change first.
    func relations(after cursor: TargetCursor) async throws(ConnectorError) -> TargetPage<Relation>
    /// Looks for a relation by its exact number, at a cost of one call: used after a lost answer only.
    func relation(numbered number: String) async throws(ConnectorError) -> Relation?
    /// The same where debtors and creditors have numbers of their own.
    func relation(_ kind: PartyKind, numbered number: String) async throws(ConnectorError) -> Relation?
    /// Makes a relation.
    func create(_ order: PartyOrder) async throws(ConnectorError) -> Relation
    /// Brings a linked relation up to date. Gives the relation the party is to be linked to from now on: another one where the system made the
    /// party what it was not before, beside what it was.
    func update(_ id: TargetID, _ order: PartyOrder) async throws(ConnectorError) -> Relation
    /// Makes and changes relations in their order, as many of the first ones as go together in one call, at most ``PostingTogether/entriesMax``
    /// of ``ConnectorCapabilities/alignsTogether`` are given. Each has a verdict of its own, with the same meaning as for one alone. A relation
    /// that comes back with ``Relation/details`` shows what the books hold afterwards: what did not arrive is sent again alone.
    ///
    /// - Returns: verdicts of the first ones, in their order, at least one; the others were not sent, and are offered again.
    func align(_ orders: [RelationOrder]) async -> [Result<Relation, ConnectorError>]
    /// What is open of a relation as a debtor or creditor; asked when a person looks at it, at a call for each page of open items. nil where the
    /// system does not tell.
    func standing(
        of id: TargetID, _ kind: PartyKind, on day: CalendarDate, with master: MasterData
    ) async throws(ConnectorError) -> RelationStanding?
    /// Posts one entry.
    func post(_ order: PostingOrder, with master: MasterData) async throws(ConnectorError) -> PostedEntry
    /// Posts entries in their order, as many in one call as go together, at most ``PostingTogether/entriesMax`` are given. Each has a verdict
    /// of its own, with the same meaning as for one alone: a refused entry takes no other down, and what may have been carried out is
    /// ``ConnectorError/Code/outcomeUnknown`` for each of them.
    ///
    /// - Returns: verdicts of the first ones, in their order, at least one; the others were not sent, and are offered again.
    func post(_ orders: [PostingOrder], with master: MasterData) async -> [Result<PostedEntry, ConnectorError>]
    /// Ties a booked credit note to its original, where that is a call of its own (``ConnectorCapabilities/linksAfterwards``). Does no harm when
    /// the link is there. ``post(_:with:)->PostedEntry`` tries it too; the books say in ``BookedEntry/creditedReferences`` what came of it.
    func link(_ order: PostingOrder, with master: MasterData) async throws(ConnectorError)
    /// Every entry that carries the reference, with its lines; costs at least one call. Used after a lost answer and for `show`.
    func entries(carrying reference: EntryReference, with master: MasterData) async throws(ConnectorError) -> [BookedEntry]
    /// The same for several references, at most ``ConnectorCapabilities/lookUpsAtOnceMax``, in fewer calls than one each. What it says of a
    /// reference is as certain as if that had been asked about alone: one that has no entries here has none.
    func entries(
        carrying references: [EntryReference], with master: MasterData
    ) async throws(ConnectorError) -> [EntryReference: [BookedEntry]]
    /// What became of an entry that was sent, by its reference: after a lost answer, and for entries that were delivered in a batch.
    func fate(of reference: EntryReference, with master: MasterData) async throws(ConnectorError) -> EntryFate
    /// Lets a system that takes entries in batches deliver what was collected and look after what it delivered; called once in every turn
    /// where ``ConnectorCapabilities/deliversInBatches``, after posting.
    ///
    /// - Parameter runIsOver: nothing more is due now: what was collected is a whole batch.
    func deliver(runIsOver: Bool) async throws(ConnectorError) -> DeliveryNews
    /// Entries booked or changed after `cursor`, complete with their lines, oldest change first: the read-back, in pages.
    func booked(after cursor: TargetCursor, with master: MasterData) async throws(ConnectorError) -> TargetPage<BookedEntry>
    /// Where the stream of ``booked(after:with:)`` ends now: asked once, before the first entry of ours, so that an administration's history
    /// need not be read.
    func bookedEnd(with master: MasterData) async throws(ConnectorError) -> TargetCursor
    /// What the system can tell of open items and payments; nil where it cannot.
    var settlementReading: (any SettlementReading)? { get }
    /// How documents' files are attached to their entries; nil where they cannot be.
    var documentAttaching: (any DocumentAttaching)? { get }
    /// Where a task that posts one entry after another best runs, so that calls cost no change of threads; nil where it does not matter.
    var executor: (any TaskExecutor)? { get }
}

extension AccountingConnector {
    /// For a system in which a number names one relation, whatever it is.
    public func relation(_ kind: PartyKind, numbered number: String) async throws(ConnectorError) -> Relation? {
        try await relation(numbered: number)
    }

    /// Anywhere.
    public var executor: (any TaskExecutor)? { nil }
    /// For a system that posts only.
    public var settlementReading: (any SettlementReading)? { nil }
    /// For a system that takes entries without files.
    public var documentAttaching: (any DocumentAttaching)? { nil }

    /// For a system that is asked about one reference at a time.
    public func entries(
        carrying references: [EntryReference], with master: MasterData
    ) async throws(ConnectorError) -> [EntryReference: [BookedEntry]] {
        var found: [EntryReference: [BookedEntry]] = [:]
        for reference in references { found[reference] = try await entries(carrying: reference, with: master) }
        return found
    }

    /// For a system that links while posting, or not at all.
    public func link(_ order: PostingOrder, with master: MasterData) async throws(ConnectorError) {}

    /// For a system that answers each call: whatever it holds under the reference.
    public func fate(of reference: EntryReference, with master: MasterData) async throws(ConnectorError) -> EntryFate {
        .found(try await entries(carrying: reference, with: master))
    }

    /// For a system that answers each call: nothing to deliver.
    public func deliver(runIsOver: Bool) async throws(ConnectorError) -> DeliveryNews { DeliveryNews() }

    /// For a system that cannot say: the beginning, and its history is read.
    public func bookedEnd(with master: MasterData) async throws(ConnectorError) -> TargetCursor { .start }
}
