public import BridgeConnector
public import BridgeDomain
public import BridgeJournal
public import BridgeSource

/// What a bridge works with. Everything that could differ between two runs comes in here.
public struct BridgeParts: Sendable {
    public var policy: BridgePolicy
    public var journal: any BridgeJournal
    public var source: any DocumentSource
    public var connector: any AccountingConnector
    public var translator: any DocumentTranslator
    public var clock: any TimeSource
    /// The zone whose calendar the books follow.
    public var zone: TimeZoneRule
    /// Whether things that do not depend on each other are done side by side: fetching a page and judging another, calling and preparing the
    /// next calls. A run that must go alike each time does one after another.
    public var worksBeside = true
    /// The bridge's part of the target's calls; nil where nobody counts them.
    public var share: BudgetShare?
    /// Looks at the target's set-up beyond its lists of codes; nil where they tell all.
    public var examination: Examination?

    /// Which VAT codes do something else in the target than the rules in force mean: what needs one is parked. nil where the target's lists say
    /// too little of VAT to stop a document for it.
    public var vatDoubts: VATDoubts?

    /// Compares the target's list of VAT codes with the rules; calls nobody.
    public typealias VATDoubts = @Sendable (_ master: MasterData, _ rules: any DocumentTranslator) -> [VATCode: VATInBooks.Doubt]

    /// Asks the target what only it can tell (rights, say), and compares what it tells with the rules in force; changes nothing.
    public typealias Examination =
        @Sendable (_ master: MasterData, _ rules: any DocumentTranslator) async throws(ConnectorError) -> [SetupFinding]

    /// The parts of one bridge.
    public init(
        policy: BridgePolicy, journal: any BridgeJournal, source: any DocumentSource, connector: any AccountingConnector,
        translator: any DocumentTranslator, clock: any TimeSource, zone: TimeZoneRule, share: BudgetShare? = nil
    ) {
        self.policy = policy
        self.journal = journal
        self.source = source
        self.connector = connector
        self.translator = translator
        self.clock = clock
        self.zone = zone
        self.share = share
    }

    var bridge: BridgeID { policy.bridge }
    var today: CalendarDate { zone.date(of: clock.now()) }

    func machine(_ record: PostingRecord) -> PostingMachine {
        PostingMachine(record, retry: policy.retry, settlingSeconds: connector.capabilities.settlingSeconds)
    }

    func machine(_ record: PartyRecord) -> PartyMachine {
        PartyMachine(record, retry: policy.retry, settlingSeconds: connector.capabilities.settlingSeconds)
    }
}

/// Bounds of one turn of work, so that no turn starves another.
enum TurnLimits {
    /// Documents or parties asked of the source at once.
    static let sourcePage = 250
    /// Pages taken in one turn.
    static let sourcePages = 20
    /// Postings looked up, or parties aligned, in one turn.
    static let postings = 50
    /// Postings sent in one turn, and the milliseconds after which none more are taken up: source and read-back have their turn too.
    static let posted = 5_000
    static let postingMilliseconds: Int64 = 1_000
    /// Postings read at once; many times what is written ahead, which a page shows as ready still.
    static let postedRead = 1_000
    /// Postings of another bridge of the same connection that are counted at most.
    static let demandRead = 250
    /// Bytes that are kept of a call for many, and of its answer.
    static let sharedCallBytes = 1 << 20
    /// Bytes that are kept of a call that carries a file, and of its answer: the file itself is known by its hash.
    static let fileCallBytes = 4 << 10
    /// Calls between two disk writes, and the milliseconds they should take at most.
    static let groupMax = 100
    static let groupMillisecondsMax: Int64 = 100
    /// Milliseconds after which a posting that was written ahead is not sent any more; well within a lease.
    static let sendMilliseconds: Int64 = 1_000
    /// Postings judged anew at once.
    static let judged = 200
    /// Pages of the target's streams read in one turn.
    static let targetPages = 20
    /// Reports sent in one turn.
    static let reports = 50
    /// Reports put off at once when the source does not answer.
    static let reportsPostponed = 1_000
    /// How often a unit is decided anew after a conflict.
    static let conflicts = 5
    /// Seconds between two looks at everything that waits for something elsewhere.
    static let sweepSeconds: Int64 = 3_600
    /// Seconds between two looks whether a run has ended, while some of it is on its way.
    static let runSeconds: Int64 = 1
    /// Seconds after reading the code lists at which a refusal for a period has them read again; nothing is posted until then.
    static let periodsAgainSeconds: Int64 = 60
    /// The same for other refusals that current code lists might explain; posting goes on meanwhile.
    static let masterAgainSeconds: Int64 = 300
    /// Seconds between two readings of the books that nudges bring forward: each reading costs a call, and every entry of ours is told.
    static let nudgeSeconds: Int64 = 60
    /// Calls of one look at what somebody changed in the books' relations: changed, removed, and bank accounts.
    static let watchCalls = 3
    /// Parties whose relation is gone that are asked about after one look.
    static let mergesAsked = 5
    /// Pages of payments read in one turn, and payments of one day read at once.
    static let settlementPages = 5
    static let paymentsOfDay = 1_000
    /// Payments that did not fit, or were nobody's, looked at again after a reading: the newest of each.
    static let paymentsReconsidered = 200
    /// Items the books are asked about at once, and how often in one turn.
    static let itemsAsked = 100
    static let itemQuestions = 5
    /// Seconds between two attempts at links of credit notes that are missing, and how many are tried at once.
    static let linkSeconds: Int64 = 900
    static let links = 50
    /// Files attached in one turn; each is a fetch and several calls.
    static let attachments = 5
    /// Seconds ahead that a lane looks for the next file: further than any pause.
    static let attachmentHorizonSeconds: Int64 = 7 * 24 * 3_600
    /// Lists of differing credit notes looked through for them in one round.
    static let linkPages = 10
    /// Seconds for which a link may be missing before a person is told apart from the document's own alarm.
    static let linkAlarmSeconds: Int64 = 86_400
    /// Notices told in one turn.
    static let notices = 50
    /// Seconds after which a paused bridge looks again at what is due: most of it is what waits for the pause to end.
    static let pausedSeconds: Int64 = 1
    /// How many merges are followed from one party code to the next.
    static let merges = 5
}

/// Names under which the engine keeps things in the journal.
enum Names {
    static let master = "target.master"
    static let release = "manual.release"
    static let pause = "pause"
    static let bulk = "bulk"
    static func bulkPart(_ part: Int) -> String { "bulk.documents.\(part)" }
    static let proposal = "mapping.proposal"
    static let proposalText = "mapping.proposal.text"
    static let lastRun = "run.last"
    static let counted = "run.counted"
    static func run(_ number: Int) -> String { "run.\(number)" }
    static func runDocuments(_ number: Int, _ part: Int) -> String { "run.\(number).documents.\(part)" }
    static let connection = "connection.state"
    static let links = "credit.links"
    static let setup = "target.setup"
    static let bookedCursor = "target.booked"
    static let relationsCursor = "target.relations"
    static let settlementsCursor = "target.settlements"
    static let settlementsDay = "target.settlements.day"
    /// Under which the journal counts the calls that files take.
    static func attachments(_ bridge: BridgeID) -> String { "attachments/\(bridge)" }
    static func source(_ stream: SourceStream) -> String { "source.\(stream.rawValue)" }
}
