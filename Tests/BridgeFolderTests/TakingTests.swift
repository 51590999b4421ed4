import BridgeDomain
import BridgeFolder
import BridgeSource
import BridgeTesting
import Testing

@Suite struct TakingTests {
    let clock = MovableClock(noon)

    @Test func `a file is read page by page, then moved aside with its totals known`() async throws {
        let folder = try TestFolder()
        try folder.put("a.txt", "1;C1;100\n2;C2;250\n3;C1;50\n")
        let source = source(folder, clock)
        let receiver = Receiver()
        try await receiver.turn(source)
        #expect(receiver.numbers == ["1", "2", "3"])
        #expect(receiver.parties == ["C1", "C2"])
        #expect(try folder.names() == ["done", "refused", "repeats"])
        #expect(try folder.names("done") == ["a.txt"])
        let day = CalendarDate(daysSinceEpoch: 20_000)
        let totals = try await source.controlTotals(from: day, to: day)
        #expect(totals.map(\.documents) == [3])
        #expect(totals.first?.gross == Money(minorUnits: 400, .eur))
    }
}
