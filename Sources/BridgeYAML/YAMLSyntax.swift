/// The ways in which a text fails to be YAML, as people make them.
///
/// The library speaks of tokens and contexts; each case stands for the mistake that usually lies behind its words.
public enum YAMLSyntax: Hashable, Sendable {
    /// A tab where only spaces may indent.
    case tab
    /// A value that starts with a character that has a meaning of its own: `@`, `%`, a backtick.
    case character
    /// A colon followed by a space inside a value, or a key below a value.
    case colon
    /// A line that stands deeper or less deep than its neighbours.
    case indentation
    /// A quote that is never closed.
    case quote
    /// A `[` or `{` that is never closed.
    case bracket
    /// A backslash followed by a character that means nothing, between double quotes.
    case escape
    /// A control character, or bytes that are no UTF-8.
    case bytes
    /// Something else, in the library's words.
    case other(String)

    init(problem: String, context: String) {
        switch problem {
        case "found character that cannot start any token" where context.contains("next token"): self = .character
        case let text where text.contains("tab character"): self = .tab
        case "mapping values are not allowed in this context": self = .colon
        case "found unexpected end of stream" where context.contains("quoted scalar"): self = .quote
        case "found unexpected document indicator" where context.contains("quoted scalar"): self = .quote
        case "did not find expected ',' or ']'", "did not find expected ',' or '}'": self = .bracket
        case "found unknown escape character", "did not find expected hexdecimal number", "found invalid Unicode character escape code":
            self = .escape
        case let text where text.contains("UTF-8") || text.contains("control characters") || text.contains("Unicode character"):
            self = .bytes
        case "did not find expected key", "did not find expected '-' indicator", "could not find expected ':'",
            "block sequence entries are not allowed in this context", "mapping keys are not allowed in this context",
            "did not find expected <document start>":
            self = .indentation
        default: self = .other(context.isEmpty ? problem : "\(problem), \(context)")
        }
    }
}
