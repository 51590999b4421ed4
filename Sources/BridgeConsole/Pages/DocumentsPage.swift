import BridgeAccess
import BridgeActs
import BridgeDomain
import BridgeHTML
import BridgeHTTP
import BridgeJournal
import BridgeReports

extension Console {
    func addDocuments(to router: inout Router) {
        show(&router, "/documents", .look) { call, _ in try await DocumentsPage(call).page() }
    }
}

extension Call {
    /// What the address asks for.
    func documentsQuery(_ bridge: Console.Bridge) -> DocumentsQuery { DocumentsQuery(bridge, now: now) { asked($0) } }
}

/// *Documents*: a list, newest first, with filters that are links, so that each can be kept and sent on.
struct DocumentsPage: Sendable {
    let call: Call

    /// Documents on a page.
    static let rows = 50

    init(_ call: Call) { self.call = call }

    /// The list of a bridge's documents in some states, or under other conditions.
    static func address(
        _ bridge: Console.Bridge, states: Set<PostingState> = [], others: [(name: String, value: String?)] = []
    ) -> Address {
        let named = states.map(\.rawValue).sorted().joined(separator: ",")
        return Address(
            "/documents", query: [("bridge", bridge.id.text), ("state", named.isEmpty ? nil : named)] + others)
    }

    /// Parties of a name that are offered, and parties that are looked through for it.
    private static let partiesMax = 8
    private static let partiesLookedMax = 5_000
    /// Documents that are looked at for an amount, until more are asked for.
    private static let rowsMax = 20_000

    func page() async throws -> Page {
        let bridge = try call.askedBridge()
        let asked = call.documentsQuery(bridge)
        let part = try await asked.query(before: call.asked("before").flatMap { Int64($0) })
            .part(of: call.console.journal, limit: Self.rows, rowsMax: Self.rowsMax)
        let names = try await names(of: part.postings, bridge)
        let explained = try await DifferenceBook(journal: call.console.journal, bridge: bridge.id).explained(among: part.postings)
        let parties = try await parties(asked)
        let job = try await BulkJobPage.line(call, bridge)
        return Page(title: call.say(Say.documents), part: .documents) {
            Form.done(notice)
            job
            el(.p, .class("lead")) { call.say(lead(part)) }
            filters(asked)
            search(asked)
            self.parties(asked, parties)
            bulk(asked, part.postings)
            if !part.postings.isEmpty { table(bridge, part.postings, names, explained) }
            pager(asked, part.next)
        }
    }

    /// What became of what was done with a whole list.
    private var notice: String? {
        guard let verb = call.asked("done").flatMap({ DocumentVerb(rawValue: $0) }),
            let changed = call.asked("changed").flatMap({ Int($0) }),
            let of = call.asked("of").flatMap({ Int($0) })
        else { return nil }
        return call.say(
            Say.doneWithAll(verb.text, (call.formatting.count(changed), changed), (call.formatting.count(of), of)))
    }

    // MARK: What is asked

    /// Parties whose name holds what is searched for.
    private func parties(_ asked: DocumentsQuery) async throws -> (parties: [PartyRecord], isWhole: Bool) {
        guard let text = asked.filter.search, text.contains(where: \.isLetter) else { return ([], true) }
        return try await PartySearch.named(
            text, asked.bridge.id, limit: Self.partiesMax, lookedMax: Self.partiesLookedMax, journal: call.console.journal)
    }

    /// Names of the parties, for one page of documents.
    private func names(of postings: [PostingRecord], _ bridge: Console.Bridge) async throws -> [PartyKey: String] {
        let keys = Array(Set(postings.compactMap(\.party)))
        return try await call.console.journal.parties(keys, bridge: bridge.id).compactMapValues { $0.party?.name }
    }

    // MARK: What is shown

    private func lead(_ part: PostingQuery.Part) -> BilingualText {
        if part.postings.isEmpty { return part.next == nil ? Say.nothingFound : Say.nothingYet(call.formatting.count(Self.rowsMax)) }
        return part.next == nil ? Say.shown(part.postings.count) : Say.newestShown(part.postings.count)
    }

    /// Every document of parties with that name, one click away.
    @HTMLBuilder private func parties(_ asked: DocumentsQuery, _ found: (parties: [PartyRecord], isWhole: Bool)) -> HTML {
        if !found.parties.isEmpty {
            el(.nav, .label(call.say(Say.partiesNamed))) {
                el(.p, .class("hint")) { call.say(found.isWhole ? Say.partiesNamed : Say.somePartiesNamed) }
                el(.ul, .class("filters")) {
                    for party in found.parties {
                        el(.li) {
                            el(.a, .href(Self.address(asked.bridge, states: asked.states, others: [("party", party.key.description)]))) {
                                [party.key.code.text, party.party?.name].compactMap(\.self).joined(separator: " ")
                            }
                        }
                    }
                }
            }
        }
    }

    /// What can be done with all of the list; only what this person may, and what fits one that is shown.
    @HTMLBuilder private func bulk(_ asked: DocumentsQuery, _ shown: [PostingRecord]) -> HTML {
        let possible = DocumentSet.verbs.filter { verb in
            call.may(verb.right) && shown.contains { verb.states.contains($0.state) && verb.fits($0) }
        }
        if !possible.isEmpty {
            el(.nav, .label(call.say(Say.withAllOfThem))) {
                el(.ul, .class("actions")) {
                    for verb in possible {
                        el(.li) {
                            el(.a, .class("button other"), .opensDialog, .href(BulkPage.address(verb, asked))) {
                                call.say(Say.withAll(verb.text))
                            }
                        }
                    }
                }
            }
        }
    }

