import BridgeHash

/// An App Connector's token: 64 hexadecimal characters in a piece of XML (reference `afas-profit` §1.2). Never printed.
public struct AFASToken: Sendable {
    private static let start = "<token><version>1</version><data>"
    private static let end = "</data></token>"
    static let digits = 64

    private let data: String

    /// Reads a token as an administrator passes it on: the whole XML, the XML in base64, or the 64 characters alone. nil for anything else.
    public init?(_ text: String) {
        let bare = text.filter { !$0.isWhitespace }
        guard
            let data = Self.data(xml: bare) ?? Base64.decode(bare).flatMap({ Self.data(xml: String(decoding: $0, as: UTF8.self)) })
                ?? Self.plain(bare)
        else { return nil }
        self.data = data
    }

    /// What stands in the header: the XML in base64.
    var header: String { "AfasToken \(Base64.encode(Array("\(Self.start)\(data)\(Self.end)".utf8)))" }

    private static func data(xml text: String) -> String? {
        // The service writes a line break behind the token itself.
        let bare = text.filter { !$0.isWhitespace }
        guard bare.hasPrefix(start), bare.hasSuffix(end), bare.utf8.count == start.utf8.count + digits + end.utf8.count else { return nil }
        return plain(String(bare.dropFirst(start.utf8.count).dropLast(end.utf8.count)))
    }

    private static func plain(_ text: String) -> String? {
        text.utf8.count == digits && text.allSatisfy(\.isHexDigit) ? text : nil
    }
}

extension AFASToken: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// That there is one; never what it is.
    public var description: String { "a token of an App Connector" }
    /// As ``description``.
    public var debugDescription: String { description }
    /// Nothing, so that `dump` shows nothing either.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
