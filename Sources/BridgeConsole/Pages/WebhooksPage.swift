import BridgeAccess
import BridgeActs
import BridgeDomain
import BridgeHTML
import BridgeHTTP
import BridgeJournal
import BridgeWebhooks

extension Console {
    func addWebhooks(to router: inout Router) {
        guard webhooks != nil else { return }
        show(&router, "/webhooks", .manageWebhooks) { call, _ in try await WebhooksPage(call).page() }
        act(&router, "/webhooks", .manageWebhooks) { call, _ in try await WebhooksPage(call).add() }
        let one = "/webhooks/{id}"
        show(&router, one, .manageWebhooks) { call, parameters in
            try await WebhookPage(call, try await call.webhook(parameters)).page()
        }
        show(&router, "\(one)/end", .manageWebhooks) { call, parameters in
            WebhookPage(call, try await call.webhook(parameters)).confirmEnding()
        }
        show(&router, "\(one)/messages/{sequence}", .manageWebhooks) { call, parameters in
            try await MessagePage(call, try await call.webhook(parameters), parameters).page()
        }
        for verb in WebhookVerb.allCases {
            act(&router, "\(one)/\(verb.rawValue)", .manageWebhooks) { call, parameters in
                try await WebhookPage(call, try await call.webhook(parameters)).carryOut(verb)
            }
        }
    }
}

extension Call {
    /// The webhook of a path; refused as not found where there is none.
    func webhook(_ parameters: Router.Parameters) async throws -> WebhookRecord { try await console.acts.webhook(parameters["id"]) }
}

/// *Webhooks*: who is told what happens, whether it arrives, and what needs somebody.
struct WebhooksPage: Sendable {
    let call: Call

    init(_ call: Call) { self.call = call }

    /// What needs somebody, in a sentence; nil where nothing does.
    static func need(_ console: Console) async throws -> BilingualText? {
        guard let webhooks = console.webhooks else { return nil }
        let (aside, failing) = try await webhooks.needsPerson()
        return aside + failing == 0 ? nil : Say.webhooksNeed(aside: aside, failing: failing)
    }

    func page(status: Int = 200, problem: String? = nil) async throws -> Page {
        let all = try await call.console.acts.webhookList()
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
                        Form.cell(isWide: true, isAny: true) { webhook.shownURL }
                        Form.cell {
                            WebhookPage.state(webhook, call)
                            if let since = webhook.standing.failingSince {
                                el(.div, .class("hint")) { WebhookPage.failing(since: since, call) }
                            }
                        }
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
                    Form.tick("event-\(event.rawValue)", call.say(event.text), isOn: call.request.method == .get || isOn(event))
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

    func add() async throws -> HTTPResponse {
        guard let who = call.session?.who else { throw ConsoleRefusal.signInFirst }
        let bridge = call.field("bridge").flatMap { $0.isEmpty ? nil : BridgeID($0) }
        do {
            let made = try await call.console.acts.addWebhook(
                name: call.field("name") ?? "", url: call.field("url") ?? "",
                events: WebhookEvent.choices.filter(isOn).map(\.rawValue), bridges: bridge.map { [$0] } ?? [], by: who)
            return call.response(WebhookPage(call, made.webhook).secretPage(made.secret))
        } catch let refusal as ActRefusal where refusal.saysMore {
            return call.response(try await page(status: 422, problem: call.say(refusal.text)))
        }
    }
}
