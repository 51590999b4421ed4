/// Something that has a place in a stream of changes.
protocol Sequenced: Codable, Sendable {
    var id: Int { get }
    var sequence: Int { get set }
}

/// Things by id, and the order of their last changes: each stands in the stream once, at its newest number.
struct SequencedStore<Item: Sequenced>: Sendable {
    private(set) var items: [Int: Item] = [:]
    /// Ascending; a place whose item has moved on to a newer number is stale and skipped.
    private var order: [(sequence: Int, id: Int)] = []
    private(set) var lastSequence = 0

    /// Puts an item at the end of the stream.
    @discardableResult
    mutating func put(_ item: Item) -> Item {
        lastSequence += 1
        var item = item
        item.sequence = lastSequence
        items[item.id] = item
        order.append((lastSequence, item.id))
        return item
    }

    /// Moves the stream's counter on, as it is on an environment with years of history.
    mutating func startCounting(at sequence: Int) { lastSequence = max(lastSequence, sequence) }

    /// The items above `sequence` that are to be shown, oldest change first, and whether there are more.
    func page(above sequence: Int, limit: Int, where isShown: (Item) -> Bool) -> (items: [Item], hasMore: Bool) {
        var page: [Item] = []
        for entry in order[firstPlace(above: sequence)...] {
            guard let item = items[entry.id], item.sequence == entry.sequence, isShown(item) else { continue }
            if page.count == limit { return (page, true) }
            page.append(item)
        }
        return (page, false)
    }

    /// All items in the order of their last change.
    var inOrder: [Item] { order.compactMap { entry in items[entry.id].flatMap { $0.sequence == entry.sequence ? $0 : nil } } }

    private func firstPlace(above sequence: Int) -> Int {
        var low = 0
        var high = order.count
        while low < high {
            let middle = (low + high) / 2
            if order[middle].sequence > sequence { high = middle } else { low = middle + 1 }
        }
        return low
    }
}

extension SequencedStore: Codable {
    private enum Key: CodingKey { case items, lastSequence }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        let kept = try container.decode([Item].self, forKey: .items)
        items = Dictionary(kept.map { ($0.id, $0) }) { $1 }
        order = kept.map { ($0.sequence, $0.id) }
        lastSequence = try container.decode(Int.self, forKey: .lastSequence)
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(inOrder, forKey: .items)
        try container.encode(lastSequence, forKey: .lastSequence)
    }
}
