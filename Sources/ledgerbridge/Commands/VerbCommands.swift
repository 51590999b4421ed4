import BridgeDomain
import BridgeEngine
import BridgeJournal
import BridgeJSON
import BridgeRuntime

private let bridgeOption = Option.value("bridge", "NAME", "which bridge; needed only when there are several")
private let documentsOperand = Operand(name: "DOCUMENT", help: "numbers, or kind/number", isOptional: true, repeats: true)
private let selection: [Option] = [
    bridgeOption, .value("problem", "CODE", "every document with this problem"), .flag("all", "every document the verb fits"),
]

/// A person's verbs. Each writes who did it; each prints what became of every document.
let verbCommands: [Command] = [postCommand, approveCommand, holdCommand, retryCommand, withdrawCommand, bookedByHandCommand]

private let postCommand = Command(
    path: ["post"], summary: "work until nothing more can be done now, then stop",
    details: """
        Reads the source, aligns parties, posts, resolves lost answers, reads the books back and reports, as the service does, and returns
        when everything that can go has gone. With --until it first releases what a schedule holds, up to that invoice date.
        """,
    example: "ledgerbridge post --until 2026-11-30",
    options: [
        bridgeOption, .value("until", "DATE", "release held documents dated up to this day"),
        .value("wait", "SECONDS", "how long to wait for what becomes due; 300 unless given"),
    ]
) { invocation in
    let context = try Context(invocation)
    return try await context.working { bridge in
        if let until = try date(invocation, "until") {
            try await Desk(parts: bridge.parts, who: context.person).release(until: until)
        }
        let wait = try invocation.integer("wait", in: 0...86_400, default: 300)
        let outcome = try await PostRun(context: context, bridge: bridge).run(waitSeconds: Int64(wait))
        context.print(outcome.json, outcome.text(context.words))
        return outcome.trouble == nil ? .success : .unreachable
    }
}

/// One run of a lane in the foreground, with progress.
struct PostRun: Sendable {
    let context: Context
    let bridge: WorkingBridge

    struct Outcome: Sendable {
        var received = 0
        var booked = 0
        var calls = 0
        var readBack = 0
        var trouble: String?

        var json: JSON {
            .object([
                .init("received", .number(received)), .init("booked", .number(booked)), .init("calls", .number(calls)),
                .init("read_back", .number(readBack)), .init("trouble", .string(trouble)),
            ])
        }

        func text(_ words: Words) -> String {
            let line = words.pick(
                "Ontvangen \(received), geboekt \(booked), oproepen \(calls), teruggelezen \(readBack).",
                "Received \(received), booked \(booked), calls \(calls), read back \(readBack).")
            return trouble.map { line + "\n" + words.pick("Staat in de weg: ", "In the way: ") + $0 } ?? line
        }
    }

    func run(waitSeconds: Int64) async throws -> Outcome {
        let lane = Lane(parts: bridge.parts, orders: bridge.translator, owner: "post-\(context.clock.now().milliseconds)")
        var outcome = Outcome()
        let progress = Progress(context.words.pick("geboekt", "booked"), total: nil)
        var quietSince = context.clock.now()
        while true {
            let turn = try await lane.turn()
            guard turn.owned else {
                throw CommandFailure(
                    .journal, "another process (the service?) works on this bridge; stop it first, or leave the work to it")
            }
            outcome.received += turn.received
            outcome.booked += turn.booked
            outcome.calls += turn.calls
            outcome.readBack += turn.readBack
            outcome.trouble = turn.trouble
            progress.show(outcome.booked)
            if turn.didWork {
                quietSince = context.clock.now()
                continue
            }
            let next = try await nextWork()
            guard let next, next <= quietSince.adding(seconds: waitSeconds) else { break }
            let pause = min(max(next.milliseconds(since: context.clock.now()), 10), 1_000)
            try await Task.sleep(for: .milliseconds(pause))
        }
        progress.end()
        await lane.release()
        return outcome
    }

    /// When something on the way to the books becomes due; the next look at the source is not waited for.
    private func nextWork() async throws -> Timestamp? { try await bridge.parts.journal.nextDue(bridge.parts.policy.bridge) }
}

private let approveCommand = Command(
    path: ["approve"], summary: "let documents go that wait for approval", example: "ledgerbridge approve 2026-104233",
    options: selection, operands: [documentsOperand]
) { invocation in
    try await verb(invocation, fits: [.held], blocker: Hold.approval.blocker) { desk, keys in try await desk.approve(keys) }
}

private let holdCommand = Command(
    path: ["hold"], summary: "keep documents back until someone says retry", example: "ledgerbridge hold 2026-104233",
    options: selection, operands: [documentsOperand]
) { invocation in try await verb(invocation, fits: [.held, .ready]) { desk, keys in try await desk.hold(keys) } }

