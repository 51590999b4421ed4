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
    func addMapping(to router: inout Router) {
        show(&router, "/mapping", .look) { call, _ in try await MappingPage(call).page() }
        show(&router, "/mapping/versions/{bridge}/{version}", .look) { call, parameters in
            try await MappingVersionPage(call, parameters["bridge"], parameters["version"]).page()
        }
        addMappingProposal(to: &router)
        show(&router, "/mapping/try", .look) { call, _ in try await MappingTrialPage(call).page() }
        show(&router, MappingChangePage.path, .changeMapping) { call, _ in try await MappingChangePage(call).page() }
        act(&router, MappingChangePage.path, .changeMapping) { call, _ in try await MappingChangePage(call).carryOut() }
    }

    /// Bytes a form of the console may have where that is more than usual: rules are sent as text. nil at every other path.
    public static func bodyMax(_ path: String) -> Int? { path == MappingChangePage.path ? MappingChangePage.bodyMax : nil }
}

/// *Mapping*: what waits for a rule, every rule with its use, and who saved which version.
struct MappingPage: Sendable {
    let call: Call

    /// Rules of one table that are shown.
    private static let rulesMax = 300

    init(_ call: Call) { self.call = call }

    static func address(_ bridge: Console.Bridge, query: [(name: String, value: String?)] = []) -> Address {
        Address("/mapping", query: [("bridge", bridge.id.text)] + query)
    }

    func page() async throws -> Page {
        let bridge = try call.askedBridge()
        let (acts, journal) = (call.console.acts, call.console.journal)
        let rules = try await acts.rules(bridge)
        let waiting = try await acts.waitingForRules(bridge)
        let versions = try await journal.mappings(bridge.id)
        let proposal = try await MappingProposal.kept(of: bridge.id, in: journal)
        let newest = min(max(call.asked("newest").flatMap { Int($0) } ?? Acts.coverageNewest, 1), Acts.coverageNewestMax)
        let coverage = try await acts.coverage(rules, newest: newest)
        return Page(title: call.say(Say.mapping), part: .mapping) {
            Form.done(notice(rules))
            lead(rules, waiting)
            proposal.map { MappingProposalPage.line($0, call, bridge) }
            call.bridgeChoice(bridge) { Self.address($0) }
            actions(bridge)
            unmapped(bridge, waiting)
            tables(rules, coverage)
            history(bridge, versions)
        }
    }

    /// What became of the rules that were saved just now.
    private func notice(_ rules: RulesInForce) -> String? {
        if call.asked("done") == "dropped" { return call.say(Say.proposalDropped) }
        return call.asked("judged").flatMap { Int($0) }.map { call.say(Say.rulesSaved(rules.version, call.formatting.count($0), $0)) }
    }

    private func lead(_ rules: RulesInForce, _ waiting: [ProblemTotal]) -> HTML {
        guard rules.version > 0 else { return el(.p, .class("lead")) { el(.strong, .class("bad")) { call.say(Say.noRules) } } }
        guard !waiting.isEmpty else {
            return el(.p, .class("lead")) { el(.strong, .class("good")) { call.say(Say.everythingMapped(rules.version)) } }
        }
        let count = waiting.map(\.count).reduce(0, +)
        var sums: [Currency: Money] = [:]
        for gross in waiting.flatMap(\.gross) { sums[gross.currency, default: .zero(gross.currency)] += gross }
        let amount = sums.values.sorted { $0.currency.code < $1.currency.code }.map { call.formatting.money($0) }
            .joined(separator: ", ")
        return el(.p, .class("lead")) {
            el(.strong, .class("bad")) { call.say(Say.waitForRules(call.formatting.count(count), isOne: count == 1, amount)) }
        }
    }

    private func actions(_ bridge: Console.Bridge) -> HTML {
        pieces {
            if call.may(.changeMapping) {
                el(.p) { el(.a, .class("button"), .href(MappingChangePage.address(bridge))) { call.say(Say.changeRules) } }
            }
            MappingTrialPage.form(call, bridge)
        }
    }

    // MARK: What waits

    @HTMLBuilder private func unmapped(_ bridge: Console.Bridge, _ waiting: [ProblemTotal]) -> HTML {
        if !waiting.isEmpty {
            el(.h2) { call.say(Say.withoutRule) }
            Form.table(
                call.say(Say.withoutRule),
                pieces {
                    Form.heading(call.say(Say.value))
                    Form.heading(call.say(Say.number), isNumber: true)
                    Form.heading(call.say(Say.amount), isNumber: true)
                    Form.heading(call.say(Say.oldest), isWide: true)
                }, pieces { for cause in waiting { row(bridge, cause) } }, isNamed: false)
        }
    }

    private func row(_ bridge: Console.Bridge, _ cause: ProblemTotal) -> HTML {
        let what = BilingualText(nl: cause.code.text.what.nl, en: cause.code.text.what.en)
        return el(.tr) {
            el(.th, .scope("row")) {
                el(.a, .class("any"), .href(DocumentsPage.address(bridge, others: [("problem", cause.code.rawValue)]))) {
                    cause.found.isEmpty ? call.say(what) : call.terms.found(of: cause)
                }
                if !cause.found.isEmpty { el(.div, .class("hint")) { call.say(what) } }
            }
            Form.cell(isNumber: true) { call.formatting.count(cause.count) }
            Form.cell(isNumber: true) {
                for sum in cause.gross.sorted(by: { $0.currency.code < $1.currency.code }) {
                    el(.div) { HTML.money(sum, call.formatting) }
                }
            }
            Form.cell(isWide: true) { HTML.moment(cause.oldest, call.formatting, in: bridge.zone) }
        }
    }

    // MARK: The rules

