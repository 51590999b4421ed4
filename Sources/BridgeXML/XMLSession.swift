import CXML2

/// What the parser's callbacks write to: limits, the tree that grows, the first thing that went wrong.
struct XMLSession {
    typealias Text = UnsafePointer<UInt8>

    let limits: XMLLimits
    let vocabulary: XMLVocabulary
    /// Names whose text is not kept, by their place in the vocabulary.
    private let opaque: [Bool]
    private(set) var tree = XMLTree()
    private(set) var error: XMLError?
    /// Set once the parser exists; it lives as long as the session.
    var parser: xmlParserCtxtPtr?
    private var names = NameCache()
    /// The open elements of the tree, and the last child each has so far.
    private var open: ContiguousArray<(index: Int32, lastChild: Int32)> = []
    private var depth = 0
    /// How deep inside an element of unknown name.
    private var skipped = 0
    /// Where the text since the last tag begins.
    private var pending = 0

    init(_ vocabulary: XMLVocabulary, _ limits: XMLLimits, opaque: Set<XMLName>) {
        self.vocabulary = vocabulary
        self.limits = limits
        self.opaque = vocabulary.entries.indices.map { opaque.contains(XMLName(UInt16($0))) }
        open.reserveCapacity(32)
    }

    /// Makes room for a text of so many bytes.
    mutating func reserve(_ bytes: Int) {
        tree.records.reserveCapacity(bytes / 48 + 8)
        tree.text.reserveCapacity(bytes / 3 + 64)
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
        let name = names.name(local, uri, vocabulary)
        if name == .unknown, !tree.records.isEmpty {
            skipped = 1
            return
        }
        dropPendingText()
        let first = tree.attributes.count
        if attributes > 0, let values { add(values, Int(attributes)) }
        let index = Int32(truncatingIfNeeded: tree.records.count)
        var record = XMLTree.Record(
            name: name, line: Int32(truncatingIfNeeded: line), parent: open.last?.index ?? -1,
            textStart: Int32(truncatingIfNeeded: tree.text.count))
        record.attributeStart = Int32(truncatingIfNeeded: first)
        record.attributeCount = UInt16(truncatingIfNeeded: tree.attributes.count - first)
        link(index)
        tree.records.append(record)
        open.append((index, -1))
        pending = tree.text.count
    }

    private mutating func link(_ index: Int32) {
        let last = open.count - 1
        guard last >= 0 else { return }
        let (parent, sibling) = open[last]
        if sibling < 0 { tree.records[Int(parent)].firstChild = index } else { tree.records[Int(sibling)].next = index }
        open[last].lastChild = index
    }

    /// Each attribute is five pointers: local name, prefix, URI, begin and end of its value.
    private mutating func add(_ values: UnsafeMutablePointer<Text?>, _ count: Int) {
        for index in 0..<count {
            guard let local = values[index * 5], let begin = values[index * 5 + 3], let end = values[index * 5 + 4] else { continue }
            if end - begin > limits.attributeBytesMax { return fail(.attributeTooLong(bytesMax: limits.attributeBytesMax)) }
            let name = names.name(local, values[index * 5 + 2], vocabulary)
            guard name != .unknown else { continue }
            let start = tree.text.count
            tree.text.append(contentsOf: UnsafeBufferPointer(start: begin, count: end - begin))
            tree.attributes.append(
                XMLTree.Attribute(
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
        guard let (index, lastChild) = open.popLast() else { return }
        if lastChild < 0 { tree.records[Int(index)].textEnd = Int32(truncatingIfNeeded: tree.text.count) } else { dropPendingText() }
        pending = tree.text.count
    }

    mutating func characters(_ text: Text, _ count: Int32) {
        guard error == nil, skipped == 0, let last = open.last else { return }
        let name = Int(tree.records[Int(last.index)].name.rawValue)
        if name < opaque.count, opaque[name] { return }
        tree.text.append(contentsOf: UnsafeBufferPointer(start: text, count: Int(count)))
        if tree.text.count - pending > limits.textBytesMax { fail(.textTooLong(bytesMax: limits.textBytesMax)) }
    }

    /// Text beside elements is white space in every form read here.
    private mutating func dropPendingText() {
        if tree.text.count > pending { tree.text.removeLast(tree.text.count - pending) }
    }
}

/// Names by the parser's own pointers: within one text it holds each name once, so that comparing pointers is comparing names.
private struct NameCache {
    private struct Slot {
        var local: UnsafePointer<UInt8>?
        var uri: UnsafePointer<UInt8>?
        var name = XMLName.unknown
    }

    /// A power of two. A text with more names than three quarters of this is still read, more slowly.
    private static let capacity = 256
    private var slots = ContiguousArray(repeating: Slot(), count: capacity)
    private var used = 0

    mutating func name(_ local: UnsafePointer<UInt8>, _ uri: UnsafePointer<UInt8>?, _ vocabulary: XMLVocabulary) -> XMLName {
        let bits = UInt(bitPattern: local) &+ UInt(bitPattern: uri) &* 31
        var place = Int(truncatingIfNeeded: (bits >> 2) ^ (bits >> 9)) & (Self.capacity - 1)
        while let known = slots[place].local {
            if known == local, slots[place].uri == uri { return slots[place].name }
            place = (place + 1) & (Self.capacity - 1)
        }
        let name = vocabulary.name(namespace: Self.bytes(uri), local: Self.bytes(local))
        if used < Self.capacity * 3 / 4 {
            slots[place] = Slot(local: local, uri: uri, name: name)
            used += 1
        }
        return name
    }

    private static func bytes(_ text: UnsafePointer<UInt8>?) -> UnsafeBufferPointer<UInt8> {
        guard let text else { return UnsafeBufferPointer(start: nil, count: 0) }
        var count = 0
        while text[count] != 0 { count += 1 }
        return UnsafeBufferPointer(start: text, count: count)
    }
}
