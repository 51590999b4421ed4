import BridgeDomain

/// An option of a command: `--name`, or `--name VALUE`.
struct Option: Sendable {
    var name: String
    /// What stands for the value in help; nil for a switch.
    var value: String?
    /// The only values there are; empty when any will do.
    var choices: [String] = []
    var help: BilingualText

    /// More choices than this are not listed: nobody reads them.
    static let choicesShown = 12

    static func flag(_ name: String, nl: String, en: String) -> Option {
        Option(name: name, value: nil, help: BilingualText(nl: nl, en: en))
    }

    static func value(_ name: String, _ value: String, nl: String, en: String) -> Option {
        Option(name: name, value: value, help: BilingualText(nl: nl, en: en))
    }

    static func choice(_ name: String, _ value: String, _ choices: [String], nl: String, en: String) -> Option {
        Option(name: name, value: value, choices: choices, help: BilingualText(nl: nl, en: en))
    }
}

/// A word of a command that is no option.
struct Operand: Sendable {
    var name: String
    var help: BilingualText
    var isOptional = false
    var repeats = false
    /// The only values there are; empty when any will do.
    var choices: [String] = []

    init(_ name: String, isOptional: Bool = false, repeats: Bool = false, choices: [String] = [], nl: String, en: String) {
        self.name = name
        self.isOptional = isOptional
        self.repeats = repeats
        self.choices = choices
        help = BilingualText(nl: nl, en: en)
    }
}

/// The chapters of the overview, in its order.
enum Chapter: Sendable, CaseIterable {
    case start, running, documents, files, verbs, rules, connection, parties, payments, journal, sandboxes, program

    var title: BilingualText {
        switch self {
        case .start: BilingualText(nl: "beginnen", en: "begin")
        case .running: BilingualText(nl: "draaien", en: "run")
        case .documents: BilingualText(nl: "documenten bekijken", en: "look at documents")
        case .files: BilingualText(nl: "bestanden innemen", en: "take files in")
        case .verbs: BilingualText(nl: "over documenten beslissen", en: "decide on documents")
        case .rules: BilingualText(nl: "regels", en: "rules")
        case .connection: BilingualText(nl: "verbinding met de boekhouding", en: "connection to the books")
        case .parties: BilingualText(nl: "debiteuren en crediteuren", en: "debtors and creditors")
        case .payments: BilingualText(nl: "betalingen", en: "payments")
        case .journal: BilingualText(nl: "het journaal bewaren", en: "keep the journal")
        case .sandboxes: BilingualText(nl: "proberen zonder account", en: "try without an account")
        case .program: BilingualText(nl: "het programma zelf", en: "the program itself")
        }
    }
}

/// One command of the program: what it is called, what it says of itself, what it does.
struct Command: Sendable {
    /// `["map", "import"]` is `ledgerbridge map import`.
    var path: [String]
    var chapter: Chapter
    var summary: BilingualText
    var details: BilingualText?
    var example: String
    var options: [Option] = []
    var operands: [Operand] = []
    /// False for commands that work without a configuration file.
    var readsConfiguration = true
    /// False for commands that print no data, and so have no JSON form.
    var printsData = true
    var run: @Sendable (Invocation) async throws -> Exit

    /// `map import`.
    var name: String { path.joined(separator: " ") }

    /// Its own options and those every command of its sort has.
    var allOptions: [Option] {
        options + (readsConfiguration ? [CommonOption.config] : []) + (printsData ? [CommonOption.json] : [])
            + [CommonOption.lang, CommonOption.help]
    }

    var usage: String {
        let words = operands.map { operand -> String in
            let name = operand.name + (operand.repeats ? "…" : "")
            return operand.isOptional ? "[\(name)]" : name
        }
        return (["ledgerbridge"] + path + words + (options.isEmpty ? [] : ["[options]"])).joined(separator: " ")
    }
}

