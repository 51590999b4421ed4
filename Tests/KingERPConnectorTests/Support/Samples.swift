import BridgeConnector
import BridgeDomain
import BridgeExchange
import KingERPConnector

/// Entries and debtors made by hand.
enum Samples {
    static let day = CalendarDate(daysSinceEpoch: 20_514)  // 2026-03-02
    static let rules = KingERPRules(accountWidth: 8, debtorSection: "13", creditorSection: "16")
    static let dollar = Currency(code: "USD") ?? .eur
    static let tulp = PartyKey(.debtor, "C0231")

    /// An entry under construction; an invoice of 121.00 at 21 % unless changed.
    struct Draft {
        var number: String
        var kind = DocumentKind.salesInvoice
        var daybook: DaybookCode = "VRK"
        var date = Samples.day
        var period: Period?
        var currency = Currency.eur
        var rate = ExactDecimal.one
        var party: PartyKey? = Samples.tulp
        var partyNumber: String? = "231"
        var description = "Factuur"
        var paymentReference: String?
        var originals: [EntryReference] = []
        var lines: [EntryLine]
        var lineRelations: [PartyKey: TargetID] = [:]

        init(_ number: String) {
            self.number = number
            lines = [
                Samples.line(.party, "1300", "121.00"), Samples.line(.amount, "8020", "-100.00", code: "2"),
                Samples.line(.vat, "1500", "-21.00", code: "2"),
            ]
        }

        var order: PostingOrder {
            let entry = Entry(
                document: DocumentKey("NL01", kind, DocumentNumber(number)), documentVersion: 1, mappingVersion: 1, daybook: daybook,
                date: date, period: period ?? Period(monthOf: date), invoiceDate: date, dueDate: date.adding(days: 30),
                currency: currency, bookCurrency: .eur, exchangeRate: rate, party: party, partyNumber: partyNumber,
                paymentCondition: nil, description: description, reference: EntryReference(number), paymentReference: paymentReference,
                originalReferences: originals, lines: lines)
            let relation = party.flatMap { party in partyNumber.map { ExchangeConnector.relationID(party.kind, $0) } }
            return PostingOrder(entry: entry, relation: relation, lineRelations: lineRelations)
        }
    }

    static func order(_ number: String, _ change: (inout Draft) -> Void = { _ in }) -> PostingOrder {
        var draft = Draft(number)
        change(&draft)
        return draft.order
    }

    static func credit(_ number: String, of originals: EntryReference...) -> PostingOrder {
        order(number) { draft in
            draft.kind = .creditNote
            draft.originals = originals
            draft.lines = draft.lines.map { line in
                var line = line
                (line.amount, line.bookAmount) = (-line.amount, -line.bookAmount)
                return line
            }
        }
    }

    static func money(_ text: String, _ currency: Currency = .eur) -> Money { Money(text, currency) ?? .zero(currency) }

    static func line(
        _ role: EntryLineRole, _ account: AccountCode, _ amount: String, book: String? = nil, _ currency: Currency = .eur,
        code: VATCode? = nil, centre: CostCentre? = nil, unit: CostUnit? = nil, text: String = "", party: PartyKey? = nil,
        settles: String? = nil
    ) -> EntryLine {
        EntryLine(
            role: role, account: account, amount: money(amount, currency), bookAmount: money(book ?? amount), vatCode: code,
            costCentre: centre, costUnit: unit, description: text, rule: "by hand", party: party, documentReference: settles)
    }

    static func debtor(_ number: String, _ name: String = "Bloemenhuis De Tulp B.V.", _ change: (inout Party) -> Void = { _ in })
        -> PartyOrder
    {
        var party = Party(key: PartyKey(.debtor, PartyCode("C\(number)")), sourceID: SourceID(number), name: name, country: "NL")
        change(&party)
        return PartyOrder(party: party, number: number, paymentCondition: "30")
    }
}

extension MasterData {
    /// A customer who gave no lists.
    static let unknown = MasterData(
        administrationName: "BLOEMEN", currency: .eur, accounts: [], vatCodes: [], daybooks: [], paymentConditions: [],
        costCentres: [], costUnits: [], periods: [], readAt: Timestamp(milliseconds: 0))
}
