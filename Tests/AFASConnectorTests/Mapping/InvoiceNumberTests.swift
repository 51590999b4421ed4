import BridgeConnector
import BridgeDomain
import Testing

@testable import AFASConnector

struct InvoiceNumberTests {
    private static let shortenings = [AFASShortening("FP-20", to: "F"), AFASShortening("FC-20", to: "C")]

    @Test(arguments: [
        ("FP-2026-104233", "F26-104233"), ("FC-2026-104233", "C26-104233"), ("J2026-1", "J2026-1"), ("123456789012", "123456789012"),
    ])
    func `a number leads back to its reference`(reference: String, number: String) {
        let numbers = AFASInvoiceNumber(Self.shortenings)
        #expect(numbers.number(of: EntryReference(reference)) == number)
        #expect(numbers.reference(of: number) == EntryReference(reference))
    }

    @Test(arguments: ["1234567890123", "", "FP-2026-1042334567", "F26-104233"])
    func `what does not fit, or would lead back to another, is refused`(reference: String) {
        #expect(AFASInvoiceNumber(Self.shortenings).number(of: EntryReference(reference)) == nil)
    }

    @Test(arguments: [
        [AFASShortening("FP-", to: "F"), AFASShortening("FP-20", to: "G")],
        [AFASShortening("FP-", to: "F"), AFASShortening("FC-", to: "FC")],
        [AFASShortening("", to: "F")], [AFASShortening("F", to: "")],
    ])
    func `shortenings that run into each other are named`(shortenings: [AFASShortening]) {
        #expect(!AFASInvoiceNumber.issues(shortenings).isEmpty)
    }

    @Test func `shortenings that do not are fine`() { #expect(AFASInvoiceNumber.issues(Self.shortenings).isEmpty) }
}

struct MarkTests {
    private func moment(_ text: String) -> AFASClock.Moment { AFASClock.Moment(text) ?? AFASClock.Moment(seconds: 0) }

    @Test(arguments: ["", "2026-03-12T10:00:00", "2026-03-12T09:00:00+2000>2026-03-12T10:00:00", "+4000>2026-03-12T10:00:00"])
    func `a mark is read as it was written`(text: String) { #expect(AFASMark(text)?.text == text) }

    @Test(arguments: ["x", "1>2", "a+1>2026-03-12T10:00:00", "2026-03-12T09:00:00+-1>2026-03-12T10:00:00"])
    func `another text is none`(text: String) { #expect(AFASMark(text) == nil) }

    @Test func `a page that is full goes on from its last time, one of a single moment by counting`() throws {
        let start = (from: moment("2026-03-12T09:00:00") as AFASClock.Moment?, skip: 0)
        let later = AFASMark().after([moment("2026-03-12T09:00:00"), moment("2026-03-12T09:10:00")], isLast: false, from: start, take: 2)
        #expect(later.text == "2026-03-12T09:09:58+0>2026-03-12T09:10:00")
        let same = AFASMark().after([moment("2026-03-12T09:00:01"), moment("2026-03-12T09:00:01")], isLast: false, from: start, take: 2)
        #expect(same.text == "2026-03-12T09:00:00+2>2026-03-12T09:00:01")
        let last = later.after([], isLast: true, from: later.start(isDeep: false), take: 2)
        #expect(last.text == "2026-03-12T09:10:00")
        #expect(last.start(isDeep: false).from == moment("2026-03-12T09:08:00"))
        #expect(last.start(isDeep: true).from == moment("2026-03-12T07:53:00"))
    }

    @Test(arguments: [("12", "", 12, ""), ("12a", "", 12, "a"), ("12-14", "bis", 12, "-14 bis"), ("Hof", "3", nil, "Hof 3")])
    func `a house number is a whole number and what follows it`(number: String, addition: String, digits: Int?, rest: String) {
        let found = AFASRelationMessage.houseNumber(number, addition)
        #expect(found.number == digits && found.addition == rest)
    }

    @Test func `a line whose cents do not agree with the rate has its own`() throws {
        let rate = try #require(ExactDecimal("1.08"))
        let agreeing = LineRate.rate(rate, base: Samples.money("-9259.29"), foreign: Samples.money("-10000.03", Samples.usd))
        #expect(agreeing == rate)
        let own = LineRate.rate(rate, base: Samples.money("-9259.25"), foreign: Samples.money("-10000.03", Samples.usd))
        #expect(own == ExactDecimal("1.0800043200"))
    }
}
