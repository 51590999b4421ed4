import BridgeDomain
import BridgeJournal

extension MemoryTables {
    func posting(_ key: DocumentKey, _ bridge: BridgeID) -> PostingRecord? {
        postingPlaces[Scoped(bridge, key)].map { postings[$0] }
    }

    /// The postings at these places, in order of arrival.
    func postings(at places: Set<Int>?) -> [PostingRecord] { (places ?? []).sorted().map { postings[$0] } }

    func due(_ bridge: BridgeID, states: Set<PostingState>, now: Timestamp, limit: Int) -> [PostingRecord] {
        let found = (placesDue[bridge] ?? []).compactMap { place -> (due: Timestamp, place: Int)? in
            guard let due = postings[place].dueAt, due <= now, states.contains(postings[place].state) else { return nil }
            return (due, place)
        }
        return found.sorted { ($0.due, $0.place) < ($1.due, $1.place) }.prefix(limit).map { postings[$0.place] }
    }

    func nextDue(_ bridge: BridgeID) -> Timestamp? {
        let moments =
            (placesDue[bridge] ?? []).compactMap { postings[$0].dueAt } + parties.values.filter { $0.bridge == bridge }.compactMap(\.dueAt)
            + reports.values.filter { $0.bridge == bridge }.map(\.dueAt)
        return moments.min()
    }

    func credited(_ original: DocumentKey, _ bridge: BridgeID, except: DocumentKey) -> [Money] {
        let credits = postings(at: placesByOriginal[Scoped(bridge, original)]).filter { $0.document != except && $0.countsAsCredit }
        return sums(credits.compactMap(\.gross))
    }

    func depositBalance(_ party: PartyKey, _ bridge: BridgeID, _ currency: Currency) -> Money {
        postings(at: placesByParty[Scoped(bridge, party)]).filter { $0.state != .withdrawn }.compactMap(\.deposits)
            .filter { $0.currency == currency }.total(currency)
    }

    func dueParties(_ bridge: BridgeID, states: Set<PartyState>, now: Timestamp, limit: Int) -> [PartyRecord] {
        let found = parties.values.compactMap { party -> (due: Timestamp, party: PartyRecord)? in
            guard party.bridge == bridge, states.contains(party.state), let due = party.dueAt, due <= now else { return nil }
            return (due, party)
        }
        return found.sorted { ($0.due, $0.party.key) < ($1.due, $1.party.key) }.prefix(limit).map(\.party)
    }

    func relations(_ bridge: BridgeID, vatNumber: String?, chamberOfCommerce: String?, number: String?) -> [RelationRecord] {
        let all = relations.values.filter { $0.bridge == bridge && !$0.deleted }.sorted { $0.id < $1.id }
        var found: [RelationRecord] = []
        func take(_ wanted: String?, _ value: (RelationRecord) -> String?) {
            guard let wanted else { return }
            for relation in all.filter({ value($0) == wanted }).prefix(10) where !found.contains(where: { $0.id == relation.id }) {
                found.append(relation)
            }
        }
        take(vatNumber, \.vatNumber)
        take(chamberOfCommerce, \.chamberOfCommerce)
        take(number, \.number)
        return found
    }

    func dueReports(_ bridge: BridgeID, now: Timestamp, limit: Int) -> [ReportRecord] {
        let found = reports.values.filter { $0.bridge == bridge && $0.dueAt <= now }
        return Array(found.sorted { ($0.dueAt, "\($0.document)") < ($1.dueAt, "\($1.document)") }.prefix(limit))
    }

    func list(_ filter: PostingFilter, before sequence: Int64?, limit: Int) -> [PostingRecord] {
        let end = min(postings.count, Int(clamping: max(1, sequence ?? .max) - 1))
        return Array(postings[..<end].reversed().lazy.filter(filter.includes).prefix(limit))
    }

    func listParties(_ bridge: BridgeID, states: Set<PartyState>, after key: PartyKey?, limit: Int) -> [PartyRecord] {
        let found = parties.values.filter { party in
            party.bridge == bridge && (states.isEmpty || states.contains(party.state)) && (key.map { $0 < party.key } ?? true)
        }
        return Array(found.sorted { $0.key < $1.key }.prefix(limit))
    }

    func differingParties(_ bridge: BridgeID, after key: PartyKey?, limit: Int) -> [PartyRecord] {
        let found = parties.values.filter { party in
            party.bridge == bridge && party.alignment?.differences.isEmpty == false && (key.map { $0 < party.key } ?? true)
        }
        return Array(found.sorted { $0.key < $1.key }.prefix(limit))
    }

