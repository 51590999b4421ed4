public import BridgeDomain

/// What is wrong with a YAML text: where, what, and what to do about it.
///
/// Thrown when the text is no YAML; collected, all at once, when it is YAML but not what was asked for.
public struct YAMLError: Error, Hashable, Sendable {
    /// What is wrong.
    public let kind: Kind
    /// The line, counted from 1.
    public let line: Int
    /// The character in the line, counted from 1.
    public let column: Int
    /// The way to the value, as in `bridges[2].schedule`; empty for the whole document and for broken syntax.
    public let path: String

    /// An error at a place.
    public init(_ kind: Kind, line: Int, column: Int, path: String = "") {
        self.kind = kind
        self.line = line
        self.column = column
        self.path = path
    }

    /// Everything that can be wrong.
    public enum Kind: Hashable, Sendable {
        case tooLong(bytesMax: Int)
        case tooDeep(depthMax: Int)
        case tooManyNodes(nodesMax: Int)
        /// An anchor or an alias of that name.
        case alias(String)
        case tag(String)
        case severalDocuments
        case duplicateKey(String, firstLine: Int)
        case keyIsNoText
        case syntax(YAMLSyntax)
        case missingKey(String)
        /// A key that must hold something holds nothing.
        case missingValue(String)
        /// A key nobody asked for; the nearest known key, if one is near; all known keys.
        case unknownKey(String, nearest: String?, known: [String])
        /// A value of another form than asked for.
        case wrongForm(expected: BilingualText, remedy: BilingualText, found: String)
        /// A text that is none of the allowed ones; the nearest, if one is near; all allowed.
        case noChoice(found: String, nearest: String?, allowed: [String])
        /// What a reader of its own found.
        case other(what: BilingualText, remedy: BilingualText)
    }
}

extension YAMLError: CustomStringConvertible {
    /// Place, what and remedy in English.
    public var description: String { text(.english) }

    /// Place, what and remedy in one line: `line 3, column 5: unknown key "acount" (bridges[1]). Did you mean "account"?`
    public func text(_ language: Language) -> String {
        let place = language == .dutch ? "regel \(line), kolom \(column)" : "line \(line), column \(column)"
        return "\(place): \(sentences(language))"
    }

    /// What and remedy, without the place.
    func sentences(_ language: Language) -> String {
        let remedy = remedy(language)
        return "\(what(language))\(path.isEmpty ? "" : " (\(path))"). \(remedy)\(remedy.hasSuffix("?") ? "" : ".")"
    }
}

/// Everything that is wrong with one YAML text, in order of place. Never empty.
public struct YAMLErrors: Error, Hashable, Sendable, CustomStringConvertible {
    /// The errors, by line and column.
    public let all: [YAMLError]

    /// Errors in any order.
    ///
    /// - Precondition: there is at least one.
    public init(_ errors: [YAMLError]) {
        precondition(!errors.isEmpty, "a failure has a reason")
        all = errors.sorted { ($0.line, $0.column) < ($1.line, $1.column) }
    }

    /// One line an error, in English.
    public var description: String { all.map(\.description).joined(separator: "\n") }

    /// One line an error, each starting with `file:line:column:` as editors and terminals know it.
    public func text(file: String, _ language: Language) -> String {
        all.map { "\(file):\($0.line):\($0.column): \($0.sentences(language))" }.joined(separator: "\n")
    }
}
