public import BridgeDomain
public import BridgeJournal

/// A journal with somebody standing before its commits: a person who is faster, a canary that forgets the fence. Everything else goes straight
/// through. For tests that need two writers in one exact order.
public struct InterposedJournal: BridgeJournal {
    let base: any BridgeJournal
    private let committing: @Sendable (JournalUnit, any BridgeJournal) async throws(JournalError) -> Void
    /// What happens between a grant of calls and its answer.
    private let granting: @Sendable () async -> Void
    /// Names of values that are not seen through it: a canary that overlooks something.
    public var hides: @Sendable (String) -> Bool = { _ in false }

    /// A journal whose units go through `interpose` first; what it returns is committed.
    public init(_ base: any BridgeJournal, _ interpose: @escaping @Sendable (JournalUnit) async throws(JournalError) -> JournalUnit) {
        self.init(base) { unit, base throws(JournalError) in try await base.commit(try await interpose(unit)) }
    }

    /// A journal whose units are committed by `committing`, which is given the journal below: it may do something afterwards as well.
    public init(
        _ base: any BridgeJournal, committing: @escaping @Sendable (JournalUnit, any BridgeJournal) async throws(JournalError) -> Void
    ) {
        self.base = base
        self.committing = committing
        granting = {}
    }

    /// A journal whose grants of calls are answered only after `granting`: others may ask meanwhile.
    public init(_ base: any BridgeJournal, granting: @escaping @Sendable () async -> Void) {
        self.base = base
        self.committing = { unit, base throws(JournalError) in try await base.commit(unit) }
        self.granting = granting
    }

    public func commit(_ unit: JournalUnit) async throws(JournalError) { try await committing(unit, base) }
}

// MARK: - Straight through

extension InterposedJournal {
    public func lease(_ lane: String, owner: String, now: Timestamp, until: Timestamp) async throws(JournalError) -> Fence? {
        try await base.lease(lane, owner: owner, now: now, until: until)
    }

    public func release(_ fence: Fence) async throws(JournalError) {
        try await base.release(fence)
    }

    public func spend(_ amount: Int, connection: String, windows: [BudgetWindow], now: Timestamp) async throws(JournalError) -> (
        granted: Bool, windows: [BudgetWindow]
    ) {
        let answer = try await base.spend(amount, connection: connection, windows: windows, now: now)
        if answer.granted { await granting() }
        return answer
    }

    public func observe(_ window: BudgetWindow, connection: String) async throws(JournalError) {
        try await base.observe(window, connection: connection)
    }

    public func postings(_ keys: [DocumentKey], bridge: BridgeID) async throws(JournalError) -> [DocumentKey: PostingRecord] {
        try await base.postings(keys, bridge: bridge)
    }

    public func postings(source id: SourceID, bridge: BridgeID) async throws(JournalError) -> [PostingRecord] {
        try await base.postings(source: id, bridge: bridge)
    }

    public func due(_ bridge: BridgeID, states: Set<PostingState>, now: Timestamp, limit: Int) async throws(JournalError) -> [PostingRecord]
    {
        try await base.due(bridge, states: states, now: now, limit: limit)
    }

    public func held(_ bridge: BridgeID, blocker: String, after sequence: Int64, limit: Int) async throws(JournalError) -> [PostingRecord] {
        try await base.held(bridge, blocker: blocker, after: sequence, limit: limit)
    }

    public func nextDue(_ bridge: BridgeID) async throws(JournalError) -> Timestamp? {
        try await base.nextDue(bridge)
    }

    public func credited(_ original: DocumentKey, bridge: BridgeID, except: DocumentKey) async throws(JournalError) -> [Money] {
        try await base.credited(original, bridge: bridge, except: except)
    }

    public func depositBalance(_ party: PartyKey, bridge: BridgeID, currency: Currency) async throws(JournalError) -> Money {
        try await base.depositBalance(party, bridge: bridge, currency: currency)
    }

    public func parties(_ keys: [PartyKey], bridge: BridgeID) async throws(JournalError) -> [PartyKey: PartyRecord] {
        try await base.parties(keys, bridge: bridge)
    }

    public func dueParties(_ bridge: BridgeID, states: Set<PartyState>, now: Timestamp, limit: Int) async throws(JournalError)
        -> [PartyRecord]
    {
        try await base.dueParties(bridge, states: states, now: now, limit: limit)
    }

    public func relations(_ bridge: BridgeID, vatNumber: String?, chamberOfCommerce: String?, number: String?) async throws(JournalError)
        -> [RelationRecord]
    {
        try await base.relations(bridge, vatNumber: vatNumber, chamberOfCommerce: chamberOfCommerce, number: number)
    }

    public func relation(_ bridge: BridgeID, id: TargetID) async throws(JournalError) -> RelationRecord? {
        try await base.relation(bridge, id: id)
    }

    public func binding(_ bridge: BridgeID, _ kind: Binding.Kind, ours: String) async throws(JournalError) -> Binding? {
        try await base.binding(bridge, kind, ours: ours)
    }

    public func binding(_ bridge: BridgeID, _ kind: Binding.Kind, theirs: TargetID) async throws(JournalError) -> Binding? {
        try await base.binding(bridge, kind, theirs: theirs)
    }

    public func posting(_ bridge: BridgeID, reference: EntryReference) async throws(JournalError) -> PostingRecord? {
        try await base.posting(bridge, reference: reference)
    }

    public func cursor(_ bridge: BridgeID, name: String) async throws(JournalError) -> String? {
        try await base.cursor(bridge, name: name)
    }

