import BridgeAccess
import BridgeActs
import BridgeDomain
import BridgeEngine
import BridgeHTML
import BridgeHTTP
import BridgeHash
import BridgeJournal
import BridgeReports

extension Console {
    func addToday(to router: inout Router) {
        show(&router, "/", .look) { call, _ in try await TodayPage.page(call) }
    }
}

/// *Today*: what flowed, what waits, what needs me, for every bridge.
///
/// Everybody is shown the same, so it is rendered once for all who ask (``TodayBoard``).
struct TodayPage: Sendable {
    /// Nobody's: the language is what it is asked for.
    let call: Call

    private struct Standing: Sendable {
        var bridge: Console.Bridge
        var facts: BridgeFacts
        var end: ExpectedEnd?
        var consent: BilingualText?
    }

    /// Causes of a bridge that are shown; the others are counted.
    static let causesMax = 25

    /// The page as one person is shown it.
    static func page(_ call: Call) async throws -> Page {
        let console = call.console
        let view = try await console.today.current { try await Self.view(console) }
        return Page(title: call.say(Say.today), part: .today) {
            el(.p, .class("hint asof")) {
                call.say(Say.asOf) + " "
                el(.span, .id("moment")) { moment(view.at, call) }
                ". "
                el(.span, .scripted, .hidden) { call.say(Say.followed) }
            }
            el(.p, .id("over"), .class("notice bad"), .role("alert"), .hidden) {
                call.say(Say.noLonger) + " "
                el(.a, .href(Address("/sign-in"))) { call.say(Say.signIn) }
            }
            el(.p, .id("told"), .class("unseen"), .role("status"))
            el(
                .div, .id("live"), Attribute("data-src", LiveFigures.path), Attribute("data-id", view.id)
            ) { view.content[call.language] ?? HTML() }
            if console.bridges.isEmpty { el(.p) { call.say(Say.noDocumentsYet) } }
        }
    }

    /// Reads how every bridge stands and renders it in every language.
    static func view(_ console: Console) async throws -> TodayBoard.View {
        let now = console.clock.now()
        var all: [Standing] = []
        for bridge in console.bridges {
            let facts = try await BridgeFacts.read(bridge.policy, connection: bridge.connection, journal: console.journal, now: now)
            all.append(
                Standing(bridge: bridge, facts: facts, end: try await bridge.expectedEnd(), consent: await bridge.consentWarning()))
        }
        let webhooks = try await WebhooksPage.need(console)
        var content: [Language: HTML] = [:]
        var hash = SHA256()
        for language in Language.allCases {
            let html = TodayPage(call: Call(console, in: language)).content(all, webhooks)
            hash.update(html.bytes)
            content[language] = html
        }
        return TodayBoard.View(at: now, id: String(hash.digest.hex.prefix(16)), content: content)
    }

    /// A moment on the clock of the first bridge, to the second.
    static func moment(_ moment: Timestamp, _ call: Call) -> String {
        let zone = call.console.bridges.first?.zone ?? .amsterdam
        let second = zone.reading(of: moment).second
        return call.formatting.moment(moment, in: zone) + (second < 10 ? ":0" : ":") + "\(second)"
    }

    @HTMLBuilder private func content(_ all: [Standing], _ webhooks: BilingualText?) -> HTML {
        for standing in all { standing.facts.pause.map { PausePage.line($0, call, standing.bridge) } }
        lead(all)
        if let webhooks {
            el(.p) {
                el(.strong, .class("bad")) { call.say(webhooks) }
                " "
                el(.a, .href(Address("/connections"))) { call.say(Say.connections) }
            }
        }
        for standing in all { section(standing) }
    }