    private func tables(_ rules: RulesInForce, _ coverage: Coverage) -> HTML {
        let all = rules.translator.mapper.rules.summaries
        guard !all.isEmpty else { return HTML() }
        let used = Dictionary(coverage.all.map { ($0.rule, $0.count) }) { first, _ in first }
        return pieces {
            el(.h2) { call.say(rules.version > 0 ? Say.versionTitle(rules.version) : Say.builtIn) }
            el(.p, .class("quiet")) {
                call.say(Say.use(call.formatting.count(coverage.documents), coverage.documents))
                if coverage.documents >= Acts.coverageNewest, call.asked("newest") == nil {
                    " "
                    el(.a, .href(Self.address(rules.bridge, query: [("newest", "\(Acts.coverageNewestMax)")]))) {
                        call.say(Say.lookAtMore(call.formatting.count(Acts.coverageNewestMax)))
                    }
                }
            }
            for table in RuleTableName.allCases {
                let rules = all.filter { $0.table == table }
                if !rules.isEmpty { self.table(table, rules, used) }
            }
        }
    }

    private func table(_ table: RuleTableName, _ rules: [RuleSummary], _ used: [RuleID: Int]) -> HTML {
        let name = table.name(call.language)
        return pieces {
            el(.h3) { name.prefix(1).uppercased() + name.dropFirst() }
            Form.table(
                name,
                pieces {
                    Form.heading(call.say(Say.ruleName))
                    Form.heading(call.say(Say.whenHeading))
                    Form.heading(call.say(Say.gives))
                    Form.heading(call.say(Say.holds), isWide: true)
                    Form.heading(call.say(Say.timesUsed), isNumber: true, isWide: true)
                }, pieces { for rule in rules.prefix(Self.rulesMax) { row(rule, used[rule.rule] ?? 0) } }, isNamed: false)
            if rules.count > Self.rulesMax { el(.p) { call.say(Say.moreRules(call.formatting.count(rules.count - Self.rulesMax))) } }
        }
    }

    private func row(_ rule: RuleSummary, _ used: Int) -> HTML {
        el(.tr) {
            el(.th, .scope("row")) {
                rule.rule.title(call.language)
                if !rule.note.isEmpty { el(.div, .class("hint")) { rule.note } }
            }
            Form.cell {
                if rule.isDefault {
                    call.say(Say.otherwise)
                } else if rule.conditions.isEmpty {
                    call.say(Say.always)
                }
                rule.conditions.map { condition in
                    let values = condition.values.map { condition.key.word($0, call.language) }
                    return "\(condition.key.name(call.language)): \(values.joined(separator: ", "))"
                }.joined(separator: "; ")
            }
            Form.cell { rule.outcome(call.language) }
            Form.cell(isWide: true) {
                if rule.validFrom == nil, rule.validTo == nil {
                    call.say(Say.always)
                } else {
                    call.say(
                        Say.holdsFrom(
                            rule.validFrom.map { call.formatting.date($0) }, rule.validTo.map { call.formatting.date($0) }))
                }
            }
            Form.cell(isNumber: true, isWide: true) {
                if used > 0 { call.formatting.count(used) } else { el(.span, .class("quiet")) { call.say(Say.never) } }
            }
        }
    }

    // MARK: Versions

    @HTMLBuilder private func history(_ bridge: Console.Bridge, _ versions: [MappingRecord]) -> HTML {
        if !versions.isEmpty {
            el(.h2) { call.say(Say.versionsHeading) }
            Form.table(
                call.say(Say.versionsHeading),
                pieces {
                    Form.heading(call.say(Say.version), isNumber: true)
                    Form.heading(call.say(Say.when))
                    Form.heading(call.say(Say.who))
                    Form.heading(call.say(Say.comment))
                },
                pieces {
                    for version in versions {
                        el(.tr) {
                            el(.th, .scope("row"), .class("number")) {
                                el(.a, .href(MappingVersionPage.address(bridge, version.version))) { "\(version.version)" }
                            }
                            Form.cell { HTML.moment(version.savedAt, call.formatting, in: bridge.zone) }
                            Form.cell { call.terms.who(version.savedBy) }
                            Form.cell(isAny: true) { version.comment }
                        }
                    }
                }, isNamed: false)
        }
    }
}

/// One version of the rules, as text.
struct MappingVersionPage: Sendable {
    let call: Call
    private let name: String
    private let version: String

    init(_ call: Call, _ bridge: String, _ version: String) {
        self.call = call
        name = bridge
        self.version = version
    }

    static func address(_ bridge: Console.Bridge, _ version: Int) -> Address {
        Address("/mapping/versions", [bridge.id.text, "\(version)"])
    }

    func page() async throws -> Page {
        let bridge = try call.console.acts.bridge(name)
        let record = try await call.console.acts.rulesVersion(bridge, version)
        return Page(title: call.say(Say.versionTitle(record.version)), part: .mapping) {
            el(.p, .class("lead")) {
                call.say(Say.savedBy(call.terms.who(record.savedBy), call.formatting.moment(record.savedAt, in: bridge.zone)))
            }
            if !record.comment.isEmpty { el(.p) { record.comment } }
            el(.ul, .class("actions")) {
                if call.may(.changeMapping) {
                    el(.li) {
                        el(.a, .class("button other"), .href(MappingChangePage.address(bridge, from: record.version))) {
                            call.say(Say.startFromThis)
                        }
                    }
                }
                el(.li) { el(.a, .class("button other"), .href(MappingPage.address(bridge))) { call.say(Say.toMapping) } }
            }
            el(.pre, .class("scroll small"), Attribute("tabindex", "0"), .label(call.say(Say.rulesText))) { record.yaml }
        }
    }
}
