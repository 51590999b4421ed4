/// Looks at a document as the source gave it and names everything that is wrong with it (reference `freshportal` §4.1, `dutch-finance`
/// §6 and the refusals of §15).
///
/// A pure function of the document and the day: it never repairs, never stops at the first problem and never fails, whatever the
/// document holds. What needs other knowledge (is the original booked, is the period open, is there an account) is asked elsewhere.
/// Cost grows with the number of lines; beyond ``DocumentLimits/linesMax`` lines the rest is counted but not looked at.
public struct DocumentValidator: Sendable {
    /// The VAT rates a document may carry.
    public let rates: VATRateTable
    /// How far printed amounts may lie from their formula.
    public let tolerances: ValidationTolerances
    /// The upper bounds of a document.
    public let limits: DocumentLimits
    /// Where the administration is established.
    public let ownCountry: CountryCode
    /// The source's VAT codes; nil when the list is not known, and codes are then left to mapping.
    public let knownVATCodes: Set<SourceVATCode>?

    /// A validator for one administration.
    public init(
        rates: VATRateTable = .standard, tolerances: ValidationTolerances = .standard, limits: DocumentLimits = .standard,
        ownCountry: CountryCode = .netherlands, knownVATCodes: Set<SourceVATCode>? = nil
    ) {
        self.rates = rates
        self.tolerances = tolerances
        self.limits = limits
        self.ownCountry = ownCountry
        self.knownVATCodes = knownVATCodes
    }

    /// All problems of a document, those of its head first, then by line, then of VAT and totals. Empty when nothing is wrong.
    ///
    /// - Parameter today: the day on the administration's calendar; only dates far ahead of it are remarked on.
    public func problems(of document: Document, today: CalendarDate) -> [Problem] {
        let head = headProblems(document) + textProblems(document) + dateProblems(document, today: today) + originalProblems(document)
        guard document.key.kind != .ledgerPosting else { return head + ledgerProblems(document) }
        let amounts = amountProblems(document)
        let body = lineProblems(document) + treatmentProblems(document) + vatCodeProblems(document) + vatRateProblems(document)
        // Amounts of mixed currencies or beyond the range cannot be added up; saying that they do not agree would be noise.
        return head + amounts + body + (amounts.isEmpty ? vatAmountProblems(document) + totalProblems(document) : [])
    }

    /// Looks at one line after another where it lies: a line holds a dozen texts, and a copy of it counts every one of them up and down.
    func eachLine(of document: Document, _ look: (DocumentLine) -> Void) {
        document.lines.withUnsafeBufferPointer { lines in
            for place in lines.indices.prefix(limits.linesMax) { look(lines[place]) }
        }
    }
}

extension Sequence where Element == Problem {
    /// True when one of the problems stops the document.
    public var containsError: Bool { contains { $0.severity == .error } }
}

extension DocumentLine {
    /// The line's own treatment, or the document's.
    func treatment(in document: Document) -> VATTreatment { vatTreatment ?? document.vatTreatment }
}
