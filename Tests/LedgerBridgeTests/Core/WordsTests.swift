import BridgeDomain
import BridgeJournal
import Testing

@testable import ledgerbridge

@Suite struct `Words for people` {
    private let dutch = Words(language: .dutch)
    private let english = Words(language: .english)

    private func areTold(_ words: [(dutch: String, english: String)]) -> Bool {
        words.allSatisfy { !$0.dutch.isEmpty && !$0.english.isEmpty }
            && Set(words.map(\.dutch)).count == words.count && Set(words.map(\.english)).count == words.count
    }

    @Test func `every state, kind, purpose and hold has its own words in both languages`() {
        #expect(areTold(PostingState.allCases.map { (dutch.state($0), english.state($0)) }))
        #expect(areTold(PartyState.allCases.map { (dutch.state($0), english.state($0)) }))
        #expect(areTold(DocumentKind.allCases.map { (dutch.kind($0), english.kind($0)) }))
        #expect(areTold(DocumentKind.allCases.map { (dutch.shortKind($0), english.shortKind($0)) }))
        #expect(areTold(LineKind.allCases.map { (dutch.kind($0), english.kind($0)) }))
        #expect(areTold([PartyKind.debtor, .creditor].map { (dutch.kind($0), english.kind($0)) }))
        let purposes: [AttemptRecord.Purpose] = [.post, .lookUp, .createParty, .updateParty, .lookUpParty]
        #expect(areTold(purposes.map { (dutch.purpose($0), english.purpose($0)) }))
        let holds: [Hold] = [
            .approval, .schedule, .period(Period(year: 2026, number: 10)), .party(PartyKey(.debtor, "C0412")),
            .original(DocumentKey("NL01", .salesInvoice, "2026-1")), .person,
        ]
        #expect(areTold(holds.map { (dutch.hold($0), english.hold($0)) }))
    }

    @Test func `an act nobody knows yet is told as it is`() {
        #expect(dutch.act("booked") == "geboekt")
        #expect(english.act("outcome_unknown") == "outcome unknown")
        #expect(dutch.act("turned_over") == "turned_over")
        #expect(Words.dutchActs.values.allSatisfy { !$0.isEmpty })
    }

    @Test func `every problem says what is wrong and what to do in both languages`() {
        for code in ProblemCode.allCases {
            let problem = Problem(code, at: Place("totals.net"))
            for language in Language.allCases {
                #expect(!code.what(language).isEmpty && !problem.remedy(language).isEmpty, "\(code)")
            }
        }
    }

    @Test func `a long found text is cut where a problem has to fit a line`() {
        let problem = Problem(.accountUnmapped, at: Place(line: 1, "product_group"), found: String(repeating: "x", count: 200))
        #expect(english.brief(problem).count < 150)
        #expect(english.brief(problem).contains("…"))
    }

    @Test(arguments: Exit.allCases)
    func `every exit code has a meaning in both languages`(exit: Exit) {
        #expect(!exit.meaning.dutch.isEmpty && exit.meaning.dutch != exit.meaning.english)
    }
}

@Suite struct `Progress of long work` {
    @Test(arguments: [
        (0, Int?.some(300), Int64(0), "posting: 0 of 300 documents"),
        (150, 300, 500, "posting: 150 of 300 documents"),
        (150, 300, 3_000, "posting: 150 of 300 documents, 50/s, 3 s left"),
        (12, 300, 60_000, "posting: 12 of 300 documents, 12/min, 24 min left"),
        (300, 300, 6_000, "posting: 300 of 300 documents, 50/s"),
        (12_000, nil, 2_000, "posting: 12,000 documents, 6,000/s"),
    ])
    func `tells done, rate and time left`(done: Int, total: Int?, milliseconds: Int64, text: String) {
        let told = Progress.text(
            label: "posting", done: done, total: total, unit: "documents", milliseconds: milliseconds, words: Words(language: .english))
        #expect(told == text)
    }

    @Test func `is silent when nobody watches`() {
        let listener = Listener()
        let progress = Progress("posting", total: 10, words: Words(language: .english), in: listener.surroundings)
        progress.show(5)
        progress.end()
        #expect(listener.take().status.isEmpty)
    }
}
