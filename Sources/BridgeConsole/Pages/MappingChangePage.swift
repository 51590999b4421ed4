import BridgeAccess
import BridgeActs
import BridgeDomain
import BridgeEngine
import BridgeHTML
import BridgeHTTP
import BridgeHash
import BridgeJournal
import BridgeMapping
import BridgeReports
import BridgeYAML

/// Changes the rules: as text, with what they would do shown before anything is saved.
struct MappingChangePage: Sendable {
    let call: Call

    static let path = "/mapping/change"
    /// Bytes of the form: in one, signs of the rules that are not letters take three bytes.
    static let bodyMax = 2 << 20
    init(_ call: Call) { self.call = call }

    static func address(_ bridge: Console.Bridge, from version: Int? = nil) -> Address {
        Address("/mapping/change", query: [("bridge", bridge.id.text), ("from", version.map { "\($0)" })])
    }

    /// The text to start from: the newest version, or the one that is asked for.
    func page() async throws -> Page {
        let bridge = try call.askedBridge()
        let from = try call.asked("from").map { text throws(ConsoleRefusal) in
            guard let version = Int(text) else { throw .notFound }
            return version
        }
        let record = try await call.console.journal.mapping(bridge.id, version: from)
        if from != nil, record == nil { throw ConsoleRefusal.notFound }
        let newest = try await call.console.acts.newestRules(bridge)
        return page(bridge, yaml: record?.yaml ?? "", base: newest) { HTML() }
    }

    // MARK: Showing what it does, and saving

    func carryOut() async throws -> HTTPResponse {
        guard let bridge = call.console.bridges.first(where: { $0.id.text == call.field("bridge") }) else { throw ConsoleRefusal.notFound }
        // Browsers send lines with the ends of old teleprinters.
        let yaml = (call.field("rules") ?? "").replacing("\r\n", with: "\n")
        let base = try await call.console.acts.newestRules(bridge)
        guard call.field("base") == "\(base)" else { throw ConsoleRefusal.changedMeanwhile }
        let typed: TypedRules
        do throws(ActRefusal) { typed = try TypedRules(yaml) } catch {
            return refused(bridge, yaml: yaml.utf8.count > TypedRules.bytesMax ? "" : yaml, base: base, error)
        }
        let isSeen = call.field("seen") == typed.seal
        if call.field("act") == "save", isSeen { return try await save(bridge, typed, base) }
        return try await shown(bridge, typed, base: base, isLate: call.field("act") == "save")
    }

    private func refused(_ bridge: Console.Bridge, yaml: String, base: Int, _ refusal: ActRefusal) -> HTTPResponse {
        call.response(
            page(status: 422, bridge, yaml: yaml, base: base) {
                el(.div, .class("notice bad"), .role("alert")) {
                    el(.p) { call.say(Say.rulesBad) }
                    el(.ul) {
                        for line in call.say(refusal.text).split(separator: "\n") { el(.li, .class("any")) { String(line) } }
                    }
                }
            })
    }

    private func shown(_ bridge: Console.Bridge, _ typed: TypedRules, base: Int, isLate: Bool) async throws -> HTTPResponse {
        let kept = try await call.console.journal.mapping(bridge.id, version: nil)?.yaml
        let outlook = try await call.console.acts.outlook(typed.rules, after: base, bridge)
        let effect = MappingEffect(call: call, outlook: outlook)
        return call.response(
            page(bridge, yaml: typed.yaml, base: base, seen: kept == typed.yaml ? nil : effect) {
                if isLate { Form.alert(call.say(Say.changedSinceShown)) }
                if kept == typed.yaml { el(.p, .class("lead")) { call.say(Say.rulesUnchanged) } } else { effect.summary }
            })
    }

    private func save(_ bridge: Console.Bridge, _ typed: TypedRules, _ base: Int) async throws -> HTTPResponse {
        guard let session = call.session else { throw ConsoleRefusal.signInFirst }
        do {
            let saved = try await call.console.acts.save(
                typed, seal: "\(base)", comment: call.field("comment") ?? "", in: bridge, by: session.who)
            switch saved {
            case .inForce(let judged): return call.redirect(MappingPage.address(bridge, query: [("judged", "\(judged)")]))
            case .waits, .occupied: return call.redirect(MappingProposalPage.address(bridge, query: [("done", "proposed")]))
            }
        } catch let refusal as ActRefusal where refusal.kind == .occupied {
            return refused(bridge, yaml: typed.yaml, base: base, refusal)
        }
    }

    // MARK: The page

