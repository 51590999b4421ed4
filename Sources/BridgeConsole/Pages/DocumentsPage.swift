import BridgeAccess
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

/// *Documents*: a list, newest first, with filters that are links, so that each can be kept and sent on.
struct DocumentsPage: Sendable {
    let call: Call

    /// Documents on a page.
    static let rows = 50
    /// Characters of a search that count.
    private static let searchMax = 100

    init(_ call: Call) { self.call = call }

    /// The list of a bridge's documents in some states, or under other conditions.
    static func address(
        _ bridge: Console.Bridge, states: Set<PostingState> = [], others: [(name: String, value: String?)] = []
    ) -> Address {
        let named = states.map(\.rawValue).sorted().joined(separator: ",")
        return Address(
            "/documents", query: [("bridge", bridge.id.text), ("state", named.isEmpty ? nil : named)] + others)
    }

    private var states: Set<PostingState> {
        Set((call.asked("state") ?? "").split(separator: ",").compactMap { PostingState(rawValue: String($0)) })
    }

    func page() async throws -> Page {
        let bridge = try call.askedBridge()
        let query = PostingQuery(filter(bridge), before: call.asked("before").flatMap { Int64($0) })
        // One more than is shown tells whether there is more.
        let found = try await query.page(of: call.console.journal, limit: Self.rows + 1)
        let names = try await names(of: found, bridge)
        let (shown, hasMore) = (Array(found.prefix(Self.rows)), found.count > Self.rows)
        return Page(title: call.say(Say.documents), part: .documents) {
            el(.p, .class("lead")) { call.say(lead(shown, hasMore)) }
            filters(bridge)
            search(bridge)
            if !shown.isEmpty { table(bridge, shown, names) }
            pager(bridge, hasMore ? shown.last?.sequence : nil)
        }
    }

    // MARK: What is asked

    private func filter(_ bridge: Console.Bridge) -> PostingFilter {
        var filter = PostingFilter(bridge: bridge.id, states: states)
        if let kind = call.asked("kind").flatMap({ DocumentKind(rawValue: $0) }) { filter.kinds = [kind] }
        filter.problem = call.asked("problem").flatMap { ProblemCode(rawValue: $0) }
        filter.search = call.asked("q").map { String($0.prefix(Self.searchMax)) }
        filter.party = call.asked("party").flatMap { PartyKey($0) }
        let (from, to) = (call.askedDate("from"), call.askedDate("to"))
        if let first = from ?? to, let last = to ?? from, from != nil || to != nil {
            // One end alone is open to the other side, as far as calendars are kept.
            let (start, end) = (from ?? Self.firstDay ?? first, to ?? Self.lastDay ?? last)
            filter.invoiceDates = start <= end ? start...end : end...start
        }
        filter.lateAt = call.asked("late") == nil ? nil : call.now
        filter.differing = call.asked("differing") != nil
        return filter
    }

    private static let firstDay = CalendarDate("1990-01-01")
    private static let lastDay = CalendarDate("2999-12-31")

    /// Names of the parties, for one page of documents.
    private func names(of postings: [PostingRecord], _ bridge: Console.Bridge) async throws -> [PartyKey: String] {
        let keys = Array(Set(postings.compactMap(\.party)))
        return try await call.console.journal.parties(keys, bridge: bridge.id).compactMapValues { $0.party?.name }
    }

    // MARK: What is shown

    private func lead(_ shown: [PostingRecord], _ hasMore: Bool) -> BilingualText {
        if shown.isEmpty { return Say.nothingFound }
        return hasMore ? Say.newestShown(shown.count) : Say.shown(shown.count)
    }

    private func filters(_ bridge: Console.Bridge) -> HTML {
        el(.nav, .label(call.say(Say.filters))) {
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

    private func search(_ bridge: Console.Bridge) -> HTML {
        el(.form, Attribute("method", "get"), .action(Address("/documents")), .class("search"), .role("search")) {
            Form.hidden("bridge", bridge.id.text)
            for name in ["state", "problem", "late", "differing"] { call.asked(name).map { Form.hidden(name, $0) } }
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
            Form.field("from", call.say(Say.dateFrom), type: "date", value: call.asked("from") ?? "", isRequired: false)
            Form.field("to", call.say(Say.dateTo), type: "date", value: call.asked("to") ?? "", isRequired: false)
            Form.submit(call.say(Say.search))
        }
    }

    private func table(_ bridge: Console.Bridge, _ postings: [PostingRecord], _ names: [PartyKey: String]) -> HTML {
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
            pieces { for posting in postings { row(posting, posting.party.flatMap { names[$0] }) } }, isNamed: false)
    }

    private func row(_ posting: PostingRecord, _ name: String?) -> HTML {
        let party = [posting.party?.code.text, name].compactMap(\.self).joined(separator: " ")
        return el(.tr) {
            el(.th, .scope("row")) { el(.a, .class("key"), .href(DocumentPage.address(posting))) { posting.document.number.text } }
            Form.cell(isWide: true) { call.terms.shortKind(posting.document.kind) }
            Form.cell(isWide: true) { HTML.date(posting.invoiceDate, call.formatting) }
            Form.cell(isWide: true) { party.isEmpty ? "–" : party }
            Form.cell(isNumber: true) { posting.gross.map { HTML.money($0, call.formatting) } ?? .text("–") }
            Form.cell { DocumentPage.state(posting, call) }
            Form.cell(isWide: true) { call.terms.reason(posting) { $0.message(call.language) } }
        }
    }

    private func pager(_ bridge: Console.Bridge, _ last: Int64?) -> HTML {
        let kept = ["state", "kind", "problem", "q", "party", "from", "to", "late", "differing"].map { ($0, call.asked($0)) }
        return el(.nav, .class("pager"), .label(call.say(Say.morePages))) {
            el(.ul, .class("actions")) {
                if call.asked("before") != nil {
                    el(.li) { el(.a, .class("button other"), .href(Self.address(bridge, others: kept))) { call.say(Say.newest) } }
                }
                if let last {
                    el(.li) {
                        el(
                            .a, .class("button other"), Attribute("rel", "next"),
                            .href(Self.address(bridge, others: kept + [("before", "\(last)")]))
                        ) {
                            call.say(Say.older)
                        }
                    }
                }
            }
        }
    }
}
