import AFASSimulator
import BridgeConnector
import BridgeDomain
import BridgeEngine
import BridgeHTTP
import BridgeHTTPClient
import BridgeHTTPServer
import BridgeJournal
import BridgeJournalTesting
import BridgeJSON
import BridgeSource
import FreshPortalSimulator
import FreshPortalSource
import Testing

@testable import AFASConnector

/// Payments of the accountant in the AFAS sandbox on their way to the FreshPortal sandbox (reference dutch-finance §15, M01 to M08).
@Suite struct `What the accountant did comes back` {
    private static func amount(_ text: String) -> ExactDecimal { ExactDecimal(text) ?? 0 }

    /// The eight payment scenarios, done in the books.
    private func doEverything(in books: AFASSandbox, on day: CalendarDate) async throws {
        // M01, M02, M03, M04.
        try await books.pay(.init("10044", [("FS01", nil)], on: day))
        try await books.pay(.init("10044", [("FS02", Self.amount("200.00"))], on: day))
        try await books.pay(.init("10044", [("FS03", nil), ("FS04", nil)], amount: Self.amount("1000.00"), on: day))
        var abroad = AFASSandbox.Payment("10044", [("FS17", nil)], amount: Self.amount("6285.00"), on: day)
        abroad.differenceAccount = "4810"
        try await books.pay(abroad)
        // M05: collected on the account for money under way, and one taken back.
        var batch = AFASSandbox.Payment("10044", [("FS05", nil), ("FS06", nil), ("FS07", nil)], on: day)
        batch.journal = "55"
        try await books.pay(batch)
        try await books.reverse("FS06", of: "10044", amount: Self.amount("354.25"), on: day.adding(days: 8))
        // M06, M07, M08.
        try await books.writeOff(
            "FS08", of: "10044", to: [("4700", Self.amount("100.00")), ("1560", Self.amount("9.00"))], on: day.adding(days: 9))
        try await books.pay(.init("10044", [("FS09", nil)], amount: Self.amount("152.58"), on: day.adding(days: 9)))
        try await books.setOff("FS10", against: "FS25", of: "10044", amount: Self.amount("45.78"), on: day.adding(days: 9))
    }

    static let expected = [
        "receipt 152.60: S01 152.60 (0.00), rest 0.00", "receipt 200.00: S02 200.00 (355.90), rest 0.00",
        "receipt 1000.00: S03 844.00 (0.00) S04 100.00 (0.00), rest 56.00", "bank_charge 15.00: S17 15.00 (6285.00), rest 0.00",
        "receipt 6285.00: S17 6285.00 (0.00), rest 0.00",
        "direct_debit 729.86: S05 152.60 (0.00) S06 354.25 (0.00) S07 223.01 (0.00), rest 0.00",
        "direct_debit_reversal -354.25: S06 -354.25 (354.25), rest 0.00", "write_off 109.00: S08 109.00 (0.00), rest 0.00",
        "receipt 152.58: S09 152.58 (0.02), rest 0.00", "write_off 0.02: S09 0.02 (0.00), rest 0.00",
        "set_off 0.00: S25 -45.78 (0.00) S10 45.78 (106.82), rest 0.00",
    ]

    private static let invoices: [(String, Int64)] = [
        ("S01", 15_260), ("S02", 55_590), ("S03", 84_400), ("S04", 10_000), ("S17", 630_000), ("S05", 15_260), ("S06", 35_425),
        ("S07", 22_301), ("S08", 10_900), ("S09", 15_260), ("S10", 15_260), ("S25", -4_578),
    ]

