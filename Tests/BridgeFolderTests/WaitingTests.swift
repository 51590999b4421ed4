import BridgeDomain
import BridgeFolder
import BridgeSource
import BridgeTesting
import Glibc
import Testing

/// Which files are taken, and which are left alone.
@Suite struct WaitingTests {
    let clock = MovableClock(noon)

    @Test(arguments: ["a.txt.part", "a.txt.tmp", ".a.txt", "a.txt~", "a.TXT.FILEPART", "a.crdownload"])
    func `a file whose name says that it is being written is left alone`(name: String) async throws {
        let folder = try TestFolder()
        try folder.put(name, "1;C1;100\n")
        let receiver = Receiver()
        try await receiver.turn(source(folder, clock))
        #expect(receiver.numbers.isEmpty)
        #expect(try LinuxFiles().facts(of: "\(folder.path)/\(name)") != nil)
    }

    @Test func `a file is taken once it has been left alone for the settling time`() async throws {
        let folder = try TestFolder()
        try folder.put("a.txt", "1;C1;100\n", modified: noon.adding(seconds: -4))
        let source = source(folder, clock)
        let receiver = Receiver()
        try await receiver.turn(source)
        #expect(receiver.numbers.isEmpty)
        #expect(try await source.status().waiting.map(\.verdict) == [.settling])
        clock.advance(seconds: 5)
        try await receiver.turn(source)
        #expect(receiver.numbers.isEmpty)
        clock.advance(seconds: 1)
        try await receiver.turn(source)
        #expect(receiver.numbers == ["1"])
    }

    @Test func `a sender whose clock is ahead does not hold its file back for ever`() async throws {
        let folder = try TestFolder()
        try folder.put("a.txt", "1;C1;100\n", modified: noon.adding(seconds: 86_400))
        let source = source(folder, clock)
        let receiver = Receiver()
        try await receiver.turn(source)
        #expect(receiver.numbers.isEmpty)
        clock.advance(seconds: 10)
        try await receiver.turn(source)
        #expect(receiver.numbers == ["1"])
    }

    @Test(arguments: ["a.txt.ready", "a.ready"])
    func `where files are announced, one without its companion is left alone`(companion: String) async throws {
        let folder = try TestFolder()
        try folder.put("a.txt", "1;C1;100\n")
        let source = source(folder, clock) { $0.readyEnding = ".ready" }
        let receiver = Receiver()
        try await receiver.turn(source)
        #expect(receiver.numbers.isEmpty)
        #expect(try await source.status().waiting.map(\.verdict) == [.unannounced])
        try folder.put(companion, "")
        try await receiver.turn(source)
        #expect(receiver.numbers == ["1"])
        #expect(try folder.names() == ["done", "refused", "repeats"])
    }

    @Test func `links, folders, pipes and foreign files stay where they are and are shown`() async throws {
        let folder = try TestFolder()
        let secret = try TestFolder()
        try secret.put("secret.txt", "1;C1;100\n")
        symlink("\(secret.path)/secret.txt", "\(folder.path)/link.txt")
        mkdir("\(folder.path)/folder.txt", 0o750)
        mkfifo("\(folder.path)/pipe.txt", 0o640)
        try folder.put("letter.docx", "x")
        let source = source(folder, clock)
        let receiver = Receiver()
        try await receiver.turn(source)
        #expect(receiver.numbers.isEmpty)
        let status = try await source.status()
        #expect(status.waiting.map(\.verdict) == [.notAFile, .otherForm, .notAFile, .notAFile])
        #expect(Set(status.troubles.keys) == ["link.txt", "folder.txt", "pipe.txt", "letter.docx"])
    }

    @Test func `a file beyond the bound is refused unread, with the reason beside it`() async throws {
        let folder = try TestFolder()
        try folder.put("a.txt", "1;C1;100\n")
        try folder.put("b.txt", "2;C1;100\n3;C1;100\n")
        let receiver = Receiver()
        try await receiver.turn(source(folder, clock) { $0.fileBytesMax = 12 })
        #expect(receiver.numbers == ["1"])
        #expect(try folder.names("refused") == ["b.txt", "b.txt.report.txt"])
        #expect(try folder.text("refused/b.txt.report.txt").contains("larger than 12 bytes"))
    }

    @Test func `too many files are said to be too many, and nothing is taken`() async throws {
        let folder = try TestFolder()
        for number in 1...9 { try folder.put("\(number).txt", "\(number);C1;1\n") }
        let receiver = Receiver()
        let error = await #expect(throws: SourceError.self) { try await receiver.turn(source(folder, clock) { $0.filesMax = 4 }) }
        #expect(error?.message.contains("more than") == true)
        #expect(receiver.numbers.isEmpty)
    }

    @Test func `a folder that is not there is said so, and found once it is`() async throws {
        let folder = try TestFolder()
        let path = "\(folder.path)/in"
        let source = source(folder, clock) { $0.path = path }
        let receiver = Receiver()
        let error = await #expect(throws: SourceError.self) { try await receiver.turn(source) }
        #expect(error?.code == .unavailable)
        mkdir(path, 0o750)
        try folder.put("in/a.txt", "1;C1;100\n")
        try await receiver.turn(source)
        #expect(receiver.numbers == ["1"])
    }

    @Test func `files are taken in the order of their names`() async throws {
        let folder = try TestFolder()
        for name in ["2011-03.txt", "2010-12.txt", "2011-01.txt"] { try folder.put(name, "\(name.prefix(7));C1;1\n") }
        let source = source(folder, clock)
        var order: [String] = []
        var cursor = SourceCursor.start
        for kind in [PartyKind.debtor] {
            var parties = SourceCursor.start
            while true {
                let page = try await source.parties(kind, after: parties, limit: 10)
                parties = page.next
                if !page.hasMore { break }
            }
        }
        while true {
            let page = try await source.documents(after: cursor, limit: 10)
            order += page.items.map(\.key.number.text)
            cursor = page.next
            if !page.hasMore { break }
        }
        #expect(order == ["2010-12", "2011-01", "2011-03"])
    }
}
