import CXML2

/// What the parser's callbacks write to: limits, the tree that grows, the first thing that went wrong.
struct XMLSession: ~Copyable {
    typealias Text = UnsafePointer<UInt8>

    let limits: XMLLimits
    let vocabulary: XMLVocabulary
    /// The few names whose text is not kept.
    private let opaque: [UInt16]
    var tree = XMLTreeParts()
    private(set) var error: XMLError?
    /// Set when there is nothing more to come.
    var isEnding = false
    /// Set once the parser exists; it lives as long as the session.
    var parser: xmlParserCtxtPtr?
    /// Belongs to this session until the reader gives it back.
    private let names: UnsafeMutablePointer<XMLNames>

    private struct Open: BitwiseCopyable {
        var index: Int32
        var lastChild: Int32
    }

    /// The open elements of the tree, and the last child each has so far.
    private var open = GrowingBuffer<Open>(capacity: 32)
    private var depth = 0
    /// How deep inside an element of unknown name.
    private var skipped = 0
    /// Where the text since the last tag begins.
    private var pending = 0

    init(_ vocabulary: XMLVocabulary, _ limits: XMLLimits, opaque: Set<XMLName>, names: UnsafeMutablePointer<XMLNames>) {
        self.vocabulary = vocabulary
        self.names = names
        self.limits = limits
        self.opaque = opaque.map(\.rawValue)
    }

    /// Makes room for a text of so many bytes.
    mutating func reserve(_ bytes: Int) {
        tree.records.reserve(bytes / 48 + 8)
        tree.text.reserve(bytes / 3 + 64)
    }

    /// Whether the outermost element has begun and ended.
    var isClosed: Bool { depth == 0 && tree.elementCount > 0 }

    var line: Int { parser.map { Int($0.pointee.input?.pointee.line ?? 1) } ?? 1 }
    private var column: Int { parser.map { max(1, Int(xmlSAX2GetColumnNumber($0))) } ?? 1 }

    /// Notes the first error and stops the parser.
    mutating func fail(_ kind: XMLError.Kind, line: Int? = nil, column: Int? = nil) {
        guard error == nil else { return }
        error = XMLError(kind, line: max(1, line ?? self.line), column: max(1, column ?? self.column))
        if let parser { xmlStopParser(parser) }
    }

    // MARK: What the parser says

    mutating func start(_ local: Text, _ uri: Text?, namespaces: Int32, attributes: Int32, _ values: UnsafeMutablePointer<Text?>?) {
        guard error == nil else { return }
        tree.elementCount += 1
        depth += 1
        if tree.elementCount > limits.elementsMax { return fail(.tooManyElements(elementsMax: limits.elementsMax)) }
        if depth > limits.depthMax { return fail(.tooDeep(depthMax: limits.depthMax)) }
        if Int(namespaces) + Int(attributes) > limits.attributesMax { return fail(.tooManyAttributes(attributesMax: limits.attributesMax)) }
        if skipped > 0 {
            skipped += 1
            return
        }
        let name = names.pointee.name(local, uri, vocabulary)
        if name == .unknown, tree.records.count > 0 {
            skipped = 1
            return
        }
        // Text beside elements is white space in every form read here.
        tree.text.cut(to: pending)
        let first = tree.attributes.count
        if attributes > 0, let values { add(values, Int(attributes)) }
        pending = tree.text.count
        let index = Int32(truncatingIfNeeded: tree.records.count)
        var record = XMLRecord(name: name, line: Int32(truncatingIfNeeded: line), parent: link(index))
        record.textStart = Int32(truncatingIfNeeded: pending)
        record.textEnd = record.textStart
        record.attributeStart = Int32(truncatingIfNeeded: first)
        record.attributeCount = UInt16(truncatingIfNeeded: tree.attributes.count - first)
        tree.records.append(record)
        open.append(Open(index: index, lastChild: -1))
    }

    /// Hangs an element behind the last one of the element that is open; answers that one, or -1.
    private mutating func link(_ index: Int32) -> Int32 {
        let last = open.count - 1
        guard last >= 0 else { return -1 }
        let around = open[last]
        if around.lastChild < 0 {
            tree.records[Int(around.index)].firstChild = index
        } else {
            tree.records[Int(around.lastChild)].next = index
        }
        open[last].lastChild = index
        return around.index
    }

    /// Each attribute is five pointers: local name, prefix, URI, begin and end of its value.
    private mutating func add(_ values: UnsafeMutablePointer<Text?>, _ count: Int) {
        for index in 0..<count {
            guard let local = values[index * 5], let begin = values[index * 5 + 3], let end = values[index * 5 + 4] else { continue }
            if end - begin > limits.attributeBytesMax { return fail(.attributeTooLong(bytesMax: limits.attributeBytesMax)) }
            let name = names.pointee.name(local, values[index * 5 + 2], vocabulary)
            guard name != .unknown else { continue }
            let start = tree.text.count
            tree.text.append(begin, count: end - begin)
            tree.attributes.append(
                XMLTreeParts.Attribute(
                    name: name, start: Int32(truncatingIfNeeded: start), end: Int32(truncatingIfNeeded: tree.text.count)))
        }
    }

    mutating func end() {
        guard error == nil else { return }
        depth -= 1
        if skipped > 0 {
            skipped -= 1
            return
        }
        guard open.count > 0 else { return }
        let closed = open.removeLast()
        if closed.lastChild < 0 { tree.records[Int(closed.index)].textEnd = Int32(truncatingIfNeeded: tree.text.count) }
        pending = tree.text.count
    }

    mutating func characters(_ text: Text, _ count: Int32) {
        guard error == nil, skipped == 0, open.count > 0 else { return }
        let last = open[open.count - 1]
        // Text behind an element inside is not kept.
        guard last.lastChild < 0 else { return }
        if !opaque.isEmpty, opaque.contains(tree.records[Int(last.index)].name.rawValue) { return }
        tree.text.append(text, count: Int(count))
        if tree.text.count - pending > limits.textBytesMax { fail(.textTooLong(bytesMax: limits.textBytesMax)) }
    }
}
