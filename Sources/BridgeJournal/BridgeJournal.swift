public import BridgeDomain

/// Which postings a list shows. Every given condition must hold.
public struct PostingFilter: Hashable, Sendable {
    public var bridge: BridgeID?
    public var states: Set<PostingState>
    public var kinds: Set<DocumentKind>
    public var party: PartyKey?
    /// Postings with a problem of this code.
    public var problem: ProblemCode?
    /// Postings held by this blocker (``Hold/blocker``).
    public var blocker: String?
    public var invoiceDates: ClosedRange<CalendarDate>?
    /// Text that occurs in number, reference, target number or party code, the case of A to Z ignored; at most 100 characters count.
    public var search: String?
    /// Only postings whose deadline lies before this moment and that are not settled.
    public var lateAt: Timestamp?
    /// Only postings whose read-back differs.
    public var differing: Bool

    /// No conditions: everything.
    public init(
        bridge: BridgeID? = nil, states: Set<PostingState> = [], kinds: Set<DocumentKind> = [], party: PartyKey? = nil,
        problem: ProblemCode? = nil, blocker: String? = nil, invoiceDates: ClosedRange<CalendarDate>? = nil, search: String? = nil,
        lateAt: Timestamp? = nil, differing: Bool = false
    ) {
        self.bridge = bridge
        self.states = states
        self.kinds = kinds
        self.party = party
        self.problem = problem
        self.blocker = blocker
        self.invoiceDates = invoiceDates
        self.search = search
        self.lateAt = lateAt
        self.differing = differing
    }
}

/// How much there is of something.
public struct StateTotal: Hashable, Sendable, Codable {
    public var bridge: BridgeID
    public var state: PostingState
    public var kind: DocumentKind
    public var count: Int
    /// Per currency, positive as in the documents; documents that could not be read count, without amounts.
    public var net: Money?
    public var vat: Money?
    public var gross: Money?

    /// A total.
    public init(bridge: BridgeID, state: PostingState, kind: DocumentKind, count: Int, net: Money?, vat: Money?, gross: Money?) {
        self.bridge = bridge
        self.state = state
        self.kind = kind
        self.count = count
        self.net = net
        self.vat = vat
        self.gross = gross
    }
}

/// One row of the control table: what was mapped, sent or booked under one daybook, VAT code and currency.
public struct DaybookTotal: Hashable, Sendable, Codable {
    public var daybook: DaybookCode
    public var vatCode: VATCode?
    public var documents: Int
    public var net: Money
    public var vat: Money

    /// A row.
    public init(daybook: DaybookCode, vatCode: VATCode?, documents: Int, net: Money, vat: Money) {
        self.daybook = daybook
        self.vatCode = vatCode
        self.documents = documents
        self.net = net
        self.vat = vat
    }
}

/// Which column of the control table.
public enum ControlColumn: String, Hashable, Sendable, CaseIterable {
    /// Entries made of documents that are to be posted (everything but parked, withdrawn and nothing-to-post).
    case mapped
    /// Entries of postings that are booked, as we meant them.
    case sent
    /// What the read-back found in the books.
    case booked
}

/// A window of a call budget.
public struct BudgetWindow: Hashable, Sendable, Codable {
    /// `minute`, `day`, or the endpoint's error window.
    public var name: String
    public var limit: Int
    public var used: Int
    /// When the window starts afresh.
    public var resetsAt: Timestamp

    /// A window.
    public init(name: String, limit: Int, used: Int, resetsAt: Timestamp) {
        self.name = name
        self.limit = limit
        self.used = used
        self.resetsAt = resetsAt
    }

    /// What is left.
    public var left: Int { max(0, limit - used) }
}

/// The durable record everything rests on (design §2). What "durable" means: when ``commit(_:)`` returns, the unit survives a crash of
/// the process and of the machine. Every implementation passes the suite in `BridgeJournalTesting`.
///
/// Reads see every unit committed before they began and never wait for a writer.
public protocol BridgeJournal: Sendable {
    // MARK: Writing

