import BridgeDomain
import BridgeEngine
import BridgeJournal
import BridgeJSON
import BridgeRuntime

/// A person's verbs. Each writes who did it; each prints what became of every document.
let verbCommands: [Command] = [postCommand, approveCommand, holdCommand, retryCommand, withdrawCommand, bookedByHandCommand]

private let documentsOperand = Operand(
    "DOCUMENT", isOptional: true, repeats: true, nl: "nummers, of soort/nummer", en: "numbers, or kind/number")
private let selection: [Option] = [
    CommonOption.bridge,
    .choice(
        "problem", "CODE", ProblemCode.allCases.map(\.rawValue), nl: "elk document met dit probleem, zoals status het noemt",
        en: "every document with this problem, as status names it"
    ),
    .flag("all", nl: "elk document waarbij het past", en: "every document the verb fits"),
]

private let postCommand = Command(
    path: ["post"], chapter: .running,
    summary: BilingualText(
        nl: "werken tot er nu niets meer te doen is, en dan stoppen", en: "work until nothing more can be done now, then stop"),
    details: BilingualText(
        nl: """
            Leest de bron, koppelt relaties, boekt, zoekt verloren antwoorden op, leest de boeken terug en meldt, zoals de service, en keert \
            terug als alles wat kan gaan gegaan is. Met --until of --period wordt eerst vrijgegeven wat het rooster vasthoudt, tot en met \
            die factuurdatum of van die periode; het controleblad staat eronder, vooraf en achteraf geteld. Ctrl-C stopt netjes.
            """,
        en: """
            Reads the source, aligns parties, posts, resolves lost answers, reads the books back and reports, as the service does, and \
            returns when everything that can go has gone. With --until or --period it first releases what a schedule holds, up to that \
            invoice date or of that period; the control sheet follows, counted before and after. Ctrl-C stops in good order.
            """),
    example: "ledgerbridge post --until 2026-11-30",
    options: [
        CommonOption.bridge,
        .value("until", "DATE", nl: "geef vrij wat wacht, tot en met deze datum", en: "release held documents dated up to this day"),
        .value("period", "PERIOD", nl: "geef vrij wat wacht en in deze periode valt", en: "release held documents of this period"),
        .value(
            "wait", "SECONDS", nl: "hoe lang wachten op wat nog komt; 300", en: "how long to wait for what becomes due; 300 unless given"),
    ]
) { invocation in
    let context = try Context(invocation)
    let (until, period) = (try invocation.date("until"), try invocation.period("period"))
    let wait = try invocation.integer("wait", in: 0...86_400, default: 300)
    return try await context.working { bridge in
        let runs = PostingRuns(journal: bridge.parts.journal, bridge: bridge.parts.policy.bridge)
        let earlier = try await runs.newest(1).first?.number ?? 0
        if until != nil || period != nil {
            try await Desk(parts: bridge.parts, who: context.person).release(until: until, period: period)
        }
        let outcome = try await PostRun(context: context, bridge: bridge).run(waitSeconds: Int64(wait))
        let sheet = ControlSheetText(context: context)
        var (shown, texts): ([JSON], [String]) = ([], [])
        for run in try await runs.newest(runsShown).reversed() where run.number > earlier {
            let now = try await runs.standing(of: run.number)
            shown.append(sheet.json(run, now: now))
            texts.append(sheet.text(run, now: now))
        }
        context.print(outcome.json(runs: shown), (texts + [outcome.text(context)]).joined(separator: "\n\n"))
        if outcome.trouble != nil { return .unreachable }
        return outcome.needPerson > 0 || outcome.pause != nil ? .needsPerson : .success
    }
}

/// Runs that `post` shows in full.
private let runsShown = 5

private let approveCommand = Command(
    path: ["approve"], chapter: .verbs,
    summary: BilingualText(nl: "laat gaan wat op goedkeuring wacht", en: "let documents go that wait for approval"),
    details: BilingualText(
        nl: """
            Met --seal de hele partij die 'run next' telde, met dezelfde --until of --period; is er sindsdien iets bij gekomen of veranderd, \
            dan wordt er niets goedgekeurd.
            """,
        en: """
            With --seal the whole batch that 'run next' counted, with the same --until or --period; when something came or changed since, \
            nothing is approved.
            """),
    example: "ledgerbridge approve 2026-104233",
    options: selection + scopeOptions + [.value("seal", "SEAL", nl: "het zegel van 'run next'", en: "the seal of 'run next'")],
    operands: [documentsOperand]
) { invocation in
    if let seal = invocation.value("seal") { return try await approve(invocation, seal) }
    if invocation.value("until") != nil || invocation.value("period") != nil {
        throw CommandFailure(
            .usage, nl: "--until en --period horen bij --seal: 'ledgerbridge run next' noemt het",
            en: "--until and --period go with --seal: 'ledgerbridge run next' tells it")
    }
    return try await verb(invocation, fits: [.held], blocker: Hold.approval.blocker) { desk, keys in try await desk.approve(keys) }
}

private func approve(_ invocation: Invocation, _ seal: String) async throws -> Exit {
    let context = try Context(invocation)
    let (until, period) = (try invocation.date("until"), try invocation.period("period"))
    return try await context.working { bridge in
        switch try await Desk(parts: bridge.parts, who: context.person).approve(until: until, period: period, seal: seal) {
        case .approved(let outcomes): return report(outcomes, context)
        case .changed(let sheet):
            let title = context.words.pick(
                "NIETS GOEDGEKEURD: sinds het zegel \(seal) is er iets bij gekomen, weggegaan of veranderd. Het is nu:",
                "NOTHING APPROVED: since the seal \(seal) something came, went or changed. It is now:")
            context.print(
                .object([.init("approved", .bool(false)), .init("sheet", JSON(of: sheet))]),
                ControlSheetText(context: context).section(title, sheet))
            return .needsPerson
        }
    }
}

