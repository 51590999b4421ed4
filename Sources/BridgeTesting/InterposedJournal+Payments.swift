public import BridgeDomain
public import BridgeJournal

// Payments, straight through.
extension InterposedJournal {
    public func payments(_ ids: [PaymentID], bridge: BridgeID) async throws(JournalError) -> [PaymentID: PaymentRecord] {
        try await base.payments(ids, bridge: bridge)
    }

    public func payments(
        dated day: CalendarDate, bridge: BridgeID, after id: PaymentID?, limit: Int
    ) async throws(JournalError) -> [PaymentRecord] {
        try await base.payments(dated: day, bridge: bridge, after: id, limit: limit)
    }

    public func payments(of document: DocumentKey, bridge: BridgeID) async throws(JournalError) -> [PaymentRecord] {
        try await base.payments(of: document, bridge: bridge)
    }

    public func payments(
        _ standings: Set<PaymentRecord.Standing>, bridge: BridgeID, before sequence: Int64?, limit: Int
    ) async throws(JournalError) -> [PaymentRecord] {
        try await base.payments(standings, bridge: bridge, before: sequence, limit: limit)
    }

    public func notices(of payment: PaymentID, bridge: BridgeID) async throws(JournalError) -> [NoticeRecord] {
        try await base.notices(of: payment, bridge: bridge)
    }

    public func notices(
        _ state: NoticeRecord.State, bridge: BridgeID, after sequence: Int64, limit: Int
    ) async throws(JournalError) -> [NoticeRecord] {
        try await base.notices(state, bridge: bridge, after: sequence, limit: limit)
    }

    public func settledItems(_ keys: [DocumentKey], bridge: BridgeID) async throws(JournalError) -> [DocumentKey: SettledItemRecord] {
        try await base.settledItems(keys, bridge: bridge)
    }

    public func itemsToCheck(_ bridge: BridgeID, now: Timestamp, limit: Int) async throws(JournalError) -> [SettledItemRecord] {
        try await base.itemsToCheck(bridge, now: now, limit: limit)
    }

    public func itemsInTrouble(
        _ bridge: BridgeID, after document: DocumentKey?, limit: Int
    ) async throws(JournalError) -> [SettledItemRecord] {
        try await base.itemsInTrouble(bridge, after: document, limit: limit)
    }

    public func paymentTotals(_ bridge: BridgeID) async throws(JournalError) -> PaymentTotals {
        try await base.paymentTotals(bridge)
    }
}
