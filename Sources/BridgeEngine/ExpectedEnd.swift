public import BridgeConnector
public import BridgeDomain
public import BridgeJournal

/// When a bridge's waiting documents will have gone, as the target's limits let them: so many calls a minute and a day, bridges that share a
/// connection by turns. What the calls themselves take is not in it; where the limits are wide, the work is what takes time.
public struct ExpectedEnd: Hashable, Sendable, Codable {
    /// Documents on their way to the books: ready, in flight, or of unknown outcome.
    public var documents: Int
    /// Calls until they have gone, with those of other bridges, for reading back and for looking up that come between.
    public var calls: Int
    /// When the last of them may go.
    public var at: Timestamp

    private static let moving: Set<PostingState> = [.ready, .inFlight, .outcomeUnknown]
    /// Calls for a thousand calls that post, before experience counts: these, and reading back in pages.
    private static let callsPerThousand = 1_050
    /// Calls that post of the day after which experience counts for half.
    private static let experience = 1_000

    /// What the journal says at `now`; nil when nothing is on its way. `bridges` are all that use the connection. Costs a few questions to the
    /// journal, whatever waits.
    ///
    /// - Parameters:
    ///   - together: how the target takes many in one call, where it is used.
    ///   - readBackSeconds: how long reading back waits for postings, at most: ``BridgePolicy/readBackSeconds``.
    public init?(
        of bridge: BridgeID, among bridges: [BridgeID], connection: String, limits: BudgetMeter.Limits, journal: any BridgeJournal,
        now: Timestamp, together: PostingTogether? = nil, readBackSeconds: Int64
    ) async throws(JournalError) {
        let standing = BudgetMeter.Standing(try await journal.budget(connection: connection), limits: limits, now: now)
        let claims = try await BudgetShare.claims(connection, standing, journal)
        documents = try await Self.moving(bridge, journal)
        guard documents > 0 else { return nil }
        // By turns: when this one's are done, each other has sent as many, or all it had.
        var postings = documents
        for other in bridges where other != bridge { postings += min(documents, try await Self.moving(other, journal)) }
        let sent = claims.values.reduce(0) { $0 + $1.day }
        let perThousand = max(
            1_000, (standing.day.used * 1_000 + Self.callsPerThousand * Self.experience) / (sent + Self.experience))
        calls = postings * perThousand / 1_000
        if let together, together.isAlways || calls > standing.minute.left {
            let groups = (postings + together.entriesMax - 1) / together.entriesMax
            let own = (groups * together.calls * perThousand + 999) / 1_000
            // Most of what went is read back after the last has gone. Until then a turn of it comes between so often, whatever waits to go.
            let minutes = Int64(own / max(1, limits.perMinute))
            let turns = Int(minutes * 60 / max(1, readBackSeconds))
            calls = own + min(postings, turns * TurnLimits.targetPages * together.readBackCalls)
        }
        let share = FairShare(
            minute: standing.minute, day: standing.day, inHand: 0,
            own: .init(minute: 0, day: (claims[bridge]?.day ?? 0) + documents, waiting: documents),
            others: bridges.filter { $0 != bridge }.map { claims[$0] ?? .init() }, now: now)
        at = CallCalendar(limits: limits, minute: standing.minute, day: standing.day, kept: share.kept).end(of: calls, from: now)
    }

    private static func moving(_ bridge: BridgeID, _ journal: any BridgeJournal) async throws(JournalError) -> Int {
        try await journal.stateTotals(bridge).reduce(0) { $0 + (moving.contains($1.state) ? $1.count : 0) }
    }
}

/// How many calls fit into the minutes and days to come. Pure.
struct CallCalendar: Sendable {
    let limits: BudgetMeter.Limits
    /// The windows that run.
    let minute: BudgetWindow
    let day: BudgetWindow
    /// Calls of each day that postings may have in its last half hour only.
    let kept: Int

    /// Beyond so many days an end is not told apart from later ones.
    static let daysMax = 36_500
    private static let milliseconds: Int64 = 60_000

    /// When the last of `calls` may be made, if the first is made at `start`.
    func end(of calls: Int, from start: Timestamp) -> Timestamp {
        var (left, from, today, now) = (calls, start, day.left, minute.left)
        var dayEnd = day.resetsAt
        for _ in 0..<Self.daysMax {
            let opens = max(from, dayEnd.adding(seconds: -FairShare.openSeconds))
            let first = fill(left, most: max(0, today - kept), from, until: opens, now)
            if first.left == 0 { return first.at }
            let last = fill(first.left, most: today - (left - first.left), opens, until: dayEnd, opens == from ? now : minute.limit)
            if last.left == 0 { return last.at }
            (left, from, today, now) = (last.left, dayEnd, limits.perDay, limits.perMinute)
            dayEnd = dayEnd.adding(seconds: 86_400)
        }
        return dayEnd
    }

    /// Makes calls between two moments, at most `most`; says how many are left, and when the last was made if none is.
    private func fill(_ calls: Int, most: Int, _ from: Timestamp, until end: Timestamp, _ now: Int) -> (left: Int, at: Timestamp) {
        guard from < end else { return (calls, end) }
        let wanted = min(calls, most)
        let first = from.milliseconds / Self.milliseconds
        let minutes = Int((end.milliseconds - 1) / Self.milliseconds - first)
        let made = min(wanted, now + minutes * limits.perMinute)
        if made <= now { return (calls - made, from) }
        let needed = (made - now + limits.perMinute - 1) / limits.perMinute
        return (calls - made, Timestamp(milliseconds: (first + Int64(needed)) * Self.milliseconds))
    }
}
