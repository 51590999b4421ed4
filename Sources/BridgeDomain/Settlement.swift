/// An entry of the books by which items are settled (a line of a bank statement, a set-off), by the target's own identifier of it.
public struct PaymentID: TextIdentifier {
    public let text: String
    public init(_ text: String) { self.text = text }
}

/// In what way something was taken off an open item.
public enum SettlementKind: String, Hashable, Sendable, Codable, CaseIterable {
    /// Money came from the debtor, or went to the creditor.
    case payment
    /// Collected from the debtor's account; the bank may still take it back.
    case directDebit = "direct_debit"
    /// Money went back: what was credited or paid too much.
    case refund
    /// The bank took back what was collected or paid (storno): the item is open again.
    case reversal
    /// Two items of a party against each other, without money.
    case setOff = "set_off"
    /// Cents too little or too much, written off within a tolerance.
    case paymentDifference = "payment_difference"
    /// Given up as uncollectible.
    case writeOff = "write_off"
    /// Paid at another exchange rate than it was booked at.
    case exchangeDifference = "exchange_difference"
    /// What a bank on the way kept for itself.
    case bankCharge = "bank_charge"
}
