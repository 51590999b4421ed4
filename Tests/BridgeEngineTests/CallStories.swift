import BridgeConnector
import BridgeDomain
import BridgeHTTP
import BridgeJournal
import BridgeJournalTesting
import BridgeTesting
import Testing

@testable import BridgeEngine

/// Books that say what they hear, and what they answer, to whoever keeps it.
private struct TalkingBooks: ForwardedBooks {
    let books: ScriptedBooks
    var together = false

    var capabilities: ConnectorCapabilities {
        var capabilities = books.capabilities
        if together { capabilities.postsTogether = PostingTogether(entriesMax: 40, calls: 1, isAlways: true) }
        return capabilities
    }

    private func telling<Answer>(
        _ name: String, _ sent: String, _ call: () async throws(ConnectorError) -> Answer
    ) async throws(ConnectorError) -> Answer {
        do throws(ConnectorError) {
            let answer = try await call()
            CallRecorder.tell(name, sent: Array(sent.utf8), answer: "done", at: TownClock())
            return answer
        } catch {
            CallRecorder.tell(name, sent: Array(sent.utf8), answer: error.code.rawValue, at: TownClock())
            throw error
        }
    }

    func post(_ order: PostingOrder, with master: MasterData) async throws(ConnectorError) -> PostedEntry {
        try await telling("post", order.entry.reference.text) { () async throws(ConnectorError) in
            try await books.post(order, with: master)
        }
    }
    func post(_ orders: [PostingOrder], with master: MasterData) async -> [Result<PostedEntry, ConnectorError>] {
        CallRecorder.tell("upload", sent: Array(orders.map(\.entry.reference.text).joined(separator: " ").utf8), at: TownClock())
        var answers: [Result<PostedEntry, ConnectorError>] = []
        for order in orders {
            do throws(ConnectorError) { answers.append(.success(try await books.post(order, with: master))) } catch {
                answers.append(.failure(error))
            }
        }
        return answers
    }
    func create(_ order: PartyOrder) async throws(ConnectorError) -> Relation {
        try await telling("create", order.number) { () async throws(ConnectorError) in try await books.create(order) }
    }
    func entries(carrying reference: EntryReference, with master: MasterData) async throws(ConnectorError) -> [BookedEntry] {
        try await telling("entries", reference.text) { () async throws(ConnectorError) in
            try await books.entries(carrying: reference, with: master)
        }
    }
    func entries(
        carrying references: [EntryReference], with master: MasterData
    ) async throws(ConnectorError) -> [EntryReference: [BookedEntry]] {
        CallRecorder.tell("asked", sent: Array(references.map(\.text).joined(separator: " ").utf8), at: TownClock())
        return try await books.entries(carrying: references, with: master)
    }
}

private struct TownClock: TimeSource {
    func now() -> Timestamp { Timestamp(milliseconds: 1_795_000_000_000) }
}

@Suite struct `What was said to the books stands beside each attempt` {
    private func lane(_ bridge: TestBridge, together: Bool = false, invoices: Int = 1) -> Lane {
        bridge.trade.deliver(.florist())
        for number in 0..<invoices { bridge.trade.approve(.sale("2026-\(1_000 + number)")) }
        var parts = bridge.parts()
        parts.connector = TalkingBooks(books: bridge.books, together: together)
        return Lane(parts: parts, orders: PlainOrders(), owner: "talking", leaseSeconds: 600)
    }

    /// What was kept of the attempts for a subject: purpose, what was sent and what was answered.
    private func told(_ bridge: TestBridge, _ subject: String) async throws -> [String] {
        let journal = MemoryJournal(on: bridge.disk)
        var told: [String] = []
        for attempt in try await journal.attempts(subject, bridge: "export") {
            let calls = try await journal.calls(attempt.name, bridge: "export")
            #expect(calls.count == attempt.calls)
            let texts = calls.map { "\($0.name) \($0.sent.text) \($0.answer?.text ?? "-")" }
            told.append("\(attempt.purpose): \(texts.joined(separator: ", "))")
        }
        return told
    }

