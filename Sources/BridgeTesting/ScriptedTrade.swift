public import BridgeDomain
public import BridgeSource
import Synchronization

/// A trade system in memory: what a test approves here is delivered, in order, as often as it is asked for.
public final class ScriptedTrade: DocumentSource, PaymentReporting {
    private struct State {
        var documents: [SourceDocument] = []
        var parties: [SourceParty] = []
        var reports: [(report: StatusReport, key: String)] = []
        var reportCalls = 0
        var failures: [SourceError] = []
        var failuresByStream: [SourceStream: [SourceError]] = [:]
        var readings = 0
        var reportFailures: [(error: SourceError, isTaken: Bool)] = []
        var payments: [(report: PaymentReport, key: String)] = []
        var paymentCalls = 0
        var paymentFailures: [(error: SourceError, isTaken: Bool)] = []
        var files: [SourceID: FileAnswer] = [:]
        var fileFailures: [SourceError] = []
        var fileCalls = 0
    }

    private let state = Mutex(State())

    /// A trade system without documents.
    public init() {}

    /// Approves a document, or delivers it again.
    public func approve(_ document: Document, raw: String? = nil, problems: [Problem] = [], withdrawn: Bool = false) {
        let text = raw ?? "\(document.key) v\(document.version) \(document.totals.gross) \(document.lines.map(\.description))"
        let item = SourceDocument(
            sourceID: document.sourceID, key: document.key, version: document.version, raw: Array(text.utf8), document: document,
            problems: problems,
            isWithdrawn: withdrawn)
        state.withLock { $0.documents.append(item) }
    }

    /// Delivers something that could not be read into a document.
    public func deliver(_ item: SourceDocument) { state.withLock { $0.documents.append(item) } }

    /// Delivers a debtor or creditor, or a change of one.
    public func deliver(_ party: Party, raw: String? = nil) {
        let raw = raw ?? "\(party.key) \(party.name) \(party.vatNumber ?? "") \(party.mergedInto?.text ?? "")"
        state.withLock { $0.parties.append(SourceParty(key: party.key, raw: Array(raw.utf8), party: party, problems: [])) }
    }

    /// Fails the next readings of whatever stream.
    public func fail(_ errors: [SourceError]) { state.withLock { $0.failures += errors } }
    /// Fails the next readings of one stream.
    public func fail(_ errors: [SourceError], stream: SourceStream) {
        state.withLock { $0.failuresByStream[stream, default: []] += errors }
    }
    /// Fails the next reports; `afterTaking` loses only the answer.
    public func failReports(_ count: Int, code: SourceError.Code = .unavailable, afterTaking: Bool = false) {
        let failure = (SourceError(code, "no answer"), afterTaking)
        state.withLock { $0.reportFailures += Array(repeating: failure, count: count) }
    }
    /// How often a stream was read.
    public var readings: Int { state.withLock { $0.readings } }
    /// How often a report was sent, repeats and failures included.
    public var reportCalls: Int { state.withLock { $0.reportCalls } }
    /// What was reported back, in order, repeats of one key left out.
    public var reports: [StatusReport] {
        state.withLock { state in
            var seen: Set<String> = []
            return state.reports.filter { seen.insert($0.key).inserted }.map(\.report)
        }
    }

    /// Fails the next payments; `afterTaking` loses only the answer.
    public func failPayments(_ count: Int, code: SourceError.Code = .unavailable, afterTaking: Bool = false) {
        let failure = (SourceError(code, "no answer"), afterTaking)
        state.withLock { $0.paymentFailures += Array(repeating: failure, count: count) }
    }
    /// How often a payment was sent, repeats and failures included.
    public var paymentCalls: Int { state.withLock { $0.paymentCalls } }
    /// What payments were told, in order, repeats of one key left out.
    public var payments: [PaymentReport] {
        state.withLock { state in
            var seen: Set<String> = []
            return state.payments.filter { seen.insert($0.key).inserted }.map(\.report)
        }
    }

