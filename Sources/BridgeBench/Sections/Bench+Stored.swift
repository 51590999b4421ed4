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
        figures += try await lookUp(bench, stored)
        figures += try await pages(bench, stored)
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

    /// The commonest questions, as the command line and the pages ask them.
    private func lookUp(_ bench: Workbench, _ stored: Int) async throws -> [Figure] {
        let (journal, bridge) = (bench.journal, Workbench.bridge)
        let date = bench.trade.text.date
        func key(_ ask: Int) -> DocumentKey {
            DocumentKey("NL01", .salesInvoice, DocumentNumber("2026-\(100_000 + (ask &* 7_919) % stored)"))
        }
        func page(_ change: (inout PostingFilter) -> Void) -> PostingFilter {
            var filter = PostingFilter(bridge: bridge)
            change(&filter)
            return filter
        }
        let newest = page { _ in }
        let booked = page { $0.states = [.booked] }
        let parked = page { $0.states = [.parked, .rejected] }
        let day = page { $0.invoiceDates = date...date }
        return [
            try await asked("by_number") { _ = try await journal.postings([key($0)], bridge: bridge) },
            try await asked("document") { _ = try await journal.versions(key($0), bridge: bridge) },
            try await asked("history") { _ = try await journal.history(subject: "\(key($0))", bridge: bridge, after: 0, limit: 100) },
            try await asked("newest") { _ in _ = try await journal.list(newest, before: nil, limit: 50) },
            try await asked("booked") { _ in _ = try await journal.list(booked, before: nil, limit: 50) },
            try await asked("parked") { _ in _ = try await journal.list(parked, before: nil, limit: 50) },
            try await asked("day") { _ in _ = try await journal.list(day, before: nil, limit: 50) },
            try await asked("search") { ask in
                let text = "\(100_000 + (ask &* 7_919) % stored)"
                _ = try await journal.list(page { $0.search = text }, before: nil, limit: 50)
            },
            try await asked("totals") { _ in _ = try await journal.stateTotals(bridge) },
            try await asked("control") { _ in _ = try await journal.daybookTotals(.booked, bridge: bridge, dates: nil) },
        ]
    }

    private func asked(_ name: String, _ question: (Int) async throws -> Void) async throws -> Figure {
        var milliseconds: [Double] = []
        for ask in 0..<size.lookups {
            let watch = Stopwatch()
            try await question(ask)
            milliseconds.append(watch.seconds * 1e3)
        }
        return Figure("stored.question.\(name).p99", milliseconds.quantile(0.99), "ms", .atMost(50))
    }
}