    private func page(
        status: Int = 200, _ bridge: Console.Bridge, yaml: String, base: Int, seen: MappingEffect? = nil, @HTMLBuilder _ above: () -> HTML
    ) -> Page {
        Page(status: status, title: call.say(Say.changeRules), part: .mapping) {
            above()
            Form.post(Address("/mapping/change"), call) {
                Form.hidden("bridge", bridge.id.text)
                Form.hidden("base", "\(base)")
                if let seen {
                    Form.hidden("seen", TypedRules.seal(yaml))
                    el(.div, .class("narrow")) {
                        Form.field(
                            "comment", call.say(Say.comment), value: call.field("comment") ?? "", hint: call.say(Say.commentHint),
                            isRequired: false)
                    }
                    let asks = bridge.policy.mappingFourEyes && base > 0
                    if asks { el(.p) { call.say(Say.fourEyesAsked) } }
                    el(.p) {
                        el(.button, .type("submit"), .name("act"), .value("save")) {
                            call.say(asks ? Say.proposeAs(base + 1) : Say.saveAs(base + 1))
                        }
                    }
                    seen.details
                }
                el(.div, .class("field")) {
                    el(.label, .for("rules")) { call.say(Say.rulesText) }
                    el(.p, .class("hint"), .id("rules-hint")) { call.say(Say.rulesTextHint) }
                    el(
                        .textarea, .id("rules"), .name("rules"), Attribute("rows", "30"), Attribute("spellcheck", "false"),
                        Attribute("aria-describedby", "rules-hint"), .class("code"), .required
                    ) { yaml }
                }
                el(.button, .type("submit"), .name("act"), .value("show"), .class(seen == nil ? nil : "other")) { call.say(Say.showEffect) }
            }
            el(.p) { el(.a, .href(MappingPage.address(bridge))) { call.say(Say.toMapping) } }
        }
    }
}

/// What other rules would do, for people.
struct MappingEffect: Sendable {
    let call: Call
    let newest: RulesEffect
    let waiting: RulesEffect

    init(call: Call, outlook: RulesOutlook) {
        self.call = call
        (newest, waiting) = (outlook.newest, outlook.waiting)
    }

    /// How many would change.
    var summary: HTML {
        pieces {
            el(.p, .class("lead")) {
                let stopped = (newest.counts[.stopped] ?? 0) > 0
                el(.strong, .class(stopped ? "bad" : newest.changed > 0 ? "wait" : "good")) {
                    call.say(
                        Say.effectOnNewest(
                            call.formatting.count(newest.documents), newest.documents, call.formatting.count(newest.changed)))
                }
                if waiting.documents > 0 {
                    " "
                    let more = waiting.documents >= RulesOutlook.waitingMax ? "+" : ""
                    let freed = waiting.counts[.freed] ?? 0
                    call.say(
                        Say.effectOnWaiting(
                            (call.formatting.count(waiting.documents) + more, waiting.documents),
                            freed: (call.formatting.count(freed), freed)))
                }
            }
            counts
            el(.p, .class("quiet")) { call.say(Say.bookedStays) }
        }
    }

    /// Which, and how.
    @HTMLBuilder var details: HTML {
        if !newest.rows.isEmpty { table(newest.rows) } else if !waiting.rows.isEmpty { table(waiting.rows) }
    }

    private var counts: HTML {
        el(.ul) {
            for change in RulesEffect.Change.allCases {
                if let count = newest.counts[change] { el(.li) { "\(call.formatting.count(count)): \(call.say(Say.change(change)))" } }
            }
        }
    }

    private func table(_ rows: [RulesEffect.Row]) -> HTML {
        Form.table(
            call.say(Say.effectHeading),
            pieces {
                Form.heading(call.say(Say.documentNumber))
                Form.heading(call.say(Say.gross), isNumber: true, isWide: true)
                Form.heading(call.say(Say.effectHeading))
                Form.heading(call.say(Say.goes))
                Form.heading(call.say(Say.comes))
            },
            pieces {
                for row in rows {
                    el(.tr) {
                        el(.th, .scope("row")) {
                            row.document.number.text
                            el(.div, .class("hint")) { call.terms.kind(row.document.kind) }
                        }
                        Form.cell(isNumber: true, isWide: true) { HTML.money(row.gross, call.formatting) }
                        Form.cell { call.say(Say.change(row.change)) }
                        Form.cell { lines(row.before) }
                        Form.cell {
                            lines(row.after)
                            for problem in row.problems { el(.div, .class("small")) { call.terms.message(problem) } }
                        }
                    }
                }
            })
    }

    @HTMLBuilder private func lines(_ lines: [EntryLine]) -> HTML {
        for line in lines {
            el(.div, .class("small key")) {
                [line.account.text, line.vatCode?.text, call.formatting.amount(line.amount)].compactMap(\.self).joined(separator: " · ")
            }
        }
    }
}
