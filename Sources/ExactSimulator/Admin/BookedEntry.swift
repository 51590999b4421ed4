public import BridgeDomain

extension ExactSandbox {
    /// An entry as it stands in the books, for tests, control tables and pages.
    public struct BookedEntry: Hashable, Sendable {
        /// The service's key.
        public let id: String
        public let number: Int
        /// 20 sales, 21 sales credit note, 30 purchase, 31 purchase credit note, 40 bank, 90 general.
        public let type: Int
        public let journal: String
        public let date: CalendarDate
        public let period: Period
        public let dueDate: CalendarDate?
        /// The account's number without padding.
        public let account: String?
        public let accountName: String?
        public let yourReference: String?
        public let paymentReference: String?
        public let description: String?
        public let currency: String
        /// Foreign amount × rate = amount in the division's currency.
        public let rate: ExactDecimal
        /// Total including VAT in the entry's currency; negative for a credit note.
        public let amount: ExactDecimal
        public let vat: ExactDecimal
        /// What is still to be paid in the entry's currency, with the sign of ``amount``; nil where nothing is ever owed.
        public let open: ExactDecimal?
        /// 20 open, 50 processed. Says nothing about payment.
        public let status: Int
        public let lines: [BookedLine]
        /// Files hanging at the entry's document.
        public let attachments: [String]
    }

    /// A line in the ledger.
    public struct BookedLine: Hashable, Sendable {
        public let number: Int
        /// The general ledger account's code.
        public let ledgerAccount: String
        /// Without padding.
        public let vatCode: String?
        /// The letter of the service's list: V base of a sale, A VAT to pay…
        public let vatType: String?
        /// In the entry's currency; debit positive.
        public let amount: ExactDecimal
        /// In the division's currency; debit positive.
        public let amountOwn: ExactDecimal
        public let costCentre: String?
        public let costUnit: String?
        public let description: String?
    }

    /// What was booked in one journal under one VAT code, on invoice lines and VAT lines.
    public struct BookedTotal: Hashable, Sendable {
        public let journal: String
        /// Empty for what has none.
        public let vatCode: String
        /// Entries that have such a line.
        public let count: Int
        /// In the division's currency, in the sign of a sale or purchase: positive for invoices.
        public let net: ExactDecimal
        public let vat: ExactDecimal
    }
}

extension Books {
    func booked(_ row: Row) -> ExactSandbox.BookedEntry {
        let account = Derived.linked(row, .Account, .accounts, self)
        let terms = self[.terms].rows(.TransactionEntryID, row.key)
        let open = terms.isEmpty ? nil : terms.reduce(Int128(0)) { $0 - Int128($1.decimal(.AmountFC).scaled(to: 3) ?? 0) }
        let files = row[.Document].isNull ? [] : self[.attachments].rows(.Document, row[.Document])
        return ExactSandbox.BookedEntry(
            id: row.id.description, number: row.integer(.EntryNumber), type: row.integer(.TypeCode), journal: row.string(.Journal) ?? "",
            date: row[.EntryDate].date ?? CalendarDate(daysSinceEpoch: 0),
            period: Period(year: row.integer(.ReportingYear), number: row.integer(.ReportingPeriod)), dueDate: row[.DueDate].date,
            account: account.code(.Code), accountName: account.string(.Name), yourReference: row.string(.YourRef),
            paymentReference: row.string(.PaymentReference), description: row.string(.Description),
            currency: row.string(.Currency) ?? "", rate: row.decimal(.Rate), amount: row.decimal(.AmountFC),
            vat: row.decimal(.VATAmountFC),
            open: open.map { ExactDecimal(significand: Int64($0), decimals: 3) }, status: row.integer(.Status),
            lines: ledgerLines(of: row).map { booked(line: $0) }, attachments: files.compactMap { $0.string(.FileName) })
    }

    /// The lines of an entry in order, without the head row that only sync reads show.
    func ledgerLines(of entry: Row) -> [Row] {
        self[.ledgerLines].rows(.EntryID, entry.key).filter { $0.integer(.LineNumber) > 0 }
            .sorted { $0.integer(.LineNumber) < $1.integer(.LineNumber) }
    }

    private func booked(line: Row) -> ExactSandbox.BookedLine {
        ExactSandbox.BookedLine(
            number: line.integer(.LineNumber),
            ledgerAccount: Derived.linked(line, .GLAccount, .ledgerAccounts, self).string(.Code) ?? "", vatCode: line.code(.VATCode),
            vatType: line.string(.VATType), amount: line.decimal(.AmountFC), amountOwn: line.decimal(.AmountDC),
            costCentre: line.string(.CostCenter), costUnit: line.string(.CostUnit), description: line.string(.Description))
    }
}
