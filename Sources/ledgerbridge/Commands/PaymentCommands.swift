import BridgeDomain
import BridgeEngine
import BridgeJournal
import BridgeReports
import BridgeJSON
import BridgeRuntime

/// What the books say was paid, and what the trade system knows of it.
let paymentCommands: [Command] = [paymentList, paymentsAgain]

private let paymentList = Command(
    path: ["payments"], chapter: .payments,
    summary: BilingualText(
        nl: "betalingen uit de boekhouding: document, betaald, rest, bankdatum, teruggemeld of waarom niet",
        en: "payments from the books: document, paid, remaining, bank date, told back or why not"),
    example: "ledgerbridge payments --stuck",
    options: [
        CommonOption.bridge,
        .flag("stuck", nl: "alleen wat niet past of op vreemde facturen staat", en: "only what does not fit or is on invoices of others"),
        .value("before", "N", nl: "verder na een bladzijde", en: "go on after a page"),
        .value("limit", "N", nl: "hoeveel, 1 tot 1000; 50", en: "how many, 1 to 1000; 50 unless given"),
    ]
) { invocation in
    let context = try Context(invocation)
    let limit = try invocation.integer("limit", in: 1...1_000, default: 50)
    let before = try invocation.value("before") == nil ? nil : Int64(invocation.integer("before", in: 1...Int.max, default: 1))
    let bridge = try context.bridge().policy
    let standings = invocation.flag("stuck") ? [.trouble, .foreign] : Set(PaymentRecord.Standing.allCases)
    return try await context.withJournal { journal in
        let page = try await journal.payments(standings, bridge: bridge.bridge, before: before, limit: limit)
        let totals = try await journal.paymentTotals(bridge.bridge)
        let report = PaymentReportText(context: context, journal: journal, bridge: bridge.bridge)
        let lines = try await report.lines(page)
        let words = context.words
        var parts = [lines.isEmpty ? report.nothing(bridge.payments != nil) : report.table(lines)]
        let items = try await journal.itemsInTrouble(bridge.bridge, after: nil, limit: limit)
        if !items.isEmpty { parts.append(report.text(items)) }
        if page.count == limit, let last = page.last {
            parts.append(words.pick("Verder: --before \(last.sequence)", "More: --before \(last.sequence)"))
        }
        context.print(
            .object([
                .init("payments", .array(lines.map(\.json))), .init("documents", .array(items.map { JSON(of: $0) })),
                .init("totals", JSON(of: totals)),
            ]), parts.joined(separator: "\n\n"))
        return totals.needsPerson ? .needsPerson : .success
    }
}

private let paymentsAgain = Command(
    path: ["payments", "retry"], chapter: .payments,
    summary: BilingualText(
        nl: "betalingen die het handelssysteem weigerde opnieuw melden, nadat de oorzaak is verholpen",
        en: "tell payments the trade system refused once more, after the cause was mended"),
    example: "ledgerbridge payments retry", options: [CommonOption.bridge]
) { invocation in
    let context = try Context(invocation)
    return try await context.working { bridge in
        let count = try await PaymentDesk(parts: bridge.parts, who: context.person).tellAgain()
        context.print(
            ["again": .number(count)],
            context.words.pick("\(count) meldingen gaan opnieuw", "\(count) notices are told again"))
        return .success
    }
}
