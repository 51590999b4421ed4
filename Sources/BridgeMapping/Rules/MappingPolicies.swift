public import BridgeDomain

/// How a returnable deposit stands to VAT (reference `dutch-finance` §2).
public enum PackagingPolicy: String, RuleOutput, CaseIterable {
    /// Outside the taxable amount.
    case outside = "OUTSIDE"
    /// At the rate of the goods it came with.
    case followMain = "FOLLOW_MAIN"
    /// At the general rate.
    case standard = "STANDARD"

    /// The word.
    public var summary: String { rawValue }

    /// What people call it.
    public var name: BilingualText {
        switch self {
        case .outside: BilingualText(nl: "buiten de grondslag", en: "outside the taxable amount")
        case .followMain: BilingualText(nl: "volgt de goederen", en: "follows the goods")
        case .standard: BilingualText(nl: "algemeen tarief", en: "general rate")
        }
    }
}

/// How many lines an entry has.
public enum DetailLevel: String, Hashable, Sendable, CaseIterable {
    /// One line per line of the document; an entry longer than the target takes is summed all the same.
    case perLine = "per_line"
    /// One line per account, VAT code, rate, cost centre and cost unit.
    case summed
}

/// What happens with an invoice that is negative on balance (refusal N12).
public enum NegativeInvoicePolicy: String, Hashable, Sendable, CaseIterable {
    /// A person decides.
    case park
    /// It is mapped by the rules for credit notes.
    case credit
}

/// Where the cents go that remain when lines are converted to the currency of the books.
public enum RemainderPlace: String, Hashable, Sendable, CaseIterable {
    case last
    case largest
}

/// How far an amount may be off, and where the difference is booked.
public struct Tolerance: Hashable, Sendable {
    /// The largest difference taken, in minor units of the document's currency; 0 takes none.
    public var minorUnitsMax: Int64
    /// Where a difference inside the tolerance goes.
    public var account: AccountCode?

    /// A tolerance.
    public init(minorUnitsMax: Int64, account: AccountCode?) {
        self.minorUnitsMax = minorUnitsMax
        self.account = account
    }

    /// No difference is taken.
    public static let none = Tolerance(minorUnitsMax: 0, account: nil)

    /// True for a difference the tolerance takes. Zero is no difference.
    public func takes(_ difference: Money) -> Bool { difference.minorUnits.magnitude <= UInt64(max(0, minorUnitsMax)) }
}

/// The three tolerances of reference `freshportal` §6.10.
public struct Tolerances: Hashable, Sendable {
    /// Between printed VAT and the formula. Inside it nothing is said; outside it the document is flagged, and the printed VAT is
    /// posted all the same. The account takes VAT of a few cents printed on a code that carries none.
    public var vat: Tolerance
    /// Between the lines and the printed total.
    public var rounding: Tolerance
    /// Between what was owed and what was paid.
    public var payment: Tolerance

    /// Tolerances; none by default.
    public init(vat: Tolerance = .none, rounding: Tolerance = .none, payment: Tolerance = .none) {
        self.vat = vat
        self.rounding = rounding
        self.payment = payment
    }
}
