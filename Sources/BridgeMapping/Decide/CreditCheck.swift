public import BridgeDomain

/// Whether a credit note stays within what is left of its originals: the credits of one invoice never exceed its amount or its VAT
/// (reference `dutch-finance` §5, refusal N03, scenario S26).
public enum CreditCheck {
    /// The problems of a credit note against its originals; empty when it fits.
    ///
    /// - Parameters:
    ///   - originals: every document the credit note takes back (part of). With none of them known nothing can be said: that is
    ///     ``/BridgeDomain/ProblemCode/originalUnknown`` and the caller's to find.
    ///   - alreadyCredited: earlier credit notes on those originals that were or will be posted, the credit note itself not among them.
    public static func problems(credit: Document, originals: [Document], alreadyCredited: [Document]) -> [Problem] {
        guard !originals.isEmpty else { return [] }
        let all = originals + alreadyCredited
        if let other = all.first(where: { $0.currency != credit.currency }) {
            return [Problem(.currencyDiffers, at: Place("currency"), found: credit.currency.code, expected: other.currency.code)]
        }
        var problems: [Problem] = []
        func mustFit(_ field: String, _ amount: (Document) -> Money) {
            let left = originals.map(amount).total(credit.currency) - alreadyCredited.map(amount).total(credit.currency)
            guard amount(credit) > left else { return }
            problems.append(
                Problem(.creditExceedsOriginal, at: Place(field), found: amount(credit).amountText, expected: "≤ \(left.amountText)"))
        }
        mustFit("totals.net") { $0.totals.net }
        mustFit("totals.gross") { $0.totals.gross }
        for row in Set(credit.vatSummary.map { VATRow(code: $0.vatCode, rate: $0.rate) }).sorted() {
            mustFit("vat_summary[\(row.code)].vat") { $0.vat(of: row) }
        }
        return problems
    }
}

private struct VATRow: Hashable, Comparable {
    var code: SourceVATCode
    var rate: ExactDecimal

    static func < (left: VATRow, right: VATRow) -> Bool { (left.code, left.rate) < (right.code, right.rate) }
}

extension Document {
    fileprivate func vat(of row: VATRow) -> Money {
        vatSummary.filter { $0.vatCode == row.code && $0.rate == row.rate }.map(\.vat).total(currency)
    }
}
