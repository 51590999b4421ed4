public import BridgeDomain
public import BridgeJournal

// MARK: - Reading for decisions

extension SQLiteJournal {
    public func postings(_ keys: [DocumentKey], bridge: BridgeID) async throws(JournalError) -> [DocumentKey: PostingRecord] {
        try await read { reader throws(JournalError) in try reader.postings(keys, bridge) }
    }

    public func postings(source id: SourceID, bridge: BridgeID) async throws(JournalError) -> [PostingRecord] {
        try await read { reader throws(JournalError) in try reader.postings(source: id, bridge) }
    }

    public func due(
        _ bridge: BridgeID, states: Set<PostingState>, now: Timestamp, limit: Int
    ) async throws(JournalError) -> [PostingRecord] {
        try await read { reader throws(JournalError) in
            try reader.due(bridge, states: states, now: now, limit: limit.within(1...JournalLimits.pageMax))
        }
    }

    public func held(
        _ bridge: BridgeID, blocker: String, after sequence: Int64, limit: Int
    ) async throws(JournalError) -> [PostingRecord] {
        try await read { reader throws(JournalError) in
            try reader.held(bridge, blocker: blocker, after: sequence, limit: limit.within(1...JournalLimits.pageMax))
        }
    }

    public func nextDue(_ bridge: BridgeID) async throws(JournalError) -> Timestamp? {
        try await read { reader throws(JournalError) in try reader.nextDue(bridge) }
    }

    public func credited(_ original: DocumentKey, bridge: BridgeID, except: DocumentKey) async throws(JournalError) -> [Money] {
        try await read { reader throws(JournalError) in try reader.credited(original, bridge, except: except) }
    }

    public func depositBalance(_ party: PartyKey, bridge: BridgeID, currency: Currency) async throws(JournalError) -> Money {
        try await read { reader throws(JournalError) in try reader.depositBalance(party, bridge, currency) }
    }

    public func parties(_ keys: [PartyKey], bridge: BridgeID) async throws(JournalError) -> [PartyKey: PartyRecord] {
        try await read { reader throws(JournalError) in try reader.parties(keys, bridge) }
    }

    public func dueParties(
        _ bridge: BridgeID, states: Set<PartyState>, now: Timestamp, limit: Int
    ) async throws(JournalError) -> [PartyRecord] {
        try await read { reader throws(JournalError) in
            try reader.dueParties(bridge, states: states, now: now, limit: limit.within(1...JournalLimits.pageMax))
        }
    }

    public func relations(
        _ bridge: BridgeID, vatNumber: String?, chamberOfCommerce: String?, number: String?
    ) async throws(JournalError) -> [RelationRecord] {
        try await read { reader throws(JournalError) in
            try reader.relations(bridge, vatNumber: vatNumber, chamberOfCommerce: chamberOfCommerce, number: number)
        }
    }

    public func relation(_ bridge: BridgeID, id: TargetID) async throws(JournalError) -> RelationRecord? {
        try await read { reader throws(JournalError) in try reader.relation(bridge, id: id) }
    }

    public func binding(_ bridge: BridgeID, _ kind: Binding.Kind, ours: String) async throws(JournalError) -> Binding? {
        try await read { reader throws(JournalError) in try reader.binding(bridge, kind, .bindingByOurs, ours) }
    }

    public func bindings(_ bridge: BridgeID, _ kind: Binding.Kind, ours: [String]) async throws(JournalError) -> [String: Binding] {
        try await read { reader throws(JournalError) in
            var found: [String: Binding] = [:]
            for name in ours { found[name] = try reader.binding(bridge, kind, .bindingByOurs, name) }
            return found
        }
    }

    public func entries(of postings: [PostingRecord], bridge: BridgeID) async throws(JournalError) -> [DocumentKey: EntryRecord] {
        try await read { reader throws(JournalError) in
            var found: [DocumentKey: EntryRecord] = [:]
            for posting in postings {
                found[posting.document] = try reader.entry(posting.document, version: posting.documentVersion, bridge)
            }
            return found
        }
    }

