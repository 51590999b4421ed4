import BridgeAccess
import BridgeActs
import BridgeDomain
import BridgeJSON
import BridgeJournal
import BridgeWebhooks

extension DeskCall {
    private static let onePath = "/webhooks/{id}"
    private static let example = ["id": exampleWebhook]
    /// Webhooks of the examples.
    static let exampleWebhook = "wh_0000000000aa"
    static let pausedWebhook = "wh_0000000000bb"

    static var webhooks: [DeskCall] {
        [
            .list(
                "webhooks", "/webhooks", .manageWebhooks, "Who is told what happens.", pages: ["/webhooks"],
                item: Telling<WebhookAnswer>.webhook, example: Example()
            ) { (asking: Asking, after: String?) in
                let all = try await asking.acts.webhookList().sorted { $0.webhook.id < $1.webhook.id }
                    .map { WebhookAnswer(webhook: $0.webhook, totals: $0.totals) }
                return Part(all.filter { $0.webhook.id > after ?? "" }, limit: asking.limit) { $0.webhook.id }
            },
            .act(
                "addWebhook", "/webhooks", .manageWebhooks, "Tell an address what happens from now on.", pages: ["/webhooks"],
                takes: .addWebhook,
                status: 201, tells: Telling<WebhookAnswer>.webhookSecret,
                example: Example(body: ["name": "Stock", "url": "https://stock.example.nl/hooks", "events": ["document.booked"]])
            ) { asking in
                let made = try await asking.acts.addWebhook(
                    name: asking.text("name"), url: asking.text("url"), events: asking.texts("events"),
                    bridges: asking.texts("bridges").map { BridgeID($0) }, by: asking.who)
                return try await secret(asking, made)
            },
            .read(
                "webhook", onePath, .manageWebhooks, "One webhook.", pages: [onePath], tells: Telling<WebhookAnswer>.webhook,
                example: Example(example)
            ) { asking in
                try await seen(asking)
            },
            .list(
                "webhookMessages", onePath + "/messages", .manageWebhooks, "What a webhook was told, the newest first.", pages: [onePath],
                query: [.word("state", ["waiting", "delivered", "aside"], "Only those in this state.")],
                item: Telling<DeliveryRecord>.messageRow, example: Example(example)
            ) { (asking: Asking, before: Int64?) in
                let states = asking.asked("state").flatMap { DeliveryRecord.State(word: $0) }
                let found = try await asking.acts.journal.deliveries(
                    try await webhook(asking).id, states: Set([states].compactMap(\.self)), before: before,
                    limit: asking.limit + 1)
                return Part(found, limit: asking.limit) { "\($0.sequence)" }
            },
            .read(
                "webhookMessage", onePath + "/messages/{sequence}", .manageWebhooks, "One message, with every attempt.",
                pages: [onePath + "/messages/{sequence}"], tells: Telling<DeliveryRecord>.message,
                example: Example(["id": exampleWebhook, "sequence": "101"])
            ) { asking in Seen(try await asking.acts.message(try await webhook(asking), asking.path("sequence"))) },
            verb(.test, "testWebhook", "Send a test message.") { acts, webhook, seal, who in
                try await acts.test(webhook, seal: seal, by: who)
            },
            verb(.pause, "pauseWebhook", "Tell it nothing until it is resumed.") { acts, webhook, seal, who in
                _ = try await acts.pause(webhook, seal: seal, by: who)
            },
            verb(.resume, "resumeWebhook", "Tell it again, from where it stopped.", example: pausedWebhook) { acts, webhook, seal, who in
                _ = try await acts.resume(webhook, seal: seal, by: who)
            },
            verb(.end, "endWebhook", "End it for good.", page: onePath + "/end") { acts, webhook, seal, who in
                _ = try await acts.end(webhook, seal: seal, by: who)
            },
            .act(
                "rotateWebhookSecret", onePath + "/rotate", .manageWebhooks, "Make another secret; the one before signs as well for a day.",
                pages: [onePath], of: "webhook", tells: Telling<WebhookAnswer>.webhookSecret, example: Example(example)
            ) { asking in
                try await secret(asking, try await asking.acts.rotate(try await webhook(asking), seal: asking.seal, by: asking.who))
            },
            .act(
                "replayWebhook", onePath + "/replay", .manageWebhooks, "Have one message, or what happened on some days, told again.",
                pages: [onePath], takes: .replayMessages, of: "webhook", tells: Telling<Replayed>.replayed,
                example: Example(example, body: ["sequence": 101])
            ) { asking in
                let (acts, webhook) = (asking.acts, try await webhook(asking))
                if let sequence = asking.whole("sequence") {
                    try await acts.replay(webhook, sequence: sequence, seal: asking.seal, by: asking.who)
                    return Seen(Replayed(messages: 1))
                }
                let count = try await acts.replay(
                    webhook, from: asking.date("from"), to: asking.date("to"), onlyAside: asking.truth("only_aside") ?? false,
                    seal: asking.seal, by: asking.who)
                return Seen(Replayed(messages: count))
            },
        ]
    }

    private static func verb(
        _ verb: WebhookVerb, _ name: String, _ about: String, page: String = onePath, example: String = exampleWebhook,
        _ carryOut: @escaping @Sendable (Acts, WebhookRecord, _ seal: String, Who) async throws -> Void
    ) -> DeskCall {
        .act(
            name, "\(onePath)/\(verb.rawValue)", .manageWebhooks, about, pages: [page], of: "webhook",
            tells: Telling<WebhookAnswer>.webhook,
            example: Example(["id": example])
        ) { asking in
            try await carryOut(asking.acts, try await webhook(asking), asking.seal, asking.who)
            return try await seen(asking)
        }
    }

    private static func webhook(_ asking: Asking) async throws -> WebhookRecord { try await asking.acts.webhook(asking.path("id")) }

    private static func seen(_ asking: Asking) async throws -> Seen<WebhookAnswer> {
        let webhook = try await webhook(asking)
        return Seen(WebhookAnswer(webhook: webhook, totals: try await asking.acts.journal.deliveryTotals(webhook.id)), seal: webhook.seal)
    }

    private static func secret(_ asking: Asking, _ made: (webhook: WebhookRecord, secret: String)) async throws -> Seen<WebhookAnswer> {
        let kept = WebhookAnswer(webhook: made.webhook, totals: try await asking.acts.journal.deliveryTotals(made.webhook.id))
        var told = kept
        told.secret = made.secret
        return Seen(told, seal: made.webhook.seal, keptAs: kept)
    }
}
