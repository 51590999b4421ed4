import BridgeAccess
import BridgeDomain
import BridgeHTTP
import BridgeJournal
import BridgeJournalTesting
import BridgeTesting
import FoundationEssentials
import Testing

@testable import BridgeConsole

/// Writes each page into a folder, for `make screenshots`; only where it is asked to.
@Suite struct `Pages for pictures` {
    private static let folder = ProcessInfo.processInfo.environment["LEDGERBRIDGE_WRITE_PAGES"]

    @Test(.enabled(if: folder != nil)) func `are written as a browser gets them`() async throws {
        let folder = try #require(Self.folder)
        try await Office.with(readsPayments: true, desk: ConnectionsTests.desk()) { office in
            try await Self.furnish(office)
            try await office.person(.administrator)
            for (id, role) in [("bram", Role.bookkeeper), ("carla", .viewer)] {
                try await office.person(role, id: id)
                _ = try await office.enter(id)
            }
            try Data(Stylesheet.bytes).write(to: URL(filePath: "\(folder)/console.css"))
            try await Self.keep("sign-in", try await office.get("/sign-in"), in: folder)
            try await Self.keep("first-run", Self.firstRun(), in: folder)
            let cookie = try await office.enter()
            try await Self.keep("mapping-effect", try await Self.effect(office, cookie), in: folder)
            let pages = [
                ("today", "/"), ("documents", "/documents"), ("documents-parked", "/documents?bridge=export-nl&state=parked,rejected"),
                ("parties", "/parties"), ("parties-all", "/parties?show=all"), ("party", "/parties/export-nl/debtor/C0002"),
                ("party-approve", "/parties/export-nl/debtor/C0002/approve"), ("party-link", "/parties/export-nl/debtor/C0003/link"),
                ("payments", "/payments"), ("payments-stuck", "/payments?show=stuck"), ("payments-retry", "/payments/export-nl/retry"),
                ("history", "/history"), ("connections", "/connections"), ("consent", "/connections/export-nl/consent"),
                ("people", "/people"), ("person", "/people/bram"),
                ("reconcile", "/reconcile"), ("reconcile-source", "/reconcile/source"),
                ("all-withdraw", "/documents/all/withdraw?bridge=export-nl&state=parked,rejected"),
                ("mapping", "/mapping"), ("mapping-try", "/mapping/try?number=2026-100007"), ("mapping-change", "/mapping/change"),
                ("document-parked", Office.path(3)), ("document-booked", Office.path(7)), ("confirm", Office.path(3, "withdraw")),
                ("account", "/account"), ("refused", "/documents/export-nl/NL01/sales_invoice/none"),
            ]
            for (name, path) in pages { try await Self.keep(name, try await office.get(path, cookie: cookie), in: folder) }
        }
    }

    private static func firstRun() async throws -> HTTPResponse {
        var page: HTTPResponse?
        try await Office.with { office in page = try await office.get("/first-run?key=\(office.firstRun.token)") }
        return try #require(page)
    }

    /// A change of rules with what it would do.
    private static func effect(_ office: Office, _ cookie: String) async throws -> HTTPResponse {
        let form = try await office.get("/mapping/change", cookie: cookie)
        let hidden = ["token", "bridge", "base"].compactMap { name in Office.hidden(name, in: form).map { (name: name, value: $0) } }
        let rules = `Rules are changed with their effect in sight`.rules(roses: "8010")
        return try await office.post("/mapping/change", hidden + [("rules", rules), ("act", "show")], cookie: cookie)
    }

    private static func keep(_ name: String, _ page: HTTPResponse, in folder: String) async throws {
        let text = page.text.replacing(Stylesheet.path, with: "console.css")
        try Data(text.utf8).write(to: URL(filePath: "\(folder)/\(name).html"))
    }

    /// A day's documents in every state.
    private static func furnish(_ office: Office) async throws {
        let group = Problem(.accountUnmapped, at: Place(line: 1, "product_group"), found: "DRIED")
        try await `Rules are changed with their effect in sight`
            .prepare(office, yaml: `Rules are changed with their effect in sight`.rules(roses: "8000"), documents: 900...900, .booked)
        let period = Problem(.bookedDiffers, at: Place("lines"), found: "121,00 EUR", expected: "121,01 EUR")
        for number in 1...74 {
            let state: PostingState =
                switch number % 12 {
                case 3: .parked
                case 5: .rejected
                case 6: .held
                case 8: .ready
                case 11: .outcomeUnknown
                default: .booked
                }
            try await office.document(number, state) { posting in
                posting.invoiceDate = JournalSample.date.adding(days: -(number % 9))
                switch state {
                case .parked, .rejected: posting.problems = [group]
                case .held: posting.hold = .approval
                case .booked:
                    posting.targetNumber = "2670\(1_000 + number)"
                    posting.bookedAt = JournalSample.now.adding(seconds: 120)
                    posting.readBack =
                        number == 10
                        ? .differs(at: JournalSample.now.adding(seconds: 300), problems: [period])
                        : .agrees(at: JournalSample.now.adding(seconds: 300))
                default: break
                }
            }
        }
        try await PartiesTests.furnish(office)
        try await PaymentsTests.furnish(office)
        var attempt = AttemptRecord(
            bridge: JournalSample.bridge, subject: JournalSample.key(7).description, number: 1, purpose: .post, startedAt: JournalSample.now
        )
        attempt.endedAt = JournalSample.now.adding(milliseconds: 840)
        attempt.verdict = "done"
        try await office.journal.commit(JournalUnit([.keepAttempt(attempt)]))
        for number in 1...74 where try await office.posting(number).state == .booked && number < 70 {
            let booked = JournalSample.booked(number, net: number == 10 ? 10_001 : 10_000)
            try await office.journal.commit(JournalUnit([.keepBooked(booked)]))
        }
        _ = try await office.journal.spend(
            1_312, connection: "books 3456789",
            windows: [
                BudgetWindow(name: "day", limit: 5_000, used: 0, resetsAt: office.clock.now().adding(seconds: 30_000))
            ], now: office.clock.now())
    }
}
