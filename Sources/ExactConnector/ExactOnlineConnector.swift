public import BridgeConnector
public import BridgeDomain
public import BridgeHTTP
import BridgeJSON
import Synchronization

/// Exact Online as an accounting system: one division, through one person's consent.
///
/// Everything is as reference `exact-online` has it. Each call is taken from the meter first; calls follow one another.
public final class ExactOnlineConnector: AccountingConnector {
    let settings: ExactSettings
    let client: ExactClient
    let clock: any TimeSource
    private let memory = Mutex(Memory())

    private struct Memory {
        /// The division's move date as last read: streams whose cursors belong to another one start again.
        var moved: String?
        /// Something was refused that the code lists should have known about.
        var distrustsLists = false
        var listsReadAt: Timestamp?
        var removalsReadAt: Timestamp?
        var bankAccountsReadAt: Timestamp?
        /// Until then nothing is uploaded: the service did not answer for each record, or refused an upload as a whole.
        var bulkClosedUntil: Timestamp?
        /// The same for relations.
        var relationBulkClosedUntil: Timestamp?
        /// The row version up to which relations were read last; what an upload changes lies after it.
        var relationsMark: Int64?
        /// Fields that an upload was seen not to bring, since their nodes are only assumed.
        var unheard: Set<PartyField> = []
    }

    /// Seconds between two complete readings of the code lists that refusals ask for.
    static let distrustSeconds: Int64 = 300
    /// Seconds between two readings of what was removed: rare, and each costs a call.
    static let removalsSeconds: Int64 = 900
    /// Seconds between two questions which bank accounts were changed.
    static let bankAccountsSeconds: Int64 = 3_600
    /// Refusals that may come from code lists that are no longer right.
    static let staleCodes: Set<ProblemCode> = [
        .targetCodeUnknown, .targetCodeBlocked, .targetNotAllowed, .periodClosed, .periodUnknown, .vatUnmapped,
    ]

    /// A connection to one division. Nothing is called until something is asked.
    ///
    /// - Parameters:
    ///   - clientSecret: the app's secret; kept in memory only.
    ///   - vault: where the tokens are kept durably; shared with nothing but ``ExactConsent`` for this division.
    ///   - meter: who counts the calls of this app and division.
    public init(
        settings: ExactSettings, clientSecret: String, vault: any ExactTokenVault, transport: any HTTPTransport, meter: any CallMeter,
        clock: any TimeSource
    ) {
        self.settings = settings
        self.clock = clock
        let session = ExactSession(settings: settings, clientSecret: clientSecret, vault: vault, transport: transport, clock: clock)
        self.client = ExactClient(settings: settings, session: session, transport: transport, meter: meter, clock: clock)
    }

    /// Beside the network.
    public var executor: (any TaskExecutor)? { client.transport.executor }

    /// What Exact Online can do. One call at a time; a credit note names its original in its description.
    public var capabilities: ConnectorCapabilities {
        ConnectorCapabilities(
            system: "exact", callsAtOnceMax: 1, settlingSeconds: settlingSeconds, descriptionMax: ExactText.descriptionMax,
            referenceMax: ExactText.referenceMax, paymentReferenceMax: ExactText.paymentReferenceMax, entryLinesMax: ExactPosting.linesMax,
            linksCreditNotes: true, lookUpsAtOnceMax: Self.lookUpsAtOnce, postsTogether: postsTogether, tellsRelationDetails: true,
            alignsTogether: alignsTogether)
    }

    /// The code lists: nine calls when nothing is known and no list is longer than a page, one when `known` is young. After a refusal
    /// that speaks of codes or periods everything is read again, at most once in five minutes.
    public func masterData(known: MasterData?) async throws(ConnectorError) -> MasterData {
        let now = clock.now()
        let isComplete = memory.withLock { memory in
            memory.distrustsLists && memory.listsReadAt.map { now >= $0.adding(seconds: Self.distrustSeconds) } ?? true
        }
        var known = known
        if isComplete, let cursors = known?.cursors {
            known?.cursors = cursors.filter { !$0.key.hasPrefix(ExactMasterReader.readPrefix) }
        }
        let isAnew = isComplete || known == nil
        let data = try await ExactMasterReader(client: client, settings: settings, now: now).read(known: known)
        memory.withLock { memory in
            memory.moved = data.cursors[ExactCursor.movedKey]
            if isAnew {
                memory.distrustsLists = false
                memory.listsReadAt = now
            }
        }
        return data
    }

