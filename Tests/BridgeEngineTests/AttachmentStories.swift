import BridgeConnector
import BridgeDomain
import BridgeEngine
import BridgeJournal
import BridgeJournalTesting
import BridgeSource
import BridgeTesting
import Testing

@Suite struct `Invoices with their PDF` {
    /// A bridge whose documents' files follow them.
    private func open(_ change: (inout AttachmentPolicy) -> Void = { _ in }) -> TestBridge {
        var attachments = AttachmentPolicy()
        change(&attachments)
        let bridge = TestBridge { $0.attachments = attachments }
        bridge.trade.deliver(.florist())
        return bridge
    }

    private func record(_ bridge: TestBridge, _ number: String) async throws -> AttachmentRecord? {
        let key = DocumentKey("NL01", .salesInvoice, DocumentNumber(number))
        return try await MemoryJournal(on: bridge.disk).attachments([key], bridge: "export")[key]
    }

    private func names(_ bridge: TestBridge) -> [String] { bridge.books.files.filter(\.isLinked).map(\.name).sorted() }

    @Test func `each booked invoice gets its file, under its own number, once`() async throws {
        let bridge = open()
        for number in ["S01", "S02/a"] { bridge.trade.approve(.sale(number)) }
        try await bridge.settle()
        #expect(names(bridge) == ["S01.pdf", "S02-a.pdf"])
        #expect(bridge.books.files.map(\.content).contains(Array("%PDF-1.4 id-S01".utf8)))
        #expect(bridge.trade.fileCalls == 2 && bridge.books.calls(.attach) == 4)
        let kept = try await record(bridge, "S01")
        #expect(kept?.state == .attached && kept?.bytes == 15 && kept?.dueAt == nil)
        #expect(try await bridge.acts("S01").last == "attached")
        try await bridge.settle(hours: 48)
        #expect(bridge.books.files.count == 2 && bridge.books.calls(.attach) == 4)
    }

    @Test func `off, nothing is fetched and nothing kept`() async throws {
        let bridge = TestBridge()
        bridge.trade.deliver(.florist())
        bridge.trade.approve(.sale("S01"))
        try await bridge.settle()
        #expect(bridge.trade.fileCalls == 0 && bridge.books.files.isEmpty)
        #expect(try await record(bridge, "S01") == nil)
    }

    @Test(arguments: [0, 1], [ScriptedBooks.Fault.answerLost, .requestLost])
    func `a lost answer is looked up before anything is sent again`(step: Int, fault: ScriptedBooks.Fault) async throws {
        let bridge = open()
        bridge.books.plan(.attach, Array(repeating: nil, count: step) + [fault])
        bridge.trade.approve(.sale("S01"))
        try await bridge.settle(hours: 0)
        try await bridge.settle(hours: 0)
        #expect(try await record(bridge, "S01")?.state == .inFlight)
        try await bridge.settle()
        #expect(bridge.books.files.count == 1)
        #expect(names(bridge) == ["S01.pdf"])
        #expect(bridge.books.calls(.lookUp) == 1)
        #expect(try await record(bridge, "S01")?.attempts == 2)
        #expect(try await bridge.state("S01") == .booked)
    }

    @Test(arguments: [CrashPoint.Side.before, .after])
    func `wherever the process dies, the file is there once`(_ side: CrashPoint.Side) async throws {
        for number in 1...30 {
            let bridge = open()
            bridge.trade.approve(.sale("S01"))
            let dying = MemoryJournal(on: bridge.disk) { point in point.number == number && point.side == side ? .die : .goOn }
            let first = Lane(parts: bridge.parts(dying), orders: PlainOrders(), owner: "dying", leaseSeconds: 600)
            var died = false
            do { try await bridge.settle(first, hours: 1) } catch { died = true }
            bridge.clock.advance(seconds: 700)
            try await bridge.settle(bridge.successor(), hours: 2)
            #expect(names(bridge) == ["S01.pdf"], "died \(side) write \(number)")
            #expect(bridge.books.files.count == 1 && bridge.books.entries.count == 1, "died \(side) write \(number)")
            #expect(try await MemoryJournal(on: bridge.disk).verify { _ in }.faults == [])
            #expect(died, "fewer writes than \(number)")
        }
    }

