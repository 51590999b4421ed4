import BridgeDomain

/// Writes an invoice into the ledger as recorded (reference §6.3): the account's line, a line per invoice line, a line per VAT code.
///
/// Every line is converted by itself; the account's line takes what they add up to, so that the entry is 0.00 in the division's currency.
struct InvoiceLedger {
    let books: Books
    let kind: InvoiceKind
    let head: InvoiceBooking.Head
    var entry: Row
    private var ledger: [Row] = []
    private var oldKeys: [Value] = []

    init(books: Books, kind: InvoiceKind, head: InvoiceBooking.Head, entry: Row) {
        self.books = books
        self.kind = kind
        self.head = head
        self.entry = entry
    }

    struct Result {
        let entry: Row
        let lines: [Row]
        let ledger: [Row]
        let terms: [Row]
    }

    private var places: Int { Arithmetic.places(head.currency) }
    private var ownPlaces: Int { Arithmetic.places(books.settings.currency) }

    mutating func draft(_ lines: [InvoiceLine], replacing old: Row?) throws(Refusal) -> Result {
        oldKeys =
            old.map { books[.ledgerLines].rows(.EntryID, $0.key).sorted { $0.integer(.LineNumber) < $1.integer(.LineNumber) }.map(\.key) }
            ?? []
        let vat = lines.reduce(Int64(0)) { $0 + ($1.isCharged ? 0 : $1.vat) }
        let gross = lines.reduce(vat) { $0 + $1.net }
        let isCredit = gross < 0
        entry[.TypeCode] = .integer(isCredit ? kind.creditType : kind.type)
        var rows = lines
        // The account's line is put in front when its amount in the division's currency is known.
        for place in rows.indices { try book(&rows[place], number: place + 1, isCredit: isCredit) }
        try bookVAT(rows, isCredit: isCredit)
        let own = -ledger.reduce(Int64(0)) { $0 + (Arithmetic.minor($1.decimal(.AmountDC), ownPlaces) ?? 0) }
        let control = controlLine(gross: kind.sign * gross, own: own)
        entry[.AmountFC] = .decimal(Arithmetic.decimal(gross, places))
        entry[.AmountDC] = .decimal(Arithmetic.decimal(kind.sign * own, ownPlaces))
        entry[.VATAmountFC] = .decimal(Arithmetic.decimal(vat, places))
        entry[.VATAmountDC] = .decimal(Arithmetic.decimal(try converted(vat), ownPlaces))
        ledger.insert(control, at: 0)
        number(old)
        let terms = gross == 0 && own == 0 ? [] : terms(old, gross: gross, own: kind.sign * own)
        return Result(entry: entry, lines: rows.map(\.row), ledger: ledger, terms: terms)
    }

    private func converted(_ minor: Int64) throws(Refusal) -> Int64 {
        guard let result = Arithmetic.product(minor, head.rate, places: places, target: ownPlaces) else {
            throw .business(Wording.invalid(.amount))
        }
        return result
    }

    /// The ledger line of an invoice line, and what the invoice line itself shows.
    private mutating func book(_ line: inout InvoiceLine, number: Int, isCredit: Bool) throws(Refusal) {
        let own = try converted(line.net)
        line.row[.EntryID] = entry.key
        line.row[.LineNumber] = .integer(number)
        line.row[.TypeCode] = entry[.TypeCode]
        line.row[.AmountDC] = .decimal(Arithmetic.decimal(own, ownPlaces))
        line.row[.VATAmountDC] = .decimal(Arithmetic.decimal(try converted(line.vat), ownPlaces))
        line.row[.VATBaseAmountDC] = .decimal(Arithmetic.decimal(try converted(line.base), ownPlaces))
        var row = ledgerRow(line.ledgerAccount.key, minor: -kind.sign * line.net, own: -kind.sign * own, line.row[.Description])
        row[.VATCode] = line.row[.VATCode]
        row[.VATPercentage] = line.row[.VATPercentage]
        row[.VATType] = .string(vatType(.base, line.vatCode, isCredit))
        if line.vatCode != nil { row[.AmountVATFC] = .decimal(Arithmetic.decimal(-kind.sign * line.vat, places)) }
        for field in [Field.CostCenter, .CostUnit, .Quantity, .Notes, .Project] { row[field] = line.row[field] }
        ledger.append(row)
    }

