import BridgeAccess
import BridgeActs
import BridgeDomain
import BridgeEngine
import BridgeHTML
import BridgeHTTP
import BridgeJournal
import BridgeMapping
import BridgeReports

extension Console {
    func addMappingProposal(to router: inout Router) {
        show(&router, MappingProposalPage.path, .look) { call, _ in try await MappingProposalPage(call).page() }
        act(&router, MappingProposalPage.path, .approveMapping) { call, _ in try await MappingProposalPage(call).decide() }
        act(&router, "\(MappingProposalPage.path)/withdraw", .changeMapping) { call, _ in try await MappingProposalPage(call).withdraw() }
    }
}

/// A change of the rules that waits for another person: who made it and why, what it would do, its text.
struct MappingProposalPage: Sendable {
    let call: Call

    static let path = "/mapping/proposal"

    init(_ call: Call) { self.call = call }

    static func address(_ bridge: Console.Bridge, query: [(name: String, value: String?)] = []) -> Address {
        Address("/mapping/proposal", query: [("bridge", bridge.id.text)] + query)
    }

    /// That something waits, with the way to it.
    static func line(_ proposal: MappingProposal, _ call: Call, _ bridge: Console.Bridge) -> HTML {
        el(.p, .class("notice wait")) {
            el(.a, .href(address(bridge))) {
                call.say(Say.proposalOf(call.terms.who(proposal.by), call.formatting.moment(proposal.at, in: bridge.zone)))
            }
            if !proposal.comment.isEmpty { ": \(proposal.comment)" }
        }
    }

    func page(status: Int = 200, problem: String? = nil) async throws -> Page {
        let bridge = try call.askedBridge()
        guard let waiting = try await call.console.acts.proposal(bridge) else {
            return Page(status: status, title: call.say(Say.proposal), part: .mapping) {
                Form.alert(problem)
                el(.p, .class("lead")) { call.say(Say.noProposal) }
                el(.p) { el(.a, .href(MappingPage.address(bridge))) { call.say(Say.toMapping) } }
            }
        }
        let (proposal, effect) = (waiting.proposal, waiting.outlook.map { MappingEffect(call: call, outlook: $0) })
        let isOwn = proposal.by == call.session?.who
        return Page(status: status, title: call.say(Say.proposal), part: .mapping) {
            Form.done(call.asked("done") == nil ? nil : call.say(Say.proposalKept))
            Form.alert(problem)
            Self.line(proposal, call, bridge)
            effect?.summary
            forms(proposal, isOwn, bridge)
            effect?.details
            el(.h2) { call.say(Say.rulesText) }
            el(.pre, .class("scroll small"), Attribute("tabindex", "0"), .label(call.say(Say.rulesText))) { waiting.yaml }
            el(.p) { el(.a, .href(MappingPage.address(bridge))) { call.say(Say.toMapping) } }
        }
    }

    @HTMLBuilder private func forms(_ proposal: MappingProposal, _ isOwn: Bool, _ bridge: Console.Bridge) -> HTML {
        if isOwn {
            el(.p) { call.say(Say.ownProposal) }
            Form.post(Address("/mapping/proposal/withdraw", query: [("bridge", bridge.id.text)]), call) {
                Form.hidden("seal", proposal.seal)
                el(.button, .type("submit"), .class("other")) { call.say(Say.withdrawProposal) }
            }
        } else if call.may(.approveMapping) {
            Form.post(Self.address(bridge), call, .class("narrow")) {
                Form.hidden("seal", proposal.seal)
                Form.field("reason", call.say(Say.reason), value: "", hint: call.say(Say.refuseHint), isRequired: false)
                el(.p) {
                    el(.button, .type("submit"), .name("act"), .value("approve")) { call.say(Say.approveProposal(proposal.base + 1)) }
                    " "
                    el(.button, .type("submit"), .name("act"), .value("refuse"), .class("other")) { call.say(Say.refuseProposal) }
                }
            }
        } else {
            el(.p) { call.say(Say.othersApprove) }
        }
    }

    // MARK: Deciding

    func decide() async throws -> HTTPResponse {
        try await carryOut { acts, bridge, seal, who in
            switch call.field("act") {
            case "approve":
                let judged = try await acts.approveRules(bridge, seal: seal, by: who).judged
                return ("judged", "\(judged)")
            case "refuse":
                _ = try await acts.refuseRules(bridge, seal: seal, reason: call.field("reason") ?? "", by: who)
                return ("done", "dropped")
            default: throw ActRefusal.doesNotFit
            }
        }
    }

    func withdraw() async throws -> HTTPResponse {
        try await carryOut { acts, bridge, seal, who in
            _ = try await acts.withdrawRules(bridge, seal: seal, by: who)
            return ("done", "dropped")
        }
    }

    /// What was seen is shown anew where it cannot be done.
    private func carryOut(
        _ act: (Acts, Console.Bridge, _ seal: String, Who) async throws -> (name: String, value: String?)
    ) async throws -> HTTPResponse {
        guard let session = call.session else { throw ConsoleRefusal.signInFirst }
        let bridge = try call.askedBridge()
        do {
            let done = try await act(call.console.acts, bridge, call.field("seal") ?? "", session.who)
            return call.redirect(MappingPage.address(bridge, query: [done]))
        } catch let refusal as ActRefusal where refusal.kind == .incomplete {
            return call.response(try await page(status: 422, problem: call.say(refusal.text)))
        } catch let refusal as ActRefusal where refusal.kind == .changed || refusal.kind == .doesNotFit {
            return call.response(try await page(status: 409, problem: call.say(refusal.text)))
        }
    }
}
