import BridgeDomain
import BridgeJournal

// Everything that can be asked of a journal.
extension JournalComparison {
    mutating func askEverything(_ step: Int) async throws {
        for bridge in bridges {
            try await askForDecisions(bridge, step)
            try await askForParties(bridge, step)
            try await askForTotals(bridge, step)
            for number in 1...14 { try await askForDocument(JournalSample.key(number), bridge, step) }
            try await askForPayments(bridge, step)
        }
        for _ in 0..<12 { try await askForList(filter(), step) }
        try await same(step) { try await $0.history(subject: nil, bridge: nil, after: 3, limit: 10_000) }
        try await same(step) { try await $0.budget(connection: "exact") }
        try await same(step) { try await $0.tokens() }
        try await same(step) { try await $0.accounts() }
        for number in 1...3 { try await same(step) { try await $0.session("s\(number)") } }
        try await same(step) { try await $0.sessions() }
        try await same(step) { try await $0.webhooks() }
        try await same(step) { try await $0.failures((1...4).map { "name/\($0)" }) }
        try await same(step) { try await $0.historyEnd() }
        for number in 1...14 { try await same(step) { try await $0.answer(asker: "token/a", key: "k\(number)") } }
        try await same(step) { try await $0.stateTotals(nil) }
        try await same(step) { try await $0.problemTotals(nil) }
    }

    private func same<Answer: Equatable>(
        _ step: Int, _ name: String = "", line: Int = #line, _ ask: (any BridgeJournal) async throws -> Answer
    ) async throws {
        try expectEqual(try await ask(left), try await ask(right), "step \(step) \(name)", line: line)
    }

    private func askForDecisions(_ bridge: BridgeID, _ step: Int) async throws {
        let now = JournalSample.now
        for states in [Set(PostingState.allCases), [.ready], [.held, .booked], []] {
            for limit in [2, 100] { try await same(step) { try await $0.due(bridge, states: states, now: now, limit: limit) } }
        }
        for hold in [Hold.approval, .person, .party(PartyKey(.debtor, "C1")), .original(JournalSample.key(1))] {
            try await same(step) { try await $0.held(bridge, blocker: hold.blocker, after: 2, limit: 5) }
        }
        try await same(step) { try await $0.nextDue(bridge) }
        try await same(step) { try await $0.dueReports(bridge, now: now, limit: 3) }
        try await same(step) { try await $0.dueReports(bridge, now: now.adding(seconds: 9), limit: 100) }
        try await same(step) { try await $0.cursor(bridge, name: "c") }
        try await same(step) { try await $0.value(bridge, name: "v") }
        for number in 1...14 {
            try await same(step) { try await $0.postings(source: SourceID("s\(number)"), bridge: bridge) }
            try await same(step) { try await $0.posting(bridge, reference: EntryReference("FP\(number)")) }
        }
    }

    private func askForDocument(_ key: DocumentKey, _ bridge: BridgeID, _ step: Int) async throws {
        try await same(step) { try await $0.postings([key], bridge: bridge) }
        try await same(step) { try await $0.versions(key, bridge: bridge) }
        try await same(step) { try await $0.entry(key, version: 1, bridge: bridge) }
        try await same(step) { try await $0.booked(key, bridge: bridge) }
        try await same(step) { try await $0.attempts("\(key)", bridge: bridge) }
        for number in 1...3 { try await same(step) { try await $0.calls(AttemptName("\(key)", number), bridge: bridge) } }
        try await same(step) { try await $0.history(subject: "\(key)", bridge: bridge, after: 0, limit: 100) }
        try await same(step) { try await $0.credits(of: key, bridge: bridge) }
        let except = JournalSample.key(1, .creditNote)
        try await same(step) { try await $0.credited(key, bridge: bridge, except: except) }
    }

