import BridgeConnector
import BridgeDomain
import BridgeSecrets
import BridgeSource

/// A connector whose failures carry no secret, nor what is kept of its calls: what is stored of an attempt, logged and shown is redacted where
/// it enters (design rule 8).
struct RedactingConnector: AccountingConnector {
    private let connector: any AccountingConnector
    private let redactor = Redactor()

    init(_ connector: any AccountingConnector) { self.connector = connector }

    var capabilities: ConnectorCapabilities { connector.capabilities }
    var executor: (any TaskExecutor)? { connector.executor }

    private func clean<Answer>(_ call: () async throws(ConnectorError) -> Answer) async throws(ConnectorError) -> Answer {
        defer { cleanCalls() }
        do { return try await call() } catch { throw redacted(error) }
    }

    fileprivate func cleanCalls() { CallRecorder.current?.rewrite(redactor.text) }

    func redacted(_ error: ConnectorError) -> ConnectorError {
        ConnectorError(
            error.code, redactor.text(error.message), vendorText: error.vendorText.map(redactor.text), retryAt: error.retryAt,
            problems: error.problems.map(redacted),
            remedy: error.remedy.map { BilingualText(nl: redactor.text($0.dutch), en: redactor.text($0.english)) })
    }

    private func redacted(_ problem: Problem) -> Problem {
        Problem(
            problem.code, at: problem.place, found: redactor.text(problem.found), expected: problem.expected, severity: problem.severity)
    }

    func masterData(known: MasterData?) async throws(ConnectorError) -> MasterData {
        try await clean { () async throws(ConnectorError) in try await connector.masterData(known: known) }
    }
    func relations(after cursor: TargetCursor) async throws(ConnectorError) -> TargetPage<Relation> {
        try await clean { () async throws(ConnectorError) in try await connector.relations(after: cursor) }
    }
    func relation(numbered number: String) async throws(ConnectorError) -> Relation? {
        try await clean { () async throws(ConnectorError) in try await connector.relation(numbered: number) }
    }
    func relation(_ kind: PartyKind, numbered number: String) async throws(ConnectorError) -> Relation? {
        try await clean { () async throws(ConnectorError) in try await connector.relation(kind, numbered: number) }
    }
    func create(_ order: PartyOrder) async throws(ConnectorError) -> Relation {
        try await clean { () async throws(ConnectorError) in try await connector.create(order) }
    }
    func update(_ id: TargetID, _ order: PartyOrder) async throws(ConnectorError) -> Relation {
        try await clean { () async throws(ConnectorError) in try await connector.update(id, order) }
    }
    func standing(
        of id: TargetID, _ kind: PartyKind, on day: CalendarDate, with master: MasterData
    ) async throws(ConnectorError) -> RelationStanding? {
        try await clean { () async throws(ConnectorError) in try await connector.standing(of: id, kind, on: day, with: master) }
    }
    func align(_ orders: [RelationOrder]) async -> [Result<Relation, ConnectorError>] {
        defer { cleanCalls() }
        return await connector.align(orders).map { $0.mapError(redacted) }
    }
    func post(_ order: PostingOrder, with master: MasterData) async throws(ConnectorError) -> PostedEntry {
        var posted = try await clean { () async throws(ConnectorError) in try await connector.post(order, with: master) }
        posted.warning = posted.warning.map(redactor.text)
        return posted
    }
    func post(_ orders: [PostingOrder], with master: MasterData) async -> [Result<PostedEntry, ConnectorError>] {
        defer { cleanCalls() }
        return await connector.post(orders, with: master).map { $0.mapError(redacted) }
    }
    func link(_ order: PostingOrder, with master: MasterData) async throws(ConnectorError) {
        try await clean { () async throws(ConnectorError) in try await connector.link(order, with: master) }
    }
    func entries(carrying reference: EntryReference, with master: MasterData) async throws(ConnectorError) -> [BookedEntry] {
        try await clean { () async throws(ConnectorError) in try await connector.entries(carrying: reference, with: master) }
    }
    func entries(
        carrying references: [EntryReference], with master: MasterData
    ) async throws(ConnectorError) -> [EntryReference: [BookedEntry]] {
        try await clean { () async throws(ConnectorError) in try await connector.entries(carrying: references, with: master) }
    }
    func fate(of reference: EntryReference, with master: MasterData) async throws(ConnectorError) -> EntryFate {
        let fate = try await clean { () async throws(ConnectorError) in try await connector.fate(of: reference, with: master) }
        guard case .refused(let problems, let text) = fate else { return fate }
        return .refused(problems.map(redacted), redactor.text(text))
    }
    func deliver(runIsOver: Bool) async throws(ConnectorError) -> DeliveryNews {
        try await clean { () async throws(ConnectorError) in try await connector.deliver(runIsOver: runIsOver) }
    }
    func booked(after cursor: TargetCursor, with master: MasterData) async throws(ConnectorError) -> TargetPage<BookedEntry> {
        try await clean { () async throws(ConnectorError) in try await connector.booked(after: cursor, with: master) }
    }
    func bookedEnd(with master: MasterData) async throws(ConnectorError) -> TargetCursor {
        try await clean { () async throws(ConnectorError) in try await connector.bookedEnd(with: master) }
    }
    var settlementReading: (any SettlementReading)? { connector.settlementReading.map { RedactingSettlements(reading: $0, own: self) } }
    var documentAttaching: (any DocumentAttaching)? { connector.documentAttaching.map { RedactingAttaching(attaching: $0, own: self) } }
}

