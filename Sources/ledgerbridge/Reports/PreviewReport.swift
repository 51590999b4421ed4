import BridgeDomain
import BridgeEngine
import BridgeJournal
import BridgeJSON
import BridgeMapping
import BridgeRuntime
import BridgeYAML

/// What `preview` says.
struct PreviewReport: Sendable {
    let context: Context
    let bridge: WorkingBridge
    /// Rules to try; nil for the newest saved ones.
    let rules: MappingRules?
    /// Which of the waiting postings count; nil for all.
    var counts: (@Sendable (DocumentKey) -> Bool)?

    struct Report: Sendable {
        var json: JSON
        var text: String
        var failing: Int
    }

    /// What has not gone to the books and may still.
    private static let waiting: Set<PostingState> = [.parked, .held, .ready, .rejected]
    /// Documents judged at a time.
    private static let pageMax = 500

    private var words: Words { context.words }

    func make() async throws -> Report {
        var preview = Preview()
        var unmapped = UnmappedSummary()
        var parts = bridge.parts
        let translator = rules.map { bridge.translator(with: $0, version: bridge.translator.mappingVersion + 1) } ?? bridge.translator
        parts.translator = translator
        let forecast = Forecast(parts: parts)
        let progress = context.progress(words.pick("mappen", "mapping"), total: nil, unit: words.pick("documenten", "documents"))
        defer { progress.end() }
        var before: Int64?
        while true {
            let page = try await parts.journal.list(
                PostingFilter(bridge: parts.policy.bridge, states: Self.waiting), before: before, limit: Self.pageMax)
            guard let last = page.last else { break }
            for outcome in try await forecast.outcomes(of: page.filter { counts?($0.document) ?? true }) {
                guard let document = outcome.document else {
                    preview.take(unreadable: outcome.posting.document, problems: outcome.problems)
                    continue
                }
                let result = translator.map(document, party: try await bridge.party(of: document))
                // Gate and mapping may both find the same, each in its own words: it counts once.
                let known = Set(result.problems.map { Cause(code: $0.code, place: $0.place) })
                preview.take(result, others: outcome.problems.filter { !known.contains(Cause(code: $0.code, place: $0.place)) })
                unmapped.take(result)
            }
            progress.show(preview.documents)
            before = last.sequence
        }
        return Report(json: json(preview), text: text(preview, unmapped), failing: preview.stopped)
    }

    /// What is wrong and where.
    private struct Cause: Hashable {
        var code: ProblemCode
        var place: Place
    }

    private func json(_ preview: Preview) -> JSON {
        .object([
            .init("documents", .number(preview.documents)), .init("bookable", .number(preview.bookable)),
            .init("nothing_to_post", .number(preview.nothingToPost)), .init("stopped", .number(preview.stopped)),
            .init("booked", .array(preview.booked.map(json(of:)))), .init("causes", .array(preview.causes.map(json(of:)))),
        ])
    }

    private func json(of row: Preview.Booked) -> JSON {
        .object([
            .init("daybook", .string(row.daybook.text)), .init("documents", .number(row.documents)),
            .init("net", .string(row.net.description)), .init("vat", .string(row.vat.description)),
            .init("gross", .string(row.gross.description)),
        ])
    }

    private func json(of cause: Preview.Cause) -> JSON {
        .object([
            .init("code", .string(cause.code.rawValue)), .init("severity", .string(cause.severity.rawValue)),
            .init("found", .string(cause.found)), .init("documents", .number(cause.documents)),
            .init("amounts", .array(cause.amounts.values.map { .string($0.description) }.sorted { "\($0)" < "\($1)" })),
            .init("examples", .array(cause.examples.map { .string($0.description) })),
        ])
    }

    private var nothing: String {
        counts == nil
            ? words.pick("Er wacht niets.", "Nothing waits.")
            : words.pick("Niets hiervan moet nog geboekt worden.", "Nothing of this is still to be booked.")
    }

