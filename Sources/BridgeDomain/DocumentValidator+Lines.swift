// The lines of invoices and credit notes.
extension DocumentValidator {
    /// Currency and size of every amount. The decimals themselves are checked where text becomes an amount.
    func amountProblems(_ document: Document) -> [Problem] {
        var problems: [Problem] = []
        func check(_ amount: Money?, _ place: @autoclosure () -> Place) {
            if let amount { problems += amountProblems(amount, in: document.currency, at: place()) }
        }
        eachLine(of: document) { line in check(line.net, Place(line: line.number, "net")) }
        for row in document.vatSummary.prefix(limits.linesMax) {
            check(row.base, Place("vat_summary[\(row.vatCode)].base"))
            check(row.vat, Place("vat_summary[\(row.vatCode)].vat"))
        }
        let totals = document.totals
        check(totals.net, Place("totals.net"))
        check(totals.vat, Place("totals.vat"))
        check(totals.gross, Place("totals.gross"))
        check(totals.prepaid, Place("totals.prepaid"))
        check(totals.payable, Place("totals.payable"))
        check(totals.rounding, Place("totals.rounding"))
        if let vat = totals.vatInTaxCurrency {
            problems += amountProblems(vat, in: vat.currency, at: Place("totals.vat_in_tax_currency"))
        }
        if let customsValue = document.customsValue {
            problems += amountProblems(customsValue, in: .eur, at: Place("customs_value"))
        }
        return problems.isEmpty ? conversionProblems(document) : problems
    }

    /// `place` is made for a problem only: nearly all amounts are right, and its text costs more than the question.
    func amountProblems(_ amount: Money, in currency: Currency, at place: @autoclosure () -> Place) -> [Problem] {
        if amount.currency != currency {
            return [Problem(.currencyDiffers, at: place(), found: "\(amount)", expected: currency.code)]
        }
        guard amount.minorUnits.magnitude <= limits.amountMinorUnitsMax.magnitude else {
            return [Problem(.amountTooLarge, at: place(), found: "\(amount)")]
        }
        return []
    }

    /// A tiny rate makes large amounts of small ones: what the books must hold has to fit as well, all lines and their VAT together.
    private func conversionProblems(_ document: Document) -> [Problem] {
        guard document.exchangeRate > .zero, document.currency != .eur else { return [] }
        let sum = document.lines.prefix(limits.linesMax).reduce(Int128(document.totals.gross.minorUnits.magnitude)) {
            $0 + Int128($1.net.minorUnits.magnitude)
        }
        let fits = Int64(exactly: sum * 2).map { Money(minorUnits: $0, document.currency).converted(to: .eur, rate: document.exchangeRate) }
        return fits.flatMap(\.self) == nil ? [Problem(.amountTooLarge, at: Place("exchange_rate"), found: "\(document.exchangeRate)")] : []
    }

    func lineProblems(_ document: Document) -> [Problem] {
        var problems: [Problem] = []
        if document.lines.isEmpty { problems.append(Problem(.noLines, at: Place("lines"))) }
        if document.lines.count > limits.linesMax {
            problems.append(
                Problem(.tooManyLines, at: Place("lines"), found: "\(document.lines.count)", expected: "≤ \(limits.linesMax)"))
        }
        if !document.ledgerLines.isEmpty { problems.append(Problem(.malformed, at: Place("lines"), found: "debit, credit")) }
        eachLine(of: document) { line in
            checkValues(line, &problems)
            checkFormula(line, document.currency, &problems)
            checkTexts(line, &problems)
        }
        return problems
    }

    private func checkValues(_ line: DocumentLine, _ problems: inout [Problem]) {
        checkDecimals(line.quantity, limits.quantityDecimalsMax, line.number, "quantity", &problems)
        checkDecimals(line.unitPrice, limits.priceDecimalsMax, line.number, "unit_price", &problems)
        if let discount = line.discountPercent, discount < .zero || discount > 100 {
            problems.append(
                Problem(
                    .valueOutOfRange, at: Place(line: line.number, "discount_percent"), found: "\(discount)", expected: "0…100",
                    severity: .warning))
        }
    }

    private func checkDecimals(_ value: ExactDecimal?, _ max: Int, _ line: Int, _ field: StaticString, _ problems: inout [Problem]) {
        guard let value, value.decimals > max else { return }
        problems.append(Problem(.decimalsTooMany, at: Place(line: line, "\(field)"), found: "\(value)", expected: "≤ \(max)"))
    }

    /// Signs are left to the sums: sources differ in how they write a discount or a return.
    private func checkFormula(_ line: DocumentLine, _ currency: Currency, _ problems: inout [Problem]) {
        guard let quantity = line.quantity, let price = line.unitPrice, line.net.currency == currency,
            let amount = Money(price: price, quantity: quantity, currency), let discount = amount.percentage(line.discountPercent ?? .zero)
        else { return }
        let formula = Int128(amount.minorUnits) - Int128(discount.minorUnits)
        let difference = Int128(formula.magnitude) - Int128(line.net.minorUnits.magnitude)
        guard difference.magnitude > tolerances.lineNet.magnitude else { return }
        problems.append(
            Problem(
                .lineNetMismatch, at: Place(line: line.number, "net"), found: line.net.amountText,
                expected: decimalText(formula, decimals: currency.exponent)))
    }

    private func checkTexts(_ line: DocumentLine, _ problems: inout [Problem]) {
        let (number, max) = (line.number, limits.codeLengthMax)
        checkLength(line.description, limits.textLengthMax, Place(line: number, "description"), &problems)
        checkLength(line.product, max, Place(line: number, "product"), &problems)
        checkLength(line.productGroup, max, Place(line: number, "product_group"), &problems)
        checkLength(line.unit, max, Place(line: number, "unit"), &problems)
        checkLength(line.vatCode?.text, max, Place(line: number, "vat_code"), &problems)
        checkLength(line.costCentre?.text, max, Place(line: number, "cost_centre"), &problems)
        checkLength(line.costUnit?.text, max, Place(line: number, "cost_unit"), &problems)
        checkLength(line.grower, max, Place(line: number, "grower"), &problems)
    }
}

extension Money {
    /// `price × quantity`, rounded half away from zero to the currency's smallest unit; nil beyond 64 bits.
    public init?(price: ExactDecimal, quantity: ExactDecimal, _ currency: Currency) {
        let product = Int128(price.significand) * Int128(quantity.significand)
        let shift = currency.exponent - price.decimals - quantity.decimals
        let units: Int128
        if shift >= 0 {
            let (raised, overflowed) = product.multipliedReportingOverflow(by: powerOfTen(shift))
            if overflowed { return nil }
            units = raised
        } else {
            units = divideHalfAwayFromZero(product, by: powerOfTen(-shift))
        }
        guard let exact = Int64(exactly: units) else { return nil }
        self.init(minorUnits: exact, currency)
    }
}
