import AFASExchange
import AFASSimulator
import BridgeConnector
import BridgeConnectorTesting
import BridgeDomain
import BridgeExchange
import BridgeJournalTesting
import Testing

@Suite struct `Profit's exchange folder keeps the promises of every accounting system` {
    @Test(arguments: ConnectorSuite.promises(of: RowFolderBooks.self))
    func `by rows it keeps its promise`(promise: ConnectorPromise) async throws { try await promise.check(RowFolderBooks()) }

    @Test(arguments: ConnectorSuite.promises(of: MessageFolderBooks.self))
    func `by messages as XML it keeps its promise`(promise: ConnectorPromise) async throws { try await promise.check(MessageFolderBooks()) }

    /// What rests on reading the books, on an answer to each posting, on calls, and on debtors of our making: a folder has none of it.
    @Test(arguments: [RowFolderBooks.self, MessageFolderBooks.self] as [any ConnectorHarness.Type])
    func `only what a folder cannot show is left out`(books: any ConnectorHarness.Type) {
        let withoutDebtors = ["a debtor is in the books before the entry that names it": [BooksAbility.debtors]]
        let expected = [ConnectorSuite.leftOutUnread, ConnectorSuite.leftOutByFiles, withoutDebtors].flatMap(\.self)
        #expect(ConnectorSuite.leftOut(of: books) == Dictionary(expected) { $1 })
    }
}

/// Profit with an import job, and processes that put files into its folder.
private struct FolderBooks: Sendable {
    let kit: ConnectorKit
    let sandbox: AFASSandbox
    let carrier = SuiteCarrier()
    let form: AFASFileProfile.Form
    private let files = MemoryExchangeFolder()
    private let disk = MemoryDisk()
    let door = SuiteDoor()

    static let day = CalendarDate(daysSinceEpoch: 20_775)  // 2026-11-18

    init(_ form: AFASFileProfile.Form) {
        let clock = SuiteClock()
        var settings = AFASSandbox.Settings()
        settings.importing.interval = nil
        settings.importing.definitions = form == .xml ? [.xml] : [.entryLines]
        settings.importing.definitions[0].columns += [.init("Debet valuta", .debitForeign), .init("Credit valuta", .creditForeign)]
        sandbox = AFASSandbox(settings, clock: clock, folder: files)
        kit = ConnectorKit(sandbox, clock: clock)
        self.form = form
    }

    func process(_ owner: String, _ life: SuiteLife) -> any AccountingConnector {
        var profile = AFASFileProfile(form)
        profile.daybookOrder = ["10", "20", "80"]
        if form == .lines { profile.columns += [.init("Debet valuta", .debitForeign), .init("Credit valuta", .creditForeign)] }
        return AFASExchangeSettings(name: "profit", unit: 1, profile: profile, codes: Self.codes).connector(
            folder: SuiteFolder(MemoryFolder(files: files), carrier, life),
            journal: MemoryJournal(on: disk) { _ in life.isDead ? .die : .goOn }, clock: kit.clock, owner: owner)
    }

    /// What the customer gave of Profit's lists.
    private static let codes: MasterData = {
        func code(_ text: String) -> MasterCode { MasterCode(code: text, id: TargetID(text), name: text) }
        var codes = MasterData.unknown
        codes.daybooks = ["10", "20", "80"].map(code)
        codes.vatCodes = ["2", "4", "7"].map(code)
        codes.periods = [
            MasterPeriod(period: Period(monthOf: day), from: day.adding(days: -17), to: day.adding(days: 12), closedFor: [])
        ]
        return codes
    }()

    func order(_ kind: SampleKind, _ reference: EntryReference, on account: AccountCode = "8000") -> PostingOrder {
        func line(_ role: EntryLineRole, _ account: AccountCode, _ amount: String, _ code: VATCode = "2") -> EntryLine {
            Samples.line(role, account, amount, code: role == .party ? nil : code)
        }
        var draft = Samples.Draft(number: reference.text)
        (draft.date, draft.due) = (Self.day, Self.day.adding(days: 14))
        draft.lines[1] = line(.amount, account, "-100.00")
        var relation = ExchangeConnector.relationID(.debtor, "10044")
        switch kind {
        case .salesInvoice: break
        case .creditNote:
            draft.kind = .creditNote
            draft.lines = [line(.party, "1300", "-10.90"), line(.amount, "8000", "10.00"), line(.vat, "1510", "0.90")]
        case .foreignInvoice:
            let dollar = Currency(code: "USD") ?? .eur
            (draft.currency, draft.rate) = (dollar, ExactDecimal(significand: 12_500, decimals: 4))
            draft.lines = [
                Samples.line(.party, "1300", "125.00", book: "100.00", dollar),
                Samples.line(.amount, "8200", "-125.00", book: "-100.00", dollar, code: "7"),
            ]
        case .purchaseInvoice, .purchaseCreditNote:
            let (sign, other) = kind == .purchaseInvoice ? ("", "-") : ("-", "")
            draft.kind = kind == .purchaseInvoice ? .purchaseInvoice : .purchaseCreditNote
            (draft.daybook, draft.party, draft.partyNumber) = ("10", PartyKey(.creditor, "50010"), "50010")
            relation = ExchangeConnector.relationID(.creditor, "50010")
            draft.lines = [
                line(.party, "1600", "\(other)109.00"), line(.amount, "7000", "\(sign)100.00", "4"),
                line(.vat, "1560", "\(sign)9.00", "4"),
            ]
        case .ledgerPosting:
            (draft.kind, draft.daybook, draft.party, draft.partyNumber, draft.due) = (.ledgerPosting, "80", nil, nil, nil)
            draft.lines = [Samples.line(.amount, "4810", "10.00"), Samples.line(.amount, "1100", "-10.00")]
        }
        return PostingOrder(entry: draft.entry, relation: draft.party == nil ? nil : relation)
    }

