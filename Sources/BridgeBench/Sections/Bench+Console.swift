import BridgeDomain
import BridgeHTTPClient
import BridgeHTTPServer

// The console: its first page asked for a thousand times a second while a queue is posted, and what that costs the posting. Those who ask share
// the two cores with what answers.
extension Bench {
    /// Pages of the first view: Today and what it fetches.
    private static let firstViewMax = 100_000.0
    private static let (pace, visitors) = (1_000, 8)

    func measureConsole() async throws -> [Figure] {
        let bench = try await Workbench(file: file("console.db"), lines: 5)
        var posted = try await bench.introduceCustomers()
        let visitor = try await Visitor(bench)
        let server = visitor.server()
        let (origin, transport) = ("http://127.0.0.1:\(try server.start())", CurlTransport())
        let hours = VisitingHours(visitor: visitor, origin: origin, transport: transport, pace: Self.pace, visitors: Self.visitors)
        var (alone, beside, shown): ([Double], [Double], [Double]) = ([], [], [])
        // In turns, so that whatever else the machine does meets both alike; the first two are not counted.
        for turn in 0..<Self.turns {
            try await bench.takeIn(upTo: posted + size.drained)
            posted += size.drained
            let watch = Stopwatch()
            if turn.isMultiple(of: 2) {
                try await bench.drain(posted)
                if turn > 1 { alone.append(watch.seconds) }
            } else {
                let count = try await hours.beside { try await bench.drain(posted) }
                guard turn > 1 else { continue }
                beside.append(watch.seconds)
                shown.append(Double(count) / watch.seconds)
            }
        }
        let rate = try await today(visitor, at: origin)
        let first = try await firstView(visitor)
        await server.stop()
        await transport.shutdown()
        await bench.close()
        return [
            Figure("console.today.rate", rate, "requests/s"),
            Figure("console.today.rate_beside_posting", shown.quantile(0.5), "requests/s", .atLeast(0.99 * Double(Self.pace))),
            Figure("console.posting.to_undisturbed", alone.quantile(0.5) / beside.quantile(0.5), "ratio", .atLeast(0.95)),
            Figure("console.first_view", first, "bytes", .atMost(Self.firstViewMax)),
        ]
    }

    private static let turns = 12

    /// Today as often as the machine can, nothing else to do.
    private func today(_ visitor: Visitor, at origin: String) async throws -> Double {
        let transport = CurlTransport()
        let (each, watch) = (max(1, size.drained / Self.visitors), Stopwatch())
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<Self.visitors {
                group.addTask { for _ in 0..<each { try await visitor.open("/", at: origin, by: transport) } }
            }
            try await group.waitForAll()
        }
        let seconds = watch.seconds
        await transport.shutdown()
        return Double(each * Self.visitors) / seconds
    }

    /// Bytes of Today and of everything it fetches from us, before any compression.
    private func firstView(_ visitor: Visitor) async throws -> Double {
        let page = try await visitor.open("/")
        var bytes = page.count
        let text = String(decoding: page, as: UTF8.self)
        for asset in Set(text.split(separator: "\"").filter { $0.hasPrefix("/assets/") }) {
            bytes += try await visitor.open(String(asset)).count
        }
        return Double(bytes)
    }
}
