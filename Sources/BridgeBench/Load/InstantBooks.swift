import BridgeConnector
import BridgeDomain
import BridgeMapping
import Synchronization

/// Books inside the process that take everything at once and keep nothing: what costs time here is ours, not the target's.
final class InstantBooks: AccountingConnector {
    private struct State {
        var posted = 0
        var relations: [Relation] = []
        /// Nothing is taken while it is set.
        var isShut = false
        var told: (@Sendable (EntryReference) -> Void)?
    }

    private let master: MasterData
    private let clock: any TimeSource
    private let state = Mutex(State())
    let capabilities: ConnectorCapabilities

    /// Books that hold every code the rules can give, with open periods around `date`.
    init(_ rules: MappingRules, date: CalendarDate, clock: any TimeSource, capabilities: ConnectorCapabilities) {
        let used = rules.codesUsed
        func codes(_ texts: some Sequence<String>) -> [MasterCode] {
            texts.sorted().map { MasterCode(code: $0, id: TargetID("id-\($0)"), name: $0) }
        }
        let months = (-2...2).map { Period(monthOf: date.endOfMonth(adding: $0)) }
        master = MasterData(
            administrationName: "bench", currency: .eur, accounts: codes(used.accounts.map(\.text)),
            vatCodes: codes(used.vatCodes.map(\.text)), daybooks: codes(used.daybooks.map(\.text)),
            paymentConditions: codes(used.paymentConditions.map(\.text)), costCentres: codes(used.costCentres.map(\.text)),
            costUnits: codes(used.costUnits.map(\.text)),
            periods: zip(months, -2...2).map { period, months in
                MasterPeriod(
                    period: period, from: date.endOfMonth(adding: months - 1).adding(days: 1), to: date.endOfMonth(adding: months),
                    closedFor: [])
            }, readAt: clock.now())
        self.clock = clock
        self.capabilities = capabilities
    }

    /// Entries taken so far.
    var posted: Int { state.withLock { $0.posted } }
    /// Takes nothing from now on, as when the budget is spent; or takes again.
    func shut(_ isShut: Bool) { state.withLock { $0.isShut = isShut } }
    /// Has somebody told of every call.
    func tell(_ told: @escaping @Sendable (EntryReference) -> Void) { state.withLock { $0.told = told } }

    func masterData(known: MasterData?) async throws(ConnectorError) -> MasterData {
        var fresh = master
        fresh.readAt = clock.now()
        return fresh
    }

    func relations(after cursor: TargetCursor) async throws(ConnectorError) -> TargetPage<Relation> {
        TargetPage(items: [], next: cursor, hasMore: false)
    }

    func relation(numbered number: String) async throws(ConnectorError) -> Relation? {
        state.withLock { state in state.relations.first { $0.number == number } }
    }

    func create(_ order: PartyOrder) async throws(ConnectorError) -> Relation {
        let relation = Relation(
            id: TargetID("relation-\(order.number)"), number: order.number, name: order.party.name,
            isDebtor: order.party.key.kind == .debtor, isCreditor: order.party.key.kind == .creditor)
        state.withLock { $0.relations.append(relation) }
        return relation
    }

    func update(_ id: TargetID, _ order: PartyOrder) async throws(ConnectorError) -> Relation {
        guard let relation = state.withLock({ state in state.relations.first { $0.id == id } }) else {
            throw ConnectorError(.rejected, "no such relation")
        }
        return relation
    }

    func post(_ order: PostingOrder, with master: MasterData) async throws(ConnectorError) -> PostedEntry {
        let (number, isShut, told) = state.withLock { state in
            if !state.isShut { state.posted += 1 }
            return (state.posted, state.isShut, state.told)
        }
        if isShut { throw ConnectorError(.budgetSpent, "the bench keeps the queue waiting", retryAt: clock.now().adding(seconds: 3_600)) }
        told?(order.entry.reference)
        // As unique as the reference, in every process that works on one journal.
        return PostedEntry(id: TargetID("entry-\(order.entry.reference)"), number: "\(26_700_000 + number)")
    }

    func entries(carrying reference: EntryReference, with master: MasterData) async throws(ConnectorError) -> [BookedEntry] { [] }

    func booked(after cursor: TargetCursor, with master: MasterData) async throws(ConnectorError) -> TargetPage<BookedEntry> {
        TargetPage(items: [], next: cursor, hasMore: false)
    }
}
