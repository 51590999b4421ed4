import BridgeAccess
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
}

extension String {
    fileprivate func components(of text: String) -> Int { ranges(of: text).count }
}
