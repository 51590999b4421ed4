public import BridgeDomain

/// What was paid on documents, as it goes back to the source (reference `freshportal` §4.4).
///
/// Amounts count from the party's side: what lowers an invoice is positive, what raises it (a reversal) negative; a credit note is below zero
/// to begin with, so what is used of it is negative too. ``amount`` is always the sum of the allocations and ``unallocated``.
public struct PaymentReport: Hashable, Sendable, Codable {
    /// What was paid on one document.
    public struct Allocation: Hashable, Sendable, Codable {
        public var document: DocumentKey
        public var amount: Money
        /// What then is open of it: below zero for a credit note that is not used up.
        public var openAfter: Money

        /// An allocation.
        public init(document: DocumentKey, amount: Money, openAfter: Money) {
            self.document = document
            self.amount = amount
            self.openAfter = openAfter
        }
    }

    public var target: String
    /// The payment in the books. What is told of it later (money allocated since, an entry deleted) carries the same, with only the
    /// difference to what was told before.
    public var payment: PaymentID
    public var kind: SettlementKind
    /// The bank's date.
    public var date: CalendarDate
    public var amount: Money
    public var allocations: [Allocation]
    /// What came with it and is for no document yet.
    public var unallocated: Money

    /// A report of one payment, or of a change of it.
    public init(
        target: String, payment: PaymentID, kind: SettlementKind, date: CalendarDate, amount: Money, allocations: [Allocation],
        unallocated: Money
    ) {
        self.target = target
        self.payment = payment
        self.kind = kind
        self.date = date
        self.amount = amount
        self.allocations = allocations
        self.unallocated = unallocated
    }
}

/// A source that wants to hear of payments. An ability of its own: a source without it sends documents all the same
/// (``DocumentSource/paymentReporting``).
public protocol PaymentReporting: Sendable {
    /// Tells the source what was paid. `key` makes repeats harmless: same key, same content, one effect.
    func report(_ payment: PaymentReport, key: String) async throws(SourceError)
}
