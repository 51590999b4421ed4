import CXML2
import Synchronization

/// The parser's own store of names, with what one vocabulary knows of each.
///
/// The store holds each name once, so that comparing pointers is comparing names. Texts of one form have the same names: a store goes from
/// one text to the next, and only the first of them looks names up. One reader has it at a time, for the parser's store knows no threads.
struct XMLNames: ~Copyable {
    private struct Slot: BitwiseCopyable {
        var local: UnsafePointer<UInt8>?
        var uri: UnsafePointer<UInt8>?
        var name = XMLName.unknown
    }

    private struct Namespace: BitwiseCopyable {
        var uri: UnsafePointer<UInt8>?
        /// -1 where the vocabulary does not know it.
        var place: Int
    }

    /// A power of two. A text with more names than three quarters of this is still read, more slowly.
    private static let capacity = 256
    private static let namespacesMax = 16
    /// Names beyond which a store is not used again: what one sender makes up is not to slow down all others.
    private static let namesMax = 1_024
    /// Bytes of all names of a text, as the parser bounds them itself.
    private static let bytesMax = 10_000_000

    private let dictionary: xmlDictPtr
    private let slots: UnsafeMutablePointer<Slot>
    private var used = 0
    /// The few namespaces met so far.
    private var namespaces = GrowingBuffer<Namespace>(capacity: namespacesMax)

    /// nil when there is no memory.
    init?() {
        guard let dictionary = xmlDictCreate() else { return nil }
        _ = xmlDictSetLimit(dictionary, Self.bytesMax)
        self.dictionary = dictionary
        slots = .allocate(capacity: Self.capacity)
        slots.initialize(repeating: Slot(), count: Self.capacity)
    }

    deinit {
        slots.deallocate()
        xmlDictFree(dictionary)
    }

    /// Whether the next text may use it.
    var isReusable: Bool {
        used < Self.capacity * 3 / 4 && namespaces.count < Self.namespacesMax && xmlDictSize(dictionary) <= Self.namesMax
    }

    /// Has a parser that has not begun use this store instead of its own.
    func lend(to parser: xmlParserCtxtPtr) {
        xmlDictFree(parser.pointee.dict)
        xmlDictReference(dictionary)
        parser.pointee.dict = dictionary
    }

    mutating func name(_ local: UnsafePointer<UInt8>, _ uri: UnsafePointer<UInt8>?, _ vocabulary: XMLVocabulary) -> XMLName {
        let bits = UInt(bitPattern: local) &+ UInt(bitPattern: uri) &* 31
        var place = Int(truncatingIfNeeded: (bits >> 2) ^ (bits >> 9)) & (Self.capacity - 1)
        while let known = slots[place].local {
            if known == local, slots[place].uri == uri { return slots[place].name }
            place = (place + 1) & (Self.capacity - 1)
        }
        let name = vocabulary.name(namespace: namespace(uri, vocabulary), local: local)
        if used < Self.capacity * 3 / 4 {
            slots[place] = Slot(local: local, uri: uri, name: name)
            used += 1
        }
        return name
    }

    private mutating func namespace(_ uri: UnsafePointer<UInt8>?, _ vocabulary: XMLVocabulary) -> Int? {
        for index in 0..<namespaces.count where namespaces[index].uri == uri {
            let place = namespaces[index].place
            return place < 0 ? nil : place
        }
        let place = vocabulary.namespace(uri)
        if namespaces.count < Self.namespacesMax { namespaces.append(Namespace(uri: uri, place: place ?? -1)) }
        return place
    }
}

/// The stores of one vocabulary that wait for the next text.
final class XMLNameStores: Sendable {
    /// `@unchecked Sendable`: whoever took it out has it alone.
    private struct Store: @unchecked Sendable { let names: UnsafeMutablePointer<XMLNames> }

    /// Stores that are kept; texts read at the same time beyond these make their own.
    private static let keptMax = 8
    private let waiting = Mutex<[Store]>([])

    deinit { waiting.withLock { for store in $0 { Self.free(store.names) } } }

    /// A store for one reader; nil when there is no memory.
    func take() -> UnsafeMutablePointer<XMLNames>? {
        if let store = waiting.withLock({ $0.popLast() }) { return store.names }
        guard let made = XMLNames() else { return nil }
        let names = UnsafeMutablePointer<XMLNames>.allocate(capacity: 1)
        names.initialize(to: made)
        return names
    }

    /// Back from a reader whose parser is gone.
    func put(_ names: UnsafeMutablePointer<XMLNames>) {
        let store = Store(names: names)
        let isKept =
            names.pointee.isReusable
            && waiting.withLock { waiting in
                guard waiting.count < Self.keptMax else { return false }
                waiting.append(store)
                return true
            }
        if !isKept { Self.free(names) }
    }

    private static func free(_ names: UnsafeMutablePointer<XMLNames>) {
        names.deinitialize(count: 1)
        names.deallocate()
    }
}
