public import BridgeDomain
public import BridgeJournal
import Synchronization

/// What survives the process: the disk under a ``MemoryJournal``. Open a new journal on it after a simulated death.
public final class MemoryDisk: Sendable {
    let tables = Mutex(MemoryTables())

    /// An empty disk.
    public init() {}
}

/// A moment at which a simulated process may die or the disk may fail.
public struct CrashPoint: Hashable, Sendable {
    /// On which side of durability.
    public enum Side: String, Hashable, Sendable {
        /// Nothing of the write has happened.
        case before
        /// The write is durable; the caller has not heard of it yet.
        case after
    }

    /// What is written.
    public enum Write: String, Hashable, Sendable {
        case unit, lease, release, spend, observe
    }

    public var side: Side
    public var write: Write
    /// 1 for the journal's first write; before and after have the same number.
    public var number: Int
}

/// What happens at a ``CrashPoint``.
public enum CrashVerdict: Hashable, Sendable {
    case goOn
    /// The process dies: this call and every later one on this journal fails with ``/BridgeJournal/JournalError/Code/closed``; the disk keeps what is durable.
    case die
    /// The disk refuses the write, the journal lives on. Only before durability; after it, it counts as ``die``: a journal never reports as
    /// failed what is durable.
    case refuse(JournalError)
}

/// The journal in memory: every promise of ``/BridgeJournal/BridgeJournal`` but surviving the machine. For tests of the engine and for simulations.
///
/// Deterministic: no call suspends, nothing depends on time, threads or chance. Several journals may be open on one ``MemoryDisk``, as several
/// processes may be on one file. Cost: totals and lists look at every posting.
public final class MemoryJournal: BridgeJournal {
    private let disk: MemoryDisk
    private let crashPoint: @Sendable (CrashPoint) -> CrashVerdict
    private let life = Mutex(Life())

    private struct Life {
        var isOver = false
        var writes = 0
    }

    /// Opens a journal on a disk. `crashPoint` is asked before and after each write; it must not call the journal.
    public init(on disk: MemoryDisk = MemoryDisk(), crashPoint: @escaping @Sendable (CrashPoint) -> CrashVerdict = { _ in .goOn }) {
        self.disk = disk
        self.crashPoint = crashPoint
    }

    func read<Result>(_ body: (borrowing MemoryTables) -> Result) throws(JournalError) -> Result {
        guard !life.withLock({ $0.isOver }) else { throw .closedJournal }
        return disk.tables.withLock { body($0) }
    }

    private func write<Result: Sendable>(
        _ write: CrashPoint.Write, _ body: (inout MemoryTables) throws(JournalError) -> sending Result
    ) throws(JournalError) -> Result {
        let number = life.withLock { life -> Int? in
            life.writes += 1
            return life.isOver ? nil : life.writes
        }
        guard let number else { throw .closedJournal }
        switch crashPoint(CrashPoint(side: .before, write: write, number: number)) {
        case .goOn: break
        case .die: throw die()
        case .refuse(let error): throw error
        }
        let result = try disk.tables.withLock { tables throws(JournalError) in try body(&tables) }
        guard crashPoint(CrashPoint(side: .after, write: write, number: number)) == .goOn else { throw die() }
        return result
    }

    private func die() -> JournalError {
        life.withLock { $0.isOver = true }
        return JournalError(.closed, "the process died")
    }

    public func close() async { life.withLock { $0.isOver = true } }
}

// MARK: - Writing

extension MemoryJournal {
    public func commit(_ unit: JournalUnit) async throws(JournalError) {
        try write(.unit) { tables throws(JournalError) in try tables.commit(unit) }
    }

    public func lease(_ lane: String, owner: String, now: Timestamp, until: Timestamp) async throws(JournalError) -> Fence? {
        try write(.lease) { tables throws(JournalError) in tables.lease(lane, owner: owner, now: now, until: until) }
    }

    public func release(_ fence: Fence) async throws(JournalError) {
        try write(.release) { tables throws(JournalError) in tables.release(fence) }
    }

    public func spend(_ amount: Int, connection: String, windows: [BudgetWindow], now: Timestamp) async throws(JournalError) -> (
        granted: Bool, windows: [BudgetWindow]
    ) {
        let (granted, windows) = try write(.spend) { tables throws(JournalError) in
            tables.spend(amount, connection: connection, windows: windows, now: now)
        }
        return (granted, windows)
    }

    public func observe(_ window: BudgetWindow, connection: String) async throws(JournalError) {
        try write(.observe) { tables throws(JournalError) in tables.observe(window, connection: connection) }
    }
}

// MARK: - Reading for decisions

extension MemoryJournal {
    public func postings(_ keys: [DocumentKey], bridge: BridgeID) async throws(JournalError) -> [DocumentKey: PostingRecord] {
        try read { tables in
            Dictionary(keys.compactMap { key in tables.posting(key, bridge).map { (key, $0) } }, uniquingKeysWith: { first, _ in first })
        }
    }

