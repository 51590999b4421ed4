import BridgeDomain
import BridgeJSON

/// Reads the lines of an invoice or credit note (reference freshportal §4.1). Whether they make sense is the validator's to say.
struct LineReader {
    /// The document's currency.
    let currency: Currency

    /// All readable lines; what is wrong with the others is noted with their numbers.
    func lines(_ fields: Fields) -> [DocumentLine] {
        guard let elements = fields.required("lines", { elements(of: $0, fields) }) else { return [] }
        var numbers: Set<Int> = []
        return elements.enumerated().compactMap { index, element in
            let number = element["no"]?.integer.flatMap { Int(exactly: $0) }
            let row = Fields(element, line: number ?? index + 1, fields.findings)
            guard element.members != nil else {
                row.problem(.malformed, "line", found: element.description, expected: "an object")
                return nil
            }
            _ = row.required("no", row.integer)
            if !numbers.insert(number ?? index + 1).inserted { row.problem(.malformed, "no", expected: "a number used once") }
            return line(row, number: number ?? index + 1)
        }
    }

    private func elements(of name: String, _ fields: Fields) -> [JSON]? {
        guard let count = fields.value(name)?.array?.count, count > AssumedContract.linesMax else {
            return fields.list(name, countMax: AssumedContract.linesMax)
        }
        fields.problem(.tooManyLines, name, found: "\(count)", expected: "at most \(AssumedContract.linesMax)")
        return nil
    }

    private func line(_ row: Fields, number: Int) -> DocumentLine? {
        let kind = row.required("kind") { row.word($0, LineKind.self) }
        let net = net(row, kind)
        guard let kind, let net else { return nil }
        var line = DocumentLine(
            number: number, kind: kind, description: row.text("description") ?? "", productGroup: row.text("product_group"), net: net,
            vatCode: row.text("vat_code").map { SourceVATCode($0) }, vatRate: row.decimal("vat_rate"))
        line.product = row.text("product")
        line.quantity = row.decimal("quantity")
        line.unit = row.text("unit")
        line.unitPrice = row.decimal("unit_price")
        line.discountPercent = row.decimal("discount_percent")
        line.vatTreatment = row.word("vat_treatment", VATTreatment.self)
        line.costCentre = row.text("cost_centre").map { CostCentre($0) }
        line.costUnit = row.text("cost_unit").map { CostUnit($0) }
        line.grower = row.text("grower")
        return line
    }

    /// A text line may leave its amount out.
    private func net(_ row: Fields, _ kind: LineKind?) -> Money? {
        if kind == .text, row.value("net") == nil { return .zero(currency) }
        return row.required("net") { row.money($0, currency) }
    }
}
