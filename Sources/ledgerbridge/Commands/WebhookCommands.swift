import BridgeDomain
import BridgeJSON
import BridgeJournal
import BridgeReports
import BridgeRuntime
import BridgeWebhooks

/// Who is told what happens.
let webhookCommands: [Command] =
    [webhookAdd, webhookList, webhookShow] + ActOnWebhook.allCases.map(\.command) + [webhookRotate, webhookReplay]

private let idOperand = Operand("WEBHOOK", nl: "de code die webhook list noemt", en: "the identifier that webhook list names")

private let webhookAdd = Command(
    path: ["webhook", "add"], chapter: .connection,
    summary: BilingualText(
        nl: "een ander systeem laten vertellen wat er gebeurt", en: "have another system told what happens"),
    details: BilingualText(
        nl: """
            Het geheim waarmee berichten getekend zijn wordt één keer getoond. Geef --event en --bridge vaker voor meer; zonder --event alle \
            gebeurtenissen, zonder --bridge alle bruggen. 'serve' verstuurt; Documentation/integrators/webhooks.md zegt hoe een ontvanger nakijkt.
            """,
        en: """
            The secret messages are signed with is shown once. Give --event and --bridge several times for several; without --event all \
            events, without --bridge every bridge. 'serve' sends; Documentation/integrators/webhooks.md says how a receiver checks.
            """),
    example: "ledgerbridge webhook add stock https://stock.example.nl/hooks --event document.booked",
    options: [
        .choice("event", "EVENT", WebhookEvent.choices.map(\.rawValue), nl: "wat er verteld wordt", en: "what is told"),
        .value("bridge", "NAME", nl: "van welke brug", en: "of which bridge"),
    ],
    operands: [
        Operand("NAME", nl: "hoe de webhook heet", en: "what people call it"),
        Operand("ADDRESS", nl: "waarheen, met https://", en: "where to, with https://"),
    ]
) { invocation in
    let context = try Context(invocation)
    let events = invocation.options["event"] ?? WebhookEvent.choices.map(\.rawValue)
    let bridges = (invocation.options["bridge"] ?? []).map { BridgeID($0) }
    let made = try await webhooks(context) { webhooks in
        try await webhooks.add(
            name: invocation.operands[0], url: invocation.operands[1], events: events, bridges: bridges, by: context.person)
    }
    show(made.webhook, secret: made.secret, context)
    return .success
}

private let webhookList = Command(
    path: ["webhook", "list"], chapter: .connection,
    summary: BilingualText(nl: "de webhooks, en of ze aankomen", en: "the webhooks, and whether they arrive"),
    example: "ledgerbridge webhook list"
) { invocation in
    let context = try Context(invocation)
    let words = context.words
    let all = try await context.withJournal { journal in
        var all: [(WebhookRecord, DeliveryTotals)] = []
        for webhook in try await context.installation(journal).webhooks.list() {
            all.append((webhook, try await journal.deliveryTotals(webhook.id)))
        }
        return all
    }
    var table = TextTable([
        .init(title: "Webhook"), .init(title: words.pick("Naam", "Name"), shrinks: true),
        .init(title: words.pick("Adres", "Address"), shrinks: true),
        .init(title: words.pick("Stand", "State")), .init(title: words.pick("Wacht", "Waiting"), isNumber: true),
        .init(title: words.pick("Opzij", "Aside"), isNumber: true),
    ])
    table.rows = all.map { webhook, totals in
        [webhook.id, webhook.name, webhook.url, state(webhook, context), "\(totals.waiting)", "\(totals.aside)"]
    }
    context.print(
        .array(all.map { json($0.0, $0.1) }),
        all.isEmpty
            ? words.pick("Geen webhooks. 'ledgerbridge webhook add' maakt er een.", "No webhooks. 'ledgerbridge webhook add' makes one.")
            : context.text(table))
    return .success
}

