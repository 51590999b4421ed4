import BridgeDomain
import BridgeJournal

/// What people ask of a file with many documents in it, and how long that takes.
struct Lookups {
    let bench: Workbench
    /// How many documents are in the file.
    let stored: Int
    /// How often each is asked.
    let asks: Int

    /// The commonest questions, and every page.
    func figures() async throws -> [Figure] { try await questions() + pages() }

    private var date: CalendarDate { bench.trade.text.date }

    /// Documents from all over the file.
    private func number(_ ask: Int) -> Int { 100_000 + (ask &* 7_919) % stored }

    /// The commonest questions, as the command line and the pages ask them.
    private func questions() async throws -> [Figure] {
        let (journal, bridge) = (bench.journal, Workbench.bridge)
        func key(_ ask: Int) -> DocumentKey { DocumentKey("NL01", .salesInvoice, DocumentNumber("2026-\(number(ask))")) }
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
            try await asked("question.by_number") { _ = try await journal.postings([key($0)], bridge: bridge) },
            try await asked("question.document") { _ = try await journal.versions(key($0), bridge: bridge) },
            try await asked("question.history") {
                _ = try await journal.history(subject: "\(key($0))", bridge: bridge, after: 0, limit: 100)
            },
            try await asked("question.newest") { _ in _ = try await journal.list(newest, before: nil, limit: 50) },
            try await asked("question.booked") { _ in _ = try await journal.list(booked, before: nil, limit: 50) },
            try await asked("question.parked") { _ in _ = try await journal.list(parked, before: nil, limit: 50) },
            try await asked("question.day") { _ in _ = try await journal.list(day, before: nil, limit: 50) },
            try await asked("question.search") { ask in
                let text = "\(number(ask))"
                _ = try await journal.list(page { $0.search = text }, before: nil, limit: 50)
            },
            try await asked("question.totals") { _ in _ = try await journal.stateTotals(bridge) },
            try await asked("question.control") { _ in _ = try await journal.daybookTotals(.booked, bridge: bridge, dates: nil) },
        ]
    }

    /// How long each page takes to make over a large file.
    private func pages() async throws -> [Figure] {
        let visitor = try await Visitor(bench)
        let month = date.adding(days: -30)...date
        let party = bench.trade.text.customers[0]
        let pages: [(name: String, target: (Int) -> String)] = [
            ("today", { _ in "/" }),
            ("documents", { _ in "/documents" }),
            ("documents_search", { "/documents?q=\(number($0))" }),
            ("documents_parked", { _ in "/documents?state=parked" }),
            ("documents_day", { _ in "/documents?from=\(date)&to=\(date)" }),
            ("document", { "/documents/\(Workbench.bridge)/NL01/sales_invoice/2026-\(number($0))" }),
            ("parties", { _ in "/parties" }),
            ("party", { _ in "/parties/\(Workbench.bridge)/debtor/\(party.code)" }),
            ("mapping", { _ in "/mapping" }),
            ("payments", { _ in "/payments" }),
            ("reconcile", { _ in "/reconcile?bridge=\(Workbench.bridge)&from=\(month.lowerBound)&to=\(month.upperBound)" }),
            ("history", { _ in "/history" }),
            ("connections", { _ in "/connections" }),
            ("people", { _ in "/people" }),
        ]
        var figures: [Figure] = []
        for page in pages {
            figures.append(try await asked("page.\(page.name)") { _ = try await visitor.open(page.target($0)) })
        }
        return figures
    }

    private func asked(_ name: String, _ question: (Int) async throws -> Void) async throws -> Figure {
        var milliseconds: [Double] = []
        for ask in 0..<asks {
            let watch = Stopwatch()
            try await question(ask)
            milliseconds.append(watch.seconds * 1e3)
        }
        return Figure("stored.\(name).p99", milliseconds.quantile(0.99), "ms", .atMost(50))
    }
}
