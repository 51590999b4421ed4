import BridgeConnector
import BridgeDomain
@testable import BridgeEngine
import BridgeJournal
import Testing

/// The whole machine as one table: what each event makes of a party in each state.
@Suite struct `The party machine` {
    static let now = Timestamp(milliseconds: 1_800_000_000_000)
    static let relation = Relation(id: "relation-1", number: "C0412", name: "De Tulp", isDebtor: true, isCreditor: false)
    static let incomplete = Problem(.partyIncomplete, at: Place("name"))

    static let states: [PartyState] = [.known, .ready, .inFlight, .outcomeUnknown, .aligned, .proposed, .parked, .rejected]
    static let letters: [Character: PartyState] = [
        "K": .known, "R": .ready, "F": .inFlight, "U": .outcomeUnknown, "A": .aligned, "O": .proposed, "P": .parked, "X": .rejected,
    ]

    struct Row: Sendable, CustomTestStringConvertible {
        var event: PartyEvent
        var outcomes: String
        var testDescription: String { "\(event)".prefix(80) + " → " + outcomes }
        init(_ outcomes: String, _ event: PartyEvent) {
            self.event = event
            self.outcomes = outcomes
        }
    }

    //         K R F U A O P X
    static let table: [Row] = [
        Row("R . . . . . . .", .needed),
        Row(". O . O . . . .", .proposed(relation, reason: "same VAT number")),
        Row(". P . . . . . .", .refused),
        Row(". P . . . . . .", .unusable([incomplete])),
        Row(". F . . . . . .", .started),
        Row("A A A A . A A A", .aligned(relation)),
        Row(". . R . . . . .", .failed(ConnectorError(.unavailable, ""))),
        Row(". . R . . . . .", .failed(ConnectorError(.throttled, ""))),
        Row(". . R . . . . .", .failed(ConnectorError(.budgetSpent, ""))),
        Row(". . R . . . . .", .failed(ConnectorError(.unauthorised, ""))),
        Row(". . X . . . . .", .failed(ConnectorError(.rejected, ""))),
        Row(". . X . . . . .", .failed(ConnectorError(.misused, ""))),
        Row(". . U . . . . .", .failed(ConnectorError(.outcomeUnknown, ""))),
        Row(". . U . . . . .", .recovered),
        Row(". . . R . . . .", .notFound),
        Row(". . . R . . . .", .repeatable),
        Row(". . . U . . . .", .lookUpFailed(ConnectorError(.unavailable, ""))),
        Row(". . . . . R R R", .retried),
    ]

    static func record(_ state: PartyState) -> PartyRecord {
        var record = PartyRecord(
            bridge: "export", key: PartyKey(.debtor, "C0412"), version: 3, contentHash: "", raw: [], party: .florist(), problems: [],
            state: state, changedAt: now.adding(seconds: -60))
        record.revision = 7
        return record
    }

    static func machine(_ record: PartyRecord) -> PartyMachine { PartyMachine(record, retry: RetryPolicy(), settlingSeconds: 120) }

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
                let isDue = machine.record.state == .ready || machine.record.state == .outcomeUnknown
                #expect((machine.record.dueAt != nil) == isDue)
            }
        }
    }

    @Test func `alignment remembers the version the target took and the number it gave`() {
        var machine = Self.machine(Self.record(.inFlight))
        _ = machine.handle(.aligned(Self.relation), now: Self.now)
        #expect(machine.record.alignedVersion == 3 && machine.record.number == "C0412")
    }

    @Test func `a proposal that a person passed over stays known until the party is aligned`() {
        var machine = Self.machine(Self.record(.ready))
        _ = machine.handle(.proposed(Self.relation, reason: "same name"), now: Self.now)
        #expect(machine.record.proposal == "relation-1" && machine.record.problems.map(\.code) == [.partyMatchProposed])
        _ = machine.handle(.retried, now: Self.now)
        #expect(machine.record.proposal == "relation-1" && machine.record.problems.isEmpty)
        _ = machine.handle(.aligned(Self.relation), now: Self.now)
        #expect(machine.record.proposal == nil)
    }

    @Test func `a refusal keeps the target's own words`() {
        var machine = Self.machine(Self.record(.inFlight))
        _ = machine.handle(.failed(ConnectorError(.rejected, "refused", vendorText: "Already exists: Code")), now: Self.now)
        #expect(machine.record.problems.first?.found == "Already exists: Code")
    }
}
