import CYAML

extension YAMLNode {
    /// The bounds of reading: beyond them a document is refused, not read.
    public struct Bounds: Sendable {
        /// Bytes of the whole text.
        public var bytesMax: Int
        /// How deep sequences and mappings may nest.
        public var depthMax: Int
        /// Scalars, sequences and mappings together; keys count too.
        public var nodesMax: Int

        /// 4 MB, 32 levels and 200,000 nodes unless said otherwise.
        public init(bytesMax: Int = 4 << 20, depthMax: Int = 32, nodesMax: Int = 200_000) {
            self.bytesMax = bytesMax
            self.depthMax = depthMax
            self.nodesMax = nodesMax
        }
    }

    /// Reads one YAML document from UTF-8 text. Text without any content is null.
    ///
    /// A smaller language than YAML 1.1 on purpose: anchors, aliases, tags, several documents in one text, keys that are no plain text
    /// and keys that occur twice are refused, because people misread them. Cost: one pass, linear.
    public init(parsing text: some Sequence<UInt8>, bounds: Bounds = Bounds()) throws(YAMLError) {
        var bytes = Array(text)
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
        guard bytes.count <= bounds.bytesMax else { throw YAMLError(.tooLong(bytesMax: bounds.bytesMax), line: 1, column: 1) }
        try checkCharacters(bytes)
        let events = EventReader(bytes)
        var composer = Composer(events: events, bounds: bounds)
        self = try composer.document()
    }

    /// Reads one YAML document from a string.
    public init(parsing text: String, bounds: Bounds = Bounds()) throws(YAMLError) { try self.init(parsing: text.utf8, bounds: bounds) }
}

/// Refuses bytes that are no UTF-8 and characters that YAML does not allow.
///
/// The library checks too, but reads ahead in blocks and cannot say where the character stands.
private func checkCharacters(_ bytes: [UInt8]) throws(YAMLError) {
    var line = 1
    var column = 1
    var rest = bytes.makeIterator()
    var decoder = UTF8()
    while true {
        switch decoder.decode(&rest) {
        case .emptyInput: return
        case .scalarValue("\n"): (line, column) = (line + 1, 1)
        case .scalarValue(let scalar) where isAllowed(scalar): column += 1
        case .scalarValue, .error: throw YAMLError(.syntax(.bytes), line: line, column: column)
        }
    }
}

/// The characters of YAML 1.1 §5.1, without a byte order mark inside the text.
private func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "\t", "\n", "\r", " "..."~", "\u{85}", "\u{A0}"..."\u{FEFE}", "\u{FF00}"..."\u{FFFD}", "\u{10000}"...: true
    default: false
    }
}

/// One step of the library's reading, copied out of its memory.
private struct Event {
    enum Kind {
        case documentStart, streamEnd
        case scalar(String, YAMLNode.Style)
        case sequenceStart, sequenceEnd, mappingStart, mappingEnd
        case alias(String)
        case other
    }

    let kind: Kind
    let anchor: String?
    let tag: String?
    let line: Int
    let column: Int
}

/// Owns the library's parser, which needs one place in memory for as long as it lives.
private final class EventReader {
    private let parser: UnsafeMutablePointer<yaml_parser_t>
    private let input: UnsafeMutableBufferPointer<UInt8>

    init(_ bytes: [UInt8]) {
        parser = .allocate(capacity: 1)
        input = .allocate(capacity: max(bytes.count, 1))
        _ = input.initialize(from: bytes)
        precondition(yaml_parser_initialize(parser) == 1, "no memory for reading YAML")
        yaml_parser_set_input_string(parser, input.baseAddress, bytes.count)
        yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    }

    deinit {
        yaml_parser_delete(parser)
        parser.deallocate()
        input.deallocate()
    }

    func next() throws(YAMLError) -> Event {
        var raw = yaml_event_t()
        guard yaml_parser_parse(parser, &raw) == 1 else { throw failure() }
        defer { yaml_event_delete(&raw) }
        let (kind, anchor, tag) = Self.content(raw)
        return Event(
            kind: kind, anchor: anchor.flatMap(Self.text), tag: tag.flatMap(Self.text), line: Int(raw.start_mark.line) + 1,
            column: Int(raw.start_mark.column) + 1)
    }

    private typealias Text = UnsafeMutablePointer<yaml_char_t>

