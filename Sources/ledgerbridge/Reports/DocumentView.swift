import BridgeDomain
import BridgeEngine
import BridgeJournal
import BridgeJSON
import BridgeReports
import BridgeRuntime

/// What `show` says of one document: as it came, as it was meant, as it is booked, and everything that happened.
struct DocumentView: Sendable {
    let context: Context
    let journal: any BridgeJournal
    let bridge: Configuration.Bridge
    let posting: PostingRecord
    let showsAll: Bool
    let showsRaw: Bool
    let showsCalls: Bool

    /// Lines of a table that are shown unless all are asked for.
    static let rowsShown = 25

    private var words: Words { context.words }

    func make() async throws -> TwoForms {
        let facts = try await DocumentFacts.read(posting, journal: journal)
        let (versions, entry, attempts, history, rival) = (facts.versions, facts.entry, facts.attempts, facts.history, facts.rival)
        var whole: [AttemptFacts] = []
        if showsCalls {
            for attempt in attempts {
                let calls = try await journal.calls(attempt.name, bridge: posting.bridge)
                whole.append(AttemptFacts(attempt: attempt, calls: calls))
            }
        }
        let payments = PaymentReportText(context: context, journal: journal, bridge: posting.bridge)
        let lines = try await payments.lines(facts.payments, on: posting.document)
        let (item, file) = (facts.settled, facts.attachment)
        let credit = facts.credit
            .map { CreditStandingText(context: context, standing: $0, shown: posting.document) }
        let books: JSON = facts.booked.flatMap { try? JSON(parsing: $0.content) } ?? .null
        let json: JSON = .object([
            .init("posting", JSON(of: posting)), .init("versions", .array(versions.map(version(of:)))), .init("entry", JSON(of: entry)),
            .init("booked", books), .init("attempts", JSON(of: attempts)), .init("history", JSON(of: history)),
            .init("rival", JSON(of: rival)), .init("payments", .array(lines.map(\.json))), .init("settled", JSON(of: item)),
            .init("attachment", JSON(of: file)),
            .init("credit", credit?.json ?? .null),
            .init(
                "calls",
                showsCalls
                    ? .array(whole.map { .object([.init("attempt", .number($0.attempt.number)), .init("calls", JSON(of: $0.calls))]) })
                    : .null),
        ])
        let document = facts.document
        let connection = context.configuration.target(of: bridge)?.setup.connectionName
        let next = try await NextAttempt.read(facts, bridge.policy, connection: connection, journal: journal, now: context.clock.now())
        var parts = [head(facts.party, warning: facts.warning, next), problemText(facts.problems)]
        if let rival { parts.append(rivalText(rival)) }
        if let document, !document.lines.isEmpty { parts.append(documentText(document)) }
        if let entry { parts.append(entryText(entry)) }
        if let credit { parts.append(section(credit.title, credit.table) + credit.sums) }
        if let item { parts.append(settledText(item, lines, payments)) }
        if let file { parts.append(AttachmentText(context: context).line(file)) }
        if !attempts.isEmpty { parts.append(attemptText(attempts)) }
        for attempt in whole where !attempt.calls.isEmpty { parts.append(attempt.text(words.terms)) }
        parts.append(historyText(history))
        if showsRaw, let raw = versions.last?.raw { parts.append(String(decoding: raw, as: UTF8.self)) }
        return TwoForms(json: json, text: parts.filter { !$0.isEmpty }.joined(separator: "\n\n"))
    }

    private func version(of record: DocumentRecord) -> JSON {
        .object([
            .init("version", .number(record.version)), .init("received_at", .string(record.receivedAt.description)),
            .init("content_hash", .string(record.contentHash)), .init("document", record.document.map { JSON(of: $0) } ?? .null),
            .init("problems", .array(record.problems.map { JSON(of: $0) })),
            .init("raw", showsRaw ? .string(String(decoding: record.raw, as: UTF8.self)) : .null),
        ])
    }

    // MARK: Head

