import BridgeDomain

/// What holds for accounts (debtors and creditors) when they are made or changed (reference §7.1).
enum AccountRules {
    /// Defaults of a fresh account.
    static func complete(_ row: inout Row, in books: Books, now: Int64) {
        let currency = Value.string(books.settings.currency)
        if row[.Blocked].isNull { row[.Blocked] = false }
        if row[.IsSupplier].isNull { row[.IsSupplier] = false }
        if row[.TypeCode].isNull { row[.TypeCode] = "A" }
        for field in [Field.SalesCurrency, .PurchaseCurrency] where row[field].isNull { row[field] = currency }
        if row[.SecurityLevel].isNull { row[.SecurityLevel] = 10 }
        if row[.StartDate].isNull { row[.StartDate] = .date(Timestamp(milliseconds: now).dateUTC) }
        row[.IsSales] = .bool(row.string(.Status) == "C")
        row[.IsPurchase] = true
    }

    /// All reasons why this account cannot be written. `old` is its present row when it is changed.
    static func problems(_ row: Row, replacing old: Row?, in books: Books) -> [Text] {
        var problems: [Text] = []
        if row.string(.Name)?.trimmingSpaces().isEmpty ?? true { problems.append(Wording.mandatory(.name)) }
        if let code = row.code(.Code) {
            let isNumber = code.utf8.count <= 18 && code.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            if !isNumber { problems.append(Wording.invalid(.code)) }
            let holder = books[.accounts].first(.Code, row[.Code])
            if let holder, holder.key != old?.key { problems.append(Wording.alreadyExists(.code)) }
        }
        if let status = row.string(.Status), !["C", "P", "S", "A"].contains(status) {
            problems.append(Wording.invalid(Text("Status", "Status")))
        }
        for field in [Field.PaymentConditionSales, .PaymentConditionPurchase] {
            if let code = row.string(field), books.paymentCondition(code) == nil {
                problems.append(Wording.invalidReference(.paymentCondition))
            }
        }
        for field in [Field.SalesVATCode, .PurchaseVATCode] {
            if let code = row.string(field), books.vatCode(code) == nil { problems.append(Wording.invalidReference(.vatCode)) }
        }
        for field in [Field.GLAR, .GLAP, .GLAccountSales, .GLAccountPurchase] {
            if let key = row[field].guid, books[.ledgerAccounts][key] == nil {
                problems.append(Wording.invalidReference(.ledgerAccount))
            }
        }
        for field in [Field.InvoiceAccount, .Parent] {
            if let key = row[field].guid, books[.accounts][key] == nil { problems.append(Wording.invalidReference(.account)) }
        }
        if let country = row.code(.Country), !isCountry(country) { problems.append(Wording.invalidReference(.country)) }
        return problems
    }

    /// An inactive currency is silently emptied (reference §7.1).
    static func emptyInactiveCurrencies(_ row: inout Row, in books: Books) {
        for field in [Field.SalesCurrency, .PurchaseCurrency] {
            if let code = row.string(field), !books.hasCurrency(code) { row[field] = .null }
        }
    }

    /// The next number after the highest ever given.
    static func nextCode(in books: Books) -> Value {
        repeat { books.lastAccountCode += 1 } while books.account(String(books.lastAccountCode)) != nil
        return EdmType.padded(18, rightAligned: true).padded(String(books.lastAccountCode))
    }

    private static func isCountry(_ code: String) -> Bool {
        code.utf8.count == 2 && code.utf8.allSatisfy { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }
    }
}
