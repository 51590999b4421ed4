public import BridgeConnector
public import BridgeDomain
import Synchronization

/// An accounting system in memory that does what a test tells it, one call after another: the smallest thing that keeps the connector's promise.
///
/// It never repeats, never merges, never forgets; what it books is what the engine asked for, so a test can count entries per reference.
public final class ScriptedBooks: AccountingConnector {
    /// What a call does besides answering.
    public enum Fault: Sendable {
        /// The request never arrives.
        case requestLost
        /// The call is carried out, the answer is lost.
        case answerLost
        case refused(ConnectorError)
    }

    /// What is called.
    public enum Call: String, Hashable, Sendable, CaseIterable {
        case masterData, relations, lookUpParty, create, update, post, lookUp, booked, settlements, openItems, attach
    }

    private struct State {
        var entries: [BookedEntry] = []
        /// When each entry was last changed, in the order of changes: what the read-back goes by.
        var stamps: [TargetID: Int] = [:]
        var changes = 0
        var relations: [Relation] = []
        var master: MasterData
        var faults: [Fault?] = []
        var planned: [Call: [Fault?]] = [:]
        var calls: [Call: Int] = [:]
        var orders: [PostingOrder] = []
        var payments: [SettlingEntry] = []
        var paymentChanges: [PaymentChange] = []
        var removal = ScriptedRemoval.named
        var files: [ScriptedFile] = []

        mutating func stamp(_ id: TargetID) {
            changes += 1
            stamps[id] = changes
        }
    }

    struct PaymentChange: Sendable {
        var id: PaymentID
        var day: CalendarDate
        /// When it was changed; nil in books without a clock.
        var at: Timestamp?
    }

    private let state: Mutex<State>
    private let meter: (any CallMeter)?
    private let clock: (any TimeSource)?
    /// What this system can do.
    public let capabilities: ConnectorCapabilities

    /// Books with these code lists, read at the time of `clock`; every call is taken from the meter first, when there is one.
    public init(
        master: MasterData, settlingSeconds: Int64 = 120, callsAtOnceMax: Int = 1, lookUpsAtOnceMax: Int = 1,
        meter: (any CallMeter)? = nil, clock: (any TimeSource)? = nil
    ) {
        state = Mutex(State(master: master))
        self.meter = meter
        self.clock = clock
        capabilities = ConnectorCapabilities(
            system: "books", callsAtOnceMax: callsAtOnceMax, settlingSeconds: settlingSeconds, descriptionMax: 60, referenceMax: 40,
            paymentReferenceMax: 40, entryLinesMax: 1_000, linksCreditNotes: true,
            lookUpsAtOnceMax: lookUpsAtOnceMax)
    }

    /// What comes over the next calls of whatever sort, in order; nil is a call without a fault.
    public func plan(_ faults: [Fault?]) { state.withLock { $0.faults += faults } }
    /// What comes over the next calls of one sort.
    public func plan(_ call: Call, _ faults: [Fault?]) { state.withLock { $0.planned[call, default: []] += faults } }
    /// From now on nothing comes over any call.
    public func forgetPlan() {
        state.withLock { state in
            state.faults = []
            state.planned = [:]
        }
    }
    /// Everything booked so far, in order.
    public var entries: [BookedEntry] { state.withLock { $0.entries } }
    /// Every order to post that was carried out, in order.
    public var orders: [PostingOrder] { state.withLock { $0.orders } }
    /// Every relation.
    public var relations: [Relation] { state.withLock { $0.relations } }
    /// Calls made so far.
    public var calls: Int { state.withLock { $0.calls.values.reduce(0, +) } }
    /// Calls of one sort made so far.
    public func calls(_ call: Call) -> Int { state.withLock { $0.calls[call] ?? 0 } }
    /// Changes the books behind everyone's back, as an accountant would; what differs afterwards is in the read-back's stream again.
    public func change(_ edit: (inout [BookedEntry]) -> Void) {
        state.withLock { state in
            let before = Dictionary(state.entries.map { ($0.id, $0) }) { first, _ in first }
            edit(&state.entries)
            for entry in state.entries where before[entry.id] != entry { state.stamp(entry.id) }
        }
    }
    /// Changes the relations behind everyone's back.
    public func changeRelations(_ edit: (inout [Relation]) -> Void) { state.withLock { edit(&$0.relations) } }
    /// Changes the code lists behind everyone's back: a period is closed.
    public func changeMaster(_ edit: (inout MasterData) -> Void) { state.withLock { edit(&$0.master) } }