    /// Makes all changes of a unit durable, or none. Units of concurrent callers share one disk write (group commit).
    func commit(_ unit: JournalUnit) async throws(JournalError)
    /// Begins to commit a unit. Units begun one after another become durable in that order.
    func begin(_ unit: JournalUnit) async -> PendingCommit
    /// Takes the lease on a lane for `owner`, or prolongs it, until `until`; nil while another owner's lease has not run out at `now`.
    /// The fence's number rises when the lane goes to another owner or was given back; prolonging keeps it.
    func lease(_ lane: String, owner: String, now: Timestamp, until: Timestamp) async throws(JournalError) -> Fence?
    /// Gives a lease back early: units with this fence are refused from then on. Nothing happens when it is no longer held.
    func release(_ fence: Fence) async throws(JournalError)
    /// Uses `amount` of every window of a connection's budget at once, or of none. `windows` gives names, limits and, for a window that is
    /// new or has run out at `now`, its next reset. A running window keeps the smaller of its own limit and the given one (the target may have
    /// reported less). Returns the windows as they then stand, in the given order, and whether the amount was granted; when it was not, or
    /// is 0, nothing is written.
    func spend(_ amount: Int, connection: String, windows: [BudgetWindow], now: Timestamp) async throws(JournalError) -> (
        granted: Bool, windows: [BudgetWindow]
    )
    /// Sets a window to what the target reported, when that leaves less than our own sum does, or the reset is another.
    func observe(_ window: BudgetWindow, connection: String) async throws(JournalError)

    // MARK: Reading for decisions

    /// The newest postings of these keys; keys without one are left out.
    func postings(_ keys: [DocumentKey], bridge: BridgeID) async throws(JournalError) -> [DocumentKey: PostingRecord]
    /// Postings by the source's identifier (several when a placeholder key was mended).
    func postings(source id: SourceID, bridge: BridgeID) async throws(JournalError) -> [PostingRecord]
    /// Postings in `states` that are due at `now`, oldest due first, then in order of arrival; at most `limit` (1…10,000).
    func due(_ bridge: BridgeID, states: Set<PostingState>, now: Timestamp, limit: Int) async throws(JournalError) -> [PostingRecord]
    /// Held postings with this blocker, in order of arrival after `sequence`; at most `limit`.
    func held(_ bridge: BridgeID, blocker: String, after sequence: Int64, limit: Int) async throws(JournalError) -> [PostingRecord]
    /// The earliest `dueAt` of postings, parties and reports of a bridge that may do something by themselves; nil when nothing is due ever.
    func nextDue(_ bridge: BridgeID) async throws(JournalError) -> Timestamp?
    /// Gross amounts already credited on an original by credit notes that are not withdrawn or parked, excluding `except`, per currency in
    /// order of code. A credit note over several originals counts with its whole gross for each: it does not say how it is divided.
    func credited(_ original: DocumentKey, bridge: BridgeID, except: DocumentKey) async throws(JournalError) -> [Money]
    /// The party's balance of deposits over all its postings that are not withdrawn, in that currency.
    func depositBalance(_ party: PartyKey, bridge: BridgeID, currency: Currency) async throws(JournalError) -> Money
    /// Parties by key.
    func parties(_ keys: [PartyKey], bridge: BridgeID) async throws(JournalError) -> [PartyKey: PartyRecord]
    /// Parties in `states` that are due at `now`; at most `limit`.
    func dueParties(_ bridge: BridgeID, states: Set<PartyState>, now: Timestamp, limit: Int) async throws(JournalError) -> [PartyRecord]
    /// Relations that could be this party: same VAT number, chamber of commerce number or number (all as stored, see ``RelationRecord``);
    /// at most 10 of each, in order of identifier, VAT number first; a relation comes once. Deleted ones are left out.
    func relations(_ bridge: BridgeID, vatNumber: String?, chamberOfCommerce: String?, number: String?) async throws(JournalError)
        -> [RelationRecord]
    /// A relation by its identifier.
    func relation(_ bridge: BridgeID, id: TargetID) async throws(JournalError) -> RelationRecord?
    /// A binding by our side.
    func binding(_ bridge: BridgeID, _ kind: Binding.Kind, ours: String) async throws(JournalError) -> Binding?
    /// A binding by their side.
    func binding(_ bridge: BridgeID, _ kind: Binding.Kind, theirs: TargetID) async throws(JournalError) -> Binding?
    /// The posting that carries a reference in the books (the first to arrive, should there be several); nil when we have none.
    func posting(_ bridge: BridgeID, reference: EntryReference) async throws(JournalError) -> PostingRecord?
    /// Bindings by our side, by the names that have one.
    func bindings(_ bridge: BridgeID, _ kind: Binding.Kind, ours: [String]) async throws(JournalError) -> [String: Binding]
    /// The entries of the versions that postings deliver; postings without one are left out.
    func entries(of postings: [PostingRecord], bridge: BridgeID) async throws(JournalError) -> [DocumentKey: EntryRecord]
    /// The versions of documents that postings deliver; postings without one are left out.
    func documents(of postings: [PostingRecord], bridge: BridgeID) async throws(JournalError) -> [DocumentKey: DocumentRecord]
    /// Those of the documents that a credit note names as its original.
    func credited(among originals: [DocumentKey], bridge: BridgeID) async throws(JournalError) -> Set<DocumentKey>
    /// A cursor; nil before it was first set.
    func cursor(_ bridge: BridgeID, name: String) async throws(JournalError) -> String?
    /// A stored value.
    func value(_ bridge: BridgeID, name: String) async throws(JournalError) -> [UInt8]?
    /// A sealed secret.
    func sealed(name: String) async throws(JournalError) -> [UInt8]?
    /// The mapping of that version, or the newest.
    func mapping(_ bridge: BridgeID, version: Int?) async throws(JournalError) -> MappingRecord?
    /// Reports due at `now`, oldest first; at most `limit`.
    func dueReports(_ bridge: BridgeID, now: Timestamp, limit: Int) async throws(JournalError) -> [ReportRecord]
    /// A token of our door by its identifier, in force or not.
    func token(_ id: String) async throws(JournalError) -> TokenRecord?
    /// An account of the console, open or closed.
    func account(_ id: String) async throws(JournalError) -> AccountRecord?
    /// A session by its identifier, however old.
    func session(_ id: String) async throws(JournalError) -> SessionRecord?
    /// A session, however old, with its account, open or closed; nil where either is not there.
    func signedIn(_ session: String) async throws(JournalError) -> (session: SessionRecord, account: AccountRecord)?
    /// The answer kept under a key, run out or not; nil when there is none.
    func answer(asker: String, key: String) async throws(JournalError) -> AnswerRecord?
    /// Where a connection's budget stands, in order of name.
    func budget(connection: String) async throws(JournalError) -> [BudgetWindow]

