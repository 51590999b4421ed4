import BridgeDomain
import BridgeEngine
import BridgeJournal
import BridgeJSON
import BridgeMapping
import BridgeReports
import BridgeRuntime

/// A report as JSON and as text.
struct TwoForms: Sendable {
    var json: JSON
    var text: String
}

/// What `explain` says.
///
/// Fifty lines of an invoice rest on a handful of rules: the lines stand in a table, and each reason is told once, under the number the table
/// names it by.
struct ExplanationReport: Sendable {
    let context: Context
    let bridge: WorkingBridge
    let posting: PostingRecord

    private var words: Words { context.words }

    func make() async throws -> TwoForms {
        guard let (document, party) = try await bridge.documentAndParty(of: posting) else {
            throw CommandFailure(
                .needsPerson, nl: "dit document kon niet gelezen worden; 'ledgerbridge show' zegt waarom",
                en: "this document could not be read; 'ledgerbridge show' says why")
        }
        let mapper = bridge.translator.mapper
        let result = bridge.translator.map(document, party: party)
        let explanation = mapper.explain(result, of: document, party: party, context: bridge.translator.context)
        let lines = explanation.text(context.language).split(separator: "\n").map { JSON.string(String($0)) }
        let json: JSON = .object([
            .init("document", .string(document.key.description)), .init("mapping_version", .number(bridge.translator.mappingVersion)),
            .init("entry", result.entry.map { JSON(of: $0) } ?? .null), .init("problems", .array(result.problems.map { JSON(of: $0) })),
            .init("explanation", .array(lines)),
        ])
        return TwoForms(json: json, text: text(explanation))
    }

    private func text(_ explanation: Explanation) -> String {
        var told = Told(language: context.language)
        let rows = explanation.items.map { row($0, &told) }
        var table = TextTable([
            .init(title: words.pick("Rekening", "Account")), .init(title: words.pick("Debet", "Debit"), isNumber: true),
            .init(title: words.pick("Credit", "Credit"), isNumber: true), .init(title: words.pick("Btw", "VAT")),
            .init(title: words.pick("Regels", "Lines"), shrinks: true), .init(title: words.pick("Omdat", "Because"), shrinks: true),
        ])
        table.rows = rows
        var parts = [
            "\(words.kind(explanation.document.kind)) \(explanation.document.number), "
                + words.pick("regels versie \(bridge.translator.mappingVersion)", "rules version \(bridge.translator.mappingVersion)")
        ]
        let head = explanation.head.map { sentences($0.text(context.language), mark: "•") }
        if !head.isEmpty { parts.append(head.joined(separator: "\n")) }
        if !rows.isEmpty { parts.append(context.text(table)) }
        if !told.reasons.isEmpty {
            parts.append(told.reasons.enumerated().map { sentences($0.element, mark: "[\($0.offset + 1)]") }.joined(separator: "\n"))
        }
        if !explanation.problems.isEmpty {
            parts.append(
                explanation.problems.map {
                    context.wrapped("! \($0.message(context.language)). \($0.remedy(context.language))", indent: 2)
                }.joined(separator: "\n"))
        }
        return parts.joined(separator: "\n\n")
    }

    /// Reasons in the order they are first needed; each has one number.
    private struct Told {
        let language: Language
        var reasons: [[String]] = []

        mutating func numbers(_ sentences: [[String]]) -> String {
            sentences.map { sentence in
                if let place = reasons.firstIndex(of: sentence) { return "[\(place + 1)]" }
                reasons.append(sentence)
                return "[\(reasons.count)]"
            }.joined(separator: " ")
        }
    }

    private func row(_ item: Explanation.Item, _ told: inout Told) -> [String] {
        let reasons = item.reasons.map { $0.text(context.language) } + item.remarks.map { [$0.text(context.language)] }
        let numbers = told.numbers(reasons)
        let lines = LineRanges.text(item.sourceLines)
        guard let line = item.entryLine else { return [words.pick("geen", "none"), "", "", "", lines, numbers] }
        let amount = context.formatting.money(line.amount.magnitude)
        return [
            line.account.text, line.amount.isNegative ? "" : amount, line.amount.isNegative ? amount : "", line.vatCode?.text ?? "", lines,
            numbers,
        ]
    }

    /// The first sentence behind a mark, what nearly happened under it.
    private func sentences(_ all: [String], mark: String) -> String {
        let margin = mark.count + 1
        return all.enumerated().map { place, sentence in
            let lead = place == 0 ? mark + " " : String(repeating: " ", count: margin)
            return context.wrapped(lead + sentence, indent: margin + 2)
        }.joined(separator: "\n")
    }
}
