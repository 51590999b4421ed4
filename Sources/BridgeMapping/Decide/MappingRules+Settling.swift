public import BridgeDomain

extension MappingRules {
    /// What the validator may let pass under this mapping's tolerances.
    public var validationTolerances: ValidationTolerances {
        var tolerances = ValidationTolerances.standard
        tolerances.vat = self.tolerances.vat.minorUnitsMax
        return tolerances
    }

    /// A document's problems after this mapping's policies have settled some of them.
    ///
    /// Nothing is hidden: an invoice that is negative on balance and is mapped as a credit note, and a difference of totals inside the
    /// rounding tolerance, become warnings. All others stay as they are.
    public func settling(_ problems: [Problem], of document: Document) -> [Problem] {
        guard AmountGuard.fault(in: document) == nil else { return problems }
        return problems.map { problem in
            settles(problem.code, document)
                ? Problem(problem.code, at: problem.place, found: problem.found, expected: problem.expected, severity: .warning) : problem
        }
    }

    private func settles(_ code: ProblemCode, _ document: Document) -> Bool {
        switch code {
        case .negativeInvoice: negativeInvoices == .credit
        case .netMismatch, .grossMismatch: tolerances.rounding.account != nil && isWithinRounding(document)
        default: false
        }
    }

    /// Both sums have to be within the tolerance, and so does what the entry has to take in the end.
    private func isWithinRounding(_ document: Document) -> Bool {
        let tolerance = tolerances.rounding
        let net = document.lines.map(\.net).total(document.currency)
        let totals = document.totals
        return tolerance.takes(totals.net - net) && tolerance.takes(totals.gross - totals.net - totals.vat)
            && tolerance.takes(totals.gross - net - totals.vat)
    }
}
