import BridgeAPI
import BridgeDomain
import BridgeEngine
import BridgeHTTP
import BridgeJournal
import BridgeRuntime

// Intake alone: batches at our own door, parsed, validated and durable, each with its history and its place in the queue, before they are
// answered. Rules and entry come later (`pull` has both in one step), and the network is left out. Beside it, the same bytes merely kept.
extension Bench {
    /// Requests that are under way together: while one is written, others are read.
    private static let sendersAtOnce = 4

    func measureIntake() async throws -> [Figure] {
        var figures: [Figure] = []
        for lines in [5, 15] {
            let text = FileText(lines: lines, date: TimeZoneRule.amsterdam.date(of: SystemClock().now()))
            let bench = try await Workbench(file: file("intake-\(lines).db"), lines: lines, isPushed: true)
            let sender = try await PushingTrade(straightTo: bench)
            try await sender.push("parties", text.pushedCustomers)
            let batches = stride(from: 0, to: size.takenIn, by: PushingTrade.batch).map { start in
                text.push(start..<min(size.takenIn, start + PushingTrade.batch))
            }
            let watch = Stopwatch()
            try await sender.push(batches, atOnce: Self.sendersAtOnce)
            let (seconds, busy) = (watch.seconds, watch.busySeconds)
            let kept = try await bench.count(.held)
            await bench.close()
            guard kept == size.takenIn else {
                throw BenchFailure(
                    nl: "\(kept) van \(size.takenIn) documenten zijn bewaard en wachten op oordeel",
                    en: "\(kept) of \(size.takenIn) documents are kept and wait to be judged")
            }
            let documents = (0..<size.takenIn).map { text.push($0..<$0 + 1) }
            let bareSeconds = try keepBarely(documents, file("intake-bare-\(lines).db"), group: PushingTrade.batch)
            let count = Double(size.takenIn)
            figures.append(Figure("intake.lines_\(lines).rate", count / seconds, "documents/s", lines == 5 ? .atLeast(25_000) : nil))
            figures.append(Figure("intake.lines_\(lines).processor", busy / count * 1e6, "us/document"))
            figures.append(Figure("intake.lines_\(lines).bare_rate", count / bareSeconds, "documents/s"))
            figures.append(Figure("intake.lines_\(lines).to_bare", bareSeconds / seconds, "ratio"))
        }
        return figures
    }

    /// Seconds to keep the same bytes, so many documents at a time.
    func keepBarely(_ documents: [[UInt8]], _ file: String, group: Int) throws -> Double {
        let store = try BareStore(file: file, group: group)
        let watch = Stopwatch()
        for document in documents { try store.keep(document) }
        try store.commit()
        return watch.seconds
    }
}