    /// One line per VAT code that has VAT; with reverse charge one to pay and one to claim (reference §6.2).
    private mutating func bookVAT(_ lines: [InvoiceLine], isCredit: Bool) throws(Refusal) {
        var order: [Value] = []
        var sums: [Value: (code: Row, vat: Int64, base: Int64, fraction: ExactDecimal)] = [:]
        for line in lines {
            guard let code = line.vatCode, line.vat != 0 else { continue }
            if sums[code.key] == nil { order.append(code.key) }
            let sum = sums[code.key] ?? (code, 0, 0, line.fraction)
            sums[code.key] = (code, sum.vat + line.vat, sum.base + line.base, line.fraction)
        }
        for key in order {
            guard let sum = sums[key] else { continue }
            let isCharged = sum.code.flag(.Charged)
            // Reverse charge on a sale books no VAT at all: the customer pays it.
            if isCharged, kind.sign > 0 { continue }
            let main: VATRole = kind.sign > 0 ? .toPay : .toClaim
            try append(sum, main, factor: -kind.sign, isCredit)
            if isCharged { try append(sum, .toPay, factor: kind.sign, isCredit) }
        }
    }

    private mutating func append(
        _ sum: (code: Row, vat: Int64, base: Int64, fraction: ExactDecimal), _ role: VATRole, factor: Int64, _ isCredit: Bool
    ) throws(Refusal) {
        guard let account = sum.code[role == .toPay ? .GLToPay : .GLToClaim].guid else {
            throw .business(
                Wording.invalid(
                    role == .toPay
                        ? Text("Type (Account VAT to pay)", "Type (Rekening af te dragen btw)")
                        : Text("Type (Account VAT to claim)", "Type (Rekening te vorderen btw)")))
        }
        let own = try converted(sum.vat)
        var row = ledgerRow(.guid(account), minor: factor * sum.vat, own: factor * own, sum.code[.Description])
        row[.VATCode] = sum.code[.Code]
        row[.VATPercentage] = .decimal(sum.fraction)
        row[.VATType] = .string(vatType(role, sum.code, isCredit))
        row[.AmountVATBaseFC] = .decimal(Arithmetic.decimal(factor * sum.base, places))
        ledger.append(row)
    }

    private func ledgerRow(_ account: Value, minor: Int64, own: Int64, _ description: Value) -> Row {
        // The key is given when the lines are in order, see `number`.
        var row = Row(key: .null)
        row[.EntryID] = entry.key
        row[.GLAccount] = account
        row[.Account] = head.party.key
        row[.AmountFC] = .decimal(Arithmetic.decimal(minor, places))
        row[.AmountDC] = .decimal(Arithmetic.decimal(own, ownPlaces))
        row[.Description] = description
        row[.EntryNumber] = entry[.EntryNumber]
        row[.InvoiceNumber] = entry[.InvoiceNumber]
        row[.YourRef] = entry[.YourRef]
        return row
    }

    private func controlLine(gross: Int64, own: Int64) -> Row {
        ledgerRow(.guid(head.control), minor: gross, own: own, entry[.Description])
    }

    /// Numbers the lines from 1 and gives keys: those of the entry's present lines first. A head line 0 goes before them.
    private mutating func number(_ old: Row?) {
        var header = Row(key: .null)
        for field in [Field.EntryID, .Account, .EntryNumber, .InvoiceNumber, .YourRef] { header[field] = ledger[0][field] }
        header[.Description] = entry[.Description]
        header[.AmountDC] = .decimal(.zero)
        header[.AmountFC] = .decimal(.zero)
        ledger = ([header] + ledger).enumerated().map { place, row in
            var keyed = Row(key: place < oldKeys.count ? oldKeys[place] : .guid(books.newKey()), cells: row.cells)
            keyed[.LineNumber] = .integer(place)
            return keyed
        }
        // What is matched stays matched when the entry changes.
        if let old, let present = books[.ledgerLines].rows(.EntryID, old.key).first(where: { $0.key == ledger[1].key }) {
            ledger[1][.OffsetID] = present[.OffsetID]
        }
    }

