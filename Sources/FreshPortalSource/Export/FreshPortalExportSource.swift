public import BridgeDomain
public import BridgeHTTP
public import BridgeSource

/// FreshPortal's delta export `export/v2` (reference freshportal §2) as a source of documents: a signed-in link, a ZIP of CSV tables, rows
/// whose parents and children arrive apart.
///
/// Exports are kept in a state file of their own until every document is whole. Cursors are places in that file's streams. What the export has not been seen to hold is listed in `AssumedExport`; a document that lacks it is parked, never guessed.
///
/// The export only gives: statuses have no way back (open question 7 of the reference), and it pushes nothing.
public struct FreshPortalExportSource: DocumentSource {
    private let configuration: FreshPortalExportConfiguration
    private let keeper: ExportKeeper
    private let sync: ExportSync

    /// A source over `transport`. `sleeper` is what a call with patience waits with; it is not used without. Makes no call and opens no file.
    public init(
        _ configuration: FreshPortalExportConfiguration, transport: any HTTPTransport, time: any TimeSource,
        sleeper: @escaping @Sendable (_ milliseconds: Int) async -> Void = { _ in }
    ) {
        self.configuration = configuration
        keeper = ExportKeeper(configuration, time: time)
        let client = FreshPortalClient(
            FreshPortalConfiguration(
                origin: configuration.origin, administration: configuration.administration, apiKey: configuration.apiKey),
            transport: transport, time: time)
        sync = ExportSync(configuration, client: client, transport: transport, time: time, keeper: keeper, sleeper: sleeper)
    }

    /// The legal entity of the configuration: the export names none. No call.
    public func administrations() async throws(SourceError) -> [SourceAdministrationInfo] {
        let currency = configuration.stated.currency ?? .eur
        return [
            SourceAdministrationInfo(
                code: configuration.administration, name: configuration.administration.text, currency: currency, vatNumber: nil)
        ]
    }

    /// Debtors or creditors changed after `cursor`; asks for an export when there are none and the last one is old enough. A page has more
    /// to come as long as an export is under way.
    public func parties(_ kind: PartyKind, after cursor: SourceCursor, limit: Int) async throws(SourceError) -> SourcePage<SourceParty> {
        let sequence = try Self.sequence(of: cursor)
        let limit = min(max(limit, 1), AssumedContract.pageMax)
        let page = try await keeper.parties(kind, after: sequence, limit: limit)
        guard page.items.isEmpty else { return page }
        let goesOn = try await sync.refresh()
        return try await keeper.parties(kind, after: sequence, limit: limit).continuing(goesOn)
    }

    /// Printed documents changed after `cursor`; asks for an export when there are none and the last one is old enough. A page has more to
    /// come as long as an export is under way.
    public func documents(after cursor: SourceCursor, limit: Int) async throws(SourceError) -> SourcePage<SourceDocument> {
        let sequence = try Self.sequence(of: cursor)
        let limit = min(max(limit, 1), AssumedContract.pageMax)
        let page = try await keeper.documents(after: sequence, limit: limit)
        guard page.items.isEmpty else { return page }
        let goesOn = try await sync.refresh()
        return try await keeper.documents(after: sequence, limit: limit).continuing(goesOn)
    }

    /// One document as the last export left it. No call.
    public func document(_ id: SourceID) async throws(SourceError) -> SourceDocument {
        guard let document = try await keeper.document(id) else {
            throw SourceError(.notFound, "FreshPortal export: no printed invoice \(id) is whole yet")
        }
        return document
    }

    /// A code list as the exports so far had it; empty for lists the export has no table of. No call.
    public func codes(_ list: CodeList) async throws(SourceError) -> [ListedCode] { try await keeper.codes(list) }

    /// What printed invoices dated in `from…to` amount to by their printed totals, those that wait for rows among them. No call.
    public func controlTotals(from: CalendarDate, to: CalendarDate) async throws(SourceError) -> [ControlTotal] {
        try await keeper.controlTotals(from: from, to: to)
    }

    /// Does nothing: the export takes nothing back. What became of a document is known to the journal only.
    public func report(_ status: StatusReport, key: String) async throws(SourceError) {}

    /// Always nil: the export pushes nothing.
    public func nudge(headers: [(name: String, value: String)], body: [UInt8], now: Timestamp) -> SourceNudge? { nil }

    /// How the reading of exports stands: what waits, and for what. No call.
    public func standing() async throws(SourceError) -> FreshPortalExportStanding { try await keeper.standing() }

    private static func sequence(of cursor: SourceCursor) throws(SourceError) -> Int64 {
        guard let sequence = cursor.sequence else {
            throw SourceError(
                .contract, "the cursor \(cursor.text.prefix(40)) is no place in an export; read the stream from its beginning")
        }
        return sequence
    }
}

extension SourcePage {
    /// The page, with more to come if `goesOn` says so.
    fileprivate func continuing(_ goesOn: Bool) -> SourcePage {
        var page = self
        page.hasMore = hasMore || goesOn
        return page
    }
}
