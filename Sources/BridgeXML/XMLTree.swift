/// One element of an ``XMLTree``.
public struct XMLNode: Hashable, Sendable {
    @usableFromInline let index: Int

    @inlinable init(_ index: Int) { self.index = index }
}

/// What was read of an XML text: its elements in one piece of memory, all their text in another.
///
/// One object for the whole text, and no string per element: names are numbers, text is made when it is asked for. Only elements whose
/// names are in the vocabulary are here. Text that stands beside elements is not kept. A node belongs to its own tree only.
//
// @unchecked: the memory of the buffers is written before the tree exists, and only read from then on.
public final class XMLTree: @unchecked Sendable {
    private let parts: XMLTreeParts
    // Where the parts' elements and text lie, for as long as the parts live.
    @usableFromInline let start: UnsafePointer<XMLRecord>
    @usableFromInline let count: Int
    @usableFromInline let text: UnsafePointer<UInt8>
    /// How many elements the text has, those that were skipped included.
    public let elementCount: Int

    init(_ parts: consuming XMLTreeParts) {
        start = UnsafePointer(parts.records.start)
        count = parts.records.count
        text = UnsafePointer(parts.text.start)
        elementCount = parts.elementCount
        self.parts = parts
    }

    @inlinable
    func record(_ index: Int) -> XMLRecord {
        precondition(UInt(bitPattern: index) < UInt(bitPattern: count), "a node belongs to its own tree")
        return start[index]
    }

    /// The outermost element. There is one in every tree that a reader gives.
    @inlinable public var root: XMLNode { XMLNode(0) }

    /// The element's name.
    @inlinable public func name(of node: XMLNode) -> XMLName { record(node.index).name }

    /// The line its start tag ends on, counted from 1.
    @inlinable public func line(of node: XMLNode) -> Int { Int(record(node.index).line) }

    /// The element around it; nil for the root.
    public func parent(of node: XMLNode) -> XMLNode? { Self.node(record(node.index).parent) }

    /// The elements directly inside, in their order.
    public func children(of node: XMLNode) -> XMLChildren { XMLChildren(tree: self, following: firstChild(of: node)) }

    /// The first element directly inside; nil where there is none.
    @inlinable public func firstChild(of node: XMLNode) -> XMLNode? { Self.node(record(node.index).firstChild) }

    /// The element behind this one, inside the same element; nil for the last.
    @inlinable public func next(after node: XMLNode) -> XMLNode? { Self.node(record(node.index).next) }

    /// The first element of that name directly inside. Cost grows with the number of elements before it.
    @inlinable
    public func first(_ name: XMLName, in node: XMLNode) -> XMLNode? {
        var index = Int(record(node.index).firstChild)
        while index >= 0 {
            let record = self.record(index)
            if record.name == name { return XMLNode(index) }
            index = Int(record.next)
        }
        return nil
    }

    @inlinable static func node(_ index: Int32) -> XMLNode? { index < 0 ? nil : XMLNode(Int(index)) }

    // MARK: Text

    /// Gives the bytes of the element's own text, without outer white space, in UTF-8. They are not to be kept.
    @inlinable
    public func withText<Result>(of node: XMLNode, _ body: (UnsafeBufferPointer<UInt8>) throws -> Result) rethrows -> Result {
        let record = self.record(node.index)
        return try body(trimmed(Int(record.textStart), Int(record.textEnd)))
    }

    /// The element's own text without outer white space.
    @inlinable public func string(of node: XMLNode) -> String { withText(of: node) { String(decoding: $0, as: UTF8.self) } }

    /// The element's own text as it stands, white space included.
    public func rawString(of node: XMLNode) -> String {
        let record = self.record(node.index)
        return String(decoding: bytes(Int(record.textStart), Int(record.textEnd)), as: UTF8.self)
    }

    /// An attribute's value without outer white space; nil where the element does not have it or the vocabulary does not know it.
    public func attribute(_ name: XMLName, of node: XMLNode) -> String? {
        withAttribute(name, of: node) { String(decoding: $0, as: UTF8.self) }
    }

    /// An attribute's value as it stands; nil as for ``attribute(_:of:)``.
    public func rawAttribute(_ name: XMLName, of node: XMLNode) -> String? {
        found(name, of: node).map { String(decoding: bytes(Int($0.start), Int($0.end)), as: UTF8.self) }
    }

    /// Gives the bytes of an attribute's value without outer white space; nil as for ``attribute(_:of:)``.
    public func withAttribute<Result>(
        _ name: XMLName, of node: XMLNode, _ body: (UnsafeBufferPointer<UInt8>) throws -> Result
    ) rethrows -> Result? {
        try found(name, of: node).map { try body(trimmed(Int($0.start), Int($0.end))) }
    }

    private func found(_ name: XMLName, of node: XMLNode) -> XMLTreeParts.Attribute? {
        let record = self.record(node.index)
        let start = Int(record.attributeStart)
        for place in start..<start + Int(record.attributeCount) where parts.attributes[place].name == name {
            return parts.attributes[place]
        }
        return nil
    }

    private func bytes(_ start: Int, _ end: Int) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: text + start, count: end - start)
    }

    @inlinable
    func trimmed(_ start: Int, _ end: Int) -> UnsafeBufferPointer<UInt8> {
        var (start, end) = (start, end)
        while start < end, text[start].isXMLSpace { start += 1 }
        while end > start, text[end - 1].isXMLSpace { end -= 1 }
        return UnsafeBufferPointer(start: text + start, count: end - start)
    }
}

/// The elements directly inside an element.
public struct XMLChildren: Sequence, IteratorProtocol {
    let tree: XMLTree
    var following: XMLNode?

    /// The next element.
    public mutating func next() -> XMLNode? {
        guard let node = following else { return nil }
        following = tree.next(after: node)
        return node
    }
}

/// An element of a tree.
@usableFromInline
struct XMLRecord: BitwiseCopyable {
    @usableFromInline var name: XMLName
    var attributeCount: UInt16 = 0
    @usableFromInline var line: Int32
    /// -1 where there is none, as for the next two.
    var parent: Int32
    @usableFromInline var firstChild: Int32 = -1
    @usableFromInline var next: Int32 = -1
    @usableFromInline var textStart: Int32 = 0
    @usableFromInline var textEnd: Int32 = 0
    var attributeStart: Int32 = 0

    init(name: XMLName, line: Int32, parent: Int32) {
        self.name = name
        self.line = line
        self.parent = parent
    }
}

/// What a tree is made of.
struct XMLTreeParts: ~Copyable {
    struct Attribute: BitwiseCopyable {
        var name: XMLName
        var start: Int32
        var end: Int32
    }

    var records = GrowingBuffer<XMLRecord>(capacity: 64)
    var attributes = GrowingBuffer<Attribute>(capacity: 32)
    var text = GrowingBuffer<UInt8>(capacity: 1024)
    var elementCount = 0
}

extension UInt8 {
    /// Space, tab, line feed, carriage return: white space of XML 1.0.
    @inlinable var isXMLSpace: Bool { self == 0x20 || self == 0x0A || self == 0x09 || self == 0x0D }
}
