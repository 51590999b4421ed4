import BridgeDomain
import BridgeEngine
import BridgeJournal
import BridgeJSON
import BridgeReports
import BridgeRuntime

/// Commands that look; the only thing they ever write is what `preview` reads from the source or is told to accept.
let documentCommands: [Command] = [statusCommand, listCommand, showCommand, explainCommand, previewCommand, reconcileCommand]

/// The one operand of commands about one document.
let documentOperand = Operand("DOCUMENT", nl: "het nummer, of soort/nummer", en: "its number, or kind/number")

private let statusCommand = Command(
    path: ["status"], chapter: .documents,
    summary: BilingualText(nl: "wat ging, wat wacht, wat iemand nodig heeft", en: "what flowed, what waits, what needs a person"),
    details: BilingualText(
        nl:
            "Een regel per stand met aantal en bedragen, dan wat iemand nodig heeft per oorzaak, dan de oproepen. Zonder --bridge alle bruggen.",
        en:
            "One line per state with count and amounts, then what needs a person by cause, then the calls. Every bridge unless one is named."
    ),
    example: "ledgerbridge status", options: [CommonOption.bridge]
) { invocation in
    let context = try Context(invocation)
    let bridges = invocation.value("bridge") == nil ? context.configuration.bridges : [try context.bridge()]
    return try await context.withJournal { journal in
        var reports: [StatusReportText.Report] = []
        for bridge in bridges { reports.append(try await StatusReportText(context: context, journal: journal, bridge: bridge).make()) }
        let json: JSON = reports.count == 1 && context.configuration.bridges.count == 1 ? reports[0].json : .array(reports.map(\.json))
        context.print(json, reports.map(\.text).joined(separator: "\n\n\n"))
        return reports.contains(where: \.needsPerson) ? .needsPerson : .success
    }
}

/// Which documents.
let documentConditions: [Option] = [
    .choice("state", "STATE", PostingState.allCases.map(\.rawValue), nl: "alleen met deze stand", en: "only in this state"),
    .choice("kind", "KIND", DocumentKind.allCases.map(\.rawValue), nl: "alleen van deze soort", en: "only of this kind"),
    .value("party", "CODE", nl: "van een debiteur, of kind/code", en: "of a debtor, or kind/code"),
    .choice(
        "problem", "CODE", ProblemCode.allCases.map(\.rawValue), nl: "met dit probleem, zoals status het noemt",
        en: "with this problem, as status names it"),
    .value(
        "search", "TEXT", nl: "tekst in nummer, kenmerk, boekstuknummer of relatie", en: "text in number, reference, entry number or party"),
    .value("from", "DATE", nl: "factuurdatum vanaf", en: "invoice date from"),
    .value("to", "DATE", nl: "factuurdatum tot en met", en: "invoice date up to and including"),
    .flag("late", nl: "alleen wat te laat is", en: "only what is late"),
    .flag("differing", nl: "alleen wat anders in de boeken staat", en: "only what the books hold differently"),
]

private let listCommand = Command(
    path: ["list"], chapter: .documents, summary: BilingualText(nl: "documenten, nieuwste eerst", en: "documents, newest first"),
    details: BilingualText(
        nl: "Alle voorwaarden die gegeven worden, moeten gelden. Staat er meer, dan zegt de laatste regel hoe verder te gaan.",
        en: "Every condition that is given must hold. When there is more, the last line says how to go on."),
    example: "ledgerbridge list --state parked --limit 20",
    options: [CommonOption.bridge] + documentConditions + [
        .value("min", "AMOUNT", nl: "bruto minstens", en: "gross at least"),
        .value("max", "AMOUNT", nl: "bruto hoogstens", en: "gross at most"),
        .value("before", "SEQUENCE", nl: "verder na een bladzijde", en: "go on after a page"),
        .value("limit", "N", nl: "hoeveel, 1 tot 1000; 50", en: "how many, 1 to 1000; 50 unless given"),
    ]
) { invocation in
    let context = try Context(invocation)
    let search = try PostingQuery(invocation, bridge: try context.bridge().policy.bridge, now: context.clock.now())
    let limit = try invocation.integer("limit", in: 1...1_000, default: 50)
    let page = try await context.withJournal { try await search.page(of: $0, limit: limit) }
    context.print(.array(page.map { JSON(of: $0) }), PostingTable(context: context).text(page))
    if page.count == limit, let last = page.last, !context.isJSON {
        context.console.out(context.words.pick("Verder: --before \(last.sequence)", "More: --before \(last.sequence)"))
    }
    return .success
}

