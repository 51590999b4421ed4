import Synchronization

/// The text of one statement and its place among the prepared statements of a connection, so that finding it costs no hashing.
struct Query: Sendable {
    private static let slots = Atomic<Int>(0)

    let sql: String
    let slot: Int

    /// A statement of the program: make each once, as a `static let`.
    init(_ sql: String) {
        self.sql = sql
        self.slot = Self.slots.add(1, ordering: .relaxed).oldValue
    }
}
