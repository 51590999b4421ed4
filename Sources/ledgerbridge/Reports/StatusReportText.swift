import BridgeDomain
import BridgeEngine
import BridgeJournal
import BridgeJSON
import BridgeRuntime

/// A table of postings as `list` prints it.
struct PostingTable: Sendable {
    let context: Context

    func text(_ postings: [PostingRecord]) -> String {
        let words = context.words
        if postings.isEmpty { return words.pick("Geen documenten.", "No documents.") }
        var table = TextTable([
            .init(title: words.pick("Nummer", "Number")), .init(title: words.pick("Soort", "Kind")),
            .init(title: words.pick("Datum", "Date")),
            .init(title: words.pick("Relatie", "Party")), .init(title: words.pick("Bruto", "Gross"), isNumber: true),
            .init(title: words.pick("Stand", "State")), .init(title: words.pick("Waarom", "Why"), shrinks: true),
        ])
        table.rows = postings.map { posting in
            [
                posting.document.number.text, words.kind(posting.document.kind), context.formatting.date(posting.invoiceDate),
                posting.party?.code.text ?? "–", context.amount(posting.gross), words.state(posting.state), words.reason(posting),
            ]
        }
        return table.text()
    }
}

/// What `status` says.
struct StatusReportText: Sendable {
    let context: Context
    let journal: any BridgeJournal
    let bridge: Configuration.Bridge

    struct Report: Sendable {
        var json: JSON
        var text: String
        var needsPerson: Bool
    }

    func make() async throws -> Report {
        let id = bridge.policy.bridge
        let states = try await journal.stateTotals(id)
        let causes = try await journal.problemTotals(id)
        let late = try await journal.list(PostingFilter(bridge: id, lateAt: context.clock.now()), before: nil, limit: 1_000)
        let differing = try await journal.list(PostingFilter(bridge: id, differing: true), before: nil, limit: 1_000)
        let budget = try await journal.budget(connection: "exact/\(bridge.policy.target)")
        let needsPerson = states.contains { $0.state.needsPerson && $0.count > 0 } || !late.isEmpty || !differing.isEmpty
        let json: JSON = .object([
            .init("bridge", .string(id.text)), .init("states", .array(states.map { JSON(of: $0) })),
            .init("causes", .array(causes.map { JSON(of: $0) })), .init("late", .number(late.count)),
            .init("differing", .number(differing.count)), .init("budget", .array(budget.map { JSON(of: $0) })),
        ])
        return Report(json: json, text: text(states, causes, late.count, differing.count, budget), needsPerson: needsPerson)
    }

    private func text(
        _ states: [StateTotal], _ causes: [ProblemTotal], _ late: Int, _ differing: Int, _ budget: [BudgetWindow]
    ) -> String {
        let words = context.words
        var parts = [words.pick("Brug \(bridge.policy.bridge)", "Bridge \(bridge.policy.bridge)"), stateTable(states)]
        if !causes.isEmpty { parts.append(causeTable(causes)) }
        if late > 0 { parts.append(words.pick("\(late) te laat: ledgerbridge list --late", "\(late) late: ledgerbridge list --late")) }
        if differing > 0 {
            parts.append(
                words.pick(
                    "\(differing) anders in de boeken dan bedoeld: ledgerbridge list --differing",
                    "\(differing) differ in the books: ledgerbridge list --differing"))
        }
        for window in budget {
            let reset = context.clock.now() < window.resetsAt ? " (\(words.pick("opnieuw vanaf", "afresh from")) \(window.resetsAt))" : ""
            parts.append(
                words.pick("Oproepen per \(window.name)", "Calls per \(window.name)") + ": \(window.used) / \(window.limit)\(reset)")
        }
        return parts.joined(separator: "\n\n")
    }

    private func stateTable(_ states: [StateTotal]) -> String {
        let words = context.words
        var table = TextTable([
            .init(title: words.pick("Stand", "State")), .init(title: words.pick("Soort", "Kind")),
            .init(title: words.pick("Aantal", "Count"), isNumber: true),
            .init(title: words.pick("Netto", "Net"), isNumber: true), .init(title: words.pick("Btw", "VAT"), isNumber: true),
            .init(title: words.pick("Bruto", "Gross"), isNumber: true),
        ])
        table.rows = states.filter { $0.count > 0 }.map {
            [
                words.state($0.state), words.kind($0.kind), String($0.count), context.amount($0.net), context.amount($0.vat),
                context.amount($0.gross),
            ]
        }
        return table.rows.isEmpty ? words.pick("Nog geen documenten.", "No documents yet.") : table.text()
    }

    func causeTable(_ causes: [ProblemTotal]) -> String {
        let words = context.words
        var table = TextTable([
            .init(title: words.pick("Oorzaak", "Cause"), shrinks: true), .init(title: words.pick("Aantal", "Count"), isNumber: true),
            .init(title: words.pick("Bedrag", "Amount"), isNumber: true),
            .init(title: words.pick("Wat te doen", "What to do"), shrinks: true),
        ])
        table.rows = causes.map { cause in
            let problem = Problem(cause.code, at: Place(""), found: cause.found)
            let what = context.language == .dutch ? cause.code.text.what.nl : cause.code.text.what.en
            return [
                what + (cause.found.isEmpty ? "" : ": \(cause.found)"), String(cause.count),
                cause.gross.map { context.amount($0) }.joined(separator: ", "),
                problem.remedy(context.language),
            ]
        }
        return words.pick("Vraagt om een mens", "Needs a person") + "\n" + table.text()
    }
}
