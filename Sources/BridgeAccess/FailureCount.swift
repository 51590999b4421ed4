import BridgeDomain
import Synchronization

/// Counts failures by name, and says who has to wait: after `max` of them within ``window``, for that long. In this process only.
final class FailureCount: Sendable {
    /// Names remembered at once. Beyond it those are forgotten whose failures are longest ago.
    static let namesMax = 10_000
    /// Milliseconds failures count for, and somebody is locked out: a quarter of an hour.
    static let window: Int64 = 900_000

    private struct Count {
        var failures: Int
        var lastAt: Timestamp
    }

    private let max: Int
    private let counts = Mutex<[String: Count]>([:])

    init(max: Int) { self.max = max }

    /// Counts a try as failed before it is looked at, so that many at once are no more than `max`; ``succeeded(_:)`` takes it back. Returns
    /// until when the name is locked out already, and whether this try is the last one it has.
    func tries(_ name: String, now: Timestamp) -> (lockedUntil: Timestamp?, isLast: Bool) {
        counts.withLock { counts in
            if counts[name] == nil, counts.count >= Self.namesMax { Self.makeRoom(&counts, now) }
            var count = counts[name] ?? Count(failures: 0, lastAt: now)
            let age = now.milliseconds(since: count.lastAt)
            if age >= Self.window || age < 0 { count = Count(failures: 0, lastAt: now) }
            guard count.failures < max else { return (count.lastAt.adding(milliseconds: Self.window), false) }
            count.failures += 1
            count.lastAt = now
            counts[name] = count
            return (nil, count.failures == max)
        }
    }

    /// Until when a name is locked out; nil while it is not.
    func locked(_ name: String, now: Timestamp) -> Timestamp? {
        counts.withLock { counts in
            guard let count = counts[name], count.failures >= max else { return nil }
            let age = now.milliseconds(since: count.lastAt)
            return age >= 0 && age < Self.window ? count.lastAt.adding(milliseconds: Self.window) : nil
        }
    }

    /// Forgets what a name failed: it proved itself.
    func succeeded(_ name: String) { counts.withLock { _ = $0.removeValue(forKey: name) } }

    /// Takes one try back.
    func forgive(_ name: String) { counts.withLock { $0[name]?.failures -= 1 } }

    private static func makeRoom(_ counts: inout [String: Count], _ now: Timestamp) {
        counts = counts.filter { now.milliseconds(since: $0.value.lastAt) < window }
        guard counts.count >= namesMax, let oldest = counts.min(by: { $0.value.lastAt < $1.value.lastAt })?.key else { return }
        counts[oldest] = nil
    }
}
