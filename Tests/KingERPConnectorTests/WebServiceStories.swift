import BridgeConnector
import BridgeDomain
import BridgeEngine
import BridgeHTTP
import BridgeScenarios
import BridgeTesting
import KingERPConnector
import KingSimulator
import Testing

@Suite struct `A day with King's web services` {
    private let orders = ["F1", "F2", "F3"].map { Samples.order($0) }

    @Test func `a run is one batch, filled line by line, and in the books when it is closed`() async throws {
        let desk = ServiceDesk()
        let process = desk.process { request in
            // Nothing may be in the ledger before.
            if !request.path.hasSuffix("Boekingsgang_Afsluiten") {
                #expect(await desk.sandbox.entries(in: "BLOEMEN").isEmpty)
            }
        }
        for order in orders { #expect(try await process.post(order, with: .unknown).awaitedUntil != nil) }
        let news = try await process.deliver(runIsOver: true)
        #expect(news.settled == ["F1", "F2", "F3"])
        #expect(await desk.booked() == ["F1", "F2", "F3"])
        let batches = await desk.sandbox.batches(in: "BLOEMEN")
        #expect(batches.map(\.description) == ["LedgerBridge 1.1"])
        #expect(batches.map(\.isFinal) == [false])
        #expect(await desk.sandbox.callCounts["Boekingsgang_Journaalpost_Journaalregel_Toevoegen"] == 9)
        #expect(desk.meter.taken == 1 + 3 + 9 + 1)
        for order in orders {
            guard case .found(let found) = try await desk.fate(order) else { return #expect(Bool(false), "not booked") }
            #expect(BookedComparison(entry: order.entry, relation: order.relation).problems(try #require(found.first)).isEmpty)
        }
    }

    @Test func `what is asked for again while it is on its way, or booked, goes once`() async throws {
        let desk = ServiceDesk()
        let (one, other) = (desk.process("one"), desk.process("other"))
        for process in [one, other, one, other] {
            _ = try await process.post(orders[0], with: .unknown)
            _ = try await process.deliver(runIsOver: true)
        }
        #expect(await desk.booked() == ["F1"])
        #expect(try await other.post(orders[0], with: .unknown).awaitedUntil == nil, "the books hold it")
    }

    static let refusals: [(EntryLine, ProblemCode, String, Int)] = [
        (Samples.line(.amount, "8999", "-100.00"), .targetCodeBlocked, "1202 Rekening 8999 is geblokkeerd", 2),
        (Samples.line(.amount, "9999", "-100.00"), .targetCodeUnknown, "1201 Rekening 9999 bestaat niet", 2),
        (
            Samples.line(.amount, "8020", "-100.00", centre: "77"), .targetCodeUnknown, "1209 Kostenplaats of kostendrager 77 bestaat niet",
            2
        ),
    ]

    @Test(arguments: refusals.indices)
    func `an entry King refuses is told with its line and King's words, and the others are booked`(place: Int) async throws {
        let (line, code, text, number) = Self.refusals[place]
        let desk = ServiceDesk()
        let bad = Samples.order("F2") { $0.lines[1] = line }
        try await desk.work(desk.process(), [orders[0], bad, orders[2]], rounds: 2)
        #expect(await desk.booked() == ["F1", "F3"])
        guard case .refused(let problems, let words) = try await desk.fate(bad) else { return #expect(Bool(false), "not refused") }
        #expect(problems.map(\.code) == [code])
        #expect(problems.map(\.place.line) == [number])
        #expect(problems.map(\.found) == [text])
        #expect(words == text)
        // Mended, it goes again, alone.
        try await desk.work(desk.process(), [orders[1]], rounds: 2)
        #expect(await desk.booked() == ["F1", "F3", "F2"])
        #expect(try await desk.isBooked(orders[1]))
    }

    @Test func `a batch in which nothing is left stays nowhere`() async throws {
        let desk = ServiceDesk()
        try await desk.work(desk.process(), [Samples.order("F1") { $0.daybook = "XXX" }], rounds: 2)
        #expect(await desk.booked().isEmpty)
        #expect(await desk.sandbox.batches(in: "BLOEMEN").isEmpty)
    }

    @Test func `a closed period is told as such`() async throws {
        let desk = ServiceDesk()
        let order = Samples.order("F1") { $0.date = CalendarDate(daysSinceEpoch: 10_000) }
        try await desk.work(desk.process(), [order], rounds: 2)
        guard case .refused(let problems, _) = try await desk.fate(order) else { return #expect(Bool(false), "not refused") }
        #expect(problems.map(\.code) == [.periodClosed])
    }

    @Test func `a budget that is spent in the middle stops the run where it stands`() async throws {
        let desk = ServiceDesk()
        let process = desk.process()
        for order in orders { _ = try await process.post(order, with: .unknown) }
        for _ in 0..<14 {
            #expect(await desk.booked().isEmpty)
            desk.meter.leave(1)
            _ = try? await process.deliver(runIsOver: true)
        }
        #expect(await desk.booked() == ["F1", "F2", "F3"])
        #expect(desk.meter.taken == 14, "nothing was asked twice")
        #expect(await desk.sandbox.batches(in: "BLOEMEN").count == 1)
    }

    @Test func `a wrong access code is for a person, and the batch goes on when it is mended`() async throws {
        let desk = ServiceDesk()
        let locked = desk.process("first", code: "wrong")
        _ = try await locked.post(orders[0], with: .unknown)
        let error = await #expect(throws: ConnectorError.self) { _ = try await locked.deliver(runIsOver: true) }
        #expect(error?.code == .unauthorised)
        #expect(await #expect(throws: ConnectorError.self) { try await locked.check() }?.code == .unauthorised)
        try await desk.process("second").check()
        try await desk.work(desk.process("second"), [], rounds: 1)
        #expect(await desk.booked() == ["F1"])
    }

    @Test func `a batch that somebody closes meanwhile is for a person, never sent again`() async throws {
        let desk = ServiceDesk()
        let life = Life(endsAt: 6, after: true)
        let process = desk.process("first", life: life)
        for order in orders { _ = try await process.post(order, with: .unknown) }
        _ = try? await process.deliver(runIsOver: true)
        let number = try #require(await desk.sandbox.batches(in: "BLOEMEN").first?.number)
        // One entry is whole in the batch, of the second nothing but its head.
        let fields: HTTPFields = ["X-King-Toegangscode": "erp-toegang", "X-King-Administratie": "BLOEMEN"]
        _ = await desk.sandbox.answer(
            HTTPRequest(.post, target: "/KingWebservices/Boekingsgang_Verwijderen?boekingsgang=\(number)", fields: fields))
        desk.clock.advance(seconds: 60)
        try await desk.work(desk.process("second"), orders)
        #expect(await desk.booked() == ["F1", "F2", "F3"], "one that was taken away is put in again")
    }

    @Test func `a debtor of ours is put there at once; again does no harm`() async throws {
        var rules = Samples.rules
        rules.debtorNumbers = 1_000...1_999
        let desk = ServiceDesk(rules)
        let process = desk.process()
        await desk.sandbox.plan([.init(.loseAnswer)])
        let error = await #expect(throws: ConnectorError.self) { _ = try await process.create(Samples.debtor("1231")) }
        #expect(error?.code == .outcomeUnknown)
        #expect(try await process.relation(.debtor, numbered: "1231") == nil)
        #expect(try await process.create(Samples.debtor("1231")).number == "1231")
        #expect(await desk.sandbox.debtor(1231, in: "BLOEMEN")?["ADR_NAAM1"] == "Bloemenhuis De Tulp B.V.")
        _ = try await process.create(Samples.debtor("231", "Somebody else"))
        #expect(await desk.sandbox.debtor(231, in: "BLOEMEN")?["ADR_NAAM1"] == "Bloemenhuis De Tulp B.V.")
        let refused = await #expect(throws: ConnectorError.self) {
            _ = try await process.create(Samples.debtor("1232") { $0.country = "XX" })
        }
        #expect(refused?.code == .rejected)
        #expect(refused?.vendorText == "1213 Land XX bestaat niet")
    }
}

@Suite struct `When calls to King are lost or the process dies among them` {
    private let orders = ["F1", "F2"].map { Samples.order($0) }
    /// Opening, two entries with three lines each, closing.
    private static let calls = 10

    private func expectOnce(_ desk: ServiceDesk, _ place: String) async throws {
        #expect(await desk.booked().sorted() == ["F1", "F2"], "\(place)")
        #expect(await desk.sandbox.inconsistencies(in: "BLOEMEN").isEmpty, "\(place)")
        for order in orders { #expect(try await desk.isBooked(order), "\(order.entry.reference) \(place)") }
        let open = await desk.sandbox.batches(in: "BLOEMEN").filter { !$0.isClosed }
        #expect(open.count <= 1 && open.allSatisfy(\.entries.isEmpty), "\(place)")
    }

    static let faults: [KingSandbox.Fault.Kind] = [.loseRequest, .loseAnswer, .htmlPage, .unavailable, .truncated(30), .doubled]

    @Test(arguments: faults.indices)
    func `whatever is lost at whichever call, each entry arrives once`(fault: Int) async throws {
        for call in 0..<Self.calls {
            let desk = ServiceDesk()
            await desk.sandbox.plan([.init(Self.faults[fault], skip: call)])
            try await desk.work(desk.process(), orders, rounds: 6)
            // What a proxy repeats while a batch is filled is an entry too many in it: it cannot be closed, and is put together anew.
            try await expectOnce(desk, "\(Self.faults[fault]) at call \(call)")
        }
    }

    @Test(arguments: [true, false])
    func `a process that dies at whichever call is followed by one that goes on from there`(after: Bool) async throws {
        for call in 1...Self.calls {
            let desk = ServiceDesk()
            let life = Life(endsAt: call, after: after)
            let first = desk.process("first", life: life)
            for order in orders { _ = try await first.post(order, with: .unknown) }
            _ = try? await first.deliver(runIsOver: true)
            #expect(life.isDead, "the story is longer than its calls")
            desk.clock.advance(seconds: 60)
            try await desk.work(desk.process("second"), orders, rounds: 6)
            try await expectOnce(desk, "call \(call), after \(after)")
        }
    }

    @Test func `seeds of losses, one after the other`() async throws {
        for seed in UInt64(1)...40 {
            let desk = ServiceDesk { $0.seed = seed }
            await desk.sandbox.plan(
                [.loseRequest, .loseAnswer, .unavailable, .htmlPage].map { .init($0, times: 6, perMille: 150) })
            try await desk.work(desk.process(), orders, rounds: 60)
            #expect(await desk.booked().sorted() == ["F1", "F2"], "seed \(seed)")
            for order in orders { #expect(try await desk.isBooked(order), "seed \(seed)") }
        }
    }

    @Test func `one that stood still and comes back late does nothing any more`() async throws {
        let desk = ServiceDesk()
        let orders = orders
        let second = desk.process("second")
        let clock = desk.clock
        let first = desk.process("first") { request in
            guard request.path.hasSuffix("Journaalpost_Toevoegen"), await desk.booked().isEmpty else { return }
            clock.advance(seconds: 120)
            for order in orders { _ = try? await second.post(order, with: .unknown) }
            for _ in 0..<6 {
                _ = try? await second.deliver(runIsOver: true)
                clock.advance(seconds: 5)
            }
        }
        for order in orders { _ = try await first.post(order, with: .unknown) }
        _ = try? await first.deliver(runIsOver: true)
        try await desk.work(first, orders, rounds: 6)
        try await expectOnce(desk, "late")
    }

    @Test func `who stood still with entries in hand may not deliver them after they were looked up`() async throws {
        let desk = ServiceDesk()
        let (slow, quick) = (desk.process("slow"), desk.process("quick"))
        _ = try await slow.post(orders[0], with: .unknown)
        desk.clock.advance(seconds: slow.capabilities.settlingSeconds)
        #expect(try await quick.fate(of: "F1", with: .unknown) == .found([]))
        _ = try await slow.deliver(runIsOver: true)
        #expect(await desk.sandbox.callCount == 0)
        #expect(try await slow.fate(of: "F1", with: .unknown) == .found([]))
    }
}

extension `The 61 scenarios in KING ERP` {
    @Test(arguments: KingERPRules.VATPlacement.allCases)
    func `each document arrives over the web services as the table has it`(placement: KingERPRules.VATPlacement) async throws {
        let desk = ServiceDesk(ScenarioBooks.rules(placement), books: ScenarioBooks.setUp)
        let orders = try Scenario.all.map(ScenarioBooks.order)
        try await desk.work(desk.process(), orders, rounds: 2)
        try await ScenarioBooks.expectTable(desk.sandbox, placement)
        for order in orders { #expect(try await desk.isBooked(order)) }
    }
}
