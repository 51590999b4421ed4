import BridgeConnector
import BridgeDomain
import BridgeEngine
import BridgeJournal
import BridgeJournalTesting
import BridgeTesting

/// A bridge in memory for stories: one trade system, one set of books, one clock that moves when told.
struct TestBridge {
    let trade = ScriptedTrade()
    let books: ScriptedBooks
    let clock = MovableClock(TestBridge.morning)
    let disk = MemoryDisk()
    var policy: BridgePolicy
    let journal: MemoryJournal
    let lane: Lane

    static let day = CalendarDate(daysSinceEpoch: 20_775)
    static let morning = Timestamp(day, milliseconds: 9 * 3600 * 1000)

    init(_ configure: (inout BridgePolicy) -> Void = { _ in }) {
        var policy = BridgePolicy(bridge: "export", source: "NL01", target: "3456789")
        configure(&policy)
        self.policy = policy
        books = ScriptedBooks(master: Self.master)
        journal = MemoryJournal(on: disk)
        lane = Lane(parts: Self.parts(policy, journal, trade, books, clock), orders: PlainOrders(), owner: "test")
    }

    var desk: Desk { Desk(parts: Self.parts(policy, journal, trade, books, clock), who: .person("anna")) }

    static func parts(
        _ policy: BridgePolicy, _ journal: MemoryJournal, _ trade: ScriptedTrade, _ books: ScriptedBooks, _ clock: MovableClock
    ) -> BridgeParts {
        BridgeParts(
            policy: policy, journal: journal, source: trade, connector: books, translator: PlainTranslator(), clock: clock, zone: .amsterdam
        )
    }

    /// A worker that takes over after the first one died.
    func successor() -> Lane {
        Lane(
            parts: Self.parts(policy, MemoryJournal(on: disk), trade, books, clock), orders: PlainOrders(), owner: "successor")
    }

    /// Turns until nothing is due within the hour; moves the clock to each due moment.
    func settle(_ lane: Lane? = nil, hours: Int64 = 1) async throws {
        let end = clock.now().adding(seconds: hours * 3600)
        for _ in 0..<2_000 {
            let turn = try await (lane ?? self.lane).turn()
            guard let next = turn.nextAt, next <= end else { return }
            clock.advance(to: max(next, clock.now().adding(milliseconds: turn.didWork ? 0 : 1_000)))
            if clock.now() > end { return }
        }
    }

    func posting(_ number: String, _ kind: DocumentKind = .salesInvoice) async throws -> PostingRecord? {
        let key = DocumentKey("NL01", kind, DocumentNumber(number))
        return try await journal.postings([key], bridge: "export")[key]
    }

    static let master = MasterData(
        administrationName: "Bloemenexport", currency: .eur, accounts: [], vatCodes: [], daybooks: [], paymentConditions: [],
        costCentres: [],
        costUnits: [],
        periods: (1...12).compactMap { month in
            guard let first = CalendarDate(year: 2026, month: month, day: 1) else { return nil }
            return MasterPeriod(period: Period(year: 2026, number: month), from: first, to: first.endOfMonth(), closedFor: [])
        }, readAt: morning)
}

/// Books gross on the debtor and net and VAT on one account each: enough for stories about delivery.
struct PlainTranslator: DocumentTranslator {
    let mappingVersion = 1
    let vatAccounts: Set<AccountCode> = ["1510"]

    func translate(_ document: Document, party: Party?, today: CalendarDate) -> Translation {
        let sign: Int64 = document.key.kind.isCredit ? -1 : 1
        func amount(_ money: Money, _ side: Int64) -> Money { Money(minorUnits: money.minorUnits * side * sign, money.currency) }
        func line(_ role: EntryLineRole, _ account: AccountCode, _ money: Money) -> EntryLine {
            EntryLine(role: role, account: account, amount: money, bookAmount: money, vatCode: role == .party ? nil : "V9", rule: "plain")
        }
        let entry = Entry(
            document: document.key, documentVersion: document.version, mappingVersion: 1, daybook: "70", date: document.invoiceDate,
            period: Period(monthOf: document.invoiceDate), invoiceDate: document.invoiceDate, dueDate: nil, currency: document.currency,
            bookCurrency: .eur, exchangeRate: .one, party: document.party?.key, partyNumber: document.party?.key.code.text,
            paymentCondition: nil, description: "invoice",
            reference: EntryReference("FP-\(document.key.kind.rawValue)-\(document.key.number)"),
            paymentReference: nil, originalReferences: [],
            lines: [
                line(.party, "1300", amount(document.totals.gross, 1)), line(.amount, "8000", amount(document.totals.net, -1)),
                line(.vat, "1510", amount(document.totals.vat, -1)),
            ])
        return Translation(entry: entry, problems: [], totals: ControlTotals.totals(of: entry), deposits: nil)
    }
}

/// The party's own code as its number.
struct PlainOrders: PartyOrdering {
    func order(for party: PartyRecord) -> PartyOrder? {
        party.party.map { PartyOrder(party: $0, number: $0.key.code.text, paymentCondition: nil) }
    }

    func problems(of party: PartyRecord) -> [Problem] { party.problems }
}

extension Document {
    /// An invoice of a florist, or a credit note on one.
    static func sale(
        _ number: String, cents net: Int64 = 10_000, of party: String = "C0412", credits original: String? = nil, version: Int = 1
    ) -> Document {
        let netAmount = Money(minorUnits: net, .eur)
        let vat = netAmount.percentage(9) ?? .zero(.eur)
        var document = Document(
            key: DocumentKey("NL01", original == nil ? .salesInvoice : .creditNote, DocumentNumber(number)),
            sourceID: SourceID("id-\(number)"),
            version: version, invoiceDate: TestBridge.day, currency: .eur,
            party: DocumentParty(key: PartyKey(.debtor, PartyCode(party)), sourceID: "12"), vatTreatment: .domestic,
            lines: [DocumentLine(number: 1, kind: .product, net: netAmount, vatCode: "L", vatRate: 9)],
            vatSummary: [VATSummaryLine(vatCode: "L", rate: 9, base: netAmount, vat: vat)],
            totals: DocumentTotals(net: netAmount, vat: vat, gross: netAmount + vat))
        document.references.originalDocument = original.map { DocumentNumber($0) }
        return document
    }
}

extension Party {
    static func florist(_ code: String = "C0412", name: String = "Bloemenhuis De Tulp") -> Party {
        Party(key: PartyKey(.debtor, PartyCode(code)), sourceID: "12", name: name, country: "NL")
    }
}
