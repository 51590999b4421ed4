import BridgeDomain

/// One element of a record: its name, and what may stand in it (reference king §7).
struct KingField: Sendable {
    enum Kind: Sendable {
        /// So many characters at most.
        case text(Int)
        /// Digits, up to this number.
        case whole(Int)
        /// A point, two decimals, twelve digits; positive, since the side says which way it goes.
        case amount
        case flag
        case date
        case choice([String])
    }

    let name: StaticString
    let kind: Kind

    init(_ name: StaticString, _ kind: Kind) {
        self.name = name
        self.kind = kind
    }

    /// What is wrong with a value; nil when it fits.
    func problem(_ value: String, line: Int?) -> Problem? {
        func problem(_ code: ProblemCode, _ expected: String) -> Problem {
            Problem(code, at: Place(line: line, "\(name)"), found: value, expected: expected, severity: .error)
        }
        switch kind {
        case .text(let length): return Self.length(value) <= length ? nil : problem(.textTooLong, "\(length)")
        case .whole(let largest):
            let isNumber = Self.isDigits(value) && (Int(value) ?? .max) <= largest
            return isNumber ? nil : problem(.valueOutOfRange, "0…\(largest)")
        case .amount:
            let parts = value.split(separator: ".", omittingEmptySubsequences: false)
            let isAmount = parts.count == 2 && parts.allSatisfy { Self.isDigits($0) } && parts[1].count == 2
            guard isAmount else { return problem(.malformed, "0.00") }
            return parts[0].count <= 10 ? nil : problem(.amountTooLarge, "9999999999.99")
        case .flag: return value == "true" || value == "false" ? nil : problem(.malformed, "true, false")
        case .date: return CalendarDate(value) == nil ? problem(.malformed, "yyyy-MM-dd") : nil
        case .choice(let values): return values.contains(value) ? nil : problem(.malformed, values.joined(separator: ", "))
        }
    }

    /// As Windows counts characters: the longest of the ways to.
    static func length(_ text: String) -> Int { text.utf16.count }

    /// As much of a text as its field takes, whole characters only.
    static func cut(_ text: String, to length: Int) -> String {
        var text = text
        while Self.length(text) > length { text.removeLast() }
        return text
    }

    static func isDigits(_ text: some StringProtocol) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }
}
