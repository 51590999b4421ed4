import AFASExchange
import AFASSimulator
import BridgeConnector
import BridgeDomain
import BridgeEngine
import BridgeExchange
import BridgeFolder
import BridgeJournal
import BridgeJournalTesting
import BridgeMapping
import BridgeSource
import BridgeTesting
import Foundation

/// An exporter's office: a trade system, the bridge, an exchange folder on the disk, and Profit whose import job empties it.
struct Office {
    let trade = ScriptedTrade()
    let clock = MovableClock(Office.morning)
    let disk = MemoryDisk()
    let place: TemporaryFolder
    let sandbox: AFASSandbox
    let policy: BridgePolicy
    let settings: AFASExchangeSettings

    static let day = CalendarDate(daysSinceEpoch: 20_514)  // 2026-03-02
    /// 08:00 in Amsterdam.
    static let morning = Timestamp(day, milliseconds: 7 * 3600 * 1000)
    static let debtor = "10044"

    init(
        profile: AFASFileProfile = AFASFileProfile(.lines), _ change: (inout AFASExchangeSettings) -> Void = { _ in },
        importing: (inout AFASSandbox.ImportSettings) -> Void = { _ in },
        environment: (inout AFASSandbox.Environment) -> Void = { _ in }, policy adjust: (inout BridgePolicy) -> Void = { _ in }
    ) throws {
        place = try TemporaryFolder()
        var sandboxSettings = AFASSandbox.Settings()
        sandboxSettings.importing.interval = nil
        importing(&sandboxSettings.importing)
        environment(&sandboxSettings.environments[0])
        sandbox = AFASSandbox(sandboxSettings, clock: clock, folder: DiskExchangeFolder(place.path))
        var policy = BridgePolicy(bridge: "export", source: "NL01", target: "1")
        adjust(&policy)
        self.policy = policy
        var settings = AFASExchangeSettings(name: "profit", unit: 1, profile: profile, codes: .unknown)
        change(&settings)
        self.settings = settings
        trade.deliver(Party(key: PartyKey(.debtor, PartyCode(Self.debtor)), sourceID: "12", name: "Bloemenhuis De Tulp", country: "NL"))
    }

    /// One process at work: a lane with a connector of its own.
    func process(_ owner: String = "first", folder: (any BridgeExchange.ExchangeFolder)? = nil, journal: MemoryJournal? = nil) -> Process {
        let journal = journal ?? MemoryJournal(on: disk)
        let connector = settings.connector(
            folder: folder ?? LocalExchangeFolder(place.path), journal: journal, clock: clock, owner: owner)
        let parts = BridgeParts(
            policy: policy, journal: journal, source: trade, connector: connector, translator: OfficeTranslator(), clock: clock,
            zone: .amsterdam)
        return Process(lane: Lane(parts: parts, orders: OfficeOrders(), owner: owner), parts: parts, connector: connector)
    }

    struct Process {
        let lane: Lane
        let parts: BridgeParts
        let connector: ExchangeConnector

        var desk: Desk { Desk(parts: parts, who: .person("anna")) }
    }

    /// Lets time go by with turns of the lane; the import job runs as its interval says. The last trouble is answered.
    @discardableResult
    func work(_ process: Process, minutes: Int64) async throws -> BilingualText? {
        let end = clock.now().adding(seconds: minutes * 60)
        var trouble: BilingualText?
        while clock.now() < end {
            let turn = try await process.lane.turn()
            trouble = turn.trouble
            await sandbox.catchUp()
            if !turn.didWork { clock.advance(seconds: 5) }
        }
        return trouble
    }

    /// The same, through processes that may die: each next one takes over.
    func work(through processes: [Process], minutes: Int64) async throws {
        var rest = processes[...]
        let end = clock.now().adding(seconds: minutes * 60)
        var process = rest.removeFirst()
        while clock.now() < end {
            do {
                let turn = try await process.lane.turn()
                if !turn.didWork { clock.advance(seconds: 5) }
            } catch {
                guard let next = rest.popFirst() else { throw error }
                process = next
                clock.advance(seconds: 31)
            }
            await sandbox.catchUp()
        }
    }

    func key(_ number: String, _ kind: DocumentKind = .salesInvoice) -> DocumentKey { DocumentKey("NL01", kind, DocumentNumber(number)) }

    func posting(_ number: String, _ kind: DocumentKind = .salesInvoice) async throws -> PostingRecord? {
        let key = key(number, kind)
        return try await MemoryJournal(on: disk).postings([key], bridge: "export")[key]
    }

    func acts(_ number: String) async throws -> [String] {
        try await MemoryJournal(on: disk).history(subject: key(number).description, bridge: "export", after: 0, limit: 1_000).map(
            \.entry.act)
    }

