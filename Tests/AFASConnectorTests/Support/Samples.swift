import BridgeConnector
import BridgeDomain

@testable import AFASConnector

/// Entries in the sandbox environment's own codes.
enum Samples {
    static let usd = Currency(code: "USD") ?? .eur

    static func money(_ text: String, _ currency: Currency = .eur) -> Money { Money(text, currency) ?? .zero(currency) }

    static func line(
        _ role: EntryLineRole, _ account: AccountCode, _ amount: String, _ vatCode: VATCode? = nil, currency: Currency = .eur,
        book: String? = nil, costCentre: CostCentre? = nil, costUnit: CostUnit? = nil, party: PartyKey? = nil, settles: String? = nil
    ) -> EntryLine {
        EntryLine(
            role: role, account: account, amount: money(amount, currency), bookAmount: money(book ?? amount, .eur), vatCode: vatCode,
            costCentre: costCentre, costUnit: costUnit, sourceLines: [1], rule: "test", party: party, documentReference: settles)
    }

    static func entry(
        _ kind: DocumentKind = .salesInvoice, _ reference: EntryReference = "F2026-104233", daybook: DaybookCode? = nil,
        date: String = "2026-11-18", invoiced: String? = nil, due: String? = "2026-12-18", currency: Currency = .eur, rate: String = "1",
        condition: String? = "30", originals: [EntryReference] = [], lines: [EntryLine]
    ) -> Entry {
        let day = CalendarDate(date) ?? CalendarDate(daysSinceEpoch: 0)
        let usual: DaybookCode = kind == .ledgerPosting ? "80" : kind.isSale ? "20" : "10"
        let party: PartyKey? = kind == .ledgerPosting ? nil : PartyKey(kind.isSale ? .debtor : .creditor, "C0412")
        return Entry(
            document: DocumentKey("NL01", kind, DocumentNumber(String(reference.text.dropFirst()))), documentVersion: 1, mappingVersion: 1,
            daybook: daybook ?? usual, date: day, period: Period(monthOf: day), invoiceDate: invoiced.flatMap { CalendarDate($0) } ?? day,
            dueDate: due.flatMap { CalendarDate($0) }, currency: currency, bookCurrency: .eur, exchangeRate: ExactDecimal(rate) ?? .one,
            party: party, partyNumber: party == nil ? nil : "10044", paymentCondition: condition, description: "Factuur \(reference)",
            reference: reference, paymentReference: "2026104233", originalReferences: originals, lines: lines)
    }

    static func sale(_ reference: EntryReference = "F2026-104233", cents: Int64 = 140_00) -> Entry {
        let net = Money(minorUnits: cents, .eur)
        let vat = net.percentage(9) ?? .zero(.eur)
        return entry(
            .salesInvoice, reference,
            lines: [
                line(.party, "1300", (net + vat).amountText), line(.amount, "8000", (-net).amountText, "2"),
                line(.vat, "1510", (-vat).amountText, "2"),
            ])
    }

    static func order(_ entry: Entry, _ relation: TargetID = Office.florist) -> PostingOrder {
        PostingOrder(entry: entry, relation: entry.party == nil ? nil : relation)
    }
}

/// What an entry amounts to per account and VAT code: the same for what was meant and what is booked.
enum Meaning {
    static func of(_ entry: Entry) -> [String] {
        texts(
            entry.lines.map {
                (
                    "\($0.account) \($0.role == .party ? "party" : $0.vatCode?.text ?? "-") \($0.costCentre?.text ?? "") \($0.costUnit?.text ?? "")",
                    $0.amount, $0.bookAmount
                )
            })
    }

    static func of(_ booked: BookedEntry) -> [String] {
        texts(
            booked.lines.map {
                (
                    "\($0.account) \($0.isParty ? "party" : $0.vatCode?.text ?? "-") \($0.costCentre?.text ?? "") \($0.costUnit?.text ?? "")",
                    $0.amount, $0.bookAmount
                )
            })
    }

    private static func texts(_ lines: [(key: String, amount: Money, book: Money)]) -> [String] {
        var sums: [String: (amount: Money, book: Money)] = [:]
        for line in lines {
            let old = sums[line.key] ?? (.zero(line.amount.currency), .zero(line.book.currency))
            sums[line.key] = (old.amount + line.amount, old.book + line.book)
        }
        return sums.filter { !$0.value.amount.isZero || !$0.value.book.isZero }.map { "\($0.key) \($0.value.amount) \($0.value.book)" }
            .sorted()
    }
}
