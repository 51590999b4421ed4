import BridgeDomain

/// Writes a general journal entry into the ledger: a line per line, VAT lines behind those that have VAT, open items of control accounts.
struct JournalLedger {
    let books: Books
    let entry: Row
    let currency: String
    let rate: ExactDecimal
    private var ledger: [Row] = []

    init(books: Books, entry: Row, currency: String, rate: ExactDecimal) {
        self.books = books
        self.entry = entry
        self.currency = currency
        self.rate = rate
    }

    private var places: Int { Arithmetic.places(currency) }
    private var ownPlaces: Int { Arithmetic.places(books.settings.currency) }

    mutating func written(_ lines: [JournalLine], replacing old: Row?) throws(Refusal) -> (lines: [Row], ledger: [Row], terms: [Row]) {
        var rows: [Row] = []
        for (place, line) in lines.enumerated() {
            rows.append(try row(line, number: place + 1))
            try book(line)
        }
        let difference = ledger.reduce(Int64(0)) { $0 + (Arithmetic.minor($1.decimal(.AmountFC), places) ?? 0) }
        guard difference == 0 else {
            throw .business(Wording.outOfBalance(Arithmetic.decimal(difference, places).text(decimalsMin: places), currency))
        }
        // What conversion leaves over goes to the last line: the foreign amounts are in balance.
        let rest = ledger.reduce(Int64(0)) { $0 + (Arithmetic.minor($1.decimal(.AmountDC), ownPlaces) ?? 0) }
        if rest != 0, let last = ledger.indices.last {
            let amount = Arithmetic.minor(ledger[last].decimal(.AmountDC), ownPlaces) ?? 0
            ledger[last][.AmountDC] = .decimal(Arithmetic.decimal(amount - rest, ownPlaces))
        }
        number(old)
        return (rows, ledger, terms(old))
    }

    private func converted(_ minor: Int64) throws(Refusal) -> Value {
        guard let result = Arithmetic.product(minor, rate, places: places, target: ownPlaces) else {
            throw .business(Wording.invalid(.amount))
        }
        return .decimal(Arithmetic.decimal(result, ownPlaces))
    }

    /// What `GeneralJournalEntryLines` shows.
    private func row(_ line: JournalLine, number: Int) throws(Refusal) -> Row {
        var row = Row(key: line.sent[.ID] ?? .guid(books.newKey()))
        for (field, value) in line.sent.sorted(by: { $0.key.rawValue < $1.key.rawValue }) where field != .ID { row[field] = value }
        row[.EntryID] = entry.key
        row[.LineNumber] = .integer(number)
        row[.Date] = .date(line.date)
        row[.AmountFC] = .decimal(Arithmetic.decimal(line.net + (line.vatCode?.string(.TypeCode) == "I" ? line.vat : 0), places))
        row[.AmountDC] = try converted(line.net)
        if let code = line.vatCode {
            row[.VATCode] = code[.Code]
            row[.AmountVATFC] = .decimal(Arithmetic.decimal(line.vat, places))
            row[.AmountVATDC] = try converted(line.vat)
            row[.VATBaseAmountFC] = .decimal(Arithmetic.decimal(line.net, places))
            row[.VATBaseAmountDC] = try converted(line.net)
            row[.VATPercentage] = .decimal(line.fraction)
        }
        row[.VATType] = .string(baseType(line))
        return row
    }

    private func isSale(_ line: JournalLine) -> Bool {
        switch line.vatCode?.string(.VATTransactionType) {
        case "S": true
        case "P": false
        // A code for both follows the account it stands on.
        default: line.ledgerAccount.integer(.TypeCode) == 110
        }
    }

    private func baseType(_ line: JournalLine) -> String {
        guard let code = line.vatCode, code.string(.TypeCode) != "N" else { return "S" }
        return isSale(line) ? "V" : "I"
    }

    private mutating func book(_ line: JournalLine) throws(Refusal) {
        var base = try ledgerRow(line, line.ledgerAccount.key, line.net)
        base[.VATCode] = line.vatCode?[.Code] ?? .null
        base[.VATPercentage] = line.vatCode == nil ? .null : .decimal(line.fraction)
        base[.VATType] = .string(baseType(line))
        for field in [Field.CostCenter, .CostUnit, .Quantity, .Notes] { base[field] = line.sent[field] ?? .null }
        ledger.append(base)
        guard let code = line.vatCode, line.vat != 0 else { return }
        let isSale = isSale(line)
        try append(line, code, isSale ? .GLToPay : .GLToClaim, line.vat, isSale ? "A" : "O")
        if code.flag(.Charged) { try append(line, code, isSale ? .GLToClaim : .GLToPay, -line.vat, isSale ? "O" : "P") }
    }

    private mutating func append(_ line: JournalLine, _ code: Row, _ account: Field, _ minor: Int64, _ type: String) throws(Refusal) {
        guard let key = code[account].guid else {
            throw .business(Wording.invalid(Text("Type (Account VAT to pay)", "Type (Rekening af te dragen btw)")))
        }
        var row = try ledgerRow(line, .guid(key), minor)
        row[.VATCode] = code[.Code]
        row[.VATPercentage] = .decimal(line.fraction)
        row[.VATType] = .string(type)
        row[.AmountVATBaseFC] = .decimal(Arithmetic.decimal(line.net, places))
        ledger.append(row)
    }

    private func ledgerRow(_ line: JournalLine, _ account: Value, _ minor: Int64) throws(Refusal) -> Row {
        var row = Row(key: .null)
        row[.EntryID] = entry.key
        row[.EntryNumber] = entry[.EntryNumber]
        row[.GLAccount] = account
        row[.Account] = line.sent[.Account] ?? .null
        row[.Date] = .date(line.date)
        row[.Description] = line.sent[.Description] ?? .null
        row[.AmountFC] = .decimal(Arithmetic.decimal(minor, places))
        row[.AmountDC] = try converted(minor)
        row[.InvoiceNumber] = line.sent[.OurRef] ?? .null
        return row
    }

    private mutating func number(_ old: Row?) {
        let present =
            old.map { books[.ledgerLines].rows(.EntryID, $0.key).sorted { $0.integer(.LineNumber) < $1.integer(.LineNumber) } } ?? []
        ledger = ledger.enumerated().map { place, row in
            var keyed = Row(key: place < present.count ? present[place].key : .guid(books.newKey()), cells: row.cells)
            keyed[.LineNumber] = .integer(place + 1)
            return keyed
        }
    }

    /// Open items of what was booked on control accounts.
    private func terms(_ old: Row?) -> [Row] {
        var present = old.map { books[.terms].rows(.TransactionEntryID, $0.key).map(\.key) } ?? []
        return ledger.compactMap { line in
            let type = Derived.linked(line, .GLAccount, .ledgerAccounts, books).integer(.TypeCode)
            guard LedgerAccountType.control(type) != nil, !line.decimal(.AmountDC).isZero else { return nil }
            return books.openItem(of: line, in: entry, type: type, key: present.isEmpty ? .guid(books.newKey()) : present.removeFirst())
        }
    }
}
