import BridgeConnector
import BridgeDomain
import BridgeEngine
import BridgeJournal
import BridgeJournalTesting
import BridgeSource
import BridgeTesting

/// A bridge in memory for stories: one trade system, one set of books, one clock that moves when told.
struct TestBridge {
    let trade = ScriptedTrade()
    let books: ScriptedBooks
    let clock: MovableClock
    let disk: MemoryDisk
    let policy: BridgePolicy
    let journal: MemoryJournal
    let lane: Lane
    let translator: PlainTranslator

    static let day = CalendarDate(daysSinceEpoch: 20_775)
    static let morning = Timestamp(day, milliseconds: 9 * 3600 * 1000)
    static let november = Period(year: 2026, number: 11)

    init(
        callsAtOnce: Int = 1, lookUpsAtOnce: Int = 1, meter: (@Sendable (MemoryDisk, MovableClock) -> any CallMeter)? = nil,
        translator: PlainTranslator = .init(),
        crash: @escaping @Sendable (CrashPoint) -> CrashVerdict = { _ in .goOn }, configure: (inout BridgePolicy) -> Void = { _ in }
    ) {
        var policy = BridgePolicy(bridge: "export", source: "NL01", target: "3456789")
        configure(&policy)
        self.policy = policy
        self.translator = translator
        clock = MovableClock(TestBridge.morning)
        disk = MemoryDisk()
        books = ScriptedBooks(
            master: Self.master, callsAtOnceMax: callsAtOnce, lookUpsAtOnceMax: lookUpsAtOnce, meter: meter?(disk, clock), clock: clock)
        journal = MemoryJournal(on: disk, crashPoint: crash)
        let parts = BridgeParts(
            policy: policy, journal: journal, source: trade, connector: books, translator: translator, clock: clock, zone: .amsterdam)
        lane = Lane(parts: parts, orders: PlainOrders(), owner: "first", leaseSeconds: 600)
    }

    init(_ configure: (inout BridgePolicy) -> Void) { self.init(callsAtOnce: 1, configure: configure) }

    /// The parts on another journal of the same disk.
    func parts(_ journal: MemoryJournal? = nil, translator: PlainTranslator? = nil) -> BridgeParts {
        BridgeParts(
            policy: policy, journal: journal ?? MemoryJournal(on: disk), source: trade, connector: books,
            translator: translator ?? self.translator, clock: clock, zone: .amsterdam)
    }

    var desk: Desk { Desk(parts: parts(), who: .person("anna")) }

    /// A worker that takes over after the first one died.
    func successor(_ owner: String = "successor", _ journal: MemoryJournal? = nil) -> Lane {
        Lane(parts: parts(journal), orders: PlainOrders(), owner: owner)
    }

    /// Turns until nothing is due within the given time; moves the clock to each due moment. With no hours at all the source is read now and
    /// the clock stands still.
    func settle(_ lane: Lane? = nil, hours: Int64 = 1) async throws {
        if hours == 0 { for stream in SourceStream.allCases { await (lane ?? self.lane).nudge(stream) } }
        let end = clock.now().adding(seconds: hours * 3600)
        for _ in 0..<20_000 {
            let turn = try await (lane ?? self.lane).turn()
            guard let next = turn.nextAt, next <= end else { return }
            clock.advance(to: max(next, clock.now().adding(milliseconds: turn.didWork ? 0 : 1_000)))
            if clock.now() > end { return }
        }
    }

    func posting(_ number: String, _ kind: DocumentKind = .salesInvoice) async throws -> PostingRecord? {
        let key = DocumentKey("NL01", kind, DocumentNumber(number))
        return try await MemoryJournal(on: disk).postings([key], bridge: "export")[key]
    }

    func state(_ number: String, _ kind: DocumentKind = .salesInvoice) async throws -> PostingState? {
        try await posting(number, kind)?.state
    }

    func party(_ code: String = "C0412") async throws -> PartyRecord? {
        let key = PartyKey(.debtor, PartyCode(code))
        return try await MemoryJournal(on: disk).parties([key], bridge: "export")[key]
    }

    /// How often each of the acts stands in a document's history.
    func acts(_ number: String, _ kind: DocumentKind = .salesInvoice) async throws -> [String] {
        let key = DocumentKey("NL01", kind, DocumentNumber(number))
        return try await MemoryJournal(on: disk).history(subject: key.description, bridge: "export", after: 0, limit: 1_000).map(
            \.entry.act)
    }

    /// All postings, in order of arrival.
    func postings() async throws -> [PostingRecord] {
        try await MemoryJournal(on: disk).list(PostingFilter(bridge: "export"), before: nil, limit: 1_000).reversed()
    }

    static let master = MasterData(
        administrationName: "Bloemenexport", currency: .eur, accounts: [], vatCodes: [], daybooks: [], paymentConditions: [],
        costCentres: [], costUnits: [],
        periods: (1...12).compactMap { month in
            guard let first = CalendarDate(year: 2026, month: month, day: 1) else { return nil }
            return MasterPeriod(period: Period(year: 2026, number: month), from: first, to: first.endOfMonth(), closedFor: [])
        }, readAt: morning)
}

extension ScriptedBooks {
    /// Closes or opens a month for the daybook of the tests.
    func close(month: Int, _ isClosed: Bool = true) {
        changeMaster { $0.periods[month - 1].closedFor = isClosed ? ["70"] : [] }
    }
}

/// Books gross on the debtor and net and VAT on one account each: enough for stories about delivery.
struct PlainTranslator: DocumentTranslator {
    var mappingVersion = 1
    /// Product groups without an account: their documents cannot be mapped.
    var unmapped: Set<String> = []
    let vatAccounts: Set<AccountCode> = ["1510"]

