/// Where messages are sent, in the parts a request wants. Only `https`, but for this machine itself, where nobody else can read along.
public struct WebhookAddress: Hashable, Sendable {
    /// Bytes an address may have.
    public static let bytesMax = 500

    /// Scheme, host and port.
    public let origin: String
    /// Path and query.
    public let target: String
    /// Without brackets.
    public let host: String

    /// Reads an address; nil where something is wrong with it: another scheme, a name before the host, a fragment, blanks.
    public init?(_ text: String) {
        let schemes = ["https://", "http://"]
        guard text.utf8.count <= Self.bytesMax, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\\") }),
            let scheme = schemes.first(where: { text.hasPrefix($0) }), !text.contains("#")
        else { return nil }
        let after = text.dropFirst(scheme.count)
        let authority = after.prefix { $0 != "/" && $0 != "?" }
        guard let host = Self.host(authority), !Self.hidesNumber(host) else { return nil }
        guard
            scheme == "https://" || host == "localhost" || host == "::1"
                || host.hasPrefix("127.") && host.allSatisfy({ $0.isNumber || $0 == "." })
        else { return nil }
        let rest = after.dropFirst(authority.count)
        self.host = host
        origin = scheme + authority
        target = rest.hasPrefix("/") ? String(rest) : "/" + rest
    }

    private static func host(_ authority: Substring) -> String? {
        if authority.hasPrefix("[") {
            guard let end = authority.firstIndex(of: "]"), isPort(authority[authority.index(after: end)...]) else { return nil }
            let host = authority[authority.index(after: authority.startIndex)..<end]
            return host.count > 1 && host.allSatisfy { $0.isHexDigit || $0 == ":" || $0 == "." } ? String(host) : nil
        }
        let host = authority.prefix { $0 != ":" }
        let isName = !host.isEmpty && host.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) || $0 == "-" || $0 == "." }
        return isName && isPort(authority.dropFirst(host.count)) ? host.lowercased() : nil
    }

    /// Whether a resolver would read a host as an IPv4 address that is not written as one: in one, two or three numbers, octal, hexadecimal, with
    /// a point behind. Where such a one leads, nobody sees.
    private static func hidesNumber(_ host: String) -> Bool {
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        guard !host.contains(":"), let last = parts.last(where: { !$0.isEmpty }),
            last.allSatisfy(\.isWholeNumber) || last.hasPrefix("0x") && last.dropFirst(2).allSatisfy(\.isHexDigit)
        else { return false }
        return parts.count != 4 || !parts.allSatisfy { part in UInt8(part).map { "\($0)" == part } ?? false }
    }

    private static func isPort(_ text: Substring) -> Bool {
        text.isEmpty || text.first == ":" && UInt16(text.dropFirst()).map { $0 > 0 } == true
    }
}
