/// The languages the product speaks to people.
public enum Language: String, Sendable, Codable, CaseIterable {
    case dutch = "nl"
    case english = "en"
}

/// How bad a problem is.
public enum Severity: String, Sendable, Codable, Comparable {
    /// Worth a look; the document goes on.
    case warning
    /// The document cannot be posted until it is mended.
    case error

    /// Warnings come before errors.
    public static func < (left: Severity, right: Severity) -> Bool { left == .warning && right == .error }
}

/// Where in a document a problem lies.
public struct Place: Hashable, Sendable, Codable, CustomStringConvertible {
    /// The line's own number in the source, when the problem lies on a line.
    public let line: Int?
    /// The field, by the name it has in the source's messages (`totals.net`).
    public let field: String

    /// A field of the document's head.
    public init(_ field: String) {
        self.line = nil
        self.field = field
    }

    /// A field of a line.
    public init(line: Int?, _ field: String) {
        self.line = line
        self.field = field
    }

    /// `totals.net`, or `line 3, net`.
    public var description: String { line.map { "line \($0), \(field)" } ?? field }
}

/// Something that is wrong with a person's data: a value, collected with all others, never thrown.
///
/// The texts come from ``ProblemCode`` so that a code says the same everywhere; `found` is what makes the case.
public struct Problem: Hashable, Sendable, Codable {
    /// What kind of problem.
    public let code: ProblemCode
    /// Whether it stops the document.
    public let severity: Severity
    /// Where it lies.
    public let place: Place
    /// What was found there, as found, at most 200 characters; empty when nothing was there.
    public let found: String
    /// What the rule wanted to see, when that is a value (`152.60`); nil otherwise.
    public let expected: String?

    /// How much of a found value is kept.
    public static let foundMax = 200

    /// A problem of the code's own severity, unless another is given.
    public init(_ code: ProblemCode, at place: Place, found: String = "", expected: String? = nil, severity: Severity? = nil) {
        self.code = code
        self.severity = severity ?? code.severity
        self.place = place
        self.found = String(found.prefix(Self.foundMax))
        self.expected = expected
    }

    /// One sentence: what is wrong, where, what was found.
    public func message(_ language: Language) -> String {
        let quoted = found.isEmpty ? "" : (language == .dutch ? " (gevonden: \(found)" : " (found: \(found)")
        let wanted = expected.map { language == .dutch ? "verwacht: \($0)" : "expected: \($0)" }
        let detail: String
        switch (quoted.isEmpty, wanted) {
        case (true, nil): detail = ""
        case (true, let wanted?): detail = " (\(wanted))"
        case (false, nil): detail = quoted + ")"
        case (false, let wanted?): detail = quoted + ", " + wanted + ")"
        }
        return "\(code.text.message(language)): \(placeText(language))\(detail)"
    }

    /// One sentence: what a person can do about it.
    public func remedy(_ language: Language) -> String { code.text.remedy(language) }

    private func placeText(_ language: Language) -> String {
        guard let line = place.line else { return place.field }
        return language == .dutch ? "regel \(line), \(place.field)" : "line \(line), \(place.field)"
    }
}

/// The two sentences of a problem code in both languages.
public struct ProblemText: Sendable {
    /// What is wrong, in Dutch and English, without a full stop.
    public let what: (nl: String, en: String)
    /// What to do, in Dutch and English.
    public let remedy: (nl: String, en: String)

    func message(_ language: Language) -> String { language == .dutch ? what.nl : what.en }
    func remedy(_ language: Language) -> String { language == .dutch ? remedy.nl : remedy.en }
}
