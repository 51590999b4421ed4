import BridgeCSV
import BridgeDomain
import BridgeYAML

extension YAMLForm where Value == CSVFormat.Separator {
    static var separator: YAMLForm {
        text(
            expected: BilingualText(nl: "een scheidingsteken: , ; | of tab", en: "a separator: , ; | or tab"),
            remedy: BilingualText(nl: "Schrijf bijvoorbeeld \";\"", en: "Write for example \";\"")
        ) { $0 == "tab" ? .tab : CSVFormat.Separator(rawValue: $0) }
    }
}

extension YAMLForm where Value == String {
    static var countryCode: YAMLForm {
        text(
            expected: BilingualText(nl: "een landcode van twee letters", en: "a country code of two letters"),
            remedy: BilingualText(nl: "Schrijf bijvoorbeeld NL", en: "Write for example NL")
        ) { CountryCode($0)?.text }
    }
}

extension YAMLForm where Value == ColumnValue {
    private static let textMax = 1_000

    /// The name of a column, or a mapping that says more.
    static var columnValue: YAMLForm {
        YAMLForm(
            expected: BilingualText(
                nl: "de naam van een kolom, of column, fixed, text, when_empty, strip_ending en values",
                en: "the name of a column, or column, fixed, text, when_empty, strip_ending and values"),
            remedy: BilingualText(
                nl: "Schrijf de naam zoals die in de eerste regel van het bestand staat, of bijvoorbeeld {fixed: EUR}",
                en: "Write the name as it stands in the file's first line, or for example {fixed: EUR}")
        ) { node in
            if let name = node.text { return name.isEmpty || name.count > textMax ? nil : ColumnValue(column: name) }
            return node.mapping.flatMap(ColumnValue.init)
        }
    }
}

extension ColumnValue {
    fileprivate init?(_ entries: [YAMLNode.Entry]) {
        self.init(fixed: "")
        fixed = nil
        for entry in entries {
            switch (entry.key, entry.value.text) {
            case ("column", let text?) where !text.isEmpty: column = text
            case ("fixed", let text?): fixed = text
            case ("text", let text?) where text.contains("{}"): self.text = text
            case ("when_empty", let text?): whenEmpty = text
            case ("strip_ending", let text?): stripEnding = text
            case ("values", nil):
                guard let pairs = entry.value.mapping else { return nil }
                for pair in pairs {
                    guard let text = pair.value.text else { return nil }
                    values[pair.key] = text
                }
            default: return nil
            }
        }
        guard (column == nil) != (fixed == nil) else { return nil }
    }
}

extension YAMLForm where Value == ColumnRule.Test {
    /// A word (`empty`, `filled`, `zero`, `negative`, `positive`), texts of which one must stand there, or `starts_with` or `contains`.
    ///
    /// A text that looks like one of the words is written as a list.
    static var test: YAMLForm {
        YAMLForm(
            expected: BilingualText(
                nl: "empty, filled, zero, negative, positive, een lijst van waarden, of starts_with of contains met een lijst",
                en: "empty, filled, zero, negative, positive, a list of values, or starts_with or contains with a list"),
            remedy: BilingualText(nl: "Schrijf bijvoorbeeld [POST, DOT]", en: "Write for example [POST, DOT]")
        ) { node in
            if let word = node.text { return Value.words.first { $0.0 == word }?.1 }
            if let texts = texts(node) { return .isOneOf(texts) }
            guard let entries = node.mapping, entries.count == 1, let entry = entries.first, let texts = texts(entry.value) else {
                return nil
            }
            switch entry.key {
            case "starts_with": return .startsWith(texts)
            case "contains": return .contains(texts)
            default: return nil
            }
        }
    }

    private static func texts(_ node: YAMLNode) -> [String]? {
        guard let nodes = node.sequence, !nodes.isEmpty else { return nil }
        let texts = nodes.compactMap(\.text)
        return texts.count == nodes.count ? texts : nil
    }
}
