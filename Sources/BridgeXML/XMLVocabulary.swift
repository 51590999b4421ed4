import CXML2
import Glibc

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
    /// The local names of all slots, one behind the other: looking one up touches no object.
    private let text: [UInt8]
    /// What readers of this vocabulary hand on from text to text.
    let stores = XMLNameStores()

    private struct Slot: BitwiseCopyable {
        /// -1 where there is none.
        var namespace: Int32
        var start: Int32
        var length: Int32
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
        var slots = [Slot](repeating: Slot(namespace: -1, start: 0, length: 0, name: .unknown), count: capacity)
        var text: [UInt8] = []
        for (index, entry) in entries.enumerated() {
            guard let namespace = uris.firstIndex(of: entry.namespace) else { continue }
            let local = Array(entry.local.utf8)
            var place = local.withUnsafeBufferPointer { Self.hash(namespace, $0) } & (capacity - 1)
            while slots[place].namespace >= 0 { place = (place + 1) & (capacity - 1) }
            slots[place] = Slot(
                namespace: Int32(namespace), start: Int32(text.count), length: Int32(local.count), name: XMLName(UInt16(index)))
            text += local
        }
        (self.slots, self.text) = (slots, text)
    }

    /// The name of a namespace and a local name, both as the parser holds them; ``XMLName/unknown`` when it is not in the vocabulary.
    func name(namespace: Int?, local: UnsafePointer<UInt8>) -> XMLName {
        guard let namespace else { return .unknown }
        let local = Self.bytes(local)
        return slots.withUnsafeBufferPointer { slots in
            text.withUnsafeBufferPointer { text in
                var place = Self.hash(namespace, local) & (slots.count - 1)
                while slots[place].namespace >= 0 {
                    let slot = slots[place]
                    let known = UnsafeBufferPointer(rebasing: text[Int(slot.start)..<Int(slot.start) + Int(slot.length)])
                    if Int(slot.namespace) == namespace, Self.areEqual(known, local) { return slot.name }
                    place = (place + 1) & (slots.count - 1)
                }
                return .unknown
            }
        }
    }

    /// The place of a namespace among those the vocabulary names; nil for any other.
    func namespace(_ uri: UnsafePointer<UInt8>?) -> Int? {
        let uri = Self.bytes(uri)
        return namespaces.firstIndex { known in known.withUnsafeBufferPointer { Self.areEqual($0, uri) } }
    }

    private static func bytes(_ text: UnsafePointer<UInt8>?) -> UnsafeBufferPointer<UInt8> {
        guard let text else { return UnsafeBufferPointer(start: nil, count: 0) }
        return UnsafeBufferPointer(start: text, count: Int(xmlStrlen(text)))
    }

    private static func areEqual(_ known: UnsafeBufferPointer<UInt8>, _ found: UnsafeBufferPointer<UInt8>) -> Bool {
        guard known.count == found.count else { return false }
        guard let known = known.baseAddress, let first = found.baseAddress else { return true }
        return memcmp(known, first, found.count) == 0
    }

    /// By length and the first and last eight bytes: names differ there, and eight are taken as fast as one.
    private static func hash(_ namespace: Int, _ local: UnsafeBufferPointer<UInt8>) -> Int {
        var hash = UInt64(truncatingIfNeeded: namespace &* 64 &+ local.count)
        if local.count >= 8 {
            let bytes = UnsafeRawBufferPointer(local)
            hash = mixed(hash, bytes.loadUnaligned(as: UInt64.self))
            hash = mixed(hash, bytes.loadUnaligned(fromByteOffset: local.count - 8, as: UInt64.self))
        } else {
            for byte in local { hash = mixed(hash, UInt64(byte)) }
        }
        return Int(truncatingIfNeeded: hash >> 33)
    }

    private static func mixed(_ hash: UInt64, _ value: UInt64) -> UInt64 {
        let product = (hash ^ value) &* 0x9E37_79B9_7F4A_7C15
        return product ^ (product >> 29)
    }
}