private let retryCommand = Command(
    path: ["retry"], summary: "check, map and try again what is parked, rejected, held or withdrawn",
    details: "Use it after the cause was mended: a rule added, a relation completed, a period opened.",
    example: "ledgerbridge retry --problem account_unmapped", options: selection, operands: [documentsOperand]
) { invocation in
    try await verb(invocation, fits: [.parked, .rejected]) { desk, keys in try await desk.retry(keys) }
}

private let withdrawCommand = Command(
    path: ["withdraw"], summary: "take documents out of the way; retry brings them back",
    example: "ledgerbridge withdraw 2026-104233 --reason \"booked twice in the trade system\"",
    options: selection + [.value("reason", "TEXT", "why; stands in the history")], operands: [documentsOperand]
) { invocation in
    guard let reason = invocation.value("reason"), !reason.isEmpty else {
        throw CommandFailure(.usage, "--reason is needed: the history says why a document was withdrawn")
    }
    return try await verb(invocation, fits: [.parked, .rejected]) { desk, keys in try await desk.withdraw(keys, reason: reason) }
}

private let bookedByHandCommand = Command(
    path: ["booked-by-hand"], summary: "say that a document stands in the books already, under the number given",
    example: "ledgerbridge booked-by-hand 2026-104233 26700123", options: [bridgeOption],
    operands: [
        Operand(name: "DOCUMENT", help: "its number, or kind/number"), Operand(name: "ENTRY", help: "the entry's number in the books"),
    ]
) { invocation in
    let context = try Context(invocation)
    return try await context.working { bridge in
        let posting = try await context.document(invocation.operands[0], bridge.parts.journal, bridge.parts.policy.bridge)
        let outcomes = try await Desk(parts: bridge.parts, who: context.person)
            .bookedByHand(posting.document, number: invocation.operands[1])
        return report(outcomes, context)
    }
}

private func verb(
    _ invocation: Invocation, fits states: Set<PostingState>, blocker: String? = nil,
    _ work: @Sendable (Desk, [DocumentKey]) async throws -> [Desk.Outcome]
) async throws -> Exit {
    let context = try Context(invocation)
    return try await context.working { bridge in
        let keys = try await selected(invocation, context, bridge, states, blocker)
        let outcomes = try await work(Desk(parts: bridge.parts, who: context.person), keys)
        return report(outcomes, context)
    }
}

/// The documents a verb is for: those named, or those a filter finds. Nothing named is nothing done.
private func selected(
    _ invocation: Invocation, _ context: Context, _ bridge: WorkingBridge, _ states: Set<PostingState>, _ blocker: String?
) async throws -> [DocumentKey] {
    let journal = bridge.parts.journal
    let id = bridge.parts.policy.bridge
    if !invocation.operands.isEmpty {
        var keys: [DocumentKey] = []
        for text in invocation.operands { keys.append(try await context.document(text, journal, id).document) }
        return keys
    }
    var filter = PostingFilter(bridge: id, states: states)
    filter.blocker = blocker
    if let text = invocation.value("problem") {
        guard let code = ProblemCode(rawValue: text) else {
            throw CommandFailure(.usage, "'\(text)' is no problem code; see 'ledgerbridge status --json'")
        }
        filter.problem = code
    } else if !invocation.flag("all") {
        throw CommandFailure(.usage, "name documents, or choose them with --problem CODE or --all")
    }
    var keys: [DocumentKey] = []
    var before: Int64?
    while true {
        let page = try await journal.list(filter, before: before, limit: 1_000)
        guard let last = page.last else { return keys }
        keys += page.map(\.document)
        before = last.sequence
    }
}

private func report(_ outcomes: [Desk.Outcome], _ context: Context) -> Exit {
    let words = context.words
    let json: JSON = .array(
        outcomes.map {
            .object([
                .init("document", .string($0.document.description)), .init("state", .string($0.state.rawValue)),
                .init("changed", .bool($0.changed)),
                .init("problems", .array($0.problems.map { JSON(of: $0) })),
            ])
        })
    let lines = outcomes.map { outcome in
        "\(outcome.document.number): \(words.state(outcome.state))" + (outcome.changed ? "" : words.pick(" (ongewijzigd)", " (unchanged)"))
            + (outcome.problems.first.map { ", \($0.message(context.language))" } ?? "")
    }
    let changed = outcomes.count { $0.changed }
    let sum = words.pick("\(changed) van \(outcomes.count) veranderd", "\(changed) of \(outcomes.count) changed")
    context.print(json, (lines.prefix(200) + [sum]).joined(separator: "\n"))
    return outcomes.contains { $0.state.needsPerson } ? .needsPerson : .success
}
