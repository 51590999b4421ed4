import BridgeAccess
import BridgeActs
import BridgeDomain
import BridgeHTML
import BridgeHTTP
import BridgeJournal
import BridgeReports

extension Console {
    func addHistory(to router: inout Router) {
        show(&router, "/history", .look) { call, _ in try await HistoryPage(call).page() }
        router.on(.get, "/history.csv") { request, _ in
            await answer(request, .look) { call in try await HistoryPage(call).export() }
        }
        act(&router, "/history/verify", .verifyHistory) { call, _ in
            guard let session = call.session else { throw ConsoleRefusal.signInFirst }
            await chain.start(by: session.who)
            return call.redirect(Address("/history"))
        }
    }
}

/// *History*: every act of a person and of the machine, newest first, and whether the record is whole.
struct HistoryPage: Sendable {
    let call: Call

    /// Records on a page.
    static let rows = 50

    init(_ call: Call) { self.call = call }

    /// Days and moments are told on the clock of the first bridge.
    private var zone: TimeZoneRule { call.console.bridges.first?.zone ?? .amsterdam }

    private var query: HistoryQuery {
        call.console.acts.historyQuery(
            who: call.asked("who").map { Terms.machine(called: $0) ?? $0 }, subject: call.asked("subject"), from: call.askedDate("from"),
            to: call.askedDate("to"),
            before: call.asked("before").flatMap { Int64($0) })
    }

    private static let conditions = ["from", "to", "who", "subject"]

    private func kept(_ others: [(name: String, value: String?)] = []) -> [(name: String, value: String?)] {
        Self.conditions.map { ($0, call.asked($0)) } + others
    }

    // MARK: The page

    func page() async throws -> Page {
        let journal = call.console.journal
        let page = try await query.page(of: journal, limit: Self.rows)
        let (last, progress) = (try await ChainCheck.last(journal), await call.console.chain.progress)
        let names = try await SubjectNames.read(page.records.map(\.entry), journal: journal)
        return Page(title: call.say(Say.history), part: .history) {
            lead(page, last)
            check(progress)
            search
            if page.records.isEmpty {
                el(.p) { call.say(page.next == nil ? Say.noActs : Say.noActsHere) }
            } else {
                table(page.records, names)
            }
            pager(page)
        }
    }

    private func lead(_ page: HistoryQuery.Page, _ last: ChainCheck.Outcome?) -> HTML {
        el(.p, .class("lead")) {
            if let broken = page.broken {
                el(.strong, .class("bad")) { call.say(Say.chainBroken(call.formatting.count(broken))) }
            } else if let last {
                el(.strong, .class(last.faults == 0 ? "good" : "bad")) {
                    call.say(
                        Say.chainChecked(
                            call.formatting.moment(last.at, in: zone), call.terms.who(last.by), call.formatting.count(last.records),
                            faults: last.faults == 0 ? nil : call.formatting.count(last.faults)))
                }
            } else {
                el(.strong, .class("wait")) { call.say(Say.chainUnchecked) }
            }
        }
    }

    @HTMLBuilder private func check(_ progress: Int64?) -> HTML {
        if let progress {
            el(.p, .role("status")) { call.say(Say.chainUnderWay(call.formatting.count(progress))) }
        } else if call.may(.verifyHistory) {
            Form.post(Address("/history/verify"), call) {
                el(.button, .type("submit"), .class("plain")) { call.say(Say.checkChain) }
            }
        }
    }

    private var search: HTML {
        el(.form, Attribute("method", "get"), .action(Address("/history")), .class("search"), .role("search")) {
            Form.field("from", call.say(Say.dateFrom), type: "date", value: call.asked("from") ?? "", isRequired: false)
            Form.field("to", call.say(Say.dateTo), type: "date", value: call.asked("to") ?? "", isRequired: false)
            Form.field(
                "who", call.say(Say.whoActed), value: call.asked("who").map { Terms.machines[$0]?[call.language] ?? $0 } ?? "",
                isRequired: false)
            Form.field("subject", call.say(Say.aboutWhat), value: call.asked("subject") ?? "", isRequired: false)
            Form.submit(call.say(Say.search))
            el(.a, .class("button other"), .href(Address("/history.csv", query: kept()))) { call.say(Say.asCSV) }
        }
    }