    /// How they tell what was removed.
    public func tellRemovals(_ removal: ScriptedRemoval) { state.withLock { $0.removal = removal } }

    /// What they tell of payments.
    public var settlementReading: (any SettlementReading)? { ScriptedTill(books: self, removal: state.withLock { $0.removal }) }

    /// Files that are attached.
    public var documentAttaching: (any DocumentAttaching)? { ScriptedFiling(books: self) }
    /// Every file the books hold, in order.
    public var files: [ScriptedFile] { state.withLock { $0.files } }

    func attach(
        _ order: AttachmentOrder, from step: AttachmentStep, lookingUp: Bool
    ) async throws(ConnectorError) -> AttachmentStep {
        if lookingUp {
            let found = try await call(.lookUp) { (state: inout State) throws(ConnectorError) in
                state.files.first { $0.entry == order.booked && $0.name == order.fileName }
            }
            if let found { if found.isLinked { return .done } else if step == .start { return AttachmentStep("filed") } }
        }
        return try await call(.attach) { (state: inout State) throws(ConnectorError) in
            if step == .start {
                state.files.append(ScriptedFile(entry: order.booked, name: order.fileName, content: order.content, isLinked: false))
                return AttachmentStep("filed")
            }
            for place in state.files.indices where state.files[place].entry == order.booked { state.files[place].isLinked = true }
            return .done
        }
    }

    /// Changes the payments; what came, went or differs is in their stream.
    func changePayments(_ edit: (inout [SettlingEntry]) -> Void) {
        let now = clock?.now()
        state.withLock { state in
            let before = state.payments
            edit(&state.payments)
            for entry in before where !state.payments.contains(entry) {
                state.paymentChanges.append(PaymentChange(id: entry.id, day: entry.date, at: now))
            }
            for entry in state.payments where !before.contains(entry) {
                state.paymentChanges.append(PaymentChange(id: entry.id, day: entry.date, at: now))
            }
        }
    }

    func settlementCall<Answer: Sendable>(
        _ kind: Call, _ work: @Sendable ([SettlingEntry], [PaymentChange], [BookedEntry]) -> Answer
    ) async throws(ConnectorError) -> Answer {
        try await call(kind) { (state: inout State) throws(ConnectorError) in work(state.payments, state.paymentChanges, state.entries) }
    }

    private func call<Answer: Sendable>(
        _ kind: Call, _ work: @Sendable (inout State) throws(ConnectorError) -> Answer
    ) async throws(ConnectorError) -> Answer {
        try await meter?.take(kind.rawValue)
        return try state.withLock { (state: inout State) throws(ConnectorError) -> Answer in
            state.calls[kind, default: 0] += 1
            var fault = state.faults.isEmpty ? nil : state.faults.removeFirst()
            if fault == nil, let planned = state.planned[kind], !planned.isEmpty { fault = state.planned[kind]?.removeFirst() ?? nil }
            switch fault {
            case .requestLost: throw ConnectorError(.outcomeUnknown, "no answer")
            case .refused(let error): throw error
            case .answerLost:
                _ = try work(&state)
                throw ConnectorError(.outcomeUnknown, "no answer")
            case nil: return try work(&state)
            }
        }
    }

    /// The code lists.
    public func masterData(known: MasterData?) async throws(ConnectorError) -> MasterData {
        let now = clock?.now()
        return try await call(.masterData) { (state: inout State) throws(ConnectorError) in
            if let now { state.master.readAt = now }
            return state.master
        }
    }

    /// All relations on one page.
    public func relations(after cursor: TargetCursor) async throws(ConnectorError) -> TargetPage<Relation> {
        try await call(.relations) { (state: inout State) throws(ConnectorError) in
            let seen = Int(cursor.text) ?? 0
            return TargetPage(items: Array(state.relations.dropFirst(seen)), next: TargetCursor("\(state.relations.count)"), hasMore: false)
        }
    }