    private func text(_ preview: Preview, _ unmapped: UnmappedSummary) -> String {
        guard preview.documents > 0 else { return nothing }
        var parts = [
            words.pick(
                "\(preview.documents) documenten wachten: \(preview.bookable) te boeken, \(preview.stopped) niet, "
                    + "\(preview.nothingToPost) zonder bedrag.",
                "\(preview.documents) documents wait: \(preview.bookable) bookable, \(preview.stopped) not, "
                    + "\(preview.nothingToPost) amount to nothing.")
        ]
        var booked = TextTable([
            .init(title: words.pick("Dagboek", "Daybook")), .init(title: words.pick("Aantal", "Count"), isNumber: true),
            .init(title: words.pick("Netto", "Net"), isNumber: true), .init(title: words.pick("Btw", "VAT"), isNumber: true),
            .init(title: words.pick("Bruto", "Gross"), isNumber: true),
        ])
        booked.rows = preview.booked.map {
            [
                $0.daybook.text, context.formatting.count($0.documents), context.amount($0.net), context.amount($0.vat),
                context.amount($0.gross),
            ]
        }
        if !booked.rows.isEmpty { parts.append(words.pick("Wat geboekt zou worden", "What would be booked") + "\n" + context.text(booked)) }
        if !preview.causes.isEmpty { parts.append(causes(preview)) }
        if !unmapped.all.isEmpty { parts.append(UnmappedTable(context: context).text(unmapped)) }
        return parts.joined(separator: "\n\n")
    }

    private func causes(_ preview: Preview) -> String {
        var table = TextTable([
            .init(title: ""), .init(title: words.pick("Oorzaak", "Cause"), shrinks: true),
            .init(title: words.pick("Aantal", "Count"), isNumber: true), .init(title: words.pick("Bedrag", "Amount"), isNumber: true),
            .init(title: words.pick("Voorbeeld", "Example"), shrinks: true),
        ])
        table.rows = preview.causes.map { cause in
            [
                cause.severity == .error ? "✗" : "!",
                cause.code.what(context.language) + (cause.found.isEmpty ? "" : ": \(cause.found)"),
                context.formatting.count(cause.documents),
                context.amounts(cause.amounts.values), cause.examples.first?.number.text ?? "",
            ]
        }
        return words.pick("Wat niet zou lukken (✗), en waar op te letten (!)", "What would fail (✗), and what to look at (!)") + "\n"
            + context.text(table)
    }
}

/// Values no rule takes, with what waits behind each.
struct UnmappedTable: Sendable {
    let context: Context

    func text(_ summary: UnmappedSummary) -> String {
        let words = context.words
        var table = TextTable([
            .init(title: words.pick("Tabel", "Table")), .init(title: words.pick("Waarde", "Value"), shrinks: true),
            .init(title: words.pick("Documenten", "Documents"), isNumber: true),
            .init(title: words.pick("Bedrag", "Amount"), isNumber: true),
        ])
        table.rows = summary.all.map { row in
            [row.table.rawValue, row.value, context.formatting.count(row.documents), context.amounts(row.amounts.values)]
        }
        return words.pick("Waarden zonder regel", "Values without a rule") + "\n" + context.text(table)
    }
}

/// Rules as a file.
enum MappingFile {
    /// The file's text and the rules in it; every mistake is told at once.
    static func readText(_ path: String) throws -> (rules: MappingRules, yaml: String) {
        guard let bytes = try TextFile.read(path) else {
            throw CommandFailure(.configuration, nl: "er is geen bestand \(path)", en: "there is no file \(path)")
        }
        let yaml = String(decoding: bytes, as: UTF8.self)
        let rules: MappingRules
        do { rules = try MappingRules(yaml: yaml) } catch {
            throw CommandFailure(.configuration, nl: error.text(file: path, .dutch), en: error.text(file: path, .english))
        }
        let issues = rules.issues()
        guard issues.isEmpty else {
            func list(_ language: Language) -> String {
                issues.map { "• \($0.message(language))\n  → \($0.remedy(language))" }.joined(separator: "\n")
            }
            throw CommandFailure(.configuration, nl: "\(path):\n" + list(.dutch), en: "\(path):\n" + list(.english))
        }
        return (rules, yaml)
    }

    static func read(_ path: String) throws -> MappingRules { try readText(path).rules }
}
