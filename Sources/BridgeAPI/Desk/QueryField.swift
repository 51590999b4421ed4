import BridgeDomain

/// What a read may be asked in its query. A name that is not declared is refused, and so is a value of another form.
struct QueryField: Sendable {
    let name: String
    let form: Form
    let about: String
    /// Several words, separated by commas.
    let isList: Bool
    /// A text that names a debtor or creditor.
    let isParty: Bool
    /// Without it nothing can be told.
    let isNeeded: Bool

    private init(_ name: String, _ form: Form, _ about: String, isList: Bool = false, isParty: Bool = false, isNeeded: Bool = false) {
        self.name = name
        self.form = form
        self.about = about
        self.isList = isList
        self.isParty = isParty
        self.isNeeded = isNeeded
    }

    static func text(_ name: String, _ about: String, max: Int = 200, isNeeded: Bool = false) -> QueryField {
        QueryField(name, .text(max: max), about, isNeeded: isNeeded)
    }
    static func party(_ name: String, _ about: String) -> QueryField { QueryField(name, .text(max: 200), about, isParty: true) }
    static func word(_ name: String, _ words: [String], _ about: String) -> QueryField { QueryField(name, .word(words), about) }
    static func words(_ name: String, _ words: [String], _ about: String) -> QueryField {
        QueryField(name, .word(words), about, isList: true)
    }
    static func date(_ name: String, _ about: String) -> QueryField { QueryField(name, .date, about) }
    static func decimal(_ name: String, _ about: String) -> QueryField { QueryField(name, .exact, about) }
    static func whole(_ name: String, _ about: String, in range: ClosedRange<Int64> = 0...Int64.max) -> QueryField {
        QueryField(name, .whole(range), about)
    }
    /// Asked for by `1`.
    static func flag(_ name: String, _ about: String) -> QueryField { QueryField(name, .word(["1"]), about) }
    static func period(_ name: String, _ about: String) -> QueryField { QueryField(name, .period, about) }

    /// What is wrong with a value; nil when nothing is.
    func problem(_ value: String) -> Problem? {
        func malformed(_ expected: String) -> Problem {
            Problem(.malformed, at: Place(name), found: String(value.prefix(60)), expected: expected)
        }
        // Nothing said is not everything: a set to do something with would grow by it.
        if value.isEmpty { return malformed(isParty ? "debtor/C0412" : "…") }
        if isParty, PartyKey(value) == nil { return malformed("debtor/C0412") }
        switch form {
        case .word(let words):
            let given = isList ? value.split(separator: ",", omittingEmptySubsequences: false).map(String.init) : [value]
            guard let wrong = given.first(where: { !words.contains($0) }) else { return nil }
            return Problem(.valueUnknown, at: Place(name), found: String(wrong.prefix(60)), expected: words.joined(separator: ", "))
        case .date: return CalendarDate(value) == nil ? malformed("2026-11-18") : nil
        case .period: return Period(value) == nil ? malformed("2026-11") : nil
        case .exact: return ExactDecimal(value) == nil ? malformed("-12.50") : nil
        case .whole(let range):
            return Int64(value).map { range.contains($0) } ?? false ? nil : malformed("\(range.lowerBound)…\(range.upperBound)")
        case .text(let max):
            return value.unicodeScalars.count <= max
                ? nil : Problem(.textBeyondLimit, at: Place(name), found: String(value.prefix(60)), expected: "≤ \(max)")
        default: return nil
        }
    }
}