    private func filters(_ asked: DocumentsQuery) -> HTML {
        let (bridge, states) = (asked.bridge, asked.states)
        return el(.nav, .label(call.say(Say.filters))) {
            call.bridgeChoice(bridge) { Self.address($0, states: states) }
            el(.ul, .class("filters")) {
                choice(
                    Say.all, Self.address(bridge),
                    isOn: states.isEmpty && ["late", "differing", "problem"].allSatisfy { call.asked($0) == nil })
                for group in Groups.allCases {
                    choice(group.text, Self.address(bridge, states: group.states), isOn: states == group.states)
                }
                choice(Say.late, Self.address(bridge, others: [("late", "1")]), isOn: call.asked("late") != nil)
                choice(Say.differing, Self.address(bridge, others: [("differing", "1")]), isOn: call.asked("differing") != nil)
            }
        }
    }

    private func choice(_ text: BilingualText, _ address: Address, isOn: Bool) -> HTML {
        el(.li) { el(.a, .href(address), .current(isOn)) { call.say(text) } }
    }

    private func search(_ asked: DocumentsQuery) -> HTML {
        el(.form, Attribute("method", "get"), .action(Address("/documents")), .class("search"), .role("search")) {
            Form.hidden("bridge", asked.bridge.id.text)
            for name in ["state", "problem", "party", "late", "differing", "hold"] { call.asked(name).map { Form.hidden(name, $0) } }
            Form.field("q", call.say(Say.searchText), type: "search", value: call.asked("q") ?? "", isRequired: false)
            el(.div, .class("field")) {
                el(.label, .for("kind")) { call.say(Say.kind) }
                el(.select, .id("kind"), .name("kind")) {
                    el(.option, .value("")) { call.say(Say.all) }
                    for kind in DocumentKind.allCases {
                        el(.option, .value(kind.rawValue), .selected(call.asked("kind") == kind.rawValue)) { call.terms.kind(kind) }
                    }
                }
            }
            Form.field("amount", call.say(Say.grossAmount), value: call.asked("amount") ?? "", isRequired: false)
            Form.field("from", call.say(Say.dateFrom), type: "date", value: call.asked("from") ?? "", isRequired: false)
            Form.field("to", call.say(Say.dateTo), type: "date", value: call.asked("to") ?? "", isRequired: false)
            Form.submit(call.say(Say.search))
        }
    }

    private func table(
        _ bridge: Console.Bridge, _ postings: [PostingRecord], _ names: [PartyKey: String], _ explained: Set<DocumentKey>
    ) -> HTML {
        Form.table(
            call.say(Say.documents),
            pieces {
                Form.heading(call.say(Say.documentNumber))
                Form.heading(call.say(Say.kind), isWide: true)
                Form.heading(call.say(Say.date), isWide: true)
                Form.heading(call.say(Say.party), isWide: true)
                Form.heading(call.say(Say.gross), isNumber: true)
                Form.heading(call.say(Say.state))
                Form.heading(call.say(Say.why), isWide: true)
            },
            pieces {
                for posting in postings {
                    row(posting, posting.party.flatMap { names[$0] }, isExplained: explained.contains(posting.document))
                }
            }, isNamed: false, isCompact: true)
    }

    private func row(_ posting: PostingRecord, _ name: String?, isExplained: Bool) -> HTML {
        let party = [posting.party?.code.text, name].compactMap(\.self).joined(separator: " ")
        return el(.tr) {
            el(.th, .scope("row")) { el(.a, .class("key"), .href(DocumentPage.address(posting))) { posting.document.number.text } }
            Form.cell(isWide: true) { call.terms.shortKind(posting.document.kind) }
            Form.cell(isWide: true) { HTML.date(posting.invoiceDate, call.formatting) }
            Form.cell(isWide: true) { party }
            Form.cell(isNumber: true) { posting.gross.map { HTML.money($0, call.formatting) } }
            Form.cell {
                DocumentPage.state(posting, call)
                // That it differs stands beside its state too: on a narrow page there is no reason to read it from.
                if posting.differs {
                    el(.div, .class(isExplained ? "hint" : "small bad")) { call.say(isExplained ? Say.differsExplained : Say.differs) }
                }
            }
            Form.cell(isWide: true) { call.terms.reason(posting) { call.terms.message($0) } }
        }
    }

    private func pager(_ asked: DocumentsQuery, _ next: Int64?) -> HTML {
        el(.nav, .class("pager"), .label(call.say(Say.morePages))) {
            el(.ul, .class("actions")) {
                if call.asked("before") != nil {
                    el(.li) { el(.a, .class("button other"), .href(Address("/documents", query: asked.kept))) { call.say(Say.newest) } }
                }
                if let next {
                    el(.li) {
                        el(
                            .a, .class("button other"), Attribute("rel", "next"),
                            .href(Address("/documents", query: asked.kept + [("before", "\(next)")]))
                        ) {
                            call.say(Say.older)
                        }
                    }
                }
            }
        }
    }
}
