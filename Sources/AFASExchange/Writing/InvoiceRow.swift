import BridgeConnector
import BridgeDomain

/// An invoice as one row (reference §14.4). What does not fit is refused, never bent: one contra account, one VAT code, one period, the
/// books' own currency, sales only.
struct InvoiceRow {
    let profile: AFASFileProfile
    let unit: Int

    func row(_ entry: Entry, _ lines: [EntryLineFields]) throws(ConnectorError) -> [String] {
        var problems: [Problem] = []
        func refuse(_ what: String, _ found: String) {
            problems.append(Problem(.targetNotAllowed, at: Place(what), found: found, expected: "one row an invoice"))
        }
        let amounts = lines.filter { $0.line.role == .amount }
        let accounts = Set(amounts.map(\.account))
        let codes = Set(lines.filter { !$0.isParty }.map { $0.line.vatCode?.text ?? "" })
        if !entry.document.kind.isSale { refuse("kind", entry.document.kind.rawValue) }
        if lines.count(where: \.isParty) != 1 { refuse("party", "\(lines.count(where: \.isParty))") }
        if accounts.count != 1 { refuse("accounts", accounts.sorted().joined(separator: ", ")) }
        if codes.count != 1 { refuse("vat_code", codes.sorted().joined(separator: ", ")) }
        if lines.contains(where: { $0.line.role == .rounding }) { refuse("rounding", entry.document.number.text) }
        if lines.contains(where: { $0.line.costCentre != nil || $0.line.costUnit != nil }) { refuse("cost_centre", "") }
        if entry.currency != entry.bookCurrency {
            // The form has no column for it (reference §14.4).
            problems.append(
                Problem(
                    .targetNotAllowed, at: Place("currency"), found: entry.currency.code,
                    expected: "\(entry.bookCurrency.code); or form: xml"))
        }
        // The row has no period: Profit takes it from the date.
        if entry.period != Period(monthOf: entry.invoiceDate) || entry.date != entry.invoiceDate {
            refuse("period", entry.period.description)
        }
        guard problems.isEmpty, let party = lines.first(where: \.isParty), let amount = amounts.first else {
            throw AFASFileFormat.refusal(problems)
        }
        let total = party.line.bookAmount
        let vat = lines.filter { $0.line.role == .vat }.map { -$0.line.bookAmount }.total(entry.bookCurrency)
        let row = Row(
            entry: entry, debtor: party.account, contra: amount.account, code: codes.first ?? "", net: total - vat, vat: vat, total: total)
        return profile.columns.map { cell($0.content, row) }
    }

    private struct Row {
        let entry: Entry
        let debtor: String
        let contra: String
        let code: String
        let net: Money
        let vat: Money
        let total: Money
    }

    private func cell(_ content: AFASColumn.Content, _ row: Row) -> String {
        let writer = CellWriter(profile: profile)
        switch content {
        case .unit: return String(unit)
        case .journal: return row.entry.daybook.text
        case .year: return String(row.entry.period.year)
        case .period: return String(row.entry.period.number)
        case .entryDate: return writer.date(row.entry.date)
        case .voucherDate: return writer.date(row.entry.invoiceDate)
        case .voucher, .invoice: return row.entry.reference.text
        case .account: return row.debtor
        case .description: return row.entry.description
        case .dueDate: return row.entry.dueDate.map(writer.date) ?? ""
        case .vatCode: return row.code
        case .currency: return row.entry.currency.code
        case .paymentCondition: return row.entry.paymentCondition ?? ""
        case .paymentReference: return row.entry.paymentReference ?? ""
        case .invoiceReference: return row.entry.document.number.text
        case .net: return writer.amount(row.net)
        case .vat: return writer.amount(row.vat)
        case .total: return writer.amount(row.total)
        case .contraAccount: return row.contra
        case .accountKind, .debit, .credit, .rate, .debitForeign, .creditForeign, .dimension1, .dimension2, .empty: return ""
        }
    }
}
