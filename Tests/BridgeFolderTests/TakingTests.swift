import BridgeDomain
import BridgeFolder
import BridgeSource
import BridgeTesting
import Testing

@Suite struct TakingTests {
    let clock = MovableClock(noon)
    let day = CalendarDate(daysSinceEpoch: 20_000)

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
        let totals = try await source.controlTotals(from: day, to: day)
        #expect(totals.map(\.documents) == [3])
        #expect(totals.first?.gross == Money(minorUnits: 400, .eur))
        #expect(try await source.controlTotals(from: day.adding(days: 1), to: day.adding(days: 9)).isEmpty)
    }

    @Test func `documents wait until the parties of their file have passed`() async throws {
        let folder = try TestFolder()
        try folder.put("a.txt", "1;C1;100\n")
        let source = source(folder, clock)
        let early = try await source.documents(after: .start, limit: 10)
        #expect(early.items.isEmpty)
        #expect(!early.hasMore)
        let parties = try await source.parties(.debtor, after: .start, limit: 10)
        #expect(parties.items.map(\.key.code) == ["C1"])
        // Handed over, but nothing says yet that they were stored.
        #expect(try await source.documents(after: .start, limit: 10).items.isEmpty)
        #expect(try await source.parties(.debtor, after: parties.next, limit: 10).items.isEmpty)
        #expect(try await source.documents(after: .start, limit: 10).items.count == 1)
    }

    @Test func `a file stays where it is until the journal holds its last page`() async throws {
        let folder = try TestFolder()
        try folder.put("a.txt", "1;C1;100\n")
        var reader = LineReader()
        reader.partyKinds = []
        let source = source(folder, clock, reader: reader)
        let page = try await source.documents(after: .start, limit: 10)
        #expect(page.items.count == 1)
        #expect(try folder.names().contains("a.txt"))
        // The page was lost: the same again.
        #expect(try await source.documents(after: .start, limit: 10).items == page.items)
        let last = try await source.documents(after: page.next, limit: 10)
        #expect(last.items.isEmpty)
        #expect(try folder.names("done") == ["a.txt"])
    }

    @Test func `the same content under another name is a repeat, today and next year`() async throws {
        let folder = try TestFolder()
        try folder.put("a.txt", "1;C1;100\n")
        let receiver = Receiver()
        try await receiver.turn(source(folder, clock))
        clock.advance(seconds: 365 * 86_400)
        try folder.put("again.txt", "1;C1;100\n")
        try folder.put("a.txt", "1;C1;100\n")
        let later = source(folder, clock)
        try await receiver.turn(later)
        #expect(receiver.documents.values.allSatisfy { $0 == 1 })
        #expect(try folder.names("repeats") == ["a.txt", "a.txt.note.txt", "again.txt", "again.txt.note.txt"])
        #expect(try folder.text("repeats/again.txt.note.txt").contains("under the name a.txt"))
        #expect(try await later.controlTotals(from: day, to: day).map(\.documents) == [1])
    }

    @Test func `other content under a name that was used is a file of its own`() async throws {
        let folder = try TestFolder()
        try folder.put("a.txt", "1;C1;100\n")
        let source = source(folder, clock)
        let receiver = Receiver()
        try await receiver.turn(source)
        try folder.put("a.txt", "2;C1;100\n")
        try await receiver.turn(source)
        #expect(receiver.numbers == ["1", "2"])
        let kept = try folder.names("done")
        #expect(kept.count == 2)
        #expect(kept.contains("a.txt"))
        #expect(kept.allSatisfy { $0.hasPrefix("a.") && $0.hasSuffix(".txt") })
    }

    @Test func `a document that comes in two files counts once`() async throws {
        let folder = try TestFolder()
        try folder.put("january.txt", "1;C1;100\n2;C1;100\n")
        try folder.put("quarter.txt", "2;C1;100\n3;C1;100\n")
        let source = source(folder, clock)
        let receiver = Receiver()
        try await receiver.turn(source)
        #expect(receiver.numbers == ["1", "2", "3"])
        let totals = try await source.controlTotals(from: day, to: day)
        #expect(totals.map(\.documents) == [3])
        #expect(totals.first?.gross == Money(minorUnits: 300, .eur))
    }

    @Test func `a refused file may come again after mending the settings`() async throws {
        let folder = try TestFolder()
        try folder.put("a.txt", "1;C1;100\n!\n")
        let receiver = Receiver()
        try await receiver.turn(source(folder, clock))
        #expect(try folder.names("refused").contains("a.txt"))
        try folder.put("a.txt", "1;C1;100\n!\n")
        var mended = LineReader()
        mended.fingerprint = "lines-2"
        let source = source(folder, clock, reader: mended)
        try await receiver.turn(source)
        #expect(receiver.numbers == ["1"])
        #expect(try folder.names().contains("a.txt") == false)
    }

    @Test func `a file that is written to while it is read is read anew`() async throws {
        let folder = try TestFolder()
        try folder.put("a.txt", "1;C1;100\n2;C1;100\n3;C1;100\n")
        var reader = LineReader()
        reader.partyKinds = []
        let source = source(folder, clock, reader: reader)
        let first = try await source.documents(after: .start, limit: 1)
        #expect(first.items.count == 1)
        try folder.put("a.txt", "1;C1;100\n2;C1;100\n3;C1;100\n4;C1;100\n", modified: noon.adding(seconds: -100))
        var numbers: [String] = []
        var cursor = first.next
        // A new process, as the old one still holds the old content.
        let next = restarted(folder, reader)
        while true {
            let page = try await next.documents(after: cursor, limit: 10)
            numbers += page.items.map(\.key.number.text)
            cursor = page.next
            if !page.hasMore { break }
        }
        #expect(numbers == ["1", "2", "3", "4"])
        #expect(try folder.names("done") == ["a.txt"])
    }

    @Test func `a document is found back in the file that is kept`() async throws {
        let folder = try TestFolder()
        try folder.put("a.txt", "1;C1;100\n2;C2;250\n")
        let source = source(folder, clock)
        try await Receiver().turn(source)
        #expect(try await source.document("line-2").document?.totals.gross == Money(minorUnits: 250, .eur))
        let error = await #expect(throws: SourceError.self) { try await source.document("line-9") }
        #expect(error?.code == .notFound)
    }

    @Test func `what was taken is told, with what rules did`() async throws {
        let folder = try TestFolder()
        try folder.put("a.txt", "1;C1;100\n%;x\n%;y\n?;z\n")
        let source = source(folder, clock)
        try await Receiver().turn(source)
        let taken = try #require(try await source.takenFiles().first)
        #expect(taken.outcome == .taken)
        #expect(taken.rules.map(\.name) == ["postage"])
        #expect(taken.rules.first?.places == 2)
        #expect(taken.rules.first?.amounts == [Money(minorUnits: 10, .eur)])
        #expect(taken.rejectedPlaces == 1)
    }

    private func restarted(_ folder: TestFolder, _ reader: LineReader) -> FolderSource { source(folder, clock, reader: reader) }
}
