import BridgeActs
import BridgeDomain
import BridgeJournal
import BridgeWebhooks

// How webhooks are told: who is told what happens, and whether it arrives. A secret is told the one time it is made.

/// A webhook with what waits for it.
struct WebhookAnswer: Sendable {
    var webhook: WebhookRecord
    var totals: DeliveryTotals
    /// Told once; nil in every other answer.
    var secret: String?
}

extension Telling where Value == WebhookAnswer {
    static var webhook: Telling {
        Telling(
            "Webhook", "An address that is told what happens.",
            [
                Told.text("id", "Names it.", .always) { $0.webhook.id },
                Told.text("name", "What people call it.", .always) { $0.webhook.name },
                Told.text("url", "Where messages are sent, without its query: receivers keep secrets in it.", .always) {
                    $0.webhook.shownURL
                },
                Told.texts("events", "What it is told.") { $0.webhook.events },
                Told.texts("bridges", "Of which bridges; empty for every bridge.") { $0.webhook.bridges.map(\.text) },
                Told.word("state", "Whether it is told anything.", .always) { $0.webhook.state },
                Told.text("reason", "Why it stands so; empty while active.", .always) { $0.webhook.reason },
                Told.moment("failing_since", "Since when every attempt failed.") { $0.webhook.standing.failingSince },
                Told.moment("older_secret_until", "Until when the secret before signs as well.") { $0.webhook.olderUntil },
                Told.count("waiting", "Messages that wait.") { $0.totals.waiting },
                Told.count("aside", "Messages put aside after the last attempt.") { $0.totals.aside },
                Told.moment("created_at", "When it was added.", .always) { $0.webhook.createdAt },
                Told.text("created_by", "Who added it.", .always) { $0.webhook.createdBy.description },
            ])
    }
    static var webhookSecret: Telling {
        Telling(
            "WebhookSecret", "A webhook with its secret. The secret is told this once: a repetition of the request has none.",
            [
                Told.object("webhook", .webhook, "Whose.", .always) { $0 },
                Told.text("secret", "What messages are signed with (Standard Webhooks).") { $0.secret },
            ])
    }
}

extension Telling where Value == DeliveryRecord {
    static var messageRow: Telling {
        Telling(
            "WebhookMessageRow", "A message in a list.",
            [
                Told.text("id", "The same in every repetition.", .always) { Webhooks.messageID($0) },
                Told.whole("sequence", "Names it in addresses.", .always) { $0.sequence },
                Told.text("event", "What it tells.", .always) { $0.event },
                Told.text("bridge", "Of which bridge.") { $0.bridge?.text },
                Told.text("subject", "About what.", .always) { $0.subject },
                Told.word("state", ["waiting", "delivered", "aside"], "Whether it arrived.", .always) { $0.state.word },
                Told.moment("happened_at", "When that happened.", .always) { $0.at },
                Told.moment("due_at", "When it is sent next, while it waits.") { $0.state == .waiting ? $0.dueAt : nil },
                Told.count("attempts_made", "How often it was sent.") { $0.attemptsMade },
            ])
    }
    static var message: Telling {
        Telling(
            "WebhookMessage", "A message: what it says, and every attempt with its answer.",
            [
                Told.object("message", .messageRow, "Which.", .always) { $0 },
                Told.text("body", "What is sent, as it is signed.", .always, max: 100_000) { String(decoding: $0.body, as: UTF8.self) },
                Told.list("attempts", .webhookAttempt, "The newest \(DeliveryRecord.attemptsMax), oldest first.") { $0.attempts },
            ])
    }
}

extension DeliveryRecord.State {
    fileprivate var word: String {
        switch self {
        case .waiting: "waiting"
        case .delivered: "delivered"
        case .aside: "aside"
        }
    }

    init?(word: String) {
        guard let found = Self.allCases.first(where: { $0.word == word }) else { return nil }
        self = found
    }
}

extension Telling where Value == DeliveryRecord.Attempt {
    static var webhookAttempt: Telling {
        Telling(
            "WebhookAttempt", "One time a message was sent.",
            [
                Told.moment("at", "When.", .always) { $0.at },
                Told.count("status", "The status of the answer; left out when none came.", .optional) { $0.status },
                Told.count("milliseconds", "How long it took.") { $0.milliseconds },
                Told.text("answer", "The first bytes of the answer, or why there was none.", .always) { $0.answer },
            ])
    }
}

/// How many messages are told again.
struct Replayed: Sendable { var messages: Int }

extension Telling where Value == Replayed {
    static var replayed: Telling {
        Telling("Replayed", "What is told again.", [Told.count("messages", "How many messages.") { $0.messages }])
    }
}

extension Shape {
    static let addWebhook = Shape(
        "AddWebhook", "An address to tell what happens.",
        [
            Field("name", .text(max: Webhooks.nameMax), .always, "What people call it."),
            Field("url", .text(max: WebhookAddress.bytesMax), .always, "Where messages are sent."),
            Field(
                "events", .codes(max: 20, lengthMax: 100), .always,
                "What it is told: \(WebhookEvent.choices.map(\.rawValue).joined(separator: ", "))."),
            Field("bridges", .codes(max: 200, lengthMax: 100), "Of which bridges; left out: of every bridge."),
        ])
    static let replayMessages = Shape(
        "ReplayMessages", "One message, or all of some days.",
        [
            Field("sequence", .whole(1...Int64.max), "One message."),
            Field("from", .date, "The first day, where it is not one message."),
            Field("to", .date, "The last day."),
            Field("only_aside", .truth, "True: only what was put aside."),
        ])
}
