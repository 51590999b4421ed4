import BridgeDomain
import BridgeEngine
import BridgeJournal
import BridgeJSON
import BridgeRuntime

private let bridgeOption = Option.value("bridge", "NAME", "which bridge; needed only when there are several")

/// Commands that look and change nothing.
let documentCommands: [Command] = [statusCommand, listCommand, showCommand, explainCommand, previewCommand, reconcileCommand]

private let statusCommand = Command(
    path: ["status"], summary: "what flowed, what waits, what needs a person",
    details: "One line per state with count and amounts, then what needs a person grouped by cause, then the call budget.",
    example: "ledgerbridge status", options: [bridgeOption]
) { invocation in
    let context = try Context(invocation)
    let journal = try await context.openJournal()
    let report = try await StatusReportText(context: context, journal: journal, bridge: try context.bridge()).make()
    context.print(report.json, report.text)
    await journal.close()
    return report.needsPerson ? .needsPerson : .success
}

private let listCommand = Command(
    path: ["list"], summary: "documents, newest first",
    example: "ledgerbridge list --state parked --limit 20",
    options: [
        bridgeOption, .value("state", "STATE", "parked, held, ready, inFlight, outcomeUnknown, booked, rejected, withdrawn, nothingToPost"),
        .value("kind", "KIND", "sales_invoice, credit_note, purchase_invoice, purchase_credit_note, journal"),
        .value("party", "CODE", "a debtor's code"), .value("problem", "CODE", "documents with this problem"),
        .value("search", "TEXT", "text in number, reference, entry number or party"), .flag("late", "only what is late"),
        .flag("differing", "only what the books hold differently"), .value("before", "SEQUENCE", "go on after a page"),
        .value("limit", "N", "how many, 1 to 1000; 50 unless given"),
    ]
) { invocation in
    let context = try Context(invocation)
    var filter = PostingFilter(bridge: try context.bridge().policy.bridge)
    if let text = invocation.value("state") { filter.states = [try choice(text, "state")] }
    if let text = invocation.value("kind") { filter.kinds = [try choice(text, "kind")] }
    if let text = invocation.value("problem") { filter.problem = try choice(text, "problem") as ProblemCode }
    filter.party = invocation.value("party").map { PartyKey(.debtor, PartyCode($0)) }
    filter.search = invocation.value("search")
    filter.lateAt = invocation.flag("late") ? context.clock.now() : nil
    filter.differing = invocation.flag("differing")
    let limit = try invocation.integer("limit", in: 1...1_000, default: 50)
    let before = try invocation.value("before").map { _ in Int64(try invocation.integer("before", in: 1...Int.max, default: 1)) }
    let journal = try await context.openJournal()
    let page = try await journal.list(filter, before: before, limit: limit)
    await journal.close()
    context.print(.array(page.map { JSON(of: $0) }), PostingTable(context: context).text(page))
    if page.count == limit, let last = page.last, !context.isJSON {
        Terminal.out(context.words.pick("Verder: --before \(last.sequence)", "More: --before \(last.sequence)"))
    }
    return .success
}

private func choice<Value: RawRepresentable & CaseIterable>(_ text: String, _ option: String) throws -> Value
where Value.RawValue == String {
    if let value = Value(rawValue: text) { return value }
    throw CommandFailure(.usage, "--\(option) takes one of: \(Value.allCases.map(\.rawValue).joined(separator: ", "))")
}

private let showCommand = Command(
    path: ["show"], summary: "one document: invoice, entry, attempts, history",
    details: "The invoice as it came beside the entry as it was meant and as the books hold it, every attempt, every move.",
    example: "ledgerbridge show 2026-104233", options: [bridgeOption, .flag("raw", "also print the document's own text")],
    operands: [Operand(name: "DOCUMENT", help: "its number, or kind/number")]
) { invocation in
    let context = try Context(invocation)
    let journal = try await context.openJournal()
    let bridge = try context.bridge().policy.bridge
    let posting = try await context.document(invocation.operands[0], journal, bridge)
    let view = try await DocumentView(context: context, journal: journal, posting: posting, showsRaw: invocation.flag("raw")).make()
    await journal.close()
    context.print(view.json, view.text)
    return posting.state.needsPerson || posting.differs ? .needsPerson : .success
}

private let explainCommand = Command(
    path: ["explain"], summary: "why each line of an entry is what it is",
    details: "For every line: the rule that chose account and VAT code, why it matched, and which rules nearly did.",
    example: "ledgerbridge explain 2026-104233", options: [bridgeOption],
    operands: [Operand(name: "DOCUMENT", help: "its number, or kind/number")]
) { invocation in
    let context = try Context(invocation)
    return try await context.working { bridge in
        let posting = try await context.document(invocation.operands[0], bridge.parts.journal, bridge.parts.policy.bridge)
        let explanation = try await ExplanationReport(context: context, bridge: bridge, posting: posting).make()
        context.print(explanation.json, explanation.text)
        return .success
    }
}

private let previewCommand = Command(
    path: ["preview"], summary: "what would be booked, and what would fail, without posting",
    details: "Maps everything that waits with the newest rules; failures are grouped by cause with the amount behind each.",
    example: "ledgerbridge preview", options: [bridgeOption, .value("mapping", "FILE", "rules to try instead of the saved ones")]
) { invocation in
    let context = try Context(invocation)
    return try await context.working { bridge in
        let preview = try await PreviewReport(context: context, bridge: bridge, rulesFile: invocation.value("mapping")).make()
        context.print(preview.json, preview.text)
        return preview.failing > 0 ? .needsPerson : .success
    }
}

private let reconcileCommand = Command(
    path: ["reconcile"], summary: "prove that source = sent = booked",
    details: "Asks the source for its own totals and compares them with what arrived, what was sent, and what the books hold.",
    example: "ledgerbridge reconcile --from 2026-11-01 --to 2026-11-30",
    options: [
        bridgeOption, .value("from", "DATE", "first invoice date"), .value("to", "DATE", "last invoice date"),
        .flag("offline", "do not ask the source"),
    ]
) { invocation in
    let context = try Context(invocation)
    return try await context.working { bridge in
        let report = try await ControlReport(context: context, bridge: bridge).make(
            from: try date(invocation, "from"), to: try date(invocation, "to"), asksSource: !invocation.flag("offline"))
        context.print(report.json, report.text)
        return report.agrees ? .success : .proofFailed
    }
}

func date(_ invocation: Invocation, _ name: String) throws -> CalendarDate? {
    guard let text = invocation.value(name) else { return nil }
    guard let date = CalendarDate(text) else { throw CommandFailure(.usage, "--\(name) takes a date such as 2026-11-30, not '\(text)'") }
    return date
}
