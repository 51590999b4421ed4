import BridgeDomain
import BridgeJournal

/// What is ready and due, in its order, page by page; ends with a turn's time or number.
struct PostingQueue: Sendable {
    private let parts: BridgeParts
    private let until: Timestamp
    private var waiting: ArraySlice<PostingRecord> = []
    /// Sequences handed out: a page read meanwhile may still show them as ready.
    private var taken: Set<Int64> = []
    private var isOver = false

    init(parts: BridgeParts) {
        self.parts = parts
        until = parts.clock.now().adding(milliseconds: TurnLimits.postingMilliseconds)
    }

    /// The next postings, at most `count`; none when nothing more is to go in this turn.
    mutating func take(_ count: Int) async throws(JournalError) -> [PostingRecord] {
        if waiting.isEmpty { try await readPage() }
        let now = waiting.prefix(min(count, TurnLimits.posted - taken.count))
        waiting = waiting.dropFirst(now.count)
        taken.formUnion(now.map(\.sequence))
        return Array(now)
    }

    /// How many are read and wait their turn; none when nothing more is to go in this turn.
    mutating func count() async throws(JournalError) -> Int {
        if waiting.isEmpty { try await readPage() }
        return min(waiting.count, TurnLimits.posted - taken.count)
    }

    private mutating func readPage() async throws(JournalError) {
        let now = parts.clock.now()
        guard !isOver, now < until, taken.count < TurnLimits.posted else { return }
        let page = try await parts.journal.due(parts.bridge, states: [.ready], now: now, limit: TurnLimits.postedRead)
        waiting = page.filter { !taken.contains($0.sequence) }[...]
        isOver = page.count < TurnLimits.postedRead || waiting.isEmpty
    }
}

/// How many calls go between two disk writes. A group grows while the target answers at once, so that durability costs little; it shrinks to
/// one call as soon as a call takes a while, so that a crash leaves little in flight. A turn begins with the size the one before ended with.
struct Pace: Sendable {
    /// Calls that go at once anyway.
    let least: Int
    private(set) var size: Int

    init(least: Int) {
        self.least = least
        size = least
    }

    /// True while groups are larger than they need be: the next is then written ahead.
    var isFast: Bool { size > least }

    /// A group of `calls` took so long.
    mutating func sent(_ calls: Int, milliseconds: Int64) {
        if milliseconds > TurnLimits.groupMillisecondsMax {
            size = max(least, size / 4)
        } else if milliseconds <= TurnLimits.groupMillisecondsMax / 4, calls >= size {
            size = max(least, min(size * 2, TurnLimits.groupMax))
        }
    }
}

/// How many postings are begun for one call that takes many. The books take only those that follow each other and can share a call: what they
/// left was begun for nothing, so as few are begun next, and twice as many each time that all went.
struct TogetherSize: Sendable {
    private(set) var size = Int.max

    /// The books took the first `taken` of so many.
    mutating func took(_ taken: Int, of offered: Int) {
        if taken < offered { size = max(1, taken) } else if taken >= size { size = size > Int.max / 2 ? Int.max : size * 2 }
    }
}
