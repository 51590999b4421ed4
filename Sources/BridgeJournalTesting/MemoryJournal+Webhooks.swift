public import BridgeDomain
public import BridgeJournal

/// A message's place: webhook and record of history.
struct DeliveryKey: Hashable, Sendable {
    var webhook: String
    var sequence: Int64
}

// MARK: - Webhooks, and who is locked out

extension MemoryJournal {
    public func failures(_ ids: [String]) async throws(JournalError) -> [String: FailureRecord] {
        try read { tables in
            Dictionary(ids.compactMap { id in tables.failures[id].map { (id, $0) } }, uniquingKeysWith: { first, _ in first })
        }
    }

    public func webhooks() async throws(JournalError) -> [WebhookRecord] {
        try read { Array($0.webhooks.values.sorted { $0.id < $1.id }.prefix(JournalLimits.webhooksMax)) }
    }

    public func webhook(_ id: String) async throws(JournalError) -> WebhookRecord? { try read { $0.webhooks[id] } }

    public func deliveriesDue(_ webhook: String, now: Timestamp, limit: Int) async throws(JournalError) -> [DeliveryRecord] {
        try read { $0.deliveriesDue(webhook, now: now, limit: limit.within(1...JournalLimits.listMax)) }
    }

    public func deliveries(
        _ webhook: String, states: Set<DeliveryRecord.State>, before sequence: Int64?, limit: Int
    ) async throws(JournalError) -> [DeliveryRecord] {
        try read { tables in
            let found = tables.deliveries.values.filter {
                $0.webhook == webhook && (states.isEmpty || states.contains($0.state)) && $0.sequence < sequence ?? .max
            }
            return Array(found.sorted { $0.sequence > $1.sequence }.prefix(limit.within(1...JournalLimits.listMax)))
        }
    }

    public func delivery(_ webhook: String, sequence: Int64) async throws(JournalError) -> DeliveryRecord? {
        try read { $0.deliveries[DeliveryKey(webhook: webhook, sequence: sequence)] }
    }

    public func deliveryTotals(_ webhook: String) async throws(JournalError) -> DeliveryTotals {
        try read { tables in
            let all = tables.deliveries.values.filter { $0.webhook == webhook }
            return DeliveryTotals(waiting: all.count { $0.state == .waiting }, aside: all.count { $0.state == .aside })
        }
    }

    public func historyEnd() async throws(JournalError) -> Int64 { try read { $0.history.last?.sequence ?? 0 } }
}

extension MemoryTables {
    mutating func put(_ record: FailureRecord) throws(JournalError) {
        guard (failures[record.id]?.revision ?? 0) == record.revision - 1 else {
            throw .changedMeanwhile("failures of \(record.id)", revision: record.revision)
        }
        set(\.failures, record.id, record)
    }

    mutating func forgetFailures(lastBy moment: Timestamp, limit: Int) {
        let old = failures.values.filter { $0.lastAt <= moment }.sorted { ($0.lastAt, $0.id) < ($1.lastAt, $1.id) }
        for record in old.prefix(max(0, limit)) { set(\.failures, record.id, nil) }
    }

    mutating func put(_ record: WebhookRecord) throws(JournalError) {
        let stored = webhooks[record.id]
        guard (stored?.revision ?? 0) == record.revision - 1 else {
            throw .changedMeanwhile("webhook \(record.id)", revision: record.revision)
        }
        var kept = record
        if let stored { kept.standing = stored.standing }
        set(\.webhooks, record.id, kept)
    }

    mutating func moveWebhook(_ id: String, _ standing: WebhookRecord.Standing) {
        guard var record = webhooks[id] else { return }
        record.standing = standing
        set(\.webhooks, id, record)
    }

    mutating func put(_ record: DeliveryRecord) throws(JournalError) {
        let key = DeliveryKey(webhook: record.webhook, sequence: record.sequence)
        guard (deliveries[key]?.revision ?? 0) == record.revision - 1 else {
            throw .changedMeanwhile("message \(record.sequence) of webhook \(record.webhook)", revision: record.revision)
        }
        set(\.deliveries, key, record)
    }

    mutating func forgetDeliveries(_ webhook: String, by moment: Timestamp, limit: Int) {
        let done = deliveries.values.filter { $0.webhook == webhook && $0.state == .delivered && $0.at <= moment }
        for record in done.sorted(by: { ($0.at, $0.sequence) < ($1.at, $1.sequence) }).prefix(max(0, limit)) {
            set(\.deliveries, DeliveryKey(webhook: webhook, sequence: record.sequence), nil)
        }
    }

    func deliveriesDue(_ webhook: String, now: Timestamp, limit: Int) -> [DeliveryRecord] {
        let waiting = deliveries.values.filter { $0.webhook == webhook && $0.state == .waiting }
        let firsts = Dictionary(waiting.map { ($0.line, $0.sequence) }, uniquingKeysWith: min)
        let due = waiting.filter { $0.dueAt <= now && firsts[$0.line] == $0.sequence }
        return Array(due.sorted { ($0.dueAt, $0.sequence) < ($1.dueAt, $1.sequence) }.prefix(limit))
    }
}
