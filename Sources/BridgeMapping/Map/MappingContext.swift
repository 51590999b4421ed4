public import BridgeDomain

/// How long the target's texts and entries may be.
public struct TextLimits: Hashable, Sendable {
    /// In characters, like the four below.
    public var description: Int
    public var lineDescription: Int
    public var reference: Int
    public var paymentReference: Int
    public var partyNumber: Int
    /// Lines one entry may have.
    public var entryLines: Int

    /// Limits.
    public init(
        description: Int, lineDescription: Int? = nil, reference: Int, paymentReference: Int, partyNumber: Int = 18, entryLines: Int
    ) {
        self.description = description
        self.lineDescription = lineDescription ?? description
        self.reference = reference
        self.paymentReference = paymentReference
        self.partyNumber = partyNumber
        self.entryLines = entryLines
    }
}

/// What mapping knows beside document, party and rules. With the same context it gives the same entry, for ever.
public struct MappingContext: Hashable, Sendable {
    /// Which version of the mapping this is, as the journal counts them.
    public var mappingVersion: Int
    /// The currency the target's books are kept in.
    public var bookCurrency: Currency
    /// Our own country: ISO 3166 alpha-2.
    public var ownCountry: CountryCode
    public var limits: TextLimits
    /// The day of supply of a credit note's original, where it is known: a credit follows the rate of its original
    /// (reference `dutch-finance` §5). nil judges by the credit note's own day of supply.
    public var originalSupplyDate: CalendarDate?

    /// A context.
    public init(
        mappingVersion: Int, bookCurrency: Currency, ownCountry: CountryCode, limits: TextLimits, originalSupplyDate: CalendarDate? = nil
    ) {
        self.mappingVersion = mappingVersion
        self.bookCurrency = bookCurrency
        self.ownCountry = ownCountry
        self.limits = limits
        self.originalSupplyDate = originalSupplyDate
    }
}
