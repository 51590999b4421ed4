import BridgeAccess
import BridgeActs
import BridgeDomain
import BridgeEngine
import BridgeHTML
import BridgeHTTP
import BridgeJournal
import BridgeMapping

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
    private static let reasonMax = 200

    init(_ call: Call) { self.call = call }

    static func address(_ bridge: Console.Bridge, query: [(name: String, value: String?)] = []) -> Address {
        Address("/mapping/proposal", query: [("bridge", bridge.id.text)] + query)
    }

    /// That something waits, with the way to it.
    static func line(_ proposal: MappingProposal, _ call: Call, _ bridge: Console.Bridge) -> HTML {
        el(.p, .class("notice wait")) {
            el(.a, .href(address(bridge))) {
                call.say(Say.proposalOf(proposal.by.name, call.formatting.moment(proposal.at, in: bridge.zone)))
            }
            if !proposal.comment.isEmpty { ": \(proposal.comment)" }
        }
    }

    func page(status: Int = 200, problem: String? = nil) async throws -> Page {
        let bridge = try call.askedBridge()
        let journal = call.console.journal
        guard let proposal = try await MappingProposal.kept(of: bridge.id, in: journal) else {
            return Page(status: status, title: call.say(Say.proposal), part: .mapping) {
                Form.alert(problem)
                el(.p, .class("lead")) { call.say(Say.noProposal) }
                el(.p) { el(.a, .href(MappingPage.address(bridge))) { call.say(Say.toMapping) } }
            }
        }
        let yaml = try await MappingProposal.text(of: bridge.id, in: journal)
        let rules = try? MappingRules(yaml: yaml)
        var effect: MappingEffect?
        if let rules { effect = try await MappingEffect.of(rules, version: proposal.base + 1, bridge, call) }
        return Page(status: status, title: call.say(Say.proposal), part: .mapping) {
            Form.done(call.asked("done") == nil ? nil : call.say(Say.proposalKept))
            Form.alert(problem)
            Self.line(proposal, call, bridge)
            effect?.summary
            forms(proposal, bridge)
            effect?.details
            el(.h2) { call.say(Say.rulesText) }
            el(.pre, .class("scroll small"), Attribute("tabindex", "0"), .label(call.say(Say.rulesText))) { yaml }
            el(.p) { el(.a, .href(MappingPage.address(bridge))) { call.say(Say.toMapping) } }
        }
    }

    @HTMLBuilder private func forms(_ proposal: MappingProposal, _ bridge: Console.Bridge) -> HTML {
        let isOwn = proposal.by == call.session?.who
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
        let (bridge, desk, seal) = try await ready()
        switch call.field("act") {
        case "approve":
            let verdict = try await Task { try await desk.approveProposal(seal: seal) }.value
            return try await answer(verdict, bridge)
        case "refuse":
            let reason = (call.field("reason") ?? "").split(whereSeparator: \.isWhitespace).joined(separator: " ").prefix(Self.reasonMax)
            guard !reason.isEmpty else { return call.response(try await page(status: 422, problem: call.say(Say.reasonMissing))) }
            return try await answer(try await desk.dropProposal(seal: seal, reason: String(reason)), bridge)
        default: throw ConsoleRefusal.doesNotFit
        }
    }

    func withdraw() async throws -> HTTPResponse {
        let (bridge, desk, seal) = try await ready()
        guard try await MappingProposal.kept(of: bridge.id, in: call.console.journal)?.by == call.session?.who else {
            throw ConsoleRefusal.doesNotFit
        }
        return try await answer(try await desk.dropProposal(seal: seal, reason: ""), bridge)
    }

    private func ready() async throws -> (Console.Bridge, Desk, String) {
        guard let session = call.session else { throw ConsoleRefusal.signInFirst }
        let bridge = try call.askedBridge()
        guard let parts = await bridge.parts() else { throw ConsoleRefusal.notSetUp }
        return (bridge, Desk(parts: parts, who: session.who), call.field("seal") ?? "")
    }

    private func answer(_ verdict: ProposalVerdict, _ bridge: Console.Bridge) async throws -> HTTPResponse {
        switch verdict {
        case .inForce(_, let judged):
            await bridge.nudge()
            return call.redirect(MappingPage.address(bridge, query: [("judged", "\(judged)")]))
        case .takenAway: return call.redirect(MappingPage.address(bridge, query: [("done", "dropped")]))
        case .ownWork: return call.response(try await page(status: 409, problem: call.say(Say.ownProposal)))
        case .changed: return call.response(try await page(status: 409, problem: call.say(Say.refusal(.changedMeanwhile).text)))
        }
    }
}
