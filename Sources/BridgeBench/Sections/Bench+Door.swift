import BridgeAPI
import BridgeDomain
import BridgeEngine
import BridgeHTTPServer
import BridgeJournal
import BridgeRuntime

// Our own door: a trade system pushes batches over HTTP. Each is read, validated and durable before it is answered; then the lane judges what
// waits. Sender and service share the process, so its processor time is that of both.
extension Bench {
    func measureDoor() async throws -> [Figure] {
        let text = FileText(lines: FileText.usualLines, date: TimeZoneRule.amsterdam.date(of: SystemClock().now()))
        let bench = try await Workbench(file: file("door.db"), lines: FileText.usualLines, isPushed: true)
        var configuration = HTTPServer.Configuration()
        configuration.bodyMax = { APIDoor.bodyMax($0) ?? 0 }
        let server = HTTPServer(handler: PushingTrade.door(bench), configuration: configuration)
        let sender = try await PushingTrade(to: bench, port: try server.start())
        try await sender.push("parties", text.pushedCustomers)
        let memory = MemoryWatch()
        let watching = memory.watch()
        let watch = Stopwatch()
        for start in stride(from: 0, to: size.filesTakenIn, by: PushingTrade.batch) {
            try await sender.push("documents", text.push(start..<min(size.filesTakenIn, start + PushingTrade.batch)))
        }
        let answered = watch.seconds
        while try await bench.lane.turn().didWork {}
        let (seconds, busy) = (watch.seconds, watch.busySeconds)
        watching.cancel()
        await server.stop()
        let stored = try await bench.stored()
        await bench.close()
        return [Figure("door.answered_rate", Double(stored) / answered, "documents/s")]
            + (try figures("door", stored, seconds, busy, memory))
    }
}
