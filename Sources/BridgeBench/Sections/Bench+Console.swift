import BridgeDomain
import BridgeHTTPClient
import BridgeHTTPServer
import BridgeRuntime

// The console: its first page asked for a thousand times a second while a queue is posted, and what that costs the posting. Those who ask are a
// process of their own; they share the two cores with what answers.
extension Bench {
    /// Pages of the first view: Today and what it fetches.
    private static let firstViewMax = 100_000.0
    private static let (pace, visitors) = (1_000, 8)

    func measureConsole() async throws -> [Figure] {
        let bench = try await Workbench(file: file("console.db"), lines: 5)
        var posted = try await bench.introduceCustomers()
        let visitor = try await Visitor(bench)
        let server = visitor.server()
        let origin = "http://127.0.0.1:\(try server.start())"
        let turns = try await inTurns(visitor, at: origin) {
            try await bench.takeIn(upTo: posted + size.drained)
            posted += size.drained
        } work: {
            try await bench.drain(posted)
        }
        let rate = try await today(visitor, at: origin)
        let first = try await firstView(visitor)
        await server.stop()
        await bench.close()
        return [
            Figure("console.today.rate", rate.rate, "requests/s"),
            Figure("console.today.processor", rate.processor, "us/request"),
            Figure("console.today.rate_beside_posting", turns.shown, "requests/s", .atLeast(0.99 * Double(Self.pace))),
            Figure("console.posting.to_undisturbed", turns.toUndisturbed, "ratio", .atLeast(0.95)),
            Figure("console.first_view", first, "bytes", .atMost(Self.firstViewMax)),
        ]
    }

    /// The same where every booking is a call to books in a process of their own.
    func measureBesideVisitors() async throws -> [Figure] {
        let text = TradeText(lines: 5, date: TimeZoneRule.amsterdam.date(of: SystemClock().now()))
        let bench = try await Sandboxes(self, name: "beside-visitors", date: text.date)
        var loaded = text.customers.count
        try await bench.load(text, 0..<loaded)
        try await bench.book(loaded)
        let visitor = try await Visitor(bench.journal, bench.working.parts)
        let server = visitor.server()
        let each = max(1, size.carried / 6)
        let turns = try await inTurns(visitor, at: "http://127.0.0.1:\(try server.start())") {
            try await bench.load(text, loaded..<loaded + each)
            loaded += each
        } work: {
            try await bench.book(each)
        }
        await server.stop()
        await bench.close()
        return [
            Figure("console.end_to_end.rate_beside_posting", turns.shown, "requests/s", .atLeast(0.99 * Double(Self.pace))),
            Figure("console.end_to_end.to_undisturbed", turns.toUndisturbed, "ratio", .atLeast(0.95)),
        ]
    }

    private static let turns = 12

    /// Work alone and beside visitors, in turns, so that whatever else the machine does meets both alike; the first two are not counted.
    /// Returns the pages shown a second, and the time alone to the time beside, each the median.
    private func inTurns(
        _ visitor: Visitor, at origin: String, preparing: () async throws -> Void, work: () async throws -> Void
    ) async throws -> (shown: Double, toUndisturbed: Double) {
        let hours = try VisitingHours(
            file: file("visitors.hours"), origin: origin, cookie: visitor.cookie, pace: Self.pace, visitors: Self.visitors)
        let process = try launcher.launch(
            ["bench", "--probe", BenchProbe.visitors.rawValue, "--journal", hours.file, "--answer", file("visitors.answer")],
            log: file("visitors.log"))
        defer { process.stop() }
        var (alone, beside, shown): ([Double], [Double], [Double]) = ([], [], [])
        for turn in 0..<Self.turns {
            try await preparing()
            let isBeside = !turn.isMultiple(of: 2)
            if isBeside { try await letIn(hours, visitor, process) }
            let (watch, before) = (Stopwatch(), visitor.pages.shown)
            try await work()
            let (seconds, count) = (watch.seconds, visitor.pages.shown - before)
            if isBeside { try await sendAway(hours, visitor, process) }
            guard turn > 1 else { continue }
            if isBeside {
                beside.append(seconds)
                shown.append(Double(count) / seconds)
            } else {
                alone.append(seconds)
            }
        }
        hours.end()
        return (shown.quantile(0.5), alone.quantile(0.5) / beside.quantile(0.5))
    }

    /// Opens the door and waits until pages are shown.
    private func letIn(_ hours: VisitingHours, _ visitor: Visitor, _ process: any BenchProcess) async throws {
        let before = visitor.pages.shown
        try hours.open()
        try await wait(process) { visitor.pages.shown > before + Self.visitors }
    }

    /// Closes the door and waits until nobody is shown anything any more.
    private func sendAway(_ hours: VisitingHours, _ visitor: Visitor, _ process: any BenchProcess) async throws {
        hours.close()
        var last = -1
        try await wait(process) {
            defer { last = visitor.pages.shown }
            return last == visitor.pages.shown
        }
    }

    private func wait(_ process: any BenchProcess, until isDone: () -> Bool) async throws {
        while true {
            try await Task.sleep(for: .milliseconds(20))
            if isDone() { return }
            guard process.isRunning else {
                throw BenchFailure(
                    nl: "de bezoekers zijn weg; zie \(file("visitors.log"))", en: "the visitors are gone; see \(file("visitors.log"))")
            }
        }
    }

    /// Today as often as the machine can, nothing else to do.
    private func today(_ visitor: Visitor, at origin: String) async throws -> (rate: Double, processor: Double) {
        let transport = CurlTransport()
        let (each, watch) = (max(1, size.drained / Self.visitors), Stopwatch())
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<Self.visitors {
                group.addTask {
                    for _ in 0..<each { try await Visitor.open("/", at: origin, cookie: visitor.cookie, by: transport) }
                }
            }
            try await group.waitForAll()
        }
        let (seconds, busy, asked) = (watch.seconds, watch.busySeconds, Double(each * Self.visitors))
        await transport.shutdown()
        return (asked / seconds, busy * 1e6 / asked)
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