    /// The question this page answers, answered in words and in money.
    private func lead(_ all: [Standing]) -> HTML {
        let count = all.map { $0.facts.count(Groups.person) }.reduce(0, +)
        var sums: [Currency: Money] = [:]
        for sum in all.flatMap({ $0.facts.gross(Groups.person) }) { sums[sum.currency, default: .zero(sum.currency)] += sum }
        let amount = sums.values.sorted { $0.currency.code < $1.currency.code }.map { call.formatting.money($0) }.joined(separator: ", ")
        let late = all.map(\.facts.waiting.late).reduce(0, +)
        return el(.p, .class("lead")) {
            el(.strong, .class(count == 0 ? "good" : "bad")) { call.say(Say.needYou(call.formatting.count(count), count, amount)) }
            if late > 0 { " " + call.say(Say.lateToo(call.formatting.count(late), late)) }
        }
    }

    private func section(_ standing: Standing) -> HTML {
        let (bridge, facts) = (standing.bridge, standing.facts)
        return el(.section, Attribute("aria-labelledby", "bridge-\(bridge.id)")) {
            el(.h2, .id("bridge-\(bridge.id)")) { "\(bridge.id)" }
            el(.p, .class("quiet")) { bridge.way }
            tiles(bridge, facts)
            StateBar(call: call, facts: facts).html
            findings(standing)
            causes(bridge, facts)
            facts.proposal.map { MappingProposalPage.line($0, call, bridge) }
            others(bridge, facts)
            holds(bridge, facts)
            next(bridge, facts, standing.end)
            TodayCharts(call: call, bridge: bridge, facts: facts).html
            BudgetTable(call: call, zone: bridge.zone, windows: facts.budget).html
        }
    }

    // MARK: Tiles

    private func tiles(_ bridge: Console.Bridge, _ facts: BridgeFacts) -> HTML {
        el(.ul, .class("tiles")) {
            for group in Groups.allCases {
                tile(
                    call.say(group.text), facts.count(group.states), facts.gross(group.states), group.colour,
                    DocumentsPage.address(bridge, states: group.states))
            }
            flowed(Say.receivedLately, facts.hours.map(\.received).reduce(0, +))
            flowed(Say.bookedLately, facts.hours.map(\.booked).reduce(0, +))
            tile(
                call.say(Say.late), facts.waiting.late, [], "bad",
                DocumentsPage.address(bridge, others: [("late", "1")]))
            tile(
                call.say(Say.differing), facts.unexplained, [], "bad", DocumentsPage.address(bridge, others: [("differing", "1")]),
                note: facts.explained > 0 ? call.say(Say.andExplained(call.formatting.count(facts.explained))) : nil)
        }
    }

    /// What passed by in the hours that are shown; of documents that moved on since, there is no list.
    private func flowed(_ name: BilingualText, _ count: Int) -> HTML {
        el(.li) {
            el(.span, .class("name")) { call.say(name) }
            el(.span, .class("count")) { call.formatting.count(count) }
        }
    }

    private func tile(
        _ name: String, _ count: Int, _ gross: [Money], _ colour: String, _ address: Address, note: String? = nil
    ) -> HTML {
        el(.li) {
            el(.a, .href(address)) {
                el(.span, .class("name")) { name }
                el(.span, .class(count > 0 ? "count \(colour)" : "count")) { call.formatting.count(count) }
                for sum in gross { el(.span, .class("sum")) { HTML.money(sum, call.formatting) } }
                note.map { note in el(.span, .class("sum")) { note } }
            }
        }
    }

    // MARK: What needs a person

    @HTMLBuilder private func causes(_ bridge: Console.Bridge, _ facts: BridgeFacts) -> HTML {
        if !facts.causes.isEmpty {
            Form.table(
                call.say(Say.needsPerson),
                pieces {
                    Form.heading(call.say(Say.cause))
                    Form.heading(call.say(Say.number), isNumber: true)
                    Form.heading(call.say(Say.amount), isNumber: true)
                    Form.heading(call.say(Say.oldest), isWide: true)
                },
                pieces { for cause in facts.causes.prefix(Self.causesMax) { row(bridge, cause) } })
            let more = facts.causes.count - Self.causesMax
            if more > 0 {
                el(.p) {
                    el(.a, .href(DocumentsPage.address(bridge, states: Groups.person))) {
                        call.say(Say.moreCauses(call.formatting.count(more), more))
                    }
                }
            }
        }
    }

