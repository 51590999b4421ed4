/// The rows of one kind in one division, with the indexes that reading needs.
///
/// Slots are never given to another key, so that paging that stands on a row that is deleted meanwhile goes on behind it.
/// Cost of a write: a few dictionary operations; of a look-up by key or indexed field: one; of the changes since a version: logarithmic.
final class Table {
    private struct Index {
        let field: Field
        var slots: [Value: [Int]] = [:]
    }

    private var slots: [Row?] = []
    private var slotOfKey: [Value: Int] = [:]
    private var indexes: [Index]
    /// Keys in order, deleted ones included; those behind ``sortedCount`` were added since the last sorting.
    private var keys: [(key: Value, slot: Int)] = []
    private var sortedCount = 0
    /// Every write in order of version. A row written again leaves its older entry behind, which readers skip.
    private var writes: [(version: Int64, slot: Int)] = []
    /// How many rows there are.
    private(set) var count = 0

    init(indexed: [Field] = []) { indexes = indexed.map { Index(field: $0) } }

    subscript(key: Value) -> Row? { slotOfKey[key].flatMap { slots[$0] } }
    subscript(key: GUID) -> Row? { self[.guid(key)] }

    func isIndexed(_ field: Field) -> Bool { indexes.contains { $0.field == field } }

    /// The rows in which `field` has `value`, oldest first.
    ///
    /// - Precondition: the field is one of the indexed ones.
    func rows(_ field: Field, _ value: Value) -> [Row] { found(field, value).compactMap { slots[$0] } }

    /// The oldest row in which `field` has `value`.
    func first(_ field: Field, _ value: Value) -> Row? { found(field, value).first.flatMap { slots[$0] } }

    private func found(_ field: Field, _ value: Value) -> [Int] {
        guard let index = indexes.first(where: { $0.field == field }) else { preconditionFailure("\(field) is not indexed") }
        return index.slots[value] ?? []
    }

    /// All rows, oldest first.
    var rows: [Row] { slots.compactMap { $0 } }

    /// Rows in order of key, from the first behind `key` on; read lazily.
    func rows(afterKey key: Value?) -> some Sequence<Row> {
        sortKeys()
        let start = key.map { key in partition(keys.count) { Value.order(keys[$0].key, key) == 1 } } ?? 0
        return keys[start...].lazy.compactMap { [slots] in slots[$0.slot] }
    }

    /// Rows written after `version`, in the order of writing; read lazily.
    func rows(afterVersion version: Int64) -> some Sequence<Row> {
        let start = partition(writes.count) { writes[$0].version > version }
        return writes[start...].lazy.compactMap { [slots] write in
            slots[write.slot].flatMap { $0.version == write.version ? $0 : nil }
        }
    }

    /// Adds a row or replaces the one of the same key.
    func write(_ row: Row) {
        let slot = slotOfKey[row.key] ?? newSlot(row.key)
        let old = slots[slot]
        for place in indexes.indices {
            let field = indexes[place].field
            let (before, after) = (old?[field] ?? .null, row[field])
            guard before != after else { continue }
            remove(slot, from: place, before)
            if !after.isNull { indexes[place].slots[after, default: []].append(slot) }
        }
        if old == nil { count += 1 }
        slots[slot] = row
        writes.append((row.version, slot))
    }

    /// Takes the row of that key out; nil when there is none.
    @discardableResult
    func remove(_ key: Value) -> Row? {
        guard let slot = slotOfKey[key], let row = slots[slot] else { return nil }
        for place in indexes.indices { remove(slot, from: place, row[indexes[place].field]) }
        slots[slot] = nil
        count -= 1
        return row
    }

    private func newSlot(_ key: Value) -> Int {
        let slot = slots.count
        slots.append(nil)
        slotOfKey[key] = slot
        keys.append((key, slot))
        return slot
    }

    private func remove(_ slot: Int, from place: Int, _ value: Value) {
        guard !value.isNull, let position = indexes[place].slots[value]?.lastIndex(of: slot) else { return }
        indexes[place].slots[value]?.remove(at: position)
        if indexes[place].slots[value]?.isEmpty == true { indexes[place].slots[value] = nil }
    }

    /// The first of `count` places for which `isBehind` holds; it must hold for all later ones.
    private func partition(_ count: Int, _ isBehind: (Int) -> Bool) -> Int {
        var (start, end) = (0, count)
        while start < end {
            let middle = (start + end) / 2
            if isBehind(middle) { end = middle } else { start = middle + 1 }
        }
        return start
    }

    private func sortKeys() {
        guard sortedCount < keys.count else { return }
        keys.sort { Value.order($0.key, $1.key) == -1 }
        sortedCount = keys.count
    }
}
