import BridgeConnector
import BridgeDomain
@testable import BridgeEngine
import BridgeJournal
import BridgeSource
import Testing

/// The whole machine as one table: what each event makes of a posting in each state.
@Suite struct `The posting machine` {
    static let now = Timestamp(milliseconds: 1_800_000_000_000)
    static let rejected = ConnectorError(.rejected, "refused", vendorText: "Mandatory: Account")

    /// The columns of the table.
    static let states: [PostingState] = [
        .parked, .held, .ready, .inFlight, .outcomeUnknown, .booked, .rejected, .withdrawn, .nothingToPost,
    ]

    static let letters: [Character: PostingState] = [
        "P": .parked, "H": .held, "R": .ready, "F": .inFlight, "U": .outcomeUnknown, "B": .booked, "X": .rejected, "W": .withdrawn,
        "N": .nothingToPost,
    ]

    static func verdict(_ state: PostingState, _ hold: Hold? = nil, problems: [Problem] = []) -> GateVerdict {
        GateVerdict(state: state, hold: hold, dueAt: state == .ready ? now : nil, problems: problems, entry: nil)
    }

    static let strange = Problem(.foreignEntry, at: Place("reference"), found: "70 26700001")
    static let differs = Problem(.bookedDiffers, at: Place("date"), found: "2026-11-19")
    static let corrected = Problem(.correctionAfterPosting, at: Place("version"), found: "2")
    static let withdrawn = Problem(.withdrawnAtSource, at: Place("status"), found: "version 2")
    static let booked = BookedEntry(
        id: "entry-1", number: "26700001", reference: "F-1", daybook: "70", date: TestBridge.day, period: TestBridge.november,
        relation: nil, lines: [])

    struct Row: Sendable, CustomTestStringConvertible {
        var event: PostingEvent
        /// A letter per state in the order of the columns; a point where the event changes nothing.
        var outcomes: String
        var testDescription: String { "\(event)".prefix(80) + " → " + outcomes }
        init(_ outcomes: String, _ event: PostingEvent) {
            self.event = event
            self.outcomes = outcomes
        }
    }

    //         P H R F U B X W N
    static let table: [Row] = [
        Row("R R R . . . R R R", .judged(verdict(.ready), mappingVersion: 1)),
        Row("H H H . . . H H H", .judged(verdict(.held, .approval), mappingVersion: 1)),
        Row("P P P . . . P P P", .judged(verdict(.parked, problems: [differs]), mappingVersion: 1)),
        Row("N N N . . . N N N", .judged(verdict(.nothingToPost), mappingVersion: 1)),
        Row(". . F . . . . . .", .started),
        Row(". . . B . . . . .", .accepted(PostedEntry(id: "entry-1", number: "26700001"))),
        Row(". . . U . . . . .", .accepted(PostedEntry(id: "", number: "file 12", awaitedUntil: now.adding(seconds: 60)))),
        Row(". . . R . . . . .", .failed(ConnectorError(.unavailable, "down"))),
        Row(". . . R . . . . .", .failed(ConnectorError(.throttled, "slow down"))),
        Row(". . . R . . . . .", .failed(ConnectorError(.budgetSpent, "spent"))),
        Row(". . . R . . . . .", .failed(ConnectorError(.unauthorised, "consent"))),
        Row(". . . X . . . . .", .failed(rejected)),
        Row(". . . X . . . . .", .failed(ConnectorError(.misused, "our fault"))),
        Row(". . . U . . . . .", .failed(ConnectorError(.outcomeUnknown, "lost"))),
        Row(". . . U . . . . .", .recovered),
        Row(". . . . R . . . .", .lookedUp(.nothing)),
        Row(". . . . B . . . .", .lookedUp(.ours(booked))),
        Row(". . . . P . . . .", .lookedUp(.stranger([booked], [strange]))),
        Row(". . . . U . . . .", .lookedUp(.awaited(until: now.adding(seconds: 900), "in file 12"))),
        Row(". . . . X . . . .", .lookedUp(.refused([], "Account 9999 does not exist"))),
        Row(". . . . U . . . .", .lookUpFailed(ConnectorError(.unavailable, "down"))),
        Row(". . . . . B . . .", .readBack([])),
        Row("P P P . . B P . .", .readBack([differs])),
        Row("P P P . . B P . .", .readBack([strange])),
        Row(". . . F U B . . .", .flagged(corrected)),
        Row("W W W F U B W . W", .flagged(withdrawn)),
        Row("H H . . . . . . .", .stirred(why: "its party came")),
        Row(". H H . . . . . .", .person(.hold)),
        Row("W W W . . . W . W", .person(.withdraw(reason: "double"))),
        Row("B B . . . . B . .", .person(.bookedByHand(number: "26700009"))),
        Row(". . . . . . . . .", .person(.lookAgain)),
    ]

