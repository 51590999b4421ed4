import BridgeDomain
public import BridgeJournal

/// Two journals that are told the same must answer the same. Finds what nobody thought of writing down as a promise.
///
/// Units are drawn from a generator: arrivals, moves of everything a posting has, entries, readings, parties, bindings, reports, leases and
/// budgets, some of them stale or doubled on purpose. After every few units all questions are asked of both.
public struct JournalComparison<Generator: RandomNumberGenerator> {
    let left: any BridgeJournal
    let right: any BridgeJournal
    var random: Generator
    let bridges: [BridgeID] = ["export-nl", "other"]
    private let now = JournalSample.now
    private var fences: [Fence] = []

    /// Compares two journals, both empty.
    public init(_ left: any BridgeJournal, _ right: any BridgeJournal, random: Generator) {
        self.left = left
        self.right = right
        self.random = random
    }

    /// Tells both journals `units` units, and asks everything after every `pace` of them. Throws ``BrokenPromise`` at the first difference.
    public mutating func run(units: Int, pace: Int = 20) async throws {
        for step in 1...units {
            let unit = try await draw()
            let outcomes = (await outcome(left, unit), await outcome(right, unit))
            try expectEqual(outcomes.0, outcomes.1, "step \(step): \(unit)")
            try await guardSomething(step)
            if step.isMultiple(of: pace) { try await askEverything(step) }
        }
    }

    private func outcome(_ journal: any BridgeJournal, _ unit: JournalUnit) async -> JournalError.Code? {
        do throws(JournalError) {
            try await journal.commit(unit)
        } catch {
            return error.code
        }
        return nil
    }

    // MARK: Drawing

    mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }
    private mutating func number() -> Int { Int.random(in: 1...14, using: &random) }

    mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[Int.random(in: elements.indices, using: &random)]
    }

    private mutating func money() -> Money? {
        let currency = chance(80) ? Currency.eur : Currency(code: "USD") ?? .eur
        return chance(90) ? Money(minorUnits: Int64.random(in: -5_000...90_000, using: &random), currency) : nil
    }

    private mutating func moment() -> Timestamp? {
        chance(75) ? now.adding(seconds: Int64.random(in: -5...5, using: &random)) : nil
    }

    private mutating func draw() async throws -> JournalUnit {
        var unit = JournalUnit()
        for _ in 0...Int.random(in: 0...3, using: &random) { unit.append(try await change()) }
        if chance(10), let fence = fences.randomElement(using: &random) { unit.fence = fence }
        return unit
    }

    private mutating func change() async throws -> JournalChange {
        let (bridge, number) = (pick(bridges), number())
        let kind: DocumentKind = chance(70) ? .salesInvoice : pick(DocumentKind.allCases)
        switch Int.random(in: 0..<25, using: &random) {
        case 0...2: return .startPosting(vary(JournalSample.posting(number, kind, bridge: bridge)))
        case 3...8: return try await move(JournalSample.key(number, kind), bridge)
        case 9: return .keepDocument(JournalSample.document(number, kind, version: chance(80) ? 1 : 2, bridge: bridge))
        case 10...11: return .keepEntry(entry(number, kind, bridge))
        case 12: return .keepBooked(JournalSample.booked(number, bridge: bridge, net: Int64(number), vatCode: chance(50) ? "VL" : nil))
        case 13: return try await party(bridge)
        case 14: return chance(70) ? .bind(binding(bridge)) : .unbind(bridge, .debtor, ours: "C\(number)")
        case 15: return report(number, bridge)
        case 16: return chance(60) ? .keepAttempt(attempt(number, bridge)) : .keepCalls(calls(number, bridge))
        case 17: return .putRelation(relation(bridge))
        case 18:
            return chance(50) ? .setCursor(bridge, name: "c", value: "\(number)") : .putValue(bridge, name: "v", value: [UInt8(number)])
        case 19: return chance(30) ? token() : chance(60) ? console() : webhook()
        case 20:
            return chance(80)
                ? .keepAnswer(JournalSample.answer("k\(number)", made: Int64(number % 4), kept: Int64(number % 9), body: [UInt8(number)]))
                : .forgetAnswers(runOutBy: now.adding(seconds: Int64(number % 9)), limit: number % 3)
        case 21...22: return try await payment(number, bridge)
        case 23: return try await attachment(number, bridge)
        default: return .record(JournalSample.record("moved", number, kind, bridge: chance(90) ? bridge : nil))
        }
    }

    private mutating func move(_ key: DocumentKey, _ bridge: BridgeID) async throws -> JournalChange {
        guard let stored = try await left.postings([key], bridge: bridge)[key] else {
            return .movePosting(
                PostingRecord(
                    bridge: bridge, document: key, sourceID: "none", documentVersion: 1, contentHash: "", state: .ready, receivedAt: now,
                    invoiceDate: JournalSample.date))
        }
        var next = vary(stored)
        if chance(30) { next.state = pick(PostingState.allCases) }
        next.revision = stored.revision + (chance(92) ? 1 : 0)
        return .movePosting(next)
    }

    /// The posting with some of what it has changed: little at a time, so that each part is also changed alone.
    private mutating func vary(_ posting: PostingRecord) -> PostingRecord {
        var next = posting
        for _ in 0...Int.random(in: 0...3, using: &random) { varyPart(&next) }
        return next
    }

    private mutating func varyPart(_ next: inout PostingRecord) {
        switch Int.random(in: 0..<16, using: &random) {
        case 0: next.state = pick(PostingState.allCases)
        case 1: next.dueAt = moment()
        case 2: next.deadline = moment()
        case 3: next.hold = pick([nil, .approval, .schedule, .person, .party(PartyKey(.debtor, "C1")), .original(JournalSample.key(1))])
        case 4: next.problems = problems()
        case 14: next.receivedAt = now.adding(seconds: pick([-90_000, -3_600, 0, 3_600]))
        case 15: next.bookedAt = pick([nil, now, now.adding(seconds: 3_600)])
        case 5: next.party = chance(85) ? PartyKey(.debtor, PartyCode("C\(Int.random(in: 1...3, using: &random))")) : nil
        case 6: next.invoiceDate = JournalSample.date.adding(days: Int.random(in: 0...3, using: &random))
        case 7: next.reference = chance(85) ? EntryReference("FP\(number())") : nil
        case 8: next.sourceID = SourceID("s\(number())")
        case 9: next.documentVersion = chance(80) ? 1 : 2
        case 10: next.readBack = pick([.pending, .agrees(at: now), .differs(at: now, problems: next.problems)])
        case 11: next.originals = (0..<Int.random(in: 0...2, using: &random)).map { _ in JournalSample.key(number()).number }
        case 12:
            next.gross = money()
            next.net = next.gross
            next.vat = chance(50) ? next.gross : nil
        default:
            next.deposits = chance(70) ? money() : nil
            next.targetNumber = chance(40) ? "2670\(number())" : nil
        }
    }

    private mutating func problems() -> [Problem] {
        let codes: [ProblemCode] = [.accountUnmapped, .textTooLong, .partyUnknown]
        return (0..<Int.random(in: 0...3, using: &random)).map { line in
            Problem(pick(codes), at: Place(line: line, "x"), found: chance(50) ? "DRIED" : "")
        }
    }

    private mutating func entry(_ number: Int, _ kind: DocumentKind, _ bridge: BridgeID) -> EntryRecord {
        JournalSample.entry(
            number, kind, version: chance(80) ? 1 : 2, bridge: bridge, net: Int64.random(in: 0...9_000, using: &random),
            daybook: pick(["70", "71"]), vatCode: pick(["VL", "VH"]))
    }

    private mutating func party(_ bridge: BridgeID) async throws -> JournalChange {
        let key = PartyKey(.debtor, PartyCode("C\(Int.random(in: 1...4, using: &random))"))
        let stored = try await left.parties([key], bridge: bridge)[key]
        var next = JournalSample.party(
            key.code.text, version: (stored?.version ?? 1) + (stored != nil && chance(30) ? 1 : 0), bridge: bridge)
        next.revision = (stored?.revision ?? 0) + (chance(90) ? 1 : 0)
        next.state = pick(PartyState.allCases)
        next.dueAt = moment()
        next.alignment = chance(50) ? JournalSample.alignment(differing: chance(50)) : nil
        return .putParty(next)
    }

    private mutating func attachment(_ number: Int, _ bridge: BridgeID) async throws -> JournalChange {
        let key = JournalSample.key(number)
        var next = JournalSample.attachment(number, state: pick(AttachmentRecord.State.allCases))
        next.bridge = bridge
        next.dueAt = next.state.isOpen ? moment() ?? now : nil
        next.madeAt = now.adding(seconds: Int64(number % 3))
        next.revision = (try await left.attachments([key], bridge: bridge)[key]?.revision ?? 0) + (chance(92) ? 1 : 2)
        return chance(15) ? .startAttachment(JournalSample.attachment(number)) : .putAttachment(next)
    }

    private mutating func console() -> JournalChange {
        let (id, account) = ("s\(Int.random(in: 1...3, using: &random))", "a\(Int.random(in: 1...2, using: &random))")
        switch Int.random(in: 0..<6, using: &random) {
        case 0:
            var record = JournalSample.account(account)
            record.revision = Int64.random(in: 1...3, using: &random)
            return .putAccount(record)
        case 1, 2: return .startSession(JournalSample.session(id, account: account, ends: Int64.random(in: 1...9, using: &random)))
        case 3: return .touchSession(id: id, at: JournalSample.now.adding(seconds: Int64.random(in: -2...9, using: &random)))
        case 4: return chance(50) ? .endSession(id: id) : .endSessions(account: account)
        default: return .forgetSessions(endedBy: JournalSample.now.adding(seconds: 4), limit: 1)
        }
    }

    private mutating func webhook() -> JournalChange {
        let sequence = Int64.random(in: 1...4, using: &random)
        switch Int.random(in: 0..<5, using: &random) {
        case 0:
            var record = JournalSample.webhook("w")
            record.revision = Int64.random(in: 1...3, using: &random)
            return .putWebhook(record)
        case 1: return .moveWebhook(id: "w", standing: WebhookRecord.Standing(position: sequence, failingSince: moment()))
        case 2:
            let id = "name/\(sequence)"
            return .putFailures(
                FailureRecord(id: id, failures: 1, lastAt: JournalSample.now, revision: Int64.random(in: 1...2, using: &random)))
        case 3: return .dropFailures(id: "name/\(sequence)")
        default: return .forgetFailures(lastBy: JournalSample.now, limit: 1)
        }
    }

    private mutating func token() -> JournalChange {
        if Bool.random(using: &random) {
            return .touchToken(
                id: "t\(Int.random(in: 1...4, using: &random))",
                at: JournalSample.now.adding(seconds: Int64.random(in: -2...9, using: &random)))
        }
        var token = JournalSample.token("t\(Int.random(in: 1...3, using: &random))")
        token.revision = Int64.random(in: 1...3, using: &random)
        token.revokedAt = moment()
        token.role = Bool.random(using: &random) ? "controller" : nil
        return .putToken(token)
    }

    private mutating func binding(_ bridge: BridgeID) -> Binding {
        Binding(
            bridge: bridge, kind: .debtor, ours: "C\(Int.random(in: 1...5, using: &random))",
            theirs: TargetID("g\(Int.random(in: 1...5, using: &random))"), number: "\(number())", boundAt: now)
    }

    private mutating func report(_ number: Int, _ bridge: BridgeID) -> JournalChange {
        let (document, key) = (JournalSample.key(number), "k\(Int.random(in: 1...2, using: &random))")
        guard chance(70) else { return .settleReport(bridge, document: document, key: key) }
        return .queueReport(ReportRecord(bridge: bridge, document: document, key: key, content: [1], dueAt: moment() ?? now))
    }

    private mutating func attempt(_ number: Int, _ bridge: BridgeID) -> AttemptRecord {
        var record = AttemptRecord(
            bridge: bridge, subject: "\(JournalSample.key(number))", number: Int.random(in: 1...3, using: &random), purpose: .post,
            startedAt: chance(70) ? now : now.adding(seconds: 60))
        record.endedAt = moment()
        record.verdict = chance(50) ? "done" : nil
        return record
    }

    private mutating func calls(_ number: Int, _ bridge: BridgeID) -> AttemptCalls {
        let names = [number, self.number()].map { AttemptName("\(JournalSample.key($0))", Int.random(in: 1...3, using: &random)) }
        if chance(30) { return AttemptCalls(bridge: bridge, attempts: [names[0]], same: names[1]) }
        return AttemptCalls(
            bridge: bridge, attempts: chance(50) ? names : [names[0]],
            calls: (0..<Int.random(in: 0...3, using: &random)).map { JournalSample.call($0) })
    }

    private mutating func relation(_ bridge: BridgeID) -> RelationRecord {
        var record = JournalSample.relation(
            "r\(number())", vatNumber: chance(70) ? "NL\(Int.random(in: 1...3, using: &random))" : nil,
            chamberOfCommerce: chance(50) ? "7" : nil, number: "\(Int.random(in: 1...4, using: &random))")
        record.bridge = bridge
        record.deleted = chance(15)
        record.details = chance(50) ? [.name: "Relation", .city: pick(["Aalsmeer", ""])] : nil
        return record
    }

    // MARK: Leases and budgets

    private mutating func guardSomething(_ step: Int) async throws {
        let (owner, amount) = (pick(["a", "b"]), Int.random(in: 0...30, using: &random))
        let at = now.adding(seconds: Int64(step))
        switch Int.random(in: 0..<8, using: &random) {
        case 0:
            let until = at.adding(seconds: Int64.random(in: 0...4, using: &random))
            let fence = try await left.lease("lane", owner: owner, now: at, until: until)
            try expectEqual(fence, try await right.lease("lane", owner: owner, now: at, until: until), "lease at \(step)")
            if let fence { fences.append(fence) }
        case 1:
            guard let fence = fences.randomElement(using: &random) else { return }
            try await left.release(fence)
            try await right.release(fence)
        case 2...3:
            let windows = [
                BudgetWindow(name: "minute", limit: 60, used: 0, resetsAt: at.adding(seconds: 5)),
                BudgetWindow(name: "day", limit: 200, used: 0, resetsAt: at.adding(seconds: 50)),
            ]
            let spent = try await left.spend(amount, connection: "exact", windows: windows, now: at)
            let other = try await right.spend(amount, connection: "exact", windows: windows, now: at)
            try expect(spent.granted == other.granted && spent.windows == other.windows, "budget at \(step)")
        case 4:
            let window = BudgetWindow(name: "minute", limit: 60, used: amount, resetsAt: at.adding(seconds: Int64(amount % 3)))
            try await left.observe(window, connection: "exact")
            try await right.observe(window, connection: "exact")
        default: break
        }
    }
}
