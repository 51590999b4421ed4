import BridgeDomain
import BridgeJournal

private typealias Sample = JournalSample
private let bridge = JournalSample.bridge
private let now = JournalSample.now
private let dollar = Currency(code: "USD") ?? .eur

extension JournalSuite {
    static let totals: [JournalPromise] = [
        JournalPromise("state totals follow every move") { journal in
            try expectEqual(try await journal.stateTotals(nil), [])
            for number in 1...3 { try await journal.commit(Sample.arrival(number, net: Int64(number) * 10_000)) }
            try await journal.commit(Sample.arrival(4, .creditNote, state: .held))
            try await journal.commit(Sample.arrival(1, bridge: "other"))
            try await journal.move(3) { $0.state = .booked }
            func row(
                _ state: PostingState, _ kind: DocumentKind, _ count: Int, _ net: Int64?, _ currency: Currency = .eur,
                on bridge: BridgeID = bridge
            ) -> StateTotal {
                func money(_ value: Int64?) -> Money? { value.map { Money(minorUnits: $0, currency) } }
                let vat = net.map { $0 * 9 / 100 }
                return StateTotal(
                    bridge: bridge, state: state, kind: kind, count: count, net: money(net), vat: money(vat),
                    gross: money(net.map { $0 + (vat ?? 0) }))
            }
            let held = row(.held, .creditNote, 1, 10_000)
            try expectEqual(
                try await journal.stateTotals(bridge),
                [held, row(.ready, .salesInvoice, 2, 30_000), row(.booked, .salesInvoice, 1, 30_000)])
            try expectEqual(try await journal.stateTotals(nil).last, row(.ready, .salesInvoice, 1, 10_000, on: "other"))
            // A correction changes amounts and currency; a document that cannot be read has none.
            try await journal.move(1) {
                $0.net = Money(minorUnits: 100, dollar)
                $0.vat = Money(minorUnits: 9, dollar)
                $0.gross = Money(minorUnits: 109, dollar)
            }
            try await journal.move(2) {
                $0.net = nil
                $0.vat = nil
                $0.gross = nil
            }
            try expectEqual(
                try await journal.stateTotals(bridge),
                [
                    held, row(.ready, .salesInvoice, 1, nil), row(.ready, .salesInvoice, 1, 100, dollar),
                    row(.booked, .salesInvoice, 1, 30_000),
                ])
        },
        JournalPromise("the control table counts what was mapped, sent and booked") { journal in
            for number in 1...4 { try await journal.commit(Sample.arrival(number)) }
            try await journal.commit(Sample.arrival(5, .creditNote, net: 1_000))
            func column(_ column: ControlColumn, _ dates: ClosedRange<CalendarDate>? = nil) async throws -> [String] {
                try await journal.daybookTotals(column, bridge: bridge, dates: dates).map {
                    "\($0.daybook) \($0.vatCode?.text ?? "-") \($0.documents) \($0.net.minorUnits) \($0.vat.minorUnits)"
                }
            }
            try expectEqual(try await column(.mapped), ["70 VL 5 39000 3510"])
            try expectEqual(try await column(.sent), [])
            try expectEqual(try await column(.booked), [])
            try await journal.move(1) { $0.state = .booked }
            try await journal.move(2) { $0.state = .parked }
            try await journal.move(3) { $0.state = .rejected }
            try await journal.move(4) { $0.state = .withdrawn }
            try await journal.move(5, .creditNote) { $0.state = .nothingToPost }
            try await journal.commit(.keepBooked(Sample.booked(1, net: 9_999, vatCode: nil)))
            try expectEqual(try await column(.mapped), ["70 VL 2 20000 1800"])
            try expectEqual(try await column(.sent), ["70 VL 1 10000 900"])
            try expectEqual(try await column(.booked), ["70 - 1 9999 899"])
            try await journal.commit(.keepBooked(Sample.booked(1)))
            try expectEqual(try await column(.booked), ["70 VL 1 10000 900"])
            // Mapping again, by other rules, moves the sums of what counts.
            try await journal.commit(.keepEntry(Sample.entry(3, net: 500, vatCode: "VH", mappingVersion: 2)))
            try await journal.commit(.keepEntry(Sample.entry(2, net: 7, vatCode: "VH", mappingVersion: 2)))
            try expectEqual(try await column(.mapped), ["70 VH 1 500 45", "70 VL 1 10000 900"])
            try await journal.move(2) { $0.state = .ready }
            try expectEqual(try await column(.mapped), ["70 VH 2 507 45", "70 VL 1 10000 900"])
            // By invoice date.
            try await journal.move(3) { $0.invoiceDate = Sample.date.adding(days: 1) }
            try expectEqual(try await column(.mapped, Sample.date...Sample.date), ["70 VH 1 7 0", "70 VL 1 10000 900"])
            try expectEqual(try await column(.mapped, Sample.date.adding(days: 1)...Sample.date.adding(days: 9)), ["70 VH 1 500 45"])
            try expectEqual(try await column(.sent, Sample.date.adding(days: 1)...Sample.date.adding(days: 9)), [])
            try expectEqual(try await journal.daybookTotals(.mapped, bridge: "other", dates: nil), [])
        },
        JournalPromise("the control table follows the version that is delivered") { journal in
            try await journal.commit(Sample.arrival(1))
            // The corrected version is mapped before, and delivered from the moment the posting says so.
            try await journal.commit(.keepEntry(Sample.entry(1, version: 2, net: 50)))
            func mapped() async throws -> [Int64] {
                try await journal.daybookTotals(.mapped, bridge: bridge, dates: nil).map(\.net.minorUnits)
            }
            try expectEqual(try await mapped(), [10_000])
            try await journal.move(1) { $0.documentVersion = 2 }
            try expectEqual(try await mapped(), [50])
            try await journal.move(1) { $0.documentVersion = 3 }
            try expectEqual(try await mapped(), [])
            try await journal.commit(.keepEntry(Sample.entry(1, version: 3, net: 60)))
            try expectEqual(try await mapped(), [60])
            // One document with two amounts of one code is one document; with two codes it is one in each row.
            var split = Sample.entry(1, version: 3)
            split.totals = [
                EntryTotal(daybook: "70", vatCode: "VL", net: Sample.euro(1), vat: Sample.euro(0)),
                EntryTotal(daybook: "70", vatCode: "VL", net: Sample.euro(2), vat: Sample.euro(0)),
                EntryTotal(daybook: "70", vatCode: nil, net: Sample.euro(4), vat: Sample.euro(0)),
                EntryTotal(daybook: "71", vatCode: nil, net: Money(minorUnits: 8, dollar), vat: .zero(dollar)),
            ]
            let entry = split
            try await journal.commit(.keepEntry(entry))
            let rows = try await journal.daybookTotals(.mapped, bridge: bridge, dates: nil)
            try expectEqual(rows.map(\.documents), [1, 1, 1])
            try expectEqual(rows.map(\.net), [Sample.euro(4), Sample.euro(3), Money(minorUnits: 8, dollar)])
        },
        JournalPromise("entries and readings may come before their posting") { journal in
            try await journal.commit(.keepEntry(Sample.entry(1)), .keepBooked(Sample.booked(1)))
            try expectEqual(try await journal.daybookTotals(.mapped, bridge: bridge, dates: nil), [])
            try expectEqual(try await journal.daybookTotals(.booked, bridge: bridge, dates: nil), [])
            try await journal.commit(.startPosting(Sample.posting(1, state: .booked)))
            for column in ControlColumn.allCases {
                try expectEqual(
                    try await journal.daybookTotals(column, bridge: bridge, dates: nil).map(\.net), [Sample.euro(10_000)], "\(column)")
            }
        },
        JournalPromise("causes are counted with what waits behind them") { journal in
            func problem(_ found: String, line: Int = 1) -> Problem {
                Problem(.accountUnmapped, at: Place(line: line, "group"), found: found)
            }
            let warning = Problem(.textTooLong, at: Place("description"))
            let parked: [(Int, [Problem])] = [
                (1, [problem("DRIED"), problem("DRIED", line: 2), problem("WIRE"), warning]), (2, [problem("DRIED")]), (3, [warning]),
                (4, []),
            ]
            for (number, problems) in parked {
                var posting = Sample.posting(number, state: number == 2 ? .rejected : .parked)
                posting.problems = problems
                try await journal.commit(.startPosting(posting))
            }
            var booked = Sample.posting(5, state: .booked)
            booked.problems = [problem("DRIED")]
            var elsewhere = Sample.posting(6, state: .parked, bridge: "other")
            elsewhere.problems = [problem("DRIED")]
            try await journal.commit(.startPosting(booked), .startPosting(elsewhere))
            func row(_ code: ProblemCode, _ found: String, _ count: Int, oldest: Int64, on bridge: BridgeID = bridge) -> ProblemTotal {
                ProblemTotal(
                    bridge: bridge, code: code, found: found, count: count, gross: [Sample.euro(10_900 * Int64(count))],
                    oldest: now.adding(seconds: oldest))
            }
            let wire = row(.accountUnmapped, "WIRE", 1, oldest: 1)
            let long = row(.textTooLong, "", 1, oldest: 3)
            try expectEqual(try await journal.problemTotals(bridge), [row(.accountUnmapped, "DRIED", 2, oldest: 1), wire, long])
            try expectEqual(
                try await journal.problemTotals(nil),
                [row(.accountUnmapped, "DRIED", 2, oldest: 1), wire, long, row(.accountUnmapped, "DRIED", 1, oldest: 6, on: "other")])
            try await journal.move(1) { $0.state = .ready }
            try await journal.move(3) { $0.gross = nil }
            var unread = long
            unread.gross = []
            try expectEqual(try await journal.problemTotals(bridge), [row(.accountUnmapped, "DRIED", 1, oldest: 2), unread])
            try await journal.move(2) { $0.problems = [] }
            try await journal.move(3) { $0.state = .withdrawn }
            try expectEqual(try await journal.problemTotals(bridge), [])
        },
        JournalPromise("one thing that is wrong is one cause, whatever the amounts in it") { journal in
            for (number, amounts) in [(1, ["152.60", "12.60", "140.00"]), (2, ["99.00"])] {
                var posting = Sample.posting(number, state: .parked)
                posting.problems = amounts.map { Problem(.vatBaseMismatch, at: Place("vat_summary[L].base"), found: $0, expected: "1.00") }
                if number == 1 {
                    posting.problems += ["8000", "8010"].map { Problem(.targetCodeUnknown, at: Place("account"), found: $0) }
                }
                try await journal.commit(.startPosting(posting))
            }
            func row(_ code: ProblemCode, _ found: String, _ count: Int) -> ProblemTotal {
                ProblemTotal(
                    bridge: bridge, code: code, found: found, count: count, gross: [Sample.euro(10_900 * Int64(count))],
                    oldest: now.adding(seconds: 1))
            }
            let expected = [row(.vatBaseMismatch, "", 2), row(.targetCodeUnknown, "8000", 1), row(.targetCodeUnknown, "8010", 1)]
            try expectEqual(try await journal.problemTotals(bridge), expected)
            try expectEqual(try await journal.problemTotals(nil), expected)
            try await journal.move(1) { $0.problems.removeFirst(2) }
            try expectEqual(try await journal.problemTotals(bridge), expected)
            try await journal.move(1) { $0.problems.removeAll { $0.code == .vatBaseMismatch } }
            try expectEqual(try await journal.problemTotals(bridge).map(\.count), [1, 1, 1])
        },
        JournalPromise("what is late, what differs and what waits longest is counted") { journal in
            func totals(at seconds: Int64 = 0) async throws -> WaitingTotals {
                try await journal.waitingTotals(bridge, at: now.adding(seconds: seconds))
            }
            try expectEqual(try await totals(), WaitingTotals(late: 0, differing: 0, oldest: nil))
            for number in 1...3 {
                var posting = Sample.posting(number, state: .held)
                posting.receivedAt = now.adding(seconds: Int64(number))
                posting.deadline = now.adding(seconds: Int64(number) * 100)
                try await journal.commit(.startPosting(posting))
            }
            try await journal.commit(Sample.arrival(4, bridge: "other"))
            try expectEqual(try await totals(at: 100), WaitingTotals(late: 0, differing: 0, oldest: now.adding(seconds: 1)))
            try expectEqual(try await totals(at: 201), WaitingTotals(late: 2, differing: 0, oldest: now.adding(seconds: 1)))
            try await journal.move(1) {
                $0.state = .booked
                $0.readBack = .differs(at: now, problems: [Problem(.bookedDiffers, at: Place("amount"))])
            }
            try expectEqual(try await totals(at: 201), WaitingTotals(late: 1, differing: 1, oldest: now.adding(seconds: 2)))
            for number in 2...3 { try await journal.move(number) { $0.state = .withdrawn } }
            try expectEqual(try await totals(at: 500), WaitingTotals(late: 0, differing: 1, oldest: nil))
        },
        JournalPromise("what flowed is counted by the hour, and what waits by its age") { journal in
            let hour = HourTotal.start(of: HourTotal.hour(of: now))
            func moment(_ hours: Int64) -> Timestamp { hour.adding(seconds: hours * 3_600 + 5) }
            for (number, hours) in [(1, Int64(0)), (2, -1), (3, -1), (4, -30)] {
                var posting = Sample.posting(number, state: number == 4 ? .parked : .ready)
                posting.receivedAt = moment(hours)
                try await journal.commit(.startPosting(posting))
            }
            try await journal.commit(Sample.arrival(5, bridge: "other"))
            func flow(_ hours: Int64, limit: Int = 10) async throws -> [String] {
                try await journal.hourTotals(bridge, from: moment(hours), limit: limit).map {
                    "\($0.start.milliseconds(since: hour) / HourTotal.length) \($0.received) \($0.booked)"
                }
            }
            func ages() async throws -> [String] {
                try await journal.ageTotals(bridge, bounds: [moment(0), moment(-24)]).map { "\($0.waiting) \($0.needsPerson)" }
            }
            try expectEqual(try await flow(-30), ["-30 1 0", "-1 2 0", "0 1 0"])
            try expectEqual(try await flow(-30, limit: 1), ["-30 1 0"])
            try expectEqual(try await flow(-1), ["-1 2 0", "0 1 0"])
            try expectEqual(try await ages(), ["1 0", "2 0", "0 1"])
            try await journal.move(2) {
                $0.state = .booked
                $0.bookedAt = moment(3)
            }
            try await journal.move(4) { $0.state = .withdrawn }
            try expectEqual(try await flow(-1), ["-1 2 0", "0 1 0", "3 0 1"])
            try expectEqual(try await ages(), ["1 0", "1 0", "0 0"])
            try await journal.move(2) { $0.state = .rejected }
            try expectEqual(try await flow(0), ["0 1 0"], "what is no longer booked is not counted as booked")
            try expectEqual(try await ages(), ["1 0", "1 1", "0 0"])
            try expectEqual(try await journal.ageTotals("nobody's", bounds: []), [AgeTotal(waiting: 0, needsPerson: 0)])
        },
        JournalPromise("what waits for an approval, a run or a person is counted with its amount") { journal in
            func held(_ number: Int, _ hold: Hold, _ kind: DocumentKind = .salesInvoice) async throws {
                var posting = Sample.posting(number, kind, state: .held)
                posting.hold = hold
                try await journal.commit(.startPosting(posting))
            }
            func totals() async throws -> [String] {
                try await journal.holdTotals(bridge).map { "\($0.blocker) \($0.kind) \($0.count) \($0.gross?.minorUnits ?? -1)" }
            }
            for number in 1...2 { try await held(number, .schedule) }
            try await held(3, .schedule, .creditNote)
            try await held(4, .approval)
            try await held(5, .party(PartyKey(.debtor, "C1")))
            try expectEqual(
                try await totals(), ["approval salesInvoice 1 10900", "schedule salesInvoice 2 21800", "schedule creditNote 1 10900"])
            try await journal.move(1) {
                $0.state = .ready
                $0.hold = nil
            }
            try await journal.move(2) {
                $0.gross = nil; $0.net = nil; $0.vat = nil
            }
            try await journal.move(4) { $0.hold = .person }
            try expectEqual(
                try await totals(), ["person salesInvoice 1 10900", "schedule salesInvoice 1 -1", "schedule creditNote 1 10900"])
        },
    ]
}
