import BridgeDomain

/// Codes as the service pads them (reference `exact-online` §3.3). Inside the product codes have no padding.
enum ExactCode {
    /// Positions a relation's code is right-aligned in.
    static let relationWidth = 18

    /// A relation's code as it is stored and as filters need it: without the padding a filter finds nothing and reports no error.
    static func padded(relation code: String, _ country: ExactCountry) -> String {
        var code = code
        let digits = country.relationCodeDigits
        if isNumber(code), code.utf8.count < digits { code = String(repeating: "0", count: digits - code.utf8.count) + code }
        return String(repeating: " ", count: max(0, relationWidth - code.count)) + code
    }

    /// A relation's code as people write it.
    static func relation(_ padded: String, _ country: ExactCountry) -> String {
        let code = trimmed(padded)
        guard country.relationCodeDigits > 0, isNumber(code) else { return code }
        let plain = code.drop { $0 == "0" }
        return plain.isEmpty ? "0" : String(plain)
    }

    /// Any code without its padding.
    static func trimmed(_ text: String) -> String {
        let start = text.drop { $0 == " " }
        guard let last = start.lastIndex(where: { $0 != " " }) else { return "" }
        return String(start[...last])
    }

    private static func isNumber(_ code: String) -> Bool {
        !code.isEmpty && code.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }
}
