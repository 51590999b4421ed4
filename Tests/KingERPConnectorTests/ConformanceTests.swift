import BridgeConnector
import BridgeConnectorTesting
import BridgeDomain
import BridgeExchange
import BridgeJournalTesting
import KingERPConnector
import KingSimulator
import Testing

@Suite struct `KING ERP keeps the promises of every accounting system` {
    @Test(arguments: ConnectorSuite.promises(of: ImportFolderBooks.self))
    func `by import files it keeps its promise`(promise: ConnectorPromise) async throws { try await promise.check(ImportFolderBooks()) }

    @Test(arguments: ConnectorSuite.promises(of: WebServiceBooks.self))
    func `by web services it keeps its promise`(promise: ConnectorPromise) async throws { try await promise.check(WebServiceBooks()) }

    @Test func `only what King cannot show is left out`() {
        #expect(
            ConnectorSuite.leftOut(of: ImportFolderBooks.self) == ConnectorSuite.leftOutUnread.merging(ConnectorSuite.leftOutByFiles) { $1 }
        )
        let withoutSums = ["the sums beside a delivery are those of its entries": [BooksAbility.controlTotals]]
        #expect(ConnectorSuite.leftOut(of: WebServiceBooks.self) == ConnectorSuite.leftOutUnread.merging(withoutSums) { $1 })
    }
}

/// What both ways into administration BLOEMEN share.
private struct Flowers: Sendable {
    let sandbox: KingSandbox
    let disk = MemoryDisk()

    static let day = CalendarDate(daysSinceEpoch: 20_775)  // 2026-11-18
    static let november = Period(monthOf: day)

    static let rules: KingERPRules = {
        var rules = Samples.rules
        rules.foreignCurrency = .inBookCurrency
        rules.debtorNumbers = 30_000...30_999
        return rules
    }()

    /// What the customer gave of King's lists.
    static let codes: MasterData = {
        func code(_ text: String) -> MasterCode { MasterCode(code: text, id: TargetID(text), name: text) }
        var codes = MasterData.unknown
        codes.daybooks = ["VRK", "INK", "MEM"].map(code)
        codes.vatCodes = ["1", "2"].map(code)
        codes.periods = [MasterPeriod(period: november, from: day.adding(days: -17), to: day.adding(days: 12), closedFor: [])]
        return codes
    }()

    func journal(_ life: SuiteLife) -> MemoryJournal { MemoryJournal(on: disk) { _ in life.isDead ? .die : .goOn } }

    func held() async -> [EntryReference] {
        await sandbox.entries(in: "BLOEMEN").compactMap { $0.lines.first?.voucher }.map { EntryReference($0) }
    }

    func closePeriod() async throws { try await sandbox.close(Self.november) }

    static func order(_ kind: SampleKind, _ reference: EntryReference, on account: AccountCode = "8020") -> PostingOrder {
        func line(_ role: EntryLineRole, _ account: AccountCode, _ amount: String) -> EntryLine {
            Samples.line(role, account, amount, code: role == .party ? nil : "2")
        }
        let grower = PartyKey(.creditor, "K10")
        return Samples.order(reference.text) { draft in
            draft.date = day
            draft.lines[1] = line(.amount, account, "-100.00")
            switch kind {
            case .salesInvoice: break
            case .creditNote:
                draft.kind = .creditNote
                draft.originals = ["F1000"]
                draft.lines = [line(.party, "1300", "-12.10"), line(.amount, "8020", "10.00"), line(.vat, "1500", "2.10")]
            case .foreignInvoice:
                (draft.currency, draft.rate) = (Samples.dollar, ExactDecimal(significand: 12_500, decimals: 4))
                draft.lines = [
                    Samples.line(.party, "1300", "125.00", book: "100.00", Samples.dollar),
                    Samples.line(.amount, "8020", "-125.00", book: "-100.00", Samples.dollar),
                ]
            case .purchaseInvoice, .purchaseCreditNote:
                let sign = kind == .purchaseInvoice ? "" : "-"
                let other = kind == .purchaseInvoice ? "-" : ""
                draft.kind = kind == .purchaseInvoice ? .purchaseInvoice : .purchaseCreditNote
                (draft.daybook, draft.party, draft.partyNumber) = ("INK", grower, "10")
                draft.lines = [
                    line(.party, "1600", "\(other)121.00"), line(.amount, "7020", "\(sign)100.00"), line(.vat, "1560", "\(sign)21.00"),
                ]
            case .ledgerPosting:
                (draft.kind, draft.daybook, draft.party, draft.partyNumber) = (.ledgerPosting, "MEM", nil, nil)
                draft.lines = [Samples.line(.amount, "4810", "10.00"), Samples.line(.amount, "1100", "-10.00")]
            }
        }
    }

    static func party(_ number: String, name: String) -> PartyOrder {
        Samples.debtor(number, name) { party in
            party.billingAddress = PostalAddress(
                street: "Veilingweg", houseNumber: "12a", postcode: "1431 AA", city: "Aalsmeer", country: "NL")
        }
    }
}

/// KING ERP with its import job.
private struct ImportFolderBooks: BatchHarness {
    static let lacks: Set<BooksAbility> = [.answers, .readBack, .relations, .calls]