    public func postings(source id: SourceID, bridge: BridgeID) async throws(JournalError) -> [PostingRecord] {
        try read { $0.postings(at: $0.placesBySource[Scoped(bridge, id)]) }
    }

    public func due(
        _ bridge: BridgeID, states: Set<PostingState>, now: Timestamp, limit: Int
    ) async throws(JournalError) -> [PostingRecord] {
        try read { $0.due(bridge, states: states, now: now, limit: limit.within(1...JournalLimits.pageMax)) }
    }

    public func held(
        _ bridge: BridgeID, blocker: String, after sequence: Int64, limit: Int
    ) async throws(JournalError) -> [PostingRecord] {
        try read { tables in
            let found = tables.postings(at: tables.placesByBlocker[Scoped(bridge, blocker)]).filter { $0.sequence > sequence }
            return Array(found.prefix(limit.within(1...JournalLimits.pageMax)))
        }
    }

    public func nextDue(_ bridge: BridgeID) async throws(JournalError) -> Timestamp? { try read { $0.nextDue(bridge) } }

    public func credited(_ original: DocumentKey, bridge: BridgeID, except: DocumentKey) async throws(JournalError) -> [Money] {
        try read { $0.credited(original, bridge, except: except) }
    }

    public func depositBalance(_ party: PartyKey, bridge: BridgeID, currency: Currency) async throws(JournalError) -> Money {
        try read { $0.depositBalance(party, bridge, currency) }
    }

    public func parties(_ keys: [PartyKey], bridge: BridgeID) async throws(JournalError) -> [PartyKey: PartyRecord] {
        try read { tables in
            Dictionary(
                keys.compactMap { key in tables.parties[Scoped(bridge, key)].map { (key, $0) } }, uniquingKeysWith: { first, _ in first })
        }
    }

    public func dueParties(
        _ bridge: BridgeID, states: Set<PartyState>, now: Timestamp, limit: Int
    ) async throws(JournalError) -> [PartyRecord] {
        try read { $0.dueParties(bridge, states: states, now: now, limit: limit.within(1...JournalLimits.pageMax)) }
    }

    public func relations(
        _ bridge: BridgeID, vatNumber: String?, chamberOfCommerce: String?, number: String?
    ) async throws(JournalError) -> [RelationRecord] {
        try read { $0.relations(bridge, vatNumber: vatNumber, chamberOfCommerce: chamberOfCommerce, number: number) }
    }

    public func relation(_ bridge: BridgeID, id: TargetID) async throws(JournalError) -> RelationRecord? {
        try read { $0.relations[Scoped(bridge, id)] }
    }

    public func binding(_ bridge: BridgeID, _ kind: Binding.Kind, ours: String) async throws(JournalError) -> Binding? {
        try read { $0.bindingsByOurs[Scoped(bridge, BindingKey(kind: kind, text: ours))] }
    }

    public func binding(_ bridge: BridgeID, _ kind: Binding.Kind, theirs: TargetID) async throws(JournalError) -> Binding? {
        try read { $0.bindingsByTheirs[Scoped(bridge, BindingKey(kind: kind, text: theirs.text))] }
    }

    public func posting(_ bridge: BridgeID, reference: EntryReference) async throws(JournalError) -> PostingRecord? {
        try read { $0.postings(at: $0.placesByReference[Scoped(bridge, reference)]).first }
    }

    public func cursor(_ bridge: BridgeID, name: String) async throws(JournalError) -> String? {
        try read { $0.cursors[Scoped(bridge, name)] }
    }

    public func value(_ bridge: BridgeID, name: String) async throws(JournalError) -> [UInt8]? {
        try read { $0.values[Scoped(bridge, name)] }
    }

    public func sealed(name: String) async throws(JournalError) -> [UInt8]? { try read { $0.sealed[name] } }

    public func mapping(_ bridge: BridgeID, version: Int?) async throws(JournalError) -> MappingRecord? {
        try read { tables in
            let versions = tables.mappings[bridge] ?? []
            guard let version else { return versions.last }
            return versions.indices.contains(version - 1) ? versions[version - 1] : nil
        }
    }

    public func dueReports(_ bridge: BridgeID, now: Timestamp, limit: Int) async throws(JournalError) -> [ReportRecord] {
        try read { $0.dueReports(bridge, now: now, limit: limit.within(1...JournalLimits.pageMax)) }
    }

    public func token(_ id: String) async throws(JournalError) -> TokenRecord? { try read { $0.tokens[id] } }

    public func answer(asker: String, key: String) async throws(JournalError) -> AnswerRecord? {
        try read { $0.answers[AnswerKey(asker: asker, key: key)] }
    }

    public func budget(connection: String) async throws(JournalError) -> [BudgetWindow] { try read { $0.budget(connection) } }
}

// MARK: - Reading for people, and keeping

extension MemoryJournal {
    public func list(_ filter: PostingFilter, before sequence: Int64?, limit: Int) async throws(JournalError) -> [PostingRecord] {
        try read { $0.list(filter, before: sequence, limit: limit.within(1...JournalLimits.listMax)) }
    }

