/// One element of an ``XMLTree``.
public struct XMLNode: Hashable, Sendable {
    @usableFromInline let index: Int

    @inlinable init(_ index: Int) { self.index = index }
}

/// What was read of an XML text: its elements in one array, all their text in another.
///
/// No object and no string per element: names are numbers, text is made when it is asked for. Only elements whose names are in the
/// vocabulary are here. Text that stands beside elements is not kept.
public struct XMLTree: Sendable {
    @usableFromInline
    struct Record: Sendable {
        @usableFromInline var name: XMLName
        @usableFromInline var attributeCount: UInt16 = 0
        @usableFromInline var line: Int32
        /// -1 where there is none, as for the next two.
        @usableFromInline var parent: Int32
        @usableFromInline var firstChild: Int32 = -1
        @usableFromInline var next: Int32 = -1
        @usableFromInline var textStart: Int32
        @usableFromInline var textEnd: Int32
        @usableFromInline var attributeStart: Int32 = 0

        init(name: XMLName, line: Int32, parent: Int32, textStart: Int32) {
            self.name = name
            self.line = line
            self.parent = parent
            self.textStart = textStart
            self.textEnd = textStart
        }
    }

    struct Attribute: Sendable {
        var name: XMLName
        var start: Int32
        var end: Int32
    }

    @usableFromInline var records: ContiguousArray<Record> = []
    var attributes: ContiguousArray<Attribute> = []
    @usableFromInline var text: ContiguousArray<UInt8> = []
    /// How many elements the text has, those that were skipped included.
    public internal(set) var elementCount = 0

    /// The outermost element. There is one in every tree that a reader gives.
    @inlinable public var root: XMLNode { XMLNode(0) }

    /// The element's name.
    @inlinable public func name(of node: XMLNode) -> XMLName { records[node.index].name }

    /// The line its start tag ends on, counted from 1.
    @inlinable public func line(of node: XMLNode) -> Int { Int(records[node.index].line) }

    /// The element around it; nil for the root.
    public func parent(of node: XMLNode) -> XMLNode? {
        let parent = records[node.index].parent
        return parent < 0 ? nil : XMLNode(Int(parent))
    }

    /// The elements directly inside, in their order.
    @inlinable public func children(of node: XMLNode) -> XMLChildren { XMLChildren(self, Int(records[node.index].firstChild)) }

    /// The first element directly inside; nil where there is none.
    @inlinable public func firstChild(of node: XMLNode) -> XMLNode? {
        let index = Int(records[node.index].firstChild)
        return index < 0 ? nil : XMLNode(index)
    }

    /// The element behind this one, inside the same element; nil for the last.
    @inlinable public func next(after node: XMLNode) -> XMLNode? {
        let index = Int(records[node.index].next)
        return index < 0 ? nil : XMLNode(index)
    }

    /// The first element of that name directly inside. Cost grows with the number of elements before it.
    @inlinable public func first(_ name: XMLName, in node: XMLNode) -> XMLNode? {
        var index = Int(records[node.index].firstChild)
        while index >= 0 {
            if records[index].name == name { return XMLNode(index) }
            index = Int(records[index].next)
        }
        return nil
    }

    /// Gives the bytes of the element's own text, without outer white space, in UTF-8.
    @inlinable
    public func withText<Result>(of node: XMLNode, _ body: (UnsafeBufferPointer<UInt8>) throws -> Result) rethrows -> Result {
        let record = records[node.index]
        return try text.withUnsafeBufferPointer { text in
            var (start, end) = (Int(record.textStart), Int(record.textEnd))
            while start < end, text[start].isXMLSpace { start += 1 }
            while end > start, text[end - 1].isXMLSpace { end -= 1 }
            return try body(UnsafeBufferPointer(rebasing: text[start..<end]))
        }
    }

    /// The element's own text without outer white space.
    @inlinable public func string(of node: XMLNode) -> String { withText(of: node) { String(decoding: $0, as: UTF8.self) } }

    /// The element's own text as it stands, white space included.
    public func rawString(of node: XMLNode) -> String {
        let record = records[node.index]
        return String(decoding: text[Int(record.textStart)..<Int(record.textEnd)], as: UTF8.self)
    }

    /// An attribute's value as it stands; nil as for ``attribute(_:of:)``.
    public func rawAttribute(_ name: XMLName, of node: XMLNode) -> String? {
        let record = records[node.index]
        let start = Int(record.attributeStart)
        let own = attributes[start..<start + Int(record.attributeCount)]
        return own.first { $0.name == name }.map { String(decoding: text[Int($0.start)..<Int($0.end)], as: UTF8.self) }
    }

    /// An attribute's value without outer white space; nil where the element does not have it or the vocabulary does not know it.
    public func attribute(_ name: XMLName, of node: XMLNode) -> String? {
        withAttribute(name, of: node) { String(decoding: $0, as: UTF8.self) }
    }

    /// Gives the bytes of an attribute's value without outer white space.
    public func withAttribute<Result>(
        _ name: XMLName, of node: XMLNode, _ body: (UnsafeBufferPointer<UInt8>) throws -> Result
    ) rethrows -> Result? {
        let record = records[node.index]
        let start = Int(record.attributeStart)
        for attribute in attributes[start..<start + Int(record.attributeCount)] where attribute.name == name {
            return try text.withUnsafeBufferPointer { text in
                var (start, end) = (Int(attribute.start), Int(attribute.end))
                while start < end, text[start].isXMLSpace { start += 1 }
                while end > start, text[end - 1].isXMLSpace { end -= 1 }
                return try body(UnsafeBufferPointer(rebasing: text[start..<end]))
            }
        }
        return nil
    }
}

/// The elements directly inside an element.
public struct XMLChildren: Sequence, IteratorProtocol {
    @usableFromInline let tree: XMLTree
    @usableFromInline var index: Int

    @inlinable
    init(_ tree: XMLTree, _ index: Int) {
        self.tree = tree
        self.index = index
    }

    /// The next element.
    @inlinable public mutating func next() -> XMLNode? {
        guard index >= 0 else { return nil }
        defer { index = Int(tree.records[index].next) }
        return XMLNode(index)
    }
}

extension UInt8 {
    /// Space, tab, line feed, carriage return: white space of XML 1.0.
    @inlinable var isXMLSpace: Bool { self == 0x20 || self == 0x0A || self == 0x09 || self == 0x0D }
}