    func history(subject: String?, bridge: BridgeID?, after sequence: Int64, limit: Int) -> [HistoryRecord] {
        let start = min(history.count, Int(clamping: max(0, sequence)))
        let found = history[start...].lazy.filter { record in
            (subject.map { $0 == record.entry.subject } ?? true) && (bridge.map { $0 == record.entry.bridge } ?? true)
        }
        return Array(found.prefix(limit))
    }

    /// Amounts added up per currency, in order of code.
    private func sums(_ amounts: [Money]) -> [Money] {
        Dictionary(grouping: amounts, by: \.currency).map { $0.value.total($0.key) }.sorted { $0.currency.code < $1.currency.code }
    }
}

extension MemoryTables {
    private struct TotalKey: Hashable {
        var bridge: BridgeID
        var state: PostingState
        var kind: DocumentKind
        var currency: Currency?
    }

    func stateTotals(_ bridge: BridgeID?) -> [StateTotal] {
        let groups = Dictionary(grouping: postings.filter { bridge == nil || $0.bridge == bridge }) {
            TotalKey(bridge: $0.bridge, state: $0.state, kind: $0.document.kind, currency: $0.currency)
        }
        let totals = groups.map { key, members in
            StateTotal(
                bridge: key.bridge, state: key.state, kind: key.kind, count: members.count,
                net: key.currency.map { members.compactMap(\.net).total($0) },
                vat: key.currency.map { members.compactMap(\.vat).total($0) },
                gross: key.currency.map { members.compactMap(\.gross).total($0) })
        }
        return totals.sorted(by: StateTotal.inOrder)
    }

    func daybookTotals(_ column: ControlColumn, _ bridge: BridgeID, _ dates: ClosedRange<CalendarDate>?) -> [DaybookTotal] {
        var sums: [DaybookTotal] = []
        for posting in postings
        where posting.bridge == bridge && dates?.contains(posting.invoiceDate) ?? true && column.counts(posting.state) {
            for total in EntryTotal.grouped(totals(of: posting, in: column)) {
                let place = sums.firstIndex {
                    $0.daybook == total.daybook && $0.vatCode == total.vatCode && $0.net.currency == total.net.currency
                }
                if let place {
                    sums[place].documents += 1
                    sums[place].net += total.net
                    sums[place].vat += total.vat
                } else {
                    sums.append(
                        DaybookTotal(daybook: total.daybook, vatCode: total.vatCode, documents: 1, net: total.net, vat: total.vat))
                }
            }
        }
        return sums.sorted(by: DaybookTotal.inOrder)
    }

    private func totals(of posting: PostingRecord, in column: ControlColumn) -> [EntryTotal] {
        let key = Scoped(posting.bridge, posting.document)
        switch column {
        case .mapped, .sent: return entries[key]?[posting.documentVersion]?.totals ?? []
        case .booked: return booked[key]?.totals ?? []
        }
    }

    private struct CauseKey: Hashable {
        var bridge: BridgeID
        var code: ProblemCode
        var found: String
    }

    func waitingTotals(_ bridge: BridgeID, at now: Timestamp) -> WaitingTotals {
        let own = postings.filter { $0.bridge == bridge }
        let waiting = own.compactMap { posting in posting.state.isSettled ? nil : posting.deadline.map { (deadline: $0, posting: posting) }
        }
        let first = waiting.min { ($0.deadline, $0.posting.sequence) < ($1.deadline, $1.posting.sequence) }
        return WaitingTotals(
            late: waiting.count { $0.deadline < now }, differing: own.count(where: \.differs), oldest: first?.posting.receivedAt)
    }

    func problemTotals(_ bridge: BridgeID?) -> [ProblemTotal] {
        var waiting: [CauseKey: [PostingRecord]] = [:]
        for posting in postings where bridge == nil || posting.bridge == bridge {
            let causes = posting.causes.map { problem in
                CauseKey(bridge: posting.bridge, code: problem.code, found: problem.code.isOneCausePerValue ? problem.found : "")
            }
            for cause in Set(causes) { waiting[cause, default: []].append(posting) }
        }
        let totals = waiting.compactMap { key, members -> ProblemTotal? in
            guard let oldest = members.map(\.receivedAt).min() else { return nil }
            return ProblemTotal(
                bridge: key.bridge, code: key.code, found: key.found, count: members.count, gross: sums(members.compactMap(\.gross)),
                oldest: oldest)
        }
        return totals.sorted(by: ProblemTotal.inOrder)
    }
}
