public import BridgeDomain

/// What a payment leaves of what was owed.
public enum PaymentOutcome: Hashable, Sendable {
    /// Paid in full.
    case settled
    /// Paid but for a few cents inside the tolerance, which are written off. Positive: less came in than was owed (scenario M07).
    case writeOff(Money, to: AccountCode)
    /// So much stays open (scenario M02).
    case open(Money)
    /// So much more came in than was owed (scenario M03).
    case overpaid(Money)
}

extension Tolerance {
    /// What a payment on an open amount comes to. Both amounts are positive and in one currency.
    public func settle(open: Money, paid: Money) -> PaymentOutcome {
        let difference = open - paid
        if difference.isZero { return .settled }
        if let account, takes(difference) { return .writeOff(difference, to: account) }
        return difference.isNegative ? .overpaid(-difference) : .open(difference)
    }
}
