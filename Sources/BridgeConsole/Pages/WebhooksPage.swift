import BridgeAccess
import BridgeActs
import BridgeDomain
import BridgeHTML
import BridgeHTTP
import BridgeJournal
import BridgeWebhooks

extension Console {
    func addWebhooks(to router: inout Router) {
        guard let webhooks else { return }
        show(&router, "/webhooks", .manageWebhooks) { call, _ in try await WebhooksPage(call, webhooks).page() }
        act(&router, "/webhooks", .manageWebhooks) { call, _ in try await WebhooksPage(call, webhooks).add() }
        let one = "/webhooks/{id}"
        show(&router, one, .manageWebhooks) { call, parameters in
            try await WebhookPage(call, webhooks, try await call.webhook(parameters)).page()
        }
        show(&router, "\(one)/end", .manageWebhooks) { call, parameters in
            WebhookPage(call, webhooks, try await call.webhook(parameters)).confirmEnding()
        }
        show(&router, "\(one)/messages/{sequence}", .manageWebhooks) { call, parameters in
            try await MessagePage(call, try await call.webhook(parameters), parameters).page()
        }
        for verb in WebhookVerb.allCases {
            act(&router, "\(one)/\(verb.rawValue)", .manageWebhooks) { call, parameters in
                try await WebhookPage(call, webhooks, try await call.webhook(parameters)).carryOut(verb)
            }
        }
    }
}

/// What an administrator can do with a webhook. The raw value stands in addresses.
enum WebhookVerb: String, Hashable, Sendable, CaseIterable {
    case test, pause, resume, rotate, replay, end
}

extension Call {
    /// The webhook of a path; refused as not found where there is none.
    func webhook(_ parameters: Router.Parameters) async throws -> WebhookRecord {
        guard let webhook = try await console.journal.webhook(parameters["id"]) else { throw ConsoleRefusal.notFound }
        return webhook
    }
}

/// *Webhooks*: who is told what happens, whether it arrives, and what needs somebody.
struct WebhooksPage: Sendable {
    let call: Call
    let webhooks: Webhooks

    init(_ call: Call, _ webhooks: Webhooks) {
        self.call = call
        self.webhooks = webhooks
    }

    /// What needs somebody, in a sentence; nil where nothing does.
    static func need(_ console: Console) async throws -> BilingualText? {
        guard let webhooks = console.webhooks else { return nil }
        let (aside, failing) = try await webhooks.needsPerson()
        return aside + failing == 0 ? nil : Say.webhooksNeed(aside: aside, failing: failing)
    }

    func page(status: Int = 200, problem: String? = nil) async throws -> Page {
        var all: [(webhook: WebhookRecord, totals: DeliveryTotals)] = []
        for webhook in try await webhooks.list() { all.append((webhook, try await call.console.journal.deliveryTotals(webhook.id))) }
        let need = try await Self.need(call.console)
        return Page(status: status, title: call.say(Say.webhooks), part: .connections) {
            el(.p, .class("lead")) {
                call.say(Say.webhooksSummary(all.count { $0.webhook.state == .active }))
                if let need { el(.strong, .class("bad")) { " " + call.say(need) } }
            }
            el(.p, .class("quiet")) { call.say(Say.webhooksHint) }
            Form.alert(problem)
            if !all.isEmpty { table(all) }
            el(.h2) { call.say(Say.addWebhook) }
            form
            el(.p) { el(.a, .href(Address("/connections"))) { call.say(Say.backToConnections) } }
        }
    }

    private func table(_ all: [(webhook: WebhookRecord, totals: DeliveryTotals)]) -> HTML {
        Form.table(
            call.say(Say.webhooks),
            pieces {
                Form.heading(call.say(Say.personName))
                Form.heading(call.say(Say.webhookAddress), isWide: true)
                Form.heading(call.say(Say.state))
                Form.heading(call.say(Say.waitingMessages), isNumber: true)
                Form.heading(call.say(Say.asideMessages), isNumber: true)
            },
            pieces {
                for (webhook, totals) in all {
                    el(.tr) {
                        el(.th, .scope("row")) { el(.a, .href(Address("/webhooks", [webhook.id]))) { webhook.name } }
                        el(.td, .class("any wide")) { WebhookPage.shown(webhook.url) }
                        Form.cell { WebhookPage.state(webhook, call) }
                        Form.cell(isNumber: true) { call.formatting.count(totals.waiting) }
                        Form.cell(isNumber: true) { call.formatting.count(totals.aside) }
                    }
                }
            }, isNamed: false)
    }

    private var form: HTML {
        Form.post(Address("/webhooks"), call, .class("narrow")) {
            Form.field("name", call.say(Say.personName), value: call.field("name") ?? "", complete: "off", max: Webhooks.nameMax)
            Form.field(
                "url", call.say(Say.webhookAddress), value: call.field("url") ?? "", hint: call.say(Say.webhookAddressHint),
                complete: "off",
                max: WebhookAddress.bytesMax)
            el(.fieldset) {
                el(.legend) { call.say(Say.webhookTold) }
                for event in WebhookEvent.choices {
                    Self.choice("event-\(event.rawValue)", call.say(event.text), isOn: call.request.method == .get || isOn(event))
                }
            }
            if call.console.bridges.count > 1 {
                el(.div, .class("field")) {
                    el(.label, .for("bridge")) { call.say(Say.webhookBridges) }
                    el(.select, .id("bridge"), .name("bridge")) {
                        el(.option, .value("")) { call.say(Say.allBridges) }
                        for bridge in call.console.bridges {
                            el(.option, .value(bridge.id.text), .selected(call.field("bridge") == bridge.id.text)) { "\(bridge.id)" }
                        }
                    }
                }
            }
            Form.submit(call.say(Say.addWebhook))
        }
    }

    private func isOn(_ event: WebhookEvent) -> Bool { call.field("event-\(event.rawValue)") != nil }

    static func choice(_ name: String, _ label: String, isOn: Bool) -> HTML {
        el(.p) {
            el(.input, .type("checkbox"), .id(name), .name(name), .value("1"), .checked(isOn))
            " "
            el(.label, .for(name)) { label }
        }
    }

    func add() async throws -> HTTPResponse {
        guard let who = call.session?.who else { throw ConsoleRefusal.signInFirst }
        let bridge = call.field("bridge").flatMap { $0.isEmpty ? nil : BridgeID($0) }
        do {
            let made = try await webhooks.add(
                name: call.field("name") ?? "", url: (call.field("url") ?? "").filter { !$0.isWhitespace },
                events: WebhookEvent.choices.filter(isOn).map(\.rawValue), bridges: bridge.map { [$0] } ?? [], by: who)
            return call.response(WebhookPage(call, webhooks, made.webhook).secretPage(made.secret))
        } catch let problem as WebhookProblem {
            return call.response(try await page(status: 422, problem: call.say(problem.text)))
        }
    }
}