    @Test func `one file that fails holds up neither postings nor other files, and a person has it tried again`() async throws {
        let bridge = open()
        let refusal = ScriptedBooks.Fault.refused(ConnectorError(.rejected, "not this file", vendorText: "Invalid: FileName"))
        bridge.books.plan(.attach, [refusal])
        for number in ["S01", "S02", "S03"] { bridge.trade.approve(.sale(number)) }
        try await bridge.settle()
        #expect(names(bridge).count == 2)
        #expect(try await bridge.postings().allSatisfy { $0.state == .booked })
        let totals = try await MemoryJournal(on: bridge.disk).attachmentTotals("export")
        #expect(totals.refused == 1 && totals.waiting == 0)
        let refused = try await MemoryJournal(on: bridge.disk).attachmentsRefused("export", limit: 9)
        #expect(refused.first?.reason?.english.contains("Invalid: FileName") == true)
        #expect(try await AttachmentDesk(parts: bridge.parts(), who: .person("anna")).tryAgain() == 1)
        try await bridge.settle()
        #expect(names(bridge) == ["S01.pdf", "S02.pdf", "S03.pdf"])
    }

    @Test func `where the source has no file nothing happens`() async throws {
        let bridge = open()
        bridge.trade.give(.none, for: "id-S01")
        bridge.trade.approve(.sale("S01"))
        try await bridge.settle()
        #expect(bridge.books.files.isEmpty && bridge.books.calls(.attach) == 0)
        #expect(try await record(bridge, "S01")?.state == .absent)
        #expect(try await !bridge.acts("S01").contains("attachment_refused"))
    }

    @Test(arguments: [
        (FileAnswer.tooLarge, "larger than 1 MB"), (.otherForm("image/png"), "no PDF but image/png"),
        (OriginalFile(Array("%PDF-".utf8) + Array(repeating: 0, count: 1 << 20)).map { .file($0) } ?? .none, "larger than 1 MB"),
    ])
    func `a file that is too large or no PDF is named, not sent`(answer: FileAnswer, why: String) async throws {
        let bridge = open { $0.bytesMax = 5 << 20 }
        bridge.trade.give(answer, for: "id-S01")
        bridge.trade.approve(.sale("S01"))
        try await bridge.settle()
        #expect(bridge.books.calls(.attach) == 0)
        let kept = try await record(bridge, "S01")
        #expect(kept?.state == .refused && kept?.reason?.english.contains(why) == true, "\(kept?.reason?.english ?? "")")
    }

    @Test func `a source that is away is asked again later, and invoices are booked meanwhile`() async throws {
        let bridge = open()
        bridge.trade.failFiles(Array(repeating: SourceError(.unavailable, "no answer"), count: 3))
        for number in ["S01", "S02"] { bridge.trade.approve(.sale(number)) }
        try await bridge.settle(hours: 0)
        try await bridge.settle(hours: 0)
        #expect(try await bridge.postings().allSatisfy { $0.state == .booked })
        #expect(bridge.trade.fileCalls == 1, "others would meet the same")
        try await bridge.settle()
        #expect(names(bridge) == ["S01.pdf", "S02.pdf"])
    }

    @Test func `files take no more calls a day than they were given, and go on the next day`() async throws {
        let bridge = open { $0.callsPerDay = 10 }
        for number in 1...8 { bridge.trade.approve(.sale("S0\(number)")) }
        try await bridge.settle()
        #expect(names(bridge).count == 5, "two calls each")
        #expect(try await bridge.postings().allSatisfy { $0.state == .booked })
        #expect(try await MemoryJournal(on: bridge.disk).attachmentTotals("export").waiting == 3)
        try await bridge.settle(hours: 24)
        #expect(names(bridge).count == 8)
    }

    @Test func `documents without a file use up nothing of what files were given`() async throws {
        let bridge = open { $0.callsPerDay = 10 }
        for number in 1...8 {
            bridge.trade.give(.none, for: SourceID("id-N0\(number)"))
            bridge.trade.approve(.sale("N0\(number)"))
        }
        for number in 1...5 { bridge.trade.approve(.sale("S0\(number)")) }
        try await bridge.settle()
        #expect(names(bridge).count == 5, "two calls each")
        #expect(try await MemoryJournal(on: bridge.disk).attachmentTotals("export").waiting == 0)
    }

    @Test func `books that do not answer are left alone without holding up postings`() async throws {
        let bridge = open()
        bridge.books.plan(.attach, [.refused(ConnectorError(.budgetSpent, "spent", retryAt: TestBridge.morning.adding(seconds: 1_800)))])
        bridge.trade.approve(.sale("S01"))
        try await bridge.settle(hours: 0)
        try await bridge.settle(hours: 0)
        #expect(try await record(bridge, "S01")?.state == .waiting)
        bridge.trade.approve(.sale("S02"))
        try await bridge.settle(hours: 0)
        #expect(try await bridge.state("S02") == .booked)
        #expect(bridge.books.files.isEmpty)
        try await bridge.settle()
        #expect(names(bridge) == ["S01.pdf", "S02.pdf"])
    }
}