    /// Its account is blocked in Profit.
    func refusedOrder(_ reference: EntryReference) async throws -> PostingOrder {
        try await sandbox.block(account: "8010")
        return order(.salesInvoice, reference, on: "8010")
    }

    func otherSideWorks() async { if !door.isShut { await sandbox.importFiles() } }

    func held() async -> [EntryReference] {
        await sandbox.entries().compactMap { entry in entry.lines.lazy.compactMap(\.voucher).first.map { EntryReference($0) } }
    }
}

private protocol FolderHarness: BatchHarness {
    var books: FolderBooks { get }
}

extension FolderHarness {
    static var lacks: Set<BooksAbility> { [.answers, .readBack, .relations, .calls, .debtors] }

    var kit: ConnectorKit { books.kit }
    var secrets: [String] { [] }
    var kinds: [SampleKind] { SampleKind.allCases }
    func process(_ owner: String, _ life: SuiteLife) -> any AccountingConnector { books.process(owner, life) }
    func order(_ kind: SampleKind, _ reference: EntryReference) async throws -> PostingOrder { books.order(kind, reference) }
    func refusedOrder(_ reference: EntryReference) async throws -> PostingOrder { try await books.refusedOrder(reference) }
    func party(_ number: String, name: String) -> PartyOrder {
        let party = Party(key: PartyKey(.debtor, PartyCode(number)), sourceID: SourceID(number), name: name, country: "NL")
        return PartyOrder(party: party, number: number, paymentCondition: nil)
    }
    func closePeriod() async throws { try await books.sandbox.block(Period(monthOf: FolderBooks.day)) }
    func plan(_ trouble: Trouble, write: Bool) async { books.carrier.plan(trouble) }
    func otherSideWorks() async throws { await books.otherSideWorks() }
    func shut(_ isShut: Bool) async throws { books.door.isShut = isShut }
    func held() async throws -> [EntryReference] { await books.held() }
    func arrivals(of reference: EntryReference) async throws -> Int { books.carrier.arrivals(of: reference) }
    func announced() async throws -> AnnouncedTotals { try books.carrier.announced() }
}

/// A row for each line.
private struct RowFolderBooks: FolderHarness {
    let books = FolderBooks(.lines)
    let connector: any AccountingConnector
    init() { connector = books.process("first", SuiteLife()) }
}

/// A message for each entry.
private struct MessageFolderBooks: FolderHarness {
    let books = FolderBooks(.xml)
    let connector: any AccountingConnector
    init() { connector = books.process("first", SuiteLife()) }
}

/// The importer's folder, as the bridge sees it.
private struct MemoryFolder: BridgeExchange.ExchangeFolder {
    let files: MemoryExchangeFolder

    func names(in below: String) async throws(ExchangeFolderError) -> [String] {
        below.isEmpty
            ? files.names() : files.allNames.filter { $0.hasPrefix("\(below)/") }.map { String($0.dropFirst(below.count + 1)) }
    }
    func read(_ name: String, in below: String, bytesMax: Int) async throws(ExchangeFolderError) -> [UInt8] {
        do { return try files.read(below.isEmpty ? name : "\(below)/\(name)") } catch {
            throw ExchangeFolderError(.unavailable, BilingualText(nl: "weg", en: "gone"))
        }
    }
    func stage(_ content: [UInt8], as staged: String) async throws(ExchangeFolderError) { files.write(content, to: staged) }
    func publish(_ staged: String, as name: String) async throws(ExchangeFolderError) -> Publication {
        guard let content = try? files.read(staged) else { return .wasPublished }
        files.write(content, to: name)
        try? files.remove(staged)
        return .published
    }
    func discard(_ staged: String) async throws(ExchangeFolderError) { try? files.remove(staged) }
}
