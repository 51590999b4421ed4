import BridgeConnector
import BridgeDomain
import BridgeEngine
import BridgeHTTP
import BridgeJSON
import BridgeJournal
import BridgeJournalTesting
import BridgeSource
import ExactSimulator
import FreshPortalSimulator
import FreshPortalSource
import Testing

@testable import ExactConnector

/// A bridge whose documents are booked already, and whose payments and statuses go back to the trade system.
struct PaymentBridge {
    let journal = MemoryJournal()
    let connector: ExactOnlineConnector
    let portal: FreshPortalSandbox
    let lane: Lane
    let clock: MovableClock

    /// - Parameters:
    ///   - origin: where the trade system listens.
    ///   - transport: the way to it; nil: straight into it.
    init(
        _ connector: ExactOnlineConnector, _ portal: FreshPortalSandbox, clock: MovableClock, origin: String = "http://portal",
        transport: (any HTTPTransport)? = nil
    ) {
        self.connector = connector
        self.portal = portal
        self.clock = clock
        let source = FreshPortalSource(
            FreshPortalConfiguration(origin: origin, administration: "NL01", apiKey: "sandbox-key"),
            transport: transport ?? Straight(portal: portal), time: clock)
        var policy = BridgePolicy(bridge: "export", source: "NL01", target: "3456789")
        policy.payments = PaymentPolicy()
        policy.payments?.accounts = ["4990": .paymentDifference, "4810": .bankCharge]
        policy.payments?.collected = ["1150"]
        policy.payments?.suspense = ["1290"]
        let parts = BridgeParts(
            policy: policy, journal: journal, source: ReportsOnly(source: source), connector: connector, translator: NothingToTranslate(),
            clock: clock, zone: .amsterdam)
        lane = Lane(parts: parts, orders: NoOrders(), owner: "one", leaseSeconds: 100_000)
    }

    static func portal(_ clock: MovableClock) -> FreshPortalSandbox {
        var settings = SandboxSettings()
        settings.keys = ["sandbox-key": [.read, .write]]
        return FreshPortalSandbox(settings: settings, time: clock)
    }

    /// Books documents of this gross, credit notes below zero, in the books, in the journal and at the trade system.
    func book(_ documents: [(String, Int64)], daybook: DaybookCode = "70", on account: AccountCode = "1300") async throws {
        let master = try await connector.masterData(known: nil)
        let florist = try #require(try await connector.relation(numbered: "501")).id
        try await journal.commit(
            JournalUnit([
                .bind(Binding(bridge: "export", kind: .debtor, ours: "C0412", theirs: florist, number: "501", boundAt: clock.now()))
            ]))
        for (place, (number, gross)) in documents.enumerated() {
            let kind: DocumentKind = gross < 0 ? .creditNote : .salesInvoice
            let amount = Money(minorUnits: gross, .eur)
            let vat = Money(minorUnits: gross * 9 / 109, .eur)
            let entry = Samples.entry(
                kind, number: number, daybook: daybook, due: nil, condition: nil, reference: EntryReference("F\(number)"), payment: nil,
                lines: [
                    Samples.line(.party, account, amount.amountText), Samples.line(.amount, "8000", (vat - amount).amountText, "1"),
                    Samples.line(.vat, "1510", (-vat).amountText, "1"),
                ])
            let posted = try await connector.post(PostingOrder(entry: entry, relation: florist), with: master)
            try await keep(entry, posted, amount.magnitude, number: place + 1)
            let json: JSON = [
                "id": .number(place + 1), "administration": "NL01", "type": .string(kind.rawValue), "number": .string(number),
                "version": 1, "currency": "EUR", "totals": ["gross": .string(amount.magnitude.amountText)],
            ]
            await portal.approve(json)
        }
    }