    /// Invoice numbers in the books, in their order.
    func booked() async -> [String] { await sandbox.entries().compactMap { $0.lines.first?.voucher } }
}

extension MasterData {
    /// A customer who gave no lists.
    static let unknown = MasterData(
        administrationName: "Bloemenexport", currency: .eur, accounts: [], vatCodes: [], daybooks: [], paymentConditions: [],
        costCentres: [], costUnits: [], periods: [], readAt: Timestamp(milliseconds: 0))
}

/// Books each line on the account its product group names.
struct OfficeTranslator: DocumentTranslator {
    var mappingVersion: Int { 1 }
    let vatAccounts: Set<AccountCode> = ["1510"]

    func translate(_ document: Document, party: Party?, today: CalendarDate) -> Translation {
        let sign: Int64 = document.key.kind.isCredit ? -1 : 1
        func line(_ role: EntryLineRole, _ account: AccountCode, _ amount: Money, _ side: Int64) -> EntryLine {
            let signed = Money(minorUnits: amount.minorUnits * side * sign, amount.currency)
            return EntryLine(
                role: role, account: account, amount: signed, bookAmount: signed, vatCode: role == .party ? nil : "2",
                description: role == .party ? "Factuur \(document.key.number)" : "Bloemen; 9%", rule: "plain")
        }
        let revenue = document.lines.map { line(.amount, AccountCode($0.productGroup ?? "8000"), $0.net, -1) }
        let entry = Entry(
            document: document.key, documentVersion: document.version, mappingVersion: 1, daybook: "20", date: document.invoiceDate,
            period: Period(monthOf: document.invoiceDate), invoiceDate: document.invoiceDate,
            dueDate: document.invoiceDate.adding(days: 14), currency: .eur, bookCurrency: .eur, exchangeRate: .one,
            party: document.party?.key, partyNumber: document.party?.key.code.text, paymentCondition: nil,
            description: "Factuur \(document.key.number)", reference: EntryReference(document.key.number.text), paymentReference: nil,
            originalReferences: [],
            lines: [line(.party, "1300", document.totals.gross, 1)] + revenue + [line(.vat, "1510", document.totals.vat, -1)])
        return Translation(entry: entry, problems: [], totals: ControlTotals.totals(of: entry), deposits: nil)
    }
}

struct OfficeOrders: PartyOrdering {
    func order(for party: PartyRecord) -> PartyOrder? {
        party.party.map { PartyOrder(party: $0, number: $0.key.code.text, paymentCondition: nil) }
    }
    func problems(of party: PartyRecord) -> [Problem] { [] }
}

extension Document {
    /// An invoice of the florist, or a credit note on one; `accounts` is where its lines are booked.
    static func sale(_ number: String, cents net: Int64 = 10_000, on account: String = "8000", credits original: String? = nil) -> Document
    {
        let amount = Money(minorUnits: net, .eur)
        let vat = amount.percentage(9) ?? .zero(.eur)
        var line = DocumentLine(number: 1, kind: .product, net: amount, vatCode: "L", vatRate: 9)
        line.productGroup = account
        var document = Document(
            key: DocumentKey("NL01", original == nil ? .salesInvoice : .creditNote, DocumentNumber(number)),
            sourceID: SourceID("id-\(number)"),
            version: 1, invoiceDate: Office.day, currency: .eur,
            party: DocumentParty(key: PartyKey(.debtor, PartyCode(Office.debtor)), sourceID: "12"), vatTreatment: .domestic, lines: [line],
            vatSummary: [VATSummaryLine(vatCode: "L", rate: 9, base: amount, vat: vat)],
            totals: DocumentTotals(net: amount, vat: vat, gross: amount + vat))
        document.references.originalDocument = original.map { DocumentNumber($0) }
        return document
    }
}

/// A folder of its own for one test, taken away afterwards.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "ledgerbridge-exchange-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Every name, in order; those below with their folder.
    func names(_ below: String = "") -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: below.isEmpty ? path : "\(path)/\(below)")) ?? []).filter {
            var isFolder: ObjCBool = false
            _ = FileManager.default.fileExists(atPath: "\(path)/\(below)/\($0)", isDirectory: &isFolder)
            return !isFolder.boolValue
        }.sorted()
    }

    func text(_ name: String) throws -> String { String(decoding: try Data(contentsOf: URL(filePath: "\(path)/\(name)")), as: UTF8.self) }

    func put(_ name: String, _ text: String) throws {
        let file = URL(filePath: "\(path)/\(name)")
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
    }

    func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: "\(path)/\(name)") }
}
