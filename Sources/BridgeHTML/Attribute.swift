/// One attribute of an element. Its name stands in the source; its value is escaped when it is written.
///
/// There is no attribute that runs script and none that holds style: the pages' policy forbids both. Addresses come in as ``Address`` only.
public struct Attribute: Sendable {
    let name: StaticString
    /// nil leaves the attribute out.
    let value: String?
    /// True where an empty value is not written (`required`).
    var isSwitch = false

    /// An attribute of any name; left out where the value is nil.
    ///
    /// Not for addresses, handlers of events (`on…`) and `style`, which are refused: programmers' mistakes, found the first time a page is made.
    public init(_ name: StaticString, _ value: String?) {
        let text = "\(name)"
        precondition(!text.hasPrefix("on") && !Self.guarded.contains(text), "The attribute \(text) may not be made from text.")
        self.name = name
        self.value = value
    }

    private static let guarded: Set<String> = ["href", "src", "action", "formaction", "style", "srcdoc", "xlink:href"]

    private init(address name: StaticString, _ address: Address?) {
        self.name = name
        value = address?.text
    }

    private init(switch name: StaticString, _ isOn: Bool) {
        self.name = name
        value = isOn ? "" : nil
        isSwitch = true
    }

    /// Where a link leads.
    public static func href(_ address: Address?) -> Attribute { Attribute(address: "href", address) }
    /// Where a form goes.
    public static func action(_ address: Address) -> Attribute { Attribute(address: "action", address) }
    /// What is shown or loaded from.
    public static func src(_ address: Address) -> Attribute { Attribute(address: "src", address) }

    /// Classes, separated by spaces.
    public static func `class`(_ names: String?) -> Attribute { Attribute("class", names) }
    /// The element's name on its page.
    public static func id(_ name: String) -> Attribute { Attribute("id", name) }
    /// The language of the content (`nl`).
    public static func language(_ code: String) -> Attribute { Attribute("lang", code) }
    /// The type of an input or a button.
    public static func type(_ type: StaticString) -> Attribute { Attribute("type", "\(type)") }
    /// The name under which a field is sent.
    public static func name(_ name: String) -> Attribute { Attribute("name", name) }
    /// The value of a field.
    public static func value(_ value: String) -> Attribute { Attribute("value", value) }
    /// The field a label is for.
    public static func `for`(_ id: String) -> Attribute { Attribute("for", id) }
    /// A name for those who do not see the page.
    public static func label(_ text: String?) -> Attribute { Attribute("aria-label", text) }
    /// Whose cells a heading of a table is for: `col` or `row`.
    public static func scope(_ scope: StaticString) -> Attribute { Attribute("scope", "\(scope)") }
    /// What an element is, where its name does not say so.
    public static func role(_ role: StaticString) -> Attribute { Attribute("role", "\(role)") }
    /// Marks the link to the page that is shown.
    public static func current(_ isCurrent: Bool) -> Attribute { Attribute("aria-current", isCurrent ? "page" : nil) }
    /// Not shown.
    public static let hidden = Attribute(switch: "hidden", true)
    /// A field that must be filled.
    public static let required = Attribute(switch: "required", true)
    /// Left out for those who do not see the page: what it shows is said elsewhere.
    public static let decorative = Attribute("aria-hidden", "true")
    /// An option that is chosen.
    public static func selected(_ isOn: Bool) -> Attribute { Attribute(switch: "selected", isOn) }
    /// A box that is ticked.
    public static func checked(_ isOn: Bool) -> Attribute { Attribute(switch: "checked", isOn) }
}

/// An address a page may lead to: a path of our own, an `https` address elsewhere, or one in clear text on this machine itself. Nothing else can be
/// written, `javascript:` least of all.
public struct Address: Hashable, Sendable {
    /// As it is written, percent-encoded; not yet escaped for markup.
    public let text: String

    /// A path of our own that stands in the source, with further segments, a query and a fragment; all of these are percent-encoded.
    ///
    /// The path begins with one slash; pairs of the query without a value are left out.
    public init(
        _ path: StaticString, _ segments: [String] = [], query: [(name: String, value: String?)] = [], fragment: String? = nil
    ) {
        var text = "\(path)"
        precondition(text.hasPrefix("/") && !text.hasPrefix("//"), "A path begins with one slash: \(text)")
        for segment in segments { text += (text.hasSuffix("/") ? "" : "/") + Self.encode(segment) }
        var mark = "?"
        for case (let name, let value?) in query {
            text += mark + Self.encode(name) + "=" + Self.encode(value)
            mark = "&"
        }
        if let fragment { text += "#" + Self.encode(fragment) }
        self.text = text
    }

    /// A place on the page that is shown.
    public init(onPage fragment: String) { text = "#" + Self.encode(fragment) }

    /// A path and query of our own that came back from a browser; nil unless it is one: one slash, not two, and plain characters.
    public init?(ownPath text: String) {
        let isPlain = text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !Self.refused.contains($0) }
        guard text.hasPrefix("/"), !text.hasPrefix("//"), isPlain else { return nil }
        self.text = text
    }

    /// An address elsewhere; nil unless it is `https://` with a host and has no spaces, quotes or control characters. In clear text only this
    /// machine's own, by number: what is said there goes over no network, as to a sandbox.
    public init?(elsewhere text: String) {
        let isPlain = text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !Self.refused.contains($0) }
        let isSecure = text.hasPrefix("https://") && text.utf8.count > 8 && text.utf8.dropFirst(8).first != UInt8(ascii: "/")
        guard isPlain, isSecure || Self.isOwnMachine(text) else { return nil }
        self.text = text
    }

    /// `http://127.0.0.1` or `http://[::1]`, with a port or without: a name may be told to mean another machine, and what stands before an `@` is
    /// no host.
    private static func isOwnMachine(_ text: String) -> Bool {
        for start in ["http://127.0.0.1", "http://[::1]"] where text.hasPrefix(start) {
            let rest = text.dropFirst(start.count).prefix { $0 != "/" && $0 != "?" && $0 != "#" }
            return rest.isEmpty || rest.first == ":" && rest.dropFirst().allSatisfy { $0.isASCII && $0.isNumber }
        }
        return false
    }

    private static let refused = Set("\"'<>\\^`{|}".utf8)

    /// Everything but letters, digits and `-._~` encoded (RFC 3986 §2.3). A segment of points alone would climb: its points are encoded too.
    static func encode(_ text: String) -> String {
        let climbs = text == "." || text == ".."
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "."): bytes.append(contentsOf: climbs ? Array("%2E".utf8) : [byte])
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "~"):
                bytes.append(byte)
            default: bytes.append(contentsOf: [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]])
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static let digits = Array("0123456789ABCDEF".utf8)
}