    static func record(_ state: PostingState, _ change: (inout PostingRecord) -> Void = { _ in }) -> PostingRecord {
        var record = PostingRecord(
            bridge: "export", document: DocumentKey("NL01", .salesInvoice, "1"), sourceID: "1", documentVersion: 1, contentHash: "",
            state: state, receivedAt: now.adding(seconds: -60), invoiceDate: TestBridge.day)
        record.revision = 7
        change(&record)
        return record
    }

    static func machine(_ record: PostingRecord) -> PostingMachine { PostingMachine(record, retry: RetryPolicy(), settlingSeconds: 120) }

    @Test(arguments: table) func `each event does in each state what the table says`(_ row: Row) {
        let outcomes = row.outcomes.filter { $0 != " " }
        #expect(outcomes.count == Self.states.count)
        for (state, letter) in zip(Self.states, outcomes) {
            let before = Self.record(state)
            var machine = Self.machine(before)
            let step = machine.handle(row.event, now: Self.now)
            if letter == "." {
                #expect(step == nil && machine.record == before, "\(state) must not be changed")
            } else {
                #expect(step != nil && machine.record.state == Self.letters[letter], "\(state) → \(machine.record.state)")
                #expect(machine.record.revision == 8 && machine.record.changedAt == Self.now)
            }
        }
    }

