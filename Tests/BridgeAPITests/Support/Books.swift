import BridgeAPI
import BridgeConnector
import BridgeDomain
import BridgeEngine
import BridgeJournal
import BridgeSource
import BridgeTesting

extension BridgeParts {
    /// A bridge that is pushed to, with books that take everything.
    static func pushed(
        _ bridge: BridgeID, _ journal: any BridgeJournal, _ books: ScriptedBooks, _ clock: any TimeSource
    ) -> BridgeParts {
        let policy = BridgePolicy(bridge: bridge, source: SourceAdministration(bridge.text), target: "3456789")
        let source = PushedSource(
            bridge: bridge, administration: .init(code: policy.source, name: "Bloemenexport", currency: .eur, vatNumber: nil),
            journal: journal)
        return BridgeParts(
            policy: policy, journal: journal, source: source, connector: books, translator: GrossTranslator(), clock: clock,
            zone: .amsterdam)
    }
}

extension MasterData {
    /// Books with one open month.
    static var november: MasterData {
        let first = CalendarDate(year: 2026, month: 11, day: 1) ?? CalendarDate(daysSinceEpoch: 0)
        return MasterData(
            administrationName: "Bloemenexport", currency: .eur, accounts: [], vatCodes: [], daybooks: [], paymentConditions: [],
            costCentres: [], costUnits: [],
            periods: [MasterPeriod(period: Period(monthOf: first), from: first, to: first.endOfMonth(), closedFor: [])], readAt: House.now)
    }
}

/// Validation, and gross against revenue: enough to see a document into the books.
struct GrossTranslator: DocumentTranslator {
    let mappingVersion = 1
    let vatAccounts: Set<AccountCode> = []

    func translate(_ document: Document, party: Party?, today: CalendarDate) -> Translation {
        let problems = DocumentValidator().problems(of: document, today: today)
        let gross = document.key.kind.isCredit ? -document.totals.gross : document.totals.gross
        func line(_ role: EntryLineRole, _ account: AccountCode, _ amount: Money) -> EntryLine {
            EntryLine(role: role, account: account, amount: amount, bookAmount: amount, vatCode: nil, rule: "gross")
        }
        let entry = Entry(
            document: document.key, documentVersion: document.version, mappingVersion: 1, daybook: "70", date: document.invoiceDate,
            period: Period(monthOf: document.invoiceDate), invoiceDate: document.invoiceDate, dueDate: nil, currency: document.currency,
            bookCurrency: .eur, exchangeRate: .one, party: document.party?.key, partyNumber: document.party?.key.code.text,
            paymentCondition: nil, description: "invoice", reference: EntryReference("FP-\(document.key.number)"), paymentReference: nil,
            originalReferences: [], lines: [line(.party, "1300", gross), line(.amount, "8000", -gross)])
        let isFit = !problems.containsError
        return Translation(entry: isFit ? entry : nil, problems: problems, totals: [], deposits: nil)
    }
}

/// The party's own code as its number.
struct CodeOrders: PartyOrdering {
    func order(for party: PartyRecord) -> PartyOrder? {
        party.party.map { PartyOrder(party: $0, number: $0.key.code.text, paymentCondition: nil) }
    }
    func problems(of party: PartyRecord) -> [Problem] { party.problems }
}
