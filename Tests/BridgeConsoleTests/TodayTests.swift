import BridgeAccess
import BridgeActs
import BridgeDomain
import BridgeHTTP
import BridgeJournal
import BridgeJournalTesting
import BridgeTesting
import FoundationEssentials
import Testing

@testable import BridgeConsole
@testable import BridgeEngine

@Suite struct `Today says what status says` {
    @Test func `a consent that ran out and a set-up that lets nothing through stand above the causes`() async throws {
        let consent = BilingualText(nl: "books: de toestemming is verlopen", en: "books: the consent ran out")
        try await Office.with(consent: consent) { office in
            try await office.person(.viewer)
            try await office.document(1) { $0.problems = [Problem(.accountUnmapped, at: Place("lines"), found: "DRIED")] }
            let record = SetupRecord(
                checkedAt: office.clock.now(),
                findings: [SetupFinding(BilingualText(nl: "periode is dicht", en: "period 11 <closed>"), isBlocking: false)],
                examined: [SetupFinding(BilingualText(nl: "andere munt", en: "the books are kept in USD"), isBlocking: true)])
            let value = Array(try JSONEncoder().encode(record))
            try await office.journal.commit(JournalUnit([.putValue(JournalSample.bridge, name: Names.setup, value: value)]))
            let page = try await office.get("/", cookie: try await office.enter()).text
            let places = try [
                "the consent ran out", "Nothing is posted.", "the books are kept in USD", "period 11 &lt;closed&gt;",
                "Cause and what to do",
            ]
            .map { text in try #require(page.firstRange(of: text)?.lowerBound, "\(text)") }
            #expect(places == places.sorted())
            #expect(page.components(of: "Nothing is posted.") == 1, "only what blocks says so")
        }
    }

    @Test(arguments: [
        (PartyDifference.Standing.conflict, "1 party waits for a decision"), (.found, "1 party differs from the books"),
    ])
    func `parties that differ are told, those that wait for a decision first`(standing: PartyDifference.Standing, text: String) async throws
    {
        try await Office.with { office in
            try await office.person(.viewer)
            for (code, each) in [("C1", standing), ("C2", .found)].prefix(standing == .found ? 1 : 2) {
                var party = JournalSample.party(code)
                party.alignment = JournalSample.alignment()
                party.alignment?.differences[0].standing = each
                try await office.journal.commit(JournalUnit([.putParty(party)]))
            }
            #expect(try await office.get("/", cookie: try await office.enter()).text.contains(text))
        }
    }

    @Test func `nothing is said where nothing was found`() async throws {
        try await Office.with { office in
            try await office.person(.viewer)
            let page = try await office.get("/", cookie: try await office.enter()).text
            #expect(!page.contains("Connection and set-up") && !page.contains("ledgerbridge party"))
        }
    }

    @Test func `flow and age are drawn, with their numbers beside them`() async throws {
        try await Office.with { office in
            try await office.person(.viewer)
            for number in 1...3 { try await office.document(number, .booked) { $0.bookedAt = JournalSample.now.adding(seconds: 60) } }
            try await office.document(4, .parked)
            try await office.document(5, .ready) { $0.receivedAt = JournalSample.now.adding(seconds: -50 * 3_600) }
            let page = try await office.get("/", cookie: try await office.enter()).text
            #expect(page.contains("aria-label=\"Documents per hour, the last 24 hours: 4 received, 3 booked\""))
            #expect(page.contains("<span class=\"name\">Received in 24 hours</span><span class=\"count\">4</span>"))
            #expect(page.contains("highest: 4 an hour") && page.contains("The numbers behind this chart"))
            let ages = try #require(page.firstRange(of: "How long what waits has waited")?.lowerBound)
            let row = try #require(page[ages...].firstRange(of: "1 to 3 days")?.upperBound)
            #expect(page[row...].contains("<td class=\"number\">1</td><td class=\"number\">0</td>"))
        }
    }

    @Test func `calls that are used up are said, with the moment they come back`() async throws {
        try await Office.with { office in
            try await office.person(.viewer)
            let until = office.clock.now().adding(seconds: 3_600)
            let window = BudgetWindow(name: "day", limit: 10, used: 0, resetsAt: until)
            _ = try await office.journal.spend(10, connection: "books 3456789", windows: [window], now: office.clock.now())
            let page = try await office.get("/", cookie: try await office.enter()).text
            #expect(page.contains("sending resumes at \(Formatting(.english).moment(until, in: .amsterdam))"))
        }
    }

    @Test func `many causes are counted, and the first ones shown`() async throws {
        try await Office.with { office in
            try await office.person(.viewer)
            for number in 1...30 {
                try await office.document(number) { $0.problems = [Problem(.accountUnmapped, at: Place("lines"), found: "G\(number)")] }
            }
            let page = try await office.get("/", cookie: try await office.enter()).text
            #expect(page.contains("and 5 other causes: all documents that need somebody"))
            #expect(
                page.components(
                    of:
                        "<tr><th scope=\"row\" data-label=\"Cause and what to do\"><a href=\"/documents?bridge=export-nl&amp;problem=account_unmapped"
                ) == 25)
        }
    }
}

extension String {
    func components(of text: String) -> Int { ranges(of: text).count }
}
