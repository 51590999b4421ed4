import BridgeDomain

extension Books {
    /// The open item that a line on a control account makes, as a row of `ReceivablesList` and `PaymentTerms` shows it (reference §8): as
    /// booked, what a debtor owes and what a creditor is owed are positive; what is open of it has the other sign.
    func openItem(of line: Row, in entry: Row, type: Int, key: Value) -> Row {
        var row = Row(key: key)
        row[.TransactionEntryID] = entry.key
        row[.TransactionID] = line.key
        row[.EntryID] = entry.key
        row[.Account] = line[.Account]
        row[.GLAccount] = line[.GLAccount]
        row[.LineType] = .integer(type)
        row[.TransactionType] = entry[.TypeCode]
        for (amount, original) in [(Field.AmountFC, Field.TransactionAmountFC), (.AmountDC, .TransactionAmountDC)] {
            let value = type == 20 ? line.decimal(amount) : -line.decimal(amount)
            row[original] = .decimal(value)
            row[amount] = .decimal(-value)
        }
        row[.Currency] = entry[.Currency]
        row[.RateFC] = entry[.Rate]
        row[.DueDate] = line[.Date]
        row[.InvoiceNumber] = line[.InvoiceNumber]
        row[.Status] = 20
        row[.IsFullyPaid] = false
        return row
    }
}
