import CXML2

/// A name the reader knows, by its place in the ``XMLVocabulary``. Comparing two is comparing two numbers.
public struct XMLName: Hashable, Sendable, BitwiseCopyable {
    /// The place in the vocabulary.
    public let rawValue: UInt16

    /// The name at a place of the vocabulary.
    @inlinable public init(_ rawValue: UInt16) { self.rawValue = rawValue }

    /// Any name that the vocabulary does not hold.
    public static let unknown = XMLName(.max)
}

/// The names one kind of text is read by: namespace and local name. Prefixes mean nothing.
///
/// An element whose name is not here is skipped with all it contains, so that a reader holds only what it asks for.
public struct XMLVocabulary: Sendable {
    /// A namespace's URI (empty for none) and a local name.
    public struct Entry: Hashable, Sendable {
        public let namespace: String
        public let local: String

        /// A name.
        public init(_ namespace: String, _ local: String) {
            self.namespace = namespace
            self.local = local
        }
    }

    /// The names, each at the place that is its ``XMLName``.
    public let entries: [Entry]
    private let namespaces: [[UInt8]]
    /// Open addressing: the first place a name is looked for follows from its hash.
    private let slots: [Slot]

    private struct Slot {
        var namespace: Int
        var local: [UInt8]
        var name: XMLName
    }

    /// The most names a vocabulary holds.
    public static let entriesMax = 4096

    /// A vocabulary; the first name is ``XMLName`` 0.
    ///
    /// - Precondition: the names differ and there are at most ``entriesMax``.
    public init(_ entries: [Entry]) {
        precondition(entries.count <= Self.entriesMax, "a vocabulary has at most \(Self.entriesMax) names")
        precondition(Set(entries).count == entries.count, "a vocabulary names nothing twice")
        self.entries = entries
        var uris: [String] = []
        for entry in entries where !uris.contains(entry.namespace) { uris.append(entry.namespace) }
        namespaces = uris.map { Array($0.utf8) }
        var capacity = 16
        while capacity < entries.count * 2 { capacity *= 2 }
        var slots = [Slot](repeating: Slot(namespace: -1, local: [], name: .unknown), count: capacity)
        for (index, entry) in entries.enumerated() {
            guard let namespace = uris.firstIndex(of: entry.namespace) else { continue }
            let local = Array(entry.local.utf8)
            var place = local.withUnsafeBufferPointer { Self.hash(namespace, $0) } & (capacity - 1)
            while slots[place].namespace >= 0 { place = (place + 1) & (capacity - 1) }
            slots[place] = Slot(namespace: namespace, local: local, name: XMLName(UInt16(index)))
        }
        self.slots = slots
    }

    /// The name of a namespace and a local name, both as the parser holds them; ``XMLName/unknown`` when it is not in the vocabulary.
    func name(namespace: Int?, local: UnsafePointer<UInt8>) -> XMLName {
        guard let namespace else { return .unknown }
        let local = Self.bytes(local)
        var place = Self.hash(namespace, local) & (slots.count - 1)
        while slots[place].namespace >= 0 {
            if slots[place].namespace == namespace, Self.areEqual(slots[place].local, local) { return slots[place].name }
            place = (place + 1) & (slots.count - 1)
        }
        return .unknown
    }

    /// The place of a namespace among those the vocabulary names; nil for any other.
    func namespace(_ uri: UnsafePointer<UInt8>?) -> Int? {
        let uri = Self.bytes(uri)
        return namespaces.firstIndex { Self.areEqual($0, uri) }
    }

    private static func bytes(_ text: UnsafePointer<UInt8>?) -> UnsafeBufferPointer<UInt8> {
        guard let text else { return UnsafeBufferPointer(start: nil, count: 0) }
        return UnsafeBufferPointer(start: text, count: Int(xmlStrlen(text)))
    }

    private static func areEqual(_ known: [UInt8], _ found: UnsafeBufferPointer<UInt8>) -> Bool {
        guard known.count == found.count else { return false }
        return known.withUnsafeBufferPointer { known in
            for place in 0..<known.count where known[place] != found[place] { return false }
            return true
        }
    }

    /// FNV-1a.
    private static func hash(_ namespace: Int, _ local: UnsafeBufferPointer<UInt8>) -> Int {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325 ^ UInt64(truncatingIfNeeded: namespace)
        for byte in local { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        return Int(truncatingIfNeeded: hash >> 1)
    }
}
