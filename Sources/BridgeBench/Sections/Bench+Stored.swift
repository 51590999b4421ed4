import BridgeDomain
import BridgeJournal

// One file that grows: documents taken in and booked, the time of each at several sizes; then what people ask at the largest.
extension Bench {
    /// Documents over which the time per document is taken, just before a size is reached.
    private static let window = 5_000
    /// Documents taken in before they are posted.
    private static let batch = 1_000

    func measureStored(_ told: @Sendable (String) -> Void) async throws -> [Figure] {
        let path = file("stored.db")
        let bench = try await Workbench(file: path, lines: 5)
        var stored = try await bench.introduceCustomers()
        var figures: [Figure] = []
        var times: [Double] = []
        for size in size.stored {
            try await grow(bench, from: &stored, to: size - Self.window, told)
            let from = stored
            let watch = Stopwatch()
            try await grow(bench, from: &stored, to: size, told)
            let count = Double(max(1, stored - from))
            times.append(watch.seconds / count)
            figures.append(Figure("stored.documents_\(size).time", watch.seconds / count * 1e6, "us/document"))
            figures.append(Figure("stored.documents_\(size).processor", watch.busySeconds / count * 1e6, "us/document"))
        }
        if let first = times.first, let last = times.last {
            figures.append(Figure("stored.time_last_to_first", last / first, "ratio", .atMost(1.2)))
        }
        figures += try await Lookups(bench: bench, stored: stored, asks: size.lookups).figures()
        await bench.close()
        figures.append(Figure("stored.file_per_document", ProcessLook.bytes(of: path) / Double(stored), "bytes"))
        return figures
    }

    private func grow(_ bench: Workbench, from stored: inout Int, to size: Int, _ told: @Sendable (String) -> Void) async throws {
        while stored < size {
            let next = min(size, stored + Self.batch)
            try await bench.takeIn(upTo: next)
            try await bench.drain(next)
            stored = next
            if stored % 50_000 == 0 { told("\(stored)") }
        }
    }
}