    func translate(_ document: Document, party: Party?, today: CalendarDate) -> Translation {
        translate(document, party: party, originalSupplyDate: nil, today: today)
    }

    /// A credit note on a supply of another day has a VAT code of that day.
    func translate(_ document: Document, party: Party?, originalSupplyDate: CalendarDate?, today: CalendarDate) -> Translation {
        let vatCode: VATCode = originalSupplyDate.map { $0 == document.supplyDate ? "V9" : VATCode("V9 of \($0)") } ?? "V9"
        let sign: Int64 = document.key.kind.isCredit ? -1 : 1
        func amount(_ money: Money, _ side: Int64) -> Money { Money(minorUnits: money.minorUnits * side * sign, money.currency) }
        func line(_ role: EntryLineRole, _ account: AccountCode, _ money: Money) -> EntryLine {
            EntryLine(
                role: role, account: account, amount: money, bookAmount: money, vatCode: role == .party ? nil : vatCode, rule: "plain")
        }
        var problems = document.lines.compactMap(\.productGroup).filter(unmapped.contains).map {
            Problem(.accountUnmapped, at: Place("lines"), found: $0)
        }
        let totals = document.totals
        if totals.net + totals.vat != totals.gross { problems.append(Problem(.grossMismatch, at: Place("totals.gross"))) }
        if document.description == "warn" { problems.append(Problem(.dateOrder, at: Place("due_date"), found: "?")) }
        let isFit = !problems.contains { $0.severity == .error }
        if document.key.kind == .ledgerPosting {
            let lines = document.ledgerLines.map { line in
                var own = EntryLine(
                    role: line.party == nil ? .amount : .party, account: line.account, amount: line.debit - line.credit,
                    bookAmount: line.debit - line.credit, rule: "plain")
                own.party = line.party
                return own
            }
            return Translation(entry: entry(of: document, lines), problems: problems, totals: [], deposits: nil)
        }
        let entry =
            isFit
            ? entry(
                of: document, line(.party, "1300", amount(totals.gross, 1)), line(.amount, "8000", amount(totals.net, -1)),
                line(.vat, "1510", amount(totals.vat, -1))) : nil
        let deposits = document.lines.filter { $0.kind.isDeposit }.map { Money(minorUnits: $0.net.minorUnits * sign, $0.net.currency) }
        return Translation(
            entry: entry, problems: problems, totals: entry.map(ControlTotals.totals(of:)) ?? [],
            deposits: deposits.isEmpty ? nil : deposits.total(document.currency))
    }

    private func entry(of document: Document, _ lines: EntryLine...) -> Entry { entry(of: document, lines) }

    private func entry(of document: Document, _ lines: [EntryLine]) -> Entry {
        Entry(
            document: document.key, documentVersion: document.version, mappingVersion: mappingVersion, daybook: "70",
            date: document.invoiceDate, period: document.period ?? Period(monthOf: document.invoiceDate),
            invoiceDate: document.invoiceDate, dueDate: nil, currency: document.currency, bookCurrency: .eur, exchangeRate: .one,
            party: document.party?.key, partyNumber: document.party?.key.code.text, paymentCondition: nil, description: "invoice",
            reference: EntryReference("FP-\(document.key.kind.rawValue)-\(document.key.number)"), paymentReference: nil,
            originalReferences: document.references.originalDocument.map { [EntryReference("FP-sales_invoice-\($0)")] } ?? [],
            lines: lines)
    }
}

/// The party's own code as its number; a party without a name cannot be sent.
struct PlainOrders: PartyOrdering {
    func order(for party: PartyRecord) -> PartyOrder? {
        guard let known = party.party, !known.name.isEmpty else { return nil }
        return PartyOrder(party: known, number: known.key.code.text, paymentCondition: nil)
    }

    func problems(of party: PartyRecord) -> [Problem] {
        party.party?.name.isEmpty ?? true ? [Problem(.partyIncomplete, at: Place("name"))] : []
    }
}

extension Document {
    /// An invoice of a florist, or a credit note on one.
    static func sale(
        _ number: String, cents net: Int64 = 10_000, of party: String = "C0412", credits original: String? = nil, version: Int = 1,
        on day: CalendarDate = TestBridge.day
    ) -> Document {
        let netAmount = Money(minorUnits: net, .eur)
        let vat = netAmount.percentage(9) ?? .zero(.eur)
        var document = Document(
            key: DocumentKey("NL01", original == nil ? .salesInvoice : .creditNote, DocumentNumber(number)),
            sourceID: SourceID("id-\(number)"),
            version: version, invoiceDate: day, currency: .eur,
            party: DocumentParty(key: PartyKey(.debtor, PartyCode(party)), sourceID: "12"), vatTreatment: .domestic,
            lines: [DocumentLine(number: 1, kind: .product, net: netAmount, vatCode: "L", vatRate: 9)],
            vatSummary: [VATSummaryLine(vatCode: "L", rate: 9, base: netAmount, vat: vat)],
            totals: DocumentTotals(net: netAmount, vat: vat, gross: netAmount + vat))
        document.references.originalDocument = original.map { DocumentNumber($0) }
        return document
    }

    /// The same with a change.
    func with(_ change: (inout Document) -> Void) -> Document {
        var copy = self
        change(&copy)
        return copy
    }
}

extension Party {
    static func florist(_ code: String = "C0412", name: String = "Bloemenhuis De Tulp") -> Party {
        Party(key: PartyKey(.debtor, PartyCode(code)), sourceID: "12", name: name, country: "NL")
    }

    /// The same with a change.
    func with(_ change: (inout Party) -> Void) -> Party {
        var copy = self
        change(&copy)
        return copy
    }
}
