import BridgeConnector
import BridgeDomain

@testable import KingFinanceConnector

/// Entries in the sandbox administration's own codes.
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
        _ kind: DocumentKind = .salesInvoice, _ reference: EntryReference = "F26104233", daybook: DaybookCode? = nil,
        date: String = "2026-11-18", currency: Currency = .eur, rate: String = "1", originals: [EntryReference] = [], lines: [EntryLine]
    ) -> Entry {
        let day = CalendarDate(date) ?? CalendarDate(daysSinceEpoch: 0)
        let usual: DaybookCode = kind == .ledgerPosting ? "90" : kind.isSale ? "10" : "20"
        let party: PartyKey? = kind == .ledgerPosting ? nil : PartyKey(kind.isSale ? .debtor : .creditor, "C0412")
        return Entry(
            document: DocumentKey("NL01", kind, DocumentNumber(reference.text)), documentVersion: 1, mappingVersion: 1,
            daybook: daybook ?? usual, date: day, period: Period(monthOf: day), invoiceDate: day, dueDate: day.adding(days: 30),
            currency: currency, bookCurrency: .eur, exchangeRate: ExactDecimal(rate) ?? .one, party: party,
            partyNumber: party == nil ? nil : "10042", paymentCondition: "30", description: "Factuur \(reference)", reference: reference,
            paymentReference: reference.text, originalReferences: originals, lines: lines)
    }

    /// One rate, one account: one row.
    static func sale(_ reference: EntryReference = "F26104233", cents: Int64 = 140_00, date: String = "2026-11-18") -> Entry {
        let net = Money(minorUnits: cents, .eur)
        let vat = net.percentage(9) ?? .zero(.eur)
        return entry(
            .salesInvoice, reference, date: date,
            lines: [
                line(.party, "1300", (net + vat).amountText), line(.amount, "8000", (-net).amountText, "1"),
                line(.vat, "1510", (-vat).amountText, "1"),
            ])
    }

    static func credit(_ reference: EntryReference, of original: EntryReference, cents: Int64 = 40_00) -> Entry {
        let net = Money(minorUnits: cents, .eur)
        let vat = net.percentage(9) ?? .zero(.eur)
        return entry(
            .creditNote, reference, originals: [original],
            lines: [
                line(.party, "1300", (-(net + vat)).amountText), line(.amount, "8000", net.amountText, "1"),
                line(.vat, "1510", vat.amountText, "1"),
            ])
    }

    static func order(_ entry: Entry, _ relation: TargetID = Office.florist) -> PostingOrder {
        PostingOrder(entry: entry, relation: entry.party == nil ? nil : relation)
    }

    /// Entries of every shape the connector makes rows of.
    static let shapes: [(name: String, entry: Entry, relation: TargetID)] = [
        ("one rate, one account: one row", sale(), Office.florist),
        (
            "one rate, two accounts: VAT on the total",
            entry(lines: [
                line(.party, "1300", "121.00"), line(.amount, "8020", "-60.00", "2"), line(.amount, "8035", "-40.00", "2"),
                line(.vat, "1500", "-21.00", "2"),
            ]), Office.florist
        ),
        (
            "two rates: VAT on the parts, cost centre and unit, a rounding difference",
            entry(lines: [
                line(.party, "1300", "175.51"), line(.amount, "8020", "-100.00", "2", costCentre: "10", costUnit: "1"),
                line(.amount, "8000", "-30.00", "1", costCentre: "10"), line(.amount, "8010", "-20.00", "1"),
                line(.vat, "1500", "-21.00", "2"), line(.vat, "1510", "-4.50", "1"), line(.rounding, "4990", "-0.01"),
            ]), Office.florist
        ),
        (
            "a discount on one of the rates",
            entry(lines: [
                line(.party, "1300", "163.50"), line(.amount, "8000", "-160.00", "1"), line(.amount, "8900", "10.00", "1"),
                line(.vat, "1510", "-13.50", "1"),
            ]), Office.florist
        ),
        (
            "a deposit outside VAT beside a taxed line",
            entry(lines: [
                line(.party, "1300", "154.00"), line(.amount, "8000", "-100.00", "1"), line(.amount, "1700", "-45.00", "10"),
                line(.vat, "1510", "-9.00", "1"),
            ]), Office.florist
        ),
        (
            "intra-EU goods",
            entry(lines: [line(.party, "1310", "200.00"), line(.amount, "8100", "-200.00", "5", costCentre: "30")]), Office.wholesaler
        ),
        (
            "export in dollars, with the cents of conversion on one line",
            entry(
                currency: usd, rate: "1.085",
                lines: [
                    line(.party, "1320", "321.06", currency: usd, book: "295.91"),
                    line(.amount, "8200", "-300.01", "6", currency: usd, book: "-276.50"),
                    line(.amount, "8230", "-21.05", "6", currency: usd, book: "-19.41"),
                ]), Office.importer
        ),
        ("credit note", credit("C26000031", of: "F26104233"), Office.florist),
        (
            "purchase with a cost centre",
            entry(
                .purchaseInvoice, "I26000017",
                lines: [
                    line(.party, "1600", "-133.10"), line(.amount, "4510", "110.00", "12", costCentre: "10"),
                    line(.vat, "1560", "23.10", "12"),
                ]), Office.grower
        ),
        (
            "acquisition: VAT owed and claimed",
            entry(
                .purchaseInvoice, "I26000018",
                lines: [
                    line(.party, "1600", "-100.00"), line(.amount, "7000", "100.00", "15"), line(.vat, "1560", "9.00", "15"),
                    line(.vat, "1540", "-9.00", "15"),
                ]), Office.grower
        ),
        (
            "purchase credit note",
            entry(
                .purchaseCreditNote, "D26000004", originals: ["I26000017"],
                lines: [line(.party, "1600", "109.00"), line(.amount, "7000", "-100.00", "11"), line(.vat, "1560", "-9.00", "11")]),
            Office.grower
        ),
        (
            "ledger posting with a debtor's line",
            entry(
                .ledgerPosting, "J26000009",
                lines: [
                    line(.amount, "4700", "20.00"), line(.amount, "4810", "5.00", costCentre: "20"),
                    line(.party, "1300", "-25.00", party: PartyKey(.debtor, "C0412"), settles: "F26104233"),
                ]), Office.florist
        ),
        (
            "ledger posting of two lines",
            entry(.ledgerPosting, "J26000010", lines: [line(.amount, "4810", "12.50"), line(.amount, "4990", "-12.50")]), Office.florist
        ),
    ]

    static func order(_ shape: (name: String, entry: Entry, relation: TargetID), _ reference: EntryReference) -> PostingOrder {
        let sample = shape.entry
        let entry = entry(
            sample.document.kind, reference, daybook: sample.daybook, currency: sample.currency, rate: sample.exchangeRate.description,
            originals: sample.originalReferences, lines: sample.lines)
        var made = order(entry, shape.relation)
        made.lineRelations = [PartyKey(.debtor, "C0412"): Office.florist]
        return made
    }
}

/// What an entry amounts to per account and VAT code: the same for what was meant and what is booked.
enum Meaning {
    static func of(_ entry: Entry) -> [String] {
        texts(entry.lines.map { (key($0.account, $0.role == .party, $0.vatCode, $0.costCentre, $0.costUnit), $0.amount, $0.bookAmount) })
    }

    static func of(_ booked: BookedEntry) -> [String] {
        texts(booked.lines.map { (key($0.account, $0.isParty, $0.vatCode, $0.costCentre, $0.costUnit), $0.amount, $0.bookAmount) })
    }

    private static func key(
        _ account: AccountCode, _ isParty: Bool, _ code: VATCode?, _ centre: CostCentre?, _ unit: CostUnit?
    ) -> String {
        "\(account) \(isParty ? "party" : code?.text ?? "-") \(centre?.text ?? "") \(unit?.text ?? "")"
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
