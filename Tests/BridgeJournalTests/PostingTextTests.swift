import BridgeDomain
import BridgeJournal
import BridgeJournalTesting
import Testing

@testable import BridgeJournalSQLite

@Suite struct `A search in lists` {
    private static let numbers = (0..<24).map { "2026-\(137_911 + 38_461 * $0)" }

    @Test(arguments: [
        ("2026-123456", "\"123\" AND \"234\" AND \"345\" AND \"456\""), ("2026", "\"202\" AND \"026\""),
        ("C0412", "\"c04\" AND \"041\" AND \"412\""),
        ("a\"bc", "\"a\"\"b\" AND \"\"\"bc\""),
    ])
    func `asks for what few numbers hold, not for the year that stands in all of them`(search: String, match: String) {
        #expect(PostingText.match(search, beside: Self.numbers) == match)
    }

    @Test func `cannot be helped below three letters`() { #expect(PostingText.match("20", beside: Self.numbers) == nil) }

    @Test func `finds a document by its whole number among others of its year`() async throws {
        let folder = try TemporaryFolder()
        let journal = try await folder.open()
        for number in 1...40 { try await journal.commit(JournalSample.arrival(number)) }
        let wanted = JournalSample.key(17)
        let found = try await journal.list(PostingFilter(search: wanted.number.text), before: nil, limit: 10)
        #expect(found.map(\.document) == [wanted])
        let year = String(wanted.number.text.prefix(4))
        #expect(try await journal.list(PostingFilter(search: year), before: nil, limit: 50).count == 40)
        await journal.close()
    }
}
