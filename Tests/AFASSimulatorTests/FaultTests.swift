import AFASSimulator
import BridgeDomain
import BridgeHTTP
import BridgeJSON
import Synchronization
import Testing

/// What goes wrong between a client and the service, reference afas-profit §2.4 and §16.
struct FaultTests {
    @Test(
        arguments: [
            (AFASSandbox.Fault.Kind.loseRequest, Answer.Ending.dropped, 0, 0), (.loseAnswer, .dropped, 0, 1),
            (.truncated(20), .cut(20), 201, 1),
            (.throttled, .whole, 429, 0), (.serverError, .whole, 500, 0), (.locked, .whole, 500, 0), (.durationExceeded, .whole, 500, 0),
            (.unavailable, .whole, 503, 0), (.edge, .whole, 400, 0), (.tokenRefused, .whole, 401, 0), (.answerLate(5), .whole, 201, 1),
            (.startLate(5), .whole, 201, 1),
        ])
    func `a fault strikes once, and what it leaves in the books is certain`(
        kind: AFASSandbox.Fault.Kind, ending: Answer.Ending, status: Int, entries: Int
    ) async {
        let desk = Desk()
        await desk.sandbox.plan([.init(kind, method: .post, pathContains: "fientries")])
        let answer = await desk.post("FiEntries", Message.plain("X1"))
        #expect(answer.ending == ending)
        #expect(answer.status == status)
        #expect(await desk.sandbox.entries().count == entries)
        #expect(await desk.sandbox.plannedFaults.isEmpty)
        let again = await desk.post("FiEntries", Message.plain("X1"))
        #expect(again.status == (entries == 0 ? 201 : 500), "a second booking is refused by its number")
    }

    @Test func `a request that arrives twice is booked once and answered as a double`() async {
        let desk = Desk()
        await desk.sandbox.plan([.init(.doubled)])
        let answer = await desk.post("FiEntries", Message.plain("X1"))
        #expect(answer.message == "General message: Invoice number X1 is already used in finance for Debtor 10044.")
        #expect(await desk.sandbox.entries().count == 1)
        await desk.sandbox.plan([.init(.doubled)])
        let unnumbered = Message.entry(
            [:], [Message.line("2", "10044", debit: "5"), Message.line("1", "8100", credit: "5", ["VaId": "6"])])
        _ = await desk.post("FiEntries", unnumbered)
        #expect(await desk.sandbox.entries().count == 3, "without an invoice number nothing protects against doubles")
    }

    @Test func `work goes on after the caller left and lands later`() async {
        let desk = Desk()
        await desk.sandbox.plan([.init(.slowWork(600), method: .post)])
        #expect(await desk.post("FiEntries", Message.plain("X1")).ending == .dropped)
        #expect(await desk.get("Profit_Debtor_Invoices").rows.isEmpty)
        desk.clock.advance(seconds: 599)
        #expect(await desk.get("Profit_Debtor_Invoices").rows.isEmpty)
        desk.clock.advance(seconds: 1)
        #expect(await desk.get("Profit_Debtor_Invoices").texts("InvoiceNr") == ["X1"])
    }

    @Test func `work that was sent again meanwhile is refused when it lands`() async {
        let desk = Desk()
        await desk.sandbox.plan([.init(.slowWork(900), method: .post)])
        _ = await desk.post("FiEntries", Message.plain("X1"))
        #expect(await desk.post("FiEntries", Message.plain("X1")).status == 201)
        await desk.sandbox.moveClock(seconds: 900)
        #expect(await desk.sandbox.entries().count == 1)
        #expect(await desk.sandbox.logbook.last?.text.contains("X1") ?? false, "only the logbook tells")
    }

    @Test func `beyond 900 seconds the service gives up`() async {
        let desk = Desk()
        await desk.sandbox.plan([.init(.slowWork(901), method: .post)])
        _ = await desk.post("FiEntries", Message.plain("X1"))
        await desk.sandbox.moveClock(seconds: 2000)
        #expect(await desk.sandbox.entries().isEmpty)
        await desk.sandbox.plan([.init(.durationExceeded)])
        #expect(await desk.post("FiEntries", Message.plain("X1")).message == "The maximum duration of 900 seconds has been exceeded.")
    }

    @Test func `faults skip, repeat and strike by chance with the seed`() async {
        let desk = Desk()
        await desk.sandbox.plan([.init(.unavailable, pathContains: "profit_debtor", skip: 1, times: 2)])
        var statuses: [Int] = []
        for _ in 0..<4 { statuses.append(await desk.get("Profit_Debtor").status) }
        #expect(statuses == [200, 503, 503, 200])

        func run(seed: UInt64) async -> [Int] {
            let desk = Desk { $0.seed = seed }
            await desk.sandbox.plan([.init(.unavailable, times: nil, perMille: 300)])
            var result: [Int] = []
            for _ in 0..<200 { result.append(await desk.call(.get, "profitversion").status) }
            return result
        }
        let (first, again, other) = (await run(seed: 7), await run(seed: 7), await run(seed: 8))
        #expect(first == again)
        #expect(first != other)
        #expect((30...90).contains(first.count { $0 == 503 }))
    }

    @Test func `a sixth call at once is refused`() async {
        let gate = Gate()
        let sandbox = AFASSandbox(clock: StandingClock(), sleeper: { _ in await gate.wait() })
        let request = HTTPRequest(
            .get, target: "/ProfitRestServices/profitversion", fields: ["Authorization": Desk().authorization, "Accept-Language": "en"])
        await sandbox.plan([.init(.answerLate(1), times: 5)])
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<5 { group.addTask { _ = await sandbox.answer(request) } }
            await gate.waiters(5)
            if case .respond(let response) = await sandbox.answer(request) {
                #expect(Answer(response, .whole).message == "Too many calls are made at once.")
            }
            await gate.open()
        }
        if case .respond(let response) = await sandbox.answer(request) { #expect(response.status == 200) }
    }

    @Test func `calls are counted by connector, refused ones too`() async {
        let desk = Desk()
        _ = await desk.post("FiEntries", Message.plain("X1"))
        _ = await desk.post("FiEntries", Message.plain("X1"))
        _ = await desk.get("Profit_Debtor")
        #expect(await desk.sandbox.callCounts == ["POST FiEntries": 2, "GET Profit_Debtor": 1])
        #expect(await desk.sandbox.callCount == 3)
    }
}

/// Holds whoever waits until it is opened, and knows how many do.
private actor Gate {
    private var held: [CheckedContinuation<Void, Never>] = []
    private var watcher: (count: Int, CheckedContinuation<Void, Never>)?
    private var isOpen = false

    func wait() async {
        if isOpen { return }
        await withCheckedContinuation { continuation in
            held.append(continuation)
            if let watcher, held.count >= watcher.count {
                watcher.1.resume()
                self.watcher = nil
            }
        }
    }

    /// Returns when that many wait.
    func waiters(_ count: Int) async {
        if held.count >= count { return }
        await withCheckedContinuation { watcher = (count, $0) }
    }

    func open() {
        isOpen = true
        for continuation in held { continuation.resume() }
        held = []
    }
}
