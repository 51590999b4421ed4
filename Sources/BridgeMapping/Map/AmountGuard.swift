import BridgeDomain

/// Keeps arithmetic away from documents it cannot be done on. Validation stops such documents with a fuller account; mapping must not fail on
/// them all the same, whoever asks.
enum AmountGuard {
    /// Why the amounts of a document cannot be added up; nil when they can.
    static func fault(in document: Document) -> Problem? {
        let limits = DocumentLimits.standard
        if document.lines.count > limits.linesMax || document.ledgerLines.count > limits.linesMax
            || document.vatSummary.count > limits.linesMax
        {
            let count = max(document.lines.count, document.ledgerLines.count, document.vatSummary.count)
            return Problem(.tooManyLines, at: Place("lines"), found: "\(count)", expected: "≤ \(limits.linesMax)")
        }
        let currency = document.currency
        let totals = document.totals
        for amount in [totals.net, totals.vat, totals.gross] {
            if let problem = check(amount, currency, limits, Place("totals")) { return problem }
        }
        let kept = document.lines
        let lines = kept.span
        for place in lines.indices {
            let (net, number) = (lines[place].net, lines[place].number)
            if let problem = check(net, currency, limits, Place(line: number, "net")) { return problem }
        }
        for row in document.vatSummary {
            for amount in [row.base, row.vat] {
                if let problem = check(amount, currency, limits, Place("vat_summary[\(row.vatCode)]")) { return problem }
            }
        }
        for line in document.ledgerLines {
            for amount in [line.debit, line.credit] {
                if let problem = check(amount, currency, limits, Place(line: line.number, "debit")) { return problem }
            }
        }
        return document.customsValue.flatMap { check($0, .eur, limits, Place("customs_value")) }
    }

    /// Why the amounts cannot be added up in the currency of the books: a tiny rate makes large amounts of small ones. nil when they can, and
    /// where nothing is converted. Asked after ``fault(in:)``.
    static func fault(in document: Document, convertedTo books: Currency) -> Problem? {
        guard document.currency != books, document.exchangeRate > .zero else { return nil }
        let amounts = [
            [document.totals.gross], document.lines.map(\.net), document.vatSummary.map(\.vat),
            document.ledgerLines.map { $0.debit - $0.credit },
        ]
        // Twice, for what rounding adds and for VAT that the buyer works out.
        let sum = amounts.joined().reduce(Int128(0)) { $0 + 2 * Int128($1.minorUnits.magnitude) }
        let fits = Int64(exactly: sum).flatMap {
            Money(minorUnits: $0, document.currency).converted(to: books, rate: document.exchangeRate)
        }
        return fits == nil ? Problem(.amountTooLarge, at: Place("exchange_rate"), found: "\(document.exchangeRate)") : nil
    }

    private static func check(
        _ amount: Money, _ currency: Currency, _ limits: DocumentLimits, _ place: @autoclosure () -> Place
    ) -> Problem? {
        if amount.currency != currency {
            return Problem(.currencyDiffers, at: place(), found: amount.currency.code, expected: currency.code)
        }
        guard amount.minorUnits.magnitude <= limits.amountMinorUnitsMax.magnitude else {
            return Problem(.amountTooLarge, at: place(), found: "\(amount)")
        }
        return nil
    }
}

extension MappingResult {
    /// A document that could not even be looked at.
    init(refusing document: Document, _ problem: Problem) {
        self.init(
            document: document.key, documentVersion: document.version, entry: nil, problems: [problem], rulesUsed: [], decisions: [],
            unmapped: [], totals: document.totals, mappedAsCredit: false)
    }
}
