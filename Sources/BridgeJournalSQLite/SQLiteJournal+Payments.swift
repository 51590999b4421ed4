public import BridgeDomain
public import BridgeJournal

// MARK: - Payments

extension SQLiteJournal {
    public func payments(_ ids: [PaymentID], bridge: BridgeID) async throws(JournalError) -> [PaymentID: PaymentRecord] {
        try await read { reader throws(JournalError) in try reader.payments(ids, bridge) }
    }

    public func payments(
        dated day: CalendarDate, bridge: BridgeID, after id: PaymentID?, limit: Int
    ) async throws(JournalError) -> [PaymentRecord] {
        try await read { reader throws(JournalError) in
            try reader.payments(dated: day, bridge, after: id, limit: limit.within(1...JournalLimits.pageMax))
        }
    }

    public func payments(of document: DocumentKey, bridge: BridgeID) async throws(JournalError) -> [PaymentRecord] {
        try await read { reader throws(JournalError) in try reader.payments(of: document, bridge) }
    }

    public func payments(
        _ standings: Set<PaymentRecord.Standing>, bridge: BridgeID, before sequence: Int64?, limit: Int
    ) async throws(JournalError) -> [PaymentRecord] {
        try await read { reader throws(JournalError) in
            try reader.payments(standings, bridge, before: sequence, limit: limit.within(1...JournalLimits.listMax))
        }
    }

    public func notices(of payment: PaymentID, bridge: BridgeID) async throws(JournalError) -> [NoticeRecord] {
        try await read { reader throws(JournalError) in try reader.notices(of: payment, bridge) }
    }

    public func notices(
        _ state: NoticeRecord.State, bridge: BridgeID, after sequence: Int64, limit: Int
    ) async throws(JournalError) -> [NoticeRecord] {
        try await read { reader throws(JournalError) in
            try reader.notices(state, bridge, after: sequence, limit: limit.within(1...JournalLimits.pageMax))
        }
    }

    public func settledItems(_ keys: [DocumentKey], bridge: BridgeID) async throws(JournalError) -> [DocumentKey: SettledItemRecord] {
        try await read { reader throws(JournalError) in try reader.settledItems(keys, bridge) }
    }

    public func itemsToCheck(_ bridge: BridgeID, now: Timestamp, limit: Int) async throws(JournalError) -> [SettledItemRecord] {
        try await read { reader throws(JournalError) in
            try reader.itemsToCheck(bridge, now: now, limit: limit.within(1...JournalLimits.pageMax))
        }
    }

    public func itemsInTrouble(
        _ bridge: BridgeID, after document: DocumentKey?, limit: Int
    ) async throws(JournalError) -> [SettledItemRecord] {
        try await read { reader throws(JournalError) in
            try reader.itemsInTrouble(bridge, after: document, limit: limit.within(1...JournalLimits.listMax))
        }
    }

    public func paymentTotals(_ bridge: BridgeID) async throws(JournalError) -> PaymentTotals {
        try await read { reader throws(JournalError) in try reader.paymentTotals(bridge) }
    }
}