    /// What is answered when a document's file is asked for.
    public func give(_ answer: FileAnswer, for document: SourceID) { state.withLock { $0.files[document] = answer } }
    /// Fails the next questions for files.
    public func failFiles(_ errors: [SourceError]) { state.withLock { $0.fileFailures += errors } }
    /// How often a file was asked for.
    public var fileCalls: Int { state.withLock { $0.fileCalls } }

    func nextFile(of document: SourceID) -> (SourceError?, FileAnswer?) {
        state.withLock { state in
            state.fileCalls += 1
            return (state.fileFailures.isEmpty ? nil : state.fileFailures.removeFirst(), state.files[document])
        }
    }

    /// Hears of payments.
    public var paymentReporting: (any PaymentReporting)? { self }

    /// Remembers a payment.
    public func report(_ payment: PaymentReport, key: String) async throws(SourceError) {
        let failure = state.withLock { state -> SourceError? in
            state.paymentCalls += 1
            let failure = state.paymentFailures.isEmpty ? nil : state.paymentFailures.removeFirst()
            if failure?.isTaken ?? true { state.payments.append((payment, key)) }
            return failure?.error
        }
        if let failure { throw failure }
    }

    private func page<Item: Sendable>(_ all: [Item], after cursor: SourceCursor, limit: Int) -> SourcePage<Item> {
        let seen = Int(cursor.text) ?? 0
        let items = Array(all.dropFirst(seen).prefix(limit))
        return SourcePage(items: items, next: SourceCursor("\(seen + items.count)"), hasMore: seen + items.count < all.count)
    }

    private func failing(_ stream: SourceStream) throws(SourceError) {
        let error = state.withLock { state -> SourceError? in
            state.readings += 1
            if !state.failures.isEmpty { return state.failures.removeFirst() }
            guard let planned = state.failuresByStream[stream], !planned.isEmpty else { return nil }
            return state.failuresByStream[stream]?.removeFirst()
        }
        if let error { throw error }
    }

    /// No administrations of its own.
    public func administrations() async throws(SourceError) -> [SourceAdministrationInfo] { [] }

    /// Parties of the kind, in order of delivery.
    public func parties(_ kind: PartyKind, after cursor: SourceCursor, limit: Int) async throws(SourceError) -> SourcePage<SourceParty> {
        try failing(kind == .debtor ? .debtors : .creditors)
        return page(state.withLock { $0.parties.filter { $0.key.kind == kind } }, after: cursor, limit: limit)
    }

    /// Documents in order of delivery.
    public func documents(after cursor: SourceCursor, limit: Int) async throws(SourceError) -> SourcePage<SourceDocument> {
        try failing(.documents)
        return page(state.withLock { $0.documents }, after: cursor, limit: limit)
    }

    /// The newest delivery of a document.
    public func document(_ id: SourceID) async throws(SourceError) -> SourceDocument {
        guard let found = state.withLock({ $0.documents.last { $0.sourceID == id } }) else {
            throw SourceError(.notFound, "no document \(id)")
        }
        return found
    }

    /// No code lists of its own.
    public func codes(_ list: CodeList) async throws(SourceError) -> [ListedCode] { [] }
    /// No totals of its own.
    public func controlTotals(from: CalendarDate, to: CalendarDate) async throws(SourceError) -> [ControlTotal] { [] }
    /// Remembers a report.
    public func report(_ status: StatusReport, key: String) async throws(SourceError) {
        let failure = state.withLock { state -> SourceError? in
            state.reportCalls += 1
            let failure = state.reportFailures.isEmpty ? nil : state.reportFailures.removeFirst()
            if failure?.isTaken ?? true { state.reports.append((status, key)) }
            return failure?.error
        }
        if let failure { throw failure }
    }
    /// Knows no pushes.
    public func nudge(headers: [(name: String, value: String)], body: [UInt8], now: Timestamp) -> SourceNudge? { nil }
}