private let webhookShow = Command(
    path: ["webhook", "show"], chapter: .connection,
    summary: BilingualText(
        nl: "de nieuwste berichten van een webhook, met elke poging", en: "the newest messages of a webhook, with every attempt"),
    example: "ledgerbridge webhook show wh_1f2e3d4c5b6a --aside",
    options: [
        .flag("aside", nl: "alleen wat is opzijgezet", en: "only what was put aside"),
        .value("limit", "N", nl: "hoeveel berichten, 1 tot 1000; 20", en: "how many messages, 1 to 1000; 20 unless given"),
    ], operands: [idOperand]
) { invocation in
    let context = try Context(invocation)
    let words = context.words
    let limit = try invocation.integer("limit", in: 1...1_000, default: 20)
    let id = invocation.operands[0]
    let (webhook, messages) = try await context.withJournal { journal in
        guard let webhook = try await journal.webhook(id) else { throw WebhookProblem.notThere }
        let states: Set<DeliveryRecord.State> = invocation.flag("aside") ? [.aside] : []
        return (webhook, try await journal.deliveries(id, states: states, before: nil, limit: limit))
    }
    var table = TextTable([
        .init(title: words.pick("Nummer", "Number")), .init(title: words.pick("Gebeurd", "Happened")),
        .init(title: words.pick("Gebeurtenis", "Event")), .init(title: words.pick("Over", "About"), shrinks: true),
        .init(title: words.pick("Stand", "State")), .init(title: words.pick("Antwoord", "Answer"), shrinks: true),
    ])
    table.rows = messages.map { message in
        let last = message.attempts.last
        return [
            "\(message.sequence)", context.moment(message.at), message.event, message.subject, state(message, context),
            last.map { "\($0.status.map { "\($0) " } ?? "")\($0.answer) (\(message.attemptsMade)x, \($0.milliseconds) ms)" } ?? "–",
        ]
    }
    context.print(
        .object([.init("webhook", json(webhook, nil)), .init("messages", .array(messages.map(json)))]),
        "\(webhook.name): \(state(webhook, context)) \(Terms(context.language).story(webhook.reason))\n" + context.text(table))
    return .success
}

/// What is done with one webhook and has nothing more to say.
private enum ActOnWebhook: String, CaseIterable {
    case test, pause, resume, end

    var command: Command {
        Command(
            path: ["webhook", rawValue], chapter: .connection, summary: summary,
            example: "ledgerbridge webhook \(rawValue) wh_1f2e3d4c5b6a",
            operands: [idOperand]
        ) { invocation in
            let context = try Context(invocation)
            let id = invocation.operands[0]
            try await webhooks(context) { webhooks in
                switch self {
                case .test: try await webhooks.test(id, by: context.person)
                case .pause: _ = try await webhooks.pause(id, by: context.person)
                case .resume: _ = try await webhooks.resume(id, by: context.person)
                case .end: _ = try await webhooks.end(id, by: context.person)
                }
            }
            context.print(
                .object([.init("webhook", .string(id)), .init("done", .string(rawValue))]),
                self == .test
                    ? context.words.pick("De service stuurt het proefbericht meteen.", "The service sends the test message at once.")
                    : context.words.pick("Gedaan.", "Done."))
            return .success
        }
    }

    private var summary: BilingualText {
        switch self {
        case .test: BilingualText(nl: "een proefbericht laten sturen", en: "have a test message sent")
        case .pause: BilingualText(nl: "een webhook pauzeren; later wordt alles alsnog verteld", en: "pause a webhook; all is told later")
        case .resume: BilingualText(nl: "een webhook laten hervatten waar hij bleef", en: "let a webhook go on where it stopped")
        case .end: BilingualText(nl: "een webhook voorgoed beëindigen", en: "end a webhook for good")
        }
    }
}

private let webhookRotate = Command(
    path: ["webhook", "rotate"], chapter: .connection,
    summary: BilingualText(nl: "een webhook een nieuw geheim geven", en: "give a webhook another secret"),
    details: BilingualText(
        nl: "Het wordt één keer getoond. Het vorige tekent nog een dag mee.",
        en: "It is shown once. The one before signs as well for a day."),
    example: "ledgerbridge webhook rotate wh_1f2e3d4c5b6a", operands: [idOperand]
) { invocation in
    let context = try Context(invocation)
    let made = try await webhooks(context) { try await $0.rotate(invocation.operands[0], by: context.person) }
    show(made.webhook, secret: made.secret, context)
    return .success
}

