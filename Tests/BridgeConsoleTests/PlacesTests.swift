import BridgeAccess
import BridgeDomain
import BridgeHTTP
import BridgeJournal
import BridgeJournalTesting
import FoundationEssentials
import Testing

@testable import BridgeConsole
@testable import BridgeEngine

@Suite struct `What is mended in the books says where to click there` {
    private static let period = "Mend it: in Books, Years / Periods. Open &lt;it&gt;."

    @Test func `on the document, by the problem's own place, in the reader's language`() async throws {
        try await Office.with { office in
            try await office.person(.bookkeeper)
            try await office.document(1, .rejected) { $0.problems = [Problem(.periodClosed, at: Place("period"), found: "2026-10")] }
            try await office.document(2, .rejected) {
                $0.problems = [
                    Problem(.targetCodeBlocked, at: Place(line: 1, "lines.account"), found: "8000"),
                    Problem(.targetCodeBlocked, at: Place("journal"), found: "70"), Problem(.partyBlocked, at: Place("party"), found: "C1"),
                ]
            }
            try await office.document(3) { $0.problems = [Problem(.partyBlocked, at: Place("party"), found: "C1")] }
            let cookie = try await office.enter()
            #expect(try await office.get(Office.path(1), cookie: cookie).text.contains(Self.period))
            let refused = try await office.get(Office.path(2), cookie: cookie).text
            #expect(refused.contains("Mend it: look in Books for the accounts; we do not know its place in the menu. Make it."))
            #expect(refused.contains("Mend it: in Books, Relations / Customers. Lift the block."), "the books said it")
            #expect(refused.split(separator: "Mend it:").count == 3, "where the table has no place, nothing is said")
            #expect(!(try await office.get(Office.path(3), cookie: cookie).text.contains("Mend it:")), "the trade system said it")
            _ = try await office.accounts.setLanguage(of: "anna", to: .dutch)
            let dutch = try await office.get(Office.path(1), cookie: cookie).text
            #expect(dutch.contains("Verhelpen: in Books, Jaren / Perioden. Open &lt;haar&gt;."))
        }
    }

    @Test func `on Today where all of a cause have one place, otherwise it sends to the documents`() async throws {
        try await Office.with { office in
            try await office.person(.viewer)
            try await office.document(1) { $0.problems = [Problem(.periodClosed, at: Place("period"), found: "2026-10")] }
            try await office.document(2, .rejected) {
                $0.problems = [Problem(.targetCodeUnknown, at: Place("lines.account"), found: "8000")]
            }
            let page = try await office.get("/", cookie: try await office.enter()).text
            #expect(page.contains(Self.period))
            #expect(page.contains("Where in the books: each document says it.") && !page.contains("the accounts;"))
        }
    }

    @Test func `beside what is wrong with the set-up, on Today and on Connections, and beside a party`() async throws {
        try await Office.with { office in
            try await office.person(.viewer)
            let record = SetupRecord(
                checkedAt: JournalSample.now,
                findings: [SetupFinding(BilingualText(nl: "periode is dicht", en: "period closed"), isBlocking: false, part: .period)],
                examined: [SetupFinding(BilingualText(nl: "andere munt", en: "another currency"), isBlocking: true)])
            let value = Array(try JSONEncoder().encode(record))
            try await office.journal.commit(JournalUnit([.putValue(JournalSample.bridge, name: Names.setup, value: value)]))
            var party = JournalSample.party("C0001", state: .parked)
            party.problems = [Problem(.partyBlockedInBooks, at: Place("party"), found: "10001")]
            try await office.journal.commit(JournalUnit([.putParty(party)]))
            let cookie = try await office.enter()
            for path in ["/", "/connections"] {
                let page = try await office.get(path, cookie: cookie).text
                #expect(page.contains(Self.period) && page.split(separator: "Mend it:").count == 2, "\(path)")
            }
            let page = try await office.get("/parties/export-nl/debtor/C0001", cookie: cookie).text
            #expect(page.contains("Mend it: in Books, Relations / Customers."))
        }
    }

    @Test func `a finding that was kept before it had a place is read as it was`() throws {
        let old = Data(#"{"dutch":"d","english":"e","isBlocking":true}"#.utf8)
        #expect(try JSONDecoder().decode(SetupFinding.self, from: old) == SetupFinding(BilingualText(nl: "d", en: "e"), isBlocking: true))
    }
}
