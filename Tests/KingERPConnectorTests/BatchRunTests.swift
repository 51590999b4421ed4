import BridgeConnector
import BridgeDomain
import Testing

@testable import KingERPConnector

@Suite struct `The cursor of a batch` {
    private func run(_ lines: Int...) -> BatchRun {
        BatchRun(
            number: 1, startedAt: Timestamp(milliseconds: 0),
            items: lines.enumerated().map { BatchRun.Item(reference: EntryReference("F\($0.offset + 1)"), lines: $0.element) })
    }

    private func refusal(_ code: Int) -> ServiceAnswer { .refused(ServiceRefusal(code: code, text: "nee")) }

    /// The steps that answers lead through, with the entry and line each is about.
    private func story(_ run: inout BatchRun, _ answers: [ServiceAnswer]) -> [String] {
        answers.map { answer in
            _ = run.take(answer)
            switch run.step {
            case .addEntry: return "entry \(run.place + 1)"
            case .addLine: return "line \(run.place + 1).\(run.line + 1)"
            case .removeEntry: return "remove \(run.place + 1)"
            default: return run.step.rawValue
            }
        }
    }

    @Test func `entries and their lines go in one after the other, then the batch is closed`() {
        var run = run(2, 1)
        let keys = ["11", "21", "", "", "22", "", "11"].map { ServiceAnswer.done($0) }
        #expect(story(&run, keys) == ["entry 1", "line 1.1", "line 1.2", "entry 2", "line 2.1", "close", "over"])
        #expect(run.items.map(\.standing) == [.booked, .booked])
        #expect(run.items.map { "\($0.batch ?? "")/\($0.key ?? "")" } == ["11/21", "11/22"])
    }

    struct Row: Sendable {
        var what: String
        var before: [ServiceAnswer]
        var answer: ServiceAnswer
        var next: String
        var items: [BatchRun.Item.Standing] = [.waiting, .waiting]
    }

    private static let opened: [ServiceAnswer] = [.done("11")]
    private static let entered = opened + [.done("21")]
    private static let oneAdded = entered + [.done("")]
    private static let filled = oneAdded + [.done("22"), .done("")]
    private static func refused(_ code: Int) -> ServiceAnswer { .refused(ServiceRefusal(code: code, text: "nee")) }

    static let rows: [Row] = [
        Row(what: "an opening is lost: another is opened", before: [], answer: .lost(""), next: "open"),
        Row(what: "an opening without a key is as good as lost", before: [], answer: .done(""), next: "open"),
        Row(
            what: "an entry is lost: nobody knows its key, so the batch is taken away", before: opened, answer: .lost(""), next: "rollBack"),
        Row(what: "a line is lost: it is sent again", before: entered, answer: .lost(""), next: "line 1.1"),
        Row(
            what: "a line that is there is one that arrived", before: entered, answer: refused(1305), next: "entry 2",
            items: [.added, .waiting]),
        Row(what: "closing is lost: it is asked for again", before: filled, answer: .lost(""), next: "close", items: [.added, .added]),
        Row(
            what: "closed already is closed", before: filled + [.lost("")], answer: refused(1302), next: "over", items: [.booked, .booked]),
        Row(
            what: "gone after a closing without an answer: a person looks", before: filled + [.lost("")], answer: refused(1301),
            next: "over",
            items: [.doubtful, .doubtful]),
        Row(what: "gone before it was closed: everything goes into another", before: filled, answer: refused(1301), next: "open"),
        Row(
            what: "closed by somebody while it was filled: a person looks", before: oneAdded + [.done("22")], answer: refused(1302),
            next: "over",
            items: [.doubtful, .doubtful]),
        Row(
            what: "closed by somebody: what had not begun goes into another", before: oneAdded, answer: refused(1302), next: "open",
            items: [.doubtful, .waiting]),
        Row(
            what: "an entry is refused: the next one is tried", before: opened, answer: refused(1204), next: "entry 2",
            items: [.refused, .waiting]),
        Row(
            what: "a line is refused: its entry is taken out", before: entered, answer: refused(1203), next: "remove 1",
            items: [.refused, .waiting]),
        Row(what: "taken out", before: entered + [refused(1203)], answer: .done(""), next: "entry 2", items: [.refused, .waiting]),
        Row(
            what: "taken out before", before: entered + [refused(1203)], answer: refused(1304), next: "entry 2",
            items: [.refused, .waiting]),
        Row(
            what: "taking out is lost: asked for again", before: entered + [refused(1203)], answer: .lost(""), next: "remove 1",
            items: [.refused, .waiting]),
        Row(what: "an entry that somebody took out: the batch is begun anew", before: entered, answer: refused(1304), next: "rollBack"),
        Row(
            what: "nothing is left: the batch is taken away", before: opened + [refused(1204)], answer: refused(1205), next: "rollBack",
            items: [.refused, .refused]),
        Row(
            what: "and then it is over", before: opened + [refused(1204), refused(1205)], answer: .done("11"), next: "over",
            items: [.refused, .refused]),
        Row(
            what: "a batch of several is not closed: each gets its own", before: filled, answer: refused(1210), next: "rollBack",
            items: [.added, .added]),
        Row(what: "taken away: all of it goes again", before: filled + [refused(1210)], answer: .done("11"), next: "open"),
        Row(what: "taken away before", before: filled + [refused(1210)], answer: refused(1301), next: "open"),
        Row(what: "taking away is lost: asked for again", before: opened + [.lost("")], answer: .lost(""), next: "rollBack"),
        Row(what: "the access code was changed: nothing moves", before: entered, answer: refused(1001), next: "line 1.1"),
    ]

    @Test(arguments: rows.indices)
    func `each answer leads where the table says`(place: Int) {
        let row = Self.rows[place]
        var run = run(1, 1)
        let steps = story(&run, row.before + [row.answer])
        #expect(steps.last == row.next, "\(row.what)")
        #expect(run.items.map(\.standing) == row.items, "\(row.what)")
    }

    @Test func `the one that cannot be closed is found by giving each its own batch`() {
        var run = run(1, 1)
        let refused = refusal(1205)
        let steps = story(
            &run,
            Self.filled + [refused, .done("11")] + [.done("12"), .done("31"), .done(""), .done("12")]
                + [.done("13"), .done("32"), .done(""), refused, .done("13")])
        #expect(steps.suffix(9) == ["entry 1", "line 1.1", "close", "open", "entry 2", "line 2.1", "close", "rollBack", "over"])
        #expect(run.items.map(\.standing) == [.booked, .refused])
        #expect(run.items[1].refusal?.text == "1205 nee")
    }
}
