import BridgeDomain
import Foundation
import Testing

/// One consent, one journal, two processes of the program (reference `exact-online` §2.2: a refresh token can be used once, and two workers that
/// use it at once lose the connection).
@Suite struct `Two processes on one consent` {
    @Test(.timeLimit(.minutes(5)))
    func `renew it once between them when its hour is over, and both go on`() async throws {
        let place = try FilesPlace()
        defer { place.remove() }
        try place.addSecond()
        func invoice(_ number: Int, _ prefix: String) -> UBLSample {
            // Customers of each bridge's own: one that the other made would be proposed to a person.
            let customer = (prefix == "2026A" ? 10_000 : 20_000) + number % 4
            return UBLSample(number: "\(prefix)-\(number)", customer: "\(customer)", cents: Int64(number) * 1_000)
        }
        try await place.connect()
        try await place.connect("second.yaml", consents: false)
        for number in 1...4 {
            try place.drop("a\(number).xml", invoice(number, "2026A").xml)
            try place.drop("b\(number).xml", invoice(number, "2026B").xml, in: "second")
        }
        let before = [try place.serve(), try place.serve("second.yaml")]
        try await place.wait { $0.booked == 4 }
        try await place.wait(for: "second") { $0.booked == 4 }
        for process in before { #expect(process.stop() == 0) }
        let renewed = try await place.calls("POST oauth2/token")

        // An hour later both begin at once, each with something to post.
        try await place.pass(seconds: 3_600)
        for number in 5...8 {
            try place.drop("a\(number).xml", invoice(number, "2026A").xml)
            try place.drop("b\(number).xml", invoice(number, "2026B").xml, in: "second")
        }
        let clock = ["--clock-file", place.path("clock")]
        let after = [try place.serve("ledgerbridge.yaml", clock), try place.serve("second.yaml", clock)]
        try await place.wait { $0.booked == 8 }
        try await place.wait(for: "second") { $0.booked == 8 }
        for process in after { #expect(process.stop() == 0) }
        #expect(try await place.calls("POST oauth2/token") == renewed + 1)
        #expect(try await place.books().count == 16)
        #expect(try place.run(["verify"]).status == 0)
    }
}