    @Test(.timeLimit(.minutes(5)))
    func `M01 to M08 come back over real connections, equal to what was done`() async throws {
        let office = try Office { settings in
            settings.environments[0].units[0].journals.append(.init("55", "Incasso", .bank, account: "1150"))
        }
        let transport = CurlTransport()
        let (afas, portal) = (HTTPServer(handler: office.sandbox), FreshPortalSandbox(settings: .standard, time: office.clock))
        let door = HTTPServer(handler: portal)
        let (books, trade) = (try afas.start(), try door.start())
        var settings = office.settings
        settings.originOverride = "http://127.0.0.1:\(books)"
        let connector = AFASProfitConnector(
            settings: settings, token: try #require(AFASToken(AFASSandbox.Token.live.xml)), transport: transport, meter: office.meter,
            clock: office.clock)
        let source = FreshPortalSource(
            FreshPortalConfiguration(origin: "http://127.0.0.1:\(trade)", administration: "NL01", apiKey: "sandbox-key"),
            transport: transport, time: office.clock)
        let bridge = Bridge(connector: connector, reporting: source, clock: office.clock)
        try await bridge.book(Self.invoices, at: portal)
        await portal.inject(SandboxFaultRule(.dropAfter, pathContains: "/payments"))
        try await bridge.round()
        try await doEverything(in: office.sandbox, on: CalendarDate("2026-11-18") ?? CalendarDate(daysSinceEpoch: 0))
        for _ in 0..<3 { try await bridge.round() }
        #expect(await portal.payments().map(Self.words).sorted() == Self.expected.sorted())
        #expect(
            try await bridge.journal.paymentTotals("export")
                == PaymentTotals(waiting: 0, oldestWaiting: nil, refused: 0, trouble: 0, foreign: 0, items: 0))
        #expect(try await bridge.journal.verify { _ in }.faults == [])
        await transport.shutdown()
        await afas.stop()
        await door.stop()
    }

    @Test(.timeLimit(.minutes(5)), arguments: [3, 11] as [UInt64])
    func `customers who pay in every way leave the same open in the books, with us and in FreshPortal`(_ seed: UInt64) async throws {
        let office = try Office { $0.seed = seed }
        let portal = FreshPortalSandbox(settings: .standard, time: office.clock)
        let source = FreshPortalSource(
            FreshPortalConfiguration(origin: "http://portal", administration: "NL01", apiKey: "sandbox-key"),
            transport: Straight(portal), time: office.clock)
        let bridge = Bridge(connector: office.connector, reporting: source, clock: office.clock)
        let invoices = (0..<60).map { (number: Int) -> (String, Int64) in
            let cents = Int64(number)
            if number % 6 == 5 { return ("C\(number)", -2_000 - cents) }
            return ("S\(number)", 5_000 + 137 * cents)
        }
        try await bridge.book(invoices, at: portal)
        try await bridge.round()
        for days in [20, 30, 40, 60] {
            try await office.sandbox.arrivePayments(
                through: (CalendarDate("2026-11-18") ?? CalendarDate(daysSinceEpoch: 0)).adding(days: days))
            for _ in 0..<2 { try await bridge.round() }
        }
        let balances = Dictionary(
            await office.sandbox.invoices().map { ($0.invoice, $0.balance) }, uniquingKeysWith: { first, _ in first })
        let told: [(document: String, amount: Money)] = await portal.payments().flatMap { Self.allocations($0) }
        var compared = 0
        for (number, gross) in invoices {
            let key = DocumentKey("NL01", gross < 0 ? .creditNote : .salesInvoice, DocumentNumber(number))
            let item = try await bridge.journal.settledItems([key], bridge: "export")[key]
            guard let balance = balances["F\(number)"] else {
                #expect(item == nil || item?.problems.map(\.code) == [.openItemGone], "\(number) was deleted and does not look paid")
                continue
            }
            let open = Money(rounding: balance, .eur)
            #expect(item?.remaining ?? Money(minorUnits: gross, .eur) == open, "\(number)")
            guard item?.told == item?.settled else { continue }
            let sum = told.filter { $0.document == number }.map(\.amount).total(.eur)
            #expect(Money(minorUnits: gross, .eur) - sum == open, "\(number) in FreshPortal")
            compared += 1
        }
        #expect(compared > 40)
        #expect(try await bridge.journal.paymentTotals("export").refused == 0)
    }

    /// A message in words.
    private static func words(_ text: String) -> String {
        guard let json = try? JSON(parsing: Array(text.utf8)) else { return text }
        func word(_ name: String, _ part: JSON) -> String { part[name]?.string ?? "?" }
        let parts = (json["allocations"]?.array ?? []).map { "\(word("document", $0)) \(word("amount", $0)) (\(word("open_after", $0)))" }
        return "\(word("kind", json)) \(word("amount", json)): \(parts.joined(separator: " ")), rest \(word("unallocated", json))"
    }

    private static func allocations(_ text: String) -> [(document: String, amount: Money)] {
        guard let json = try? JSON(parsing: Array(text.utf8)) else { return [] }
        return (json["allocations"]?.array ?? []).compactMap { part in
            guard let document = part["document"]?.string, let amount = Money(part["amount"]?.string ?? "", .eur) else { return nil }
            return (document, amount)
        }
    }
}