    public func versions(_ key: DocumentKey, bridge: BridgeID) async throws(JournalError) -> [DocumentRecord] {
        try read { ($0.documents[Scoped(bridge, key)] ?? [:]).values.sorted { $0.version < $1.version } }
    }

    public func entry(_ key: DocumentKey, version: Int, bridge: BridgeID) async throws(JournalError) -> EntryRecord? {
        try read { $0.entries[Scoped(bridge, key)]?[version] }
    }

    public func booked(_ key: DocumentKey, bridge: BridgeID) async throws(JournalError) -> BookedRecord? {
        try read { $0.booked[Scoped(bridge, key)] }
    }

    public func attempts(_ subject: String, bridge: BridgeID) async throws(JournalError) -> [AttemptRecord] {
        try read { tables in
            let all = (tables.attempts[Scoped(bridge, subject)] ?? [:]).values.sorted { $0.number < $1.number }
            return all.prefix(JournalLimits.attemptsMax).map { kept in
                var record = kept
                record.calls = tables.calls[Scoped(bridge, kept.name)]?.count ?? 0
                return record
            }
        }
    }

    public func calls(_ attempt: AttemptName, bridge: BridgeID) async throws(JournalError) -> [BooksCall] {
        try read { $0.calls[Scoped(bridge, attempt)] ?? [] }
    }

    public func credits(of original: DocumentKey, bridge: BridgeID) async throws(JournalError) -> [PostingRecord] {
        try read { $0.postings(at: $0.placesByOriginal[Scoped(bridge, original)]) }
    }

    public func history(
        subject: String?, bridge: BridgeID?, after sequence: Int64, limit: Int
    ) async throws(JournalError) -> [HistoryRecord] {
        try read { $0.history(subject: subject, bridge: bridge, after: sequence, limit: limit.within(1...JournalLimits.pageMax)) }
    }

    public func stateTotals(_ bridge: BridgeID?) async throws(JournalError) -> [StateTotal] { try read { $0.stateTotals(bridge) } }

    public func daybookTotals(
        _ column: ControlColumn, bridge: BridgeID, dates: ClosedRange<CalendarDate>?
    ) async throws(JournalError) -> [DaybookTotal] {
        try read { $0.daybookTotals(column, bridge, dates) }
    }

    public func waitingTotals(_ bridge: BridgeID, at now: Timestamp) async throws(JournalError) -> WaitingTotals {
        try read { $0.waitingTotals(bridge, at: now) }
    }

    public func hourTotals(_ bridge: BridgeID, from moment: Timestamp, limit: Int) async throws(JournalError) -> [HourTotal] {
        try read { $0.hourTotals(bridge, from: moment, limit: limit.within(1...JournalLimits.listMax)) }
    }

    public func ageTotals(_ bridge: BridgeID, bounds: [Timestamp]) async throws(JournalError) -> [AgeTotal] {
        try read { $0.ageTotals(bridge, bounds: Array(bounds.prefix(JournalLimits.ageBoundsMax))) }
    }

    public func holdTotals(_ bridge: BridgeID) async throws(JournalError) -> [HoldTotal] { try read { $0.holdTotals(bridge) } }

    public func problemTotals(_ bridge: BridgeID?) async throws(JournalError) -> [ProblemTotal] { try read { $0.problemTotals(bridge) } }

    public func listParties(
        _ bridge: BridgeID, states: Set<PartyState>, after key: PartyKey?, limit: Int
    ) async throws(JournalError) -> [PartyRecord] {
        try read { $0.listParties(bridge, states: states, after: key, limit: limit.within(1...JournalLimits.listMax)) }
    }

    public func differingParties(_ bridge: BridgeID, after key: PartyKey?, limit: Int) async throws(JournalError) -> [PartyRecord] {
        try read { $0.differingParties(bridge, after: key, limit: limit.within(1...JournalLimits.listMax)) }
    }

    public func partyVersions(_ key: PartyKey, bridge: BridgeID) async throws(JournalError) -> [PartyVersionRecord] {
        try read { ($0.partyVersions[Scoped(bridge, key)] ?? [:]).values.sorted { $0.version < $1.version } }
    }

    public func tokens() async throws(JournalError) -> [TokenRecord] {
        try read { Array($0.tokens.values.sorted { $0.id < $1.id }.prefix(JournalLimits.tokensMax)) }
    }

    public func mappings(_ bridge: BridgeID) async throws(JournalError) -> [MappingRecord] {
        try read { tables in
            (tables.mappings[bridge] ?? []).reversed().map { record in
                var short = record
                short.yaml = ""
                return short
            }
        }
    }

    public func verify(progress: @Sendable (Int64) -> Void) async throws(JournalError) -> VerifyReport {
        try read { $0.verify(progress: progress) }
    }
}

extension Int {
    /// This number, or the nearest bound.
    func within(_ bounds: ClosedRange<Int>) -> Int { Swift.min(Swift.max(self, bounds.lowerBound), bounds.upperBound) }
}