    private func askForPayments(_ bridge: BridgeID, _ step: Int) async throws {
        let now = JournalSample.now
        let ids = (1...14).map { PaymentID("1/\($0)") }
        try await same(step) { try await $0.payments(ids, bridge: bridge) }
        for day in 0...2 {
            let date = JournalSample.date.adding(days: day)
            try await same(step) { try await $0.payments(dated: date, bridge: bridge, after: "1/3", limit: 3) }
        }
        for standings in [Set(PaymentRecord.Standing.allCases), [.trouble], [.fine, .foreign], []] {
            try await same(step) { try await $0.payments(standings, bridge: bridge, before: 7, limit: 4) }
        }
        for id in ids { try await same(step) { try await $0.notices(of: id, bridge: bridge) } }
        for state in NoticeRecord.State.allCases {
            try await same(step) { try await $0.notices(state, bridge: bridge, after: 2, limit: 3) }
        }
        let keys = (1...14).map { JournalSample.key($0) }
        for key in keys { try await same(step) { try await $0.payments(of: key, bridge: bridge) } }
        try await same(step) { try await $0.settledItems(keys, bridge: bridge) }
        try await same(step) { try await $0.itemsToCheck(bridge, now: now, limit: 3) }
        for after in [nil, keys[4]] { try await same(step) { try await $0.itemsInTrouble(bridge, after: after, limit: 3) } }
        try await same(step) { try await $0.paymentTotals(bridge) }
        try await same(step) { try await $0.attachments(keys, bridge: bridge) }
        for limit in [2, 100] { try await same(step) { try await $0.attachmentsDue(bridge, by: now, limit: limit) } }
        try await same(step) { try await $0.attachmentsRefused(bridge, limit: 3) }
        try await same(step) { try await $0.attachmentTotals(bridge) }
    }

    private func askForParties(_ bridge: BridgeID, _ step: Int) async throws {
        let now = JournalSample.now
        for number in 1...5 {
            let key = PartyKey(.debtor, PartyCode("C\(number)"))
            try await same(step) { try await $0.parties([key], bridge: bridge) }
            try await same(step) { try await $0.partyVersions(key, bridge: bridge) }
            try await same(step) { try await $0.depositBalance(key, bridge: bridge, currency: .eur) }
            try await same(step) { try await $0.binding(bridge, .debtor, ours: "C\(number)") }
            try await same(step) { try await $0.binding(bridge, .debtor, theirs: TargetID("g\(number)")) }
            try await same(step) { try await $0.listParties(bridge, states: [.ready, .aligned], after: key, limit: 2) }
            try await same(step) {
                try await $0.relations(bridge, vatNumber: "NL\(number)", chamberOfCommerce: "7", number: "\(number)")
            }
        }
        try await same(step) { try await $0.dueParties(bridge, states: Set(PartyState.allCases), now: now, limit: 3) }
        try await same(step) { try await $0.listParties(bridge, states: [], after: nil, limit: 100) }
        try await same(step) { try await $0.differingParties(bridge, after: nil, limit: 100) }
        for number in 1...5 { try await same(step) { try await $0.relation(bridge, id: TargetID("r\(number)")) } }
    }

    private func askForTotals(_ bridge: BridgeID, _ step: Int) async throws {
        let date = JournalSample.date
        try await same(step) { try await $0.stateTotals(bridge) }
        try await same(step) { try await $0.problemTotals(bridge) }
        for seconds: Int64 in [-3_600, 0, 3_600] {
            try await same(step) { try await $0.waitingTotals(bridge, at: JournalSample.now.adding(seconds: seconds)) }
        }
        for hours: Int64 in [-2, 0, 1] {
            let moment = JournalSample.now.adding(seconds: hours * 3_600)
            try await same(step) { try await $0.hourTotals(bridge, from: moment, limit: 3) }
            try await same(step) { try await $0.ageTotals(bridge, bounds: [moment, moment.adding(seconds: -3_600)]) }
        }
        try await same(step) { try await $0.holdTotals(bridge) }
        for column in ControlColumn.allCases {
            for dates in [nil, date...date, date.adding(days: 1)...date.adding(days: 9)] {
                try await same(step, "\(column)") { try await $0.daybookTotals(column, bridge: bridge, dates: dates) }
            }
        }
    }

    private mutating func filter() -> PostingFilter {
        var filter = PostingFilter()
        if chance(60) { filter.bridge = pick(bridges) }
        if chance(40) { filter.states = Set(PostingState.allCases.filter { _ in chance(40) }) }
        if chance(30) { filter.kinds = Set(DocumentKind.allCases.filter { _ in chance(50) }) }
        if chance(20) { filter.party = PartyKey(.debtor, "C1") }
        if chance(15) { filter.problem = .accountUnmapped }
        if chance(15) { filter.blocker = "approval" }
        if chance(20) { filter.invoiceDates = JournalSample.date...JournalSample.date.adding(days: chance(30) ? 1_000 : 1) }
        if chance(20) { filter.search = pick(["10001", "fp1", "c", "zz", "267"]) }
        if chance(15) { filter.lateAt = JournalSample.now }
        filter.differing = chance(15)
        return filter
    }

    private mutating func askForList(_ filter: PostingFilter, _ step: Int) async throws {
        let before: Int64? = chance(50) ? Int64.random(in: 1...20, using: &random) : nil
        for limit in [3, 100] {
            try await same(step, "\(filter) before \(before ?? 0)") { try await $0.list(filter, before: before, limit: limit) }
        }
    }
}
