import BridgeDomain
import BridgeEngine
import BridgeJournal
import BridgeJournalTesting
import BridgeSource
import BridgeTesting
import Testing

/// A trade system that pushes, while the lane belongs to somebody.
@Suite struct `Pushed documents` {
    @Test func `what is pushed waits for the lane, which judges and books it`() async throws {
        let bridge = try await Self.open()
        #expect(try await bridge.push([.sale("2026-1")]) == ["accepted"])
        let waiting = try #require(try await bridge.posting("2026-1"))
        #expect(waiting.state == .held && waiting.hold == nil && waiting.dueAt == TestBridge.morning)
        try await bridge.settle()
        #expect(try await bridge.state("2026-1") == .booked)
        #expect(bridge.books.entries.count == 1)
    }

    @Test func `another process books it: who pushes needs no lease`() async throws {
        let bridge = try await Self.open()
        try await bridge.settle()
        #expect(try await bridge.push([.sale("2026-1")]) == ["accepted"])
        let turn = try await bridge.lane.turn()
        #expect(turn.owned && turn.booked == 1, "the owner of the lane finds it in its next turn")
    }

    @Test func `the same push again changes nothing, whatever became of the first`() async throws {
        let bridge = try await Self.open()
        _ = try await bridge.push([.sale("2026-1")])
        #expect(try await bridge.push([.sale("2026-1"), .sale("2026-1")]) == ["unchanged", "unchanged"])
        try await bridge.settle()
        #expect(try await bridge.push([.sale("2026-1")]) == ["unchanged"])
        try await bridge.settle()
        #expect(bridge.books.entries.count == 1)
        #expect(try await bridge.postings().count == 1)
    }

    @Test func `one batch may bring a document, its correction and its repetition`() async throws {
        let bridge = try await Self.open()
        let corrected = Document.sale("2026-1", cents: 20_000, version: 2)
        #expect(try await bridge.push([.sale("2026-1"), corrected, corrected]) == ["accepted", "accepted", "unchanged"])
        try await bridge.settle()
        #expect(bridge.books.entries.count == 1)
        #expect(try await bridge.posting("2026-1")?.documentVersion == 2)
    }

    @Test func `a number with other content is set apart, and so is its repetition`() async throws {
        let bridge = try await Self.open()
        let other = Document.sale("2026-1", cents: 99_900).with { $0.sourceID = "id-other" }
        #expect(try await bridge.push([.sale("2026-1"), other]) == ["accepted", "conflict number_with_other_content"])
        #expect(try await bridge.push([other]) == ["conflict number_with_other_content"])
        try await bridge.settle()
        #expect(bridge.books.entries.count == 1)
        #expect(try await bridge.postings().map(\.state) == [.booked, .parked])
    }

    @Test func `where versions are not counted, other content takes the place of what could not be booked only`() async throws {
        let bridge = try await Self.open()
        let right = Document.sale("2026-1")
        let wrong = right.with { $0.totals.gross = Money(minorUnits: 1, .eur) }
        func file(_ text: String, _ document: Document?) -> SourceDocument {
            SourceDocument(
                sourceID: right.sourceID, key: right.key, version: 1, raw: Array(text.utf8), document: document,
                problems: document == nil ? [Problem(.malformed, at: Place("lines"))] : [], countsVersions: false)
        }
        #expect(try await bridge.push(items: [file("unreadable", nil)]) == ["parked malformed"])
        #expect(try await bridge.push(items: [file("contradicts itself", wrong)]) == ["parked gross_mismatch"])
        try await bridge.settle()
        #expect(try await bridge.push(items: [file("unreadable", nil)]) == ["unchanged"])
        #expect(try await bridge.push(items: [file("right", right)]) == ["accepted"])
        try await bridge.settle()
        #expect(try await bridge.state("2026-1") == .booked)
        #expect(try await bridge.posting("2026-1")?.documentVersion == 3)
        for (text, document) in [("right", right), ("in other words", right), ("contradicts itself", wrong)] {
            #expect(try await bridge.push(items: [file(text, document)]) == ["unchanged"], "\(text)")
        }
        #expect(try await bridge.push(items: [file("another", .sale("2026-1", cents: 5_000))]) == ["conflict number_with_other_content"])
        #expect(bridge.books.entries.count == 1)
    }

    @Test func `what validation finds is told at once and judged parked by the lane`() async throws {
        let bridge = try await Self.open()
        let wrong = Document.sale("2026-1").with { $0.totals.gross = Money(minorUnits: 1, .eur) }
        #expect(try await bridge.push([wrong]) == ["parked gross_mismatch"])
        let withoutParty = SourceDocument(
            sourceID: "id-9", key: DocumentKey("NL01", .salesInvoice, "2026-9"), version: 1, raw: [1], document: nil,
            problems: [Problem(.malformed, at: Place("lines"))])
        #expect(try await bridge.push(items: [withoutParty]) == ["parked malformed"])
        #expect(try await bridge.state("2026-9") == .parked, "what cannot be read needs no judgement")
    }

