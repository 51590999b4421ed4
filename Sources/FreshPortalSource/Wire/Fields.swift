import BridgeDomain
import BridgeJSON

/// The problems found while one document or party is read. One reading, one instance, never shared.
final class Findings {
    private(set) var problems: [Problem] = []
    /// Beyond this many, a document is not described any better; the count is kept bounded.
    static let problemsMax = 200

    /// Keeps a problem.
    func add(_ code: ProblemCode, at place: Place, found: String = "", expected: String? = nil) {
        guard problems.count < Self.problemsMax else { return }
        problems.append(Problem(code, at: place, found: found, expected: expected))
    }

    /// True when nothing stops what was read.
    var isClean: Bool { !problems.contains { $0.severity == .error } }
}

/// The members of one JSON object, read leniently in form and strictly in meaning.
///
/// A member that is missing and one that is null are the same thing here: the contract asks for keys with null (quirk 6), but a reader
/// gains nothing by refusing their absence. What cannot be read becomes a problem with the member's path and the line's number, and nil.
struct Fields {
    let json: JSON
    let path: String
    let line: Int?
    let findings: Findings

    init(_ json: JSON, path: String = "", line: Int? = nil, _ findings: Findings) {
        self.json = json
        self.path = path
        self.line = line
        self.findings = findings
    }

    /// Where a member lies: `totals.net`, or `line 3, net`.
    func place(_ name: String) -> Place { Place(line: line, path + name) }

    /// The member's value; nil when it is missing or null.
    func value(_ name: String) -> JSON? {
        guard let value = json[name], !value.isNull else { return nil }
        return value
    }

    /// Notes a problem with a member.
    func problem(_ code: ProblemCode, _ name: String, found: String? = nil, expected: String? = nil) {
        findings.add(code, at: place(name), found: found ?? value(name).map(shown) ?? "", expected: expected)
    }

    /// The value, or a problem that the member is missing.
    func required<Value>(_ name: String, _ read: (String) -> Value?) -> Value? {
        let count = findings.problems.count
        if let result = read(name) { return result }
        // An unreadable member has already been reported as such.
        if findings.problems.count == count { problem(.fieldMissing, name) }
        return nil
    }

    /// Text without outer spaces; a number's own text; nil for the empty text.
    func text(_ name: String) -> String? {
        switch value(name) {
        case nil: return nil
        case .string(let text)?:
            let trimmed = WireText.trimmed(text)
            return trimmed.isEmpty ? nil : trimmed
        case .number(let text)?: return text
        case _?:
            problem(.malformed, name, expected: "text")
            return nil
        }
    }

    /// A technical identifier; `0` means that there is none (quirk 4).
    func id(_ name: String) -> SourceID? {
        guard let text = text(name), text.contains(where: { $0 != "0" }) else { return nil }
        return SourceID(text)
    }

    /// A whole number of 64 bits.
    func integer(_ name: String) -> Int64? {
        guard let value = value(name) else { return nil }
        if let number = WireNumber.plain(value).flatMap({ Int64($0) }) { return number }
        problem(.malformed, name, expected: "a whole number")
        return nil
    }

    /// An exact decimal of at most 12 decimals.
    func decimal(_ name: String) -> ExactDecimal? {
        guard let value = value(name), value.string?.isEmpty != true else { return nil }
        if let number = WireNumber.plain(value).flatMap({ ExactDecimal($0) }) { return number }
        problem(.malformed, name, expected: "a decimal number")
        return nil
    }

    /// An amount; more decimals than the contract's two (or the currency's own, where it has three) are a problem, never rounded.
    ///
    /// Trailing zeros beyond them are refused as well: `140.000` is as likely one hundred and forty as a hundred and forty thousand.
    func money(_ name: String, _ currency: Currency) -> Money? {
        guard let value = value(name) else { return nil }
        guard let (number, written) = WireNumber.plain(value).flatMap({ ExactDecimal.reading($0) }) else {
            problem(.malformed, name, expected: "an amount")
            return nil
        }
        guard written <= max(2, currency.exponent), number.decimals <= currency.exponent else {
            problem(.amountDecimals, name, expected: "at most \(currency.exponent) decimals")
            return nil
        }
        guard let amount = Money(rounding: number, currency) else {
            problem(.malformed, name, expected: "an amount")
            return nil
        }
        return amount
    }

    /// A day, in either order (quirk 2).
    func date(_ name: String) -> CalendarDate? {
        guard let text = text(name) else { return nil }
        if let date = WireText.date(text) { return date }
        problem(.malformed, name, expected: "a date (2026-11-18)")
        return nil
    }

    /// A moment in universal time.
    func timestamp(_ name: String) -> Timestamp? {
        guard let text = text(name) else { return nil }
        if let moment = Timestamp(text) { return moment }
        problem(.malformed, name, expected: "a moment in time (2026-11-18T15:42:11Z)")
        return nil
    }

    /// A truth: `true`, `false`, 0 or 1. Anything else is a problem: a flag's meaning is never guessed (quirk 10).
    func truth(_ name: String) -> Bool? {
        guard let value = value(name) else { return nil }
        switch value {
        case .bool(let truth): return truth
        case .number("0"), .string("0"): return false
        case .number("1"), .string("1"): return true
        default:
            problem(.valueUnknown, name, expected: "true or false")
            return nil
        }
    }

    /// One of the words the contract knows.
    func word<Word: RawRepresentable & CaseIterable>(_ name: String, _ type: Word.Type) -> Word? where Word.RawValue == String {
        guard let text = text(name) else { return nil }
        if let word = Word(rawValue: text) { return word }
        problem(.valueUnknown, name, found: text, expected: Word.allCases.map(\.rawValue).joined(separator: ", "))
        return nil
    }

    /// The members of a nested object.
    func object(_ name: String) -> Fields? {
        guard let value = value(name) else { return nil }
        guard value.members != nil else {
            problem(.malformed, name, expected: "an object")
            return nil
        }
        return Fields(value, path: "\(path)\(name).", line: line, findings)
    }

    /// The elements of a list, at most `countMax`.
    func list(_ name: String, countMax: Int) -> [JSON]? {
        guard let value = value(name) else { return nil }
        guard let elements = value.array else {
            problem(.malformed, name, expected: "a list")
            return nil
        }
        guard elements.count <= countMax else {
            problem(.malformed, name, found: "\(elements.count) elements", expected: "at most \(countMax)")
            return nil
        }
        return elements
    }

    /// A list of texts; empty when it is missing.
    func texts(_ name: String, countMax: Int) -> [String] {
        guard let elements = list(name, countMax: countMax) else { return [] }
        return elements.enumerated().compactMap { index, element in
            Fields(.object([JSON.Member("\(name)[\(index)]", element)]), path: path, line: line, findings).text("\(name)[\(index)]")
        }
    }

    private func shown(_ value: JSON) -> String {
        switch value {
        case .string(let text): text
        default: value.description
        }
    }
}
