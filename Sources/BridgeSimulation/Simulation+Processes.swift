import BridgeConnector
import BridgeDomain
import BridgeEngine
import BridgeJournal
import BridgeMapping
import BridgeTesting

/// One process at work: a lane on its own journal. Nothing is remembered from one to the next but what is on the disk.
struct Worker: Sendable {
    var number: Int
    var life: Life
    var opened: OpenJournal
    var lane: Lane

    /// Begins a turn in a task of its own, which may be left hanging; its life tells how it ended.
    func begin() {
        let (lane, life) = (lane, life)
        Task {
            do throws(JournalError) {
                life.report(TurnEnd(result: .success(try await lane.turn())))
            } catch {
                life.report(TurnEnd(result: .failure(error)))
            }
        }
    }
}

/// What a turn came to.
struct TurnEnd: Sendable {
    var result: Result<Lane.Turn, JournalError>
}

extension Simulation {
    /// One turn of the process at work. One that hangs is left behind and another takes its lane; a death opens the next, as a supervisor would.
    func turn() async throws {
        let worker = try await workerAtWork()
        worker.begin()
        switch await worker.life.next() {
        case .ended(let end): try await ended(end, worker)
        case .hangs: try await leaveHanging(worker)
        }
        if let late = hanging {
            hanging?.turns -= 1
            if late.turns <= 0 || isFine { try await comeBack(late.worker) }
        }
        await booksNetwork.deliverLate()
        seen.filesTaken += await books.timePasses()
    }

    private func ended(_ end: TurnEnd, _ worker: Worker) async throws {
        switch end.result {
        case .success(let turn):
            if turn.owned { hanging?.worker.life.supersede() }
            if let trouble = turn.trouble?.english, trouble != self.trouble { tell(trouble) }
            trouble = turn.trouble?.english
            if turn.didWork { tell("process \(worker.number): \(turn.summary)") }
            // In fine weather nothing more comes: idle time, such as an hour in which an endpoint is left alone, goes by quickly.
            let pause: Int64 = turn.didWork ? 200 : isFine ? 300_000 : 1_000
            clock.advance(to: max(turn.nextAt ?? clock.now(), clock.now().adding(milliseconds: pause)))
        case .failure where worker.life.isDead: try await died(worker)
        case .failure(let error):
            guard error.code == .diskFull else { throw breach("the journal refused a write: \(error)") }
            tell("the disk refuses: \(error.message)")
            clock.advance(seconds: 2)
        }
        if worker.life.isDead, self.worker != nil { try await died(worker) }
    }

    private func died(_ worker: Worker) async throws {
        tell("process \(worker.number) died")
        report.deaths += 1
        await bury(worker)
        self.worker = nil
        if fate.strikes(\.losesPower) { await losePower() }
        clock.advance(seconds: 4)
    }

    private func losePower() async {
        tell("the machine loses its current")
        report.powerCuts += 1
        if let late = hanging { await bury(late.worker) }
        hanging = nil
        await closeReader()
        await disk.losePower(&random)
    }

    /// The process is no more: what it has under way is let run out without effect.
    private func bury(_ worker: Worker) async {
        let isHanging = hanging?.worker.number == worker.number
        worker.life.die()
        while isHanging, case .hangs = await worker.life.next() {}
        await worker.opened.journal.close()
    }

    private func leaveHanging(_ worker: Worker) async throws {
        guard hanging == nil else {
            worker.life.goOn()
            switch await worker.life.next() {
            case .ended(let end): try await ended(end, worker)
            case .hangs: try await leaveHanging(worker)
            }
            return
        }
        tell("process \(worker.number) hangs; another takes over")
        hanging = (worker, 1 + draw(60))
        self.worker = nil
        clock.advance(seconds: 4 + Int64(draw(300)))
    }

    /// The one that hung goes on where it was: what it still writes must be refused, since the lane is another's.
    private func comeBack(_ late: Worker) async throws {
        tell("process \(late.number) goes on where it hung")
        report.takeovers += 1
        late.life.goOn()
        var event = await late.life.next()
        while case .hangs = event {
            late.life.goOn()
            event = await late.life.next()
        }
        hanging = nil
        if case .ended(let end) = event, case .failure(let error) = end.result, !late.life.isDead {
            guard error.code == .fenced || error.code == .diskFull else { throw breach("a late process met \(error)") }
            if error.code == .fenced { report.fenced += 1 }
            tell("process \(late.number) is refused: \(error.message)")
        }
        if let late = seen.lateWrite.first { throw breach(late) }
        await bury(late)
    }

