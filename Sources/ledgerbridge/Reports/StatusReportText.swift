import BridgeDomain
import BridgeEngine
import BridgeExchange
import BridgeJournal
import BridgeJSON
import BridgeReports
import BridgeRuntime

/// What `status` says of one bridge.
struct StatusReportText: Sendable {
    let context: Context
    let journal: any BridgeJournal
    let bridge: Configuration.Bridge

    struct Report: Sendable {
        var json: JSON
        var text: String
        var needsPerson: Bool
    }

    /// What the journal says, read once.
    private struct Facts {
        var bridge: BridgeFacts
        var end: ExpectedEnd?
        var source: SourceStandingText?
        var files: [OpenFile]
        var road: PostingRoad?
        var consent: ConnectionLine?
    }

    private var words: Words { context.words }

    func make() async throws -> Report {
        let id = bridge.policy.bridge
        let facts = Facts(
            bridge: try await BridgeFacts.read(
                bridge.policy, connection: context.configuration.target(of: bridge)?.setup.connectionName, journal: journal,
                now: context.clock.now()),
            end: try await context.expectedEnd(of: id, journal), source: try context.standing(of: bridge), files: try await openFiles(),
            road: try await context.postingRoad(of: bridge, journal), consent: try await consent())
        let needsPerson =
            facts.bridge.needsPerson || facts.files.contains(where: \.isLate) || facts.consent?.warning(context) != nil
        return Report(json: json(facts), text: text(facts), needsPerson: needsPerson)
    }

    private func consent() async throws -> ConnectionLine? {
        guard let target = context.configuration.target(of: bridge) else { return nil }
        return await ConnectionLine.line(of: target, try context.installation(journal))
    }

    private func openFiles() async throws -> [OpenFile] {
        guard let exchange = context.configuration.target(of: bridge)?.setup.exchange else { return [] }
        return try await OpenFile.all(of: exchange, in: journal, now: context.clock.now())
    }

    private func json(_ facts: Facts) -> JSON {
        .object([
            .init("bridge", .string(bridge.policy.bridge.text)), .init("states", .array(facts.bridge.states.map { JSON(of: $0) })),
            .init("causes", .array(facts.bridge.causes.map { JSON(of: $0) })), .init("late", .number(facts.bridge.waiting.late)),
            .init("differing", .number(facts.bridge.waiting.differing)),
            .init("differing_explained", .number(facts.bridge.explained)), .init("parties_proposed", .number(facts.bridge.proposed)),
            .init("budget", .array(facts.bridge.budget.map { JSON(of: $0) })), .init("next_run", nextRun(facts.bridge.nextRun)),
            .init("expected_end", facts.end.map { JSON(of: $0) } ?? .null), .init("payments", JSON(of: facts.bridge.payments)),
            .init("attachments", JSON(of: facts.bridge.attachments)), .init("road", facts.road.map(Self.road) ?? .null),
            .init("source", facts.source?.json ?? .null),
            .init("files", .array(facts.files.map(OpenFileTable.json))), .init("connection", facts.consent?.json(context) ?? .null),
            .init(
                "setup",
                .array(
                    facts.bridge.setup.map {
                        .object([.init("text", .string($0.text[context.language])), .init("blocking", .bool($0.isBlocking))])
                    })), .init("parties_differing", .number(facts.bridge.differingParties)),
            .init("parties_undecided", .number(facts.bridge.undecidedParties)),
            .init("paused", facts.bridge.pause.map { JSON(of: $0) } ?? .null),
        ])
    }

    private func text(_ facts: Facts) -> String {
        let policy = bridge.policy
        var parts = [
            words.pick("Brug", "Bridge") + " \(policy.bridge): \(bridge.source) \(policy.source) → \(bridge.target) \(policy.target)"
        ]
        if let pause = facts.bridge.pause { parts.append(PauseText(context: context).line(pause)) }
        parts.append(stateTable(facts.bridge.states))
        if !facts.bridge.causes.isEmpty { parts.append(CauseTable(context: context, bridge: policy.bridge).text(facts.bridge.causes)) }
        if let source = facts.source { parts.append(source.lines.joined(separator: "\n")) }
        if let run = facts.bridge.nextRun { parts.append(text(run)) }
        if !facts.files.isEmpty { parts.append(OpenFileTable(context: context).text(facts.files)) }
        let hints = hints(facts)
        if !hints.isEmpty { parts.append(hints.joined(separator: "\n")) }
        if !facts.bridge.budget.isEmpty { parts.append(budgetTable(facts.bridge.budget)) }
        if let end = facts.end { parts.append(context.text(end)) }
        if let road = facts.road { parts.append(words.pick("Nu: ", "Now: ") + words.pick(road.text.dutch, road.text.english)) }
        return parts.joined(separator: "\n\n")
    }