    /// - Parameter warning: what the books said beside accepting the entry.
    private func head(_ record: PartyRecord?, warning: String?, _ next: NextAttempt?) -> String {
        let party = [posting.party?.code.text, record?.party?.name].compactMap(\.self).joined(separator: " ")
        let name = "\(words.kind(posting.document.kind)) \(posting.document.number)"
        var rows = [
            (
                words.pick("Document", "Document"),
                name + (posting.documentVersion > 1 ? ", \(words.pick("versie", "version")) \(posting.documentVersion)" : "")
            ),
            (words.pick("Datum", "Date"), context.formatting.date(posting.invoiceDate)),
            (words.pick("Relatie", "Party"), party.isEmpty ? "–" : party),
            (
                words.pick("Bedrag", "Amount"),
                posting.gross == nil
                    ? "–"
                    : "\(context.amount(posting.net)) + \(words.pick("btw", "VAT")) \(context.amount(posting.vat)) = \(context.amount(posting.gross))"
            ),
            (words.pick("Stand", "State"), stateText),
        ]
        if let number = posting.targetNumber {
            let daybook = posting.daybook.map { ", \(words.pick("dagboek", "daybook")) \($0)" } ?? ""
            let moment = posting.bookedAt.map { ", \(context.moment($0))" } ?? ""
            rows.append((words.pick("Boekstuk", "Entry"), number + daybook + moment))
        }
        if let next {
            let moment = next.at.map { $0 > context.clock.now() ? context.moment($0) : words.pick("nu", "now") }
            rows.append((words.pick("Hierna", "Next"), [moment, next.why[context.language]].compactMap(\.self).joined(separator: ": ")))
        }
        if let warning { rows.append((words.pick("Waarschuwing", "Warning"), warning)) }
        if let deadline = posting.deadline, deadline < context.clock.now(), !posting.state.isSettled {
            rows.append((words.pick("TE LAAT", "LATE"), words.pick("sinds", "since") + " \(context.moment(deadline))"))
        }
        if let (title, text) = readBackText { rows.append((title, text)) }
        let width = rows.map(\.0.count).max() ?? 0
        return rows.map { context.wrapped($0.0.padded(to: width + 2) + $0.1, indent: width + 2) }.joined(separator: "\n")
    }

    private var stateText: String {
        words.state(posting.state) + (posting.hold.map { ", " + words.hold($0) } ?? "")
            + (posting.approvedBy.map { ", " + words.pick("goedgekeurd door \($0)", "approved by \($0)") } ?? "")
    }

    private var readBackText: (String, String)? {
        switch posting.readBack {
        case .agrees(let at): (words.pick("Teruggelezen", "Read back"), words.pick("gelijk", "equal") + ", \(context.moment(at))")
        case .differs(let at, _): (words.pick("Teruggelezen", "Read back"), words.pick("ANDERS", "DIFFERENT") + ", \(context.moment(at))")
        case .pending: nil
        }
    }

    private func problemText(_ problems: [Problem]) -> String {
        let mending = MendingText(context: context, bridge: posting.bridge)
        return problems.map { problem in
            let further = mending.lines(problem, party: posting.party?.kind, isRefusal: posting.state == .rejected)
            return
                ([
                    context.wrapped("• \(problem.message(context.language)) [\(problem.code.rawValue)]", indent: 2),
                    context.wrapped("  → \(problem.remedy(context.language))", indent: 4),
                ] + further.map { context.wrapped("    \($0)", indent: 4) }).joined(separator: "\n")
        }.joined(separator: "\n")
    }

    // MARK: Tables

    /// A table with its title; long ones are cut unless all is asked for.
    private func section(_ title: String, _ table: TextTable) -> String {
        var table = table
        let more = table.rows.count - Self.rowsShown
        // One line over the bound is shown rather than announced.
        guard !showsAll, more > 1 else { return title + "\n" + context.text(table) }
        table.rows = Array(table.rows.prefix(Self.rowsShown))
        return title + "\n" + context.text(table) + "\n… "
            + words.pick("en nog \(more); --all toont alles", "and \(more) more; --all shows all")
    }

    /// The same number twice, side by side.
    private func rivalText(_ rival: PostingRecord) -> String {
        var table = TextTable([
            .init(title: ""), .init(title: words.pick("Eerst gekomen", "Came first"), shrinks: true),
            .init(title: words.pick("Dit document", "This document"), shrinks: true),
        ])
        table.rows = [
            ["id", rival.sourceID.text, posting.sourceID.text],
            [words.pick("versie", "version"), String(rival.documentVersion), String(posting.documentVersion)],
            [words.pick("datum", "date"), context.formatting.date(rival.invoiceDate), context.formatting.date(posting.invoiceDate)],
            [words.pick("relatie", "party"), rival.party?.code.text ?? "–", posting.party?.code.text ?? "–"],
            [words.pick("netto", "net"), context.amount(rival.net), context.amount(posting.net)],
            [words.pick("btw", "VAT"), context.amount(rival.vat), context.amount(posting.vat)],
            [words.pick("bruto", "gross"), context.amount(rival.gross), context.amount(posting.gross)],
            [words.pick("stand", "state"), words.state(rival.state), words.state(posting.state)],
        ]
        return words.pick("Tweemaal hetzelfde nummer", "The same number twice") + "\n" + context.text(table)
    }

