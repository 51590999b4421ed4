import BridgeConnector
import BridgeDomain
import BridgeSource
import BridgeTesting
import Testing

@testable import BridgeRuntime

@Suite struct `What a failure says` {
    private static let master = MasterData(
        administrationName: "Bloemenexport", currency: .eur, accounts: [], vatCodes: [], daybooks: [], paymentConditions: [],
        costCentres: [], costUnits: [], periods: [], readAt: Timestamp(milliseconds: 0))

    @Test func `holds no secret of the books' answer, in message, vendor text or problem`() async throws {
        let books = ScriptedBooks(master: Self.master)
        let secret = "stampNL001.eyJhbGci"
        books.plan([
            .refused(
                ConnectorError(
                    .rejected, "refused for Bearer \(secret)", vendorText: #"{"access_token":"\#(secret)","error":"Journal: 70"}"#,
                    problems: [Problem(.targetRejected, at: Place("document"), found: "refresh_token=\(secret)&x=1", expected: "1")]))
        ])
        let error = await #expect(throws: ConnectorError.self) { try await RedactingConnector(books).relations(after: .start) }
        let failure = try #require(error)
        #expect(failure.code == .rejected)
        let said = "\(failure.message) \(failure.vendorText ?? "") \(failure.problems.map(\.found))"
        #expect(!said.contains("stampNL001"))
        #expect(said.contains("Journal: 70"), "what people need to see stays")
        #expect(failure.problems.map(\.expected) == ["1"])
    }

    @Test func `holds no secret of the source's answer`() async {
        let trade = ScriptedTrade()
        trade.fail([SourceError(.unavailable, "500: apikey=aP1-k3y is not known here", retryAt: Timestamp(milliseconds: 5))])
        let error = await #expect(throws: SourceError.self) { try await RedactingSource(trade).documents(after: .start, limit: 1) }
        #expect(error?.message.contains("aP1-k3y") == false)
        #expect(error?.code == .unavailable && error?.retryAt == Timestamp(milliseconds: 5))
    }
}
