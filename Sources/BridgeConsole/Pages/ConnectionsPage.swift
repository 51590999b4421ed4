import BridgeAccess
import BridgeActs
import BridgeConnector
import BridgeDomain
import BridgeEngine
import BridgeHTML
import BridgeHTTP
import BridgeJournal
import BridgeReports

extension Console {
    func addConnections(to router: inout Router) {
        show(&router, "/connections", .look) { call, _ in try await ConnectionsPage(call).page() }
        let consent = "/connections/{bridge}/consent"
        show(&router, consent, .giveConsent) { call, parameters in
            try await ConsentPage(call, try call.namedBridge(parameters)).page()
        }
        act(&router, consent, .giveConsent) { call, parameters in
            try await ConsentPage(call, try call.namedBridge(parameters)).carryOut()
        }
    }
}

/// *Connections*: whether each bridge works, whose consent it lives on and until when, what is wrong with the set-up of its books, and what
/// is left of its calls.
struct ConnectionsPage: Sendable {
    let call: Call

    init(_ call: Call) { self.call = call }

    static func address(_ bridge: Console.Bridge, _ further: [String] = []) -> Address {
        Address("/connections", [bridge.id.text] + further)
    }

    func page() async throws -> Page {
        var all: [ConnectionStanding] = []
        for bridge in call.console.bridges { all.append(try await call.console.acts.connection(bridge)) }
        let need = try await WebhooksPage.need(call.console)
        return Page(title: call.say(Say.connections), part: .connections) {
            Form.done(notice)
            el(.p, .class("lead")) {
                let needy = all.count(where: \.needsPerson)
                el(.strong, .class(needy == 0 ? "good" : "bad")) {
                    call.say(Say.connectionsNeed(call.formatting.count(needy), needy, of: call.formatting.count(all.count)))
                }
            }
            for standing in all { section(standing) }
            if call.console.webhooks != nil, call.may(.manageWebhooks) || need != nil {
                el(.h2) { call.say(Say.webhooks) }
                need.map { text in el(.p) { el(.strong, .class("bad")) { call.say(text) } } }
                if call.may(.manageWebhooks) { el(.p) { el(.a, .href(Address("/webhooks"))) { call.say(Say.webhooksHint) } } }
            }
        }
    }

    /// What was done just now.
    private var notice: String? {
        guard let done = call.asked("done") else { return nil }
        return call.say(PauseAct(rawValue: done).map { Say.pause($0).done } ?? Say.consentKept)
    }

    private func section(_ standing: ConnectionStanding) -> HTML {
        let bridge = standing.bridge
        return el(.section, Attribute("aria-labelledby", "bridge-\(bridge.id)")) {
            el(.h2, .id("bridge-\(bridge.id)")) { "\(bridge.id)" }
            el(.p, .class("quiet")) { bridge.way }
            standing.pause.map { PausePage.line($0, call, bridge) }
            findings(standing)
            if let facts = standing.facts { details(facts, standing) }
            BudgetTable(call: call, zone: bridge.zone, windows: standing.budget).html
            if bridge.desk != nil {
                el(.p) { el(.a, .href(SetupPage.address(bridge))) { call.say(Say.setUpStepByStep) } }
            }
            if call.may(.pauseBridge) {
                let act = standing.pause == nil ? PauseAct.pause : .resume
                el(.p, .class("actions")) {
                    el(.a, .class("button other"), .opensDialog, .href(PausePage.address(bridge, act))) { call.say(Say.pause(act).name) }
                }
            }
        }
    }

    /// What is wrong, what lets nothing through first; each says what to do.
    @HTMLBuilder private func findings(_ standing: ConnectionStanding) -> HTML {
        let (facts, setup) = (standing.facts, standing.setup?.all ?? [])
        let trouble = facts.flatMap { $0.troubleIsLack ? nil : $0.trouble }
        let lacksRules = facts?.lacks.contains(.rules) ?? false
        if trouble != nil || asksForConsent(standing) || standing.warning != nil || lacksRules || !setup.isEmpty {
            el(.ul, .class("problems"), .label(call.say(Say.setupFindings))) {
                trouble.map { text in el(.li) { el(.p) { el(.strong) { call.say(text) } } } }
                if asksForConsent(standing) {
                    consentNeeded(standing)
                } else {
                    standing.warning.map { text in el(.li) { el(.p) { el(.strong) { call.say(text) } } } }
                }
                if lacksRules { rulesNeeded(standing.bridge) }
                for finding in setup {
                    el(.li, .class(finding.isBlocking ? nil : "mild")) {
                        if finding.isBlocking { el(.p) { el(.strong) { call.say(Say.nothingIsPosted) } } }
                        el(.p) { call.say(finding.text) }
                        standing.bridge.place(of: finding.part, call)
                    }
                }
            }
        }
    }

    /// True where somebody has to consent, now or soon.
    private func asksForConsent(_ standing: ConnectionStanding) -> Bool {
        guard let facts = standing.facts, facts.asksConsent else { return false }
        return facts.lacks.contains(.consent) || standing.warning != nil
    }