    private func documentText(_ document: Document) -> String {
        var table = TextTable([
            .init(title: words.pick("Regel", "Line"), isNumber: true), .init(title: words.pick("Soort", "Kind"), shrinks: true),
            .init(title: words.pick("Omschrijving", "Description"), shrinks: true),
            .init(title: words.pick("Aantal", "Quantity"), isNumber: true),
            .init(title: words.pick("Prijs", "Price"), isNumber: true), .init(title: words.pick("Netto", "Net"), isNumber: true),
            .init(title: words.pick("Btw", "VAT")),
        ])
        table.rows = document.lines.map { line in
            let quantity = line.quantity.map { context.formatting.number($0) } ?? ""
            let price = line.unitPrice.map { context.formatting.number($0, decimalsMin: 2) } ?? ""
            let rate = line.vatRate.map { " " + context.formatting.percentage($0) } ?? ""
            let vat = line.vatCode.map { $0.text + rate } ?? ""
            return [
                String(line.number), words.kind(line.kind), line.description, quantity, price, context.formatting.amount(line.net), vat,
            ]
        }
        return section(words.pick("Zoals het kwam", "As it came"), table)
    }

    private func entryText(_ entry: Entry) -> String {
        var table = TextTable([
            .init(title: words.pick("Rekening", "Account")), .init(title: words.pick("Debet", "Debit"), isNumber: true),
            .init(title: words.pick("Credit", "Credit"), isNumber: true), .init(title: words.pick("Btw", "VAT")),
            .init(title: words.pick("Regels", "Lines"), shrinks: true),
            .init(title: words.pick("Omschrijving", "Description"), shrinks: true),
            .init(title: words.pick("Grond", "Rule"), shrinks: true),
        ])
        table.rows = entry.lines.map { line in
            let isDebit = !line.amount.isNegative
            return [
                line.account.text, isDebit ? context.formatting.amount(line.amount) : "",
                isDebit ? "" : context.formatting.amount(-line.amount),
                line.vatCode?.text ?? "", LineRanges.text(line.sourceLines), line.description, line.rule.text,
            ]
        }
        let title = words.pick(
            "De boeking: dagboek \(entry.daybook), periode \(entry.period), kenmerk \(entry.reference), \(entry.currency.code)",
            "The entry: daybook \(entry.daybook), period \(entry.period), reference \(entry.reference), \(entry.currency.code)")
        return section(title, table)
    }

    /// Payments, and what remains.
    private func settledText(_ item: SettledItemRecord, _ lines: [PaymentLine], _ payments: PaymentReportText) -> String {
        let title = words.pick("Betalingen; rest", "Payments; remaining") + " \(context.amount(item.remaining))"
        let problems = item.problems.isEmpty ? "" : "\n" + payments.text([item])
        return (lines.isEmpty ? title : title + "\n" + payments.table(lines)) + problems
    }

    private func attemptText(_ attempts: [AttemptRecord]) -> String {
        var table = TextTable([
            .init(title: words.pick("Begonnen", "Started")), .init(title: words.pick("Oproep", "Call")),
            .init(title: words.pick("Duur", "Took"), isNumber: true), .init(title: words.pick("Uitkomst", "Verdict")),
            .init(title: words.pick("Bijzonderheden", "Details"), shrinks: true),
        ])
        table.rows = attempts.map { attempt in
            [
                context.moment(attempt.startedAt), words.purpose(attempt.purpose),
                attempt.endedAt.map { context.formatting.duration(milliseconds: $0.milliseconds(since: attempt.startedAt)) } ?? "–",
                words.verdict(attempt.verdict), words.terms.answer(attempt),
            ]
        }
        return section(words.pick("Pogingen", "Attempts"), table)
    }

    private func historyText(_ history: [HistoryRecord]) -> String {
        var table = TextTable([
            .init(title: words.pick("Wanneer", "When")), .init(title: words.pick("Wie", "Who"), shrinks: true),
            .init(title: words.pick("Wat", "What")), .init(title: words.pick("Bijzonderheden", "Details"), shrinks: true),
        ])
        table.rows = history.map { record in
            [context.moment(record.entry.at), record.entry.who.description, words.act(record.entry.act), words.terms.detail(record.entry)]
        }
        return section(words.pick("Historie", "History"), table)
    }
}
