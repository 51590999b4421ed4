import BridgeConnector
import BridgeDomain

/// An entry as rows, one for each of its lines (reference §14.3).
struct LineRows {
    let profile: AFASFileProfile
    let unit: Int

    func rows(_ entry: Entry, _ lines: [EntryLineFields]) throws(ConnectorError) -> [[String]] {
        try check(entry)
        return lines.map { line in profile.columns.map { cell($0.content, line, entry) } }
    }

    /// An open item must be in the invoice's own currency: without its columns it would silently be one in the books' currency.
    private func check(_ entry: Entry) throws(ConnectorError) {
        guard entry.currency != entry.bookCurrency else { return }
        let contents = Set(profile.columns.map(\.content))
        guard contents.isSuperset(of: [.currency, .rate, .debitForeign, .creditForeign]) else {
            throw AFASFileFormat.refusal([
                Problem(
                    .targetNotAllowed, at: Place("currency"), found: entry.currency.code,
                    expected: "columns currency, rate, debit_foreign, credit_foreign; or form: xml")
            ])
        }
    }

    private func cell(_ content: AFASColumn.Content, _ line: EntryLineFields, _ entry: Entry) -> String {
        let writer = CellWriter(profile: profile)
        switch content {
        case .unit: return String(unit)
        case .journal: return entry.daybook.text
        case .year: return String(entry.period.year)
        case .period: return String(entry.period.number)
        case .entryDate: return writer.date(entry.date)
        case .voucherDate: return writer.date(entry.invoiceDate)
        case .voucher: return entry.reference.text
        case .accountKind: return line.kind.rawValue
        case .account: return line.account
        case .invoice: return line.invoice ?? ""
        case .description: return line.line.description.isEmpty ? entry.description : line.line.description
        case .dueDate: return line.isParty ? entry.dueDate.map(writer.date) ?? "" : ""
        case .debit: return writer.amount(line.debit)
        case .credit: return writer.amount(line.credit)
        case .vatCode: return line.isParty ? "" : line.line.vatCode?.text ?? ""
        case .currency: return entry.currency.code
        case .rate: return writer.decimal(line.rate)
        case .debitForeign: return line.debitForeign.map(writer.amount) ?? ""
        case .creditForeign: return line.creditForeign.map(writer.amount) ?? ""
        case .paymentCondition: return line.isParty ? entry.paymentCondition ?? "" : ""
        case .paymentReference: return line.isParty ? entry.paymentReference ?? "" : ""
        case .invoiceReference: return entry.document.number.text
        case .dimension1: return line.isParty ? "" : line.line.costCentre?.text ?? ""
        case .dimension2: return line.isParty ? "" : line.line.costUnit?.text ?? ""
        case .net, .vat, .total, .contraAccount, .empty: return ""
        }
    }
}
