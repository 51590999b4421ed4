import CXML2

/// Reads one XML text, in pieces of any size, into an ``XMLTree``.
///
/// Nothing outside the text is ever touched: no file, no network, no entity. A document type declaration ends the reading. Whatever the
/// bytes are, the answer is a tree or an ``XMLError``. UTF-8 with and without mark, UTF-16, Latin-1, Latin-9, Windows-1252 and ASCII are
/// read; namespaces are told apart by URI, never by prefix.
///
/// ```swift
/// var reader = try XMLReader(vocabulary)
/// for piece in pieces { try reader.feed(piece) }
/// let tree = try reader.finish()
/// ```
///
/// Cost: about the parser's own time; memory about twice the text that is kept.
public struct XMLReader: ~Copyable {
    /// The longest tag, comment or instruction, give or take a piece.
    public static let markupBytesMax = 64 << 10
    /// How much the parser is given at a time.
    private static let pieceBytes = 16 << 10

    private let session: UnsafeMutablePointer<XMLSession>
    private let parser: xmlParserCtxtPtr
    private let names: UnsafeMutablePointer<XMLNames>
    private let stores: XMLNameStores
    private var transcoder: XMLTranscoder?
    /// The beginning of the text, until enough is there to tell its encoding.
    private var beginning: [UInt8] = []
    private var received = 0

    /// A reader of one text.
    ///
    /// - Parameter opaque: names whose text is left out (large attachments); their attributes are kept.
    public init(_ vocabulary: XMLVocabulary, limits: XMLLimits = .standard, opaque: Set<XMLName> = []) throws(XMLError) {
        guard Self.isPrepared, let names = vocabulary.stores.take() else { throw XMLError(.parser, line: 1, column: 1) }
        let session = UnsafeMutablePointer<XMLSession>.allocate(capacity: 1)
        session.initialize(to: XMLSession(vocabulary, limits, opaque: opaque, names: names))
        var handler = Self.handler()
        guard let parser = xmlCreatePushParserCtxt(&handler, session, nil, 0, nil) else {
            session.deinitialize(count: 1)
            session.deallocate()
            vocabulary.stores.put(names)
            throw XMLError(.parser, line: 1, column: 1)
        }
        names.pointee.lend(to: parser)
        (self.session, self.names, stores) = (session, names, vocabulary.stores)
        // The bytes are UTF-8 by now, whatever the declaration says; the parser must never reach for the network. Entities are to be
        // replaced, because the parser otherwise leaves an ampersand in an attribute half written; there are only XML's own five.
        let options = XML_PARSE_NONET.rawValue | XML_PARSE_IGNORE_ENC.rawValue | XML_PARSE_NOENT.rawValue
        _ = xmlCtxtUseOptions(parser, CInt(bitPattern: options))
        self.parser = parser
        session.pointee.parser = parser
    }

    deinit {
        // The parser never sees the tree: it was given our callbacks instead of its own, and makes none.
        xmlFreeParserCtxt(parser)
        session.deinitialize(count: 1)
        session.deallocate()
        stores.put(names)
    }

    /// Reads a whole text.
    public static func read(
        _ bytes: [UInt8], _ vocabulary: XMLVocabulary, limits: XMLLimits = .standard, opaque: Set<XMLName> = []
    ) throws(XMLError) -> XMLTree {
        var reader = try XMLReader(vocabulary, limits: limits, opaque: opaque)
        try reader.feed(bytes)
        return try reader.finish()
    }

    /// The next piece of the text.
    public mutating func feed(_ bytes: [UInt8]) throws(XMLError) {
        received += bytes.count
        let bytesMax = session.pointee.limits.bytesMax
        guard received <= bytesMax else { throw XMLError(.tooLong(bytesMax: bytesMax), line: session.pointee.line, column: 1) }
        if transcoder == nil {
            if beginning.isEmpty, bytes.count >= XMLEncoding.declarationBytesMax { return try begin(bytes) }
            beginning += bytes
            if beginning.count >= XMLEncoding.declarationBytesMax { try begin(beginning) }
        } else {
            try pass(bytes, from: 0)
        }
    }

