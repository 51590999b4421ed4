import BridgeDomain
import BridgeFolder
import BridgeSource
import BridgeTesting
import Testing

/// Pages that span files, and the listing that is worked off.
@Suite struct PageTests {
    let clock = MovableClock(noon)
    let day = CalendarDate(daysSinceEpoch: 20_000)

    private func folder(_ count: Int) throws -> TestFolder {
        let folder = try TestFolder()
        for number in 0..<count { try folder.put("\(10_000 + number).txt", "\(10_000 + number);C\(number % 7);100\n") }
        return folder
    }

    private func readerWithoutParties() -> LineReader {
        var reader = LineReader()
        reader.partyKinds = []
        return reader
    }

    @Test func `small files go many to a page`() async throws {
        let folder = try folder(230)
        let source = source(folder, clock)
        let receiver = Receiver()
        try await receiver.turn(source, page: 1_000)
        #expect(receiver.pages == 3)
        #expect(receiver.documents.count == 230)
        #expect(receiver.documents.values.allSatisfy { $0 == 1 })
        #expect(try folder.names() == ["done", "refused", "repeats"])
        #expect(try folder.names("done").count == 230)
        #expect(try await source.controlTotals(from: day, to: day).map(\.documents) == [230])
    }

    @Test func `a page holds no more bytes than memory should, and one file at least`() async throws {
        let folder = try TestFolder()
        let filler = "%;" + String(repeating: "x", count: 800_000) + "\n"
        for number in 0..<20 { try folder.put("\(10 + number).txt", "\(10 + number);C1;100\n" + filler) }
        let receiver = Receiver()
        try await receiver.turn(source(folder, clock, reader: readerWithoutParties()), page: 1_000)
        #expect(receiver.documents.count == 20)
        #expect(receiver.pages == 2)
    }

    @Test func `what a file costs does not depend on how many wait`() async throws {
        var steps: [Int] = []
        for count in [200, 800] {
            let folder = try folder(count)
            let files = MortalFiles()
            try await Receiver().turn(source(folder, clock, files: files), page: 100)
            steps.append(files.count / count)
        }
        #expect(steps[1] <= steps[0] + 1, "\(steps) steps a file")
    }

    @Test func `a page of files that was lost is given again, whole and in order`() async throws {
        let folder = try folder(9)
        let source = source(folder, clock, reader: readerWithoutParties())
        let first = try await source.documents(after: .start, limit: 4)
        #expect(first.items.map(\.key.number.text) == ["10000", "10001", "10002", "10003"])
        #expect(try await source.documents(after: .start, limit: 4).items == first.items)
        let second = try await source.documents(after: first.next, limit: 4)
        #expect(second.items.map(\.key.number.text) == ["10004", "10005", "10006", "10007"])
        #expect(try await source.documents(after: first.next, limit: 4).items == second.items)
        let last = try await source.documents(after: second.next, limit: 4)
        #expect(last.items.map(\.key.number.text) == ["10008"])
        let end = try await source.documents(after: last.next, limit: 4)
        #expect(end.items.isEmpty && !end.hasMore)
        #expect(try folder.names("done").count == 9)
    }

    @Test func `the same content twice is one page's document once, and then a repeat`() async throws {
        let folder = try TestFolder()
        for name in ["a", "b", "c"] { try folder.put("\(name).txt", "1;C1;100\n") }
        try folder.put("d.txt", "2;C1;100\n")
        let receiver = Receiver()
        try await receiver.turn(source(folder, clock), page: 100)
        #expect(receiver.documents.values.allSatisfy { $0 == 1 })
        #expect(receiver.numbers == ["1", "2"])
        #expect(try folder.names("done") == ["a.txt", "d.txt"])
        #expect(try folder.names("repeats") == ["b.txt", "b.txt.note.txt", "c.txt", "c.txt.note.txt"])
    }

    @Test func `what arrives, changes or goes while a listing is worked off is seen in time`() async throws {
        let folder = try folder(6)
        let source = source(folder, clock, reader: readerWithoutParties())
        let first = try await source.documents(after: .start, limit: 1)
        try folder.put("00001.txt", "1;C1;100\n")
        try folder.put("10001.txt", "20001;C1;100\n20002;C1;100\n", modified: noon.adding(seconds: -100))
        folder.remove("10002.txt")
        var numbers = first.items.map(\.key.number.text)
        var cursor = first.next
        while true {
            let page = try await source.documents(after: cursor, limit: 1)
            numbers += page.items.map(\.key.number.text)
            cursor = page.next
            if !page.hasMore { break }
        }
        #expect(numbers.sorted() == ["1", "10000", "10003", "10004", "10005", "20001", "20002"])
        #expect(try folder.names() == ["done", "refused", "repeats"])
    }

    @Test func `while another process works on the folder, this one waits and says so`() async throws {
        let folder = try folder(1)
        let source = source(folder, clock, reader: readerWithoutParties())
        _ = try await source.documents(after: .start, limit: 1)
        var other: (any HeldLock)? = try LinuxFiles().lock("\(folder.path)/.ledgerbridge/lock")
        let error = await #expect(throws: SourceError.self) { try await source.documents(after: .start, limit: 1) }
        #expect(error?.code == .unavailable)
        #expect(error?.message.contains("another process works on this folder") == true)
        // Who only asks what was taken need not wait.
        #expect(try await source.controlTotals(from: day, to: day).isEmpty)
        withExtendedLifetime(other) {}
        other = nil
        #expect(try await source.documents(after: .start, limit: 1).items.count == 1)
    }
}
