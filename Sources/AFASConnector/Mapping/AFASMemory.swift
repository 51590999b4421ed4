import BridgeConnector
import BridgeDomain
import Synchronization

/// What a reader of a stream was told already, of the rows that its next reading sees again.
struct AFASSeen: Sendable {
    /// Rows kept at most; beyond it all are forgotten, and told once more.
    static let rowsMax = 100_000
    /// Seconds between two deep readings.
    static let deepPauseSeconds: Int64 = 3_600

    private var rows: [String: (content: Int, time: AFASClock.Moment)] = [:]
    /// By stream: when it was last read deep, to its end.
    private var deepAt: [String: Timestamp] = [:]

    /// True when the row is not as it was last told; keeps it.
    mutating func isNews(_ key: String, _ content: Int, at time: AFASClock.Moment) -> Bool {
        if rows.count >= Self.rowsMax { rows = [:] }
        return rows.updateValue((content, time), forKey: key)?.content != content
    }

    /// True when a stream was not read deep for a while, or ever.
    func isDeepDue(_ stream: String, now: Timestamp) -> Bool {
        deepAt[stream].map { now < $0 || now >= $0.adding(seconds: Self.deepPauseSeconds) } ?? true
    }

    /// Says that a stream was read deep, to its end.
    mutating func deepWasRead(_ stream: String, now: Timestamp) { deepAt[stream] = now }

    /// Forgets what no reading sees again.
    mutating func forget(before time: AFASClock.Moment) { rows = rows.filter { $0.value.time >= time } }

    /// The same for the same rows, in this process.
    var digest: String {
        String(UInt(bitPattern: rows.reduce(rows.count) { $0 ^ [$1.key.hashValue, $1.value.content].hashValue }), radix: 36)
    }
}

/// What each reader was told, by the cursor it was given with it.
///
/// Readers of one administration share a connection, and what was told counts only when the reader comes back with the cursor that went with
/// it: whoever could not keep a page asks with the old one and is told again. A cursor of another process is not known here: everything in the
/// overlap is told once more, which does no harm.
final class AFASMemory: Sendable {
    /// Cursors remembered; the oldest go first.
    static let cursorsMax = 16

    private struct State {
        var seen: [TargetCursor: AFASSeen] = [:]
        var order: [TargetCursor] = []
    }

    private let state = Mutex(State())

    func seen(at cursor: TargetCursor) -> AFASSeen { state.withLock { $0.seen[cursor] ?? AFASSeen() } }

    func keep(_ seen: AFASSeen, at cursor: TargetCursor) {
        state.withLock { state in
            if state.seen.updateValue(seen, forKey: cursor) != nil { state.order.removeAll { $0 == cursor } }
            state.order.append(cursor)
            if state.order.count > Self.cursorsMax { state.seen[state.order.removeFirst()] = nil }
        }
    }
}
