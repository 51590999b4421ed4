import CXML2

extension XMLSession {
    /// Notes what the parser found wrong.
    mutating func fail(_ error: xmlError) {
        var kind = XMLError.Kind(parserCode: Int(error.code))
        // The parser has one number for both ends of a text that is wrong, and one for a character and for bytes that are none.
        if kind == .contentAfterEnd, !isClosed { kind = .incomplete }
        if case .syntax = kind, isAtEnd { kind = .incomplete }
        if kind == .forbiddenCharacter, isAtBrokenBytes { kind = .encodingBroken }
        fail(kind, line: Int(error.line), column: Int(error.int2))
    }

    /// True where the parser wanted more and there is no more.
    private var isAtEnd: Bool {
        guard isEnding, !isClosed, let input = parser?.pointee.input else { return false }
        return input.pointee.cur >= input.pointee.end
    }

    /// True where the parser stands before bytes beyond ASCII. U+FFFE and U+FFFF, proper bytes but no characters, begin with EF.
    private var isAtBrokenBytes: Bool {
        guard let input = parser?.pointee.input, let place = input.pointee.cur, place < input.pointee.end else { return false }
        return place.pointee >= 0x80 && place.pointee != 0xEF
    }
}

extension XMLError.Kind {
    /// The parser's own number of what is wrong (`xmlParserErrors`), in our words where people can do something about it.
    init(parserCode code: Int) {
        self =
            switch UInt32(truncatingIfNeeded: code) {
            case XML_ERR_DOCUMENT_EMPTY.rawValue: .syntax(code)
            case XML_ERR_TAG_NOT_FINISHED.rawValue, XML_ERR_GT_REQUIRED.rawValue, XML_ERR_COMMENT_NOT_FINISHED.rawValue,
                XML_ERR_CDATA_NOT_FINISHED.rawValue, XML_ERR_PI_NOT_FINISHED.rawValue:
                .incomplete
            case XML_ERR_DOCUMENT_END.rawValue: .contentAfterEnd
            case XML_ERR_TAG_NAME_MISMATCH.rawValue: .tagMismatch
            case XML_ERR_UNDECLARED_ENTITY.rawValue, XML_WAR_UNDECLARED_ENTITY.rawValue: .undeclaredEntity
            case XML_NS_ERR_UNDEFINED_NAMESPACE.rawValue: .undeclaredPrefix
            case XML_ERR_ATTRIBUTE_REDEFINED.rawValue, XML_NS_ERR_ATTRIBUTE_REDEFINED.rawValue: .duplicateAttribute
            case XML_ERR_INVALID_CHAR.rawValue, XML_ERR_INVALID_CHARREF.rawValue: .forbiddenCharacter
            case XML_ERR_INVALID_ENCODING.rawValue: .encodingBroken
            case XML_ERR_NO_MEMORY.rawValue: .parser
            default: .syntax(code)
            }
    }
}
