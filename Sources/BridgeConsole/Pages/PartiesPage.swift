import BridgeAccess
import BridgeActs
import BridgeDomain
import BridgeHTML
import BridgeHTTP
import BridgeJournal
import BridgeReports

extension Console {
    func addParties(to router: inout Router) {
        show(&router, "/parties", .look) { call, _ in try await PartiesPage(call).page() }
        addKnownLinks(to: &router)
        let party = "/parties/{bridge}/{kind}/{code}"
        show(&router, party, .look) { call, parameters in try await PartyPage(call, try await call.foundParty(parameters)).page() }
        let attempt = party + "/attempts/{attempt}"
        show(&router, attempt, .look) { call, parameters in
            try await AttemptPage(call, try await call.foundParty(parameters), number: parameters["attempt"]).page
        }
        router.on(.get, attempt + "/all.txt") { request, parameters in
            await answer(request, .look) { call in
                try await AttemptPage(call, try await call.foundParty(parameters), number: parameters["attempt"]).download
            }
        }
        for verb in PartyVerb.allCases {
            show(&router, "\(party)/\(verb.rawValue)", verb.right) { call, parameters in
                try await PartyVerbPage(call, try await call.foundParty(parameters), verb).page()
            }
            act(&router, "\(party)/\(verb.rawValue)", verb.right) { call, parameters in
                try await PartyVerbPage(call, try await call.foundParty(parameters), verb).carryOut()
            }
        }
    }
}

/// *Parties*: which debtors and creditors need somebody, which stand differently in the books, and all of them.
struct PartiesPage: Sendable {
    let call: Call

    /// Parties on a page, and of each kind of need.
    static let rows = 50
    /// Parties that differ on a page: each has a row for every field.
    private static let differingRows = 20
    init(_ call: Call) { self.call = call }

    /// Which parties are shown. The raw value stands in addresses.
    enum Show: String, Hashable, Sendable, CaseIterable {
        case need, differing, all

        var text: BilingualText {
            switch self {
            case .need: Say.needsPerson
            case .differing: Say.differing
            case .all: Say.all
            }
        }
    }

    static func address(_ bridge: Console.Bridge, _ show: Show = .need, others: [(name: String, value: String?)] = []) -> Address {
        Address("/parties", query: [("bridge", bridge.id.text), ("show", show == .need ? nil : show.rawValue)] + others)
    }

    func page() async throws -> Page {
        let bridge = try call.askedBridge()
        if let code = call.asked("code") { return try await found(bridge, String(code.prefix(100))) }
        switch call.asked("show").flatMap({ Show(rawValue: $0) }) ?? .need {
        case .need: return try await needs(bridge)
        case .differing: return try await differing(bridge)
        case .all: return try await all(bridge)
        }
    }

    private func framed(_ bridge: Console.Bridge, _ show: Show?, @HTMLBuilder _ content: () -> HTML, lead: () -> HTML) -> Page {
        Page(title: call.say(Say.parties), part: .parties) {
            Form.done(call.asked("linked").flatMap { Int($0) }.map { call.say(Say.partiesLinked(call.formatting.count($0), $0)) })
            el(.p, .class("lead")) { lead() }
            el(.nav, .label(call.say(Say.filters))) {
                call.bridgeChoice(bridge) { Self.address($0, show ?? .need) }
                el(.ul, .class("filters")) {
                    for each in Show.allCases {
                        el(.li) { el(.a, .href(Self.address(bridge, each)), .current(each == show)) { call.say(each.text) } }
                    }
                }
            }
            el(.form, Attribute("method", "get"), .action(Address("/parties")), .class("search"), .role("search")) {
                Form.hidden("bridge", bridge.id.text)
                Form.field("code", call.say(Say.partyCode), type: "search", value: call.asked("code") ?? "")
                Form.submit(call.say(Say.search))
            }
            content()
            if call.may(.linkParty) { KnownLinksPage.part(call, bridge) }
        }
    }

    // MARK: What needs somebody

    private func needs(_ bridge: Console.Bridge) async throws -> Page {
        let needs = try await call.console.acts.partyNeeds(bridge, limit: Self.rows)
        let (undecided, proposed, stuck) = (needs.undecided, needs.proposed, needs.stuck)
        return framed(bridge, .need) {
            if !undecided.isEmpty {
                el(.h2) { call.say(Say.undecidedHeading) }
                differences(undecided.prefix(Self.rows).map { ($0.party, $0.difference) }, call.say(Say.undecidedHeading))
                more(undecided.count)
            }
            if !proposed.isEmpty {
                el(.h2) { call.say(Say.proposedHeading) }
                proposals(Array(proposed.prefix(Self.rows)))
                more(proposed.count)
            }
            if !stuck.isEmpty {
                el(.h2) { call.say(Say.stuckHeading) }
                table(Array(stuck.prefix(Self.rows)), call.say(Say.stuckHeading))
                more(stuck.count)
            }
        } lead: {
            el(.strong, .class(needs.isNothing ? "good" : "bad")) {
                call.say(
                    needs.isNothing
                        ? Say.noPartyNeeds
                        : Say.partiesNeed(
                            differences: (
                                undecided.count, count(undecided.count, PartyNeeds.differingMax), call.formatting.count(needs.guarded)
                            ),
                            proposals: (proposed.count, count(proposed.count, Self.rows)),
                            stuck: (stuck.count, count(stuck.count, Self.rows)))
                )
            }
        }
    }

    private func count(_ number: Int, _ max: Int) -> String { call.formatting.count(min(number, max)) + (number > max ? "+" : "") }

    @HTMLBuilder private func more(_ count: Int) -> HTML {
        if count > Self.rows { el(.p, .class("quiet")) { call.say(Say.firstOfMore(Self.rows)) } }
    }

