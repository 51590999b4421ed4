public import BridgeDomain
public import BridgeJournal

// MARK: - Payments

extension MemoryJournal {
    public func payments(_ ids: [PaymentID], bridge: BridgeID) async throws(JournalError) -> [PaymentID: PaymentRecord] {
        try read { tables in
            Dictionary(
                ids.compactMap { id in tables.payments[Scoped(bridge, id)].map { (id, $0) } }, uniquingKeysWith: { first, _ in first })
        }
    }

    public func payments(
        dated day: CalendarDate, bridge: BridgeID, after id: PaymentID?, limit: Int
    ) async throws(JournalError) -> [PaymentRecord] {
        try read { $0.payments(dated: day, bridge, after: id, limit: limit.within(1...JournalLimits.pageMax)) }
    }

    public func payments(of document: DocumentKey, bridge: BridgeID) async throws(JournalError) -> [PaymentRecord] {
        try read { $0.payments(of: document, bridge) }
    }

    public func payments(
        _ standings: Set<PaymentRecord.Standing>, bridge: BridgeID, before sequence: Int64?, limit: Int
    ) async throws(JournalError) -> [PaymentRecord] {
        try read { $0.payments(standings, bridge, before: sequence, limit: limit.within(1...JournalLimits.listMax)) }
    }

    public func notices(of payment: PaymentID, bridge: BridgeID) async throws(JournalError) -> [NoticeRecord] {
        try read { $0.notices(of: payment, bridge) }
    }

    public func notices(
        _ state: NoticeRecord.State, bridge: BridgeID, after sequence: Int64, limit: Int
    ) async throws(JournalError) -> [NoticeRecord] {
        try read { $0.notices(state, bridge, after: sequence, limit: limit.within(1...JournalLimits.pageMax)) }
    }

    public func settledItems(_ keys: [DocumentKey], bridge: BridgeID) async throws(JournalError) -> [DocumentKey: SettledItemRecord] {
        try read { tables in
            Dictionary(
                keys.compactMap { key in tables.settledItems[Scoped(bridge, key)].map { (key, $0) } },
                uniquingKeysWith: { first, _ in first })
        }
    }

    public func itemsToCheck(_ bridge: BridgeID, now: Timestamp, limit: Int) async throws(JournalError) -> [SettledItemRecord] {
        try read { $0.itemsToCheck(bridge, now: now, limit: limit.within(1...JournalLimits.pageMax)) }
    }

    public func itemsInTrouble(
        _ bridge: BridgeID, after document: DocumentKey?, limit: Int
    ) async throws(JournalError) -> [SettledItemRecord] {
        try read { $0.itemsInTrouble(bridge, after: document, limit: limit.within(1...JournalLimits.listMax)) }
    }

    public func paymentTotals(_ bridge: BridgeID) async throws(JournalError) -> PaymentTotals {
        try read { $0.paymentTotals(bridge) }
    }
}
