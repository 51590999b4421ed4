public import BridgeDomain
public import BridgeJournal
import BridgeWebhooks

/// What an administrator can do with a webhook. The raw value stands in addresses.
public enum WebhookVerb: String, Hashable, Sendable, CaseIterable {
    case test, pause, resume, rotate, replay, end
}

extension WebhookRecord {
    /// Names it as it was looked at.
    public var seal: String { "\(revision)" }

    /// Its address without the query, in which receivers keep secrets.
    public var shownURL: String { url.contains("?") ? String(url.prefix { $0 != "?" }) + "?…" : url }
}

extension Acts {
    /// Every webhook with what waits, those that were ended last; nothing where none can be kept here.
    public func webhookList() async throws -> [(webhook: WebhookRecord, totals: DeliveryTotals)] {
        var all: [(webhook: WebhookRecord, totals: DeliveryTotals)] = []
        for webhook in try await keptWebhooks().list() { all.append((webhook, try await journal.deliveryTotals(webhook.id))) }
        return all
    }

    /// One webhook; refused as not found where there is none.
    public func webhook(_ id: String) async throws -> WebhookRecord {
        _ = try keptWebhooks()
        guard let webhook = try await journal.webhook(id) else { throw ActRefusal.notFound }
        return webhook
    }

    /// One message of a webhook; refused as not found where there is none.
    public func message(_ webhook: WebhookRecord, _ sequence: String) async throws -> DeliveryRecord {
        guard let number = Int64(sequence) else { throw ActRefusal.notFound }
        let message = try await journal.delivery(webhook.id, sequence: number)
        guard let message else { throw ActRefusal.notFound }
        return message
    }

    /// Adds a webhook; its secret is told this once.
    public func addWebhook(
        name: String, url: String, events: [String], bridges: [BridgeID], by who: Who
    ) async throws -> (webhook: WebhookRecord, secret: String) {
        try await asked {
            try await $0.add(name: name, url: Self.trimmed(url), events: events, bridges: bridges, by: who)
        }
    }

    // MARK: About one webhook

    /// Sends a test message, as soon as messages are sent.
    public func test(_ webhook: WebhookRecord, seal: String, by who: Who) async throws {
        try asSeen(webhook, seal)
        try await asked { try await $0.test(webhook.id, seen: webhook.revision, by: who) }
    }

    /// Tells it nothing until it is resumed.
    public func pause(_ webhook: WebhookRecord, seal: String, by who: Who) async throws -> WebhookRecord {
        try asSeen(webhook, seal)
        return try await asked { try await $0.pause(webhook.id, seen: webhook.revision, by: who) }
    }

    /// Tells it again, from where it stopped.
    public func resume(_ webhook: WebhookRecord, seal: String, by who: Who) async throws -> WebhookRecord {
        try asSeen(webhook, seal)
        return try await asked { try await $0.resume(webhook.id, seen: webhook.revision, by: who) }
    }

    /// Ends it for good.
    public func end(_ webhook: WebhookRecord, seal: String, by who: Who) async throws -> WebhookRecord {
        try asSeen(webhook, seal)
        return try await asked { try await $0.end(webhook.id, seen: webhook.revision, by: who) }
    }

    /// Makes another secret, which is told this once.
    public func rotate(_ webhook: WebhookRecord, seal: String, by who: Who) async throws -> (webhook: WebhookRecord, secret: String) {
        try asSeen(webhook, seal)
        return try await asked { try await $0.rotate(webhook.id, seen: webhook.revision, by: who) }
    }

    /// Has one message told again.
    public func replay(_ webhook: WebhookRecord, sequence: Int64, seal: String, by who: Who) async throws {
        try asSeen(webhook, seal)
        try await asked { try await $0.replay(webhook.id, sequence: sequence, seen: webhook.revision, by: who) }
    }

    /// Has what happened on some days told again, in the days of the first bridge's clock. Returns how many messages.
    public func replay(
        _ webhook: WebhookRecord, from: CalendarDate?, to: CalendarDate?, onlyAside: Bool, seal: String, by who: Who
    ) async throws -> Int {
        try asSeen(webhook, seal)
        guard let from, let to, from <= to else {
            throw ActRefusal.incomplete(
                "from", from == nil || to == nil ? .fieldMissing : .valueOutOfRange, nl: "Vul twee dagen in, de eerste niet na de laatste.",
                en: "Fill in two days, the first not after the last.")
        }
        return try await asked {
            try await $0.replay(
                webhook.id, from: zone.timestamp(of: from, hour: 0, minute: 0),
                until: zone.timestamp(of: to.adding(days: 1), hour: 0, minute: 0), onlyAside: onlyAside, seen: webhook.revision, by: who)
        }
    }

    /// Without the blanks around it that come along when it is pasted. Those within it are somebody's mistake, and refused.
    private static func trimmed(_ url: String) -> String {
        let words = url.split(whereSeparator: \.isWhitespace)
        return words.count == 1 ? String(words[0]) : url
    }

    private func keptWebhooks() throws(ActRefusal) -> Webhooks {
        guard let webhooks else { throw .notFound }
        return webhooks
    }

    private func asSeen(_ webhook: WebhookRecord, _ seal: String) throws(ActRefusal) {
        guard seal == webhook.seal else { throw .changed }
    }

    private func asked<Value>(_ work: (Webhooks) async throws -> Value) async throws -> Value {
        let webhooks = try keptWebhooks()
        do { return try await work(webhooks) } catch let problem as WebhookProblem { throw ActRefusal(problem) }
    }
}

extension ActRefusal {
    /// Why a webhook cannot be made or changed.
    init(_ problem: WebhookProblem) {
        switch problem {
        case .badName: self = .incomplete("name", .malformed, problem.text)
        case .badAddress: self = .incomplete("url", .malformed, problem.text)
        case .privateAddress: self = .incomplete("url", .valueOutOfRange, problem.text)
        case .noEvents: self = .incomplete("events", .fieldMissing, problem.text)
        case .badEvent: self = .incomplete("events", .valueUnknown, problem.text)
        case .badBridge: self = .incomplete("bridges", .valueUnknown, problem.text)
        case .nothingThere: self = .incomplete("from", .valueOutOfRange, problem.text)
        case .tooMany: self = ActRefusal(.tooMany, problem.text)
        case .notThere: self = ActRefusal(.notFound, problem.text)
        case .doesNotFit, .noSealing: self = ActRefusal(.doesNotFit, problem.text)
        case .changedMeanwhile: self = .changed
        }
    }
}
