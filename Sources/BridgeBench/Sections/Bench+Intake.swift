import BridgeDomain
import BridgeJournal

// Pages of the source to durable documents: read, judged by the rules, kept with posting, entry and history. Beside it, the same bytes merely
// kept in groups of a page.
extension Bench {
    func measureIntake() async throws -> [Figure] {
        var figures: [Figure] = []
        for lines in [5, 15] {
            let bench = try await Workbench(file: file("intake-\(lines).db"), lines: lines)
            let known = try await bench.introduceCustomers()
            bench.trade.write(ahead: known + size.takenIn)
            let watch = Stopwatch()
            try await bench.takeIn(upTo: known + size.takenIn)
            let (seconds, busy) = (watch.seconds, watch.busySeconds)
            let ready = try await bench.count(.ready)
            let text = bench.trade.text
            await bench.close()
            guard ready == size.takenIn else {
                throw BenchFailure(
                    nl: "\(ready) van \(size.takenIn) documenten staan klaar na het innemen",
                    en: "\(ready) of \(size.takenIn) documents are ready after intake")
            }
            let bareSeconds = try bareIntake(text, known..<known + size.takenIn, file("intake-bare-\(lines).db"))
            let count = Double(size.takenIn)
            figures.append(Figure("intake.lines_\(lines).rate", count / seconds, "documents/s", lines == 5 ? .atLeast(25_000) : nil))
            figures.append(Figure("intake.lines_\(lines).processor", busy / count * 1e6, "us/document"))
            figures.append(Figure("intake.lines_\(lines).bare_rate", count / bareSeconds, "documents/s"))
            figures.append(Figure("intake.lines_\(lines).to_bare", bareSeconds / seconds, "ratio"))
        }
        return figures
    }

    /// Seconds to keep the same bytes, a page at a time.
    private func bareIntake(_ text: TradeText, _ places: Range<Int>, _ file: String) throws -> Double {
        let documents = places.map { text.document($0) }
        let store = try BareStore(file: file, group: 200)
        let watch = Stopwatch()
        for document in documents { try store.keep(document) }
        try store.commit()
        return watch.seconds
    }
}
