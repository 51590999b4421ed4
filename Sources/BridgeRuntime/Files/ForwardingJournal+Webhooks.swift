import BridgeDomain
import BridgeJournal

// Webhooks, and who is locked out.
extension ForwardingJournal {
    func failures(_ ids: [String]) async throws(JournalError) -> [String: FailureRecord] { try await base.failures(ids) }
    func webhooks() async throws(JournalError) -> [WebhookRecord] { try await base.webhooks() }
    func webhook(_ id: String) async throws(JournalError) -> WebhookRecord? { try await base.webhook(id) }
    func historyEnd() async throws(JournalError) -> Int64 { try await base.historyEnd() }

    func deliveriesDue(_ webhook: String, now: Timestamp, limit: Int) async throws(JournalError) -> [DeliveryRecord] {
        try await base.deliveriesDue(webhook, now: now, limit: limit)
    }

    func deliveries(
        _ webhook: String, states: Set<DeliveryRecord.State>, before sequence: Int64?, limit: Int
    ) async throws(JournalError) -> [DeliveryRecord] {
        try await base.deliveries(webhook, states: states, before: sequence, limit: limit)
    }

    func delivery(_ webhook: String, sequence: Int64) async throws(JournalError) -> DeliveryRecord? {
        try await base.delivery(webhook, sequence: sequence)
    }

    func deliveryTotals(_ webhook: String) async throws(JournalError) -> DeliveryTotals {
        try await base.deliveryTotals(webhook)
    }
}