    private func keep(_ entry: Entry, _ posted: PostedEntry, _ gross: Money, number: Int) async throws {
        var posting = PostingRecord(
            bridge: "export", document: entry.document, sourceID: SourceID("\(number)"), documentVersion: 1, contentHash: "",
            state: .booked, receivedAt: clock.now(), invoiceDate: entry.date)
        posting.party = entry.party
        posting.reference = entry.reference
        posting.targetID = posted.id
        posting.targetNumber = posted.number
        posting.gross = gross
        posting.readBack = .agrees(at: clock.now())
        var item = SettledItemRecord(
            bridge: "export", document: entry.document, gross: entry.document.kind.isCredit ? -gross : gross, changedAt: clock.now())
        item.checkAt = clock.now().adding(seconds: 24 * 3_600)
        let record = EntryRecord(bridge: "export", entry: entry, totals: [], madeAt: clock.now())
        try await journal.commit(
            JournalUnit([
                .startPosting(posting), .putSettledItem(item), .keepEntry(record),
                .record(
                    HistoryEntry(
                        at: clock.now(), who: .machine("gate"), bridge: "export", subject: entry.document.description, act: "mapped",
                        contentHash: record.contentHash)),
                .bind(
                    Binding(
                        bridge: "export", kind: .document, ours: entry.document.description, theirs: posted.id, number: posted.number,
                        boundAt: clock.now())),
            ]))
    }

    /// An hour later: everything that is due.
    func round() async throws {
        clock.move(seconds: 3_700)
        for _ in 0..<12 {
            _ = try await lane.turn()
            clock.move(seconds: 20)
        }
    }

    func item(_ number: String, _ kind: DocumentKind = .salesInvoice) async throws -> SettledItemRecord? {
        let key = DocumentKey("NL01", kind, DocumentNumber(number))
        return try await journal.settledItems([key], bridge: "export")[key]
    }

    /// What the trade system was told of payments, in words.
    func told() async -> [String] { await portal.payments().map(Self.words) }

    private static func words(_ text: String) -> String {
        guard let json = try? JSON(parsing: Array(text.utf8)) else { return text }
        func word(_ name: String, _ part: JSON) -> String { part[name]?.string ?? "?" }
        let parts = (json["allocations"]?.array ?? []).map { "\(word("document", $0)) \(word("amount", $0)) (\(word("open_after", $0)))" }
        return "\(word("date", json)) \(word("kind", json)) \(word("amount", json)): \(parts.joined(separator: " ")), "
            + "rest \(word("unallocated", json))"
    }
}

extension ExactSandbox {
    static let division = 3_456_789

    /// The number of the entry with our reference.
    func number(_ document: String) throws -> Int {
        try #require(entries(in: Self.division, yourReference: "F\(document)").first).number
    }
}

/// Requests straight to the trade system, without a network.
private struct Straight: HTTPTransport {
    let portal: FreshPortalSandbox

    func send(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPResponse {
        guard case .respond(let response) = await portal.answer(request) else { throw .connectionLost("closed without an answer") }
        return response
    }
}

/// A source that has nothing to send and hears of payments and statuses.
private struct ReportsOnly: DocumentSource {
    let source: FreshPortalSource

    var paymentReporting: (any PaymentReporting)? { source }
    func administrations() async throws(SourceError) -> [SourceAdministrationInfo] { [] }
    func parties(_ kind: PartyKind, after cursor: SourceCursor, limit: Int) async throws(SourceError) -> SourcePage<SourceParty> {
        SourcePage(items: [], next: cursor, hasMore: false)
    }
    func documents(after cursor: SourceCursor, limit: Int) async throws(SourceError) -> SourcePage<SourceDocument> {
        SourcePage(items: [], next: cursor, hasMore: false)
    }
    func document(_ id: SourceID) async throws(SourceError) -> SourceDocument { throw SourceError(.notFound, "\(id)") }
    func codes(_ list: CodeList) async throws(SourceError) -> [ListedCode] { [] }
    func controlTotals(from: CalendarDate, to: CalendarDate) async throws(SourceError) -> [ControlTotal] { [] }
    func report(_ status: StatusReport, key: String) async throws(SourceError) { try await source.report(status, key: key) }
    func nudge(headers: [(name: String, value: String)], body: [UInt8], now: Timestamp) -> SourceNudge? { nil }
}

private struct NothingToTranslate: DocumentTranslator {
    let mappingVersion = 1
    let vatAccounts: Set<AccountCode> = []

    func translate(_ document: Document, party: Party?, today: CalendarDate) -> Translation {
        Translation(entry: nil, problems: [], totals: [], deposits: nil)
    }
}

private struct NoOrders: PartyOrdering {
    func order(for party: PartyRecord) -> PartyOrder? { nil }
    func problems(of party: PartyRecord) -> [Problem] { [] }
}
