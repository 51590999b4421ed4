/// Our way and the bare way through the same bytes, turn by turn, so that whatever else the machine does meets both alike. Medians over the
/// rounds, of processor time: a round in which the machine was busy elsewhere changes little.
struct SideBySide {
    /// Processor seconds of one round.
    let bareSeconds: Double
    let ourSeconds: Double
    /// The bare way's time to ours, round by round: 0.5 is half its rate.
    let ratio: Double

    private static let rounds = 11

    init(bare: () throws -> Void, ours: () throws -> Void) rethrows {
        // Once each unmeasured: memory, caches and what is made at first use.
        try bare()
        try ours()
        var (bareTimes, ourTimes, ratios): ([Double], [Double], [Double]) = ([], [], [])
        for _ in 0..<Self.rounds {
            let bareWatch = Stopwatch()
            try bare()
            let bareTime = bareWatch.busySeconds
            let ourWatch = Stopwatch()
            try ours()
            let ourTime = ourWatch.busySeconds
            bareTimes.append(bareTime)
            ourTimes.append(ourTime)
            ratios.append(bareTime / ourTime)
        }
        (bareSeconds, ourSeconds, ratio) = (bareTimes.quantile(0.5), ourTimes.quantile(0.5), ratios.quantile(0.5))
    }
}
