public import BridgeDomain

/// Why an XML text was not read: where, what, and what to do about it.
public struct XMLError: Error, Hashable, Sendable {
    /// What is wrong.
    public let kind: Kind
    /// The line, counted from 1.
    public let line: Int
    /// The character in the line, counted from 1, as near as the parser can say.
    public let column: Int

    /// An error at a place.
    public init(_ kind: Kind, line: Int, column: Int) {
        self.kind = kind
        self.line = line
        self.column = column
    }

    /// Everything that can be wrong.
    public enum Kind: Hashable, Sendable {
        /// Nothing, or nothing but white space.
        case empty
        case tooLong(bytesMax: Int)
        case tooDeep(depthMax: Int)
        case tooManyElements(elementsMax: Int)
        case tooManyAttributes(attributesMax: Int)
        case attributeTooLong(bytesMax: Int)
        case textTooLong(bytesMax: Int)
        /// One tag, comment or instruction beyond ``XMLReader/markupBytesMax``.
        case markupTooLong(bytesMax: Int)
        /// A document type declaration, the door through which entities and other files come in.
        case documentType
        /// An encoding that is not read.
        case encodingUnknown(String)
        /// Bytes that are none in the encoding the text is said to have.
        case encodingBroken
        /// The text ends before its elements do.
        case incomplete
        /// An end tag that does not belong to the open start tag.
        case tagMismatch
        case undeclaredEntity
        case undeclaredPrefix
        case duplicateAttribute
        /// Something behind the end of the outermost element.
        case contentAfterEnd
        /// A character that may not stand in XML.
        case forbiddenCharacter
        /// Any other breach of the syntax, by the parser's own number.
        case syntax(Int)
        /// The parser could not be set up: no memory.
        case parser
    }
}

extension XMLError: CustomStringConvertible {
    /// Place, what and remedy in English.
    public var description: String { text(.english) }

    /// Place, what and remedy in one line: `line 3, column 5: a document type declaration (DOCTYPE) is not read. …`
    public func text(_ language: Language) -> String {
        let place = language == .dutch ? "regel \(line), kolom \(column)" : "line \(line), column \(column)"
        return "\(place): \(what(language)). \(remedy(language))."
    }

    /// What is wrong, in one sentence without a full stop.
    public func what(_ language: Language) -> String { kind.what[language] }
    /// What to do, in one sentence without a full stop.
    public func remedy(_ language: Language) -> String { kind.remedy[language] }
}