    private func workerAtWork() async throws -> Worker {
        if let worker { return worker }
        while true {
            processes += 1
            let life = Life(fate, "process-\(processes)")
            do {
                let opened = try await disk.open(life)
                let parts = parts(journal(opened, life), life)
                let lane = Lane(parts: parts, orders: translator(parts.connector.capabilities), owner: life.name)
                let opening = Worker(number: processes, life: life, opened: opened, lane: lane)
                worker = opening
                return opening
            } catch {
                guard life.isDead || error.code == .diskFull else { throw breach("the journal cannot be opened: \(error)") }
                tell("process \(processes) died while it opened the journal")
                report.deaths += 1
                if fate.strikes(\.losesPower) { await losePower() }
                clock.advance(seconds: 4)
            }
        }
    }

    func closeAll() async {
        if let late = hanging { await bury(late.worker) }
        hanging = nil
        if let worker { await bury(worker) }
        worker = nil
        await closeReader()
    }

    func closeReader() async {
        await reader?.close()
        reader = nil
    }
}

// What a process is made of.
extension Simulation {
    private func journal(_ opened: OpenJournal, _ life: Life) -> any BridgeJournal {
        let lateIntents = options.canary == .writesOutcomeBeforeIntent ? LateIntents() : nil
        let forgetsFence = options.canary == .forgetsFence
        let lateWrites = seen.lateWrite
        var journal = InterposedJournal(opened.journal) { unit, base throws(JournalError) in
            var unit = lateIntents?.pass(unit) ?? unit
            if forgetsFence { unit.fence = nil }
            try await base.commit(unit)
            if life.isDead { throw JournalError(.closed, "the process died") }
            if life.isSuperseded, unit.isWork { lateWrites.note("a late process wrote although the lane was another's") }
            await life.mayHang()
        }
        if options.canary == .ignoresPause { journal.hides = { $0 == BridgePause.name } }
        return journal
    }

    func parts(_ journal: any BridgeJournal, _ life: Life) -> BridgeParts {
        let meter = BudgetMeter(
            connection: "books", journal: journal, clock: clock,
            limits: .init(perMinute: books.callsPerMinute, perDay: books.callsPerDay, errorsPerHour: books.errorsPerHour / 2))
        let connector = books.connector(
            of: ProcessParts(
                transport: ProcessTransport(network: booksNetwork, life: life), journal: journal,
                meter: HangingMeter(meter: meter, life: life), clock: clock, life: life, canary: options.canary))
        let source = trade.source(over: ProcessTransport(network: tradeNetwork, life: life), clock: clock)
        var parts = BridgeParts(
            policy: policy, journal: journal, source: source, connector: mistaken(connector),
            translator: translator(connector.capabilities), clock: clock, zone: .amsterdam,
            share: BudgetShare(of: Self.bridge, among: [Self.bridge], meter: meter))
        parts.worksBeside = false
        return parts
    }

    private func mistaken(_ honest: any AccountingConnector) -> any AccountingConnector {
        switch options.canary {
        case .resendsBlindly, .assumesSuccess: MistakenConnector(honest: honest, mistake: options.canary)
        case .none, .dropsSettlingDelay, .writesOutcomeBeforeIntent, .forgetsFence, .forgetsSync, .leavesStagedFiles, .ignoresPause: honest
        }
    }

    private func translator(_ capabilities: ConnectorCapabilities) -> MappingTranslator {
        if let translator { return translator }
        let compiled = MappingTranslator(
            rules: books.rules, version: 1, policy: policy, capabilities: capabilities, validator: DocumentValidator())
        translator = compiled
        return compiled
    }
}

/// A meter whose caller may be left hanging with a call in its hands.
struct HangingMeter: CallMeter {
    let meter: BudgetMeter
    let life: Life

    func take(_ endpoint: String) async throws(ConnectorError) {
        try await meter.take(endpoint)
        await life.mayHang()
    }

    func observed(_ limits: [ObservedLimit]) async { await meter.observed(limits) }
    func erred(_ endpoint: String) async { await meter.erred(endpoint) }
}

extension JournalUnit {
    /// Whether it changes what the lane is about. A secret may be stored by whoever has it; what is written under another lease than the
    /// lane's, such as that of an exchange folder, is held to that one.
    fileprivate var isWork: Bool {
        if let fence, !fence.lane.hasPrefix("bridge/") { return false }
        return changes.contains { if case .putSealed = $0 { false } else { true } }
    }
}

extension Lane.Turn {
    fileprivate var summary: String {
        let parts = [
            ("received", received), ("calls", calls), ("booked", booked), ("looked up", lookedUp), ("read back", readBack),
            ("reported", reported), ("settled", settled), ("told", told), ("attached", attached),
        ]
        return parts.filter { $0.1 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
    }
}