private let showCommand = Command(
    path: ["show"], chapter: .documents,
    summary: BilingualText(nl: "één document: factuur, boeking, pogingen, historie", en: "one document: invoice, entry, attempts, history"),
    details: BilingualText(
        nl: "De factuur zoals hij kwam, de boeking zoals bedoeld en zoals de boeken hem hebben, elke poging, elke stap.",
        en: "The invoice as it came, the entry as it was meant and as the books hold it, every attempt, every move."),
    example: "ledgerbridge show 2026-104233",
    options: [
        CommonOption.bridge,
        .flag(
            "all", nl: "ook meer dan \(DocumentView.rowsShown) regels per tabel",
            en: "also more than \(DocumentView.rowsShown) lines a table"),
        .flag("raw", nl: "ook de tekst van het document zelf", en: "also the document's own text"),
        .flag(
            "calls", nl: "ook wat er naar de boeken ging en wat ze antwoordden",
            en: "also what was sent to the books and what they answered"),
    ],
    operands: [documentOperand]
) { invocation in
    let context = try Context(invocation)
    let bridge = try context.bridge()
    return try await context.withJournal { journal in
        let posting = try await context.document(invocation.operands[0], journal, bridge.policy.bridge)
        let view = try await DocumentView(
            context: context, journal: journal, bridge: bridge, posting: posting, showsAll: invocation.flag("all"),
            showsRaw: invocation.flag("raw"),
            showsCalls: invocation.flag("calls")
        ).make()
        context.print(view.json, view.text)
        return posting.state.needsPerson || posting.differs ? .needsPerson : .success
    }
}

private let explainCommand = Command(
    path: ["explain"], chapter: .documents,
    summary: BilingualText(nl: "waarom elke regel van een boeking is zoals hij is", en: "why each line of an entry is what it is"),
    details: BilingualText(
        nl: "Per regel: welke regel rekening en btw-code koos, waarom die paste, en welke er bijna op pasten.",
        en: "For every line: the rule that chose account and VAT code, why it matched, and which rules nearly did."),
    example: "ledgerbridge explain 2026-104233", options: [CommonOption.bridge], operands: [documentOperand]
) { invocation in
    let context = try Context(invocation)
    return try await context.working { bridge in
        let posting = try await context.document(invocation.operands[0], bridge.parts.journal, bridge.parts.policy.bridge)
        let explanation = try await ExplanationReport(context: context, bridge: bridge, posting: posting).make()
        context.print(explanation.json, explanation.text)
        return .success
    }
}

private let reconcileCommand = Command(
    path: ["reconcile"], chapter: .documents,
    summary: BilingualText(nl: "bewijzen dat bron = verzonden = geboekt", en: "prove that source = sent = booked"),
    details: BilingualText(
        nl: "Vraagt de bron om haar eigen totalen en vergelijkt ze met wat aankwam, wat verzonden is, en wat de boeken hebben.",
        en: "Asks the source for its own totals and compares them with what arrived, what was sent, and what the books hold."),
    example: "ledgerbridge reconcile --from 2026-11-01 --to 2026-11-30",
    options: [
        CommonOption.bridge, .value("from", "DATE", nl: "factuurdatum vanaf", en: "invoice date from"),
        .value("to", "DATE", nl: "factuurdatum tot en met", en: "invoice date up to and including"),
        .flag("offline", nl: "vraag de bron niets", en: "do not ask the source"),
    ]
) { invocation in
    let context = try Context(invocation)
    let dates = try invocation.dates()
    return try await context.working { bridge in
        let report = try await ControlReport(context: context, bridge: bridge).make(dates: dates, asksSource: !invocation.flag("offline"))
        context.print(report.json, report.text)
        return report.agrees ? .success : .proofFailed
    }
}