    // MARK: Reading for people

    /// A page of postings, newest arrival first, before `sequence` (nil: from the newest); at most `limit` (1…1,000).
    func list(_ filter: PostingFilter, before sequence: Int64?, limit: Int) async throws(JournalError) -> [PostingRecord]
    /// Every version of a document, oldest first.
    func versions(_ key: DocumentKey, bridge: BridgeID) async throws(JournalError) -> [DocumentRecord]
    /// The entry made of a version.
    func entry(_ key: DocumentKey, version: Int, bridge: BridgeID) async throws(JournalError) -> EntryRecord?
    /// What the books held when last read.
    func booked(_ key: DocumentKey, bridge: BridgeID) async throws(JournalError) -> BookedRecord?
    /// All attempts for a subject, oldest first; at most 1,000.
    func attempts(_ subject: String, bridge: BridgeID) async throws(JournalError) -> [AttemptRecord]
    /// The calls to the books that are kept of an attempt, in order; none where there is no such attempt, or none were kept.
    func calls(_ attempt: AttemptName, bridge: BridgeID) async throws(JournalError) -> [BooksCall]
    /// Credit notes that name this original, in order of arrival.
    func credits(of original: DocumentKey, bridge: BridgeID) async throws(JournalError) -> [PostingRecord]
    /// A page of history in order, after `sequence`; all of it, or of one subject; at most `limit` (1…10,000).
    func history(subject: String?, bridge: BridgeID?, after sequence: Int64, limit: Int) async throws(JournalError) -> [HistoryRecord]
    /// Counts and sums per bridge, state, kind and currency, in that order. Cost does not depend on the number of postings.
    func stateTotals(_ bridge: BridgeID?) async throws(JournalError) -> [StateTotal]
    /// One column of the control table for invoice dates in `dates` (nil: all), per daybook, VAT code and currency, in that order. The entry
    /// counted is the one made of the posting's version (``PostingRecord/documentVersion``). Cost depends on the number of days only.
    func daybookTotals(_ column: ControlColumn, bridge: BridgeID, dates: ClosedRange<CalendarDate>?) async throws(JournalError)
        -> [DaybookTotal]
    /// Counts and sums of problems over postings that need a person (``PostingRecord/causes``): code, count, gross per currency, oldest
    /// arrival; most postings first.
    func problemTotals(_ bridge: BridgeID?) async throws(JournalError) -> [ProblemTotal]
    /// What waits, at one moment. Cost grows with the number of late and differing postings only.
    func waitingTotals(_ bridge: BridgeID, at now: Timestamp) async throws(JournalError) -> WaitingTotals
    /// Hours in which something arrived or was booked, from the one in which `moment` lies, oldest first; at most `limit` (1…1,000). Cost
    /// depends on the number of hours only.
    func hourTotals(_ bridge: BridgeID, from moment: Timestamp, limit: Int) async throws(JournalError) -> [HourTotal]
    /// How much waits by age, to the hour of arrival: first what arrived since the hour of the first of `bounds`, then what arrived before it
    /// and since the second…, at last what arrived before all of them. `bounds` go back in time; at most ``JournalLimits/ageBoundsMax`` count.
    /// Cost grows with the number of hours of which something waits.
    func ageTotals(_ bridge: BridgeID, bounds: [Timestamp]) async throws(JournalError) -> [AgeTotal]
    /// What waits for an approval, the next run or a person, per kind and currency. Cost does not depend on the number of postings.
    func holdTotals(_ bridge: BridgeID) async throws(JournalError) -> [HoldTotal]
    /// Parties of a bridge in order of key, after `key`; at most `limit` (1…1,000).
    func listParties(_ bridge: BridgeID, states: Set<PartyState>, after key: PartyKey?, limit: Int) async throws(JournalError)
        -> [PartyRecord]
    /// Parties whose fields differ from the books' (``PartyAlignment/differences``), in order of key, after `key`; at most `limit` (1…1,000).
    /// Cost grows with those only.
    func differingParties(_ bridge: BridgeID, after key: PartyKey?, limit: Int) async throws(JournalError) -> [PartyRecord]
    /// Every version of a party, oldest first.
    func partyVersions(_ key: PartyKey, bridge: BridgeID) async throws(JournalError) -> [PartyVersionRecord]
    /// All tokens of our door, in order of identifier; at most ``JournalLimits/tokensMax``.
    func tokens() async throws(JournalError) -> [TokenRecord]
    /// All accounts of the console, in order of identifier; at most ``JournalLimits/accountsMax``.
    func accounts() async throws(JournalError) -> [AccountRecord]
    /// Sessions that were not ended or forgotten, latest end first, then by identifier backwards; at most ``JournalLimits/sessionsMax``.
    func sessions() async throws(JournalError) -> [SessionRecord]
    /// Counts of wrong passwords or codes; those of which there are none are left out.
    func failures(_ ids: [String]) async throws(JournalError) -> [String: FailureRecord]
    /// All webhooks, ended ones too, in order of identifier; at most ``JournalLimits/webhooksMax``.
    func webhooks() async throws(JournalError) -> [WebhookRecord]
    /// A webhook by its identifier, in whatever state.
    func webhook(_ id: String) async throws(JournalError) -> WebhookRecord?
    /// Messages of a webhook that wait, are due at `now` and have none of the same ``DeliveryRecord/line`` waiting before them; due first, then
    /// in order of event; at most `limit` (1…1,000).
    func deliveriesDue(_ webhook: String, now: Timestamp, limit: Int) async throws(JournalError) -> [DeliveryRecord]
    /// A page of a webhook's messages in `states` (empty: all), newest event first, before `sequence` (nil: from the newest); at most `limit` (1…1,000).
    func deliveries(
        _ webhook: String, states: Set<DeliveryRecord.State>, before sequence: Int64?, limit: Int
    ) async throws(JournalError) -> [DeliveryRecord]
    /// One message.
    func delivery(_ webhook: String, sequence: Int64) async throws(JournalError) -> DeliveryRecord?
    /// What waits and what was put aside. Cost grows with these only.
    func deliveryTotals(_ webhook: String) async throws(JournalError) -> DeliveryTotals
    /// The number of the newest record of history; 0 when there is none.
    func historyEnd() async throws(JournalError) -> Int64
    /// All versions of a mapping without their text, newest first.
    func mappings(_ bridge: BridgeID) async throws(JournalError) -> [MappingRecord]

