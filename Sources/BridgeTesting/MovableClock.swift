public import BridgeDomain
import Synchronization

/// A clock that moves only when told to.
public final class MovableClock: TimeSource {
    private let moment: Mutex<Timestamp>

    /// A clock standing at `start`.
    public init(_ start: Timestamp) { moment = Mutex(start) }

    /// The moment it stands at.
    public func now() -> Timestamp { moment.withLock { $0 } }

    /// Moves forward by `seconds`.
    public func advance(seconds: Int64) { moment.withLock { $0 = $0.adding(seconds: seconds) } }

    /// Moves forward to `later`; never back.
    public func advance(to later: Timestamp) { moment.withLock { $0 = max($0, later) } }
}

/// Random numbers that follow from one seed (SplitMix64), so that a failing run can be replayed.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// A generator for one seed.
    public init(seed: UInt64) { state = seed }

    /// The next number.
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
