import BridgeDomain
import BridgeJournal

/// Divides the calls of one connection among the bridges that use it, and keeps some of each day for questions. Pure.
///
/// - *The minute.* A bridge sends postings and parties up to its share: what is left by those who want less is divided among the others, so
///   an idle bridge costs nobody anything. In the second half of a minute whoever still has work takes what is left: the share of a bridge
///   that stands still is not lost.
/// - *The day.* A hundredth is kept for look-ups and reading back; where bridges share, a tenth for those that have had less than their part, so
///   that twenty documents in the afternoon need not wait for twenty thousand of the morning. In the last half hour what is left of both goes
///   to whoever has work: a day's calls are used up while anything waits.
struct FairShare: Sendable {
    /// What a bridge has had of the windows, and how many postings and parties it could send now.
    struct Claim: Hashable, Sendable {
        var minute = 0
        var day = 0
        var waiting = 0
    }

    /// How many calls may be made; when to ask again if none may.
    struct Decision: Hashable, Sendable {
        var calls: Int
        var again: Timestamp
    }

    /// Seconds before a day's end in which nothing is kept any more.
    static let openSeconds: Int64 = 1_800
    /// Seconds of a minute in which shares hold.
    static let shareSeconds: Int64 = 30
    /// What is kept can be used up in so many minutes at most: well within ``openSeconds``.
    static let keptMinutesMax = 10
    /// One call in so many of a day is kept for questions; for bridges that had less than their part, where there are several.
    static let questionsPart = 100
    static let latecomersPart = 10

    var minute: BudgetWindow
    var day: BudgetWindow
    /// Calls taken out of the windows by this process and not made yet.
    var inHand: Int
    /// Calls granted to ``own`` that are being made.
    var underWay = 0
    var own: Claim
    var others: [Claim]
    var now: Timestamp

    /// What ``own`` may send now.
    func decide() -> Decision {
        let opens = day.resetsAt.adding(seconds: -Self.openSeconds)
        // Both windows count what is in hand as used, and what is under way, beyond that, not yet.
        let spoken = inHand - underWay
        let today = day.left + spoken - (now < opens ? kept : 0)
        guard today > 0 else { return Decision(calls: 0, again: day.left + spoken > 0 ? opens : day.resetsAt) }
        let atOnce = minute.left + spoken
        guard atOnce > 0 else { return Decision(calls: 0, again: minute.resetsAt) }
        let sharesEnd = minute.resetsAt.adding(seconds: -Self.shareSeconds)
        guard now < sharesEnd else { return Decision(calls: min(today, atOnce), again: minute.resetsAt) }
        return Decision(calls: max(0, min(today, atOnce, share)), again: sharesEnd)
    }

    /// Calls of the day that ``own`` leaves alone.
    var kept: Int {
        let most = Self.keptMinutesMax * minute.limit
        let questions = min(day.limit / Self.questionsPart, most)
        let hadItsPart = !others.isEmpty && own.day >= day.limit / (others.count + 1)
        return questions + (hadItsPart ? min(day.limit / Self.latecomersPart, most) : 0)
    }

    /// What is left of the minute's share. What was granted counts as used, though its calls may still be on their way.
    private var share: Int {
        let granted = own.minute + others.reduce(0) { $0 + $1.minute }
        let questions = max(0, minute.used - inHand - (granted - underWay))
        let capacity = minute.limit - questions
        let level = Self.level(capacity, others.map { $0.minute + $0.waiting })
        return min(level - own.minute, capacity - granted)
    }

    /// The height to which `capacity` fills when it is divided evenly between these demands and one without end.
    static func level(_ capacity: Int, _ demands: [Int]) -> Int {
        var (left, sharing) = (capacity, demands.count + 1)
        for demand in demands.sorted() {
            guard demand <= left / sharing else { break }
            left -= demand
            sharing -= 1
        }
        return left / sharing
    }
}