    private static func road(_ road: PostingRoad) -> JSON {
        .object([
            .init("way", .string(road.way.rawValue)), .init("reason_nl", .string(road.reason.dutch)),
            .init("reason_en", .string(road.reason.english)),
        ])
    }

    private func nextRun(_ run: NextRun?) -> JSON {
        guard let run else { return .null }
        return .object([
            .init("at", .string(run.at?.description)), .init("documents", .number(run.documents)),
            .init("gross", .array(run.gross.map { JSON(of: $0) })),
        ])
    }

    /// `Next run: 2026-03-02 18:00, 37 documents, € 12,345.67`.
    private func text(_ run: NextRun) -> String {
        let moment =
            run.at.map { context.moment($0) }
            ?? words.pick("zodra u \"ledgerbridge post --until\" geeft", "when you give \"ledgerbridge post --until\"")
        let documents = run.documents == 1 ? "document" : words.pick("documenten", "documents")
        let parts = [moment, "\(context.formatting.count(run.documents)) \(documents)", context.amounts(run.gross)]
        return words.pick("Volgende overdracht: ", "Next run: ") + parts.filter { !$0.isEmpty }.joined(separator: ", ")
    }

    private func hints(_ facts: Facts) -> [String] {
        let proposed = facts.bridge.proposed == BridgeFacts.proposedMax ? "\(facts.bridge.proposed)+" : "\(facts.bridge.proposed)"
        var lines: [String] = []
        if facts.bridge.waiting.late > 0 {
            lines.append(
                "\(facts.bridge.waiting.late) " + words.pick("te laat: ledgerbridge list --late", "late: ledgerbridge list --late"))
        }
        if facts.bridge.unexplained > 0 {
            lines.append(
                "\(facts.bridge.unexplained) "
                    + words.pick(
                        "anders in de boeken dan bedoeld: ledgerbridge list --differing",
                        "differ in the books: ledgerbridge list --differing"))
        }
        if facts.bridge.explained > 0 {
            lines.append(
                "\(facts.bridge.explained) "
                    + words.pick(
                        "anders in de boeken, en verklaard: ledgerbridge difference list",
                        "differ in the books, and are explained: ledgerbridge difference list"))
        }
        if facts.bridge.proposed > 0 {
            lines.append(
                "\(proposed) "
                    + words.pick(
                        "koppelingen voorgesteld: ledgerbridge party list --state proposed",
                        "links proposed: ledgerbridge party list --state proposed"))
        }
        if facts.bridge.undecidedParties > 0 {
            lines.append(
                "\(facts.bridge.undecidedParties) "
                    + words.pick(
                        "relaties wachten op een beslissing: ledgerbridge party differences",
                        "parties wait for a decision: ledgerbridge party differences"))
        } else if facts.bridge.differingParties > 0 {
            lines.append(
                "\(facts.bridge.differingParties) "
                    + words.pick(
                        "relaties staan anders in de boekhouding: ledgerbridge party differences",
                        "parties differ from the books: ledgerbridge party differences"))
        }
        if let proposal = facts.bridge.proposal {
            lines.append(
                words.pick(
                    "Een wijziging van de regels door \(proposal.by) wacht op goedkeuring: ledgerbridge map proposal",
                    "A change of the rules by \(proposal.by) waits for approval: ledgerbridge map proposal"))
        }
        let setup = facts.bridge.setup.map { words.pick("Inrichting: ", "Set-up: ") + $0.text[context.language] }
        return lines + setup + [facts.consent?.warning(context)].compactMap(\.self) + paymentHints(facts.bridge.payments)
            + AttachmentText(context: context).hints(facts.bridge.attachments)
    }

    private func paymentHints(_ totals: PaymentTotals) -> [String] {
        var lines = words.backlog(
            totals.waiting, since: totals.oldestWaiting.map(context.moment),
            BilingualText(nl: "betalingen wachten op terugmelding", en: "payments wait to be told back"), refused: totals.refused,
            BilingualText(
                nl: "betalingen geweigerd door het handelssysteem: ledgerbridge payments",
                en: "payments refused by the trade system: ledgerbridge payments"))
        if totals.trouble + totals.items > 0 {
            lines.append(
                "\(totals.trouble + totals.items) "
                    + words.pick(
                        "betalingen of resten die niet passen: ledgerbridge payments --stuck",
                        "payments or remainders that do not fit: ledgerbridge payments --stuck"))
        }
        return lines
    }

