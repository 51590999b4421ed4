import BridgeAccess
import BridgeActs
import BridgeDomain
import BridgeHTML
import BridgeHTTP
import BridgeJournal
import BridgeReports
import BridgeWebhooks

/// One webhook: how it stands, what was told and with which answer, and what can be done.
struct WebhookPage: Sendable {
    /// Messages of a page.
    static let rows = 50

    let call: Call
    let webhook: WebhookRecord

    init(_ call: Call, _ webhook: WebhookRecord) {
        self.call = call
        self.webhook = webhook
    }

    private var zone: TimeZoneRule { PeoplePage.zone(call) }

    private func address(_ further: [String] = [], query: [(name: String, value: String?)] = []) -> Address {
        Address("/webhooks", [webhook.id] + further, query: query)
    }

    static func state(_ webhook: WebhookRecord, _ call: Call) -> HTML {
        let colour =
            switch webhook.state {
            case .active: webhook.standing.failingSince == nil ? "good" : "bad"
            case .paused: "wait"
            case .failing: "bad"
            case .ended: "other"
            }
        return el(.span, .class("state \(colour)")) { call.say(Say.webhookState(webhook.state)) }
    }

    /// Since when nothing arrives.
    static func failing(since: Timestamp, _ call: Call) -> HTML {
        pieces {
            call.say(Say.failingSince) + " "
            HTML.moment(since, call.formatting, in: PeoplePage.zone(call))
        }
    }

    func page(status: Int = 200, problem: String? = nil) async throws -> Page {
        let journal = call.console.journal
        let before = call.asked("before").flatMap { Int64($0) }
        let messages = try await journal.deliveries(
            webhook.id, states: call.asked("aside") == nil ? [] : [.aside], before: before, limit: Self.rows)
        let totals = try await journal.deliveryTotals(webhook.id)
        let history = try await journal.history(subject: "webhook/\(webhook.id)", bridge: nil, after: 0, limit: 200)
        return Page(status: status, title: webhook.name, part: .connections) {
            Form.alert(problem)
            Form.done(call.asked("done").flatMap { WebhookVerb(rawValue: $0) }.map { call.say(Say.webhookDone($0)) })
            el(.p, .class("lead any")) { webhook.shownURL }
            facts(totals)
            if webhook.state != .ended { actions }
            table(messages)
            if webhook.state != .ended, !messages.isEmpty { period }
            HistorySteps(call: call, zone: zone, records: history).html
            el(.p) { el(.a, .href(Address("/webhooks"))) { call.say(Say.backToWebhooks) } }
        }
    }

    private func facts(_ totals: DeliveryTotals) -> HTML {
        el(.dl, .class("facts")) {
            call.fact(Say.state) {
                Self.state(webhook, call)
                if !webhook.reason.isEmpty { " " + call.terms.story(webhook.reason) }
                if let since = webhook.standing.failingSince {
                    " "
                    Self.failing(since: since, call)
                }
            }
            call.fact(Say.webhookTold) {
                webhook.events.map { name in WebhookEvent(rawValue: name).map { call.say($0.text) } ?? name }.joined(separator: ", ")
            }
            call.fact(Say.webhookBridges) {
                webhook.bridges.isEmpty ? call.say(Say.allBridges) : webhook.bridges.map(\.text).joined(separator: ", ")
            }
            call.fact(Say.waitingMessages) { call.formatting.count(totals.waiting) }
            call.fact(Say.asideMessages) {
                if totals.aside == 0 {
                    call.formatting.count(0)
                } else {
                    el(.a, .href(address(query: [("aside", "1")]))) { call.formatting.count(totals.aside) }
                }
            }
            if let until = webhook.olderUntil, until > call.now {
                call.fact(Say.secretTitle) { call.say(Say.olderSigns(call.formatting.moment(until, in: zone))) }
            }
        }
    }

    private var actions: HTML {
        el(.ul, .class("actions"), .label(call.say(Say.whatCanBeDone))) {
            if webhook.state == .active {
                el(.li) { button(.test) }
                el(.li) { button(.pause) }
            } else {
                el(.li) { button(.resume) }
            }
            el(.li) { button(.rotate) }
            el(.li) { el(.a, .class("button other"), .opensDialog, .href(address(["end"]))) { call.say(Say.webhookVerb(.end)) } }
        }
    }

    private func button(_ verb: WebhookVerb) -> HTML {
        Form.post(address([verb.rawValue]), call, .class("inline")) {
            Form.hidden("revision", webhook.seal)
            el(.button, .type("submit"), .class("other")) { call.say(Say.webhookVerb(verb)) }
        }
    }