    public func documents(of postings: [PostingRecord], bridge: BridgeID) async throws(JournalError) -> [DocumentKey: DocumentRecord] {
        try await read { reader throws(JournalError) in
            var found: [DocumentKey: DocumentRecord] = [:]
            for posting in postings {
                found[posting.document] = try reader.document(posting.document, version: posting.documentVersion, bridge)
            }
            return found
        }
    }

    public func credited(among originals: [DocumentKey], bridge: BridgeID) async throws(JournalError) -> Set<DocumentKey> {
        try await read { reader throws(JournalError) in try reader.credited(among: originals, bridge) }
    }

    public func binding(_ bridge: BridgeID, _ kind: Binding.Kind, theirs: TargetID) async throws(JournalError) -> Binding? {
        try await read { reader throws(JournalError) in try reader.binding(bridge, kind, .bindingByTheirs, theirs.text) }
    }

    public func posting(_ bridge: BridgeID, reference: EntryReference) async throws(JournalError) -> PostingRecord? {
        try await read { reader throws(JournalError) in try reader.posting(bridge, reference: reference) }
    }

    public func cursor(_ bridge: BridgeID, name: String) async throws(JournalError) -> String? {
        try await read { reader throws(JournalError) in try reader.cursor(bridge, name) }
    }

    public func value(_ bridge: BridgeID, name: String) async throws(JournalError) -> [UInt8]? {
        try await read { reader throws(JournalError) in try reader.value(bridge, name) }
    }

    public func sealed(name: String) async throws(JournalError) -> [UInt8]? {
        try await read { reader throws(JournalError) in try reader.sealed(name) }
    }

    public func mapping(_ bridge: BridgeID, version: Int?) async throws(JournalError) -> MappingRecord? {
        try await read { reader throws(JournalError) in try reader.mapping(bridge, version: version) }
    }

    public func dueReports(_ bridge: BridgeID, now: Timestamp, limit: Int) async throws(JournalError) -> [ReportRecord] {
        try await read { reader throws(JournalError) in
            try reader.dueReports(bridge, now: now, limit: limit.within(1...JournalLimits.pageMax))
        }
    }

    public func token(_ id: String) async throws(JournalError) -> TokenRecord? {
        try await read { reader throws(JournalError) in try reader.token(id) }
    }

    public func answer(asker: String, key: String) async throws(JournalError) -> AnswerRecord? {
        try await read { reader throws(JournalError) in try reader.answer(asker: asker, key: key) }
    }

    public func budget(connection: String) async throws(JournalError) -> [BudgetWindow] {
        try await read { reader throws(JournalError) in try reader.budget(connection) }
    }
}

// MARK: - Reading for people

extension SQLiteJournal {
    public func list(_ filter: PostingFilter, before sequence: Int64?, limit: Int) async throws(JournalError) -> [PostingRecord] {
        try await read { reader throws(JournalError) in
            try reader.list(filter, before: sequence, limit: limit.within(1...JournalLimits.listMax))
        }
    }

    public func versions(_ key: DocumentKey, bridge: BridgeID) async throws(JournalError) -> [DocumentRecord] {
        try await read { reader throws(JournalError) in try reader.versions(key, bridge) }
    }

    public func entry(_ key: DocumentKey, version: Int, bridge: BridgeID) async throws(JournalError) -> EntryRecord? {
        try await read { reader throws(JournalError) in try reader.entry(key, version: version, bridge) }
    }

    public func booked(_ key: DocumentKey, bridge: BridgeID) async throws(JournalError) -> BookedRecord? {
        try await read { reader throws(JournalError) in try reader.booked(key, bridge) }
    }

