public import BridgeDomain
import BridgeEngine
import BridgeHTTP
import BridgeJSON
import BridgeJournal
import BridgeRuntime
import Glibc

/// A long night: everything that came in during an outage goes to the books, within their limits of calls, on a clock that skips the waiting.
///
/// Everything is the product's own: configuration, wiring, journal in a file, connector. The source is inside the process; the books are a
/// sandbox, usually in a process of its own.
public struct Night: Sendable {
    /// One look at the work, for people: at the start, and after each tenth.
    public struct Look: Sendable {
        public var done: Int
        public var all: Int
        public var now: Timestamp
        /// nil when nothing is on its way.
        public var expectedEnd: Timestamp?
    }

    private let town: NightTown
    private var plan: NightPlan { town.plan }

    /// Milliseconds by which the clock is moved while nothing moves; the longer one after some such moves. Whole parts of an hour, so that
    /// no reset is passed by.
    private static let pause: Int64 = 30_000
    private static let longPause: Int64 = 300_000
    private static let shortPauses = 6
    /// So many moves of the clock one after another, and nothing is expected to move any more: a week.
    private static let idleMax = 2_016

    /// Prepares a night in an empty folder. `processes` gives each bridge a process's own parts.
    public init(_ plan: NightPlan, books: any NightBooks, clock: ShiftedClock, folder: String, processes: Bool = false) async throws {
        town = try await NightTown(plan, books: books, clock: clock, folder: folder, processes: processes)
    }

    /// Runs until everything is settled, or until `stop`. Throws when nothing moves any more.
    public func run(until stop: Timestamp? = nil, told: @Sendable (Look) -> Void = { _ in }) async throws -> NightReport {
        let watch = Stopwatch()
        var report = NightReport(plan, began: town.clock.now())
        var (idle, tenths) = (0, 0)
        town.trades[0].offer(plan.documents[0])
        while true {
            let now = town.clock.now()
            if let stop, now >= stop { break }
            if now >= plan.othersBegin {
                for place in plan.documents.indices.dropFirst() { town.trades[place].offer(plan.documents[place]) }
            }
            let moved = try await turns()
            idle = moved ? 0 : idle + 1
            if moved {
                let done = try await settled(&report)
                if tenths < 10, done * 10 / plan.all > tenths {
                    tenths = done * 10 / plan.all
                    try await look(done, &report, told)
                }
                if done == plan.all { break }
            } else {
                try await skip(idle)
            }
        }
        try await settle(&report)
        report.seconds = watch.seconds
        return report
    }

    /// Gives everything back.
    public func close() async { await town.close() }

    private func turns() async throws -> Bool {
        var moved = false
        for lane in town.lanes where try await lane.turn().didWork { moved = true }
        return moved
    }

    private func skip(_ idle: Int) async throws {
        guard idle < Self.idleMax else {
            throw BenchFailure(nl: "een week lang bewoog niets meer", en: "nothing moved any more for a week")
        }
        let pause = idle <= Self.shortPauses ? Self.pause : Self.longPause
        try await town.skip(to: Timestamp(milliseconds: (town.clock.now().milliseconds / pause + 1) * pause))
    }

    // MARK: Looking

    private static let settledStates: Set<PostingState> = [.booked, .rejected]

    /// How many documents are settled; notes when a bridge's last one was.
    private func settled(_ report: inout NightReport) async throws -> Int {
        var done = 0
        for (place, bridge) in plan.bridges.enumerated() {
            let count = try await journal.stateTotals(bridge).reduce(0) { $0 + (Self.settledStates.contains($1.state) ? $1.count : 0) }
            if count == plan.documents[place], report.ended[place] == nil { report.ended[place] = town.clock.now() }
            done += count
        }
        return done
    }

    private var journal: any BridgeJournal { town.journals[0] }

    private func look(_ done: Int, _ report: inout NightReport, _ told: @Sendable (Look) -> Void) async throws {
        let now = town.clock.now()
        var end: Timestamp?
        for bridge in town.configuration.bridges {
            let expected = try await town.configuration.expectedEnd(of: bridge, journal: journal, now: now)
            end = [end, expected?.at].compactMap { $0 }.max()
        }
        report.estimates.append(
            NightReport.Estimate(done: done, at: now, end: end ?? now, memoryMegabytes: ProcessLook.megabytes("VmRSS")))
        told(Look(done: done, all: plan.all, now: now, expectedEnd: end))
    }

    // MARK: The account

    private func settle(_ report: inout NightReport) async throws {
        _ = try await settled(&report)
        for bridge in plan.bridges {
            for total in try await journal.stateTotals(bridge) {
                switch total.state {
                case .booked: report.booked += total.count
                case .rejected: report.refused += total.count
                default: report.unsettled += total.count
                }
            }
            report.outOfOrder += try await outOfOrder(bridge)
        }
        let count = town.wire.count
        report.callsByDay = count.byDay.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        report.mostPerMinute = count.mostPerMinute
        report.throttled = count.throttled
        report.mostErrorsPerHour = count.mostErrorsPerHour
        try await compare(&report)
    }

    /// One party's entries in one daybook.
    private struct Account: Hashable {
        var daybook: DaybookCode
        var party: PartyKey?
    }

    /// The numbers the books gave must rise, for each party in each daybook, in the order in which documents came. Between parties there is no
    /// order to keep: what waits for a new customer lets others pass.
    private func outOfOrder(_ bridge: BridgeID) async throws -> Int {
        var (count, before): (Int, Int64?) = (0, nil)
        var lowest: [Account: Int] = [:]
        while true {
            let page = try await journal.list(PostingFilter(bridge: bridge, states: [.booked]), before: before, limit: 1_000)
            guard let last = page.last else { return count }
            for posting in page {
                guard let daybook = posting.daybook, let number = posting.targetNumber.flatMap({ Int($0) }) else { continue }
                let account = Account(daybook: daybook, party: posting.party)
                if let later = lowest[account], number > later { count += 1 }
                lowest[account] = min(lowest[account] ?? number, number)
            }
            before = last.sequence
        }
    }

    /// Both sides' sums per daybook and VAT code, and how many documents are in each.
    private func compare(_ report: inout NightReport) async throws {
        var ours: [String: [Int64]] = [:]
        for bridge in plan.bridges {
            for total in try await journal.daybookTotals(.sent, bridge: bridge, dates: nil) {
                let name = "\(total.daybook)/\(total.vatCode?.text ?? "")"
                let sums = [Int64(total.documents), total.net.minorUnits, total.vat.minorUnits]
                ours[name] = zip(ours[name] ?? [0, 0, 0], sums).map { $0 + $1 }
            }
        }
        let answer = try await town.books.transport.send(HTTPRequest(.get, origin: town.books.origin, target: "/_sandbox/totals"))
        var theirs: [String: [Int64]] = [:]
        for row in try JSON(parsing: answer.body)["totals"]?.array ?? [] {
            guard let daybook = row["journal"]?.string, let code = row["vatCode"]?.string, let count = row["count"]?.integer,
                let net = row["net"]?.decimal?.scaled(to: 2), let vat = row["vat"]?.decimal?.scaled(to: 2)
            else { throw BenchFailure(nl: "de sandbox telt niet op", en: "the sandbox gives no totals") }
            theirs["\(daybook)/\(code)"] = [count, net, vat]
        }
        report.differences = Set(ours.keys).union(theirs.keys).sorted().compactMap { name in
            ours[name] == theirs[name] ? nil : "\(name): \(ours[name] ?? []) ≠ \(theirs[name] ?? [])"
        }
        report.entriesAstray = town.wire.count.posted - report.booked
    }
}
