import BridgeAccess
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

    /// Records on a page, and in an export.
    static let rows = 50
    static let exportMax = 50_000
    /// Characters of a condition that count.
    private static let textMax = 200

    init(_ call: Call) { self.call = call }

    /// Days and moments are told on the clock of the first bridge.
    private var zone: TimeZoneRule { call.console.bridges.first?.zone ?? .amsterdam }

    private var query: HistoryQuery {
        func text(_ name: String) -> String? { call.asked(name).map { String($0.prefix(Self.textMax)) } }
        return HistoryQuery(
            who: text("who"), subject: text("subject"), moments: moments, before: call.asked("before").flatMap { Int64($0) })
    }

    private static let (firstDay, lastDay) = (CalendarDate(daysSinceEpoch: 7_305), CalendarDate(daysSinceEpoch: 60_000))

    private var moments: Range<Timestamp>? {
        let (from, to) = (call.askedDate("from"), call.askedDate("to"))
        guard from != nil || to != nil else { return nil }
        let (one, other) = (max(from ?? Self.firstDay, Self.firstDay), min(to ?? Self.lastDay, Self.lastDay))
        let (first, last) = (min(one, other), max(one, other))
        return zone.timestamp(of: first, hour: 0, minute: 0)..<zone.timestamp(of: last.adding(days: 1), hour: 0, minute: 0)
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
        return Page(title: call.say(Say.history), part: .history) {
            lead(page, last)
            check(progress)
            search
            if page.records.isEmpty { el(.p) { call.say(page.next == nil ? Say.noActs : Say.noActsHere) } } else { table(page.records) }
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
                            call.formatting.moment(last.at, in: zone), last.by.name, call.formatting.count(last.records),
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
            Form.post(Address("/history/verify"), call, .class("inline")) {
                el(.button, .type("submit"), .class("plain")) { call.say(Say.checkChain) }
            }
        }
    }

    private var search: HTML {
        el(.form, Attribute("method", "get"), .action(Address("/history")), .class("search"), .role("search")) {
            Form.field("from", call.say(Say.dateFrom), type: "date", value: call.asked("from") ?? "", isRequired: false)
            Form.field("to", call.say(Say.dateTo), type: "date", value: call.asked("to") ?? "", isRequired: false)
            Form.field("who", call.say(Say.whoActed), value: call.asked("who") ?? "", isRequired: false)
            Form.field("subject", call.say(Say.aboutWhat), value: call.asked("subject") ?? "", isRequired: false)
            Form.submit(call.say(Say.search))
            el(.a, .class("button other"), .href(Address("/history.csv", query: kept()))) { call.say(Say.asCSV) }
        }
    }

    private func table(_ records: [HistoryRecord]) -> HTML {
        Form.table(
            call.say(Say.history),
            pieces {
                Form.heading(call.say(Say.when))
                Form.heading(call.say(Say.whoActed))
                Form.heading(call.say(Say.whatWasDone))
                Form.heading(call.say(Say.aboutWhat))
                Form.heading(call.say(Say.detail), isWide: true)
            }, pieces { for record in records { row(record) } }, isNamed: false)
    }

    private func row(_ record: HistoryRecord) -> HTML {
        let entry = record.entry
        return el(.tr) {
            el(.th, .scope("row")) {
                HTML.moment(entry.at, call.formatting, in: zone)
                el(.div, .class("hint")) { "#\(record.sequence)" }
            }
            Form.cell {
                el(.a, .href(Address("/history", query: [("who", entry.who.name)]))) { entry.who.name }
            }
            Form.cell { call.terms.act(entry.act) }
            el(.td, .class("any")) { subject(entry) }
            el(.td, .class("any wide")) { call.terms.detail(entry) }
        }
    }

    /// A document and a party lead to their own pages, anything else to its history.
    private func subject(_ entry: HistoryEntry) -> HTML {
        let ofSubject = Address("/history", query: [("subject", entry.subject)])
        guard let bridge = entry.bridge else { return el(.a, .href(ofSubject)) { entry.subject } }
        let parts = entry.subject.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
        if parts.count == 3, let kind = DocumentKind(rawValue: parts[1]) {
            let key = DocumentKey(SourceAdministration(parts[0]), kind, DocumentNumber(parts[2]))
            return el(.a, .href(DocumentPage.address(key, bridge))) { entry.subject }
        }
        if let key = PartyKey(entry.subject) {
            return el(.a, .href(Address("/parties", [bridge.text, key.kind.rawValue, key.code.text]))) { entry.subject }
        }
        return el(.a, .href(ofSubject)) { entry.subject }
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
        guard let records = try await query.all(of: call.console.journal, limit: Self.exportMax) else {
            return call.response(
                Page(status: 422, title: call.say(Say.asCSV), part: .history) {
                    el(.p, .class("lead")) { call.say(Say.exportTooLong(call.formatting.count(Self.exportMax))) }
                    el(.p) { el(.a, .href(Address("/history", query: kept()))) { call.say(Say.backToHistory) } }
                })
        }
        return HTTPResponse(
            status: 200,
            fields: [
                "Content-Type": "text/csv; charset=utf-8", "Cache-Control": "no-store",
                "Content-Disposition": "attachment; filename=\"history.csv\"",
            ], body: HistoryCSV.bytes(records))
    }
}

/// History as a table of commas (RFC 4180): what is hashed stands in it as it was written, with both hashes, so that others can check it.
enum HistoryCSV {
    private static let columns = [
        "sequence", "at", "who", "bridge", "subject", "act", "detail", "content_hash", "previous_hash", "hash",
    ]

    static func bytes(_ records: [HistoryRecord]) -> [UInt8] {
        var text = Self.columns.joined(separator: ",") + "\r\n"
        for record in records {
            let entry = record.entry
            let fields = [
                "\(record.sequence)", entry.at.description, entry.who.description, entry.bridge?.text ?? "", entry.subject, entry.act,
                entry.detail, entry.contentHash ?? "", record.previousHash, record.hash,
            ]
            text += fields.map(field).joined(separator: ",") + "\r\n"
        }
        return Array(text.utf8)
    }

    /// Spreadsheets run what begins with these: such a field gets an apostrophe before it.
    private static let formula: Set<Character> = ["=", "+", "-", "@", "\t", "\r"]

    static func field(_ text: String) -> String {
        let safe = text.first.map { formula.contains($0) } ?? false ? "'" + text : text
        guard safe.utf8.contains(where: { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }) else { return safe }
        return "\"" + safe.replacing("\"", with: "\"\"") + "\""
    }
}
