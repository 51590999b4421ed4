import BridgeDomain
import BridgeText

/// Writes values as the profile wants them. Nothing is lost silently: a character the encoding lacks is told.
struct CellWriter {
    let profile: AFASFileProfile

    /// Two decimals at least, since that is what a cent needs; never a thousands separator.
    func amount(_ money: Money) -> String {
        var text = money.amountText
        if profile.cutsZeros, text.contains(".") {
            while text.hasSuffix("0") { text.removeLast() }
            if text.hasSuffix(".") { text.removeLast() }
        }
        return signed(text)
    }

    func decimal(_ value: ExactDecimal) -> String { signed(value.description) }

    func date(_ date: CalendarDate) -> String {
        // ISO: yyyy-mm-dd.
        let parts = date.description.split(separator: "-").map(String.init)
        switch profile.dateOrder {
        case .dayMonthYear: return parts.reversed().joined(separator: String(profile.dateSign))
        case .yearMonthDay: return parts.joined(separator: String(profile.dateSign))
        case .compact: return parts.joined()
        }
    }

    private func signed(_ text: String) -> String { profile.decimalSign == .point ? text : String(text.map { $0 == "." ? "," : $0 }) }

    /// A row with its line end, cells quoted where they need it (RFC 4180).
    func row(_ cells: [String]) -> String { cells.map(cell).joined(separator: String(profile.separator)) + "\r\n" }

    private func cell(_ text: String) -> String {
        // A cell is one line: what the books do with a line break inside a description nobody knows.
        let flat = String(text.map { $0.isNewline ? " " : $0 })
        guard flat.contains(where: { $0 == profile.separator || $0 == "\"" }) else { return flat }
        return "\"" + flat.map { $0 == "\"" ? "\"\"" : String($0) }.joined() + "\""
    }

    /// The bytes of a text; what has no character in the encoding is answered instead.
    func encode(_ text: String) -> Result<[UInt8], UnknownCharacter> {
        guard profile.encoding == .windows1252 else { return .success(Array(text.utf8)) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        for character in text {
            guard let byte = Self.windows1252[character] else {
                guard character == "\r\n" else { return .failure(UnknownCharacter(character: character)) }
                bytes += [13, 10]
                continue
            }
            bytes.append(byte)
        }
        return .success(bytes)
    }

    struct UnknownCharacter: Error { let character: Character }

    /// Every character of Windows-1252 by what our decoder makes of its byte: reading and writing cannot disagree. Characters are equal when
    /// they look the same, so a letter with its accent behind it is found too.
    private static let windows1252: [Character: UInt8] = {
        var table: [Character: UInt8] = [:]
        for byte in UInt8.min...UInt8.max {
            // Five bytes have no character; decoders make control characters of them.
            guard let character = TextEncoding.windows1252.text([byte])?.first, !("\u{80}"..."\u{9F}").contains(character) else { continue }
            table[character] = byte
        }
        return table
    }()
}