    // MARK: Payments

    /// Payments by identity; those never kept are left out.
    func payments(_ ids: [PaymentID], bridge: BridgeID) async throws(JournalError) -> [PaymentID: PaymentRecord]
    /// Payments with that bank date that are not gone, in order of identity after `id`; at most `limit` (1…10,000).
    func payments(dated day: CalendarDate, bridge: BridgeID, after id: PaymentID?, limit: Int) async throws(JournalError) -> [PaymentRecord]
    /// Payments on a document, now or once, in order of arrival; at most ``JournalLimits/paymentsMax``.
    func payments(of document: DocumentKey, bridge: BridgeID) async throws(JournalError) -> [PaymentRecord]
    /// A page of payments, newest arrival first, before `sequence` (nil: from the newest), only those with a standing in `standings`;
    /// at most `limit` (1…1,000).
    func payments(
        _ standings: Set<PaymentRecord.Standing>, bridge: BridgeID, before sequence: Int64?, limit: Int
    ) async throws(JournalError) -> [PaymentRecord]
    /// All notices of a payment, in order of number; at most ``JournalLimits/noticesMax``.
    func notices(of payment: PaymentID, bridge: BridgeID) async throws(JournalError) -> [NoticeRecord]
    /// Notices in a state other than told, in the order they were made, after `sequence`; at most `limit` (1…10,000).
    func notices(_ state: NoticeRecord.State, bridge: BridgeID, after sequence: Int64, limit: Int) async throws(JournalError)
        -> [NoticeRecord]
    /// What is settled of documents; those of which nothing ever was, and that nobody watches, are left out.
    func settledItems(_ keys: [DocumentKey], bridge: BridgeID) async throws(JournalError) -> [DocumentKey: SettledItemRecord]
    /// Items the books are to be asked about by `now`, earliest first, then in order of document; at most `limit` (1…10,000).
    func itemsToCheck(_ bridge: BridgeID, now: Timestamp, limit: Int) async throws(JournalError) -> [SettledItemRecord]
    /// Items with problems, in order of document as it is written, after `document`; at most `limit` (1…1,000).
    func itemsInTrouble(
        _ bridge: BridgeID, after document: DocumentKey?, limit: Int
    ) async throws(JournalError) -> [SettledItemRecord]
    /// What there is to look at. Cost grows with what does not fit or is not told yet only.
    func paymentTotals(_ bridge: BridgeID) async throws(JournalError) -> PaymentTotals

