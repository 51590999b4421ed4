import BridgeAccess
import BridgeActs
import BridgeDomain
import BridgeHTML
import BridgeHTTP
import BridgeJournal
import BridgeReports

extension Console {
    func addExplain(to router: inout Router) {
        show(&router, ExplainPage.path, .explainDifference) { call, _ in try await ExplainPage.read(call).page() }
        act(&router, ExplainPage.path, .explainDifference) { call, _ in try await ExplainPage.read(call).carryOut() }
    }
}

/// Says of a difference why it is there: a document's, or a figure's of a month.
struct ExplainPage: Sendable {
    let call: Call
    let bridge: Console.Bridge
    let judged: JudgedDifference

    static let path = "/reconcile/explain"

    static func address(_ bridge: Console.Bridge, _ subject: Difference.Subject) -> Address {
        let (document, figure): (String?, String?) =
            switch subject {
            case .document(let key): (key.description, nil)
            case .figure(let figure): (nil, figure.description)
            }
        return Address("/reconcile/explain", query: [("bridge", bridge.id.text), ("document", document), ("figure", figure)])
    }

    /// The difference the query names, as it stands now; refused where nothing differs there.
    static func read(_ call: Call) async throws -> ExplainPage {
        let bridge = try call.askedBridge()
        let acts = call.console.acts
        let judged: JudgedDifference
        if let key = call.asked("document").flatMap({ DocumentKey($0) }) {
            judged = try await acts.difference(of: key, bridge)
        } else if let figure = call.asked("figure").flatMap({ Difference.Figure($0) }) {
            judged = try await acts.difference(of: figure, bridge)
        } else {
            throw ConsoleRefusal.notFound
        }
        return ExplainPage(call: call, bridge: bridge, judged: judged)
    }

    // MARK: The page

    private var address: Address { Self.address(bridge, judged.difference.subject) }
    private var back: Address { ReconcilePage.address(bridge, judged.difference.month.monthDates) }

    func page(status: Int = 200, problem: String? = nil) -> Page {
        Page(status: status, title: call.say(Say.explainDifference), part: .reconcile) {
            el(.p, .class("lead")) {
                name
                judged.difference.amount.map { amount in
                    pieces {
                        ": "
                        el(.strong, .class("bad")) { call.formatting.money(amount) }
                    }
                }
            }
            el(.p) { call.say(Say.explainingHidesNothing) }
            Form.alert(problem)
            if let document = judged.document {
                el(.ul) { for problem in document.problems { el(.li) { call.terms.message(problem) } } }
            }
            ExplanationLine(call: call, zone: bridge.zone, judged: judged).html
            Form.post(address, call, .class("narrow")) {
                Form.hidden("seal", judged.seal)
                Form.field(
                    "text", call.say(Say.explanation), value: call.field("text") ?? judged.explanation?.text ?? judged.outdated?.text ?? "",
                    hint: call.say(Say.reasonHint), max: DifferenceBook.textMax)
                el(.button, .type("submit"), .name("act"), .value("explain")) { call.say(Say.explainVerb) }
            }
            if judged.explanation != nil {
                Form.post(address, call) {
                    Form.hidden("seal", judged.seal)
                    el(.button, .type("submit"), .name("act"), .value("reopen"), .class("other")) { call.say(Say.reopenVerb) }
                }
            }
            el(.p) { el(.a, .leadsBack, .href(back)) { call.say(Say.backToReconcile) } }
        }
    }

    @HTMLBuilder private var name: HTML {
        switch judged.difference.subject {
        case .document(let key): el(.a, .href(DocumentPage.address(key, bridge.id))) { Say.title(key, call.terms) }
        case .figure(let figure): call.say(Say.figure(figure))
        }
    }

    // MARK: Keeping it

    func carryOut() async throws -> HTTPResponse {
        guard let who = call.session?.who else { throw ConsoleRefusal.signInFirst }
        let (acts, difference, seal) = (call.console.acts, judged.difference, call.field("seal") ?? "")
        let isReopening = call.field("act") == "reopen"
        do {
            if isReopening {
                try await acts.reopen(judged, of: bridge, seal: seal, by: who)
            } else {
                try await acts.explain(judged, of: bridge, text: call.field("text"), seal: seal, by: who)
            }
        } catch let refusal as ActRefusal where refusal != .changed {
            return call.response(page(status: refusal.kind == .changed ? 409 : 422, problem: call.say(refusal.text)))
        }
        let dates = difference.month.monthDates
        return call.redirect(
            Address(
                "/reconcile",
                query: [
                    ("bridge", bridge.id.text), ("from", dates.map { "\($0.lowerBound)" }), ("to", dates.map { "\($0.upperBound)" }),
                    ("done", isReopening ? "reopened" : "explained"),
                ]))
    }
}

/// What was said of a difference, by whom and when.
struct ExplanationLine: Sendable {
    let call: Call
    let zone: TimeZoneRule
    let judged: JudgedDifference

    @HTMLBuilder var html: HTML {
        if let said = judged.explanation {
            el(.div) { "\(call.say(Say.explained)): \(said.text)" }
            who(said)
        } else if let said = judged.outdated {
            el(.div, .class("wait")) { call.say(Say.openAgain(said.amount.map { call.formatting.money($0) } ?? "", said.text)) }
            who(said)
        }
    }

    private func who(_ said: DifferenceExplanation) -> HTML {
        el(.div, .class("hint")) {
            HTML.moment(said.at, call.formatting, in: zone)
            ", " + call.terms.who(said.by)
        }
    }
}
