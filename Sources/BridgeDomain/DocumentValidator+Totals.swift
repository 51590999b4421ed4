// Do the printed sums agree with each other? Added in 128 bits, so that no document can overflow them.
extension DocumentValidator {
    func totalProblems(_ document: Document) -> [Problem] {
        let totals = document.totals
        var problems: [Problem] = []
        func mustEqual(_ code: ProblemCode, _ field: String, _ found: Money, _ sum: Int128) {
            guard Int128(found.minorUnits) != sum else { return }
            let expected = decimalText(sum, decimals: document.currency.exponent)
            problems.append(Problem(code, at: Place(field), found: found.amountText, expected: expected))
        }
        // A document beyond the limit of lines is stopped for that; its lines are not added up.
        if !document.lines.isEmpty, document.lines.count <= limits.linesMax {
            mustEqual(.netMismatch, "totals.net", totals.net, sum(document.lines.map(\.net)))
        }
        mustEqual(.vatMismatch, "totals.vat", totals.vat, sum(document.vatSummary.map(\.vat)))
        mustEqual(.grossMismatch, "totals.gross", totals.gross, sum([totals.net, totals.vat]))
        if let payable = totals.payable, totals.prepaid != nil || totals.rounding != nil {
            let (prepaid, rounding) = (totals.prepaid?.minorUnits ?? 0, totals.rounding?.minorUnits ?? 0)
            let expected = Int128(totals.gross.minorUnits) - Int128(prepaid) + Int128(rounding)
            mustEqual(.payableMismatch, "totals.payable", payable, expected)
        }
        if totals.gross.isNegative {
            problems.append(
                Problem(
                    document.key.kind.isCredit ? .negativeCredit : .negativeInvoice, at: Place("totals.gross"),
                    found: totals.gross.amountText))
        }
        return problems
    }

    func sum(_ amounts: some Sequence<Money>) -> Int128 { amounts.reduce(0) { $0 + Int128($1.minorUnits) } }
}
