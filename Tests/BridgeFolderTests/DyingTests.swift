import BridgeDomain
import BridgeFolder
import BridgeSource
import BridgeTesting
import Testing

/// The process dies at every step of a folder's day, and the next process goes on.
@Suite struct DyingTests {
    let clock = MovableClock(noon)

    /// A day: an ordinary file with everything in it, the same once more under another name, a file that breaks off, one that is no file of
    /// ours at all, and some with nothing special.
    private func day() throws -> TestFolder {
        let folder = try TestFolder()
        try folder.put("a.txt", "1;C1;100\n?;x\n2;C2;250\n%;y\n3;C1;50\n")
        try folder.put("b.txt", "1;C1;100\n?;x\n2;C2;250\n%;y\n3;C1;50\n")
        try folder.put("c.txt", "4;C3;700\n!\n5;C3;1\n")
        try folder.put("d.txt", "broken\n")
        try folder.put("e.txt", "6;C4;10\n")
        try folder.put("f.txt", "7;C4;10\n")
        try folder.put("g.txt", "8;C5;10\n9;C5;10\n")
        return folder
    }

    /// What stands at the end of the day, however often the process died.
    private struct Evening: Equatable {
        var incoming: [String]
        var done: [String]
        var repeats: [String]
        var refused: [String]
        var rejected: String
        var report: String
        var totals: [ControlTotal]
        var numbers: [String]
        var parties: Set<String>
    }

    private func evening(_ folder: TestFolder, _ receiver: Receiver) async throws -> Evening {
        let day = CalendarDate(daysSinceEpoch: 20_000)
        return Evening(
            incoming: try folder.names(), done: try folder.names("done"), repeats: try folder.names("repeats"),
            refused: try folder.names("refused"), rejected: try folder.text("done/a.txt.rejected.csv"),
            report: try folder.text("done/a.txt.report.txt"), totals: try await source(folder, clock).controlTotals(from: day, to: day),
            numbers: receiver.numbers, parties: receiver.parties)
    }

    /// Documents of a page: some files take several pages, or a page takes all files.
    static let pages = [2, 100]

    @Test(arguments: pages) func `a day without any death`(page: Int) async throws {
        let folder = try day()
        let receiver = Receiver()
        try await receiver.turn(source(folder, clock), page: page)
        let evening = try await evening(folder, receiver)
        #expect(evening.incoming == ["done", "refused", "repeats"])
        #expect(evening.done == ["a.txt", "a.txt.rejected.csv", "a.txt.report.txt", "e.txt", "f.txt", "g.txt"])
        #expect(evening.repeats == ["b.txt", "b.txt.note.txt"])
        #expect(
            evening.refused == [
                "c.txt", "c.txt.rejected.csv", "c.txt.report.txt", "d.txt", "d.txt.rejected.csv", "d.txt.report.txt",
            ])
        #expect(evening.numbers == ["1", "2", "3", "4", "6", "7", "8", "9"])
        #expect(evening.parties == ["C1", "C2", "C3", "C4", "C5"])
        #expect(evening.totals.map(\.documents) == [8])
        #expect(evening.totals.first?.gross == Money(minorUnits: 1140, .eur))
        #expect(evening.rejected.contains("2;number;?;;geen nummer;no number"))
        #expect(evening.report.contains("postage: 1 ×, 0.05 EUR"))
    }

    @Test(arguments: pages)
    func `whichever step on the disk is the last one, the next process ends the day the same`(page: Int) async throws {
        let undisturbed = try day()
        let calm = Receiver()
        let counting = MortalFiles()
        try await calm.turn(source(undisturbed, clock, files: counting), page: page)
        let expected = try await evening(undisturbed, calm)
        #expect(counting.count > 100)
        for step in 1...counting.count {
            let folder = try day()
            let receiver = Receiver()
            await #expect(throws: SourceError.self) {
                try await receiver.turn(source(folder, clock, files: MortalFiles(dyingAt: step)), page: page)
            }
            try await receiver.turn(source(folder, clock, files: MortalFiles()), page: page)
            let evening = try await evening(folder, receiver)
            #expect(evening == expected, "dead at step \(step)")
        }
    }

    @Test(arguments: pages) func `a process that dies again and again still ends the day`(page: Int) async throws {
        let folder = try day()
        let receiver = Receiver()
        var deaths = 0
        // Each life goes a little further than the one before.
        for step in stride(from: 5, to: 10_000, by: 7) {
            do {
                try await receiver.turn(source(folder, clock, files: MortalFiles(dyingAt: step)), page: page)
                break
            } catch {
                deaths += 1
            }
        }
        #expect(deaths > 10)
        let undisturbed = try day()
        let calm = Receiver()
        try await calm.turn(source(undisturbed, clock))
        #expect(try await evening(folder, receiver) == evening(undisturbed, calm))
    }

    private struct Death: Error {}

    @Test(arguments: pages) func `a page that never reached the journal is read again`(page: Int) async throws {
        for lost in 1...20 {
            let folder = try day()
            let receiver = Receiver()
            var pages = 0
            try? await receiver.turn(source(folder, clock), page: page) {
                pages += 1
                if pages == lost { throw Death() }
            }
            try await receiver.turn(source(folder, clock), page: page)
            #expect(receiver.numbers == ["1", "2", "3", "4", "6", "7", "8", "9"])
            #expect(try folder.names() == ["done", "refused", "repeats"])
        }
    }

    @Test(arguments: pages) func `a disk that fails for a moment costs nothing but time`(page: Int) async throws {
        let undisturbed = try day()
        let calm = Receiver()
        let counting = MortalFiles()
        try await calm.turn(source(undisturbed, clock, files: counting), page: page)
        let expected = try await evening(undisturbed, calm)
        for step in stride(from: 1, through: counting.count, by: 3) {
            let folder = try day()
            let receiver = Receiver()
            let files = FailingOnce(at: step)
            let source = source(folder, clock, files: files)
            // The same source, in the same process.
            while !files.hasFailed { try? await receiver.turn(source, page: page) }
            try await receiver.turn(source, page: page)
            #expect(try await evening(folder, receiver) == expected, "failed at step \(step)")
        }
    }
}
