public import BridgeDomain

/// What the books say one of their VAT codes does, as far as they tell: to be compared with the rules before anything is posted.
public struct VATInBooks: Hashable, Sendable {
    /// What a code can be used for.
    public enum Use: String, Hashable, Sendable, CaseIterable {
        /// VAT we owe on what we sell.
        case due
        /// VAT we claim on what we buy.
        case claimable
        /// VAT we owe and claim at once on what we buy.
        case selfAssessed = "self_assessed"
        /// Nothing arises.
        case none
    }

    /// A rate that takes the place of ``rate``.
    public struct Change: Hashable, Sendable {
        /// In percent.
        public var rate: ExactDecimal
        /// The first day.
        public var from: CalendarDate

        /// A rate from that day on.
        public init(_ rate: ExactDecimal, from: CalendarDate) {
            self.rate = rate
            self.from = from
        }
    }

    /// In percent; nil where the books do not say.
    public var rate: ExactDecimal?
    /// What the books hold ready after it.
    public var next: Change?
    /// nil where the books do not say.
    public var uses: Set<Use>?
    /// The one account on which the books put this code's VAT; nil where that is ours to say.
    public var account: AccountCode?

    /// What a code does.
    public init(rate: ExactDecimal? = nil, next: Change? = nil, uses: Set<Use>? = nil, account: AccountCode? = nil) {
        self.rate = rate
        self.next = next
        self.uses = uses
        self.account = account
    }

    /// That a code does something else than the rules mean: what of it, in words and numbers that need no translation.
    public struct Doubt: Hashable, Sendable {
        /// What the books do.
        public var found: String
        /// What the rules mean.
        public var expected: String

        /// A doubt.
        public init(found: String, expected: String) {
            self.found = found
            self.expected = expected
        }
    }

    /// The rate on a day, in percent.
    public func rate(on day: CalendarDate) -> ExactDecimal? { next.flatMap { $0.from <= day ? $0.rate : nil } ?? rate }
}
