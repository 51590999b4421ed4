import BridgeConnector
import BridgeDomain
import BridgeJournal
import Testing

@testable import BridgeEngine

@Suite struct `Which way postings go` {
    /// Waiting, left of the minute, left of the day, and what follows.
    static let cases: [(Int, Int, Int, PostingRoad.Way)] = [
        (1, 60, 5_000, .oneByOne), (60, 60, 5_000, .oneByOne), (61, 60, 5_000, .together), (250, 60, 5_000, .together),
        (2, 0, 5_000, .oneByOne), (3, 0, 5_000, .together), (40, 60, 80, .oneByOne), (41, 60, 80, .together), (3, 60, 4, .together),
    ]

    private func road(_ waiting: Int, _ minute: Int, _ day: Int, isAlways: Bool = false, perMinute: Int = 60) -> PostingRoad {
        let end = Timestamp(milliseconds: 60_000)
        return PostingRoad(
            PostingTogether(entriesMax: 250, calls: 2, isAlways: isAlways), waiting: waiting,
            minute: BudgetWindow(name: "minute", limit: perMinute, used: perMinute - minute, resetsAt: end),
            day: BudgetWindow(name: "day", limit: 5_000, used: 5_000 - day, resetsAt: end))
    }

    @Test(arguments: cases) func `follows from what waits and what is left of the calls`(
        waiting: Int, minute: Int, day: Int, way: PostingRoad.Way
    ) {
        #expect(road(waiting, minute, day).way == way)
    }

    @Test func `says why, with the numbers it looked at`() {
        #expect(road(250, 12, 4_000).text.english == "many entries a call: at least 250 wait, and 12 calls are left of this minute")
        #expect(road(250, 12, 4_000).text.dutch.contains("deze minuut zijn nog 12 oproepen over"))
        #expect(road(5, 60, 4_000).reason.english.contains("enough calls are left"))
    }

    @Test func `is always together where the settings say so, and never where a minute has too few calls for it`() {
        #expect(road(1, 60, 5_000, isAlways: true).way == .together)
        #expect(road(250, 1, 5_000, perMinute: 1).way == .oneByOne)
    }
}