    private func stateTable(_ states: [StateTotal]) -> String {
        var table = TextTable([
            .init(title: words.pick("Stand", "State")), .init(title: words.pick("Soort", "Kind"), shrinks: true),
            .init(title: words.pick("Aantal", "Count"), isNumber: true),
            .init(title: words.pick("Netto", "Net"), isNumber: true), .init(title: words.pick("Btw", "VAT"), isNumber: true),
            .init(title: words.pick("Bruto", "Gross"), isNumber: true),
        ])
        table.rows = states.filter { $0.count > 0 }.map {
            [
                words.state($0.state), words.kind($0.kind), context.formatting.count($0.count), context.amount($0.net),
                context.amount($0.vat),
                context.amount($0.gross),
            ]
        }
        return table.rows.isEmpty ? words.pick("Nog geen documenten.", "No documents yet.") : context.text(table)
    }

    private func budgetTable(_ windows: [BudgetWindow]) -> String {
        var table = TextTable([
            .init(title: words.pick("Oproepen", "Calls")), .init(title: words.pick("Gebruikt", "Used"), isNumber: true),
            .init(title: words.pick("Grens", "Limit"), isNumber: true), .init(title: words.pick("Opnieuw vanaf", "Afresh from")),
        ])
        let now = context.clock.now()
        table.rows = windows.map { window in
            let isOver = window.resetsAt <= now
            return [
                name(window.name), context.formatting.count(isOver ? 0 : window.used), context.formatting.count(window.limit),
                isOver ? words.pick("nu", "now") : context.moment(window.resetsAt),
            ]
        }
        return context.text(table)
    }

    private func name(_ window: String) -> String {
        switch window {
        case "minute": words.pick("per minuut", "per minute")
        case "day": words.pick("per dag", "per day")
        default: window
        }
    }
}

/// Causes and what waits behind each: count and amounts to the left, what is wrong and what to do beside them on as many lines as it takes.
struct CauseTable: Sendable {
    let context: Context
    let bridge: BridgeID

    private struct Row {
        var count: String
        /// One per currency.
        var amounts: [String]
        var texts: [String]
    }

    func text(_ causes: [ProblemTotal]) -> String {
        let (words, mending) = (context.words, MendingText(context: context, bridge: bridge))
        let head = Row(
            count: words.pick("Aantal", "Count"), amounts: [words.pick("Bedrag", "Amount")],
            texts: [words.pick("Oorzaak [--problem] → wat te doen", "Cause [--problem] → what to do")])
        let rows = causes.map { cause in
            Row(
                count: context.formatting.count(cause.count),
                amounts: cause.gross.sorted { $0.currency.code < $1.currency.code }.map { context.amount($0) },
                texts: [
                    cause.code.what(context.language)
                        + (cause.found.isEmpty ? "" : ": " + TerminalText.cut(cause.found, to: Words.foundShown))
                        + " [\(cause.code.rawValue)]",
                    "→ \(Problem(cause.code, at: Place("")).remedy(context.language))",
                ] + mending.lines(cause: cause.code).map { "  \($0)" })
        }
        let counts = (rows + [head]).map { TerminalText.columns($0.count) }.max() ?? 0
        let amounts = (rows + [head]).flatMap(\.amounts).map { TerminalText.columns($0) }.max() ?? 0
        let left = counts + amounts + 4
        let lines = ([head] + rows).map { row in
            let beside = row.texts.flatMap { text in
                TerminalText.wrapped(text, width: max(context.console.width - left, 30), indent: 2).split(separator: "\n").map(String.init)
            }
            return (0..<max(beside.count, row.amounts.count)).map { place in
                let count = place == 0 ? row.count : ""
                let amount = row.amounts.indices.contains(place) ? row.amounts[place] : ""
                let text = beside.indices.contains(place) ? beside[place] : ""
                return count.leftPadded(to: counts) + "  " + amount.leftPadded(to: amounts) + "  " + text
            }.joined(separator: "\n")
        }
        return words.pick("Vraagt om iemand", "Needs a person") + "\n" + lines.joined(separator: "\n")
    }
}

extension ProblemCode {
    /// What is wrong, without place.
    func what(_ language: Language) -> String { language == .dutch ? text.what.nl : text.what.en }
}
