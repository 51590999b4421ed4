import BridgeAccess
import BridgeActs
import BridgeDomain
import BridgeEngine
import BridgeHTML
import BridgeHTTP
import BridgeJournal

extension Console {
    func addSetup(to router: inout Router) {
        let path = "/connections/{bridge}/setup"
        show(&router, path, .look) { call, parameters in
            try await SetupPage(call, try call.namedBridge(parameters)).page()
        }
        act(&router, path, .testConnection) { call, parameters in
            try await SetupPage(call, try call.namedBridge(parameters)).test()
        }
    }
}

/// Setting a connection up, step by step, in the words of its system: what is done, what is next, and a test of every right that is needed.
struct SetupPage: Sendable {
    let call: Call
    let bridge: Console.Bridge

    init(_ call: Call, _ bridge: Console.Bridge) {
        self.call = call
        self.bridge = bridge
    }

    static func address(_ bridge: Console.Bridge) -> Address { ConnectionsPage.address(bridge, ["setup"]) }

    func page(status: Int = 200, trial: ConnectionTrial? = nil, problem: String? = nil) async throws -> Page {
        let guide = try await call.console.acts.guide(bridge)
        let budget = try await call.console.acts.budget(bridge)
        return Page(status: status, title: call.say(Say.setUp("\(bridge.id)")), part: .connections) {
            lead(guide)
            el(.p, .class("quiet")) { bridge.way }
            Form.alert(problem ?? guide.trouble.map { call.say($0) })
            trial.map { outcome($0) }
            el(.ol, .class("steps")) { for (place, step) in guide.steps.enumerated() { self.step(step, place, guide) } }
            if call.may(.testConnection) {
                Form.post(Self.address(bridge), call) {
                    el(.p) { call.say(Say.testExplained) }
                    Form.submit(call.say(Say.testRights))
                }
            }
            BudgetTable(call: call, zone: bridge.zone, windows: budget).html
            el(.p) { el(.a, .href(Address("/connections"))) { call.say(Say.backToConnections) } }
        }
    }

    private func lead(_ guide: ConnectionGuide) -> HTML {
        el(.p, .class("lead")) {
            if let next = guide.next {
                el(.strong, .class("bad")) { call.say(Say.nextStep(next + 1, of: guide.steps.count, guide.steps[next].name)) }
            } else {
                el(.strong, .class("good")) { call.say(Say.setUpDone) }
            }
        }
    }

    private func step(_ step: ConnectionStep, _ place: Int, _ guide: ConnectionGuide) -> HTML {
        let isDone = guide.holds.contains(step.proof)
        let (colour, word): (String, BilingualText) =
            if step.proof == .person { ("quiet", Say.stepYours) } else if isDone { ("good", Say.stepDone) } else if place == guide.next {
                ("bad", Say.stepNext)
            } else { ("wait", Say.stepLater) }
        return el(.li, Attribute("aria-current", place == guide.next ? "step" : nil)) {
            el(.strong) { "\(place + 1). \(call.say(step.name))" }
            " "
            el(.span, .class("state \(colour)")) { call.say(word) }
            el(.p) { call.say(step.text) }
            if let command = step.command { el(.p) { el(.code, .class("any")) { command } } }
            link(step, isDone)
        }
    }

    /// What can be done here.
    @HTMLBuilder private func link(_ step: ConnectionStep, _ isDone: Bool) -> HTML {
        switch step.proof {
        case .consents:
            if call.may(.giveConsent) {
                el(.p) {
                    el(.a, .class("button other"), .href(ConnectionsPage.address(bridge, ["consent"]))) {
                        call.say(isDone ? Say.renewConsent : Say.giveConsent)
                    }
                }
            }
        case .rules: el(.p) { el(.a, .href(MappingPage.address(bridge))) { call.say(Say.toMapping) } }
        case .sourceConnects, .sourceReads, .connects, .reads, .person: HTML()
        }
    }

    private func outcome(_ trial: ConnectionTrial) -> HTML {
        let blocks = trial.findings.contains(where: \.isBlocking)
        return el(.section, Attribute("aria-labelledby", "trial")) {
            el(.h2, .id("trial")) { call.say(Say.testResult) }
            el(.p) {
                el(.strong, .class(blocks ? "bad" : trial.findings.isEmpty ? "good" : "wait")) {
                    call.say(blocks ? Say.testBlocked : trial.findings.isEmpty ? Say.testGood : Say.testFindings)
                }
            }
            el(.ul) {
                if !trial.source.isEmpty { el(.li) { "\(call.say(Say.source)): \(trial.source.joined(separator: ", "))" } }
                if let books = trial.books { el(.li) { "\(call.say(Say.theBooks)): \(books)" } }
                if !trial.allowed.isEmpty {
                    el(.li) { "\(call.say(Say.triedAndAllowed)): \(trial.allowed.map { call.say($0) }.joined(separator: "; "))" }
                }
                for each in trial.counts { el(.li) { "\(call.formatting.count(each.count)) \(call.say(each.name))" } }
            }
            if !trial.findings.isEmpty {
                el(.ul, .class("problems"), .label(call.say(Say.testResult))) {
                    for finding in trial.findings {
                        el(.li, .class(finding.isBlocking ? nil : "mild")) {
                            el(.p) { call.say(finding.text) }
                            bridge.place(of: finding.part, call)
                        }
                    }
                }
            }
        }
    }

    // MARK: The test

    func test() async throws -> HTTPResponse {
        guard let who = call.session?.who else { throw ConsoleRefusal.signInFirst }
        switch try await call.console.acts.test(bridge, by: who) {
        case .success(let trial): return call.response(try await page(trial: trial))
        case .failure(let failure): return call.response(try await page(status: 502, problem: call.say(failure.text)))
        }
    }
}