    /// One term, or one for each instalment; the last takes what rounding leaves.
    private func terms(_ old: Row?, gross: Int64, own: Int64) -> [Row] {
        let present = old.map { books[.terms].rows(.TransactionEntryID, $0.key) } ?? []
        let conditions = entry.string(.PaymentCondition).map(books.paymentConditions) ?? []
        guard conditions.count > 1, let date = entry[.EntryDate].date else { return [term(present.first, gross: gross, own: own)] }
        var (rest, ownRest) = (gross, own)
        return conditions.enumerated().map { place, condition in
            let fraction = condition.decimal(.Percentage)
            let isLast = place == conditions.count - 1
            let part = isLast ? rest : Arithmetic.product(gross, fraction, places: places, target: places) ?? 0
            let ownPart = isLast ? ownRest : Arithmetic.product(own, fraction, places: ownPlaces, target: ownPlaces) ?? 0
            (rest, ownRest) = (rest - part, ownRest - ownPart)
            var row = term(place < present.count ? present[place] : nil, gross: part, own: ownPart)
            row[.DueDate] = .date(DueDate.of(date, condition))
            return row
        }
    }

    private func term(_ present: Row?, gross: Int64, own: Int64) -> Row {
        var row = Row(key: present?.key ?? .guid(books.newKey()))
        row[.TransactionEntryID] = entry.key
        row[.TransactionID] = ledger[1].key
        row[.EntryID] = entry.key
        row[.Account] = head.party.key
        row[.GLAccount] = .guid(head.control)
        row[.LineType] = .integer(kind.controlType)
        row[.TransactionType] = entry[.TypeCode]
        row[.TransactionAmountFC] = .decimal(Arithmetic.decimal(gross, places))
        row[.TransactionAmountDC] = .decimal(Arithmetic.decimal(own, ownPlaces))
        // Open amounts have the opposite sign (reference §8).
        row[.AmountFC] = .decimal(Arithmetic.decimal(-gross, places))
        row[.AmountDC] = .decimal(Arithmetic.decimal(-own, ownPlaces))
        row[.Currency] = entry[.Currency]
        row[.RateFC] = entry[.Rate]
        row[.DueDate] = entry[.DueDate]
        row[.InvoiceNumber] = entry[.InvoiceNumber]
        row[.YourRef] = entry[.YourRef]
        row[.Status] = 20
        row[.IsFullyPaid] = false
        if let present { keepSettled(present, &row) }
        return row
    }

    /// What was paid of an entry stays paid when the entry changes.
    private func keepSettled(_ present: Row, _ row: inout Row) {
        for (amount, whole, places) in [(Field.AmountFC, Field.TransactionAmountFC, places), (.AmountDC, .TransactionAmountDC, ownPlaces)] {
            let settled = [whole, amount].reduce(Int64(0)) { $0 + (Arithmetic.minor(present.decimal($1), places) ?? 0) }
            row[amount] = .decimal(Arithmetic.decimal((Arithmetic.minor(row.decimal(amount), places) ?? 0) + settled, places))
        }
        row[.LastPaymentDate] = present[.LastPaymentDate]
        guard row.decimal(.AmountFC).isZero else { return }
        for field in [Field.IsFullyPaid, .Status, .EndDate, .EndYear, .EndPeriod] { row[field] = present[field] }
    }
}

extension InvoiceLedger {
    private enum VATRole { case base, toPay, toClaim }

    /// The letters of reference §7.13.
    private func vatType(_ role: VATRole, _ code: Row?, _ isCredit: Bool) -> String {
        guard let code, code.string(.TypeCode) != "N" else { return "S" }
        switch (role, kind.sign > 0, isCredit) {
        case (.base, true, false): return "V"
        case (.base, true, true): return "X"
        case (.base, false, false): return "I"
        case (.base, false, true): return "W"
        case (.toPay, true, false): return "A"
        case (.toPay, true, true): return "Z"
        case (.toPay, false, false): return "P"
        case (.toPay, false, true): return "Y"
        case (.toClaim, _, false): return "O"
        case (.toClaim, _, true): return "Q"
        }
    }
}
