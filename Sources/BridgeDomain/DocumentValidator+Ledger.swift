// Ledger-ready postings: the source chose the accounts, here only the form is judged (reference `freshportal` §4.3).
extension DocumentValidator {
    func ledgerProblems(_ document: Document) -> [Problem] {
        var problems: [Problem] = []
        let lines = document.ledgerLines
        if lines.isEmpty { problems.append(Problem(.noLines, at: Place("lines"))) }
        if lines.count > limits.linesMax {
            problems.append(Problem(.tooManyLines, at: Place("lines"), found: "\(lines.count)", expected: "≤ \(limits.linesMax)"))
        }
        if !document.lines.isEmpty { problems.append(Problem(.malformed, at: Place("lines"), found: "net")) }
        let amounts = lines.prefix(limits.linesMax).flatMap { amountProblems($0, document.currency) }
        problems += lines.prefix(limits.linesMax).flatMap(formProblems) + amounts
        guard amounts.isEmpty, lines.count <= limits.linesMax else { return problems }
        let (debit, credit) = (sum(lines.map(\.debit)), sum(lines.map(\.credit)))
        if debit != credit {
            let exponent = document.currency.exponent
            problems.append(
                Problem(
                    .notBalanced, at: Place("lines"), found: "debit \(decimalText(debit, decimals: exponent))",
                    expected: "credit \(decimalText(credit, decimals: exponent))"))
        }
        return problems
    }

    private func amountProblems(_ line: LedgerLine, _ currency: Currency) -> [Problem] {
        amountProblems(line.debit, in: currency, at: Place(line: line.number, "debit"))
            + amountProblems(line.credit, in: currency, at: Place(line: line.number, "credit"))
            + (line.vatBase.map { amountProblems($0, in: currency, at: Place(line: line.number, "vat_base")) } ?? [])
    }

    private func formProblems(_ line: LedgerLine) -> [Problem] {
        var problems: [Problem] = []
        if line.account.text.isEmpty { problems.append(Problem(.fieldMissing, at: Place(line: line.number, "account"))) }
        if line.debit.isZero == line.credit.isZero {
            problems.append(
                Problem(.ledgerLineSides, at: Place(line: line.number, "debit"), found: "\(line.debit), \(line.credit)"))
        }
        let (number, max) = (line.number, limits.codeLengthMax)
        checkLength(line.account.text, max, Place(line: number, "account"), &problems)
        checkLength(line.vatCode?.text, max, Place(line: number, "vat_code"), &problems)
        checkLength(line.costCentre?.text, max, Place(line: number, "cost_centre"), &problems)
        checkLength(line.party?.code.text, max, Place(line: number, "party_code"), &problems)
        checkLength(line.documentReference, max, Place(line: number, "document_ref"), &problems)
        checkLength(line.description, limits.textLengthMax, Place(line: number, "description"), &problems)
        return problems
    }
}
