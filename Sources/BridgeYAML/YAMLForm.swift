public import BridgeDomain

/// A form that a value can be asked for in: what it is called, how it is read, what to say when it is something else.
public struct YAMLForm<Value>: Sendable {
    let expected: BilingualText
    let remedy: BilingualText
    let choices: [String]
    /// False when what stands there may be a secret put in the wrong place.
    private(set) var showsFound = true
    let read: @Sendable (YAMLNode) -> Value?

    /// A form of its own. `expected` completes "… expected, found: …"; `remedy` is one sentence without a full stop.
    public init(expected: BilingualText, remedy: BilingualText, read: @escaping @Sendable (YAMLNode) -> Value?) {
        self.init(expected: expected, remedy: remedy, choices: [], read: read)
    }

    private init(expected: BilingualText, remedy: BilingualText, choices: [String], read: @escaping @Sendable (YAMLNode) -> Value?) {
        self.expected = expected
        self.remedy = remedy
        self.choices = choices
        self.read = read
    }

    /// A scalar's text, quoted or not, turned into a value: dates, codes, references.
    public static func text(
        expected: BilingualText, remedy: BilingualText, _ read: @escaping @Sendable (String) -> Value?
    ) -> YAMLForm { YAMLForm(expected: expected, remedy: remedy) { $0.text.flatMap(read) } }

    /// The same form, whose errors do not repeat what was found: it may be a secret.
    public var concealed: YAMLForm {
        var form = self
        form.showsFound = false
        return form
    }

    /// One of the named values.
    public static func choice(_ values: KeyValuePairs<String, Value>) -> YAMLForm where Value: Sendable {
        choice(values.map { (name: $0.key, value: $0.value) })
    }

    /// One of the cases of an enumeration, by raw value.
    public static func choice(of type: Value.Type = Value.self) -> YAMLForm
    where Value: RawRepresentable & CaseIterable & Sendable, Value.RawValue == String {
        choice(Value.allCases.map { (name: $0.rawValue, value: $0) })
    }

    /// One of the words.
    public static func choice(_ values: [(name: String, value: Value)]) -> YAMLForm where Value: Sendable {
        let names = values.map(\.name)
        let list = names.joined(separator: ", ")
        return YAMLForm(
            expected: BilingualText(nl: "een van \(list)", en: "one of \(list)"),
            remedy: BilingualText(nl: "Kies een van deze waarden", en: "Choose one of these values"), choices: names
        ) { node in values.first { $0.name == node.text }?.value }
    }
}

extension YAMLForm where Value == String {
    /// Text, quoted or not, exactly as written: `0012` is those four characters.
    public static var string: YAMLForm { string(lengthMax: 10_000) }

    /// Text of at most so many characters.
    public static func string(lengthMax: Int) -> YAMLForm {
        YAMLForm(
            expected: BilingualText(nl: "een tekst van hoogstens \(lengthMax) tekens", en: "a text of at most \(lengthMax) characters"),
            remedy: BilingualText(nl: "Schrijf een tekst achter de dubbele punt", en: "Write a text behind the colon")
        ) { node in node.text.flatMap { $0.count <= lengthMax ? $0 : nil } }
    }
}

extension YAMLForm where Value == Int {
    /// A whole number in the range: digits without quotes, separators or leading zeros.
    public static func integer(in range: ClosedRange<Int>) -> YAMLForm {
        YAMLForm(
            expected: BilingualText(
                nl: "een geheel getal van \(range.lowerBound) tot en met \(range.upperBound)",
                en: "a whole number from \(range.lowerBound) to \(range.upperBound)"),
            remedy: BilingualText(
                nl: "Schrijf alleen cijfers, zonder aanhalingstekens en zonder nullen ervoor",
                en: "Write digits only, without quotes and without zeros in front")
        ) { node in
            guard let text = node.plainText, let number = Int(text), String(number) == text, range.contains(number) else { return nil }
            return number
        }
    }
}

extension YAMLForm where Value == Bool {
    /// `true` or `false`, nothing else: `yes`, `on` and quoted words mean different things to different readers.
    public static var bool: YAMLForm {
        YAMLForm(
            expected: BilingualText(nl: "true of false", en: "true or false"),
            remedy: BilingualText(nl: "Schrijf true of false, zonder aanhalingstekens", en: "Write true or false, without quotes")
        ) { node in
            switch node.plainText {
            case "true": true
            case "false": false
            default: nil
            }
        }
    }
}

extension YAMLForm where Value == ExactDecimal {
    /// An exact decimal number with a point, quoted or not: `12.50`.
    public static var decimal: YAMLForm {
        text(
            expected: BilingualText(nl: "een getal met een punt als decimaalteken", en: "a decimal number with a point"),
            remedy: BilingualText(
                nl: "Schrijf bijvoorbeeld 12.50: geen komma, geen duizendtallen, geen exponent",
                en: "Write for example 12.50: no comma, no thousands, no exponent")
        ) { ExactDecimal($0) }
    }
}
