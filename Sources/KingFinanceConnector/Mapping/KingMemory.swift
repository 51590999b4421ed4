import BridgeConnector
import BridgeDomain
import Synchronization

/// What a reader of a stream was told already, of the rows that its next reading sees again.
struct KingSeen: Sendable {
    /// Rows kept at most; beyond it all are forgotten, and told once more.
    static let rowsMax = 200_000

    /// Told by earlier readings.
    private var known: [String: Int] = [:]
    /// Seen in this one.
    private var reading: [String: Int] = [:]

    /// True when what is under the key is not as it was last told; keeps it.
    mutating func isNews(_ key: String, _ content: Int) -> Bool {
        if reading.count >= Self.rowsMax { reading = [:] }
        let before = reading.updateValue(content, forKey: key) ?? known[key]
        return before != content
    }

    /// The reading is at its end: what it did not see, none sees again.
    mutating func isOver() { (known, reading) = (reading, [:]) }

    /// The same for the same rows, in this process.
    var digest: String {
        func fold(_ rows: [String: Int]) -> Int { rows.reduce(rows.count) { $0 ^ [$1.key.hashValue, $1.value].hashValue } }
        return String(UInt(bitPattern: [fold(known), fold(reading)].hashValue), radix: 36)
    }
}

/// What each reader was told, by the cursor it was given with it: it counts only when the reader comes back with that cursor. Whoever could not
/// keep a page asks with the old one and is told again; a cursor of another process is not known here, and all is told once more.
final class KingMemory: Sendable {
    /// Cursors remembered; the oldest go first.
    static let cursorsMax = 16

    private struct State {
        var seen: [TargetCursor: KingSeen] = [:]
        var order: [TargetCursor] = []
    }

    private let state = Mutex(State())

    func seen(at cursor: TargetCursor) -> KingSeen { state.withLock { $0.seen[cursor] ?? KingSeen() } }

    func keep(_ seen: KingSeen, at cursor: TargetCursor) {
        state.withLock { state in
            if state.seen.updateValue(seen, forKey: cursor) != nil { state.order.removeAll { $0 == cursor } }
            state.order.append(cursor)
            if state.order.count > Self.cursorsMax { state.seen[state.order.removeFirst()] = nil }
        }
    }
}
