public import BridgeDomain
public import BridgeJournal

// Webhooks, and who is locked out, straight through.
extension InterposedJournal {
    public func failures(_ ids: [String]) async throws(JournalError) -> [String: FailureRecord] { try await base.failures(ids) }
    public func webhooks() async throws(JournalError) -> [WebhookRecord] { try await base.webhooks() }
    public func webhook(_ id: String) async throws(JournalError) -> WebhookRecord? { try await base.webhook(id) }
    public func historyEnd() async throws(JournalError) -> Int64 { try await base.historyEnd() }

    public func deliveriesDue(_ webhook: String, now: Timestamp, limit: Int) async throws(JournalError) -> [DeliveryRecord] {
        try await base.deliveriesDue(webhook, now: now, limit: limit)
    }

    public func deliveries(
        _ webhook: String, states: Set<DeliveryRecord.State>, before sequence: Int64?, limit: Int
    ) async throws(JournalError) -> [DeliveryRecord] {
        try await base.deliveries(webhook, states: states, before: sequence, limit: limit)
    }

    public func delivery(_ webhook: String, sequence: Int64) async throws(JournalError) -> DeliveryRecord? {
        try await base.delivery(webhook, sequence: sequence)
    }

    public func deliveryTotals(_ webhook: String) async throws(JournalError) -> DeliveryTotals {
        try await base.deliveryTotals(webhook)
    }
}
