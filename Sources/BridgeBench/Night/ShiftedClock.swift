public import BridgeDomain
import Synchronization

/// A clock that runs like another, and can be moved ahead: days pass in which nothing happens but waiting.
public final class ShiftedClock: TimeSource {
    private let base: any TimeSource
    private let offset: Mutex<Int64>

    /// A clock that runs like `base` and stands at `start` now.
    public init(_ base: any TimeSource, at start: Timestamp) {
        self.base = base
        offset = Mutex(start.milliseconds(since: base.now()))
    }

    /// The moment it stands at.
    public func now() -> Timestamp { base.now().adding(milliseconds: offset.withLock { $0 }) }

    func advance(milliseconds: Int64) { offset.withLock { $0 += milliseconds } }
}