/// The same for files that are attached.
private struct RedactingAttaching: DocumentAttaching {
    let attaching: any DocumentAttaching
    let own: RedactingConnector

    var bytesMax: Int { attaching.bytesMax }
    func takes(_ kind: DocumentKind) -> Bool { attaching.takes(kind) }
    func calls(for kind: DocumentKind) -> Int { attaching.calls(for: kind) }
    func attach(
        _ order: AttachmentOrder, from step: AttachmentStep, lookingUp: Bool, before deadline: CallDeadline
    ) async throws(ConnectorError) -> AttachmentStep {
        defer { own.cleanCalls() }
        do { return try await attaching.attach(order, from: step, lookingUp: lookingUp, before: deadline) } catch {
            throw own.redacted(error)
        }
    }
}

/// The same for what is read of payments.
private struct RedactingSettlements: SettlementReading {
    let reading: any SettlementReading
    let own: RedactingConnector

    private func clean<Answer>(_ call: () async throws(ConnectorError) -> Answer) async throws(ConnectorError) -> Answer {
        do { return try await call() } catch { throw own.redacted(error) }
    }

    var openItemsAskedMax: Int { reading.openItemsAskedMax }
    var itemsAreTold: Bool { reading.itemsAreTold }
    func settlements(after cursor: TargetCursor, with master: MasterData) async throws(ConnectorError) -> SettlementPage {
        try await clean { () async throws(ConnectorError) in try await reading.settlements(after: cursor, with: master) }
    }
    func settlementsBeginning(on day: CalendarDate, with master: MasterData) async throws(ConnectorError) -> TargetCursor {
        try await clean { () async throws(ConnectorError) in try await reading.settlementsBeginning(on: day, with: master) }
    }
    func entries(thatHeld removed: [RemovedPayment], with master: MasterData) async throws(ConnectorError) -> [SettlingEntry] {
        try await clean { () async throws(ConnectorError) in try await reading.entries(thatHeld: removed, with: master) }
    }
    func openItems(_ names: [OpenItemName], with master: MasterData) async throws(ConnectorError) -> [OpenItem] {
        try await clean { () async throws(ConnectorError) in try await reading.openItems(names, with: master) }
    }
}

/// A source whose failures carry no secret.
struct RedactingSource: DocumentSource {
    private let source: any DocumentSource
    private let redactor = Redactor()

    init(_ source: any DocumentSource) { self.source = source }

    var mayBeReadAhead: Bool { source.mayBeReadAhead }

    private func clean<Answer>(_ call: () async throws(SourceError) -> Answer) async throws(SourceError) -> Answer {
        do { return try await call() } catch {
            throw SourceError(error.code, redactor.text(error.message), retryAt: error.retryAt)
        }
    }

    func administrations() async throws(SourceError) -> [SourceAdministrationInfo] {
        try await clean { () async throws(SourceError) in try await source.administrations() }
    }
    func parties(_ kind: PartyKind, after cursor: SourceCursor, limit: Int) async throws(SourceError) -> SourcePage<SourceParty> {
        try await clean { () async throws(SourceError) in try await source.parties(kind, after: cursor, limit: limit) }
    }
    func documents(after cursor: SourceCursor, limit: Int) async throws(SourceError) -> SourcePage<SourceDocument> {
        try await clean { () async throws(SourceError) in try await source.documents(after: cursor, limit: limit) }
    }
    func document(_ id: SourceID) async throws(SourceError) -> SourceDocument {
        try await clean { () async throws(SourceError) in try await source.document(id) }
    }
    func codes(_ list: CodeList) async throws(SourceError) -> [ListedCode] {
        try await clean { () async throws(SourceError) in try await source.codes(list) }
    }
    func controlTotals(from: CalendarDate, to: CalendarDate) async throws(SourceError) -> [ControlTotal] {
        try await clean { () async throws(SourceError) in try await source.controlTotals(from: from, to: to) }
    }
    func report(_ status: StatusReport, key: String) async throws(SourceError) {
        try await clean { () async throws(SourceError) in try await source.report(status, key: key) }
    }
    func nudge(headers: [(name: String, value: String)], body: [UInt8], now: Timestamp) -> SourceNudge? {
        source.nudge(headers: headers, body: body, now: now)
    }
    var paymentReporting: (any PaymentReporting)? { source.paymentReporting.map { RedactingReports(reporting: $0) } }
    var documentFiles: (any DocumentFiles)? { source.documentFiles.map { RedactingFiles(files: $0) } }
}

/// The same for payments told to it.
private struct RedactingReports: PaymentReporting {
    let reporting: any PaymentReporting
    private let redactor = Redactor()

    init(reporting: any PaymentReporting) { self.reporting = reporting }

    func report(_ payment: PaymentReport, key: String) async throws(SourceError) {
        do { try await reporting.report(payment, key: key) } catch {
            throw SourceError(error.code, redactor.text(error.message), retryAt: error.retryAt)
        }
    }
}

/// The same for documents' files.
private struct RedactingFiles: DocumentFiles {
    let files: any DocumentFiles
    private let redactor = Redactor()

    init(files: any DocumentFiles) { self.files = files }

    var callsPerFile: Int { files.callsPerFile }
    func file(of document: SourceID, raw: [UInt8], bytesMax: Int) async throws(SourceError) -> FileAnswer {
        do { return try await files.file(of: document, raw: raw, bytesMax: bytesMax) } catch {
            throw SourceError(error.code, redactor.text(error.message), retryAt: error.retryAt)
        }
    }
}
