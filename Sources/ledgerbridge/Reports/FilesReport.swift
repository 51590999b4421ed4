import BridgeDomain
import BridgeEngine
import BridgeJSON
import BridgeRuntime
import BridgeSource

/// What was read of files that were named: documents, what was rejected, what rules decided.
struct FilesReport: Sendable {
    let context: Context
    let account: FilesAccount
    /// How many documents the files would bring or change; nil when that was not looked at.
    var touched: Int?

    /// Reasons and places that are shown; the rest is counted.
    private static let reasonsMax = 20
    private static let placesMax = 3

    private var words: Words { context.words }

    /// True when something in the files was not used.
    var needsPerson: Bool { account.rejectedCount > 0 || account.files.contains { $0.refusal != nil || $0.unreadable > 0 } }

    var json: JSON {
        .object([
            .init("files", .array(account.files.map(json(of:)))),
            .init("known", touched.map { .number(account.documents - $0) } ?? .null), .init("rejected", .number(account.rejectedCount)),
            .init("rejected_places", .array(account.rejected.map(json(of:)))),
            .init(
                "rules",
                .array(
                    account.rules.sorted { $0.key < $1.key }.map { name, rule in
                        .object([
                            .init("rule", .string(name)), .init("places", .number(rule.places)),
                            .init("amounts", .array(rule.amounts.values.map(\.description).sorted().map { .string($0) })),
                        ])
                    })),
        ])
    }

    private func json(of file: FilesAccount.File) -> JSON {
        .object([
            .init("file", .string(file.path)), .init("documents", .number(file.documents)), .init("unreadable", .number(file.unreadable)),
            .init("refused", .string(file.refusal?.text(context.language))),
        ])
    }

    private func json(of rejection: FilesAccount.Rejection) -> JSON {
        let place = rejection.place
        return .object([
            .init("file", .string(rejection.path)), .init("line", place.line.map { .number($0) } ?? .null),
            .init("field", .string(place.field)), .init("found", .string(place.found)), .init("document", .string(place.document?.text)),
            .init("reason", .string(place.reason[context.language])),
        ])
    }

    var text: String {
        let read = account.files.count == 1 ? words.pick("1 bestand gelezen", "1 file read") : nil
        let files = read ?? words.pick("\(account.files.count) bestanden gelezen", "\(account.files.count) files read")
        var parts = [files + ", " + words.pick("\(account.documents) documenten.", "\(account.documents) documents.")]
        if let touched, touched < account.documents {
            let same = account.documents - touched
            parts.append(
                context.wrapped(
                    words.pick(
                        "Daarvan zeggen er \(same) hetzelfde als een document dat er al is of eerder in deze bestanden staat: die tellen niet mee.",
                        "Of these, \(same) say the same as a document that is there already or stands earlier in these files: they do not "
                            + "count.")))
        }
        let refused = account.files.compactMap { file in
            file.refusal.map { "✗ \(FilePath.name(file.path)): \($0.text(context.language))" }
        }
        if !refused.isEmpty {
            parts.append(words.pick("Niet (verder) gelezen", "Not read, or not to the end") + "\n" + refused.joined(separator: "\n"))
        }
        if account.rejectedCount > 0 { parts.append(rejections) }
        if !account.rules.isEmpty { parts.append(rules) }
        return parts.joined(separator: "\n\n")
    }

    /// Rejected places by reason: what a person mends is the reason.
    private var rejections: String {
        let byReason = Dictionary(grouping: account.rejected) { "\($0.place.field)\u{0}\($0.place.reason[context.language])" }
        let rows = byReason.values.sorted { ($1.count, $0[0].path) < ($0.count, $1[0].path) }
        var table = TextTable([
            .init(title: words.pick("Veld", "Field")), .init(title: words.pick("Reden", "Reason"), shrinks: true),
            .init(title: words.pick("Plaatsen", "Places"), isNumber: true), .init(title: words.pick("Waar", "Where"), shrinks: true),
        ])
        table.rows = rows.prefix(Self.reasonsMax).map { places in
            let where_ = places.prefix(Self.placesMax).map { rejection in
                FilePath.name(rejection.path) + (rejection.place.line.map { ":\($0)" } ?? "")
            }
            return [
                places[0].place.field, places[0].place.reason[context.language], context.formatting.count(places.count),
                where_.joined(separator: ", "),
            ]
        }
        return words.pick(
            "Niet gebruikt: \(account.rejectedCount) plaatsen", "Not used: \(account.rejectedCount) places") + "\n" + context.text(table)
    }

    private var rules: String {
        var table = TextTable([
            .init(title: words.pick("Regel", "Rule")), .init(title: words.pick("Plaatsen", "Places"), isNumber: true),
            .init(title: words.pick("Bedrag", "Amount"), isNumber: true),
        ])
        table.rows = account.rules.sorted { $0.key < $1.key }.map { name, rule in
            [name, context.formatting.count(rule.places), context.amounts(rule.amounts.values)]
        }
        return words.pick("Wat de instellingen beslisten", "What the settings decided") + "\n" + context.text(table)
    }
}

extension FileRefusal {
    /// Place, field, reason and what was found, in one line.
    func text(_ language: Language) -> String {
        let place = line.map { language == .dutch ? "regel \($0): " : "line \($0): " } ?? ""
        return place + (field.isEmpty ? "" : "\(field): ") + reason[language] + (found.isEmpty ? "" : " (\(found))")
    }
}
