public import BridgeDomain

/// What flowed in one hour, of one bridge.
public struct HourTotal: Hashable, Sendable, Codable {
    /// When the hour began, on the clock of UTC.
    public var start: Timestamp
    /// Documents that arrived in it.
    public var received: Int
    /// Documents that are booked and came into the books in it.
    public var booked: Int

    /// An hour.
    public init(start: Timestamp, received: Int, booked: Int) {
        self.start = start
        self.received = received
        self.booked = booked
    }

    /// Milliseconds of an hour.
    public static let length: Int64 = 3_600_000

    /// The number of the hour a moment lies in, from 1970 on.
    public static func hour(of moment: Timestamp) -> Int64 { moment.milliseconds / length }

    /// The beginning of an hour by its number.
    public static func start(of hour: Int64) -> Timestamp { Timestamp(milliseconds: hour * length) }
}

/// How much waits of what arrived between two moments.
public struct AgeTotal: Hashable, Sendable, Codable {
    /// Held, ready, in flight or of unknown outcome.
    public var waiting: Int
    /// Parked or rejected.
    public var needsPerson: Int

    /// How much waits.
    public init(waiting: Int, needsPerson: Int) {
        self.waiting = waiting
        self.needsPerson = needsPerson
    }
}

/// What one thing holds: an approval, the next run or a person (``Hold/countedBlockers``).
public struct HoldTotal: Hashable, Sendable, Codable {
    /// ``Hold/blocker``.
    public var blocker: String
    public var kind: DocumentKind
    public var count: Int
    /// Positive as in the documents; nil for those that could not be read.
    public var gross: Money?

    /// A total.
    public init(blocker: String, kind: DocumentKind, count: Int, gross: Money?) {
        self.blocker = blocker
        self.kind = kind
        self.count = count
        self.gross = gross
    }

    /// By blocker, kind (as declared), currency; those without amounts first.
    public static func inOrder(_ left: HoldTotal, _ right: HoldTotal) -> Bool { left.place < right.place }

    private var place: (String, Int, String) {
        (blocker, DocumentKind.allCases.firstIndex(of: kind) ?? 0, gross?.currency.code ?? "")
    }
}

extension Hold {
    /// The blockers whose documents are counted; the others hold few each, and are as many as there are parties and documents.
    public static let countedBlockers = [Hold.approval, .schedule, .person].map(\.blocker)
}

extension PostingRecord {
    /// The blocker it is counted under; nil for what is not held, or by something else.
    public var countedBlocker: String? {
        guard state == .held, let hold, Hold.countedBlockers.contains(hold.blocker) else { return nil }
        return hold.blocker
    }
}
