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
    /// Bytes of the form, and of the rules in it: in a form, signs that are not letters take three bytes.
    static let bodyMax = 2 << 20
    private static let rulesMax = 512 << 10
    /// Characters of the reason.
    private static let commentMax = 200
    /// Documents the effect is shown on: the newest, and those that wait for a rule.
    static let newest = 200
    static let waitingMax = 500

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
        let newest = try await newest(bridge)
        return page(bridge, yaml: record?.yaml ?? "", base: newest) { HTML() }
    }

    private func newest(_ bridge: Console.Bridge) async throws -> Int {
        try await call.console.journal.mapping(bridge.id, version: nil)?.version ?? 0
    }

    // MARK: Showing what it does, and saving

    func carryOut() async throws -> HTTPResponse {
        guard let bridge = call.console.bridges.first(where: { $0.id.text == call.field("bridge") }) else { throw ConsoleRefusal.notFound }
        // Browsers send lines with the ends of old teleprinters.
        let yaml = (call.field("rules") ?? "").replacing("\r\n", with: "\n")
        let base = try await newest(bridge)
        guard call.field("base") == "\(base)" else { throw ConsoleRefusal.changedMeanwhile }
        guard yaml.utf8.count <= Self.rulesMax else { return refused(bridge, yaml: "", base: base, [call.say(Say.rulesTooLong)]) }
        let rules: MappingRules
        do { rules = try MappingRules(yaml: yaml) } catch {
            return refused(bridge, yaml: yaml, base: base, error.all.map { "\($0.line):\($0.column): \($0.text(call.language))" })
        }
        let isSeen = call.field("seen") == Self.mark(yaml)
        if call.field("act") == "save", isSeen { return try await save(bridge, rules, yaml, base) }
        return try await shown(bridge, rules, yaml: yaml, base: base, isLate: call.field("act") == "save")
    }

    private static func mark(_ yaml: String) -> String { SHA256.hash(Array(yaml.utf8)).hex }

    private func refused(_ bridge: Console.Bridge, yaml: String, base: Int, _ lines: [String]) -> HTTPResponse {
        call.response(
            page(status: 422, bridge, yaml: yaml, base: base) {
                el(.div, .class("notice bad"), .role("alert")) {
                    el(.p) { call.say(Say.rulesBad) }
                    el(.ul) { for line in lines { el(.li, .class("any")) { line } } }
                }
            })
    }

    private func shown(_ bridge: Console.Bridge, _ rules: MappingRules, yaml: String, base: Int, isLate: Bool) async throws -> HTTPResponse
    {
        let kept = try await call.console.journal.mapping(bridge.id, version: nil)?.yaml
        let effect = try await MappingEffect.of(rules, version: base + 1, bridge, call)
        return call.response(
            page(bridge, yaml: yaml, base: base, seen: kept == yaml ? nil : effect) {
                if isLate { Form.alert(call.say(Say.changedSinceShown)) }
                if kept == yaml { el(.p, .class("lead")) { call.say(Say.rulesUnchanged) } } else { effect.summary }
            })
    }

    /// Saved whole and judged whole, also where the browser does not wait for it.
    private func save(_ bridge: Console.Bridge, _ rules: MappingRules, _ yaml: String, _ base: Int) async throws -> HTTPResponse {
        guard let session = call.session else { throw ConsoleRefusal.signInFirst }
        guard let parts = await bridge.parts() else { throw ConsoleRefusal.notSetUp }
        let comment = (call.field("comment") ?? "").split(whereSeparator: \.isWhitespace).joined(separator: " ").prefix(Self.commentMax)
        let desk = Desk(parts: parts, who: session.who)
        do {
            let saved = try await Task { try await desk.save(rules, yaml: yaml, version: base + 1, comment: String(comment)) }.value
            switch saved {
            case .inForce(let judged):
                await bridge.nudge()
                return call.redirect(MappingPage.address(bridge, query: [("judged", "\(judged)")]))
            case .waits: return call.redirect(MappingProposalPage.address(bridge, query: [("done", "proposed")]))
            case .occupied(let other): return refused(bridge, yaml: yaml, base: base, [call.say(Say.proposalWaits(other.name))])
            }
        } catch let error as JournalError where error.code == .conflict {
            throw ConsoleRefusal.changedMeanwhile
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
                    Form.hidden("seen", Self.mark(yaml))
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

    /// What rules would do with the newest documents and with those that wait for a rule. Nothing is written.
    static func of(_ rules: MappingRules, version: Int, _ bridge: Console.Bridge, _ call: Call) async throws -> MappingEffect {
        let inForce = try await RulesInForce.read(bridge, call)
        let trial = inForce.parts.translator(with: rules, version: version)
        let walk = DocumentWalk(journal: call.console.journal, bridge: bridge.id)
        var newest = RulesEffect()
        try await walk.each(PostingFilter(bridge: bridge.id), limit: MappingChangePage.newest) {
            newest.take(inForce.translator.map($0, party: $1), trial.map($0, party: $1))
        }
        var waiting = RulesEffect()
        for problem in Desk.waitingForRules where waiting.documents < MappingChangePage.waitingMax {
            let filter = PostingFilter(bridge: bridge.id, states: [.parked], problem: problem)
            try await walk.each(filter, limit: MappingChangePage.waitingMax - waiting.documents) {
                waiting.take(inForce.translator.map($0, party: $1), trial.map($0, party: $1))
            }
        }
        return MappingEffect(call: call, newest: newest, waiting: waiting)
    }

    /// How many would change.
    var summary: HTML {
        pieces {
            el(.p, .class("lead")) {
                let stopped = (newest.counts[.stopped] ?? 0) > 0
                el(.strong, .class(stopped ? "bad" : newest.changed > 0 ? "wait" : "good")) {
                    call.say(
                        Say.effectOnNewest(call.formatting.count(newest.documents), call.formatting.count(newest.changed)))
                }
                if waiting.documents > 0 {
                    " "
                    let more = waiting.documents >= MappingChangePage.waitingMax ? "+" : ""
                    call.say(
                        Say.effectOnWaiting(
                            call.formatting.count(waiting.documents) + more, call.formatting.count(waiting.counts[.freed] ?? 0)))
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
