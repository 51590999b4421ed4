import BridgeAccess
import BridgeConsole
import BridgeDomain
import BridgeEngine
import BridgeHTTP
import BridgeHTTPClient
import BridgeHTTPServer
import BridgeHash
import BridgeJournal
import BridgeRuntime

/// An administrator who is signed in at the console of a workbench.
struct Visitor: Sendable {
    private let console: Console
    private let pages: Router
    private let cookie: String

    init(_ bench: Workbench) async throws {
        let accounts = Accounts(journal: bench.journal, clock: SystemClock(), cost: .least)
        let signIn = SignIn(accounts)
        let parts = bench.parts
        console = Console(
            bridges: [Console.Bridge(parts.policy, zone: .amsterdam, way: "bench → bench", connection: "bench") { parts }],
            journal: bench.journal, clock: SystemClock(), signIn: signIn, firstRun: nil)
        pages = console.routes
        let account: AccountRecord
        if let known = try await accounts.list().first(where: { $0.id == "bench" }) {
            account = known
        } else {
            account = try await accounts.create(
                "bench", name: "Bench", role: .administrator, language: .dutch, password: "vier woorden naast elkaar", by: .person("bench"))
        }
        cookie = "ledgerbridge=\(try await signIn.start(account))"
    }

    /// Opens a page inside the process; what is left out is the network alone. Returns the page's bytes.
    func open(_ target: String) async throws -> [UInt8] {
        guard case .respond(let answer) = await pages.answer(request("", target)) else { throw Self.failure(target, 0) }
        guard answer.status == 200 else { throw Self.failure(target, answer.status) }
        return answer.body
    }

    /// Opens a page over HTTP.
    func open(_ target: String, at origin: String, by transport: some HTTPTransport) async throws {
        let answer = try await transport.send(request(origin, target))
        guard answer.status == 200 else { throw Self.failure(target, answer.status) }
    }

    /// The console on a socket.
    func server() -> HTTPServer { HTTPServer(handler: pages) }

    private func request(_ origin: String, _ target: String) -> HTTPRequest {
        HTTPRequest(.get, origin: origin, target: target, fields: ["Cookie": cookie])
    }

    private static func failure(_ target: String, _ status: Int) -> BenchFailure {
        BenchFailure(nl: "de pagina \(target) antwoordt \(status)", en: "the page \(target) answers \(status)")
    }
}

/// Visits at a steady pace, until told to stop.
struct VisitingHours: Sendable {
    let visitor: Visitor
    let origin: String
    let transport: CurlTransport
    /// Visits a second, all together.
    let pace: Int
    /// Visitors who each wait for their page before they ask for the next.
    let visitors: Int

    /// Visits while `work` is done. Returns how many pages were shown; late ones are made up for as soon as may be.
    func beside(_ work: () async throws -> Void) async throws -> Int {
        let start = Stopwatch.nanoseconds()
        let interval = Int64(visitors) * 1_000_000_000 / Int64(pace)
        return try await withThrowingTaskGroup(of: Int.self) { group in
            for visitor in 0..<visitors {
                group.addTask { try await visits(from: start + interval * Int64(visitor) / Int64(visitors), each: interval) }
            }
            try await work()
            group.cancelAll()
            var count = 0
            while let each = try await group.next() { count += each }
            return count
        }
    }

    private func visits(from start: Int64, each interval: Int64) async throws -> Int {
        var (count, next) = (0, start)
        while !Task.isCancelled {
            let wait = next - Stopwatch.nanoseconds()
            if wait > 0 { try? await Task.sleep(nanoseconds: UInt64(wait)) }
            guard !Task.isCancelled else { break }
            do { try await visitor.open("/", at: origin, by: transport) } catch {
                // A visit that the end of the work cut off.
                if Task.isCancelled { break }
                throw error
            }
            count += 1
            next += interval
        }
        return count
    }
}
