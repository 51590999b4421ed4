/// The upper bounds a document must keep. What lies beyond them is a problem, never cut off silently.
public struct DocumentLimits: Hashable, Sendable, Codable {
    /// Lines of a document, at least one (reference `freshportal` §4.1).
    public var linesMax: Int
    /// Decimals of a quantity.
    public var quantityDecimalsMax: Int
    /// Decimals of a unit price.
    public var priceDecimalsMax: Int
    /// Characters of a number or code: document number, party code, account, product.
    public var codeLengthMax: Int
    /// Characters of a description or other free text.
    public var textLengthMax: Int
    /// References to other documents of one kind.
    public var referencesMax: Int
    /// The largest amount, in minor units of the document's currency. Sums over all lines then stay within 64 bits.
    public var amountMinorUnitsMax: Int64
    /// How many days after today an invoice may be dated without a warning.
    public var daysAheadMax: Int

    /// Limits of one's own.
    public init(
        linesMax: Int = 2000, quantityDecimalsMax: Int = 3, priceDecimalsMax: Int = 5, codeLengthMax: Int = 60, textLengthMax: Int = 2000,
        referencesMax: Int = 2000, amountMinorUnitsMax: Int64 = 1_000_000_000_000_000, daysAheadMax: Int = 31
    ) {
        self.linesMax = linesMax
        self.quantityDecimalsMax = quantityDecimalsMax
        self.priceDecimalsMax = priceDecimalsMax
        self.codeLengthMax = codeLengthMax
        self.textLengthMax = textLengthMax
        self.referencesMax = referencesMax
        self.amountMinorUnitsMax = amountMinorUnitsMax
        self.daysAheadMax = daysAheadMax
    }

    /// The limits of the source's contract.
    public static let standard = DocumentLimits()
}

/// How far printed amounts may lie from what a formula gives before someone is asked to look. All in minor units of the document's
/// currency; the printed amount is posted in any case (design rule 2).
public struct ValidationTolerances: Hashable, Sendable, Codable {
    /// Printed VAT against base × rate, per VAT code.
    public var vat: Int64
    /// A line's net against quantity × price − discount.
    public var lineNet: Int64
    /// How much less VAT than the formula a credit note may carry: the credits of one invoice never exceed its VAT, so that the last of
    /// several is capped at what is left (scenario S26d).
    public var creditCap: Int64

    /// Tolerances of one's own.
    public init(vat: Int64 = 2, lineNet: Int64 = 1, creditCap: Int64 = 5) {
        self.vat = vat
        self.lineNet = lineNet
        self.creditCap = creditCap
    }

    /// Two cents of VAT per code, one cent per line, five cents for a capped credit.
    public static let standard = ValidationTolerances()
}
