/// What a text template may name in braces. The raw value is the word in the rules file.
public enum TextPlaceholder: String, Hashable, Sendable, CaseIterable {
    case number
    /// The kind of document as a word.
    case kind
    case date
    case supplyDate = "supply_date"
    case dueDate = "due_date"
    case currency
    /// The customer's order.
    case order
    case deliveryNotes = "delivery_notes"
    /// The documents a credit note takes back.
    case original
    /// The document's own description.
    case description
    case paymentReference = "payment_reference"
    case administration
    case partyCode = "party.code"
    case partyName = "party.name"
    case partyNumber = "party.number"
    case lineNumber = "line.number"
    case lineDescription = "line.description"
    case lineProduct = "line.product"
    case lineGroup = "line.group"
    case lineQuantity = "line.quantity"
    case lineUnit = "line.unit"
    case lineGrower = "line.grower"

    /// True for what only a line has.
    public var belongsToLine: Bool { rawValue.hasPrefix("line.") }
}

/// A text with placeholders: `Invoice {number} {party.name}`. A brace without a known word inside stays as it is written and is
/// reported when rules are saved.
public struct TextTemplate: Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
    enum Piece: Hashable, Sendable {
        case literal(String)
        case placeholder(TextPlaceholder)
    }

    /// The template as written.
    public let text: String
    let pieces: [Piece]
    /// Words in braces that are no placeholder.
    public let unknown: [String]
    /// True when it is a line's own text and nothing else, as in nearly every set of rules: asked for each line.
    let isLineDescription: Bool

    /// A template; anything in braces that is no placeholder is listed in ``unknown``.
    public init(_ text: String) {
        self.text = text
        var pieces: [Piece] = []
        var unknown: [String] = []
        var rest = text[...]
        var literal = ""
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            literal += rest[..<open]
            let word = String(rest[rest.index(after: open)..<close])
            if let placeholder = TextPlaceholder(rawValue: word) {
                if !literal.isEmpty { pieces.append(.literal(literal)) }
                literal = ""
                pieces.append(.placeholder(placeholder))
            } else {
                unknown.append(word)
                literal += rest[open...close]
            }
            rest = rest[rest.index(after: close)...]
        }
        literal += rest
        if !literal.isEmpty { pieces.append(.literal(literal)) }
        self.pieces = pieces
        self.unknown = unknown
        isLineDescription = pieces == [.placeholder(.lineDescription)]
    }

    /// A template written in the source.
    public init(stringLiteral text: String) { self.init(text) }

    /// The template as written.
    public var description: String { text }
    /// The placeholders, in order.
    public var placeholders: [TextPlaceholder] {
        pieces.compactMap { if case .placeholder(let placeholder) = $0 { placeholder } else { nil } }
    }

    /// Fills the placeholders. Where one is empty, the spaces around it do not double.
    func filled(_ value: (TextPlaceholder) -> String) -> String {
        if pieces.count == 1 {
            switch pieces[0] {
            case .literal(let text): return text
            case .placeholder(let placeholder): return value(placeholder)
            }
        }
        var result = ""
        var leftOut = false
        for piece in pieces {
            switch piece {
            case .literal(let text): result += text
            case .placeholder(let placeholder):
                let text = value(placeholder)
                leftOut = leftOut || text.isEmpty
                result += text
            }
        }
        return leftOut ? result.split(separator: " ").joined(separator: " ") : result
    }
}

/// A text brought within a target's limit.
struct FittedText {
    var text: String
    var wasCut: Bool

    /// Line breaks and tabs become spaces; what is longer than `limit` characters is cut and ends in `…`, so that people see it.
    init(_ text: String, limit: Int) {
        var text = text
        if Self.hasControls(text) {
            text = text.split(whereSeparator: { $0.isNewline || $0 == "\t" }).joined(separator: " ")
        }
        // Every character takes at least one byte, so most texts need no counting.
        guard text.utf8.count > limit, text.count > limit else {
            self.text = text
            wasCut = false
            return
        }
        self.text = limit < 1 ? "" : String(text.prefix(limit - 1)) + "…"
        wasCut = true
    }

    private static func hasControls(_ text: String) -> Bool {
        // Asked of every line: over the bytes themselves it costs next to nothing.
        text.utf8.withContiguousStorageIfAvailable { bytes in bytes.contains { $0 < 0x20 } } ?? text.utf8.contains { $0 < 0x20 }
    }
}