    /// The relation of that number.
    public func relation(numbered number: String) async throws(ConnectorError) -> Relation? {
        try await call(.lookUpParty) { (state: inout State) throws(ConnectorError) in state.relations.first { $0.number == number } }
    }

    /// Makes a relation; a number is given once.
    public func create(_ order: PartyOrder) async throws(ConnectorError) -> Relation {
        try await call(.create) { (state: inout State) throws(ConnectorError) in
            guard !state.relations.contains(where: { $0.number == order.number }) else {
                throw ConnectorError(.rejected, "the number \(order.number) exists", vendorText: "Already exists: Code")
            }
            let relation = Relation(
                id: TargetID("relation-\(state.relations.count + 1)"), number: order.number, name: order.party.name,
                vatNumber: order.party.vatNumber, chamberOfCommerce: order.party.chamberOfCommerce,
                isDebtor: order.party.key.kind == .debtor,
                isCreditor: order.party.key.kind == .creditor)
            state.relations.append(relation)
            return relation
        }
    }

    /// Renames a relation.
    public func update(_ id: TargetID, _ order: PartyOrder) async throws(ConnectorError) -> Relation {
        try await call(.update) { (state: inout State) throws(ConnectorError) in
            guard let place = state.relations.firstIndex(where: { $0.id == id }) else {
                throw ConnectorError(.rejected, "no such relation")
            }
            state.relations[place].name = order.party.name
            return state.relations[place]
        }
    }

    /// Books an entry as asked; refuses a closed period.
    public func post(_ order: PostingOrder, with master: MasterData) async throws(ConnectorError) -> PostedEntry {
        try await call(.post) { (state: inout State) throws(ConnectorError) in
            let entry = order.entry
            if let period = state.master.period(of: entry.date), period.closedFor.contains(entry.daybook) {
                throw ConnectorError(
                    .rejected, "the period is closed", vendorText: "Period is closed: \(period.period)",
                    problems: [Problem(.periodClosed, at: Place("period"), found: period.period.description)])
            }
            let number = "\(26_700_000 + state.entries.count + 1)"
            let booked = BookedEntry(
                id: TargetID("entry-\(state.entries.count + 1)"), number: number, reference: entry.reference, daybook: entry.daybook,
                date: entry.date, period: entry.period, relation: order.relation,
                lines: entry.lines.map {
                    BookedLine(
                        account: $0.account, amount: $0.amount, bookAmount: $0.bookAmount, vatCode: $0.vatCode, costCentre: $0.costCentre,
                        costUnit: $0.costUnit, isParty: $0.role == .party)
                })
            state.entries.append(booked)
            state.stamp(booked.id)
            state.orders.append(order)
            return PostedEntry(id: booked.id, number: number)
        }
    }

    /// Entries under a reference.
    public func entries(carrying reference: EntryReference, with master: MasterData) async throws(ConnectorError) -> [BookedEntry] {
        try await call(.lookUp) { (state: inout State) throws(ConnectorError) in state.entries.filter { $0.reference == reference } }
    }

    /// Entries under several references, in one call.
    public func entries(
        carrying references: [EntryReference], with master: MasterData
    ) async throws(ConnectorError) -> [EntryReference: [BookedEntry]] {
        try await call(.lookUp) { (state: inout State) throws(ConnectorError) in
            Dictionary(grouping: state.entries.filter { references.contains($0.reference) }, by: \.reference)
        }
    }

    /// Everything booked or changed after the cursor, on one page.
    public func booked(after cursor: TargetCursor, with master: MasterData) async throws(ConnectorError) -> TargetPage<BookedEntry> {
        try await call(.booked) { (state: inout State) throws(ConnectorError) in
            let seen = Int(cursor.text) ?? 0
            let fresh = state.entries.filter { (state.stamps[$0.id] ?? 0) > seen }
            let ordered = fresh.sorted { (state.stamps[$0.id] ?? 0) < (state.stamps[$1.id] ?? 0) }
            return TargetPage(items: ordered, next: TargetCursor("\(state.changes)"), hasMore: false)
        }
    }
}
