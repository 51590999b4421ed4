import BridgeDomain

/// Cuts a filter, a key or a skip token into words, literals and signs.
struct Lexer {
    enum Token: Hashable {
        case word(String)
        case literal(Value)
        case open, close, comma, equals
        case end
    }

    private let bytes: [UInt8]
    private var place = 0
    private var peeked: Token?

    init(_ text: some StringProtocol) { bytes = Array(text.utf8) }

    mutating func peek() throws(Refusal) -> Token {
        if let peeked { return peeked }
        let token = try read()
        peeked = token
        return token
    }

    mutating func next() throws(Refusal) -> Token {
        defer { peeked = nil }
        return try peek()
    }

    /// Takes the next token when it is this one.
    mutating func take(_ token: Token) throws(Refusal) -> Bool {
        guard try peek() == token else { return false }
        peeked = nil
        return true
    }

    private mutating func read() throws(Refusal) -> Token {
        while place < bytes.count, bytes[place] == UInt8(ascii: " ") { place += 1 }
        guard place < bytes.count else { return .end }
        switch bytes[place] {
        case UInt8(ascii: "("): return sign(.open)
        case UInt8(ascii: ")"): return sign(.close)
        case UInt8(ascii: ","): return sign(.comma)
        case UInt8(ascii: "="): return sign(.equals)
        case UInt8(ascii: "'"): return .literal(.string(try quoted()))
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
        default: return try word()
        }
    }

    private mutating func sign(_ token: Token) -> Token {
        place += 1
        return token
    }

    /// Text between quotes; a quote inside is doubled.
    private mutating func quoted() throws(Refusal) -> String {
        place += 1
        var text: [UInt8] = []
        while place < bytes.count {
            if bytes[place] == UInt8(ascii: "'") {
                place += 1
                guard place < bytes.count, bytes[place] == UInt8(ascii: "'") else { return String(decoding: text, as: UTF8.self) }
            }
            text.append(bytes[place])
            place += 1
        }
        throw .querySyntax
    }

    private mutating func number() throws(Refusal) -> Token {
        let start = place
        if bytes[place] == UInt8(ascii: "-") { place += 1 }
        while place < bytes.count, isDigit(bytes[place]) || bytes[place] == UInt8(ascii: ".") { place += 1 }
        let text = String(decoding: bytes[start..<place], as: UTF8.self)
        let suffix = place < bytes.count ? bytes[place] | 0x20 : 0
        switch suffix {
        case UInt8(ascii: "l"):
            place += 1
            guard let whole = Int64(text), endsHere else { throw .querySyntax }
            return .literal(.integer(whole))
        case UInt8(ascii: "m"), UInt8(ascii: "d"), UInt8(ascii: "f"): place += 1
        default: break
        }
        guard endsHere, let value = ExactDecimal(text) else { throw .querySyntax }
        guard value.decimals == 0, !text.contains(".") else { return .literal(.decimal(value)) }
        return .literal(.integer(value.significand))
    }

    private var endsHere: Bool { place >= bytes.count || !(isLetter(bytes[place]) || isDigit(bytes[place])) }

    private mutating func word() throws(Refusal) -> Token {
        let start = place
        while place < bytes.count, isLetter(bytes[place]) || isDigit(bytes[place]) { place += 1 }
        guard place > start else { throw .querySyntax }
        let text = String(decoding: bytes[start..<place], as: UTF8.self)
        guard place < bytes.count, bytes[place] == UInt8(ascii: "'") else { return .word(text) }
        let inner = try quoted()
        switch text {
        case "guid":
            guard let key = GUID(inner) else { throw .syntax("Unrecognized 'Edm.Guid' literal 'guid'\(inner)''.") }
            return .literal(.guid(key))
        case "datetime":
            guard let moment = WallClock.milliseconds(inner) else {
                throw .syntax("Unrecognized 'Edm.DateTime' literal 'datetime'\(inner)''.")
            }
            return .literal(.moment(moment))
        default: throw .querySyntax
        }
    }

    private func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    private func isLetter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"): true
        default: false
        }
    }
}
