import BridgeAccess
import BridgeActs
import BridgeDomain
import BridgeHTML
import BridgeHTTP
import BridgeJournal
import BridgeReports

extension Console {
    func addKnownLinks(to router: inout Router) {
        let known = "/parties/{bridge}/known"
        show(&router, known, .linkParty) { call, parameters in
            try await KnownLinksPage(call, try call.namedBridge(parameters)).page()
        }
        act(&router, known, .linkParty) { call, parameters in
            try await KnownLinksPage(call, try call.namedBridge(parameters)).carryOut()
        }
        show(&router, "/parties/{bridge}/link", .linkParty) { call, parameters in
            try await KnownLinksPage(call, try call.namedBridge(parameters)).one()
        }
    }
}

/// Links parties to what the books know already: all whose number and name are equal, seen before it is done, or one to a number that is typed.
struct KnownLinksPage: Sendable {
    let call: Call
    let bridge: Console.Bridge

    /// Links that are shown one by one.
    private static let rows = 50

    init(_ call: Call, _ bridge: Console.Bridge) {
        self.call = call
        self.bridge = bridge
    }

    static func address(_ bridge: Console.Bridge, _ kind: PartyKind) -> Address {
        Address("/parties", [bridge.id.text, "known"], query: [("kind", kind == .debtor ? nil : kind.rawValue)])
    }

    private var kind: PartyKind { call.asked("kind").flatMap { PartyKind(rawValue: $0) } ?? .debtor }

    // MARK: On Parties

    /// Both ways, as a part of *Parties*.
    static func part(_ call: Call, _ bridge: Console.Bridge) -> HTML {
        pieces {
            el(.h2) { call.say(Say.linkHeading) }
            el(.p) { call.say(Say.linkByHand) }
            el(.form, Attribute("method", "get"), .action(Address("/parties", [bridge.id.text, "link"])), .class("search")) {
                el(.div, .class("field")) {
                    el(.label, .for("kind")) { call.say(Say.kind) }
                    el(.select, .id("kind"), .name("kind")) {
                        for kind in PartyKind.allCases { el(.option, .value(kind.rawValue)) { call.terms.kind(kind) } }
                    }
                }
                Form.field("party", call.say(Say.partyCode))
                Form.field("number", call.say(Say.numberInBooks))
                Form.submit(call.say(Say.linkThis))
            }
            el(.ul, .class("actions")) {
                el(.li) {
                    el(.a, .class("button other"), .opensDialog, .href(address(bridge, .debtor))) { call.say(Say.linkKnown) }
                }
            }
        }
    }

    /// The party and the number that were typed, to be confirmed; the list of what there is where there is no such party.
    func one() async throws -> Page {
        let code = String((call.asked("party") ?? "").filter { !$0.isWhitespace }.prefix(100))
        let found: FoundParty
        do {
            found = try await call.console.acts.party(bridge, kind: kind.rawValue, code: code)
        } catch let refusal as ActRefusal where refusal == .notFound {
            return try await PartiesPage(call).found(bridge, code)
        }
        return try await PartyVerbPage(call, found, .link).page()
    }

    // MARK: What is equal

    private func read() async throws -> KnownLinks {
        guard let who = call.session?.who else { throw ConsoleRefusal.signInFirst }
        return try await call.console.acts.knownLinks(bridge, kind, by: who)
    }

    func page() async throws -> Page { page(try await read()) }

    private func page(_ known: KnownLinks, status: Int = 200, problem: String? = nil) -> Page {
        let count = known.links.count
        return Page(status: status, title: call.say(Say.linkKnown), part: .parties) {
            Form.alert(problem)
            el(.p, .class("lead")) {
                call.say(Say.knownLinks(call.formatting.count(count), count, kind))
                if !known.isWhole { " " + call.say(Say.knownMore) }
            }
            el(.ul, .class("filters"), .label(call.say(Say.kind))) {
                for each in PartyKind.allCases {
                    el(.li) { el(.a, .href(Self.address(bridge, each)), .current(each == kind)) { call.terms.kind(each) } }
                }
            }
            if count > 0 {
                el(.p) { call.say(Say.knownEffect) }
                table(known)
                Form.post(Self.address(bridge, kind), call, .class("narrow")) {
                    Form.hidden("revision", known.seal)
                    Form.submit(call.say(Say.linkThese(call.formatting.count(count), count)))
                }
            }
            el(.p) { el(.a, .leadsBack, .href(PartiesPage.address(bridge))) { call.say(Say.backToParties) } }
        }
    }

    private func table(_ known: KnownLinks) -> HTML {
        pieces {
            Form.table(
                call.say(Say.linkKnown),
                pieces {
                    Form.heading(call.say(Say.party))
                    Form.heading(call.say(Say.numberInBooks))
                    Form.heading(call.say(Say.theirs))
                },
                pieces {
                    for link in known.links.prefix(Self.rows) {
                        el(.tr) {
                            el(.th, .scope("row")) {
                                el(.a, .class("key"), .href(PartyPage.address(link.party))) { link.party.key.code.text }
                                link.party.party.map { party in el(.div, .class("hint")) { party.name } }
                            }
                            Form.cell { link.relation.number }
                            Form.cell(isAny: true) { link.relation.name }
                        }
                    }
                }, isNamed: false)
            let more = known.links.count - Self.rows
            if more > 0 { el(.p) { call.say(Say.andMore(call.formatting.count(more))) } }
        }
    }

    /// Links exactly what was seen: nothing where it is something else by now.
    func carryOut() async throws -> HTTPResponse {
        guard let who = call.session?.who else { throw ConsoleRefusal.signInFirst }
        let known = try await read()
        do {
            let linked = try await call.console.acts.link(known, of: bridge, seal: call.field("revision") ?? "", by: who)
            return call.redirect(PartiesPage.address(bridge, others: [("linked", "\(linked)")]))
        } catch let refusal as ActRefusal where refusal == .changed {
            return call.response(page(known, status: 409, problem: call.say(refusal.text)))
        }
    }
}