private let webhookReplay = Command(
    path: ["webhook", "replay"], chapter: .connection,
    summary: BilingualText(
        nl: "één bericht of een periode opnieuw vertellen", en: "tell one message or a period again"),
    example: "ledgerbridge webhook replay wh_1f2e3d4c5b6a --from 2026-11-20 --to 2026-11-21 --aside",
    options: [
        .value("message", "NUMBER", nl: "het nummer dat webhook show noemt", en: "the number that webhook show names"),
        .value("from", "DATE", nl: "de eerste dag", en: "the first day"),
        .value("to", "DATE", nl: "de laatste dag; de eerste", en: "the last day; the first unless given"),
        .flag("aside", nl: "alleen wat is opzijgezet", en: "only what was put aside"),
    ], operands: [idOperand]
) { invocation in
    let context = try Context(invocation)
    let id = invocation.operands[0]
    let from = try day("from", invocation)
    let to = try day("to", invocation) ?? from
    let message = try invocation.value("message").map { text in
        guard let number = Int64(text) else { throw CommandFailure(.usage, nl: "--message is een nummer", en: "--message is a number") }
        return number
    }
    let count = try await webhooks(context) { webhooks in
        if let message {
            try await webhooks.replay(id, sequence: message, by: context.person)
            return 1
        }
        guard let from, let to, from <= to else {
            throw CommandFailure(.usage, nl: "geef --message, of --from en --to", en: "give --message, or --from and --to")
        }
        let zone = TimeZoneRule.amsterdam
        return try await webhooks.replay(
            id, from: zone.timestamp(of: from, hour: 0, minute: 0), until: zone.timestamp(of: to.adding(days: 1), hour: 0, minute: 0),
            onlyAside: invocation.flag("aside"), by: context.person)
    }
    context.print(
        .object([.init("webhook", .string(id)), .init("messages", .number(count))]),
        context.words.pick("\(count) opnieuw te vertellen.", "\(count) to be told again."))
    return .success
}

private func day(_ option: String, _ invocation: Invocation) throws -> CalendarDate? {
    guard let text = invocation.value(option) else { return nil }
    guard let date = CalendarDate(text) else {
        throw CommandFailure(.usage, nl: "--\(option) is een dag als 2026-11-20", en: "--\(option) is a day such as 2026-11-20")
    }
    return date
}

/// Works on the webhooks of the journal.
@discardableResult
private func webhooks<Answer: Sendable>(
    _ context: Context, _ work: @Sendable (Webhooks) async throws -> Answer
) async throws -> Answer {
    try await context.withJournal { try await work(try context.installation($0).webhooks) }
}

private func show(_ webhook: WebhookRecord, secret: String, _ context: Context) {
    let kept = context.words.pick("Bewaar het nu: het wordt niet nog eens getoond.", "Keep it now: it is not shown again.")
    context.print(
        .object((json(webhook, nil).members ?? []) + [.init("secret", .string(secret))]), "\(webhook.id)\n\(secret)\n\(kept)")
}

private func state(_ webhook: WebhookRecord, _ context: Context) -> String {
    switch webhook.state {
    case .active: context.words.pick("actief", "active")
    case .paused: context.words.pick("gepauzeerd", "paused")
    case .failing: context.words.pick("gestopt na fouten", "stopped after failures")
    case .ended: context.words.pick("beëindigd", "ended")
    }
}

private func state(_ message: DeliveryRecord, _ context: Context) -> String {
    switch message.state {
    case .waiting: context.words.pick("wacht tot", "waits until") + " \(context.moment(message.dueAt))"
    case .delivered: context.words.pick("aangekomen", "delivered")
    case .aside: context.words.pick("opzijgezet", "put aside")
    }
}

/// What is known of a webhook; never its secret.
private func json(_ webhook: WebhookRecord, _ totals: DeliveryTotals?) -> JSON {
    var members: [JSON.Member] = [
        .init("id", .string(webhook.id)), .init("name", .string(webhook.name)), .init("url", .string(webhook.url)),
        .init("events", .array(webhook.events.map { .string($0) })), .init("bridges", .array(webhook.bridges.map { .string($0.text) })),
        .init("state", .string(webhook.state.rawValue)), .init("reason", .string(webhook.reason)),
        .init("failing_since", .string(webhook.standing.failingSince?.description)),
        .init("created_at", .string(webhook.createdAt.description)), .init("created_by", .string(webhook.createdBy.description)),
    ]
    if let totals { members += [.init("waiting", .number(totals.waiting)), .init("aside", .number(totals.aside))] }
    return .object(members)
}

private func json(_ message: DeliveryRecord) -> JSON {
    let states: [DeliveryRecord.State: String] = [.waiting: "waiting", .delivered: "delivered", .aside: "aside"]
    return .object([
        .init("number", .number(message.sequence)), .init("id", .string(Webhooks.messageID(message))),
        .init("event", .string(message.event)), .init("subject", .string(message.subject)), .init("at", .string(message.at.description)),
        .init("state", .string(states[message.state])), .init("attempts_made", .number(message.attemptsMade)),
        .init(
            "attempts",
            .array(
                message.attempts.map { attempt in
                    .object([
                        .init("at", .string(attempt.at.description)), .init("status", attempt.status.map { .number($0) } ?? .null),
                        .init("milliseconds", .number(attempt.milliseconds)), .init("answer", .string(attempt.answer)),
                    ])
                })),
    ])
}
