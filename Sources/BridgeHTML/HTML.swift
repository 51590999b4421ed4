/// Markup: the bytes of a piece of a page, in UTF-8.
///
/// Escaped by construction. Text comes in only through ``text(_:)`` (which a string in a builder becomes), and is escaped; a value of an
/// attribute is escaped by ``Attribute``; as it is comes in only what stands in the source (`StaticString`). There are no elements whose
/// content is read by other rules (`script`, `style`), so that one way of escaping is right everywhere.
///
/// Cost: bytes are appended to an array; nesting copies them once per level.
public struct HTML: Hashable, Sendable {
    /// The markup so far.
    public internal(set) var bytes: [UInt8]

    /// Nothing.
    public init() { bytes = [] }

    /// Markup that stands in the source.
    public init(literal: StaticString) { bytes = literal.withUTF8Buffer { Array($0) } }

    /// Text, escaped.
    public static func text(_ text: String) -> HTML {
        var html = HTML()
        html.append(escaping: text)
        return html
    }

    /// An element with attributes and content. A void element (``Tag/isVoid``) has no content, and what is given is left out.
    public static func element(_ tag: Tag, _ attributes: [Attribute] = [], _ content: HTML = HTML()) -> HTML {
        var html = HTML()
        html.bytes.reserveCapacity(content.bytes.count + 64)
        html.open(tag, attributes)
        guard !tag.isVoid else { return html }
        html.bytes.append(contentsOf: content.bytes)
        html.close(tag)
        return html
    }

    /// A script of our own, run when the page is there. It has no content: what runs comes from an address, which the pages' policy can hold to.
    public static func script(_ source: Address) -> HTML {
        var html = HTML(literal: "<script defer")
        html.append(Attribute.src(source))
        html.append(HTML(literal: "></script>"))
        return html
    }

    /// True where there is nothing.
    public var isEmpty: Bool { bytes.isEmpty }

    /// The markup as text, for tests and logs.
    public var description: String { String(decoding: bytes, as: UTF8.self) }

    /// Adds markup behind this.
    public mutating func append(_ other: HTML) { bytes.append(contentsOf: other.bytes) }

    /// A whole document of HTML 5 in a language, with what stands in its head and its body.
    public static func document(language: String, head: HTML, body: HTML) -> HTML {
        var html = HTML(literal: "<!doctype html>")
        html.append(element(.html, [.language(language)], element(.head, [], head).followed(by: element(.body, [], body))))
        return html
    }

    /// This and then the other.
    public func followed(by other: HTML) -> HTML {
        var both = self
        both.append(other)
        return both
    }

    private mutating func open(_ tag: Tag, _ attributes: [Attribute]) {
        bytes.append(UInt8(ascii: "<"))
        bytes.append(contentsOf: tag.rawValue.utf8)
        for attribute in attributes { append(attribute) }
        bytes.append(UInt8(ascii: ">"))
    }

    private mutating func append(_ attribute: Attribute) {
        guard let value = attribute.value else { return }
        bytes.append(UInt8(ascii: " "))
        attribute.name.withUTF8Buffer { bytes.append(contentsOf: $0) }
        guard !value.isEmpty || !attribute.isSwitch else { return }
        bytes.append(contentsOf: [UInt8(ascii: "="), UInt8(ascii: "\"")])
        append(escaping: value)
        bytes.append(UInt8(ascii: "\""))
    }

    private mutating func close(_ tag: Tag) {
        bytes.append(contentsOf: [UInt8(ascii: "<"), UInt8(ascii: "/")])
        bytes.append(contentsOf: tag.rawValue.utf8)
        bytes.append(UInt8(ascii: ">"))
    }

    /// The five characters that mean something in markup; control characters that no document may hold (XML 1.0 §2.2) become U+FFFD.
    private mutating func append(escaping text: String) {
        var text = text
        text.withUTF8 { characters in
            for byte in characters {
                switch byte {
                case UInt8(ascii: "&"): append(Self.ampersand)
                case UInt8(ascii: "<"): append(Self.less)
                case UInt8(ascii: ">"): append(Self.greater)
                case UInt8(ascii: "\""): append(Self.quote)
                case UInt8(ascii: "'"): append(Self.apostrophe)
                case 0x00...0x08, 0x0B, 0x0C, 0x0E...0x1F, 0x7F: append(Self.replacement)
                default: bytes.append(byte)
                }
            }
        }
    }

    private mutating func append(_ text: StaticString) { text.withUTF8Buffer { bytes.append(contentsOf: $0) } }

    private static let ampersand: StaticString = "&amp;"
    private static let less: StaticString = "&lt;"
    private static let greater: StaticString = "&gt;"
    private static let quote: StaticString = "&quot;"
    private static let apostrophe: StaticString = "&#39;"
    private static let replacement: StaticString = "\u{FFFD}"
}

extension HTML: CustomStringConvertible {}
