import BridgeConnector

/// Where reading a stream of changed rows goes on.
///
/// Rows are read in the order of their change. The service rounds the times it shows, writes them as a clock on a wall shows them, and may work
/// on a call for fifteen minutes before its rows appear; so the next reading begins some way before the last time seen and passes over what it
/// knows (reference `afas-profit` §3.4). Within a reading it goes on from the last time rather than by counting rows: a row that changes
/// meanwhile moves to the end, and counting would miss one.
///
/// As text: `2026-03-12T10:00:00` after a whole reading, `2026-03-12T09:00:00+2000>2026-03-12T10:00:00` within one.
struct AFASMark: Hashable, Sendable {
    /// The latest time seen; nil before anything was.
    var high: AFASClock.Moment?
    /// Within a reading: rows from this time on, nil from the beginning, and how many of them are behind us.
    var within: (from: AFASClock.Moment?, skip: Int)?

    /// Seconds a reading goes back usually: times are rounded, and rows of one moment appear a little apart.
    static let overlapSeconds: Int64 = 120
    /// Seconds a deep reading goes back: an hour that the clock shows twice, and a call that took as long as a call may.
    static let deepSeconds: Int64 = 3_600 + AFASSettings.workSeconds + 120
    /// Seconds of one reading's next page that the one before had already: shown times may be half a second off.
    static let pageOverlapSeconds: Int64 = 2

    init() {}

    /// Reads a mark we wrote; nil for any other text.
    init?(_ text: some StringProtocol) {
        let halves = text.split(separator: ">", maxSplits: 1, omittingEmptySubsequences: false)
        guard let last = halves.last else { return nil }
        if !last.isEmpty {
            guard let moment = AFASClock.Moment(last) else { return nil }
            high = moment
        }
        guard halves.count == 2 else { return }
        let parts = halves[0].split(separator: "+", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let skip = Int(parts[1]), skip >= 0 else { return nil }
        let from = AFASClock.Moment(parts[0])
        guard from != nil || parts[0].isEmpty else { return nil }
        within = (from, skip)
    }

    var text: String {
        let last = high?.description ?? ""
        return within.map { "\($0.from?.description ?? "")+\($0.skip)>\(last)" } ?? last
    }

    /// Where the next page begins.
    func start(isDeep: Bool) -> (from: AFASClock.Moment?, skip: Int) {
        if let within { return within }
        return (high?.adding(seconds: isDeep ? -Self.deepSeconds : -Self.overlapSeconds), 0)
    }

    /// The mark behind a page that began at `start`.
    func after(_ times: [AFASClock.Moment], isLast: Bool, from start: (from: AFASClock.Moment?, skip: Int), take: Int) -> AFASMark {
        var next = AFASMark()
        next.high = [high, times.max()].compactMap(\.self).max()
        guard !isLast, let last = times.last?.adding(seconds: -Self.pageOverlapSeconds) else { return next }
        // A page of rows that all changed at once: only counting gets past it.
        next.within = start.from.map { last > $0 } ?? true ? (last, 0) : (start.from, start.skip + take)
        return next
    }

    static func == (left: AFASMark, right: AFASMark) -> Bool { left.text == right.text }
    func hash(into hasher: inout Hasher) { hasher.combine(text) }
}

/// Several marks as the cursor of a stream: `debtors=…;creditors=…;told=1f3k`. The last part stands for the rows that were told already.
struct AFASCursor: Hashable, Sendable {
    private static let told = "told"
    var marks: [String: AFASMark] = [:]
    private var digest: String?

    /// Reads a cursor we made; fails for any other text.
    init(_ cursor: TargetCursor) throws(ConnectorError) {
        for part in cursor.text.split(separator: ";") {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if pair.count == 2, pair[0] == Self.told {
                digest = String(pair[1])
                continue
            }
            guard pair.count == 2, let mark = AFASMark(pair[1]) else {
                throw ConnectorError(.misused, "The cursor of a stream of AFAS Profit was not made by this connector")
            }
            marks[String(pair[0])] = mark
        }
    }

    var target: TargetCursor {
        let parts = marks.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value.text)" }
        return TargetCursor((parts + (digest.map { ["\(Self.told)=\($0)"] } ?? [])).joined(separator: ";"))
    }

    /// Goes on with what was told, without what no reading sees again.
    mutating func goOn(with seen: inout AFASSeen) {
        if let least = marks.values.compactMap({ $0.within?.from ?? $0.high }).min() {
            seen.forget(before: least.adding(seconds: -AFASMark.deepSeconds))
        }
        digest = seen.digest
    }
}
