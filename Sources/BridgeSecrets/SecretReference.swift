/// Where a secret is to be found. Configuration holds these, never values.
public enum SecretReference: Hashable, Sendable {
    /// `env:NAME`: a variable of the environment.
    case environment(String)
    /// `file:/path`: the whole content of a file, without the line break at its end.
    case file(String)
    /// `sealed:name`: a value that was sealed in the journal under that name.
    case sealed(String)

    /// How long a name of a sealed secret may be.
    public static let nameMax = 100

    /// Reads `env:NAME`, `file:/absolute/path` or `sealed:name`; nil for anything else.
    ///
    /// Callers must not repeat text that is refused: people put the secret itself here.
    public init?(_ text: String) {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2 else { return nil }
        switch parts[0] {
        case "env" where Self.isVariable(parts[1]): self = .environment(parts[1])
        case "file" where parts[1].hasPrefix("/") && !parts[1].contains("\0"): self = .file(parts[1])
        case "sealed" where Self.isName(parts[1]): self = .sealed(parts[1])
        default: return nil
        }
    }

    /// True for 1 to ``nameMax`` lower-case letters, digits, `.`, `_`, `-` and `/`.
    public static func isName(_ text: String) -> Bool {
        (1...nameMax).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"),
                    UInt8(ascii: "-"), UInt8(ascii: "/"):
                    true
                default: false
                }
            }
    }

    private static func isVariable(_ text: String) -> Bool {
        guard let first = text.utf8.first, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) else { return false }
        return text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "_"):
                true
            default: false
            }
        }
    }
}

extension SecretReference: CustomStringConvertible {
    /// The text it was read from. Safe to show.
    public var description: String {
        switch self {
        case .environment(let name): "env:\(name)"
        case .file(let path): "file:\(path)"
        case .sealed(let name): "sealed:\(name)"
        }
    }
}