    private func consentNeeded(_ standing: ConnectionStanding) -> HTML {
        el(.li) {
            el(.p) { el(.strong) { call.say(standing.warning ?? Say.noConsent) } }
            if standing.facts?.lacks.contains(.consent) ?? false { el(.p) { call.say(Say.keptUntilConsent) } }
            // Where a consent is seen and mended in the books: there is none to see before the first.
            if standing.facts?.consent != nil { standing.bridge.place(of: .consent, call) }
            if let facts = standing.facts, call.may(.giveConsent) { el(.p, .class("do")) { consentLink(facts, standing.bridge) } }
        }
    }

    private func consentLink(_ facts: ConnectionFacts, _ bridge: Console.Bridge) -> HTML {
        el(.a, .class("button other"), .href(Self.address(bridge, ["consent"]))) {
            call.say(facts.consent == nil ? Say.giveConsent : Say.renewConsent)
        }
    }

    private func rulesNeeded(_ bridge: Console.Bridge) -> HTML {
        el(.li) {
            el(.p) { el(.strong) { call.say(Say.noRules) } }
            el(.p, .class("do")) {
                if call.may(.changeMapping) {
                    el(.a, .class("button other"), .href(MappingChangePage.address(bridge))) { call.say(Say.changeRules) }
                } else {
                    el(.a, .href(MappingPage.address(bridge))) { call.say(Say.toMapping) }
                }
            }
        }
    }

    private func details(_ facts: ConnectionFacts, _ standing: ConnectionStanding) -> HTML {
        let bridge = standing.bridge
        return pieces {
            el(.dl, .class("facts")) {
                call.fact(Say.theBooks) { facts.target }
                call.fact(Say.state) {
                    el(.span, .class("state \(facts.isReady ? facts.trouble == nil ? "good" : "wait" : "bad")")) { call.say(facts.state) }
                }
                if let checkedAt = standing.setup?.checkedAt {
                    call.fact(Say.setupChecked) { HTML.moment(checkedAt, call.formatting, in: bridge.zone) }
                }
                call.fact(Say.consent) { consent(facts, bridge) }
            }
            if facts.asksConsent, !asksForConsent(standing), call.may(.giveConsent) {
                el(.ul, .class("actions")) { el(.li) { consentLink(facts, bridge) } }
            }
        }
    }

    @HTMLBuilder private func consent(_ facts: ConnectionFacts, _ bridge: Console.Bridge) -> HTML {
        if !facts.asksConsent {
            call.say(Say.noConsentAsked)
        } else if let consent = facts.consent {
            if let user = consent.user { el(.div) { call.say(Say.consentOf(user)) } }
            if let order = consent.givenTo { el(.div) { call.say(Say.consentOrdered(call.terms.name(order))) } }
            if let at = consent.at {
                el(.div) {
                    call.say(Say.consentGiven) + " "
                    HTML.moment(at, call.formatting, in: bridge.zone)
                }
            }
            el(.div) {
                call.say(Say.consentUntil) + " "
                HTML.moment(consent.until, call.formatting, in: bridge.zone)
            }
            if !consent.administrations.isEmpty {
                el(.div) { call.say(Say.administrations(consent.administrations.joined(separator: ", "))) }
            }
        } else {
            el(.strong, .class("bad")) { call.say(Say.noConsentYet) }
        }
    }
}

/// Gives or renews the consent to the books: the link, and the address the browser ended at.
struct ConsentPage: Sendable {
    let call: Call
    let bridge: Console.Bridge

    init(_ call: Call, _ bridge: Console.Bridge) {
        self.call = call
        self.bridge = bridge
    }

    func page(status: Int = 200, problem: String? = nil) async throws -> Page {
        let invitation = try await call.console.acts.consentInvitation(bridge)
        let isFirst = await bridge.desk?.read().consent == nil
        return Page(status: status, title: call.say(isFirst ? Say.giveConsent : Say.renewConsent), part: .connections) {
            el(.p, .class("lead")) { bridge.way }
            Form.alert(problem)
            el(.ol) {
                el(.li) {
                    // In another tab: this page is where the address is pasted afterwards.
                    if let address = Address(elsewhere: invitation.link) {
                        el(.a, .href(address), Attribute("target", "_blank"), Attribute("rel", "noopener noreferrer")) {
                            call.say(Say.openConsent)
                        }
                    } else {
                        call.say(Say.openConsent) + ": "
                        el(.code, .class("any")) { invitation.link }
                    }
                }
                el(.li) { call.say(Say.thenEndsAt(invitation.redirect)) }
                el(.li) { call.say(Say.pasteAddress) }
            }
            Form.post(ConnectionsPage.address(bridge, ["consent"]), call, .class("narrow")) {
                Form.field("callback", call.say(Say.endedAt), value: "", complete: "off", max: Acts.callbackMax)
                Form.submit(call.say(Say.save))
            }
            el(.p) { el(.a, .href(Address("/connections"))) { call.say(Say.backToConnections) } }
        }
    }

    func carryOut() async throws -> HTTPResponse {
        guard let who = call.session?.who else { throw ConsoleRefusal.signInFirst }
        do {
            try await call.console.acts.giveConsent(bridge, callback: call.field("callback") ?? "", by: who)
        } catch let refusal as ActRefusal where refusal.saysMore {
            return call.response(try await page(status: 422, problem: call.say(refusal.text)))
        }
        return call.redirect(Address("/connections", query: [("done", "consent")]))
    }
}
