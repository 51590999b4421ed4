import BridgeDomain
import Synchronization

/// Keeps one caller from crowding out the others: so many requests in a minute, each caller by itself, counted in this process.
final class RateLimit: Sendable {
    /// Callers remembered at once; beyond it all are forgotten, which is in their favour.
    static let callersMax = 10_000
    private static let window: Int64 = 60_000

    private struct Count {
        var begun: Timestamp
        var used: Int
    }

    private let perMinute: Int
    private let counts = Mutex<[String: Count]>([:])

    init(perMinute: Int) { self.perMinute = perMinute }

    /// Counts a request; the seconds to wait when there were too many, nil when it may go on.
    func take(_ caller: String, now: Timestamp) -> Int64? {
        counts.withLock { counts in
            if counts.count >= Self.callersMax, counts[caller] == nil { counts.removeAll(keepingCapacity: true) }
            var count = counts[caller] ?? Count(begun: now, used: 0)
            let age = now.milliseconds(since: count.begun)
            // Requests at once have each read the clock for themselves: one may be a moment before the first that was counted.
            if abs(age) >= Self.window { count = Count(begun: now, used: 0) }
            guard count.used < perMinute else { return (Self.window - max(0, age) + 999) / 1_000 }
            count.used += 1
            counts[caller] = count
            return nil
        }
    }
}

/// The requests with a key that are being worked on in this process.
final class UnderWay: Sendable {
    private let keys = Mutex<Set<String>>([])

    /// False when the same is being worked on already.
    func enter(_ key: String) -> Bool { keys.withLock { $0.insert(key).inserted } }
    func leave(_ key: String) { keys.withLock { _ = $0.remove(key) } }
}
