import BridgeConnector
import BridgeDomain
import BridgeExchange

/// Entries made by hand.
enum Samples {
    static func order(_ number: String, _ change: (inout Draft) -> Void = { _ in }) -> PostingOrder {
        var draft = Draft(number: number)
        change(&draft)
        return PostingOrder(entry: draft.entry, relation: draft.partyNumber.map { ExchangeConnector.relationID(.debtor, $0) })
    }

    /// An entry under construction; an invoice of 109.00 at 9 % unless changed.
    struct Draft {
        var number: String
        var kind = DocumentKind.salesInvoice
        var daybook: DaybookCode = "20"
        var date = Office.day
        var due: CalendarDate? = Office.day.adding(days: 14)
        var currency = Currency.eur
        var rate = ExactDecimal.one
        var party: PartyKey? = PartyKey(.debtor, "10044")
        var partyNumber: String? = "10044"
        var description = "Factuur"
        var lines: [EntryLine]

        init(number: String) {
            self.number = number
            lines = [
                Samples.line(.party, "1300", "109.00"), Samples.line(.amount, "8000", "-100.00", code: "2"),
                Samples.line(.vat, "1510", "-9.00", code: "2"),
            ]
        }

        var entry: Entry {
            Entry(
                document: DocumentKey("NL01", kind, DocumentNumber(number)), documentVersion: 1, mappingVersion: 1, daybook: daybook,
                date: date, period: Period(monthOf: date), invoiceDate: date, dueDate: due, currency: currency, bookCurrency: .eur,
                exchangeRate: rate, party: party, partyNumber: partyNumber, paymentCondition: nil, description: description,
                reference: EntryReference(number), paymentReference: nil, originalReferences: [], lines: lines)
        }
    }

    static func money(_ text: String, _ currency: Currency = .eur) -> Money { Money(text, currency) ?? .zero(currency) }

    static func line(
        _ role: EntryLineRole, _ account: AccountCode, _ amount: String, book: String? = nil, _ currency: Currency = .eur,
        code: VATCode? = nil, centre: CostCentre? = nil, text: String = "", party: PartyKey? = nil
    ) -> EntryLine {
        EntryLine(
            role: role, account: account, amount: money(amount, currency), bookAmount: money(book ?? amount), vatCode: code,
            costCentre: centre, description: text, rule: "by hand", party: party)
    }
}