    @Test func `only what is judged ready, waits for a call or a look-up, was overtaken or stirred, is due`() {
        for row in Self.table {
            for state in Self.states {
                var machine = Self.machine(Self.record(state) { $0.dueAt = state == .outcomeUnknown ? Self.now : nil })
                guard machine.handle(row.event, now: Self.now) != nil else { continue }
                let isDue = machine.record.dueAt != nil
                if case .stirred = row.event {
                    #expect(machine.record.dueAt == Self.now)
                    continue
                }
                #expect(
                    isDue == (machine.record.state == .ready || machine.record.state == .outcomeUnknown), "\(row.testDescription) \(state)")
            }
        }
    }

    @Test(arguments: [
        (ConnectorError(.unavailable, ""), Int64(20), 3), (ConnectorError(.throttled, ""), 240, 3),
        (ConnectorError(.unauthorised, ""), 120, 3),
        (ConnectorError(.unavailable, "", retryAt: now.adding(seconds: 77)), 77, 3),
        // A time that has passed already is now, never the past.
        (ConnectorError(.throttled, "", retryAt: now.adding(seconds: -30)), 0, 3),
    ]) func `a pause follows the kind of failure and the number of tries`(_ error: ConnectorError, _ seconds: Int64, _ attempts: Int) {
        var machine = Self.machine(Self.record(.ready) { $0.attempts = 2 })
        _ = machine.handle(.started, now: Self.now)
        _ = machine.handle(.failed(error), now: Self.now)
        #expect(machine.record.dueAt == Self.now.adding(seconds: seconds))
        #expect(machine.record.attempts == attempts)
    }

    /// Our own meter refused before anything was sent: that was no attempt, and it does not go behind what came after it.
    @Test(arguments: [Int64(-90), 0, 90]) func `what was surely not sent keeps its place in the order`(_ seconds: Int64) {
        let wasDue = Self.now.adding(seconds: seconds)
        var machine = Self.machine(Self.record(.ready) { $0.attempts = 2 })
        _ = machine.handle(.started, now: Self.now)
        _ = machine.handle(
            .failed(ConnectorError(.budgetSpent, "", retryAt: Self.now.adding(seconds: 30)), wasDue: wasDue), now: Self.now)
        #expect(machine.record.state == .ready && machine.record.attempts == 2)
        #expect(machine.record.dueAt == min(wasDue, Self.now))
    }

    @Test func `after the last try a person is asked, and the source is told`() {
        var machine = Self.machine(Self.record(.inFlight) { $0.attempts = RetryPolicy().unavailable.attemptsMax })
        let step = machine.handle(.failed(ConnectorError(.unavailable, "down")), now: Self.now)
        #expect(machine.record.state == .parked && machine.record.problems.map(\.code) == [.attemptsExhausted])
        #expect(step?.report == .parked)
    }

    @Test func `a lost answer waits out the target's own limit before it is looked up`() {
        var machine = Self.machine(Self.record(.inFlight))
        _ = machine.handle(.failed(ConnectorError(.outcomeUnknown, "lost")), now: Self.now)
        #expect(machine.record.dueAt == Self.now.adding(seconds: 120))
    }

    @Test func `look-ups that fail are repeated at growing pauses`() {
        var machine = Self.machine(Self.record(.outcomeUnknown) { $0.attempts = 1 })
        var pauses: [Int64] = []
        for _ in 0..<9 {
            _ = machine.handle(.lookUpFailed(ConnectorError(.outcomeUnknown, "")), now: Self.now)
            pauses.append((machine.record.dueAt?.milliseconds(since: Self.now) ?? 0) / 1000)
        }
        #expect(pauses == [10, 20, 40, 80, 160, 320, 600, 600, 600])
    }

    @Test func `adoption is a reading of the books`() {
        var machine = Self.machine(Self.record(.outcomeUnknown))
        let step = machine.handle(.lookedUp(.ours(Self.booked)), now: Self.now)
        #expect(machine.record.readBack == .agrees(at: Self.now))
        #expect(machine.record.targetID == "entry-1" && machine.record.targetNumber == "26700001")
        #expect(step?.releasesFollowers == true && step?.report == .posted)
    }

    @Test(arguments: [PostingEvent.lookedUp(.nothing), .failed(rejected), .failed(ConnectorError(.unavailable, ""))])
    func `what was withdrawn while the call was under way and not booked is not sent again`(_ event: PostingEvent) {
        var machine = Self.machine(Self.record(.inFlight))
        _ = machine.handle(.flagged(Self.withdrawn), now: Self.now)
        if case .lookedUp = event { _ = machine.handle(.recovered, now: Self.now) }
        _ = machine.handle(event, now: Self.now)
        #expect(machine.record.state == .withdrawn && machine.record.dueAt == nil)
    }

    @Test(arguments: [PostingEvent.lookedUp(.nothing), .failed(rejected), .failed(ConnectorError(.unavailable, ""))])
    func `what was corrected while the call was under way and not booked is judged anew at once`(_ event: PostingEvent) {
        var machine = Self.machine(Self.record(.inFlight))
        _ = machine.handle(.flagged(Self.corrected), now: Self.now)
        if case .lookedUp = event { _ = machine.handle(.recovered, now: Self.now) }
        _ = machine.handle(event, now: Self.now)
        #expect(machine.record.state == .held && machine.record.hold == nil && machine.record.dueAt == Self.now)
    }

    @Test func `the source's later word counts`() {
        var machine = Self.machine(Self.record(.outcomeUnknown))
        _ = machine.handle(.flagged(Self.withdrawn), now: Self.now)
        _ = machine.handle(.flagged(Self.corrected), now: Self.now)
        _ = machine.handle(.lookedUp(.nothing), now: Self.now)
        #expect(machine.record.state == .held)
    }

    @Test func `what the books warn of stands in the history beside the number`() {
        var record = PostingRecord(
            bridge: "export", document: DocumentKey("NL01", .salesInvoice, "1"), sourceID: "1", documentVersion: 1, contentHash: "",
            state: .inFlight, receivedAt: Self.now, invoiceDate: TestBridge.day)
        record.reference = "F-1"
        var machine = Self.machine(record)
        let step = machine.handle(.accepted(PostedEntry(id: "e", number: "7", warning: "Controleer de boeking")), now: Self.now)
        #expect(step?.detail == "number 7; the books warn: Controleer de boeking")
    }

    @Test func `what was flagged on the way and booked is an alarm, and stays one when the books agree`() {
        var machine = Self.machine(Self.record(.inFlight))
        _ = machine.handle(.flagged(Self.withdrawn), now: Self.now)
        _ = machine.handle(.accepted(PostedEntry(id: "entry-1", number: "1")), now: Self.now)
        #expect(machine.record.readBack == .differs(at: Self.now, problems: [Self.withdrawn]))
        #expect(machine.handle(.readBack([]), now: Self.now) == nil)
        _ = machine.handle(.readBack([Self.differs]), now: Self.now)
        #expect(machine.record.readBack == .differs(at: Self.now, problems: [Self.withdrawn, Self.differs]))
        _ = machine.handle(.readBack([]), now: Self.now)
        #expect(machine.record.readBack == .differs(at: Self.now, problems: [Self.withdrawn]))
    }

    @Test func `a difference that is mended in the books ends, and the source hears of both`() {
        var machine = Self.machine(Self.record(.booked))
        #expect(machine.handle(.readBack([Self.differs]), now: Self.now)?.report == .parked)
        #expect(machine.handle(.readBack([Self.differs]), now: Self.now) == nil)
        let step = machine.handle(.readBack([]), now: Self.now)
        #expect(step?.report == .posted && machine.record.readBack == .agrees(at: Self.now))
        #expect(machine.handle(.readBack([]), now: Self.now) == nil)
    }

    @Test func `no verdict leads past a stranger's entry; a look-up does`() {
        var machine = Self.machine(Self.record(.parked) { $0.problems = [Self.strange] })
        _ = machine.handle(.judged(Self.verdict(.ready), mappingVersion: 2), now: Self.now)
        #expect(machine.record.state == .parked && machine.record.problems == [Self.strange])
        #expect(machine.handle(.judged(Self.verdict(.ready), mappingVersion: 2), now: Self.now) == nil)
        _ = machine.handle(.person(.lookAgain), now: Self.now)
        #expect(machine.record.state == .outcomeUnknown && machine.record.dueAt == Self.now)
        _ = machine.handle(.lookedUp(.nothing), now: Self.now)
        #expect(machine.record.state == .held && machine.record.problems.isEmpty && machine.record.dueAt == Self.now)
        _ = machine.handle(.judged(Self.verdict(.ready), mappingVersion: 2), now: Self.now)
        #expect(machine.record.state == .ready)
    }

    @Test func `what was delivered in a batch waits for the books' word, and is told with theirs when they refuse it`() {
        var machine = Self.machine(Self.record(.inFlight))
        let step = machine.handle(
            .accepted(PostedEntry(id: "", number: "file 12", awaitedUntil: Self.now.adding(seconds: 60))), now: Self.now)
        #expect(step?.act == "delivered" && step?.report == nil && step?.releasesFollowers == false)
        #expect(machine.record.dueAt == Self.now.adding(seconds: 60) && machine.record.targetID == nil)
        let waiting = machine.handle(.lookedUp(.awaited(until: Self.now.adding(seconds: 900), "in file 12")), now: Self.now)
        #expect(waiting?.act == "awaited" && machine.record.dueAt == Self.now.adding(seconds: 900))
        let refused = machine.handle(.lookedUp(.refused([], "Account 9999 does not exist")), now: Self.now)
        #expect(refused?.report == .rejected && refused?.detail == "Account 9999 does not exist")
        #expect(machine.record.problems.map(\.code) == [.targetRejected])
    }

    @Test(arguments: [(corrected, PostingState.held), (withdrawn, .withdrawn)])
    func `a refusal after a delivery makes way for what the source said meanwhile`(flag: Problem, then: PostingState) {
        var machine = Self.machine(Self.record(.outcomeUnknown) { $0.problems = [flag] })
        _ = machine.handle(.lookedUp(.refused([], "refused")), now: Self.now)
        #expect(machine.record.state == then)
    }

    @Test func `judging twice alike is one move; a postponed call that a person retries is due at once`() {
        var machine = Self.machine(Self.record(.held))
        #expect(machine.handle(.judged(Self.verdict(.ready), mappingVersion: 1), now: Self.now) != nil)
        #expect(machine.handle(.judged(Self.verdict(.ready), mappingVersion: 1), now: Self.now) == nil)
        _ = machine.handle(.started, now: Self.now)
        _ = machine.handle(.failed(ConnectorError(.unavailable, "")), now: Self.now)
        #expect(machine.handle(.judged(Self.verdict(.ready), mappingVersion: 1), now: Self.now) != nil)
        #expect(machine.record.dueAt == Self.now)
    }
}