private let holdCommand = Command(
    path: ["hold"], chapter: .verbs,
    summary: BilingualText(nl: "houd documenten vast tot iemand retry zegt", en: "keep documents back until someone says retry"),
    example: "ledgerbridge hold 2026-104233", options: selection, operands: [documentsOperand]
) { invocation in try await verb(invocation, fits: [.held, .ready]) { desk, keys in try await desk.hold(keys) } }

private let retryCommand = Command(
    path: ["retry"], chapter: .verbs,
    summary: BilingualText(
        nl: "kijk na, map en probeer opnieuw wat geparkeerd, geweigerd, vastgehouden of ingetrokken is",
        en: "check, map and try again what is parked, rejected, held or withdrawn"),
    details: BilingualText(
        nl:
            "Als de oorzaak verholpen is: een regel erbij, een relatie aangevuld, een periode geopend. --all neemt wat geparkeerd of geweigerd is.",
        en: "For when the cause was mended: a rule added, a relation completed, a period opened. --all takes what is parked or rejected."),
    example: "ledgerbridge retry --problem account_unmapped", options: selection, operands: [documentsOperand]
) { invocation in
    try await verb(invocation, fits: [.parked, .rejected]) { desk, keys in try await desk.retry(keys) }
}

private let withdrawCommand = Command(
    path: ["withdraw"], chapter: .verbs,
    summary: BilingualText(
        nl: "haal documenten uit de weg; retry brengt ze terug", en: "take documents out of the way; retry brings them back"),
    example: "ledgerbridge withdraw 2026-104233 --reason \"booked twice in the trade system\"",
    options: selection + [.value("reason", "TEXT", nl: "waarom; staat in de historie", en: "why; stands in the history")],
    operands: [documentsOperand]
) { invocation in
    guard let reason = invocation.value("reason"), !reason.isEmpty else {
        throw CommandFailure(
            .usage, nl: "--reason is nodig: de historie zegt waarom een document is ingetrokken",
            en: "--reason is needed: the history says why a document was withdrawn")
    }
    return try await verb(invocation, fits: [.parked, .rejected]) { desk, keys in try await desk.withdraw(keys, reason: reason) }
}

private let bookedByHandCommand = Command(
    path: ["booked-by-hand"], chapter: .verbs,
    summary: BilingualText(
        nl: "zeg dat een document al in de boeken staat, onder dit nummer",
        en: "say that a document stands in the books already, under the number given"),
    example: "ledgerbridge booked-by-hand 2026-104233 26700123", options: [CommonOption.bridge],
    operands: [
        documentOperand,
        Operand("ENTRY", nl: "het boekstuknummer in de boekhouding", en: "the entry's number in the books"),
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
    guard !invocation.operands.isEmpty || invocation.value("problem") != nil || invocation.flag("all") else {
        throw CommandFailure(
            .usage, nl: "noem documenten, of kies ze met --problem CODE of --all",
            en: "name documents, or choose them with --problem CODE or --all")
    }
    return try await context.working { bridge in
        let keys = try await selected(invocation, context, bridge, states, blocker)
        let outcomes = try await work(Desk(parts: bridge.parts, who: context.person), keys)
        return report(outcomes, context)
    }
}

/// The documents a verb is for: those named, or those a filter finds.
private func selected(
    _ invocation: Invocation, _ context: Context, _ bridge: WorkingBridge, _ states: Set<PostingState>, _ blocker: String?
) async throws -> [DocumentKey] {
    let journal = bridge.parts.journal
    let id = bridge.parts.policy.bridge
    var keys: [DocumentKey] = []
    if !invocation.operands.isEmpty {
        for text in invocation.operands { keys.append(try await context.document(text, journal, id).document) }
        return keys
    }
    var filter = PostingFilter(bridge: id, states: states)
    filter.blocker = blocker
    filter.problem = invocation.choice("problem")
    var before: Int64?
    while true {
        let page = try await journal.list(filter, before: before, limit: 1_000)
        guard let last = page.last else { return keys }
        keys += page.map(\.document)
        before = last.sequence
    }
}

/// How many documents are named one by one.
private let outcomesShown = 200

private func report(_ outcomes: [Desk.Outcome], _ context: Context) -> Exit {
    let words = context.words
    let json: JSON = .array(
        outcomes.map {
            .object([
                .init("document", .string($0.document.description)), .init("state", .string($0.state.rawValue)),
                .init("changed", .bool($0.changed)), .init("problems", .array($0.problems.map { JSON(of: $0) })),
            ])
        })
    var lines = outcomes.prefix(outcomesShown).map { outcome in
        let problem = outcome.problems.first { $0.severity == .error }.map { ", " + words.brief($0) } ?? ""
        return context.wrapped(
            "\(outcome.document.number): \(words.state(outcome.state))"
                + (outcome.changed ? "" : words.pick(" (ongewijzigd)", " (unchanged)"))
                + problem, indent: 2)
    }
    if outcomes.count > outcomesShown { lines.append("… " + words.pick("en nog", "and another") + " \(outcomes.count - outcomesShown)") }
    let changed = outcomes.count { $0.changed }
    lines.append(
        outcomes.isEmpty
            ? words.pick("Er is niets waarbij dit past.", "There is nothing this fits.")
            : words.pick("\(changed) van \(outcomes.count) veranderd", "\(changed) of \(outcomes.count) changed"))
    context.print(json, lines.joined(separator: "\n"))
    return outcomes.contains { $0.state.needsPerson } ? .needsPerson : .success
}
