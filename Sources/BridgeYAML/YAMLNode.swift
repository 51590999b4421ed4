/// A piece of a YAML document, with the place where it stands, so that every complaint can point at it.
///
/// Scalars keep their text as written: `0012` stays `0012`, `yes` stays `yes`. What a text means is decided by who asks for it
/// (``YAMLForm``), not by guessing.
public struct YAMLNode: Hashable, Sendable {
    /// What stands there.
    public let content: Content
    /// The line, counted from 1.
    public let line: Int
    /// The character in the line, counted from 1.
    public let column: Int

    /// The three things YAML knows.
    public enum Content: Hashable, Sendable {
        /// A text and how it was written.
        case scalar(String, Style)
        /// Nodes in order.
        case sequence([YAMLNode])
        /// Keys and nodes in order; no key occurs twice.
        case mapping([Entry])
    }

    /// How a scalar was written.
    public enum Style: Hashable, Sendable {
        /// Without any mark: may be a number, a truth or null.
        case plain
        /// Between single or double quotes, or as a block: always text.
        case quoted
    }

    /// One key of a mapping and what it holds.
    public struct Entry: Hashable, Sendable {
        /// The key's text.
        public let key: String
        /// The key's own line, counted from 1.
        public let line: Int
        /// The key's own character in the line, counted from 1.
        public let column: Int
        /// What the key holds.
        public let value: YAMLNode
    }

    /// The text of a scalar; nil for sequences and mappings.
    public var text: String? { if case .scalar(let text, _) = content { text } else { nil } }
    /// The text of a scalar without quotes; nil for everything else.
    public var plainText: String? { if case .scalar(let text, .plain) = content { text } else { nil } }
    /// The nodes of a sequence; nil for everything else.
    public var sequence: [YAMLNode]? { if case .sequence(let nodes) = content { nodes } else { nil } }
    /// The entries of a mapping; nil for everything else.
    public var mapping: [Entry]? { if case .mapping(let entries) = content { entries } else { nil } }
    /// True for nothing at all, `null` and `~`, without quotes.
    public var isNull: Bool { plainText.map { ["", "~", "null", "Null", "NULL"].contains($0) } ?? false }

    /// What the key of a mapping holds; nil when this is no mapping or has no such key.
    public subscript(key: String) -> YAMLNode? { mapping?.first { $0.key == key }?.value }
}
