public import BridgeDomain

/// How payments come back. A bridge without it does not read them.
public struct PaymentPolicy: Hashable, Sendable {
    /// Seconds between two readings of the books; 60…86,400.
    public var readSeconds: Int64
    /// Seconds after which the books are asked again what is open of an item that is not settled.
    public var checkSeconds: Int64
    /// Payments changed since this day are read when reading begins; nil: since the day it begins.
    public var from: CalendarDate?
    /// Ledger accounts on which the part of a payment goes that is not money, and what that part then is.
    public var accounts: [AccountCode: SettlementKind]
    /// Ledger accounts of money that is under way from debtors' accounts: what is booked on them was collected.
    public var collected: Set<AccountCode>
    /// Ledger accounts for money of which nobody knows yet what it is for.
    public var suspense: Set<AccountCode>

    /// Hourly readings, no accounts of a special meaning.
    public init() {
        readSeconds = 3_600
        checkSeconds = 24 * 3_600
        accounts = [:]
        collected = []
        suspense = []
    }
}
