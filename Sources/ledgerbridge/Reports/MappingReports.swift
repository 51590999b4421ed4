import BridgeDomain
import BridgeEngine
import BridgeJournal
import BridgeJSON
import BridgeMapping
import BridgeRuntime
import BridgeYAML

/// A report as JSON and as text.
struct TwoForms: Sendable {
    var json: JSON
    var text: String
}

/// What `explain` says.
struct ExplanationReport: Sendable {
    let context: Context
    let bridge: WorkingBridge
    let posting: PostingRecord

    func make() async throws -> TwoForms {
        guard let (document, party) = try await bridge.documentAndParty(of: posting) else {
            throw CommandFailure(
                .needsPerson,
                context.words.pick(
                    "dit document kon niet gelezen worden; 'show' zegt waarom", "this document could not be read; 'show' says why"))
        }
        let mapper = bridge.translator.mapper
        let result = bridge.translator.map(document, party: party)
        let explanation = mapper.explain(result, of: document, party: party, context: bridge.translator.context)
        let text = explanation.text(context.language)
        let json: JSON = .object([
            .init("document", .string(document.key.description)), .init("mapping_version", .number(bridge.translator.mappingVersion)),
            .init("entry", result.entry.map { JSON(of: $0) } ?? .null), .init("problems", .array(result.problems.map { JSON(of: $0) })),
            .init("explanation", .array(text.split(separator: "\n").map { .string(String($0)) })),
        ])
        return TwoForms(json: json, text: text)
    }
}

/// What `preview` says.
struct PreviewReport: Sendable {
    let context: Context
    let bridge: WorkingBridge
    let rulesFile: String?

    struct Report: Sendable {
        var json: JSON
        var text: String
        var failing: Int
    }

    func make() async throws -> Report {
        var preview = Preview()
        var unmapped = UnmappedSummary()
        let translator = try translator()
        try await bridge.forEachWaiting { document, party in
            let result = translator.map(document, party: party)
            let found = translator.translate(document, party: party, today: bridge.parts.zone.date(of: context.clock.now())).problems
            preview.take(result, others: found.filter { !result.problems.contains($0) })
            unmapped.take(result)
        }
        return Report(json: json(preview), text: text(preview, unmapped), failing: preview.stopped)
    }

    private func translator() throws -> MappingTranslator {
        guard let rulesFile else { return bridge.translator }
        let rules = try MappingFile.read(rulesFile, language: context.language)
        return bridge.translator(with: rules, version: bridge.translator.mappingVersion + 1)
    }

    private func json(_ preview: Preview) -> JSON {
        .object([
            .init("documents", .number(preview.documents)), .init("bookable", .number(preview.bookable)),
            .init("nothing_to_post", .number(preview.nothingToPost)), .init("stopped", .number(preview.stopped)),
            .init(
                "booked",
                .array(
                    preview.booked.map { row in
                        .object([
                            .init("daybook", .string(row.daybook.text)), .init("documents", .number(row.documents)),
                            .init("net", .string(row.net.description)), .init("vat", .string(row.vat.description)),
                            .init("gross", .string(row.gross.description)),
                        ])
                    })),
            .init(
                "causes",
                .array(
                    preview.causes.map { cause in
                        .object([
                            .init("code", .string(cause.code.rawValue)), .init("severity", .string(cause.severity.rawValue)),
                            .init("found", .string(cause.found)), .init("documents", .number(cause.documents)),
                            .init("amounts", .array(cause.amounts.values.map { .string($0.description) })),
                            .init("examples", .array(cause.examples.map { .string($0.description) })),
                        ])
                    })),
        ])
    }

    private func text(_ preview: Preview, _ unmapped: UnmappedSummary) -> String {
        let words = context.words
        var parts = [
            words.pick(
                "\(preview.documents) documenten wachten: \(preview.bookable) te boeken, \(preview.stopped) niet, "
                    + "\(preview.nothingToPost) zonder bedrag.",
                "\(preview.documents) documents wait: \(preview.bookable) bookable, \(preview.stopped) not, "
                    + "\(preview.nothingToPost) amount to nothing."
            )
        ]
        var booked = TextTable([
            .init(title: words.pick("Dagboek", "Daybook")), .init(title: words.pick("Aantal", "Count"), isNumber: true),
            .init(title: words.pick("Netto", "Net"), isNumber: true), .init(title: words.pick("Btw", "VAT"), isNumber: true),
            .init(title: words.pick("Bruto", "Gross"), isNumber: true),
        ])
        booked.rows = preview.booked.map {
            [$0.daybook.text, String($0.documents), context.amount($0.net), context.amount($0.vat), context.amount($0.gross)]
        }
        if !booked.rows.isEmpty { parts.append(words.pick("Wat geboekt zou worden", "What would be booked") + "\n" + booked.text()) }
        if !preview.causes.isEmpty { parts.append(causes(preview)) }
        if !unmapped.all.isEmpty { parts.append(UnmappedTable(context: context).text(unmapped)) }
        return parts.joined(separator: "\n\n")
    }

    private func causes(_ preview: Preview) -> String {
        let words = context.words
        var table = TextTable([
            .init(title: words.pick("Oorzaak", "Cause"), shrinks: true), .init(title: words.pick("Aantal", "Count"), isNumber: true),
            .init(title: words.pick("Bedrag", "Amount"), isNumber: true), .init(title: words.pick("Voorbeeld", "Example")),
        ])
        table.rows = preview.causes.map { cause in
            let what = context.language == .dutch ? cause.code.text.what.nl : cause.code.text.what.en
            return [
                what + (cause.found.isEmpty ? "" : ": \(cause.found)"), String(cause.documents),
                cause.amounts.values.sorted { $0.currency.code < $1.currency.code }.map { context.amount($0) }.joined(separator: ", "),
                cause.examples.first?.number.text ?? "",
            ]
        }
        return words.pick("Wat niet zou lukken, en waar op te letten", "What would fail, and what to look at") + "\n" + table.text()
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
            [
                row.table.rawValue, row.value, String(row.documents),
                row.amounts.values.sorted { $0.currency.code < $1.currency.code }.map { context.amount($0) }.joined(separator: ", "),
            ]
        }
        return words.pick("Waarden zonder regel", "Values without a rule") + "\n" + table.text()
    }
}

/// Rules as a file.
enum MappingFile {
    static func read(_ path: String, language: Language) throws -> MappingRules {
        guard let bytes = try TextFile.read(path) else { throw CommandFailure(.configuration, "there is no file \(path)") }
        let rules: MappingRules
        do { rules = try MappingRules(yaml: String(decoding: bytes, as: UTF8.self)) } catch {
            throw CommandFailure(.configuration, error.text(file: path, language))
        }
        let issues = rules.issues()
        guard issues.isEmpty else {
            let lines = issues.map { "• \($0.message(language))\n  → \($0.remedy(language))" }
            throw CommandFailure(.configuration, "\(path):\n" + lines.joined(separator: "\n"))
        }
        return rules
    }
}
