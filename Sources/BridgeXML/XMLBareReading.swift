import CXML2

/// The same bytes through the same parser with nobody listening: the least that reading them can cost, and what a speed is measured against.
public enum XMLBareReading {
    /// How much the parser is given at a time.
    private static let pieceBytes = 64 << 10

    /// Reads a UTF-8 text and forgets it.
    ///
    /// - Returns: whether it is well-formed.
    public static func read(_ bytes: [UInt8]) -> Bool {
        var handler = xmlSAXHandler()
        handler.initialized = UInt32(XML_SAX2_MAGIC)
        handler.startElementNs = { _, _, _, _, _, _, _, _, _ in }
        handler.endElementNs = { _, _, _, _ in }
        handler.characters = { _, _, _ in }
        handler.ignorableWhitespace = handler.characters
        handler.serror = { _, _ in }
        guard let parser = xmlCreatePushParserCtxt(&handler, nil, nil, 0, nil) else { return false }
        defer { xmlFreeParserCtxt(parser) }
        _ = xmlCtxtUseOptions(parser, CInt(bitPattern: XML_PARSE_NONET.rawValue))
        bytes.withUnsafeBytes { bytes in
            for start in stride(from: 0, to: bytes.count, by: pieceBytes) {
                let piece = bytes.baseAddress?.advanced(by: start).assumingMemoryBound(to: CChar.self)
                _ = xmlParseChunk(parser, piece, CInt(min(pieceBytes, bytes.count - start)), 0)
            }
        }
        _ = xmlParseChunk(parser, nil, 0, 1)
        return parser.pointee.wellFormed == 1
    }
}