extension SandboxSettings {
    fileprivate static var standard: SandboxSettings {
        var settings = SandboxSettings()
        settings.keys = ["sandbox-key": [.read, .write]]
        return settings
    }
}

/// Requests straight to the sandbox, without a network.
private struct Straight: HTTPTransport {
    let sandbox: FreshPortalSandbox

    init(_ sandbox: FreshPortalSandbox) { self.sandbox = sandbox }

    func send(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPResponse {
        guard case .respond(let response) = await sandbox.answer(request) else { throw .connectionLost("closed without an answer") }
        return response
    }
}

/// A bridge whose documents are booked already and whose payments come back.
private struct Bridge {
    let journal = MemoryJournal()
    let connector: AFASProfitConnector
    let lane: Lane
    let clock: MovableClock

    init(connector: AFASProfitConnector, reporting: FreshPortalSource, clock: MovableClock) {
        self.connector = connector
        self.clock = clock
        var policy = BridgePolicy(bridge: "export", source: "NL01", target: "1")
        policy.payments = PaymentPolicy()
        policy.payments?.accounts = ["4990": .paymentDifference, "4810": .bankCharge]
        policy.payments?.collected = ["1150"]
        let parts = BridgeParts(
            policy: policy, journal: journal, source: PaymentsOnly(reporting: reporting), connector: connector,
            translator: NothingToTranslate(), clock: clock, zone: .amsterdam)
        lane = Lane(parts: parts, orders: NoOrders(), owner: "one", leaseSeconds: 100_000)
    }

    /// Books documents of this gross, credit notes below zero, in the books, in the journal and at the trade system.
    func book(_ documents: [(String, Int64)], at portal: FreshPortalSandbox) async throws {
        let master = try await connector.masterData(known: nil)
        for (place, (number, gross)) in documents.enumerated() {
            let kind: DocumentKind = gross < 0 ? .creditNote : .salesInvoice
            let amount = Money(minorUnits: gross, .eur)
            let vat = Money(minorUnits: gross * 9 / 109, .eur)
            let entry = Samples.entry(
                kind, EntryReference("F\(number)"),
                lines: [
                    Samples.line(.party, "1300", amount.amountText), Samples.line(.amount, "8000", (vat - amount).amountText, "2"),
                    Samples.line(.vat, "1510", (-vat).amountText, "2"),
                ])
            let posted = try await connector.post(Samples.order(entry), with: master)
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
        try await journal.commit(
            JournalUnit([
                .startPosting(posting),
                .bind(
                    Binding(
                        bridge: "export", kind: .document, ours: entry.document.description, theirs: posted.id, number: posted.number,
                        boundAt: clock.now())),
                .bind(
                    Binding(
                        bridge: "export", kind: .debtor, ours: "C0412", theirs: Office.florist, number: "10044", boundAt: clock.now())),
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
}

/// A source that has nothing to send and hears of payments.
private struct PaymentsOnly: DocumentSource {
    let reporting: FreshPortalSource

    var paymentReporting: (any PaymentReporting)? { reporting }
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
    func report(_ status: StatusReport, key: String) async throws(SourceError) {}
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