    @Test func `a document that is taken back before it was sent is withdrawn, later it is shown`() async throws {
        let bridge = try await Self.open()
        _ = try await bridge.push([.sale("2026-1"), .sale("2026-2")])
        #expect(try await bridge.push([.sale("2026-1", version: 2)], withdrawn: true) == ["accepted"])
        try await bridge.settle()
        #expect(try await bridge.state("2026-1") == .withdrawn)
        #expect(try await bridge.push([.sale("2026-2", version: 2)], withdrawn: true) == ["parked withdrawn_at_source"])
        #expect(try await bridge.push([.sale("2026-2", cents: 1, version: 3)]) == ["parked correction_after_posting"])
        #expect(try await bridge.posting("2026-2")?.differs == true)
        #expect(bridge.books.entries.count == 1)
    }

    @Test func `two credit notes pushed at once never take back more than the invoice`() async throws {
        let bridge = try await Self.open()
        _ = try await bridge.push([.sale("2026-1")])
        try await bridge.settle()
        // Two processes decide before either has written.
        let one = try await bridge.intake.decide([.pushed(.sale("C-1", cents: 6_000, credits: "2026-1"))])
        let two = try await bridge.intake.decide([.pushed(.sale("C-2", cents: 6_000, credits: "2026-1"))])
        try await bridge.journal.commit(two.unit)
        try await bridge.journal.commit(one.unit)
        try await bridge.settle()
        #expect(try await bridge.state("C-2", .creditNote) == .booked)
        let second = try await bridge.posting("C-1", .creditNote)
        #expect(second?.state == .parked && second?.problems.contains { $0.code == .creditExceedsOriginal } == true)
    }

    @Test func `who decided too late is refused and decides again`() async throws {
        let bridge = try await Self.open()
        let late = try await bridge.intake.decide([.pushed(.sale("2026-1"))])
        _ = try await bridge.push([.sale("2026-1")])
        await #expect(throws: JournalError.self) { try await bridge.journal.commit(late.unit) }
        let correction = try await bridge.intake.decide([.pushed(.sale("2026-1", version: 2))])
        try await bridge.settle()
        await #expect(throws: JournalError.self) { try await bridge.journal.commit(correction.unit) }
        #expect(try await bridge.push([.sale("2026-1", version: 2)]) == ["parked correction_after_posting"])
    }

    @Test func `a party that comes after its documents lets them go`() async throws {
        let bridge = TestBridge()
        _ = try await bridge.push([.sale("2026-1"), .sale("2026-2")])
        try await bridge.settle(hours: 0)
        #expect(try await bridge.posting("2026-1")?.hold == .party(PartyKey(.debtor, "C0412")))
        #expect(try await bridge.push([Party.florist()]) == ["accepted"])
        try await bridge.settle()
        #expect(bridge.books.entries.count == 2)
        #expect(try await bridge.push([Party.florist()]) == ["unchanged"])
    }

    @Test func `documents that were parked for want of their party go when it comes after all`() async throws {
        let bridge = TestBridge()
        _ = try await bridge.push([.sale("2026-1")])
        try await bridge.settle(hours: 3)
        #expect(try await bridge.state("2026-1") == .parked)
        _ = try await bridge.push([Party.florist()])
        #expect(try await bridge.acts("2026-1").last == "stirred")
        try await bridge.settle()
        #expect(try await bridge.state("2026-1") == .booked)
    }

    @Test func `what a person holds stays held when its party comes`() async throws {
        let bridge = TestBridge()
        _ = try await bridge.push([.sale("2026-1")])
        try await bridge.settle(hours: 0)
        _ = try await bridge.desk.hold([DocumentKey("NL01", .salesInvoice, "2026-1")])
        _ = try await bridge.push([Party.florist()])
        try await bridge.settle()
        #expect(try await bridge.posting("2026-1")?.hold == .person)
    }

    private static func open() async throws -> TestBridge {
        let bridge = TestBridge()
        _ = try await bridge.push([Party.florist()])
        return bridge
    }
}

extension TestBridge {
    var intake: PushIntake { PushIntake(parts: parts(), validator: DocumentValidator()) }

    func push(_ documents: [Document], withdrawn: Bool = false) async throws -> [String] {
        try await push(items: documents.map { .pushed($0, withdrawn: withdrawn) })
    }

    /// Each verdict with the problems it tells.
    func push(items: [SourceDocument]) async throws -> [String] {
        let decision = try await intake.decide(items)
        try await journal.commit(decision.unit)
        return decision.verdicts.map { ([$0.outcome.rawValue] + $0.problems.map(\.code.rawValue)).joined(separator: " ") }
    }

    func push(_ parties: [Party]) async throws -> [String] {
        let items = parties.map { SourceParty(key: $0.key, raw: Array("\($0)".utf8), party: $0, problems: []) }
        let decision = try await intake.decide(items)
        try await journal.commit(decision.unit)
        try await intake.stir(Set(parties.map(\.key)))
        return decision.verdicts.map(\.outcome.rawValue)
    }
}

extension SourceDocument {
    static func pushed(_ document: Document, withdrawn: Bool = false) -> SourceDocument {
        SourceDocument(
            sourceID: document.sourceID, key: document.key, version: document.version,
            raw: Array("\(document.key) \(document.version) \(document.totals) \(withdrawn)".utf8), document: document, problems: [],
            isWithdrawn: withdrawn)
    }
}
