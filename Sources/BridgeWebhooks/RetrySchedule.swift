import BridgeDomain

/// When a message is sent again after it failed, and when it is given up.
enum RetrySchedule {
    /// Seconds to wait after the first failure, the second, …: over a day in all.
    static let pauses: [Int64] = [5, 30, 120, 600, 1_800, 7_200, 18_000, 36_000, 36_000]
    /// The longest pause a receiver may ask for.
    static let askedMax: Int64 = 3_600
    /// Seconds of nothing but failures after which a webhook is paused: three days.
    static let failingMax: Int64 = 259_200

    /// When to send next after so many failures; nil: put aside. `asked`: seconds the receiver wants to be left alone.
    static func next(failures: Int, now: Timestamp, asked: Int64?) -> Timestamp? {
        guard failures <= pauses.count else { return nil }
        let pause = pauses[max(0, failures - 1)]
        return now.adding(seconds: max(pause, min(asked ?? 0, askedMax)))
    }
}
