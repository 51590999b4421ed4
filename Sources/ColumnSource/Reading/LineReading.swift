import BridgeDomain

/// Reads what one line of the file says about a line of a document. Amounts keep the sign of the file.
struct LineReading {
    let layout: ColumnLayout
    let settings: ColumnSettings

    /// A line with its printed VAT, where the file has it.
    struct Line {
        var line: DocumentLine
        var vat: Money?
    }

    func line(_ row: Row, _ position: Int, _ currency: Currency, _ action: ColumnRule.Action) throws(CellFault) -> Line {
        let cells = layout.line
        let quantity = try row.number(cells.quantity)
        let price = try row.number(cells.unitPrice)
        let discount = try row.number(cells.discountPercent)
        let net = try net(row, currency, quantity, price, discount)
        let (code, rate) = try vat(row, action)
        if settings.vat.isIncluded, rate ?? -1 < .zero { throw withoutRate() }
        let group = try row.optionalText(cells.group)
        var line = DocumentLine(
            number: position, kind: action.kind ?? .product, description: try row.optionalText(cells.description) ?? "",
            productGroup: action.group ?? group, net: net, vatCode: code.map { SourceVATCode($0) },
            vatRate: rate)
        line.product = try row.optionalText(cells.product)
        line.quantity = quantity
        line.unit = try row.optionalText(cells.unit)
        line.unitPrice = price
        line.discountPercent = discount
        line.vatTreatment = try treatment(row)
        line.costCentre = try row.optionalText(cells.costCentre).map { CostCentre($0) }
        line.costUnit = try row.optionalText(cells.costUnit).map { CostUnit($0) }
        return Line(line: line, vat: try row.money(layout.vat.amount, currency))
    }

    /// The amount of a line; as it is written, or by the formula.
    func net(_ row: Row, _ currency: Currency) throws(CellFault) -> Money {
        let cells = layout.line
        return try net(row, currency, row.number(cells.quantity), row.number(cells.unitPrice), row.number(cells.discountPercent))
    }

    private func net(
        _ row: Row, _ currency: Currency, _ quantity: ExactDecimal?, _ price: ExactDecimal?, _ discount: ExactDecimal?
    ) throws(CellFault) -> Money {
        let cells = layout.line
        if let cell = cells.net {
            guard let net = try row.money(cell, currency) else { throw Self.empty(cell) }
            return net
        }
        guard let quantity, let price else {
            let cell = quantity == nil ? cells.quantity : cells.unitPrice
            throw Self.empty(cell ?? Cell(name: "net", index: nil, value: ColumnValue(fixed: "")))
        }
        guard let amount = Money(price: price, quantity: quantity, currency), let off = amount.percentage(discount ?? .zero),
            row.isWithinBounds(amount), row.isWithinBounds(off), row.isWithinBounds(amount - off)
        else { throw row.tooLarge(cells.unitPrice ?? layout.document.number, price) }
        return amount - off
    }

    private static func empty(_ cell: Cell) -> CellFault {
        CellFault(
            code: .fieldMissing, cell: cell, found: "", expected: nil,
            reason: BilingualText(nl: "is leeg; vul het in", en: "is empty; fill it in"))
    }

    /// Code and rate; what the file lacks comes from the table of the settings.
    private func vat(_ row: Row, _ action: ColumnRule.Action) throws(CellFault) -> (String?, ExactDecimal?) {
        let table = settings.vat.table
        let rate = try row.number(layout.vat.rate)
        if let code = action.vatCode { return (code, action.vatRate ?? table.first { $0.code == code }?.rate ?? rate) }
        let code = try row.optionalText(layout.vat.code)
        switch (code, action.vatRate ?? rate) {
        case (let code?, let rate?): return (code, rate)
        case (let code?, nil):
            guard let listed = table.first(where: { $0.code == code }) else { throw unlisted(layout.vat.code, code) }
            return (code, listed.rate)
        case (nil, let rate?):
            guard let listed = table.first(where: { $0.rate == rate }) else { throw unlisted(layout.vat.rate, rate.description) }
            return (listed.code, rate)
        case (nil, nil): return (nil, nil)
        }
    }

    private func withoutRate() -> CellFault {
        CellFault(
            code: .fieldMissing, cell: layout.vat.code ?? layout.vat.rate ?? layout.document.number, found: "", expected: nil,
            reason: BilingualText(
                nl: "zonder btw-tarief is uit een bedrag inclusief btw niets te halen; vul de code of het tarief in",
                en: "without a VAT rate nothing can be taken out of an amount that includes VAT; fill in the code or the rate"))
    }

    private func unlisted(_ cell: Cell?, _ found: String) -> CellFault {
        CellFault(
            code: .vatCodeUnknown, cell: cell ?? layout.document.number, found: found,
            expected: settings.vat.table.map { "\($0.code) \($0.rate)" }.joined(separator: ", "),
            reason: BilingualText(
                nl: "staat niet in de tabel van btw-codes; vul de tabel onder \"vat\" aan",
                en: "is not in the table of VAT codes; complete the table under \"vat\""))
    }

    private func treatment(_ row: Row) throws(CellFault) -> VATTreatment {
        let text = try row.text(layout.vat.treatment)
        if let treatment = VATTreatment(rawValue: text) { return treatment }
        throw CellFault(
            code: .valueUnknown, cell: layout.vat.treatment, found: text,
            expected: VATTreatment.allCases.map(\.rawValue).joined(separator: ", "),
            reason: BilingualText(
                nl: "is geen btw-behandeling; vertaal de waarde onder \"values\"",
                en: "is no VAT treatment; translate the value under \"values\""))
    }
}
