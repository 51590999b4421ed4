import BridgeDomain
import BridgeYAML

extension YAMLForm where Value == CalendarDate {
    static var date: YAMLForm {
        text(
            expected: BilingualText(nl: "een datum", en: "a date"),
            remedy: BilingualText(nl: "Schrijf jaar-maand-dag, zoals 2026-11-18", en: "Write year-month-day, such as 2026-11-18")
        ) { CalendarDate($0) }
    }
}

extension YAMLForm where Value == TextTemplate {
    static var template: YAMLForm {
        text(
            expected: BilingualText(nl: "een tekst met invulvelden", en: "a text with placeholders"),
            remedy: BilingualText(nl: "Schrijf bijvoorbeeld \"{kind} {number}\"", en: "Write for example \"{kind} {number}\"")
        ) { TextTemplate($0) }
    }
}

extension YAMLForm where Value: TextIdentifier {
    /// A code of the books or the source: text, even when it looks like a number.
    static var code: YAMLForm {
        text(
            expected: BilingualText(nl: "een code", en: "a code"),
            remedy: BilingualText(nl: "Schrijf de code, liefst tussen aanhalingstekens", en: "Write the code, best between quotes")
        ) { $0.isEmpty ? nil : Value($0) }
    }
}

extension YAMLForm where Value == RuleCondition {
    /// One value of a key, or a list of them.
    static func condition(_ key: RuleKey) -> YAMLForm {
        let list = key.choices?.joined(separator: ", ")
        let hint = key.hint
        return YAMLForm(
            expected: list.map { BilingualText(nl: "een of meer van \($0)", en: "one or more of \($0)") } ?? hint,
            remedy: BilingualText(
                nl: "Schrijf een waarde, of meer waarden als [eerste, tweede]", en: "Write one value, or several as [first, second]")
        ) { node in
            guard let texts = node.text.map({ [$0] }) ?? texts(node.sequence), !texts.isEmpty else { return nil }
            return RuleCondition(key, texts: texts)
        }
    }

    private static func texts(_ nodes: [YAMLNode]?) -> [String]? {
        guard let nodes else { return nil }
        let texts = nodes.compactMap(\.text)
        return texts.count == nodes.count ? texts : nil
    }
}

extension RuleKey {
    fileprivate var hint: BilingualText {
        switch self {
        case .rate: BilingualText(nl: "een percentage met een punt", en: "a percentage with a point")
        case .country: BilingualText(nl: "een landcode van twee hoofdletters", en: "a country code of two capitals")
        case .currency: BilingualText(nl: "een munt van ISO 4217", en: "a currency of ISO 4217")
        case .paymentDays: BilingualText(nl: "een aantal dagen", en: "a number of days")
        default: BilingualText(nl: "een code van de bron", en: "a code of the source")
        }
    }
}
