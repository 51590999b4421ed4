public import BridgeDomain
public import BridgeHTTP
import BridgeJSON
public import BridgeSource

/// FreshPortal's finance contract `finance/v1` (reference freshportal §4) as a source of documents.
///
/// The contract is our own proposal until Fresh Portal B.V. publishes theirs; this room is the only one that knows its paths and field
/// names, and `AssumedContract` lists what is assumed beyond it. Cursors are sequence numbers.
public struct FreshPortalSource: DocumentSource, PaymentReporting, DocumentFiles {
    private let configuration: FreshPortalConfiguration
    private let client: FreshPortalClient

    /// A source over `transport`; `time` only turns *retry after so many seconds* into a moment.
    public init(_ configuration: FreshPortalConfiguration, transport: any HTTPTransport, time: any TimeSource) {
        self.configuration = configuration
        self.client = FreshPortalClient(configuration, transport: transport, time: time)
    }

    /// Itself: each invoice as it was sent.
    public var documentFiles: (any DocumentFiles)? { self }

    /// One call a file.
    public var callsPerFile: Int { 1 }

    /// The invoice as it was sent (reference freshportal §4); none on 204. A 404 may be a wrong path, so it is never read as none (quirk 6).
    public func file(of document: SourceID, raw: [UInt8], bytesMax: Int) async throws(SourceError) -> FileAnswer {
        let path = "/documents/\(FormCoding.percentEncode(document.text))/pdf"
        return try await client.sendFile(.init(method: .get, path: path, accepts: "application/pdf", answerMax: bytesMax))
    }

    /// True: asking for what lies above a sequence number changes nothing at FreshPortal.
    public var mayBeReadAhead: Bool { true }

    /// The legal entities in this environment. One call.
    public func administrations() async throws(SourceError) -> [SourceAdministrationInfo] {
        try await rows("/administrations") { row in
            guard let code = row.text("code"), let name = row.text("name"), let currency = row.currency("currency") else { return nil }
            return SourceAdministrationInfo(
                code: SourceAdministration(code), name: name, currency: currency, vatNumber: row.text("vat_number"))
        }
    }

    /// Debtors or creditors changed after `cursor`. One call, unless a page is too large and is read in halves.
    public func parties(_ kind: PartyKind, after cursor: SourceCursor, limit: Int) async throws(SourceError) -> SourcePage<SourceParty> {
        let reader = PartyReader(kind: kind)
        return try await page(kind == .debtor ? "customers" : "suppliers", after: cursor, limit: limit) { reader.read($0) }
    }

    /// Approved documents changed after `cursor`; drafts are left out, the cursor moves past them.
    public func documents(after cursor: SourceCursor, limit: Int) async throws(SourceError) -> SourcePage<SourceDocument> {
        let reader = DocumentReader(administration: configuration.administration)
        return try await page("documents", after: cursor, limit: limit, filter: administrationFilter) { row in
            guard case .item(let document) = reader.read(row) else { return nil }
            return document
        }
    }

    /// One document, complete and current. One call.
    public func document(_ id: SourceID) async throws(SourceError) -> SourceDocument {
        let path = "/documents/\(FormCoding.percentEncode(id.text))"
        guard let json = try await client.send(.init(method: .get, path: path)) else {
            throw SourceError(.contract, "FreshPortal GET \(path): an empty answer where a document is expected")
        }
        switch DocumentReader(administration: configuration.administration).read(json) {
        case .item(let document): return document
        case .draft: throw SourceError(.notFound, "FreshPortal GET \(path): the document is a draft and not approved")
        }
    }

    /// A code list. One call.
    public func codes(_ list: CodeList) async throws(SourceError) -> [ListedCode] {
        try await rows("/lookups/\(list.rawValue)") { row in
            guard let code = row.text("code") else { return nil }
            return ListedCode(code: code, name: row.text("name") ?? "", rate: row.decimal("rate"))
        }
    }