    public func attempts(_ subject: String, bridge: BridgeID) async throws(JournalError) -> [AttemptRecord] {
        try await read { reader throws(JournalError) in try reader.attempts(subject, bridge) }
    }

    public func calls(_ attempt: AttemptName, bridge: BridgeID) async throws(JournalError) -> [BooksCall] {
        try await read { reader throws(JournalError) in try reader.calls(attempt, bridge) }
    }

    public func credits(of original: DocumentKey, bridge: BridgeID) async throws(JournalError) -> [PostingRecord] {
        try await read { reader throws(JournalError) in try reader.credits(of: original, bridge) }
    }

    public func history(
        subject: String?, bridge: BridgeID?, after sequence: Int64, limit: Int
    ) async throws(JournalError) -> [HistoryRecord] {
        try await read { reader throws(JournalError) in
            try reader.history(subject: subject, bridge: bridge, after: sequence, limit: limit.within(1...JournalLimits.pageMax))
        }
    }

    public func stateTotals(_ bridge: BridgeID?) async throws(JournalError) -> [StateTotal] {
        try await read { reader throws(JournalError) in try reader.stateTotals(bridge) }
    }

    public func daybookTotals(
        _ column: ControlColumn, bridge: BridgeID, dates: ClosedRange<CalendarDate>?
    ) async throws(JournalError) -> [DaybookTotal] {
        try await read { reader throws(JournalError) in try reader.daybookTotals(column, bridge, dates) }
    }

    public func waitingTotals(_ bridge: BridgeID, at now: Timestamp) async throws(JournalError) -> WaitingTotals {
        try await read { reader throws(JournalError) in try reader.waitingTotals(bridge, at: now) }
    }

    public func hourTotals(_ bridge: BridgeID, from moment: Timestamp, limit: Int) async throws(JournalError) -> [HourTotal] {
        try await read { reader throws(JournalError) in
            try reader.hourTotals(bridge, from: moment, limit: limit.within(1...JournalLimits.listMax))
        }
    }

    public func ageTotals(_ bridge: BridgeID, bounds: [Timestamp]) async throws(JournalError) -> [AgeTotal] {
        let bounds = Array(bounds.prefix(JournalLimits.ageBoundsMax))
        return try await read { reader throws(JournalError) in try reader.ageTotals(bridge, bounds: bounds) }
    }

    public func holdTotals(_ bridge: BridgeID) async throws(JournalError) -> [HoldTotal] {
        try await read { reader throws(JournalError) in try reader.holdTotals(bridge) }
    }

    public func problemTotals(_ bridge: BridgeID?) async throws(JournalError) -> [ProblemTotal] {
        try await read { reader throws(JournalError) in try reader.problemTotals(bridge) }
    }

    public func listParties(
        _ bridge: BridgeID, states: Set<PartyState>, after key: PartyKey?, limit: Int
    ) async throws(JournalError) -> [PartyRecord] {
        try await read { reader throws(JournalError) in
            try reader.listParties(bridge, states: states, after: key, limit: limit.within(1...JournalLimits.listMax))
        }
    }

    public func differingParties(_ bridge: BridgeID, after key: PartyKey?, limit: Int) async throws(JournalError) -> [PartyRecord] {
        try await read { reader throws(JournalError) in
            try reader.differingParties(bridge, after: key, limit: limit.within(1...JournalLimits.listMax))
        }
    }

    public func partyVersions(_ key: PartyKey, bridge: BridgeID) async throws(JournalError) -> [PartyVersionRecord] {
        try await read { reader throws(JournalError) in try reader.partyVersions(key, bridge) }
    }

    public func tokens() async throws(JournalError) -> [TokenRecord] {
        try await read { reader throws(JournalError) in try reader.tokens() }
    }

    public func mappings(_ bridge: BridgeID) async throws(JournalError) -> [MappingRecord] {
        try await read { reader throws(JournalError) in try reader.mappings(bridge) }
    }
}
