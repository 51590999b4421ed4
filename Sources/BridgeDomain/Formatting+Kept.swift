extension Formatting {
    /// A value that was kept as plain text (`1546.21 EUR`, `≤ 152.60`, `21% NL 2026-03-01`), as people write it: amounts, dates and percentages by
    /// the language, moments on a zone's clock. `isNumber`: a number without a currency is an amount or a quantity too; elsewhere it may be a code
    /// and stays. Whatever is none of these, in whole or in one of its parts between commas, stays as it is.
    ///
    /// Problems and history keep plain values, so that they hash and compare alike for ever: this is the one place where they are read again.
    public func kept(_ text: String, isNumber: Bool = false, in zone: TimeZoneRule = .amsterdam) -> String {
        guard text.utf8.contains(where: { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }) else { return text }
        return text.split(separator: ", ", omittingEmptySubsequences: false)
            .map { part in kept(part: part, isNumber, zone) ?? String(part) }.joined(separator: ", ")
    }

    /// The values in a row of words of ours (`CUTFLOWER 400 × 0.35 140.00 EUR L 9%`), word by word: amounts with their currency, decimals,
    /// percentages and dates; every other word stays.
    public func keptRow(_ text: String, in zone: TimeZoneRule = .amsterdam) -> String {
        var words = text.split(separator: " ", omittingEmptySubsequences: false)[...]
        var told: [String] = []
        while let word = words.popFirst() {
            let core = word.last == ":" || word.last == "," ? word.dropLast() : word
            let isDecimal = core.contains(".") && Self.isNumber(core)
            if isDecimal {
                told.append(number(plain: String(core)) + word[core.endIndex...])
            } else if core.contains(where: { !$0.isLetter }), let value = value(core, false, zone) {
                told.append(value + word[core.endIndex...])
            } else {
                told.append(String(word))
            }
        }
        return told.joined(separator: " ")
    }

    /// One part; nil where some of it is none of the values that are read.
    private func kept(part: Substring, _ isNumber: Bool, _ zone: TimeZoneRule) -> String? {
        var words = part.split(separator: " ", omittingEmptySubsequences: false)[...]
        var told: [String] = []
        while let word = words.popFirst() {
            if let follower = words.first, Self.isNumber(word), Currency(code: String(follower)) != nil {
                told.append("\(number(plain: String(word))) \(words.removeFirst())")
            } else if let value = value(word, isNumber, zone) {
                told.append(value)
            } else {
                return nil
            }
        }
        return told.joined(separator: " ")
    }

    private func value(_ word: Substring, _ isNumber: Bool, _ zone: TimeZoneRule) -> String? {
        if Self.comparisons.contains(String(word)) { return String(word) }
        if let date = CalendarDate(String(word)) { return self.date(date) }
        if word.last == "%", Self.isNumber(word.dropLast()) { return "\(number(plain: String(word.dropLast())))%" }
        if isNumber, Self.isNumber(word) { return number(plain: String(word)) }
        // A moment is longer than any other value.
        if word.utf8.count >= 20, let moment = Timestamp(String(word)) { return self.moment(moment, in: zone) }
        // A country or a currency beside a value is a code in both languages.
        return (2...3).contains(word.utf8.count) && word.utf8.allSatisfy { $0 >= UInt8(ascii: "A") && $0 <= UInt8(ascii: "Z") }
            ? String(word) : nil
    }

    private static let comparisons: Set<String> = ["≤", "≥", "<", ">", "±", "+"]

    /// Plain decimal text, as ``Money/amountText`` and ``ExactDecimal`` write it: no separators, one point.
    private static func isNumber(_ text: Substring) -> Bool {
        let digits = text.hasPrefix("-") ? text.dropFirst() : text
        let parts = digits.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        return parts.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") } }
    }
}
