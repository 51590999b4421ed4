import BridgeDomain
import BridgeEngine
import BridgeJournal
import BridgeJSON
import BridgeRuntime

/// Commands about runs: batches that are counted before they go and after.
let runCommands: [Command] = [runNextCommand, runListCommand, runShowCommand]

/// What chooses a part of what waits.
let scopeOptions: [Option] = [
    .value("until", "DATE", nl: "alleen met een factuurdatum tot en met deze", en: "only with an invoice date up to this day"),
    .value("period", "PERIOD", nl: "alleen van deze periode, als 2026-11", en: "only of this period, such as 2026-11"),
]

private let runNextCommand = Command(
    path: ["run", "next"], chapter: .running,
    summary: BilingualText(
        nl: "het controleblad vooraf: wat met de volgende overdracht mee zou gaan",
        en: "the control sheet before: what the next run would take"),
    details: BilingualText(
        nl: """
            Aantal, netto, btw, bruto, eerste en laatste nummer per dagboek en periode. Wat op goedkeuring wacht staat er apart onder, met een \
            zegel: 'approve --seal' keurt precies dat goed, en niets als er sindsdien iets bij kwam of veranderde.
            """,
        en: """
            Count, net, VAT, gross, first and last number per daybook and period. What waits for approval stands below it, with a seal: \
            'approve --seal' approves exactly that, and nothing if something came or changed since.
            """),
    example: "ledgerbridge run next --period 2026-11", options: [CommonOption.bridge] + scopeOptions
) { invocation in
    let context = try Context(invocation)
    let (until, period) = (try invocation.date("until"), try invocation.period("period"))
    return try await context.withJournal { journal in
        let bridge = try context.bridge().policy
        let runs = PostingRuns(journal: journal, bridge: bridge.bridge)
        let sheet = try await runs.waiting(until: until, period: period)
        let approval = try await runs.waiting(until: until, period: period, hold: .approval)
        let at = bridge.schedule.nextRun(after: context.clock.now())
        let pause = try await BridgePause.kept(of: bridge.bridge, in: journal)
        let json: JSON = .object([
            .init("at", .string(at?.description)), .init("sheet", JSON(of: sheet)), .init("approval", JSON(of: approval)),
            .init("paused", pause.map { JSON(of: $0) } ?? .null),
        ])
        let text = nextText(context, bridge, at, [sheet, approval], ControlSheetText(context: context), until, period)
        let told = pause.map { [PauseText(context: context).line($0)] } ?? []
        context.print(json, (told + [text]).joined(separator: "\n\n"))
        return .success
    }
}

private func nextText(
    _ context: Context, _ bridge: BridgePolicy, _ at: Timestamp?, _ sheets: [ControlSheet], _ text: ControlSheetText,
    _ until: CalendarDate?,
    _ period: Period?
) -> String {
    let words = context.words
    let moment: String
    if bridge.schedule == .onArrival {
        moment = words.pick("Deze brug boekt bij binnenkomst; er zijn geen overdrachten.", "This bridge posts on arrival; it has no runs.")
    } else if let at {
        moment = words.pick("Volgende overdracht: ", "Next run: ") + context.moment(at)
    } else {
        moment = words.pick(
            "Volgende overdracht: zodra u \"ledgerbridge post\" geeft, met --until of --period",
            "Next run: when you give \"ledgerbridge post\", with --until or --period")
    }
    let scope = text.scope(until: until, period: period)
    var parts = [moment, text.section(words.pick("VOORAF GETELD", "COUNTED BEFORE") + (scope.isEmpty ? "" : ", \(scope)"), sheets[0])]
    if !sheets[1].rows.isEmpty {
        parts.append(text.section(words.pick("WACHT OP GOEDKEURING", "WAITS FOR APPROVAL"), sheets[1]))
        let options = [until.map { " --until \($0)" }, period.map { " --period \($0)" }].compactMap { $0 }.joined()
        parts.append(
            words.pick("Goedkeuren zoals geteld: ", "Approve as counted: ") + "ledgerbridge approve --seal \(sheets[1].seal)\(options)")
    }
    return parts.joined(separator: "\n\n")
}

private let runListCommand = Command(
    path: ["run", "list"], chapter: .running,
    summary: BilingualText(nl: "de overdrachten, nieuwste eerst", en: "the runs, newest first"),
    example: "ledgerbridge run list",
    options: [CommonOption.bridge, .value("limit", "N", nl: "hoeveel; 20", en: "how many; 20 unless given")]
) { invocation in
    let context = try Context(invocation)
    let limit = try invocation.integer("limit", in: 1...1_000, default: 20)
    return try await context.withJournal { journal in
        let runs = try await PostingRuns(journal: journal, bridge: try context.bridge().policy.bridge).newest(limit)
        let words = context.words
        var table = TextTable([
            .init(title: words.pick("Nummer", "Number"), isNumber: true), .init(title: words.pick("Begonnen", "Begun")),
            .init(title: words.pick("Door", "By")), .init(title: words.pick("Geteld", "Counted"), isNumber: true),
            .init(title: words.pick("Geboekt", "Booked"), isNumber: true),
            .init(title: words.pick("Open", "Open"), isNumber: true),
            .init(title: words.pick("Klaar", "Ended")),
        ])
        table.rows = runs.map { run in
            let counts = run.after.map { [$0.documents([.booked]), $0.documents([.stopped, .waits])].map(context.formatting.count) }
            return [
                "\(run.number)", context.moment(run.at), run.release?.by ?? words.pick("rooster", "schedule"),
                context.formatting.count(run.before.documents()),
            ] + (counts ?? ["–", "–"]) + [run.endedAt.map { context.moment($0) } ?? words.pick("bezig", "under way")]
        }
        let none = words.pick("Er is nog geen overdracht geweest.", "There has been no run yet.")
        context.print(.array(runs.map { JSON(of: $0) }), runs.isEmpty ? none : context.text(table))
        return .success
    }
}

private let runShowCommand = Command(
    path: ["run", "show"], chapter: .running,
    summary: BilingualText(
        nl: "het controleblad van een overdracht, vooraf en achteraf", en: "the control sheet of a run, before and after"),
    details: BilingualText(
        nl: "Zonder nummer de nieuwste. Wat sindsdien veranderde, staat er als laatste onder.",
        en: "The newest unless a number is given. What has changed since stands below."),
    example: "ledgerbridge run show 12", options: [CommonOption.bridge],
    operands: [Operand("NUMBER", isOptional: true, nl: "het nummer dat run list noemt", en: "the number that run list tells")]
) { invocation in
    let context = try Context(invocation)
    return try await context.withJournal { journal in
        let runs = PostingRuns(journal: journal, bridge: try context.bridge().policy.bridge)
        let found: PostingRun?
        if let asked = invocation.operands.first {
            found = try await runs.run(Int(asked) ?? 0)
        } else {
            found = try await runs.newest(1).first
        }
        guard let run = found else {
            throw CommandFailure(
                .usage, nl: "die overdracht is er niet: ledgerbridge run list noemt ze",
                en: "there is no such run: ledgerbridge run list names them")
        }
        let now = try await runs.standing(of: run.number)
        let sheet = ControlSheetText(context: context)
        context.print(sheet.json(run, now: now), sheet.text(run, now: now))
        return .success
    }
}
