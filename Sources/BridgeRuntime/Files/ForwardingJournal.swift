import BridgeDomain
import BridgeJournal

/// A journal that answers as another one does, except where it says otherwise.
protocol ForwardingJournal: BridgeJournal {
    var base: any BridgeJournal { get }
}

extension ForwardingJournal {
    func commit(_ unit: JournalUnit) async throws(JournalError) { try await base.commit(unit) }

    func lease(_ lane: String, owner: String, now: Timestamp, until: Timestamp) async throws(JournalError) -> Fence? {
        try await base.lease(lane, owner: owner, now: now, until: until)
    }

    func release(_ fence: Fence) async throws(JournalError) {
        try await base.release(fence)
    }

    func spend(_ amount: Int, connection: String, windows: [BudgetWindow], now: Timestamp) async throws(JournalError) -> (
        granted: Bool, windows: [BudgetWindow]
    ) {
        try await base.spend(amount, connection: connection, windows: windows, now: now)
    }

    func observe(_ window: BudgetWindow, connection: String) async throws(JournalError) {
        try await base.observe(window, connection: connection)
    }

    func postings(_ keys: [DocumentKey], bridge: BridgeID) async throws(JournalError) -> [DocumentKey: PostingRecord] {
        try await base.postings(keys, bridge: bridge)
    }

    func postings(source id: SourceID, bridge: BridgeID) async throws(JournalError) -> [PostingRecord] {
        try await base.postings(source: id, bridge: bridge)
    }

    func due(_ bridge: BridgeID, states: Set<PostingState>, now: Timestamp, limit: Int) async throws(JournalError) -> [PostingRecord] {
        try await base.due(bridge, states: states, now: now, limit: limit)
    }

    func held(_ bridge: BridgeID, blocker: String, after sequence: Int64, limit: Int) async throws(JournalError) -> [PostingRecord] {
        try await base.held(bridge, blocker: blocker, after: sequence, limit: limit)
    }

    func nextDue(_ bridge: BridgeID) async throws(JournalError) -> Timestamp? {
        try await base.nextDue(bridge)
    }

    func credited(_ original: DocumentKey, bridge: BridgeID, except: DocumentKey) async throws(JournalError) -> [Money] {
        try await base.credited(original, bridge: bridge, except: except)
    }

    func depositBalance(_ party: PartyKey, bridge: BridgeID, currency: Currency) async throws(JournalError) -> Money {
        try await base.depositBalance(party, bridge: bridge, currency: currency)
    }

    func parties(_ keys: [PartyKey], bridge: BridgeID) async throws(JournalError) -> [PartyKey: PartyRecord] {
        try await base.parties(keys, bridge: bridge)
    }

    func dueParties(_ bridge: BridgeID, states: Set<PartyState>, now: Timestamp, limit: Int) async throws(JournalError)
        -> [PartyRecord]
    {
        try await base.dueParties(bridge, states: states, now: now, limit: limit)
    }

    func relations(_ bridge: BridgeID, vatNumber: String?, chamberOfCommerce: String?, number: String?) async throws(JournalError)
        -> [RelationRecord]
    {
        try await base.relations(bridge, vatNumber: vatNumber, chamberOfCommerce: chamberOfCommerce, number: number)
    }

    func relation(_ bridge: BridgeID, id: TargetID) async throws(JournalError) -> RelationRecord? {
        try await base.relation(bridge, id: id)
    }

    func binding(_ bridge: BridgeID, _ kind: Binding.Kind, ours: String) async throws(JournalError) -> Binding? {
        try await base.binding(bridge, kind, ours: ours)
    }

    func binding(_ bridge: BridgeID, _ kind: Binding.Kind, theirs: TargetID) async throws(JournalError) -> Binding? {
        try await base.binding(bridge, kind, theirs: theirs)
    }

    func posting(_ bridge: BridgeID, reference: EntryReference) async throws(JournalError) -> PostingRecord? {
        try await base.posting(bridge, reference: reference)
    }

    func cursor(_ bridge: BridgeID, name: String) async throws(JournalError) -> String? {
        try await base.cursor(bridge, name: name)
    }

    func value(_ bridge: BridgeID, name: String) async throws(JournalError) -> [UInt8]? {
        try await base.value(bridge, name: name)
    }

    func sealed(name: String) async throws(JournalError) -> [UInt8]? {
        try await base.sealed(name: name)
    }

    func mapping(_ bridge: BridgeID, version: Int?) async throws(JournalError) -> MappingRecord? {
        try await base.mapping(bridge, version: version)
    }

