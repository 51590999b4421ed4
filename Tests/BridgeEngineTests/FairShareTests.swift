import BridgeDomain
import BridgeJournal
import Testing

@testable import BridgeEngine

private let morning = Timestamp(CalendarDate(daysSinceEpoch: 20_775), milliseconds: 9 * 3_600_000)
private let midnight = Timestamp(CalendarDate(daysSinceEpoch: 20_776))

@Suite struct `A connection's calls, divided` {
    /// A share at so many seconds into a minute of 60 calls, on a day of 5,000.
    func share(
        second: Int64 = 0, used: Int = 0, day: Int = 0, inHand: Int = 0, own: FairShare.Claim = .init(waiting: 1_000),
        others: [FairShare.Claim] = [], at moment: Timestamp = morning
    ) -> FairShare {
        let minute = moment.adding(seconds: 60)
        return FairShare(
            minute: BudgetWindow(name: "minute", limit: 60, used: used, resetsAt: minute),
            day: BudgetWindow(name: "day", limit: 5_000, used: day, resetsAt: midnight), inHand: inHand, own: own, others: others,
            now: moment.adding(seconds: second))
    }

    @Test func `a bridge alone has the whole minute`() {
        #expect(share().decide().calls == 60)
        #expect(share(used: 20, inHand: 3, own: .init(minute: 17, waiting: 100)).decide().calls == 43)
        #expect(share(used: 60).decide() == .init(calls: 0, again: morning.adding(seconds: 60)))
    }

    @Test(arguments: [
        ([20_000], 30), ([20], 40), ([0], 60), ([20_000, 20_000], 20), ([20_000, 6], 27), ([10, 6, 0], 44),
    ])
    func `what others want less than their share of is divided among the rest`(waiting: [Int], granted: Int) {
        #expect(share(others: waiting.map { .init(waiting: $0) }).decide().calls == granted)
    }

    @Test func `what another bridge has had of the minute counts as its share`() {
        let other = FairShare.Claim(minute: 30, waiting: 500)
        #expect(share(used: 30, others: [other]).decide().calls == 30)
        #expect(share(used: 45, own: .init(minute: 15, waiting: 10), others: [other]).decide().calls == 15)
        let served = share(used: 45, own: .init(minute: 30, waiting: 10), others: [.init(minute: 15, waiting: 500)])
        #expect(served.decide() == .init(calls: 0, again: morning.adding(seconds: 30)))
    }

    @Test func `what was granted is not granted again while its calls are under way`() {
        #expect(share(used: 10, own: .init(minute: 40, waiting: 100)).decide().calls == 20)
        var sending = share(used: 4, day: 4_930, own: .init(minute: 12, waiting: 100))
        sending.underWay = 12
        #expect(sending.decide().calls == 8, "20 of the day are left, 12 of them are being made")
        sending.day.used = 100
        #expect(sending.decide().calls == 44, "4 were questions, 12 are being made")
    }

    @Test func `the second half of a minute is for whoever has work`() {
        let other = FairShare.Claim(minute: 0, waiting: 500)
        #expect(share(second: 29, used: 30, own: .init(minute: 30, waiting: 99), others: [other]).decide().calls == 0)
        #expect(share(second: 30, used: 30, own: .init(minute: 30, waiting: 99), others: [other]).decide().calls == 30)
    }

    @Test func `a hundredth of a day is kept for questions until its last half hour`() {
        let opens = midnight.adding(seconds: -1_800)
        #expect(share(day: 4_940).decide().calls == 10)
        #expect(share(day: 4_950).decide() == .init(calls: 0, again: opens))
        #expect(share(day: 4_950, at: opens).decide().calls == 50)
        #expect(share(day: 5_000, at: opens).decide() == .init(calls: 0, again: midnight))
    }

    @Test func `of a shared day a tenth is kept from a bridge that has had its part`() {
        let busy = FairShare.Claim(minute: 0, day: 4_450, waiting: 9_000)
        #expect(share(day: 4_450, own: busy, others: [.init()]).decide().calls == 0)
        #expect(share(day: 4_450, own: .init(waiting: 20), others: [busy]).decide().calls == 30)
        let opens = midnight.adding(seconds: -1_800)
        #expect(share(day: 4_450, own: busy, others: [.init()], at: opens).decide().calls == 60)
    }

    @Test func `what is kept of a small minute can be used up before the day ends`() {
        var narrow = share()
        narrow.minute.limit = 2
        narrow.day.limit = 100_000
        #expect(narrow.kept == 20)
    }
}