    /// What FreshPortal says it approved in `from…to`. One call.
    ///
    /// A row in a currency that does not exist is left out: nothing can be compared with it, and its documents are parked for that reason.
    public func controlTotals(from: CalendarDate, to: CalendarDate) async throws(SourceError) -> [ControlTotal] {
        let query =
            [
                (name: "from", value: from.description), (name: "to", value: to.description),
            ] + administrationFilter
        return try await rows("/control-totals", query: query) { row in
            guard let date = row.date("date"), let kind = row.word("type", DocumentKind.self), let documents = row.integer("documents"),
                let lines = row.integer("lines"), let written = row.text("currency")
            else { return nil }
            var total = ControlTotal(
                date: date, kind: kind, documents: Int(clamping: documents), lines: Int(clamping: lines), net: nil, vat: nil, gross: nil)
            // Documents in a currency that is none were approved all the same: they are counted, their amounts say nothing.
            guard let currency = Currency(code: written) else { return total }
            guard let net = row.money("net", currency), let vat = row.money("vat", currency), let gross = row.money("gross", currency)
            else {
                return nil
            }
            total.net = net
            total.vat = vat
            total.gross = gross
            return total
        }
    }

    /// Tells FreshPortal what became of a document (§4.4). One call; repeats with the same key and content have one effect.
    public func report(_ status: StatusReport, key: String) async throws(SourceError) {
        let path = "/documents/\(FormCoding.percentEncode(status.document.text))/posting-status"
        _ = try await client.send(.init(method: .post, path: path, body: status.wireMessage, idempotencyKey: key))
    }

    /// FreshPortal hears of payments.
    public var paymentReporting: (any PaymentReporting)? { self }

    /// Tells FreshPortal what was paid (§4.4). One call; repeats with the same key and content have one effect.
    public func report(_ payment: PaymentReport, key: String) async throws(SourceError) {
        _ = try await client.send(.init(method: .post, path: "/payments", body: payment.wireMessage, idempotencyKey: key))
    }

    /// Checks a push (§4.5). No call.
    public func nudge(headers: [(name: String, value: String)], body: [UInt8], now: Timestamp) -> SourceNudge? {
        WebhookCheck(secret: configuration.webhookSecret, administration: configuration.administration)
            .nudge(headers: headers, body: body, now: now)
    }

    private var administrationFilter: [(name: String, value: String)] {
        [(name: "administration", value: configuration.administration.text)]
    }

    private func page<Item>(
        _ resource: String, after cursor: SourceCursor, limit: Int, filter: [(name: String, value: String)] = [],
        _ read: (JSON) -> Item?
    ) async throws(SourceError) -> SourcePage<Item> {
        guard let sequence = cursor.sequence else {
            throw SourceError(
                .contract, "the cursor \(cursor.text.prefix(40)) is no FreshPortal sequence; read the stream from its beginning")
        }
        let path = "/\(resource)/sync/\(sequence)"
        let call = FreshPortalClient.Call(method: .get, path: path, query: filter)
        let answer = try await client.sendPage(call, limit: min(max(limit, 1), AssumedContract.pageMax))
        let page = try answer.page(after: sequence, read)
        return SourcePage(items: page.items, next: page.next, hasMore: page.hasMore)
    }

    /// The rows of a list without pages. A row that cannot be read makes the whole list unusable: half a list would mislead.
    private func rows<Row>(
        _ path: String, query: [(name: String, value: String)] = [], _ read: (Fields) -> Row?
    ) async throws(SourceError) -> [Row] {
        guard let json = try await client.send(.init(method: .get, path: path, query: query)) else { return [] }
        guard let elements = json["results"]?.array, elements.count <= AssumedContract.listMax else {
            throw SourceError(.contract, "FreshPortal GET \(path): results are missing or more than \(AssumedContract.listMax)")
        }
        var rows: [Row] = []
        rows.reserveCapacity(elements.count)
        for (index, element) in elements.enumerated() {
            let findings = Findings()
            guard let row = read(Fields(element, findings)), findings.isClean else {
                let reason = findings.problems.first?.message(.english) ?? "a member is missing"
                throw SourceError(.contract, "FreshPortal GET \(path): row \(index + 1) cannot be read: \(reason)")
            }
            rows.append(row)
        }
        return rows
    }
}