/// Options that commands share.
enum CommonOption {
    static let config = Option.value(
        "config", "FILE", nl: "de configuratie; zonder deze $LEDGERBRIDGE_CONFIG, anders ledgerbridge.yaml in deze map",
        en: "the configuration; $LEDGERBRIDGE_CONFIG unless given, else ledgerbridge.yaml in this folder")
    static let json = Option.flag("json", nl: "gegevens als JSON in plaats van tabellen", en: "print data as JSON instead of tables")
    static let lang = Option.choice(
        "lang", "nl|en", Language.allCases.map(\.rawValue),
        nl: "taal van teksten; zonder deze die van de configuratie, anders van het systeem",
        en: "language of texts; the configuration's unless given, else the system's")
    static let help = Option.flag("help", nl: "de opdracht uitleggen", en: "explain the command")
    static let bridge = Option.value(
        "bridge", "NAME", nl: "welke brug; alleen nodig als er meer zijn", en: "which bridge; needed only when there are several")
}

/// A command line, understood.
struct Invocation: Sendable {
    var command: Command
    var options: [String: [String]]
    var operands: [String]
    var surroundings: Surroundings

    var console: Console { surroundings.console }

    func flag(_ name: String) -> Bool { options[name] != nil }
    func value(_ name: String) -> String? { options[name]?.last }

    /// The value of an option, as a case of an enumeration; the parser has refused what is none.
    func choice<Value: RawRepresentable>(_ name: String) -> Value? where Value.RawValue == String {
        value(name).flatMap { Value(rawValue: $0) }
    }

    /// A whole number within bounds; nil when the option is not there.
    func integer(_ name: String, in range: ClosedRange<Int>) throws -> Int? {
        guard let text = value(name) else { return nil }
        guard let number = Int(text), range.contains(number) else {
            throw CommandFailure(
                .usage, nl: "--\(name) wil een geheel getal van \(range.lowerBound) tot en met \(range.upperBound), geen '\(text)'",
                en: "--\(name) takes a whole number from \(range.lowerBound) to \(range.upperBound), not '\(text)'")
        }
        return number
    }

    /// A whole number within bounds, or the default.
    func integer(_ name: String, in range: ClosedRange<Int>, default usual: Int) throws -> Int { try integer(name, in: range) ?? usual }

    func date(_ name: String) throws -> CalendarDate? {
        guard let text = value(name) else { return nil }
        guard let date = CalendarDate(text) else {
            throw CommandFailure(
                .usage, nl: "--\(name) wil een datum als 2026-11-30, geen '\(text)'",
                en: "--\(name) takes a date such as 2026-11-30, not '\(text)'")
        }
        return date
    }

    func period(_ name: String) throws -> Period? {
        guard let text = value(name) else { return nil }
        guard let period = Period(text) else {
            throw CommandFailure(
                .usage, nl: "--\(name) wil een periode als 2026-11, geen '\(text)'",
                en: "--\(name) takes a period such as 2026-11, not '\(text)'")
        }
        return period
    }

    /// An amount with a point or a comma for the decimals.
    func amount(_ name: String) throws -> ExactDecimal? {
        guard let text = value(name) else { return nil }
        let plain = text.contains(".") ? text : String(text.map { $0 == "," ? "." : $0 })
        guard let amount = ExactDecimal(plain) else {
            throw CommandFailure(
                .usage, nl: "--\(name) wil een bedrag als 1250,00, geen '\(text)'",
                en: "--\(name) takes an amount such as 1250.00, not '\(text)'")
        }
        return amount
    }

    /// The dates from `--from` up to and including `--to`, either of which may be left out; nil when both are.
    func dates() throws -> ClosedRange<CalendarDate>? {
        let (from, to) = (try date("from"), try date("to"))
        guard from != nil || to != nil else { return nil }
        let (first, last) = (from ?? CalendarDate(daysSinceEpoch: 0), to ?? Self.lastDate)
        guard first <= last else {
            throw CommandFailure(.usage, nl: "--from \(first) ligt na --to \(last)", en: "--from \(first) lies after --to \(last)")
        }
        return first...last
    }

    /// Beyond any date a document can have; 2134-04-12.
    static let lastDate = CalendarDate(daysSinceEpoch: 60_000)

    /// The same with another configuration file.
    func with(config file: String) -> Invocation {
        var copy = self
        copy.options["config"] = [file]
        return copy
    }
}
