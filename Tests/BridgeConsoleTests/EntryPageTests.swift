import BridgeAccess
import BridgeDomain
import BridgeHTTP
import BridgeJournal
import BridgeJournalTesting
import Testing

@Suite struct `A document leads to its entry in the books` {
    @Test func `where it has one, and only there`() async throws {
        try await Office.with { office in
            try await office.person(.viewer)
            try await office.document(1, .booked) { posting in
                posting.targetID = TargetID("guid-1")
                posting.targetNumber = "26700001"
            }
            try await office.document(2, .booked) { posting in
                posting.targetID = TargetID("a\"b")
                posting.targetNumber = "26700002"
            }
            try await office.document(3, .parked)
            let cookie = try await office.enter()
            let page = try await office.get(Office.path(1), cookie: cookie).text
            #expect(page.contains("<a href=\"https://books.example/entry/guid-1\" rel=\"noopener noreferrer\">open in the books</a>"))
            for number in 2...3 {
                #expect(try await !office.get(Office.path(number), cookie: cookie).text.contains("books.example"), "\(number)")
            }
        }
    }
}