    let kit: ConnectorKit
    let connector: any AccountingConnector
    private let flowers: Flowers
    private let files = MemoryImportFolder()
    private let carrier = SuiteCarrier()
    private let door = SuiteDoor()

    init() {
        let clock = SuiteClock()
        var settings = KingSandbox.Settings()
        settings.importing.interval = nil
        let sandbox = KingSandbox(settings, clock: clock, folder: files)
        flowers = Flowers(sandbox: sandbox)
        kit = ConnectorKit(sandbox, clock: clock)
        connector = Self.process("first", SuiteLife(), flowers, SharedFolder(files: files), carrier, clock)
    }

    private static func process(
        _ owner: String, _ life: SuiteLife, _ flowers: Flowers, _ folder: SharedFolder, _ carrier: SuiteCarrier, _ clock: SuiteClock
    ) -> ExchangeConnector {
        KingERPFileSettings(name: "king", administration: "BLOEMEN", rules: Flowers.rules, codes: Flowers.codes).connector(
            folder: SuiteFolder(folder, carrier, life), journal: flowers.journal(life), clock: clock, owner: owner)
    }

    func process(_ owner: String, _ life: SuiteLife) -> any AccountingConnector {
        Self.process(owner, life, flowers, SharedFolder(files: files), carrier, kit.clock)
    }

    var secrets: [String] { ["erp-toegang"] }
    var kinds: [SampleKind] { SampleKind.allCases }
    func order(_ kind: SampleKind, _ reference: EntryReference) async throws -> PostingOrder { Flowers.order(kind, reference) }
    /// The account is blocked.
    func refusedOrder(_ reference: EntryReference) async throws -> PostingOrder { Flowers.order(.salesInvoice, reference, on: "8999") }
    func party(_ number: String, name: String) -> PartyOrder { Flowers.party(number, name: name) }
    func closePeriod() async throws { try await flowers.closePeriod() }
    func plan(_ trouble: Trouble, write: Bool) async { carrier.plan(trouble) }
    func otherSideWorks() async throws { if !door.isShut { await flowers.sandbox.importFiles() } }
    func shut(_ isShut: Bool) async throws { door.isShut = isShut }
    func held() async throws -> [EntryReference] { await flowers.held() }
    func arrivals(of reference: EntryReference) async throws -> Int { carrier.arrivals(of: reference) }
    func announced() async throws -> AnnouncedTotals { try carrier.announced() }
}

/// KING ERP with its web services.
private struct WebServiceBooks: BatchHarness {
    static let lacks: Set<BooksAbility> = [.answers, .readBack, .relations, .controlTotals]

    let kit: ConnectorKit
    let connector: any AccountingConnector
    private let flowers: Flowers

    init() {
        let clock = SuiteClock()
        flowers = Flowers(sandbox: KingSandbox(clock: clock))
        kit = ConnectorKit(flowers.sandbox, clock: clock)
        connector = Self.process("first", SuiteLife(), flowers, kit)
    }

    private static func process(_ owner: String, _ life: SuiteLife, _ flowers: Flowers, _ kit: ConnectorKit) -> KingWebServiceConnector {
        let settings = KingWebServiceSettings(
            name: "king", origin: "", administration: "BLOEMEN", rules: Flowers.rules, codes: Flowers.codes)
        return KingWebServiceConnector(
            settings: settings, accessCode: "erp-toegang", transport: MortalLine(kit.line, life), meter: kit.meter,
            journal: flowers.journal(life), clock: kit.clock, owner: owner)
    }

    func process(_ owner: String, _ life: SuiteLife) -> any AccountingConnector { Self.process(owner, life, flowers, kit) }

    var secrets: [String] { ["erp-toegang"] }
    var kinds: [SampleKind] { SampleKind.allCases }
    func order(_ kind: SampleKind, _ reference: EntryReference) async throws -> PostingOrder { Flowers.order(kind, reference) }
    /// The account is blocked.
    func refusedOrder(_ reference: EntryReference) async throws -> PostingOrder { Flowers.order(.salesInvoice, reference, on: "8999") }
    func party(_ number: String, name: String) -> PartyOrder { Flowers.party(number, name: name) }
    func closePeriod() async throws { try await flowers.closePeriod() }
    /// Nothing is in the books before a batch is closed: that is the call to lose.
    func plan(_ trouble: Trouble, write: Bool) async {
        let kind: KingSandbox.Fault.Kind =
            switch trouble {
            case .requestLost: .loseRequest
            case .answerLost: .loseAnswer
            case .answerCut: .truncated(20)
            case .fault: .unavailable
            }
        await flowers.sandbox.plan([.init(kind, operation: "Boekingsgang_Afsluiten")])
    }
    func shut(_ isShut: Bool) async throws {
        if isShut { await flowers.sandbox.plan([.init(.unavailable, times: nil)]) } else { await flowers.sandbox.clearFaults() }
    }
    func held() async throws -> [EntryReference] { await flowers.held() }
    /// A closed batch is a booked one.
    func arrivals(of reference: EntryReference) async throws -> Int { await flowers.held().count { $0 == reference } }
    func announced() async throws -> AnnouncedTotals { AnnouncedTotals() }
}
