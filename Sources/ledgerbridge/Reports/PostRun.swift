import BridgeDomain
import BridgeEngine
import BridgeJournal
import BridgeJSON
import BridgeRuntime

/// One run of a lane in the foreground, with progress, until nothing more can be done now.
struct PostRun: Sendable {
    let context: Context
    let bridge: WorkingBridge

    struct Outcome: Sendable {
        var received = 0
        var booked = 0
        var calls = 0
        var readBack = 0
        /// What still waits by itself, and what waits for a person, when the run ended.
        var waiting = 0
        var needPerson = 0
        /// When the budget of calls lets the last of what is on its way go.
        var end: ExpectedEnd?
        var trouble: BilingualText?
        /// Somebody paused the bridge: nothing new was sent.
        var pause: BridgePause?

        func json(runs: [JSON]) -> JSON {
            .object([
                .init("received", .number(received)), .init("booked", .number(booked)), .init("calls", .number(calls)),
                .init("read_back", .number(readBack)), .init("waiting", .number(waiting)), .init("need_person", .number(needPerson)),
                .init("expected_end", end.map { JSON(of: $0) } ?? .null), .init("trouble", .string(trouble?.english)),
                .init("paused", pause.map { JSON(of: $0) } ?? .null),
                .init("runs", .array(runs)),
            ])
        }

        func text(_ context: Context) -> String {
            let words = context.words
            var lines = [
                words.pick(
                    "Ontvangen \(received), geboekt \(booked), oproepen \(calls), teruggelezen \(readBack).",
                    "Received \(received), booked \(booked), calls \(calls), read back \(readBack).")
            ]
            if waiting > 0 { lines.append(words.pick("\(waiting) wachten: ledgerbridge status", "\(waiting) wait: ledgerbridge status")) }
            if let end { lines.append(context.text(end)) }
            if needPerson > 0 {
                lines.append(
                    words.pick(
                        "\(needPerson) vragen om iemand: ledgerbridge list --state parked",
                        "\(needPerson) need a person: ledgerbridge list --state parked"))
            }
            if let pause { lines.append(PauseText(context: context).line(pause)) }
            if let trouble {
                lines.append(context.wrapped(words.pick("Staat in de weg: ", "In the way: ") + trouble[context.language], indent: 2))
            }
            return lines.joined(separator: "\n")
        }
    }

    /// The longest pause between two looks, in milliseconds: a stop must not keep anybody waiting.
    private static let pauseMax: Int64 = 500
    /// Quiet turns one after another that may go to the counting of a run.
    private static let countingMax = 10_000

    func run(waitSeconds: Int64) async throws -> Outcome {
        let lane = Lane(parts: bridge.parts, orders: bridge.translator, owner: context.process)
        let stops = SignalCount()
        let signals = StopSignals { _ = stops.next() }
        let watch = try await watcher()
        let heart = Task {
            while !Task.isCancelled {
                try? await Task.sleep(for: .seconds(1))
                await lane.heartbeat()
            }
        }
        let (journal, id) = (bridge.parts.journal, bridge.parts.policy.bridge)
        let before = try await Self.counts(journal, id).booked
        var outcome = Outcome()
        let result: Result<Void, any Error>
        do {
            try await turns(lane, waitSeconds, stops, &outcome)
            result = .success(())
        } catch { result = .failure(error) }
        watch?.cancel()
        heart.cancel()
        await watch?.value
        await heart.value
        await lane.release()
        signals.end()
        try result.get()
        // Turns count what was booked at once; books that answer later book without a call of ours.
        outcome.booked = max(outcome.booked, try await Self.counts(journal, id).booked - before)
        let totals = try await journal.stateTotals(id)
        outcome.waiting = totals.filter { !$0.state.isSettled && !$0.state.needsPerson }.reduce(0) { $0 + $1.count }
        outcome.needPerson = totals.filter { $0.state.needsPerson }.reduce(0) { $0 + $1.count }
        outcome.end = try await context.expectedEnd(of: id, journal)
        return outcome
    }

    private func turns(_ lane: Lane, _ waitSeconds: Int64, _ stops: SignalCount, _ outcome: inout Outcome) async throws {
        var quietSince = context.clock.now()
        var counting = 0
        while !stops.isAny {
            let turn = try await lane.turn()
            guard turn.owned else {
                throw CommandFailure(
                    .journal, nl: "een ander proces (de service?) werkt aan deze brug; stop dat eerst, of laat het werk daaraan over",
                    en: "another process (the service?) works on this bridge; stop it first, or leave the work to it")
            }
            outcome.received += turn.received
            outcome.booked += turn.booked
            outcome.calls += turn.calls
            outcome.readBack += turn.readBack
            outcome.trouble = turn.trouble
            outcome.pause = turn.pause
            let now = context.clock.now()
            if turn.didWork {
                (quietSince, counting) = (now, 0)
            } else if turn.runIsOpen, counting < Self.countingMax, let step = turn.nextAt, step <= now {
                // Nothing is on its way: the run only has to be counted, which is no waiting.
                counting += 1
            } else {
                // What is ready waits for a person's word: there is nothing to wait for here.
                if turn.pause != nil { return }
                let end = quietSince.adding(seconds: waitSeconds)
                // The next look at the source is not waited for, only what is on its way to the books and what is counted when it came there.
                let due = turn.runIsOpen ? now : try await bridge.parts.journal.nextDue(bridge.parts.policy.bridge)
                guard let next = due, next <= end, now < end else { return }
                let pause = min(max((turn.nextAt ?? next).milliseconds(since: now), 10), Self.pauseMax)
                try await Task.sleep(for: .milliseconds(pause))
            }
        }
    }

    /// Shows how far the postings are, when somebody watches.
    private func watcher() async throws -> Task<Void, Never>? {
        guard context.console.isWatched else { return nil }
        let (journal, id) = (bridge.parts.journal, bridge.parts.policy.bridge)
        let before = try await Self.counts(journal, id).booked
        let progress = context.progress(
            context.words.pick("boeken", "posting"), total: nil, unit: context.words.pick("documenten", "documents"))
        return Task { [context] in
            while !Task.isCancelled {
                let counts = try? await Self.counts(journal, id)
                let end = try? await context.expectedEnd(of: id, journal)
                if let counts { progress.show(counts.booked - before, of: counts.booked - before + counts.moving, notBefore: end?.at) }
                try? await Task.sleep(for: .milliseconds(250))
            }
            progress.end()
        }
    }

    private static func counts(_ journal: any BridgeJournal, _ id: BridgeID) async throws -> (booked: Int, moving: Int) {
        let totals = try await journal.stateTotals(id)
        let moving: Set<PostingState> = [.ready, .inFlight, .outcomeUnknown]
        return (
            totals.filter { $0.state == .booked }.reduce(0) { $0 + $1.count },
            totals.filter { moving.contains($0.state) }.reduce(0) { $0 + $1.count }
        )
    }
}
