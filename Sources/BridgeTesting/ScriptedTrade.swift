public import BridgeDomain
public import BridgeSource
import Synchronization

/// A trade system in memory: what a test approves here is delivered, in order, as often as it is asked for.
public final class ScriptedTrade: DocumentSource {
    private struct State {
        var documents: [SourceDocument] = []
        var parties: [SourceParty] = []
        var reports: [(report: StatusReport, key: String)] = []
        var failures: [SourceError] = []
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
    public func deliver(_ party: Party) {
        let raw = "\(party.key) \(party.name) \(party.vatNumber ?? "") \(party.mergedInto?.text ?? "")"
        state.withLock { $0.parties.append(SourceParty(key: party.key, raw: Array(raw.utf8), party: party, problems: [])) }
    }

    /// Fails the next readings.
    public func fail(_ errors: [SourceError]) { state.withLock { $0.failures += errors } }
    /// What was reported back, in order, repeats of one key left out.
    public var reports: [StatusReport] {
        state.withLock { state in
            var seen: Set<String> = []
            return state.reports.filter { seen.insert($0.key).inserted }.map(\.report)
        }
    }

    private func page<Item: Sendable>(_ all: [Item], after cursor: SourceCursor, limit: Int) -> SourcePage<Item> {
        let seen = Int(cursor.text) ?? 0
        let items = Array(all.dropFirst(seen).prefix(limit))
        return SourcePage(items: items, next: SourceCursor("\(seen + items.count)"), hasMore: seen + items.count < all.count)
    }

    private func failing() throws(SourceError) {
        if let error = state.withLock({ $0.failures.isEmpty ? nil : $0.failures.removeFirst() }) { throw error }
    }

    /// No administrations of its own.
    public func administrations() async throws(SourceError) -> [SourceAdministrationInfo] { [] }

    /// Parties of the kind, in order of delivery.
    public func parties(_ kind: PartyKind, after cursor: SourceCursor, limit: Int) async throws(SourceError) -> SourcePage<SourceParty> {
        try failing()
        return page(state.withLock { $0.parties.filter { $0.key.kind == kind } }, after: cursor, limit: limit)
    }

    /// Documents in order of delivery.
    public func documents(after cursor: SourceCursor, limit: Int) async throws(SourceError) -> SourcePage<SourceDocument> {
        try failing()
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
        state.withLock { $0.reports.append((status, key)) }
    }
    /// Knows no pushes.
    public func nudge(headers: [(name: String, value: String)], body: [UInt8], now: Timestamp) -> SourceNudge? { nil }
}
