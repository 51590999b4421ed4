import BridgeDomain
public import BridgeJournal
import BridgeMapping

extension Terms {
    /// What a problem found, for somebody who reads: `line_kind=product, product_group=DRIED`, as rules write it, becomes
    /// `line kind product, product group DRIED`; keys, amounts and dates are written as people write them. Anything else stays as it is.
    public func found(_ found: String) -> String { ruleKeys(found) ?? kept(found) }

    /// What makes a cause; empty where its kind alone does. What the books refused stands in their own words.
    public func found(of cause: ProblemTotal) -> String {
        cause.code == .targetRejected && !cause.found.isEmpty
            ? HistoryWords.told(cause.found, self) ?? quote(cause.found) : found(cause.found)
    }

    private func ruleKeys(_ found: String) -> String? {
        guard !found.isEmpty else { return nil }
        var words: [String] = []
        for part in found.split(separator: ",") {
            let sides = part.drop { $0 == " " }.split(separator: "=", maxSplits: 1)
            // A value may hold a comma: then nothing is taken apart.
            guard sides.count == 2, let key = RuleKey(rawValue: String(sides[0])) else { return nil }
            words.append("\(key.name(language)) \(key.word(String(sides[1]), language))")
        }
        return words.joined(separator: ", ")
    }

    /// What was found or expected at a place: a rule's keys in words, the VAT treatments by their names, and numbers where the place holds one.
    func found(_ text: String, at place: Place) -> String {
        if place.field.split(separator: ".").last == "vat_treatment" { return RuleKey.vatTreatment.word(text, language) }
        if let keys = ruleKeys(text) { return keys }
        return FieldNames.isNumber(place.field) ? Formatting(language).kept(text, isNumber: true) : kept(text)
    }

    /// The same for problems whose values are put together of several.
    func value(_ text: String, of problem: Problem) -> String {
        switch problem.code {
        case .numberWithOtherContent: otherContent(text)
        case .notBalanced:
            // `debit 12.00` beside `credit 13.00`.
            text.split(separator: " ").count == 2 && !text.hasSuffix("EUR")
                ? text.split(separator: " ").map { FieldNames.sideOrNumber(String($0), self) }.joined(separator: " ")
                : found(text, at: problem.place)
        case .depositBelowZero:
            // The packaging's code stands before the number.
            text.lastIndex(of: " ").map { mark in
                text.hasPrefix("≤") || text.contains("EUR")
                    ? Formatting(language).kept(text, isNumber: true)
                    : text[...mark] + Formatting(language).kept(String(text[text.index(after: mark)...]), isNumber: true)
            } ?? found(text, at: problem.place)
        case .packagingPolicyDiffers, .targetVATDiffers:
            // A policy or a code, and what it asks for.
            text.firstRange(of: ": ").map { mark in
                RuleKey.packagingPolicy.word(String(text[..<mark.lowerBound]), language) + ": " + kept(String(text[mark.upperBound...]))
            } ?? found(text, at: problem.place)
        case .vatRateNotValid: Formatting(language).keptRow(text)
        case .withdrawnAtSource: HistoryWords.told(text, self) ?? text
        default: found(text, at: problem.place)
        }
    }

    /// `totals.gross: 1546.21 EUR (+3)`, `2026-104233, 1546.21 EUR`, `1546.21 EUR (id 700123)`.
    private func otherContent(_ text: String) -> String {
        var (field, value, more) = ("", Substring(text), "")
        if let mark = value.firstRange(of: ": "), !value[..<mark.lowerBound].contains("%") {
            let place = HistoryWords.placed(value[..<mark.lowerBound])
            field = [place.line.map { language == .dutch ? "regel \($0)" : "line \($0)" }, FieldNames.name(place, language)]
                .compactMap(\.self).joined(separator: ", ")
            field += ": "
            value = value[mark.upperBound...]
        }
        if value.last == ")", let mark = value.ranges(of: " (").last {
            let inside = value[mark.upperBound...]
            if let id = inside.dropping(prefix: "id ") {
                more = (language == .dutch ? " (kenmerk " : " (identifier ") + id
                value = value[..<mark.lowerBound]
            } else if inside.hasPrefix("+") {
                more = String(value[mark.lowerBound...])
                value = value[..<mark.lowerBound]
            }
        }
        let words = value.split(separator: " ", maxSplits: 1)
        let kind = words.first.flatMap { LineKind(rawValue: String($0)) }.map { [self.kind($0), words.count > 1 ? String(words[1]) : ""] }
        let told = VATTreatment(rawValue: String(value))?.name[language] ?? PartyKey(value).map { party($0) }
        return field + (told ?? Formatting(language).keptRow(kind?.joined(separator: " ") ?? String(value))) + more
    }
}