    private func differences(_ rows: [(party: PartyRecord, difference: PartyDifference)], _ name: String) -> HTML {
        Form.table(
            name,
            pieces {
                Form.heading(call.say(Say.party))
                Form.heading(call.say(Say.field))
                Form.heading(call.say(Say.ours))
                Form.heading(call.say(Say.theirs))
                Form.heading(call.say(Say.whatFollows), isWide: true)
            },
            pieces {
                for row in rows {
                    el(.tr) {
                        header(row.party)
                        Form.cell { row.difference.field.title[call.language] }
                        Form.cell(isAny: true) { row.difference.ours }
                        Form.cell(isAny: true) { row.difference.theirs }
                        Form.cell(isWide: true) { call.terms.standing(row.difference.standing) }
                    }
                }
            }, isNamed: false)
    }

    private func proposals(_ links: [PartyNeeds.Proposed]) -> HTML {
        Form.table(
            call.say(Say.proposedHeading),
            pieces {
                Form.heading(call.say(Say.party))
                Form.heading(call.say(Say.looksLike))
                Form.heading(call.say(Say.why), isWide: true)
            },
            pieces {
                for link in links {
                    el(.tr) {
                        header(link.party)
                        Form.cell { link.relation.map { "\($0.number) \($0.name)" } }
                        Form.cell(isWide: true) { link.party.proposalReason.map { call.terms.story($0) } }
                    }
                }
            }, isNamed: false)
    }

    private func header(_ party: PartyRecord) -> HTML {
        el(.th, .scope("row")) {
            el(.a, .class("key"), .href(PartyPage.address(party))) { party.key.code.text }
            el(.div, .class("hint")) { party.party?.name ?? call.terms.kind(party.key.kind) }
        }
    }

    // MARK: Lists

    private func differing(_ bridge: Console.Bridge) async throws -> Page {
        let found = try await call.console.journal.differingParties(bridge.id, after: after, limit: Self.differingRows + 1)
        let shown = Array(found.prefix(Self.differingRows))
        return framed(bridge, .differing) {
            if !shown.isEmpty {
                differences(
                    shown.flatMap { party in (party.alignment?.differences ?? []).map { (party: party, difference: $0) } },
                    call.say(Say.differing))
            }
            pager(bridge, .differing, found.count > Self.differingRows ? shown.last : nil)
        } lead: {
            .text(call.say(shown.isEmpty ? Say.noPartyDiffers : Say.partiesDiffer(shown.count, hasMore: found.count > Self.differingRows)))
        }
    }

    private func all(_ bridge: Console.Bridge) async throws -> Page {
        let state = call.asked("state").flatMap { PartyState(rawValue: $0) }
        let found = try await call.console.journal.listParties(
            bridge.id, states: state.map { [$0] } ?? [], after: after, limit: Self.rows + 1)
        let shown = Array(found.prefix(Self.rows))
        return framed(bridge, .all) {
            el(.ul, .class("filters"), .label(call.say(Say.state))) {
                el(.li) { el(.a, .href(Self.address(bridge, .all)), .current(state == nil)) { call.say(Say.all) } }
                for each in PartyState.allCases {
                    el(.li) {
                        el(.a, .href(Self.address(bridge, .all, others: [("state", each.rawValue)])), .current(each == state)) {
                            call.terms.state(each)
                        }
                    }
                }
            }
            if !shown.isEmpty { table(shown, call.say(Say.parties)) }
            pager(bridge, .all, found.count > Self.rows ? shown.last : nil)
        } lead: {
            .text(call.say(shown.isEmpty ? Say.noPartyFound : Say.partiesShown(shown.count, hasMore: found.count > Self.rows)))
        }
    }

    /// A debtor and a creditor may carry the same code.
    func found(_ bridge: Console.Bridge, _ code: String) async throws -> Page {
        let shown = try await call.console.acts.parties(bridge, code: code)
        return framed(bridge, nil) {
            if !shown.isEmpty { table(shown, call.say(Say.parties)) }
        } lead: {
            .text(call.say(shown.isEmpty ? Say.noPartyOfCode(code) : Say.partiesShown(shown.count, hasMore: false)))
        }
    }

    private var after: PartyKey? { call.asked("after").flatMap { PartyKey($0) } }

    private func table(_ parties: [PartyRecord], _ name: String) -> HTML {
        Form.table(
            name,
            pieces {
                Form.heading(call.say(Say.party))
                Form.heading(call.say(Say.kind), isWide: true)
                Form.heading(call.say(Say.numberInBooks))
                Form.heading(call.say(Say.state))
                Form.heading(call.say(Say.why), isWide: true)
            },
            pieces {
                for party in parties {
                    el(.tr) {
                        header(party)
                        Form.cell(isWide: true) { call.terms.kind(party.key.kind) }
                        Form.cell { party.number }
                        Form.cell { PartyPage.state(party, call) }
                        Form.cell(isWide: true) {
                            party.proposalReason.map { call.terms.story($0) } ?? party.problems.first.map { call.terms.message($0) }
                        }
                    }
                }
            }, isNamed: false)
    }

    @HTMLBuilder private func pager(_ bridge: Console.Bridge, _ show: Show, _ last: PartyRecord?) -> HTML {
        if let last {
            el(.nav, .class("pager"), .label(call.say(Say.morePages))) {
                el(.ul, .class("actions")) {
                    el(.li) {
                        el(
                            .a, .class("button other"), Attribute("rel", "next"),
                            .href(Self.address(bridge, show, others: [("state", call.asked("state")), ("after", last.key.description)]))
                        ) { call.say(Say.further) }
                    }
                }
            }
        }
    }
}