    private func row(_ bridge: Console.Bridge, _ cause: ProblemTotal) -> HTML {
        let text = cause.code.text
        let what = BilingualText(nl: text.what.nl, en: text.what.en)
        let remedy = BilingualText(nl: text.remedy.nl, en: text.remedy.en)
        return el(.tr) {
            el(.th, .scope("row")) {
                el(.a, .href(DocumentsPage.address(bridge, others: [("problem", cause.code.rawValue)]))) {
                    call.say(what) + (cause.found.isEmpty ? "" : ": \(call.terms.found(of: cause))")
                }
                el(.p, .class("hint")) { call.say(remedy) }
                MendingLine(call, bridge, cause: cause.code).html
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

    /// What is wrong with the connection and the set-up of the books; what lets nothing through stands first and is marked.
    @HTMLBuilder private func findings(_ standing: Standing) -> HTML {
        if standing.consent != nil || !standing.facts.setup.isEmpty {
            el(.h3) { call.say(Say.setupFindings) }
            el(.ul, .class("problems"), .label(call.say(Say.setupFindings))) {
                standing.consent.map { warning in
                    el(.li) {
                        el(.p) { el(.strong) { call.say(warning) } }
                        el(.p, .class("do")) { el(.a, .href(Address("/connections"))) { call.say(Say.toConnections) } }
                    }
                }
                for finding in standing.facts.setup {
                    el(.li, .class(finding.isBlocking ? nil : "mild")) {
                        if finding.isBlocking { el(.p) { el(.strong) { call.say(Say.nothingIsPosted) } } }
                        el(.p) { call.say(finding.text) }
                        standing.bridge.place(of: finding.part, call)
                    }
                }
            }
        }
    }

    /// What needs somebody beside documents, with the page where it is done.
    @HTMLBuilder private func others(_ bridge: Console.Bridge, _ facts: BridgeFacts) -> HTML {
        let lines = Say.others(facts, call.formatting)
        if !lines.isEmpty {
            el(.ul) {
                for line in lines {
                    el(.li) {
                        if let address = address(of: line.about, bridge) {
                            el(.a, .href(address)) { call.say(line.text) }
                        } else {
                            call.say(line.text)
                        }
                    }
                }
            }
        }
    }

    private func address(of other: Say.Other, _ bridge: Console.Bridge) -> Address? {
        switch other {
        case .proposedParties: PartiesPage.address(bridge)
        case .differingParties: PartiesPage.address(bridge, .differing)
        case .payments: PaymentsPage.address(bridge, .stuck)
        case .refusedPayments: PaymentsPage.address(bridge, .refused)
        case .attachments: nil
        }
    }

    // MARK: What comes

    /// What waits for an approval, or was held by somebody: number, amount and the documents one click away.
    @HTMLBuilder private func holds(_ bridge: Console.Bridge, _ facts: BridgeFacts) -> HTML {
        let held = [Hold.approval, .person].compactMap { hold in facts.held(by: hold).map { (hold: hold, sum: $0) } }
        if !held.isEmpty {
            el(.ul) {
                for each in held {
                    el(.li) {
                        el(.a, .href(DocumentsPage.address(bridge, states: [.held], others: [("hold", each.hold.blocker)]))) {
                            call.say(
                                Say.heldBy(
                                    each.hold, call.formatting.count(each.sum.count), each.sum.count,
                                    each.sum.gross.map { call.formatting.money($0) }.joined(separator: ", ")))
                        }
                    }
                }
            }
        }
    }

    @HTMLBuilder private func next(_ bridge: Console.Bridge, _ facts: BridgeFacts, _ end: ExpectedEnd?) -> HTML {
        if let run = facts.nextRun {
            let moment = run.at.map { call.formatting.moment($0, in: bridge.zone) }
            let sums = run.gross.map { call.formatting.money($0) }.joined(separator: ", ")
            el(.p) { call.say(Say.nextRun(moment, call.formatting.count(run.documents), run.documents, sums)) }
            if facts.pause != nil { el(.p) { call.say(Say.runWhilePaused) } }
        }
        if let until = facts.resumes(after: call.now) {
            el(.p) { el(.strong, .class("wait")) { call.say(Say.sendingResumes(call.formatting.moment(until, in: bridge.zone))) } }
        }
        if let end {
            let moment = end.at > call.now ? call.formatting.moment(end.at, in: bridge.zone) : nil
            el(.p) {
                call.say(
                    Say.onTheirWay(call.formatting.count(end.documents), end.documents, call.formatting.count(end.calls), until: moment))
            }
        }
    }
}

/// States as a person groups them: each state in one group.
enum Groups: String, Hashable, Sendable, CaseIterable {
    case needsPerson, waiting, underWay, booked, aside

    static let person = Groups.needsPerson.states

    var states: Set<PostingState> {
        switch self {
        case .needsPerson: [.parked, .rejected]
        case .waiting: [.held]
        case .underWay: [.ready, .inFlight, .outcomeUnknown]
        case .booked: [.booked]
        case .aside: [.withdrawn, .nothingToPost]
        }
    }

    /// The class of the colour that says what it means.
    var colour: String {
        switch self {
        case .needsPerson: "bad"
        case .waiting, .underWay: "wait"
        case .booked: "good"
        case .aside: "other"
        }
    }

    var text: BilingualText {
        switch self {
        case .needsPerson: Say.needsPerson
        case .waiting: Say.waiting
        case .underWay: Say.underWay
        case .booked: Say.booked
        case .aside: Say.aside
        }
    }
}

/// How documents are divided over the groups, as a bar; the table it is drawn from stands behind it.
struct StateBar: Sendable {
    let call: Call
    let facts: BridgeFacts

    /// Units of the drawing's width; whole numbers, so that nothing is rounded twice.
    private static let width = 1_000

    var html: HTML {
        let total = facts.states.map(\.count).reduce(0, +)
        guard total > 0 else { return el(.p) { call.say(Say.noDocumentsYet) } }
        return pieces {
            drawing(total)
            el(.details) {
                el(.summary) { call.say(Say.numbersBehind) }
                table
            }
        }
    }

    private func drawing(_ total: Int) -> HTML {
        var left = 0
        var parts = HTML()
        var counted = 0
        for group in Groups.allCases {
            counted += facts.count(group.states)
            let right = counted * Self.width / total
            if right > left {
                parts.append(
                    el(
                        .rect, .class(group.colour), Attribute("x", "\(left)"), Attribute("y", "0"), Attribute("width", "\(right - left)"),
                        Attribute("height", "20")
                    ) { el(.title) { "\(call.say(group.text)): \(call.formatting.count(facts.count(group.states)))" } })
            }
            left = right
        }
        return el(
            .svg, .class("bar"), .role("img"), .label(call.say(Say.divided)), Attribute("viewBox", "0 0 \(Self.width) 20"),
            Attribute("preserveAspectRatio", "none")
        ) { parts }
    }

    private var table: HTML {
        Form.table(
            call.say(Say.divided),
            pieces {
                Form.heading(call.say(Say.state))
                Form.heading(call.say(Say.kind))
                Form.heading(call.say(Say.number), isNumber: true)
                Form.heading(call.say(Say.net), isNumber: true, isWide: true)
                Form.heading(call.say(Say.vat), isNumber: true, isWide: true)
                Form.heading(call.say(Say.gross), isNumber: true)
            },
            pieces {
                for total in facts.states where total.count > 0 {
                    el(.tr) {
                        el(.th, .scope("row")) { call.terms.state(total.state) }
                        Form.cell { call.terms.kind(total.kind) }
                        Form.cell(isNumber: true) { call.formatting.count(total.count) }
                        Form.cell(isNumber: true, isWide: true) { total.net.map { HTML.money($0, call.formatting) } }
                        Form.cell(isNumber: true, isWide: true) { total.vat.map { HTML.money($0, call.formatting) } }
                        Form.cell(isNumber: true) { total.gross.map { HTML.money($0, call.formatting) } }
                    }
                }
            }, isCompact: true)
    }
}
