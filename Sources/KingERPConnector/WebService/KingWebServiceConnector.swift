public import BridgeConnector
public import BridgeDomain
import BridgeExchange
public import BridgeHTTP
public import BridgeJournal

/// KING ERP over its web services (reference king §8).
///
/// An entry takes many calls, and several entries share a batch, since in King a person looks through batches. So entries are collected, a
/// batch of them becomes a *run*, and the run's cursor (batch, entry, line) is durable before each call: `BatchRun` says what follows each
/// answer, a lost one and a kill included. Until its batch is closed an entry is *awaited*; nothing of it is in the ledger.
///
/// King's services give nothing to read. What was sent and answered is the only truth there is, as with files.
public actor KingWebServiceConnector: AccountingConnector {
    let settings: KingWebServiceSettings
    let service: KingWebService
    let state: RunState
    let clock: any TimeSource

    /// What the next batch will hold; lost with the process, and then found in no batch.
    var collected: [Collected] = []
    /// Decided, and not told yet.
    var settled: [EntryReference] = []
    var alarm: BilingualText?
    /// The entry whose lines are being sent.
    var atHand: Parcel?
    /// What was said to King of each entry of the run under way, and of the one before until somebody asks what became of it.
    var recorders: [EntryReference: CallRecorder] = [:]
    private var isDelivering = false

    /// An entry that is to go with the next batch.
    struct Collected: Sendable {
        var order: PostingOrder
        var record: EntryRecord
        /// When it was asked for.
        var at: Timestamp

        var reference: EntryReference { order.entry.reference }
    }

    /// A connection. Calls nobody yet.
    ///
    /// - Parameters:
    ///   - accessCode: of the group of web services, as set in King.
    ///   - owner: names this process where processes take turns; no other may have the same.
    public init(
        settings: KingWebServiceSettings, accessCode: String, transport: any HTTPTransport, meter: any CallMeter,
        journal: any BridgeJournal, clock: any TimeSource, owner: String
    ) {
        self.settings = settings
        self.clock = clock
        service = KingWebService(settings: settings, accessCode: accessCode, transport: transport, meter: meter, clock: clock)
        state = RunState(
            record: SharedRecord(journal: journal, name: BridgeID(settings.name), part: "king", owner: owner, clock: clock))
        capabilities = {
            var capabilities = KingERPFileFormat(settings.rules).capabilities
            capabilities.system = "king-erp-webservice"
            capabilities.settlingSeconds = ExchangeSettings.settlingSeconds
            capabilities.deliversInBatches = true
            return capabilities
        }()
    }

    /// Lengths as King's records have them; entries go in batches.
    public nonisolated let capabilities: ConnectorCapabilities

    /// Whether address, access code and administration are right; throws what is wrong otherwise. Costs a call.
    public func check() async throws(ConnectorError) { try await service.test() }

    /// The code lists as they were given.
    public func masterData(known: MasterData?) async throws(ConnectorError) -> MasterData {
        var codes = settings.codes
        codes.readAt = clock.now()
        return codes
    }

    // MARK: Posting

    /// Puts one entry with the next batch. Refused at once when King's form cannot hold it or the code lists show that it would be refused.
    public func post(_ order: PostingOrder, with master: MasterData) async throws(ConnectorError) -> PostedEntry {
        let problems = CodeCheck(master).problems(of: order.entry)
        guard problems.isEmpty else { throw ConnectorError(.rejected, "the entry names codes the books do not have", problems: problems) }
        let record = try EntryRecord(order, settings.rules).checked()
        let reference = order.entry.reference
        let now = clock.now()
        switch try await state.parcel(reference)?.standing {
        case .booked:
            if let known = try await state.parcel(reference)?.booked { return PostedEntry(id: known.id, number: known.number) }
        case .doubtful:
            throw ConnectorError(
                .rejected, "somebody closed its batch in King",
                problems: [Problem(.foreignEntry, at: Place("reference"), found: reference.text)])
        case .waiting, .added: break
        case .refused, nil:
            if !collected.contains(where: { $0.reference == reference }) {
                collected.append(Collected(order: order, record: record, at: now))
            }
            let documents = ([record.head] + record.lines).map { String(decoding: $0.document, as: UTF8.self) }
            CallRecorder.tell(BooksCall.nextBatch, sent: Array(documents.joined(separator: "\n").utf8), at: clock)
        }
        return PostedEntry(
            id: "", number: "with the next batch", awaitedUntil: now.adding(seconds: CallDeadline.seconds + Self.collectSeconds))
    }

    /// Seconds after which entries collected in an unfinished run are delivered all the same.
    static let collectSeconds: Int64 = 20

    /// Entries under a reference, as far as their batch is closed.
    public func entries(carrying reference: EntryReference, with master: MasterData) async throws(ConnectorError) -> [BookedEntry] {
        guard let known = try await state.parcel(reference), known.standing == .booked || known.standing == .doubtful else { return [] }
        return [known.booked]
    }

    /// What became of an entry, from the journal alone.
    public func fate(of reference: EntryReference, with master: MasterData) async throws(ConnectorError) -> EntryFate {
        let now = clock.now()
        if collected.contains(where: { $0.reference == reference }) {
            return .awaited(until: now.adding(seconds: CallDeadline.seconds), "collected for the next batch")
        }
        if let known = try await state.parcel(reference) { return told(known, reference, now) }
        if isDelivering { return .awaited(until: now.adding(seconds: 1), "batches are on their way") }
        // Whoever still holds it in memory loses the right to put it into a batch; only then is it certain that it is in none.
        let state = state
        let late = try await state.record.change { (_: inout SharedRecord.Changes) throws(ConnectorError) in
            try await state.parcel(reference)
        }
        return late.map { told($0, reference, now) } ?? .found([])
    }

    /// What became of an entry; once it is decided, whoever keeps calls hears what was said of it.
    private func told(_ parcel: Parcel, _ reference: EntryReference, _ now: Timestamp) -> EntryFate {
        let fate = parcel.fate(now: now)
        if case .awaited = fate { return fate }
        recorders.removeValue(forKey: reference)?.calls.forEach { CallRecorder.current?.keep($0) }
        return fate
    }

    /// King gives nothing to read back.
    public func booked(after cursor: TargetCursor, with master: MasterData) async throws(ConnectorError) -> TargetPage<BookedEntry> {
        TargetPage(items: [], next: cursor, hasMore: false)
    }

    // MARK: Delivering

    /// Goes on with the run under way, also of a process that died, and makes the next of what was collected.
    public func deliver(runIsOver: Bool) async throws(ConnectorError) -> DeliveryNews {
        // Bridges that share a connection take turns; the one under way does the work of both.
        if isDelivering { return DeliveryNews(alarm: alarm) }
        isDelivering = true
        defer { isDelivering = false }
        let isDue = isBatchDue(runIsOver)
        let isOpen = try await state.head().open != nil
        if isDue || isOpen { try await work(isDue: isDue) }
        defer { settled = [] }
        return DeliveryNews(settled: settled, alarm: alarm)
    }

    private func isBatchDue(_ runIsOver: Bool) -> Bool {
        guard let oldest = collected.first else { return false }
        return runIsOver || collected.count >= settings.entriesMax || clock.now() >= oldest.at.adding(seconds: Self.collectSeconds)
    }
}
