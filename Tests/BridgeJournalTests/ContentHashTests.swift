import BridgeDomain
import BridgeJournal
import BridgeJournalTesting
import Testing

@Suite struct ContentHashTests {
    @Test func `the hash of an entry is marked, and the same for the same entry`() {
        let hash = JournalSample.entry(1).contentHash
        #expect(hash.hasPrefix(ContentHash.entryMark))
        #expect(hash.utf8.count == ContentHash.entryMark.utf8.count + 64)
        var later = JournalSample.entry(1)
        later.madeAt = later.madeAt.adding(seconds: 9)
        #expect(later.contentHash == hash)
    }

    @Test func `an entry of other amounts, rules or totals has another hash`() {
        var others = [
            JournalSample.entry(1), JournalSample.entry(2), JournalSample.entry(1, net: 10_001), JournalSample.entry(1, vatCode: "VH"),
            JournalSample.entry(1, daybook: "71"), JournalSample.entry(1, mappingVersion: 2), JournalSample.entry(1, version: 2),
            JournalSample.entry(1, bridge: "other"), JournalSample.entry(1, .creditNote),
        ]
        var totals = JournalSample.entry(1)
        totals.totals[0].vat += JournalSample.euro(1)
        others.append(totals)
        var moved = JournalSample.entry(1)
        moved.entry.date = moved.entry.date.adding(days: 1)
        others.append(moved)
        #expect(Set(others.map(\.contentHash)).count == others.count)
    }

    /// A field added to an entry must be added to its hash too, else a change of it would go unseen: then extend ``ContentHash`` (with a
    /// new tag, once entries are kept anywhere) and this list.
    @Test func `every field of an entry counts in its hash`() throws {
        let entry = JournalSample.entry(1).entry
        #expect(
            Mirror(reflecting: entry).children.compactMap(\.label) == [
                "document", "documentVersion", "mappingVersion", "daybook", "date", "period", "invoiceDate", "dueDate", "currency",
                "bookCurrency", "exchangeRate", "party", "partyNumber", "paymentCondition", "description", "reference", "paymentReference",
                "originalReferences", "lines",
            ])
        #expect(
            Mirror(reflecting: try #require(entry.lines.first)).children.compactMap(\.label) == [
                "role", "account", "amount", "bookAmount", "vatCode", "vatRate", "vatBase", "vatBookBase", "costCentre", "costUnit",
                "description", "sourceLines", "rule", "vatRule", "party", "documentReference",
            ])
    }
}
