@testable import BridgeAPI
import BridgeDomain
import BridgeHTTP
import BridgeJSON
import BridgeJournal
import BridgeJournalTesting
import BridgeTesting
import Testing

/// Every operation gives every answer that its description promises, and no other.
@Suite(.timeLimit(.minutes(5))) struct `Every answer` {
    struct Case: Sendable, CustomTestStringConvertible {
        var operation: Operation
        /// A status without refusal, or the refusal.
        var answer: String
        var testDescription: String { "\(operation.rawValue) \(answer)" }
    }

    static let cases = Operation.allCases.flatMap { operation in
        operation.answers.filter { $0.status < 400 }.map { Case(operation: operation, answer: "\($0.status)") }
            + operation.problems.map { Case(operation: operation, answer: $0.rawValue) }
    }

    @Test(arguments: cases) func `is given`(wanted: Case) async throws {
        var limits = APIDoor.Limits()
        if wanted.answer == DoorProblem.tooManyRequests.rawValue { (limits.requestsPerMinute, limits.strangersPerMinute) = (1, 1) }
        let gate = CommitGate()
        try await House.with(journal: InterposedJournal(MemoryJournal(), gate.pass), limits: limits) { house in
            let answer = try await Asker(house: house, operation: wanted.operation, gate: gate).provoke(wanted.answer)
            #expect(answer.problem ?? "\(answer.status)" == wanted.answer)
        }
    }

    @Test func `what the door does not know is a problem as well`() async throws {
        try await House.with { house in
            let body = [UInt8](repeating: 0x20, count: PushBounds.bodyBytesMax + 1)
            let asked: [(HTTPMethod, String, [UInt8], DoorProblem)] = [
                (.get, "/nothing", [], .notFound), (.delete, "/documents", [], .methodNotAllowed),
                (.get, "/documents", [], .methodNotAllowed), (.post, "/documents", body, .tooLarge),
            ]
            for (method, path, body, problem) in asked {
                let answer = try await house.raw(method, path, body)
                #expect(answer.status == problem.status && answer.fields["Content-Type"] == "application/problem+json")
                #expect(answer.problem == problem.rawValue && answer.json["request_id"] == "request-1", "\(answer.text)")
                #expect(answer.fields["X-Request-Id"] == "request-1")
            }
            #expect(try await house.raw(.get, "/documents").fields["Allow"] == "POST")
        }
    }

    @Test func `a bridge that is not set up sends everyone back, but tells what it knows`() async throws {
        let journal = MemoryJournal()
        try await House.with(journal: journal) { try await $0.push(Bodies.invoice()) }
        try await House.with(journal: journal, isSetUp: false) { house in
            let answer = try await house.push(Bodies.invoice("2026-2"))
            #expect(answer.status == 503 && answer.problem == "unavailable" && answer.fields["Retry-After"] == "60")
            #expect(try await house.ask(.get, "/documents/id-2026-1?bridge=NL01").status == 200)
        }
    }

    @Test func `an item beyond its size is refused, the others are taken`() async throws {
        try await House.with { house in
            let large = Bodies.invoice("2026-2").with("description", .string(String(repeating: "x", count: PushBounds.itemBytesMax)))
            let answer = try await house.push([Bodies.invoice("2026-1"), large])
            #expect(answer.verdicts == ["accepted", "refused text_beyond_limit"])
        }
    }
}

/// Asks an operation so that a certain answer comes.
private struct Asker {
    let house: House
    let operation: Operation
    let gate: CommitGate

    private var isSigned: Bool { operation.access == .signature }
    private var item: JSON { operation.body == .parties ? Bodies.party() : Bodies.invoice() }

    func provoke(_ answer: String) async throws -> HTTPResponse {
        switch DoorProblem(rawValue: answer) {
        case nil: return try await succeed(answer)
        case .badRequest: return operation.body == nil ? try await ask(bridge: nil) : try await ask(body: Array("[]".utf8))
        case .notJSON: return try await ask(body: Array("{".utf8))
        case .notAuthenticated: return try await ask(isKnown: false)
        case .notAllowed: return try await ask(token: try await house.token([]).text)
        case .notFound:
            if operation == .problemKind { return try await house.ask(.get, "/problems/unheard", token: nil) }
            return operation == .documentStatus ? try await ask() : try await ask(bridge: "elsewhere")
        // Of paths and bodies that no operation takes, and of what is done beside pushes.
        case .methodNotAllowed, .tooLarge, .keyMissing, .notPossible, .lookFirst, .changed: return try await ask()
        case .inProgress: return try await twice()
        case .otherContent:
            _ = try await ask(key: "first")
            return try await ask(body: item.with("id", "other").bytes, key: "second")
        case .wrongType: return try await ask(type: "text/plain")
        case .refused: return try await ask(body: item.with(operation.body == .parties ? "code" : "number", nil).bytes)
        case .keyReused:
            _ = try await ask(key: "k")
            return try await ask(body: item.with("description", "other").bytes, key: "k")
        case .tooManyItems: return try await ask(body: JSON.array(Array(repeating: item, count: 1_001)).bytes)
        case .tooManyRequests:
            _ = try await ask()
            return try await ask()
        case .unavailable:
            if operation.body == nil { await house.journal.close() } else { await gate.fail() }
            return try await ask()
        }
    }

    private func succeed(_ status: String) async throws -> HTTPResponse {
        switch (operation, status) {
        case (.description, _): return try await house.ask(.get, "/openapi.json", token: nil)
        case (.problemKind, _): return try await house.ask(.get, "/problems/not-allowed", token: nil)
        case (.documentStatus, _):
            try await house.push(Bodies.invoice())
            return try await ask()
        case (_, "200"): return try await ask(body: JSON.array([item]).bytes)
        default: return try await ask()
        }
    }

    private func twice() async throws -> HTTPResponse {
        await gate.close()
        async let first = ask(key: "k")
        await gate.arrival()
        let second = try await ask(key: "k")
        await gate.open()
        _ = try await first
        return second
    }

    private func ask(
        body: [UInt8]? = nil, bridge: String? = "NL01", token: String = "", key: String = "key", type: String = "application/json",
        isKnown: Bool = true
    ) async throws -> HTTPResponse {
        let bytes = operation.body == nil ? [] : body ?? item.bytes
        let path = operation.path.replacing("{bridge}", with: bridge ?? "").replacing("{id}", with: "id-2026-1")
        if isSigned {
            let fields = House.signature(bytes, event: key, sentAt: House.now, secret: isKnown ? House.secrets[0] : "guessed")
            return try await house.ask(operation.method, path, bytes, token: nil, fields: fields + [("Content-Type", type)])
        }
        let query = bridge.map { "?bridge=\($0)" } ?? ""
        let fields = operation.body == nil ? [] : [("Idempotency-Key", key), ("Content-Type", type)]
        return try await house.ask(operation.method, path + query, bytes, token: isKnown ? token : nil, fields: fields)
    }
}
