import BridgeConnector
import BridgeDomain
import BridgeHTTP
import BridgeJournalTesting
import BridgeTesting
import KingERPConnector
import KingSimulator
import Synchronization

/// A life that ends at one of its calls: before it, or after it without hearing of it.
final class Life: Sendable {
    private let state: Mutex<(calls: Int, isDead: Bool)> = Mutex((0, false))
    private let last: Int
    private let isAfter: Bool

    init(endsAt call: Int = .max, after: Bool = false) {
        last = call
        isAfter = after
    }

    var calls: Int { state.withLock { $0.calls } }
    var isDead: Bool { state.withLock { $0.isDead } }

    /// Whether the next call still goes out.
    func begin() -> Bool {
        state.withLock { state in
            state.calls += 1
            if state.calls == last, !isAfter { state.isDead = true }
            return !state.isDead
        }
    }

    /// Whether the answer is still heard.
    func end() -> Bool {
        state.withLock { state in
            if state.calls == last { state.isDead = true }
            return !state.isDead
        }
    }
}

/// Calls to a sandbox in this process.
struct Line: HTTPTransport {
    let sandbox: KingSandbox
    var life = Life()
    /// Called between the request's arrival and its answer.
    var meanwhile: @Sendable (HTTPRequest) async -> Void = { _ in }

    func send(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPResponse {
        guard life.begin() else { throw .connectionLost("dead") }
        let answer = await sandbox.answer(request)
        await meanwhile(request)
        guard life.end() else { throw .connectionLost("dead") }
        switch answer {
        case .respond(let response): return response
        case .drop: throw .connectionLost("closed without an answer")
        case .truncate: throw .answerTruncated
        }
    }
}

/// A meter that lets everything through, or nothing.
final class OpenMeter: CallMeter {
    private let state: Mutex<(taken: Int, left: Int)> = Mutex((0, .max))

    var taken: Int { state.withLock { $0.taken } }
    func leave(_ calls: Int) { state.withLock { $0.left = calls } }

    func take(_ endpoint: String) async throws(ConnectorError) {
        let isSpent = state.withLock { state in
            if state.left == 0 { return true }
            state.left -= 1
            state.taken += 1
            return false
        }
        if isSpent { throw ConnectorError(.budgetSpent, "spent") }
    }
    func observed(_ limits: [ObservedLimit]) async {}
    func erred(_ endpoint: String) async {}
}

/// King's web services, and processes that give entries to them. What they know lies on one disk.
struct ServiceDesk {
    let clock = MovableClock(Timestamp(Samples.day, milliseconds: 7 * 3600 * 1000))
    let disk = MemoryDisk()
    let sandbox: KingSandbox
    let meter = OpenMeter()
    var settings: KingWebServiceSettings

    init(_ rules: KingERPRules = Samples.rules, books: (inout KingSandbox.Settings) -> Void = { _ in }) {
        var sandboxSettings = KingSandbox.Settings()
        books(&sandboxSettings)
        sandbox = KingSandbox(sandboxSettings, clock: clock)
        settings = KingWebServiceSettings(
            name: "king", origin: "", administration: "BLOEMEN", rules: rules, codes: .unknown)
    }

    /// One process: when its life ends, its journal dies with it.
    func process(
        _ owner: String = "first", life: Life = Life(), code: String = "erp-toegang",
        meanwhile: @escaping @Sendable (HTTPRequest) async -> Void = { _ in }
    ) -> KingWebServiceConnector {
        KingWebServiceConnector(
            settings: settings, accessCode: code, transport: Line(sandbox: sandbox, life: life, meanwhile: meanwhile), meter: meter,
            journal: MemoryJournal(on: disk) { _ in life.isDead ? .die : .goOn }, clock: clock, owner: owner)
    }

    /// What the engine does with orders: posts, delivers, asks what became of them, posts again what is nowhere.
    func work(_ process: KingWebServiceConnector, _ orders: [PostingOrder], rounds: Int = 40) async throws {
        for order in orders { _ = try? await process.post(order, with: .unknown) }
        for _ in 0..<rounds {
            _ = try? await process.deliver(runIsOver: true)
            clock.advance(seconds: 45)
            for order in orders {
                if case .found([]) = try? await process.fate(of: order.entry.reference, with: .unknown) {
                    _ = try? await process.post(order, with: .unknown)
                }
            }
        }
        _ = try await process.deliver(runIsOver: true)
    }

    func fate(_ order: PostingOrder) async throws -> EntryFate {
        try await process("onlooker").fate(of: order.entry.reference, with: .unknown)
    }

    func isBooked(_ order: PostingOrder) async throws -> Bool {
        guard case .found(let found) = try await fate(order) else { return false }
        return found.count == 1
    }

    /// Our references in the books, in order.
    func booked() async -> [String] { await sandbox.entries(in: "BLOEMEN").compactMap { $0.lines.first?.voucher } }
}
