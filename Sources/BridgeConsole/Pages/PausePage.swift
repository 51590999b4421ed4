import BridgeAccess
import BridgeActs
import BridgeDomain
import BridgeEngine
import BridgeHTML
import BridgeHTTP
import BridgeJournal
import BridgeReports

/// What can be done about a bridge that sends, or does not. The raw value stands in addresses.
enum PauseAct: String, Hashable, Sendable, CaseIterable {
    case pause, resume
}

extension Console {
    func addPause(to router: inout Router) {
        for act in PauseAct.allCases {
            let path = "/connections/{bridge}/\(act.rawValue)"
            show(&router, path, .pauseBridge) { call, parameters in
                try await PausePage(call, try call.namedBridge(parameters), act).page()
            }
            self.act(&router, path, .pauseBridge) { call, parameters in
                try await PausePage(call, try call.namedBridge(parameters), act).carryOut()
            }
        }
    }
}

/// Asks why a bridge is to send nothing, or shows who paused it and why, and does it.
struct PausePage: Sendable {
    let call: Call
    let bridge: Console.Bridge
    let act: PauseAct

    init(_ call: Call, _ bridge: Console.Bridge, _ act: PauseAct) {
        self.call = call
        self.bridge = bridge
        self.act = act
    }

    static func address(_ bridge: Console.Bridge, _ act: PauseAct) -> Address { ConnectionsPage.address(bridge, [act.rawValue]) }

    func page(status: Int = 200, problem: String? = nil) async throws -> Page {
        let pause = try await BridgePause.kept(of: bridge.id, in: call.console.journal)
        let words = Say.pause(act)
        let fits = (pause == nil) == (act == .pause)
        return Page(status: status, title: call.say(words.name) + ": \(bridge.id)", part: .connections) {
            el(.p, .class("lead")) { bridge.way }
            pause.map { Self.line($0, call, bridge) }
            el(.p) { call.say(words.effect) }
            Form.alert(problem ?? (fits ? nil : call.say(act == .pause ? Say.pausedAlready : Say.notPaused)))
            if fits {
                Form.post(Self.address(bridge, act), call, .class("narrow")) {
                    Form.field(
                        "reason", call.say(Say.reason), value: call.field("reason") ?? "", hint: call.say(Say.reasonHint),
                        max: BridgePause.reasonMax, isRequired: act == .pause)
                    Form.submit(call.say(words.name), isDanger: act == .pause)
                }
            }
            el(.p) { el(.a, .leadsBack, .href(Address("/connections"))) { call.say(Say.backToConnections) } }
        }
    }

    func carryOut() async throws -> HTTPResponse {
        guard let who = call.session?.who else { throw ConsoleRefusal.signInFirst }
        let (acts, reason) = (call.console.acts, call.field("reason") ?? "")
        do {
            switch act {
            case .pause: try await acts.pause(bridge, reason: reason, by: who)
            case .resume: try await acts.resume(bridge, reason: reason, by: who)
            }
        } catch let refusal as ActRefusal where refusal.saysMore {
            return call.response(try await page(status: 422, problem: call.say(refusal.text)))
        }
        return call.redirect(Address("/connections", query: [("done", act.rawValue)]))
    }

    /// Who paused a bridge, when and why.
    static func line(_ pause: BridgePause, _ call: Call, _ bridge: Console.Bridge) -> HTML {
        el(.p, .class("notice bad")) {
            el(.strong) {
                call.say(
                    Say.isPaused("\(bridge.id)", call.formatting.moment(pause.at, in: bridge.zone), call.terms.name(pause.by), pause.reason)
                )
            }
        }
    }
}
