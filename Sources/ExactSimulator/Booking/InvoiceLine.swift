import BridgeDomain

/// One line of an invoice after its VAT is known, in minor units of the entry's currency.
struct InvoiceLine {
    var row: Row
    let ledgerAccount: Row
    /// Without VAT.
    let net: Int64
    /// What the VAT is of.
    let base: Int64
    let vat: Int64
    let vatCode: Row?
    let fraction: ExactDecimal

    /// Reverse charge: VAT is both payable and claimable and no part of the invoice.
    var isCharged: Bool { vatCode?.flag(.Charged) ?? false }
}

extension InvoiceBooking {
    /// Checks one line and computes its VAT; nil with ``problems``.
    mutating func line(_ sent: Properties, date: CalendarDate, party: Row?, places: Int) -> InvoiceLine? {
        let account = checkedLedgerAccount(sent)
        let amount = checkedAmount(sent, places)
        let vat = account.flatMap { settledVATCode(sent, $0, party, date) }
        checkCarrier(sent, .CostCenter, .costCentres, .costCentre, use: account?.integer(.UseCostcenter) ?? 0)
        checkCarrier(sent, .CostUnit, .costUnits, .costUnit, use: account?.integer(.UseCostunit) ?? 0)
        guard let account, let amount, let vat, let parts = split(amount, sent[.VATAmountFC]?.decimal, vat, places) else { return nil }
        var row = Row(key: sent[.ID] ?? .guid(books.newKey()))
        for (field, value) in sent.sorted(by: { $0.key.rawValue < $1.key.rawValue }) where field != .ID && field != .EntryID {
            row[field] = value
        }
        row[.GLAccount] = account.key
        row[.AmountFC] = .decimal(Arithmetic.decimal(amount, places))
        row[.VATCode] = vat.code?[.Code] ?? .null
        row[.VATPercentage] = vat.code == nil ? .null : .decimal(vat.fraction)
        row[.VATAmountFC] = .decimal(Arithmetic.decimal(parts.vat, places))
        // What the VAT is of may be stated: the customs value of an import (reference §7.8).
        let base = sent[.VATBaseAmountFC]?.decimal.flatMap { Arithmetic.minor($0, places) } ?? parts.net
        row[.VATBaseAmountFC] = .decimal(Arithmetic.decimal(base, places))
        return InvoiceLine(
            row: row, ledgerAccount: account, net: parts.net, base: base, vat: parts.vat, vatCode: vat.code, fraction: vat.fraction)
    }

    private mutating func checkedLedgerAccount(_ sent: Properties) -> Row? {
        guard let key = sent[.GLAccount]?.guid else {
            refuse(Wording.mandatory(.ledgerAccount))
            return nil
        }
        guard let account = books[.ledgerAccounts][key] else {
            refuse(Wording.invalidReference(.ledgerAccount))
            return nil
        }
        if account.flag(.IsBlocked), !isForced {
            refuse(Wording.blocked(.ledgerAccount.suffixed(account.string(.Code) ?? "")))
            return nil
        }
        if behaviour.controlAccountsOnLinesRefused, let type = LedgerAccountType.control(account.integer(.TypeCode)) {
            refuse(Wording.wrongAccountType(type))
            return nil
        }
        return account
    }

    /// A missing AmountFC beside an AmountDC books nothing: 0.00, recorded (reference §6.2).
    private mutating func checkedAmount(_ sent: Properties, _ places: Int) -> Int64? {
        guard let amount = sent[.AmountFC]?.decimal else {
            if sent[.AmountDC]?.decimal != nil { return 0 }
            refuse(Wording.mandatory(.amount))
            return nil
        }
        guard let minor = Arithmetic.minor(amount, places), minor.magnitude < Self.amountMax else {
            refuse(Wording.invalid(.amount))
            return nil
        }
        return minor
    }

    /// Minor units a line may have: an entry of thousands of such lines still fits 64 bits.
    static let amountMax: UInt64 = 100_000_000_000_000

    private mutating func checkCarrier(_ sent: Properties, _ field: Field, _ table: TableName, _ noun: Text, use: Int) {
        guard let code = sent[field]?.string else {
            if use == 1 { refuse(Wording.mandatory(noun)) }
            return
        }
        guard let row = books[table].first(.Code, .string(code)) else { return refuse(Wording.invalidReference(noun)) }
        if use == 2 { refuse(Wording.notAllowed(noun)) }
        if let end = row[.EndDate].date, end < today { refuse(Wording.invalid(noun)) }
    }
}

extension InvoiceBooking {
    private typealias LineVAT = (code: Row?, fraction: ExactDecimal)

    /// The line's code, else the ledger account's, else the account's own; a percentage without a code chooses one (reference §6.2).
    private mutating func settledVATCode(_ sent: Properties, _ account: Row, _ party: Row?, _ date: CalendarDate) -> LineVAT? {
        if sent[.VATCode]?.string == nil, let fraction = sent[.VATPercentage]?.decimal {
            guard let code = chosen(by: fraction, date) else {
                refuse(Wording.invalid(Text("VAT percentage [\(fraction)]", "Btw-percentage [\(fraction)]")))
                return nil
            }
            return (code, fraction)
        }
        let text = sent[.VATCode]?.string ?? account.string(.VATCode) ?? party?.string(kind.vatCode)
        guard let text else { return (nil, .zero) }
        guard let code = books.vatCode(text) else {
            refuse(Wording.invalidReference(.vatCode))
            return nil
        }
        if code.flag(.IsBlocked), !isForced {
            refuse(Wording.blocked(.vatCode))
            return nil
        }
        guard code.string(.VATTransactionType) != kind.otherSide else {
            refuse(Wording.invalid(.vatCode.suffixed("(Type)")))
            return nil
        }
        guard ["E", "I"].contains(code.string(.TypeCode)) else { return (code, .zero) }
        guard let fraction = books.percentage(code, on: date) else {
            refuse(Wording.invalid(Text("VAT percentage []", "Btw-percentage []")))
            return nil
        }
        return (code, fraction)
    }

    private func chosen(by fraction: ExactDecimal, _ date: CalendarDate) -> Row? {
        guard !fraction.isZero else { return nil }
        return books[.vatCodes].rows.first { code in
            code.string(.TypeCode) == "E" && code.string(.VATTransactionType) != kind.otherSide && !code.flag(.IsBlocked)
                && !code.flag(.Charged) && books.percentage(code, on: date) == fraction
        }
    }

    /// Base and VAT of an amount: by the code's type, VAT rounded half away from zero, or as sent (reference §6.2, §12 item 18).
    private mutating func split(_ amount: Int64, _ sent: ExactDecimal?, _ vat: LineVAT, _ places: Int) -> (net: Int64, vat: Int64)? {
        let type = vat.code?.string(.TypeCode) ?? "N"
        var computed: Int64? = 0
        if type == "E" { computed = Arithmetic.product(amount, vat.fraction, places: places, target: places) }
        if type == "I" { computed = Arithmetic.contained(amount, vat.fraction) }
        var own = sent.flatMap { Arithmetic.minor($0, places) }
        if type == "N" || type == "B", let value = own {
            guard value == 0 else {
                refuse(type == "N" ? Wording.vatAmountWithoutVAT : Wording.invalid(.vatAmount))
                return nil
            }
            own = nil
        }
        guard let result = own ?? computed, result.magnitude < Self.amountMax else {
            refuse(Wording.invalid(.vatAmount))
            return nil
        }
        return (type == "I" ? amount - result : amount, result)
    }
}