    // MARK: Messages

    @HTMLBuilder private func table(_ messages: [DeliveryRecord]) -> HTML {
        el(.h2) { call.say(Say.messages) }
        if messages.isEmpty {
            el(.p) { call.say(Say.noMessages) }
        } else {
            Form.table(
                call.say(Say.messages),
                pieces {
                    Form.heading(call.say(Say.happenedAt))
                    Form.heading(call.say(Say.event))
                    Form.heading(call.say(Say.about), isWide: true)
                    Form.heading(call.say(Say.state))
                    Form.heading(call.say(Say.attemptsMade), isNumber: true)
                    Form.heading(call.say(Say.lastAnswer), isWide: true)
                }, pieces { for message in messages { row(message) } }, isNamed: false)
            if messages.count == Self.rows, let last = messages.last {
                el(.p) {
                    el(.a, .href(address(query: [("before", "\(last.sequence)"), ("aside", call.asked("aside"))]))) {
                        call.say(Say.olderMessages)
                    }
                }
            }
        }
    }

    private func row(_ message: DeliveryRecord) -> HTML {
        el(.tr) {
            el(.th, .scope("row")) {
                el(.a, .href(address(["messages", "\(message.sequence)"]))) { HTML.moment(message.at, call.formatting, in: zone) }
            }
            Form.cell { WebhookEvent(rawValue: message.event).map { call.say($0.text) } ?? message.event }
            Form.cell(isWide: true, isAny: true) { MessagePage.subject(message, call) }
            Form.cell { MessagePage.state(message, call) }
            Form.cell(isNumber: true) { call.formatting.count(message.attemptsMade) }
            Form.cell(isWide: true) { message.attempts.last.map { MessagePage.answer($0, call) } }
        }
    }

    private var period: HTML {
        pieces {
            el(.h2) { call.say(Say.tellPeriodAgain) }
            Form.post(address([WebhookVerb.replay.rawValue]), call, .class("search")) {
                Form.hidden("revision", webhook.seal)
                Form.field("from", call.say(Say.dateFrom), type: "date", value: call.field("from") ?? "")
                Form.field("to", call.say(Say.dateTo), type: "date", value: call.field("to") ?? "")
                Form.tick("only-aside", call.say(Say.onlyAside), isOn: call.field("only-aside") != nil)
                Form.submit(call.say(Say.webhookVerb(.replay)))
            }
        }
    }

    // MARK: Doing

    /// Shows a secret the one time it is shown.
    func secretPage(_ secret: String) -> Page {
        Page(title: call.say(Say.secretTitle), part: .connections) {
            el(.p, .class("lead")) { call.say(Say.secretLead) }
            el(.p, .class("notice any")) { el(.code) { secret } }
            el(.p) { call.say(Say.secretOnce) }
            webhook.olderUntil.map { until in el(.p) { call.say(Say.secretOlder(call.formatting.moment(until, in: zone))) } }
            el(.p) { el(.a, .href(address())) { call.say(Say.backToWebhook) } }
        }
    }

    func confirmEnding() -> Page {
        Page(title: call.say(Say.webhookVerb(.end)), part: .connections) {
            el(.p, .class("lead")) { webhook.name }
            el(.p) { call.say(Say.endEffect) }
            if webhook.state == .ended {
                Form.alert(call.say(Say.refusal(.doesNotFit).text))
            } else {
                Form.post(address([WebhookVerb.end.rawValue]), call, .class("narrow")) {
                    Form.hidden("revision", webhook.seal)
                    Form.submit(call.say(Say.webhookVerb(.end)), isDanger: true)
                }
            }
            el(.p) { el(.a, .leadsBack, .href(address())) { call.say(Say.backToWebhook) } }
        }
    }

    func carryOut(_ verb: WebhookVerb) async throws -> HTTPResponse {
        guard let who = call.session?.who else { throw ConsoleRefusal.signInFirst }
        let (acts, seal) = (call.console.acts, call.field("revision") ?? "")
        do {
            switch verb {
            case .test: try await acts.test(webhook, seal: seal, by: who)
            case .pause: _ = try await acts.pause(webhook, seal: seal, by: who)
            case .resume: _ = try await acts.resume(webhook, seal: seal, by: who)
            case .rotate:
                let (changed, secret) = try await acts.rotate(webhook, seal: seal, by: who)
                return call.response(WebhookPage(call, changed).secretPage(secret))
            case .replay:
                if let sequence = call.field("sequence").flatMap({ Int64($0) }) {
                    try await acts.replay(webhook, sequence: sequence, seal: seal, by: who)
                } else {
                    _ = try await acts.replay(
                        webhook, from: day("from"), to: day("to"), onlyAside: call.field("only-aside") != nil, seal: seal, by: who)
                }
            case .end: _ = try await acts.end(webhook, seal: seal, by: who)
            }
        } catch let refusal as ActRefusal where refusal.saysMore {
            return call.response(try await page(status: 422, problem: call.say(refusal.text)))
        }
        return call.redirect(address(query: [("done", verb.rawValue)]))
    }

