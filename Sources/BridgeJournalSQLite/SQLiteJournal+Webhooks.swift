public import BridgeDomain
public import BridgeJournal

// MARK: - Webhooks, and who is locked out

extension SQLiteJournal {
    public func failures(_ ids: [String]) async throws(JournalError) -> [String: FailureRecord] {
        try await read { reader throws(JournalError) in try reader.failures(ids) }
    }

    public func webhooks() async throws(JournalError) -> [WebhookRecord] {
        try await read { reader throws(JournalError) in try reader.webhooks() }
    }

    public func webhook(_ id: String) async throws(JournalError) -> WebhookRecord? {
        try await read { reader throws(JournalError) in try reader.webhook(id) }
    }

    public func deliveriesDue(_ webhook: String, now: Timestamp, limit: Int) async throws(JournalError) -> [DeliveryRecord] {
        try await read { reader throws(JournalError) in
            try reader.deliveriesDue(webhook, now: now, limit: limit.within(1...JournalLimits.listMax))
        }
    }

    public func deliveries(
        _ webhook: String, states: Set<DeliveryRecord.State>, before sequence: Int64?, limit: Int
    ) async throws(JournalError) -> [DeliveryRecord] {
        try await read { reader throws(JournalError) in
            try reader.deliveries(webhook, states: states, before: sequence, limit: limit.within(1...JournalLimits.listMax))
        }
    }

    public func delivery(_ webhook: String, sequence: Int64) async throws(JournalError) -> DeliveryRecord? {
        try await read { reader throws(JournalError) in try reader.delivery(webhook, sequence: sequence) }
    }

    public func deliveryTotals(_ webhook: String) async throws(JournalError) -> DeliveryTotals {
        try await read { reader throws(JournalError) in try reader.deliveryTotals(webhook) }
    }

    public func historyEnd() async throws(JournalError) -> Int64 {
        try await read { reader throws(JournalError) in try reader.historyEnd() }
    }
}