    // MARK: Attachments

    /// Files that follow these documents; those that have none are left out.
    func attachments(_ keys: [DocumentKey], bridge: BridgeID) async throws(JournalError) -> [DocumentKey: AttachmentRecord]
    /// Files to look at by `moment`, earliest first, then in order of document; at most `limit` (1…10,000).
    func attachmentsDue(_ bridge: BridgeID, by moment: Timestamp, limit: Int) async throws(JournalError) -> [AttachmentRecord]
    /// Files that a person must look at, in order of document, at most `limit` (1…1,000).
    func attachmentsRefused(_ bridge: BridgeID, limit: Int) async throws(JournalError) -> [AttachmentRecord]
    /// What there is to look at. Cost grows with what waits or is refused only.
    func attachmentTotals(_ bridge: BridgeID) async throws(JournalError) -> AttachmentTotals

    // MARK: Keeping

    /// Checks the whole chain and every content hash (``ContentHash``); never changes anything. `progress` is called now and then with
    /// records done.
    func verify(progress: @Sendable (Int64) -> Void) async throws(JournalError) -> VerifyReport
    /// Ends all work; later calls fail with ``JournalError/Code/closed``.
    func close() async
}

/// What the machine's numbers say of a bridge's waiting work.
public struct WaitingTotals: Hashable, Sendable, Codable {
    /// Postings that are not settled although their deadline has passed.
    public var late: Int
    /// Postings whose read-back differs from what was meant.
    public var differing: Int
    /// When the posting arrived whose deadline comes first of all that are not settled; nil when nothing waits.
    public var oldest: Timestamp?

    /// Totals.
    public init(late: Int, differing: Int, oldest: Timestamp?) {
        self.late = late
        self.differing = differing
        self.oldest = oldest
    }
}

/// One cause and what waits behind it.
public struct ProblemTotal: Hashable, Sendable, Codable {
    public var bridge: BridgeID
    public var code: ProblemCode
    /// What was found, where that makes the cause (``/BridgeDomain/ProblemCode/isOneCausePerValue``), so that one missing mapping is one row
    /// (`product group DRIED`); empty where every document has its own.
    public var found: String
    public var count: Int
    public var gross: [Money]
    public var oldest: Timestamp

    /// A cause.
    public init(bridge: BridgeID, code: ProblemCode, found: String, count: Int, gross: [Money], oldest: Timestamp) {
        self.bridge = bridge
        self.code = code
        self.found = found
        self.count = count
        self.gross = gross
        self.oldest = oldest
    }
}
