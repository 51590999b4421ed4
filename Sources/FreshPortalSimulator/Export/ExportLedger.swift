import BridgeDomain

/// What the environment's database knows beside its documents: the numbers of the rows of its lists, given out once and kept.
struct ExportLedger: Codable, Sendable {
    /// A row of a list.
    struct Entry: Codable, Sendable {
        let id: Int
        /// When the row was last changed.
        let changed: CalendarDate
    }

    private(set) var entries: [String: Entry] = [:]
    private var last: [String: Int] = [:]
    /// Exports that were made.
    var exports = 0
    /// When each document and party was last changed; by `document/700123`.
    var changes: [String: CalendarDate] = [:]

    /// The number of a row, by its table and what it is there: given out on `day` when it is new.
    mutating func id(_ table: String, _ name: String, on day: CalendarDate) -> Int {
        let key = "\(table)/\(name)"
        if let entry = entries[key] { return entry.id }
        let id = (last[table] ?? 100) + 1
        last[table] = id
        entries[key] = Entry(id: id, changed: day)
        return id
    }

    /// All rows of a list: what they are there, and their numbers, in the order of the numbers.
    func rows(_ table: String) -> [(name: String, entry: Entry)] {
        entries.filter { $0.key.hasPrefix("\(table)/") }
            .map { (name: String($0.key.dropFirst(table.count + 1)), entry: $0.value) }
            .sorted { $0.entry.id < $1.entry.id }
    }
}