    private static func content(_ raw: yaml_event_t) -> (Event.Kind, anchor: Text?, tag: Text?) {
        switch raw.type {
        case YAML_DOCUMENT_START_EVENT: return (.documentStart, nil, nil)
        case YAML_STREAM_END_EVENT: return (.streamEnd, nil, nil)
        case YAML_SCALAR_EVENT:
            let scalar = raw.data.scalar
            let text = String(decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self)
            return (.scalar(text, scalar.style == YAML_PLAIN_SCALAR_STYLE ? .plain : .quoted), scalar.anchor, scalar.tag)
        case YAML_SEQUENCE_START_EVENT: return (.sequenceStart, raw.data.sequence_start.anchor, raw.data.sequence_start.tag)
        case YAML_SEQUENCE_END_EVENT: return (.sequenceEnd, nil, nil)
        case YAML_MAPPING_START_EVENT: return (.mappingStart, raw.data.mapping_start.anchor, raw.data.mapping_start.tag)
        case YAML_MAPPING_END_EVENT: return (.mappingEnd, nil, nil)
        case YAML_ALIAS_EVENT: return (.alias(text(raw.data.alias.anchor)), nil, nil)
        default: return (.other, nil, nil)
        }
    }

    private static func text(_ pointer: Text?) -> String { pointer.map { String(cString: $0) } ?? "" }

    private func failure() -> YAMLError {
        let problem = parser.pointee.problem.map { String(cString: $0) } ?? ""
        let context = parser.pointee.context.map { String(cString: $0) } ?? ""
        let mark = parser.pointee.problem_mark
        return YAMLError(.syntax(YAMLSyntax(problem: problem, context: context)), line: Int(mark.line) + 1, column: Int(mark.column) + 1)
    }
}

/// Builds nodes out of events and guards the bounds.
private struct Composer {
    let events: EventReader
    let bounds: YAMLNode.Bounds
    var nodes = 0

    mutating func document() throws(YAMLError) -> YAMLNode {
        var event = try events.next()
        while case .other = event.kind { event = try events.next() }
        guard case .documentStart = event.kind else { return YAMLNode(content: .scalar("", .plain), line: 1, column: 1) }
        let root = try node(try events.next(), depth: 0)
        var end = try events.next()
        while case .other = end.kind { end = try events.next() }
        guard case .streamEnd = end.kind else { throw YAMLError(.severalDocuments, line: end.line, column: end.column) }
        return root
    }

    mutating func node(_ event: Event, depth: Int) throws(YAMLError) -> YAMLNode {
        try check(event, depth: depth)
        switch event.kind {
        case .scalar(let text, let style): return YAMLNode(content: .scalar(text, style), line: event.line, column: event.column)
        case .sequenceStart: return YAMLNode(content: .sequence(try sequence(depth: depth + 1)), line: event.line, column: event.column)
        case .mappingStart: return YAMLNode(content: .mapping(try mapping(depth: depth + 1)), line: event.line, column: event.column)
        case .alias(let name): throw YAMLError(.alias(name), line: event.line, column: event.column)
        case .documentStart, .streamEnd, .sequenceEnd, .mappingEnd, .other:
            preconditionFailure("libyaml gave an event out of order")
        }
    }

    private mutating func check(_ event: Event, depth: Int) throws(YAMLError) {
        nodes += 1
        let kind: YAMLError.Kind
        if nodes > bounds.nodesMax {
            kind = .tooManyNodes(nodesMax: bounds.nodesMax)
        } else if depth > bounds.depthMax {
            kind = .tooDeep(depthMax: bounds.depthMax)
        } else if let anchor = event.anchor {
            kind = .alias(anchor)
        } else if let tag = event.tag {
            kind = .tag(tag)
        } else {
            return
        }
        throw YAMLError(kind, line: event.line, column: event.column)
    }

    private mutating func sequence(depth: Int) throws(YAMLError) -> [YAMLNode] {
        var result: [YAMLNode] = []
        while true {
            let event = try events.next()
            if case .sequenceEnd = event.kind { return result }
            result.append(try node(event, depth: depth))
        }
    }

    private mutating func mapping(depth: Int) throws(YAMLError) -> [YAMLNode.Entry] {
        var result: [YAMLNode.Entry] = []
        var lines: [String: Int] = [:]
        while true {
            let event = try events.next()
            if case .mappingEnd = event.kind { return result }
            let key = try self.key(event, depth: depth)
            if let first = lines.updateValue(event.line, forKey: key) {
                throw YAMLError(.duplicateKey(key, firstLine: first), line: event.line, column: event.column)
            }
            let value = try node(try events.next(), depth: depth)
            result.append(YAMLNode.Entry(key: key, line: event.line, column: event.column, value: value))
        }
    }

    private mutating func key(_ event: Event, depth: Int) throws(YAMLError) -> String {
        try check(event, depth: depth)
        guard case .scalar(let text, _) = event.kind else { throw YAMLError(.keyIsNoText, line: event.line, column: event.column) }
        return text
    }
}
