import BridgeDomain
import BridgeJournal

// Pages of the source to documents that are ready to be posted: read, mapped and judged by the rules, kept with posting, entry and history.
// Beside it, the same bytes merely kept in groups of a page.
extension Bench {
    func measurePull() async throws -> [Figure] {
        var figures: [Figure] = []
        for lines in [5, 15] {
            let bench = try await Workbench(file: file("pull-\(lines).db"), lines: lines)
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
            let bareSeconds = try keepBarely(
                (known..<known + size.takenIn).map { text.document($0) }, file("pull-bare-\(lines).db"), group: 200)
            let count = Double(size.takenIn)
            figures.append(Figure("pull.lines_\(lines).rate", count / seconds, "documents/s"))
            figures.append(Figure("pull.lines_\(lines).processor", busy / count * 1e6, "us/document"))
            figures.append(Figure("pull.lines_\(lines).bare_rate", count / bareSeconds, "documents/s"))
            figures.append(Figure("pull.lines_\(lines).to_bare", bareSeconds / seconds, "ratio"))
        }
        return figures
    }
}
