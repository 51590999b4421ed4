import BridgeConnector
import BridgeDomain
import BridgeHTTP
import BridgeJSON
import ExactSimulator
import Synchronization
import Testing

@testable import ExactConnector

@Suite struct `The end of the ledger's stream` {
    /// A ledger of any length: row versions in runs, with what other tables used up in between.
    struct Ledger: Sendable, CustomTestStringConvertible {
        var name: String
        var runs: [(first: Int64, rows: Int64, step: Int64)]
        /// The most calls finding its end may take.
        var callsMax: Int

        var testDescription: String { name }
        var last: Int64? { runs.last.map { $0.first + ($0.rows - 1) * $0.step } }

        /// Up to 1,000 versions after one, and whether more follow.
        func page(after version: Int64) -> (versions: [Int64], hasMore: Bool) {
            var found: [Int64] = []
            for run in runs {
                let skipped = version < run.first ? 0 : (version - run.first) / run.step + 1
                for index in skipped..<max(skipped, run.rows) {
                    if found.count == 1_000 { return (found, true) }
                    found.append(run.first + index * run.step)
                }
            }
            return (found, false)
        }
    }

    private final class LedgerTransport: HTTPTransport {
        let ledger: Ledger
        private let count = Mutex(0)
        var calls: Int { count.withLock { $0 } }

        init(_ ledger: Ledger) { self.ledger = ledger }

        func send(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPResponse {
            count.withLock { $0 += 1 }
            let filter = request.query.first { $0.name == "$filter" }?.value ?? ""
            guard let version = Int64(filter.dropFirst("Timestamp gt ".count).dropLast()) else { throw .notConnected(filter) }
            let page = ledger.page(after: version)
            let rows = page.versions.map { "{\"Timestamp\":\"\($0)\"}" }.joined(separator: ",")
            let next = page.hasMore ? #","__next":"\#(request.origin)\#(request.path)?$skiptoken=1""# : ""
            return HTTPResponse(
                status: 200, fields: ["Content-Type": "application/json"], body: Array("{\"d\":{\"results\":[\(rows)]\(next)}}".utf8))
        }
    }

    @Test(arguments: [
        Ledger(name: "an empty one", runs: [], callsMax: 1),
        Ledger(name: "one row", runs: [(first: 8_000_000_000, rows: 1, step: 1)], callsMax: 1),
        Ledger(name: "a page", runs: [(first: 8_000_000_000, rows: 1_000, step: 7)], callsMax: 1),
        Ledger(name: "a page and a row", runs: [(first: 2, rows: 1_001, step: 1)], callsMax: 3),
        Ledger(name: "25,000 rows", runs: [(first: 77, rows: 25_000, step: 3)], callsMax: 12),
        Ledger(name: "a million rows", runs: [(first: 8_000_000_000, rows: 1_000_000, step: 11)], callsMax: 24),
        Ledger(
            name: "years of rest in between",
            runs: [(first: 50, rows: 40_000, step: 1), (first: 6_000_000_000, rows: 90_000, step: 900)],
            callsMax: 50),
        Ledger(
            name: "a burst at the end", runs: [(first: 50, rows: 5_000, step: 100_000), (first: 900_000_000, rows: 60_000, step: 1)],
            callsMax: 40),
    ])
    func `is found in few calls`(ledger: Ledger) async throws {
        let bench = Bench()
        let transport = LedgerTransport(ledger)
        let connector = ExactOnlineConnector(
            settings: bench.settings, clientSecret: "s3cr3t", vault: bench.vault, transport: transport, meter: bench.meter,
            clock: bench.clock)
        let end = try await connector.bookedEnd(with: Samples.master())
        #expect(try ExactCursor(end, movedNow: nil).marks["lines"] == ledger.last ?? 1)
        #expect(transport.calls <= ledger.callsMax, "\(transport.calls)")
    }

    @Test func `leaves out what was booked before it and nothing that is booked after`() async throws {
        let office = try await Office.open { $0.divisions[0].accounts.append(.init("1000", "Bloemenhuis")) }
        let master = try await office.connector.masterData(known: nil)
        let relation = try await office.relation("1000")
        func post(_ number: String) async throws {
            _ = try await office.connector.post(
                PostingOrder(
                    entry: Samples.entry(
                        number: number, condition: "14", reference: EntryReference("FP-\(number)"),
                        lines: [Samples.line(.party, "1300", "48.00"), Samples.line(.amount, "1700", "-48.00", "0")]),
                    relation: relation), with: master)
        }
        try await post("1")
        try await post("2")
        let end = try await office.connector.bookedEnd(with: master)
        try await post("3")
        #expect(try await office.booked(after: end, master).entries.map(\.reference.text) == ["FP-3"])
    }
}
