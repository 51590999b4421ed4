import BridgeConnector
import BridgeDomain
import BridgeJournal
import Synchronization

/// The real connector with one deliberate mistake in posting.
struct MistakenConnector: AccountingConnector {
    let honest: any AccountingConnector
    let mistake: SimulationOptions.Canary

    var capabilities: ConnectorCapabilities { honest.capabilities }
    func masterData(known: MasterData?) async throws(ConnectorError) -> MasterData { try await honest.masterData(known: known) }
    func relations(after cursor: TargetCursor) async throws(ConnectorError) -> TargetPage<Relation> {
        try await honest.relations(after: cursor)
    }
    func relation(numbered number: String) async throws(ConnectorError) -> Relation? { try await honest.relation(numbered: number) }
    func relation(_ kind: PartyKind, numbered number: String) async throws(ConnectorError) -> Relation? {
        try await honest.relation(kind, numbered: number)
    }
    func create(_ order: PartyOrder) async throws(ConnectorError) -> Relation { try await honest.create(order) }
    func update(_ id: TargetID, _ order: PartyOrder) async throws(ConnectorError) -> Relation { try await honest.update(id, order) }
    func standing(
        of id: TargetID, _ kind: PartyKind, on day: CalendarDate, with master: MasterData
    ) async throws(ConnectorError) -> RelationStanding? { try await honest.standing(of: id, kind, on: day, with: master) }
    func align(_ orders: [RelationOrder]) async -> [Result<Relation, ConnectorError>] { await honest.align(orders) }

    func post(_ order: PostingOrder, with master: MasterData) async throws(ConnectorError) -> PostedEntry {
        do { return try await honest.post(order, with: master) } catch {
            guard error.code == .outcomeUnknown else { throw error }
            if mistake == .assumesSuccess { return PostedEntry(id: TargetID("assumed-\(order.entry.document)"), number: "0") }
            return try await honest.post(order, with: master)
        }
    }

    func post(_ orders: [PostingOrder], with master: MasterData) async -> [Result<PostedEntry, ConnectorError>] {
        let answers = await honest.post(orders, with: master)
        guard answers.contains(where: \.isUnknown) else { return answers }
        if mistake == .assumesSuccess {
            return zip(orders, answers).map { order, answer in
                answer.isUnknown ? .success(PostedEntry(id: TargetID("assumed-\(order.entry.document)"), number: "0")) : answer
            }
        }
        return await honest.post(orders, with: master)
    }

    func entries(carrying reference: EntryReference, with master: MasterData) async throws(ConnectorError) -> [BookedEntry] {
        try await honest.entries(carrying: reference, with: master)
    }
    func entries(
        carrying references: [EntryReference], with master: MasterData
    ) async throws(ConnectorError) -> [EntryReference: [BookedEntry]] {
        try await honest.entries(carrying: references, with: master)
    }
    func fate(of reference: EntryReference, with master: MasterData) async throws(ConnectorError) -> EntryFate {
        try await honest.fate(of: reference, with: master)
    }
    func deliver(runIsOver: Bool) async throws(ConnectorError) -> DeliveryNews { try await honest.deliver(runIsOver: runIsOver) }
    func booked(after cursor: TargetCursor, with master: MasterData) async throws(ConnectorError) -> TargetPage<BookedEntry> {
        try await honest.booked(after: cursor, with: master)
    }
    func bookedEnd(with master: MasterData) async throws(ConnectorError) -> TargetCursor { try await honest.bookedEnd(with: master) }
    var settlementReading: (any SettlementReading)? { honest.settlementReading }
    var documentAttaching: (any DocumentAttaching)? { honest.documentAttaching }
}

/// Keeps intents back and writes them with the next unit: after the call, when the outcome is known.
final class LateIntents: Sendable {
    private let kept = Mutex<[JournalChange]>([])

    func pass(_ unit: JournalUnit) -> JournalUnit {
        let isIntent = unit.changes.contains { if case .movePosting(let posting) = $0 { posting.state == .inFlight } else { false } }
        return kept.withLock { kept in
            var late = unit
            late.changes = kept + unit.changes
            kept = isIntent ? late.changes : []
            if isIntent { late.changes = [] }
            return late
        }
    }
}

extension Result<PostedEntry, ConnectorError> {
    fileprivate var isUnknown: Bool { if case .failure(let error) = self { error.code == .outcomeUnknown } else { false } }
}
