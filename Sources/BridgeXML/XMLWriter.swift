/// Writes XML in UTF-8. What is given as text is text: nothing of it can become markup.
///
/// ```swift
/// var writer = XMLWriter()
/// writer.element("Order", ["number": "12"]) { $0.element("Name", text: "Bloemen & Zo") }
/// ```
///
/// Names are our own, never data: a name that XML does not allow is our mistake and stops the program. Characters that XML 1.0 does not
/// allow in text become U+FFFD, so that what is written can always be read.
public struct XMLWriter: Sendable {
    /// Everything written so far.
    public private(set) var bytes: [UInt8]

    /// A writer that has written the declaration.
    ///
    /// - Parameter capacity: how many bytes to make room for.
    public init(reserving capacity: Int = 4096) {
        bytes = []
        bytes.reserveCapacity(capacity)
        bytes.append(contentsOf: #"<?xml version="1.0" encoding="UTF-8"?>"#.utf8)
        bytes.append(UInt8(ascii: "\n"))
    }

    /// A writer that goes on behind bytes that are whole elements already, or begins a part of a text that another declares.
    public init(continuing bytes: [UInt8]) { self.bytes = bytes }

    /// An element with what `content` writes into it; without content it closes itself.
    public mutating func element(
        _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String> = [:],
        _ content: (inout XMLWriter) throws -> Void
    ) rethrows {
        open(name, attributes)
        let before = bytes.count
        bytes.append(UInt8(ascii: ">"))
        try content(&self)
        close(name, contentFrom: before)
    }

    /// An element that holds nothing.
    public mutating func element(_ name: StaticString, _ attributes: KeyValuePairs<StaticString, String> = [:]) {
        element(name, attributes) { _ in }
    }

    /// An element that holds only text; with empty text it closes itself.
    public mutating func element(_ name: StaticString, _ attributes: KeyValuePairs<StaticString, String> = [:], text: String) {
        element(name, attributes) { $0.text(text) }
    }

    /// An element that holds only text, left out when there is none.
    public mutating func element(_ name: StaticString, _ attributes: KeyValuePairs<StaticString, String> = [:], ifPresent text: String?) {
        if let text, !text.isEmpty { element(name, attributes, text: text) }
    }

    /// Text between tags.
    public mutating func text(_ text: String) { append(text, inAttribute: false) }

    private mutating func open(_ name: StaticString, _ attributes: KeyValuePairs<StaticString, String>) {
        bytes.append(UInt8(ascii: "<"))
        append(name: name)
        for (name, value) in attributes {
            bytes.append(UInt8(ascii: " "))
            append(name: name)
            bytes.append(contentsOf: "=\"".utf8)
            append(value, inAttribute: true)
            bytes.append(UInt8(ascii: "\""))
        }
    }

    private mutating func close(_ name: StaticString, contentFrom before: Int) {
        if bytes.count == before + 1 {
            bytes.removeLast()
            bytes.append(contentsOf: "/>".utf8)
        } else {
            bytes.append(contentsOf: "</".utf8)
            append(name: name)
            bytes.append(UInt8(ascii: ">"))
        }
    }

    private mutating func append(name: StaticString) {
        name.withUTF8Buffer { name in
            precondition(
                Self.isName(name), "a name of XML starts with a letter or _ and goes on with letters, digits, '.', '-', '_' or ':'")
            bytes.append(contentsOf: name)
        }
    }

    /// As much of what XML allows as anybody needs: ASCII.
    private static func isName(_ name: UnsafeBufferPointer<UInt8>) -> Bool {
        func isLetter(_ byte: UInt8) -> Bool {
            byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z") || byte == UInt8(ascii: "_")
        }
        guard let first = name.first, isLetter(first) else { return false }
        return name.dropFirst().allSatisfy { byte in
            isLetter(byte) || (UInt8(ascii: "0")...UInt8(ascii: ":")).contains(byte) || byte == UInt8(ascii: ".")
                || byte == UInt8(ascii: "-")
        }
    }

    private mutating func append(_ text: String, inAttribute: Bool) {
        var text = text
        text.withUTF8 { text in
            var start = 0
            for place in 0..<text.count {
                guard let (replacement, length) = Self.replacement(at: place, in: text, inAttribute: inAttribute) else { continue }
                bytes.append(contentsOf: text[start..<place])
                replacement.withUTF8Buffer { bytes.append(contentsOf: $0) }
                start = place + length
            }
            bytes.append(contentsOf: text[start...])
        }
    }

    /// What stands for a character that cannot stand for itself, and how many bytes it takes the place of.
    private static func replacement(
        at place: Int, in text: UnsafeBufferPointer<UInt8>, inAttribute: Bool
    ) -> (StaticString, length: Int)? {
        switch text[place] {
        case UInt8(ascii: "&"): ("&amp;", 1)
        case UInt8(ascii: "<"): ("&lt;", 1)
        case UInt8(ascii: ">"): ("&gt;", 1)
        case UInt8(ascii: "\""): inAttribute ? ("&quot;", 1) : nil
        // A reader turns a carriage return into a line feed, and all three into spaces in an attribute, unless they are written so.
        case UInt8(ascii: "\r"): ("&#13;", 1)
        case UInt8(ascii: "\n"): inAttribute ? ("&#10;", 1) : nil
        case UInt8(ascii: "\t"): inAttribute ? ("&#9;", 1) : nil
        case 0x00...0x1F: ("\u{FFFD}", 1)
        // U+FFFE and U+FFFF, the two that are no characters.
        case 0xEF where place + 2 < text.count && text[place + 1] == 0xBF && text[place + 2] >= 0xBE: ("\u{FFFD}", 3)
        default: nil
        }
    }
}
