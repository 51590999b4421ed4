public import BridgeDomain
import Glibc

/// The machine's clock.
public struct SystemClock: TimeSource {
    /// The machine's clock.
    public init() {}

    /// The moment it is now.
    public func now() -> Timestamp {
        var moment = timespec()
        clock_gettime(CLOCK_REALTIME, &moment)
        return Timestamp(milliseconds: Int64(moment.tv_sec) * 1000 + Int64(moment.tv_nsec) / 1_000_000)
    }
}
