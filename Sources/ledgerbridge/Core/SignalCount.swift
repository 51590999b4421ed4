import Synchronization

/// Counts signals as they come, from whatever thread.
final class SignalCount: Sendable {
    private let count = Atomic<Int>(0)

    /// Counts one more; returns how many came.
    func next() -> Int { count.add(1, ordering: .relaxed).newValue }
    var isAny: Bool { count.load(ordering: .relaxed) > 0 }
}
