import BridgeAccess
import BridgeActs
import BridgeConsole
import BridgeDomain
import BridgeEngine
import BridgeHTTP
import BridgeHTTPClient
import BridgeHTTPServer
import BridgeHash
import BridgeJournal
import BridgeRuntime
import Glibc
import Synchronization

/// An administrator who is signed in at the console of a workbench.
struct Visitor: Sendable {
    private let console: Console
    let pages: CountedPages
    let cookie: String

    init(_ bench: Workbench) async throws { try await self.init(bench.journal, bench.parts) }

    /// Signed in at a console over one bridge.
    init(_ journal: any BridgeJournal, _ parts: BridgeParts) async throws {
        let accounts = Accounts(journal: journal, clock: SystemClock(), cost: .least)
        let signIn = SignIn(accounts)
        let bridge = OpenBridge(parts.policy, zone: .amsterdam, way: "bench → bench", connection: "bench") { parts }
        console = Console(Acts(bridges: [bridge], journal: journal, clock: SystemClock(), signIn: signIn), firstRun: nil)
        pages = CountedPages(console.routes)
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
        guard case .respond(let answer) = await pages.answer(Self.request("", target, cookie)) else { throw Self.failure(target, 0) }
        guard answer.status == 200 else { throw Self.failure(target, answer.status) }
        return answer.body
    }

    /// Opens a page over HTTP.
    static func open(_ target: String, at origin: String, cookie: String, by transport: some HTTPTransport) async throws {
        let answer = try await transport.send(request(origin, target, cookie))
        guard answer.status == 200 else { throw failure(target, answer.status) }
    }

    /// The console on a socket.
    func server() -> HTTPServer { HTTPServer(handler: pages) }

    private static func request(_ origin: String, _ target: String, _ cookie: String) -> HTTPRequest {
        HTTPRequest(.get, origin: origin, target: target, fields: ["Cookie": cookie])
    }

    private static func failure(_ target: String, _ status: Int) -> BenchFailure {
        BenchFailure(nl: "de pagina \(target) antwoordt \(status)", en: "the page \(target) answers \(status)")
    }
}

/// A console's pages, with how many were shown.
struct CountedPages: HTTPHandler {
    private final class Count: Sendable { let shown = Atomic<Int>(0) }

    let pages: Router
    private let count = Count()

    init(_ pages: Router) { self.pages = pages }

    var shown: Int { count.shown.load(ordering: .relaxed) }

    func answer(_ request: HTTPRequest) async -> HTTPAnswer {
        let answer = await pages.answer(request)
        if case .respond(let response) = answer, response.status == 200 { count.shown.add(1, ordering: .relaxed) }
        return answer
    }
}

/// Visits at a steady pace by a process of its own, as visitors have machines of their own. Kept in a file, which the process reads; it visits
/// while another file stands beside it, and ends when the first is gone.
struct VisitingHours: Sendable {
    let file: String
    let origin: String
    let cookie: String
    /// Visits a second, all together.
    let pace: Int
    /// Visitors who each wait for their page before they ask for the next.
    let visitors: Int

    init(file: String, origin: String, cookie: String, pace: Int, visitors: Int) throws {
        (self.file, self.origin, self.cookie, self.pace, self.visitors) = (file, origin, cookie, pace, visitors)
        close()
        try TextFile.write(Array("\(origin) \(cookie) \(pace) \(visitors)\n".utf8), to: file)
    }

    init(readFrom file: String) throws {
        let words =
            try TextFile.read(file).map { String(decoding: $0.dropLast(), as: UTF8.self).split(separator: " ").map(String.init) } ?? []
        guard words.count == 4, let pace = Int(words[2]), let visitors = Int(words[3]), pace > 0, visitors > 0 else {
            throw BenchFailure(nl: "\(file) zegt niet waar en hoe vaak", en: "\(file) does not say where and how often")
        }
        (self.file, origin, cookie, self.pace, self.visitors) = (file, words[0], words[1], pace, visitors)
    }

    private var door: String { file + ".open" }

    /// Lets the visitors in, and sends them away.
    func open() throws { try TextFile.write([], to: door) }
    func close() { unlink(door) }
    /// Lets the process end.
    func end() {
        close()
        unlink(file)
    }

    /// The process: late visits are made up for as soon as may be.
    func keep() async throws {
        let transport = CurlTransport()
        while access(file, F_OK) == 0 {
            guard access(door, F_OK) == 0 else {
                try await Task.sleep(for: .milliseconds(2))
                continue
            }
            let start = Stopwatch.nanoseconds()
            let interval = Int64(visitors) * 1_000_000_000 / Int64(pace)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for visitor in 0..<visitors {
                    group.addTask { try await visit(transport, from: start + interval * Int64(visitor) / Int64(visitors), each: interval) }
                }
                try await group.waitForAll()
            }
        }
        await transport.shutdown()
    }

    private func visit(_ transport: CurlTransport, from start: Int64, each interval: Int64) async throws {
        var next = start
        while access(door, F_OK) == 0 {
            let wait = next - Stopwatch.nanoseconds()
            if wait > 0 { try await Task.sleep(nanoseconds: UInt64(wait)) }
            try await Visitor.open("/", at: origin, cookie: cookie, by: transport)
            next += interval
        }
    }
}