    func dueReports(_ bridge: BridgeID, now: Timestamp, limit: Int) async throws(JournalError) -> [ReportRecord] {
        try await base.dueReports(bridge, now: now, limit: limit)
    }

    func token(_ id: String) async throws(JournalError) -> TokenRecord? {
        try await base.token(id)
    }

    func tokens() async throws(JournalError) -> [TokenRecord] {
        try await base.tokens()
    }

    func answer(asker: String, key: String) async throws(JournalError) -> AnswerRecord? {
        try await base.answer(asker: asker, key: key)
    }

    func budget(connection: String) async throws(JournalError) -> [BudgetWindow] {
        try await base.budget(connection: connection)
    }

    func list(_ filter: PostingFilter, before sequence: Int64?, limit: Int) async throws(JournalError) -> [PostingRecord] {
        try await base.list(filter, before: sequence, limit: limit)
    }

    func versions(_ key: DocumentKey, bridge: BridgeID) async throws(JournalError) -> [DocumentRecord] {
        try await base.versions(key, bridge: bridge)
    }

    func entry(_ key: DocumentKey, version: Int, bridge: BridgeID) async throws(JournalError) -> EntryRecord? {
        try await base.entry(key, version: version, bridge: bridge)
    }

    func booked(_ key: DocumentKey, bridge: BridgeID) async throws(JournalError) -> BookedRecord? {
        try await base.booked(key, bridge: bridge)
    }

    func attempts(_ subject: String, bridge: BridgeID) async throws(JournalError) -> [AttemptRecord] {
        try await base.attempts(subject, bridge: bridge)
    }

    func calls(_ attempt: AttemptName, bridge: BridgeID) async throws(JournalError) -> [BooksCall] {
        try await base.calls(attempt, bridge: bridge)
    }

    func credits(of original: DocumentKey, bridge: BridgeID) async throws(JournalError) -> [PostingRecord] {
        try await base.credits(of: original, bridge: bridge)
    }

    func history(subject: String?, bridge: BridgeID?, after sequence: Int64, limit: Int) async throws(JournalError)
        -> [HistoryRecord]
    {
        try await base.history(subject: subject, bridge: bridge, after: sequence, limit: limit)
    }

    func stateTotals(_ bridge: BridgeID?) async throws(JournalError) -> [StateTotal] {
        try await base.stateTotals(bridge)
    }

    func daybookTotals(_ column: ControlColumn, bridge: BridgeID, dates: ClosedRange<CalendarDate>?) async throws(JournalError)
        -> [DaybookTotal]
    {
        try await base.daybookTotals(column, bridge: bridge, dates: dates)
    }

    func problemTotals(_ bridge: BridgeID?) async throws(JournalError) -> [ProblemTotal] {
        try await base.problemTotals(bridge)
    }

    func listParties(_ bridge: BridgeID, states: Set<PartyState>, after key: PartyKey?, limit: Int) async throws(JournalError)
        -> [PartyRecord]
    {
        try await base.listParties(bridge, states: states, after: key, limit: limit)
    }

    func differingParties(_ bridge: BridgeID, after key: PartyKey?, limit: Int) async throws(JournalError) -> [PartyRecord] {
        try await base.differingParties(bridge, after: key, limit: limit)
    }

    func partyVersions(_ key: PartyKey, bridge: BridgeID) async throws(JournalError) -> [PartyVersionRecord] {
        try await base.partyVersions(key, bridge: bridge)
    }

    func mappings(_ bridge: BridgeID) async throws(JournalError) -> [MappingRecord] {
        try await base.mappings(bridge)
    }

    func verify(progress: @Sendable (Int64) -> Void) async throws(JournalError) -> VerifyReport {
        try await base.verify(progress: progress)
    }

    func close() async {
        await base.close()
    }

    func hourTotals(_ bridge: BridgeID, from moment: Timestamp, limit: Int) async throws(JournalError) -> [HourTotal] {
        try await base.hourTotals(bridge, from: moment, limit: limit)
    }

    func ageTotals(_ bridge: BridgeID, bounds: [Timestamp]) async throws(JournalError) -> [AgeTotal] {
        try await base.ageTotals(bridge, bounds: bounds)
    }

    func holdTotals(_ bridge: BridgeID) async throws(JournalError) -> [HoldTotal] {
        try await base.holdTotals(bridge)
    }

    func waitingTotals(_ bridge: BridgeID, at now: Timestamp) async throws(JournalError) -> WaitingTotals {
        try await base.waitingTotals(bridge, at: now)
    }
}
