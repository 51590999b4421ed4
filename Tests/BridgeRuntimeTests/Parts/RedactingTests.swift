import BridgeConnector
import BridgeDomain
import BridgeSource
import BridgeTesting
import Testing

@testable import BridgeRuntime

/// Books whose every call carries a secret where none should be, both ways.
private struct LeakingBooks: AccountingConnector {
    let master: MasterData
    let capabilities = ConnectorCapabilities(
        system: "leaking", callsAtOnceMax: 1, settlingSeconds: 100, descriptionMax: 60, referenceMax: 30, paymentReferenceMax: 30,
        entryLinesMax: 900, linksCreditNotes: true)

    private func leak() {
        CallRecorder.current?.keep(
            BooksCall(
                "GET /x?access_token=s3cr3t&y=1", startedAt: Timestamp(milliseconds: 0), milliseconds: 1,
                sent: KeptText(#"{"password":"s3cr3t","number":"1"}"#), status: 200,
                answer: KeptText("<SessionId>s3cr3t</SessionId><Boekstuk>7</Boekstuk>", bytesLeft: 3)))
    }

    private func refuse<Answer>() throws(ConnectorError) -> Answer {
        leak()
        throw ConnectorError(.unavailable, "down")
    }

    func masterData(known: MasterData?) async throws(ConnectorError) -> MasterData { master }
    func relations(after cursor: TargetCursor) async throws(ConnectorError) -> TargetPage<Relation> { try refuse() }
    func relation(numbered number: String) async throws(ConnectorError) -> Relation? { try refuse() }
    func create(_ order: PartyOrder) async throws(ConnectorError) -> Relation { try refuse() }
    func update(_ id: TargetID, _ order: PartyOrder) async throws(ConnectorError) -> Relation { try refuse() }
    func align(_ orders: [RelationOrder]) async -> [Result<Relation, ConnectorError>] {
        leak()
        return []
    }
    func post(_ order: PostingOrder, with master: MasterData) async throws(ConnectorError) -> PostedEntry { try refuse() }
    func post(_ orders: [PostingOrder], with master: MasterData) async -> [Result<PostedEntry, ConnectorError>] {
        leak()
        return []
    }
    func entries(carrying reference: EntryReference, with master: MasterData) async throws(ConnectorError) -> [BookedEntry] {
        try refuse()
    }
    func booked(after cursor: TargetCursor, with master: MasterData) async throws(ConnectorError) -> TargetPage<BookedEntry> {
        try refuse()
    }
}

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

    @Test func `nor does what is kept of the call itself, whatever was asked`() async throws {
        let master = Self.master
        let (_, calls) = await CallRecorder.recording {
            let books = RedactingConnector(LeakingBooks(master: master))
            _ = try? await books.relation(numbered: "1")
            _ = try? await books.entries(carrying: "F1", with: master)
            _ = try? await books.fate(of: "F1", with: master)
            _ = await books.align([])
            _ = await books.post([], with: master)
        }
        #expect(calls.count == 5)
        for call in calls {
            #expect(call.name == "GET /x?access_token=•••&y=1")
            #expect(call.sent.text == #"{"password":"•••","number":"1"}"#)
            #expect(call.answer?.text == "<SessionId>•••</SessionId><Boekstuk>7</Boekstuk>" && call.answer?.bytesLeft == 3)
        }
    }

    @Test func `holds no secret of the source's answer`() async {
        let trade = ScriptedTrade()
        trade.fail([SourceError(.unavailable, "500: apikey=aP1-k3y is not known here", retryAt: Timestamp(milliseconds: 5))])
        let error = await #expect(throws: SourceError.self) { try await RedactingSource(trade).documents(after: .start, limit: 1) }
        #expect(error?.message.contains("aP1-k3y") == false)
        #expect(error?.code == .unavailable && error?.retryAt == Timestamp(milliseconds: 5))
    }
}