    @Test func `of an invoice and of its new debtor`() async throws {
        let bridge = TestBridge()
        try await bridge.settle(lane(bridge))
        let posting = try #require(try await bridge.postings().first)
        #expect(try await told(bridge, posting.document.description) == ["post: post FP-sales_invoice-2026-1000 done"])
        let party = try #require(posting.party)
        let creation = try await told(bridge, party.description)
        #expect(creation.count == 1 && creation[0].hasPrefix("createParty: create ") && creation[0].hasSuffix(" done"), "\(creation)")
    }

    @Test func `of a refusal, in their own words`() async throws {
        let bridge = TestBridge()
        bridge.books.plan(.post, [.refused(ConnectorError(.rejected, "refused", vendorText: "Mandatory: Account"))])
        try await bridge.settle(lane(bridge))
        let posting = try #require(try await bridge.postings().first)
        #expect(posting.state == .rejected)
        #expect(try await told(bridge, posting.document.description) == ["post: post FP-sales_invoice-2026-1000 rejected"])
    }

    @Test func `of a lost answer and of the look-up that found the entry`() async throws {
        let bridge = TestBridge()
        bridge.books.plan(.post, [.answerLost])
        try await bridge.settle(lane(bridge))
        let posting = try #require(try await bridge.postings().first)
        #expect(posting.state == .booked)
        #expect(
            try await told(bridge, posting.document.description) == [
                "post: post FP-sales_invoice-2026-1000 outcomeUnknown", "lookUp: entries FP-sales_invoice-2026-1000 done",
            ])
    }

    @Test func `of a question about many, kept once and shown with each`() async throws {
        let bridge = TestBridge(lookUpsAtOnce: 20)
        bridge.books.plan(.post, Array(repeating: .answerLost, count: 3))
        try await bridge.settle(lane(bridge, invoices: 3))
        let question = "lookUp: asked " + (0..<3).map { "FP-sales_invoice-2026-\(1_000 + $0)" }.joined(separator: " ") + " -"
        for posting in try await bridge.postings() {
            #expect(posting.state == .booked)
            #expect(try await told(bridge, posting.document.description).last == question, "\(posting.document)")
        }
    }

    @Test func `of many in one call, with each of them`() async throws {
        let bridge = TestBridge()
        try await bridge.settle(lane(bridge, together: true, invoices: 3))
        let upload = "post: upload " + (0..<3).map { "FP-sales_invoice-2026-\(1_000 + $0)" }.joined(separator: " ") + " -"
        for posting in try await bridge.postings() {
            #expect(posting.state == .booked)
            #expect(try await told(bridge, posting.document.description) == [upload], "\(posting.document)")
        }
    }

    @Test func `of very many calls the first and the last are kept, with how many between them are not`() async {
        let (_, calls) = await CallRecorder.recording {
            for number in 1...40 { CallRecorder.tell("\(number)", at: TownClock()) }
        }
        #expect(calls.map(\.name) == ((1...16).map { "\($0)" } + (25...40).map { "\($0)" }))
        #expect(calls.map(\.omitted) == Array(repeating: 0, count: 16) + [8] + Array(repeating: 0, count: 15))
    }

    @Test(arguments: [(200, 100_000, 65_536), (401, 100_000, 1_024), (429, 10, 10), (nil, 100_000, 1_024)])
    func `of a request that nobody looked at only the beginning`(status: Int?, bytes: Int, kept: Int) async throws {
        let request = HTTPRequest(
            .post, origin: "https://books.example", target: "/entries", fields: ["Authorization": "Bearer s3cr3t"],
            body: Array(repeating: UInt8(ascii: "x"), count: bytes))
        let (_, calls) = await CallRecorder.recording {
            _ = try? await OneAnswer(status: status).send(request, at: TownClock())
        }
        let call = try #require(calls.first)
        #expect(call.sent.text.utf8.count == kept && call.sent.bytesLeft == bytes - kept)
        #expect(call.name == "POST /entries" && call.status == status && (call.failure == .notConnected) == (status == nil))
    }
}

/// A line that answers with a status; without one it is not there.
private struct OneAnswer: HTTPTransport {
    let status: Int?

    func send(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPResponse {
        guard let status else { throw .notConnected("nobody there") }
        return HTTPResponse(status: status)
    }
}
