import BridgeConnector
import BridgeDomain
import BridgeTesting

/// Books that are others', but for what a story changes of them.
protocol ForwardedBooks: AccountingConnector {
    var books: ScriptedBooks { get }
}

extension ForwardedBooks {
    var capabilities: ConnectorCapabilities { books.capabilities }

    func masterData(known: MasterData?) async throws(ConnectorError) -> MasterData { try await books.masterData(known: known) }
    func relations(after cursor: TargetCursor) async throws(ConnectorError) -> TargetPage<Relation> {
        try await books.relations(after: cursor)
    }
    func relation(numbered number: String) async throws(ConnectorError) -> Relation? { try await books.relation(numbered: number) }
    func create(_ order: PartyOrder) async throws(ConnectorError) -> Relation { try await books.create(order) }
    func update(_ id: TargetID, _ order: PartyOrder) async throws(ConnectorError) -> Relation { try await books.update(id, order) }
    func post(_ order: PostingOrder, with master: MasterData) async throws(ConnectorError) -> PostedEntry {
        try await books.post(order, with: master)
    }
    func entries(carrying reference: EntryReference, with master: MasterData) async throws(ConnectorError) -> [BookedEntry] {
        try await books.entries(carrying: reference, with: master)
    }
    func booked(after cursor: TargetCursor, with master: MasterData) async throws(ConnectorError) -> TargetPage<BookedEntry> {
        try await books.booked(after: cursor, with: master)
    }
}