    public func value(_ bridge: BridgeID, name: String) async throws(JournalError) -> [UInt8]? {
        hides(name) ? nil : try await base.value(bridge, name: name)
    }

    public func sealed(name: String) async throws(JournalError) -> [UInt8]? {
        try await base.sealed(name: name)
    }

    public func mapping(_ bridge: BridgeID, version: Int?) async throws(JournalError) -> MappingRecord? {
        try await base.mapping(bridge, version: version)
    }

    public func dueReports(_ bridge: BridgeID, now: Timestamp, limit: Int) async throws(JournalError) -> [ReportRecord] {
        try await base.dueReports(bridge, now: now, limit: limit)
    }

    public func token(_ id: String) async throws(JournalError) -> TokenRecord? {
        try await base.token(id)
    }

    public func account(_ id: String) async throws(JournalError) -> AccountRecord? { try await base.account(id) }
    public func accounts() async throws(JournalError) -> [AccountRecord] { try await base.accounts() }
    public func sessions() async throws(JournalError) -> [SessionRecord] { try await base.sessions() }
    public func session(_ id: String) async throws(JournalError) -> SessionRecord? { try await base.session(id) }

    public func tokens() async throws(JournalError) -> [TokenRecord] {
        try await base.tokens()
    }

    public func answer(asker: String, key: String) async throws(JournalError) -> AnswerRecord? {
        try await base.answer(asker: asker, key: key)
    }

    public func budget(connection: String) async throws(JournalError) -> [BudgetWindow] {
        try await base.budget(connection: connection)
    }

    public func list(_ filter: PostingFilter, before sequence: Int64?, limit: Int) async throws(JournalError) -> [PostingRecord] {
        try await base.list(filter, before: sequence, limit: limit)
    }

    public func versions(_ key: DocumentKey, bridge: BridgeID) async throws(JournalError) -> [DocumentRecord] {
        try await base.versions(key, bridge: bridge)
    }

    public func entry(_ key: DocumentKey, version: Int, bridge: BridgeID) async throws(JournalError) -> EntryRecord? {
        try await base.entry(key, version: version, bridge: bridge)
    }

    public func booked(_ key: DocumentKey, bridge: BridgeID) async throws(JournalError) -> BookedRecord? {
        try await base.booked(key, bridge: bridge)
    }

    public func attempts(_ subject: String, bridge: BridgeID) async throws(JournalError) -> [AttemptRecord] {
        try await base.attempts(subject, bridge: bridge)
    }

    public func calls(_ attempt: AttemptName, bridge: BridgeID) async throws(JournalError) -> [BooksCall] {
        try await base.calls(attempt, bridge: bridge)
    }

    public func credits(of original: DocumentKey, bridge: BridgeID) async throws(JournalError) -> [PostingRecord] {
        try await base.credits(of: original, bridge: bridge)
    }

    public func history(subject: String?, bridge: BridgeID?, after sequence: Int64, limit: Int) async throws(JournalError)
        -> [HistoryRecord]
    {
        try await base.history(subject: subject, bridge: bridge, after: sequence, limit: limit)
    }

    public func stateTotals(_ bridge: BridgeID?) async throws(JournalError) -> [StateTotal] {
        try await base.stateTotals(bridge)
    }

    public func daybookTotals(_ column: ControlColumn, bridge: BridgeID, dates: ClosedRange<CalendarDate>?) async throws(JournalError)
        -> [DaybookTotal]
    {
        try await base.daybookTotals(column, bridge: bridge, dates: dates)
    }

    public func problemTotals(_ bridge: BridgeID?) async throws(JournalError) -> [ProblemTotal] {
        try await base.problemTotals(bridge)
    }

    public func listParties(_ bridge: BridgeID, states: Set<PartyState>, after key: PartyKey?, limit: Int) async throws(JournalError)
        -> [PartyRecord]
    {
        try await base.listParties(bridge, states: states, after: key, limit: limit)
    }

    public func differingParties(_ bridge: BridgeID, after key: PartyKey?, limit: Int) async throws(JournalError) -> [PartyRecord] {
        try await base.differingParties(bridge, after: key, limit: limit)
    }

    public func partyVersions(_ key: PartyKey, bridge: BridgeID) async throws(JournalError) -> [PartyVersionRecord] {
        try await base.partyVersions(key, bridge: bridge)
    }

    public func mappings(_ bridge: BridgeID) async throws(JournalError) -> [MappingRecord] {
        try await base.mappings(bridge)
    }

    public func verify(progress: @Sendable (Int64) -> Void) async throws(JournalError) -> VerifyReport {
        try await base.verify(progress: progress)
    }

    public func close() async {
        await base.close()
    }

    public func hourTotals(_ bridge: BridgeID, from moment: Timestamp, limit: Int) async throws(JournalError) -> [HourTotal] {
        try await base.hourTotals(bridge, from: moment, limit: limit)
    }

    public func ageTotals(_ bridge: BridgeID, bounds: [Timestamp]) async throws(JournalError) -> [AgeTotal] {
        try await base.ageTotals(bridge, bounds: bounds)
    }

    public func holdTotals(_ bridge: BridgeID) async throws(JournalError) -> [HoldTotal] {
        try await base.holdTotals(bridge)
    }

    public func waitingTotals(_ bridge: BridgeID, at now: Timestamp) async throws(JournalError) -> WaitingTotals {
        try await base.waitingTotals(bridge, at: now)
    }
}
