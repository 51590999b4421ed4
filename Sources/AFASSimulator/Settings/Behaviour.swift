public import BridgeDomain

extension AFASSandbox {
    /// Switches for what the reference marks as observed or inferred (§16, §17). Defaults are the stricter choice, or what was seen most.
    public struct Behaviour: Sendable {
        /// How a connector outside the App Connector is refused: both are documented.
        public enum Unauthorised: Sendable { case functional, status401 }
        /// How a booked entry is reported; all three are published (reference §6.4).
        public enum EntryReply: Sendable { case wrapped, bare, openAPI }
        /// Within what an invoice number is unique (reference §17, item 7).
        public enum NumberScope: Sendable { case relation, administration }
        /// What `AccountNo` of a debtor's line in `Profit_Transactions` shows (reference §17, item 8).
        public enum AccountShown: Sendable { case relation, summaryAccount }
        /// What happens to text that is longer than its field.
        public enum TooLong: Sendable { case refused, cut }

        public var unauthorised = Unauthorised.functional
        public var entryReply = EntryReply.wrapped
        public var numberScope = NumberScope.relation
        public var accountShown = AccountShown.relation
        public var tooLong = TooLong.refused
        /// The language of texts when the caller asks for none (reference §1.3).
        public var language = Language.dutch
        /// Texts of the older layer, `(AntaObject) …` (reference §2.5).
        public var olderTexts = false
        /// A token that is sent without base64 is taken, as before Profit 7.
        public var takesRawTokens = false
        public var pathsAreCaseInsensitive = true
        /// Errors carry `X-PROFIT-ERROR` with their text in base64.
        public var errorHeader = false
        /// Errors are labelled `application/xml` although they are JSON (reference §1.4).
        public var errorsLabelledXML = true
        /// Fractions come without leading zero, `-.5`, as before Profit 7.
        public var bareFractions = false
        /// `skip=-1` or `take=-1` alone is refused; otherwise `skip=-1` alone gives everything.
        public var refusesOneSidedAll = true
        /// An unsorted read comes in another order at each call, so that pages lose and repeat rows.
        public var shufflesUnsorted = true
        /// `%` at the ends of filter values of operators 6 and 10 to 14 is passed over.
        public var stripsPercent = true
        /// An entry number on a new entry is refused.
        public var refusesEntryNumber = true
        /// Amounts below zero are refused in debit and credit fields.
        public var refusesNegativeAmounts = true
        /// In sales and purchase journals a VAT code with a percentage needs its VAT line, one for each account of the code, and a line on a
        /// VAT account needs a code.
        public var requiresVATLines = true
        /// By how many cents a VAT line may differ from the percentage; nil: not looked at.
        public var vatTolerance: Int64?
        /// A line's entry date must lie in the entry's period.
        public var entryDatesInPeriod = true
        /// A foreign amount must be the base amount times the rate, to the cent.
        public var checksRates = true
        /// A blocked relation is not booked on.
        public var refusesBlockedRelations = true
        /// Credit notes are negative in the list of open items.
        public var creditNotesNegative = true
        /// The environment also has connectors of the customer's own, which the standard ones lack (reference §12.2).
        public var hasOwnConnectors = true

        /// The stricter choice everywhere.
        public init() {}
    }
}