    /// Posts one entry, in one call. Refused without a call when the code lists show that the division would refuse it.
    public func post(_ order: PostingOrder, with master: MasterData) async throws(ConnectorError) -> PostedEntry {
        do throws(ConnectorError) {
            let posting = try ExactPosting(order, with: master)
            let reply = try await client.perform(ExactCall(.post, posting.endpoint, in: settings.division, body: posting.body))
            guard let row = reply.row, let id = row["EntryID"]?.string else {
                throw ConnectorError(.outcomeUnknown, "Exact Online accepted an entry without saying which: look it up by its reference")
            }
            return PostedEntry(id: TargetID(id), number: ExactValue.integer(row["EntryNumber"]).map { String($0) } ?? "")
        } catch {
            doubtLists(error)
            throw error
        }
    }

    /// True when removed relations were last read completely some time ago.
    var removalsAreDue: Bool {
        let now = clock.now()
        return memory.withLock { $0.removalsReadAt.map { now < $0 || now >= $0.adding(seconds: Self.removalsSeconds) } ?? true }
    }

    /// Says that removed relations were read completely.
    func removalsWereRead() {
        let now = clock.now()
        memory.withLock { $0.removalsReadAt = now }
    }

    /// True when changed bank accounts were last read some time ago.
    var bankAccountsAreDue: Bool {
        let now = clock.now()
        return memory.withLock { $0.bankAccountsReadAt.map { now < $0 || now >= $0.adding(seconds: Self.bankAccountsSeconds) } ?? true }
    }

    /// Says that changed bank accounts were read.
    func bankAccountsWereRead() {
        let now = clock.now()
        memory.withLock { $0.bankAccountsReadAt = now }
    }

    /// True while nothing is to be uploaded.
    var bulkIsClosed: Bool {
        let now = clock.now()
        return memory.withLock { $0.bulkClosedUntil.map { now < $0 } ?? false }
    }

    /// Uploads nothing for a while.
    func closeBulk() {
        let until = clock.now().adding(seconds: Self.bulkClosedSeconds)
        memory.withLock { $0.bulkClosedUntil = until }
    }

    /// True while no relations are to be uploaded.
    var relationBulkIsClosed: Bool {
        let now = clock.now()
        return memory.withLock { $0.relationBulkClosedUntil.map { now < $0 } ?? false }
    }

    /// Uploads no relations for a while.
    func closeRelationBulk() {
        let until = clock.now().adding(seconds: Self.bulkClosedSeconds)
        memory.withLock { $0.relationBulkClosedUntil = until }
    }

    /// The row version up to which relations were read last; nil before the first reading to the end.
    var relationsMark: Int64? { memory.withLock { $0.relationsMark } }

    /// Says that relations were read up to there.
    func relationsWereRead(upTo mark: Int64) { memory.withLock { $0.relationsMark = mark } }

    /// Fields that go by REST only, from what uploads were seen to bring.
    var unheardFields: Set<PartyField> { memory.withLock { $0.unheard } }

    /// Says that an upload did not bring these.
    func noteUnheard(_ fields: Set<PartyField>) { memory.withLock { $0.unheard.formUnion(fields) } }

    /// Notes refusals that current code lists might explain.
    func doubtLists(_ error: ConnectorError) {
        if error.problems.contains(where: { Self.staleCodes.contains($0.code) }) { memory.withLock { $0.distrustsLists = true } }
    }

    func cursor(_ target: TargetCursor) throws(ConnectorError) -> ExactCursor {
        try ExactCursor(target, movedNow: memory.withLock { $0.moved })
    }
}
