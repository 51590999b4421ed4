import BridgeDomain
import BridgeHash
import BridgeSource

/// What people find beside a file that was dealt with, in both languages.
struct FileReport {
    private let record: TakenFile
    private let refusal: FileRefusal?
    private let tally: FileTally

    init(_ record: TakenFile, _ refusal: FileRefusal?, _ tally: FileTally) {
        (self.record, self.refusal, self.tally) = (record, refusal, tally)
    }

    /// Files without anything special need no report.
    var isWorthTelling: Bool { refusal != nil || record.rejectedPlaces > 0 || record.unreadable > 0 || !record.rules.isEmpty }

    var text: String { inLanguage(.dutch) + "\n" + inLanguage(.english) }

    private func inLanguage(_ language: Language) -> String {
        let isDutch = language == .dutch
        let format = Formatting(language)
        var lines = [isDutch ? "Bestand \(record.name)" : "File \(record.name)"]
        if let refusal {
            lines.append((isDutch ? "Niet (verder) gelezen: " : "Not read, or not to its end: ") + Self.sentence(refusal, language))
        }
        lines.append("\(isDutch ? "Documenten" : "Documents"): \(format.count(record.documents))")
        if record.unreadable > 0 {
            lines.append(
                "\(isDutch ? "Waarvan geparkeerd omdat ze niet leesbaar zijn" : "Of these parked, not readable"): \(record.unreadable)")
        }
        if record.rejectedPlaces > 0 {
            let words = isDutch ? "Afgewezen plaatsen (zie .rejected.csv)" : "Rejected places (see .rejected.csv)"
            lines.append("\(words): \(format.count(record.rejectedPlaces))")
        }
        for rule in record.rules { lines += self.lines(rule, language, format) }
        return lines.joined(separator: "\n") + "\n"
    }

    private func lines(_ rule: TakenFile.Rule, _ language: Language, _ format: Formatting) -> [String] {
        let isDutch = language == .dutch
        let amounts = rule.amounts.filter { !$0.isZero }.map { format.money($0) }.joined(separator: ", ")
        let head = "\(isDutch ? "Regel" : "Rule") \(rule.name): \(format.count(rule.places)) ×" + (amounts.isEmpty ? "" : ", \(amounts)")
        let examples = tally.rules[rule.name]?.examples ?? []
        var lines = [head]
        for place in examples {
            let parts = [
                place.line.map { isDutch ? "regel \($0)" : "line \($0)" }, place.document?.text, place.amount.map { format.money($0) },
            ]
            lines.append("  " + parts.compactMap(\.self).joined(separator: ", "))
        }
        if rule.places > examples.count { lines.append("  … \(format.count(rule.places - examples.count))") }
        return lines
    }

    static func refused(_ name: String, _ refusal: FileRefusal) -> String {
        "Bestand \(name)\nNiet gelezen: \(sentence(refusal, .dutch))\n\nFile \(name)\nNot read: \(sentence(refusal, .english))\n"
    }

    /// The note beside a file whose content was taken before.
    static func repeated(_ record: TakenFile) -> String {
        """
        Deze inhoud is al verwerkt op \(record.takenAt), toen onder de naam \(record.name) (bewaard als \(record.keptAs)). Er is niets opnieuw
        geboekt. Moet het toch opnieuw worden gelezen, verwijder dan .ledgerbridge/\(record.content.hex).json en zet het bestand terug.

        This content was taken on \(record.takenAt), under the name \(record.name) (kept as \(record.keptAs)). Nothing was taken again. To
        have it read again all the same, remove .ledgerbridge/\(record.content.hex).json and put the file back.

        """
    }

    private static func sentence(_ refusal: FileRefusal, _ language: Language) -> String {
        let place = refusal.line.map { language == .dutch ? "regel \($0): " : "line \($0): " } ?? ""
        let field = refusal.field.isEmpty ? "" : "\(refusal.field): "
        let found = refusal.found.isEmpty ? "" : " (\(refusal.found))"
        return place + field + refusal.reason[language] + found
    }
}