    /// The end of the text. No reading is possible afterwards.
    public consuming func finish() throws(XMLError) -> XMLTree {
        if transcoder == nil { try begin(beginning) }
        guard transcoder?.isComplete ?? false else { throw XMLError(.encodingBroken, line: session.pointee.line, column: 1) }
        session.pointee.isEnding = true
        _ = xmlParseChunk(parser, nil, 0, 1)
        if let error = session.pointee.error { throw error }
        guard parser.pointee.wellFormed == 1, session.pointee.tree.records.count > 0 else {
            throw XMLError(.incomplete, line: session.pointee.line, column: 1)
        }
        var parts = XMLTreeParts()
        swap(&parts, &session.pointee.tree)
        return XMLTree(parts)
    }

    private mutating func begin(_ bytes: [UInt8]) throws(XMLError) {
        beginning = []
        guard bytes.contains(where: { !$0.isXMLSpace }) else { throw XMLError(.empty, line: 1, column: 1) }
        let (encoding, mark) = try Self.sniffed(bytes)
        transcoder = XMLTranscoder(encoding)
        session.pointee.reserve(bytes.count)
        try pass(bytes, from: mark)
    }

    private static func sniffed(_ bytes: [UInt8]) throws(XMLError) -> (XMLEncoding, Int) {
        do throws(XMLEncoding.Unknown) {
            return try bytes.withUnsafeBufferPointer { (start) throws(XMLEncoding.Unknown) in try XMLEncoding.sniff(start) }
        } catch {
            throw XMLError(.encodingUnknown(error.name), line: 1, column: 1)
        }
    }

    private mutating func pass(_ bytes: [UInt8], from start: Int) throws(XMLError) {
        if transcoder?.encoding == .utf8 { return try parse(bytes, from: start) }
        var start = start
        while start < bytes.count {
            let end = min(start + Self.pieceBytes, bytes.count)
            let piece = bytes.withUnsafeBufferPointer { transcoder?.utf8(UnsafeBufferPointer(rebasing: $0[start..<end])) }
            guard let piece else { throw XMLError(.encodingBroken, line: session.pointee.line, column: 1) }
            try parse(piece, from: 0)
            start = end
        }
    }

    private func parse(_ utf8: [UInt8], from start: Int) throws(XMLError) {
        var start = start
        while start < utf8.count {
            let count = min(Self.pieceBytes, utf8.count - start)
            utf8.withUnsafeBytes { bytes in
                _ = xmlParseChunk(parser, bytes.baseAddress?.advanced(by: start).assumingMemoryBound(to: CChar.self), CInt(count), 0)
            }
            if let error = session.pointee.error { throw error }
            // What the parser has not taken yet is one unfinished tag, comment or instruction: never more than its limit is held.
            if let input = parser.pointee.input, input.pointee.end - input.pointee.cur > Self.markupBytesMax {
                throw XMLError(.markupTooLong(bytesMax: Self.markupBytesMax), line: session.pointee.line, column: 1)
            }
            start += count
        }
    }

    private static let isPrepared: Bool = {
        xmlInitParser()
        return true
    }()
}

// MARK: Callbacks

extension XMLReader {
    private static func handler() -> xmlSAXHandler {
        var handler = xmlSAXHandler()
        handler.initialized = UInt32(XML_SAX2_MAGIC)
        handler.startElementNs = { context, local, _, uri, namespaceCount, _, attributeCount, _, attributes in
            guard let context, let local else { return }
            sessionOf(context).pointee.start(local, uri, namespaces: namespaceCount, attributes: attributeCount, attributes)
        }
        handler.endElementNs = { context, _, _, _ in
            guard let context else { return }
            sessionOf(context).pointee.end()
        }
        handler.characters = { context, text, count in
            guard let context, let text else { return }
            sessionOf(context).pointee.characters(text, count)
        }
        handler.ignorableWhitespace = handler.characters
        handler.cdataBlock = handler.characters
        handler.internalSubset = { context, _, _, _ in
            guard let context else { return }
            sessionOf(context).pointee.fail(.documentType)
        }
        handler.serror = { context, error in
            guard let context, let error = error?.pointee, error.level.rawValue >= XML_ERR_ERROR.rawValue else { return }
            sessionOf(context).pointee.fail(error)
        }
        return handler
    }
}

/// What a callback was given as its context.
private func sessionOf(_ context: UnsafeMutableRawPointer) -> UnsafeMutablePointer<XMLSession> {
    context.assumingMemoryBound(to: XMLSession.self)
}