    private func day(_ name: String) -> CalendarDate? { call.field(name).flatMap { CalendarDate($0) } }
}

/// One message: what it said, and every attempt with its answer.
struct MessagePage: Sendable {
    let call: Call
    let webhook: WebhookRecord
    private let sequence: String

    init(_ call: Call, _ webhook: WebhookRecord, _ parameters: Router.Parameters) {
        self.call = call
        self.webhook = webhook
        sequence = parameters["sequence"]
    }

    static func subject(_ message: DeliveryRecord, _ call: Call) -> String {
        if message.event == WebhookEvent.test.rawValue { return "–" }
        return (message.bridge.map { "\($0): " } ?? "") + call.terms.subject(message.subject)
    }

    static func state(_ message: DeliveryRecord, _ call: Call) -> HTML {
        let colour = message.state == .delivered ? "good" : message.state == .aside ? "bad" : "wait"
        return el(.span, .class("state \(colour)")) { call.say(Say.deliveryState(message.state)) }
    }

    static func answer(_ attempt: DeliveryRecord.Attempt, _ call: Call) -> String {
        (attempt.status.map { "\($0)" } ?? call.say(Say.noAnswer)) + ", \(call.formatting.count(attempt.milliseconds)) ms"
    }

    func page() async throws -> Page {
        let message = try await call.console.acts.message(webhook, sequence)
        let zone = PeoplePage.zone(call)
        return Page(title: call.say(Say.message), part: .connections) {
            el(.p, .class("lead any")) {
                (WebhookEvent(rawValue: message.event).map { call.say($0.text) } ?? message.event) + ": " + Self.subject(message, call)
            }
            el(.dl, .class("facts")) {
                call.fact(Say.message) { el(.code) { Webhooks.messageID(message) } }
                call.fact(Say.state) { Self.state(message, call) }
                call.fact(Say.happenedAt) { HTML.moment(message.at, call.formatting, in: zone) }
                call.fact(Say.attemptsMade) { call.formatting.count(message.attemptsMade) }
                if message.state == .waiting {
                    call.fact(Say.nextAttempt) { HTML.moment(message.dueAt, call.formatting, in: zone) }
                }
            }
            if message.state != .waiting, webhook.state != .ended {
                Form.post(Address("/webhooks", [webhook.id, WebhookVerb.replay.rawValue]), call, .class("inline")) {
                    Form.hidden("revision", webhook.seal)
                    Form.hidden("sequence", "\(message.sequence)")
                    el(.button, .type("submit")) { call.say(Say.webhookVerb(.replay)) }
                }
            }
            el(.h2) { call.say(Say.attemptsMade) }
            attempts(message, zone)
            el(.h2) { call.say(Say.message) }
            el(.pre, .class("any")) { String(decoding: message.body, as: UTF8.self) }
            el(.p) { el(.a, .href(Address("/webhooks", [webhook.id]))) { call.say(Say.backToWebhook) } }
        }
    }

    @HTMLBuilder private func attempts(_ message: DeliveryRecord, _ zone: TimeZoneRule) -> HTML {
        if message.attempts.isEmpty {
            el(.p) { call.say(Say.noAnswer) }
        } else {
            Form.table(
                call.say(Say.attemptsMade),
                pieces {
                    Form.heading(call.say(Say.happenedAt))
                    Form.heading(call.say(Say.state), isNumber: true)
                    Form.heading(call.say(Say.duration), isNumber: true)
                    Form.heading(call.say(Say.answered))
                },
                pieces {
                    for attempt in message.attempts.reversed() {
                        el(.tr) {
                            el(.th, .scope("row")) { HTML.moment(attempt.at, call.formatting, in: zone) }
                            Form.cell(isNumber: true) { attempt.status.map { "\($0)" } }
                            Form.cell(isNumber: true) { call.formatting.count(attempt.milliseconds) + " ms" }
                            Form.cell(isAny: true) { if !attempt.answer.isEmpty { call.terms.story(attempt.answer) } }
                        }
                    }
                }, isNamed: false)
        }
    }
}