    private func table(_ records: [HistoryRecord], _ names: SubjectNames) -> HTML {
        Form.table(
            call.say(Say.history),
            pieces {
                Form.heading(call.say(Say.when))
                Form.heading(call.say(Say.whoActed))
                Form.heading(call.say(Say.whatWasDone))
                Form.heading(call.say(Say.aboutWhat))
                Form.heading(call.say(Say.detail), isWide: true)
            }, pieces { for record in records { row(record, names) } }, isNamed: false)
    }

    private func row(_ record: HistoryRecord, _ names: SubjectNames) -> HTML {
        let entry = record.entry
        return el(.tr) {
            el(.th, .scope("row")) {
                HTML.moment(entry.at, call.formatting, in: zone)
                el(.div, .class("hint")) { "#\(record.sequence)" }
            }
            Form.cell {
                el(.a, .href(Address("/history", query: [("who", entry.who.name)]))) { call.terms.who(entry.who) }
            }
            Form.cell { call.terms.act(entry.act) }
            Form.cell(isAny: true) { subject(entry, names) }
            Form.cell(isWide: true, isAny: true) { call.terms.detail(entry) }
        }
    }

    /// What it is about, in words; what has a page of its own leads there, anything else to its history. What stands in the record shows where one
    /// rests on it, and in the export.
    private func subject(_ entry: HistoryEntry, _ names: SubjectNames) -> HTML {
        let address = page(of: entry) ?? Address("/history", query: [("subject", entry.subject)])
        return el(.a, .href(address), Attribute("title", entry.subject)) { call.terms.subject(entry.subject, name: names[entry.subject]) }
    }

    private func page(of entry: HistoryEntry) -> Address? {
        if let bridge = entry.bridge {
            if let key = DocumentKey(entry.subject) { return DocumentPage.address(key, bridge) }
            if let key = PartyKey(entry.subject) { return Address("/parties", [bridge.text, key.kind.rawValue, key.code.text]) }
        }
        guard call.may(.manageAccounts) else { return nil }
        return entry.subject.dropping("account/").map { Address("/people", [$0]) }
    }

    private func pager(_ page: HistoryQuery.Page) -> HTML {
        el(.nav, .class("pager"), .label(call.say(Say.morePages))) {
            el(.ul, .class("actions")) {
                if call.asked("before") != nil {
                    el(.li) { el(.a, .class("button other"), .href(Address("/history", query: kept()))) { call.say(Say.newestActs) } }
                }
                if let next = page.next {
                    el(.li) {
                        el(
                            .a, .class("button other"), Attribute("rel", "next"),
                            .href(Address("/history", query: kept([("before", "\(next)")])))
                        ) { call.say(Say.olderActs) }
                    }
                }
            }
        }
    }

    // MARK: Export

    /// All that meets the conditions, or nothing: half a record of acts would look like a whole one.
    func export() async throws -> HTTPResponse {
        var query = query
        query.before = nil
        let table: [UInt8]
        do { table = try await call.console.acts.historyTable(query) } catch let refusal as ActRefusal where refusal.kind == .tooMany {
            return call.response(
                Page(status: 422, title: call.say(Say.asCSV), part: .history) {
                    el(.p, .class("lead")) { call.say(refusal.text) }
                    el(.p) { el(.a, .href(Address("/history", query: kept()))) { call.say(Say.backToHistory) } }
                })
        }
        return HTTPResponse(
            status: 200,
            fields: [
                "Content-Type": "text/csv; charset=utf-8", "Cache-Control": "no-store",
                "Content-Disposition": "attachment; filename=\"history.csv\"",
            ], body: table)
    }
}

extension String {
    /// What stands behind a beginning; nil where there is none.
    fileprivate func dropping(_ prefix: String) -> String? { hasPrefix(prefix) ? String(dropFirst(prefix.count)) : nil }
}
