import BridgeDomain
import BridgeEngine
import BridgeJournal
import BridgeJSON
import BridgeReports
import BridgeRuntime

/// What the books hold otherwise than it was sent, and what a controller says of it.
let differenceCommands: [Command] = [differenceList, differenceExplain, differenceReopen]

private let differenceOperand = Operand(
    "DIFFERENCE", nl: "een documentnummer, of een bedrag van een maand: 2026-11/70/V9/EUR (zonder btw-code: -)",
    en: "a document's number, or a figure of a month: 2026-11/70/V9/EUR (without VAT code: -)")

private let differenceList = Command(
    path: ["difference", "list"], chapter: .documents,
    summary: BilingualText(
        nl: "wat anders in de boeken staat dan verzonden: open en verklaard apart",
        en: "what stands in the books otherwise than sent: open and explained apart"),
    details: BilingualText(
        nl: "Van een hele kalendermaand ook de bedragen per dagboek en btw-code. Vraagt niemand iets.",
        en: "Of a whole calendar month also the figures per daybook and VAT code. Asks nobody."),
    example: "ledgerbridge difference list --from 2026-11-01 --to 2026-11-30",
    options: [
        CommonOption.bridge, .value("from", "DATE", nl: "factuurdatum vanaf", en: "invoice date from"),
        .value("to", "DATE", nl: "factuurdatum tot en met", en: "invoice date up to and including"),
    ]
) { invocation in
    let context = try Context(invocation)
    let (dates, bridge) = (try invocation.dates(), try context.bridge().policy.bridge)
    return try await context.withJournal { journal in
        let judged = try await DifferenceReport(context: context, journal: journal, bridge: bridge).judged(dates: dates)
        context.print(.array(judged.map(DifferenceReport.json)), DifferenceReport.text(judged, context))
        return judged.contains(where: \.isOpen) ? .needsPerson : .success
    }
}

private let differenceExplain = Command(
    path: ["difference", "explain"], chapter: .verbs,
    summary: BilingualText(nl: "zeggen waardoor een verschil er is", en: "say why a difference is there"),
    details: BilingualText(
        nl: "Het verschil blijft staan, met de verklaring erbij; verandert het bedrag of wat er anders is, dan is het weer open.",
        en: "The difference stays, with the explanation beside it; when its amount or what differs changes, it is open again."),
    example: "ledgerbridge difference explain 2026-104233 --text \"rounded by the accountant\"",
    options: [CommonOption.bridge, .value("text", "TEXT", nl: "waardoor; staat in de historie", en: "why; stands in the history")],
    operands: [differenceOperand]
) { invocation in
    guard let text = invocation.value("text"), !text.isEmpty else {
        throw CommandFailure(
            .usage, nl: "--text is nodig: zeg waardoor het verschil er is", en: "--text is needed: say why the difference is there")
    }
    return try await changed(invocation) { book, judged, context in
        switch try await book.explain(judged, text, by: context.person, at: context.clock.now()) {
        case .success: return
        case .failure(.changed):
            throw CommandFailure(
                .usage, nl: "iemand anders zei er intussen iets over: kijk opnieuw met 'ledgerbridge difference list'",
                en: "somebody else said something of it meanwhile: look again with 'ledgerbridge difference list'")
        case .failure(.full):
            throw CommandFailure(
                .usage, nl: "deze maand heeft al \(DifferenceBook.perMonthMax) verklaringen",
                en: "this month has \(DifferenceBook.perMonthMax) explanations already")
        }
    }
}

private let differenceReopen = Command(
    path: ["difference", "reopen"], chapter: .verbs,
    summary: BilingualText(nl: "een verklaring terugnemen", en: "take an explanation back"),
    example: "ledgerbridge difference reopen 2026-104233", options: [CommonOption.bridge], operands: [differenceOperand]
) { invocation in
    try await changed(invocation) { book, judged, context in
        _ = try await book.reopen(judged, by: context.person, at: context.clock.now())
    }
}

private func changed(
    _ invocation: Invocation, _ change: (DifferenceBook, JudgedDifference, Context) async throws -> Void
) async throws -> Exit {
    let context = try Context(invocation)
    let bridge = try context.bridge().policy.bridge
    return try await context.withJournal { journal in
        let report = DifferenceReport(context: context, journal: journal, bridge: bridge)
        let judged = try await report.difference(invocation.operands[0])
        try await change(DifferenceBook(journal: journal, bridge: bridge), judged, context)
        let now = try await report.difference(invocation.operands[0])
        context.print(DifferenceReport.json(now), DifferenceReport.text([now], context))
        return .success
    }
}
