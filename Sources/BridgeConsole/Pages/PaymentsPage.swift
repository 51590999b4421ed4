import BridgeAccess
import BridgeActs
import BridgeDomain
import BridgeEngine
import BridgeHTML
import BridgeHTTP
import BridgeJournal
import BridgeReports

extension Console {
    func addPayments(to router: inout Router) {
        show(&router, "/payments", .look) { call, _ in try await PaymentsPage(call).page() }
        show(&router, "/payments/{bridge}/retry", .tellPayments) { call, parameters in
            try await PaymentsAgainPage(call, try call.namedBridge(parameters)).page()
        }
        act(&router, "/payments/{bridge}/retry", .tellPayments) { call, parameters in
            try await PaymentsAgainPage(call, try call.namedBridge(parameters)).carryOut()
        }
    }
}

/// *Payments*: what came back from the books per document, what is open of it, and what the trade system was told.
struct PaymentsPage: Sendable {
    let call: Call

    /// Payments, notices and documents on a page.
    static let rows = 50

    init(_ call: Call) { self.call = call }

    /// Which payments are shown. The raw value stands in addresses.
    enum Show: String, Hashable, Sendable, CaseIterable {
        case all, stuck, refused, waiting

        var text: BilingualText {
            switch self {
            case .all: Say.all
            case .stuck: Say.doesNotFit
            case .refused: Say.refusedBySource
            case .waiting: Say.waitsToBeTold
            }
        }
    }

    static func address(_ bridge: Console.Bridge, _ show: Show = .all, others: [(name: String, value: String?)] = []) -> Address {
        Address("/payments", query: [("bridge", bridge.id.text), ("show", show == .all ? nil : show.rawValue)] + others)
    }

    func page() async throws -> Page {
        let bridge = try call.askedBridge()
        let show = call.asked("show").flatMap { Show(rawValue: $0) } ?? .all
        let totals = try await call.console.journal.paymentTotals(bridge.id)
        let content: HTML =
            switch show {
            case .all: try await payments(bridge, .all, Set(PaymentRecord.Standing.allCases))
            case .stuck: try await items(bridge).followed(by: payments(bridge, .stuck, [.trouble]))
            case .refused: try await notices(bridge, .refused, .refused)
            case .waiting: try await notices(bridge, .waiting, .waiting)
            }
        return Page(title: call.say(Say.payments), part: .payments) {
            Form.done(call.asked("again").flatMap { Int($0) }.map { call.say(Say.toldAgain(call.formatting.count($0))) })
            lead(bridge, totals)
            el(.nav, .label(call.say(Say.filters))) {
                call.bridgeChoice(bridge) { Self.address($0, show) }
                el(.ul, .class("filters")) {
                    for each in Show.allCases {
                        el(.li) { el(.a, .href(Self.address(bridge, each)), .current(each == show)) { call.say(each.text) } }
                    }
                }
            }
            content
        }
    }

    @HTMLBuilder private func lead(_ bridge: Console.Bridge, _ totals: PaymentTotals) -> HTML {
        if bridge.policy.payments != nil || totals.needsPerson {
            el(.p, .class("lead")) {
                el(.strong, .class(totals.needsPerson ? "bad" : "good")) { call.say(Say.paymentsNeed(totals, call.formatting)) }
            }
        }
        if bridge.policy.payments == nil { el(.p, .class(totals.needsPerson ? nil : "lead")) { call.say(Say.paymentsAreOff) } }
        if totals.waiting > 0 {
            el(.p) {
                let since = totals.oldestWaiting.map { call.formatting.moment($0, in: bridge.zone) }
                call.say(Say.paymentsWait(call.formatting.count(totals.waiting), totals.waiting, since: since))
            }
        }
    }

    // MARK: Payments

    private func payments(_ bridge: Console.Bridge, _ show: Show, _ standings: Set<PaymentRecord.Standing>) async throws -> HTML {
        let journal = call.console.journal
        let found = try await journal.payments(
            standings, bridge: bridge.id, before: call.asked("before").flatMap { Int64($0) }, limit: Self.rows + 1)
        let shown = Array(found.prefix(Self.rows))
        let lines = try await PaymentLine.read(shown, bridge: bridge.id, journal: journal)
        guard !lines.isEmpty else { return el(.p) { call.say(show == .all ? Say.noPayments : Say.noPaymentsLike) } }
        return pieces {
            Form.table(
                call.say(Say.payments),
                pieces {
                    Form.heading(call.say(Say.documentNumber))
                    Form.heading(call.say(Say.bankDate), isWide: true)
                    Form.heading(call.say(Say.entryNumber), isWide: true)
                    Form.heading(call.say(Say.kind), isWide: true)
                    Form.heading(call.say(Say.paid), isNumber: true)
                    Form.heading(call.say(Say.remains), isNumber: true, isWide: true)
                    Form.heading(call.say(Say.toldBack))
                },
                pieces { for line in lines { row(bridge, line) } }, isNamed: false)
            if found.count > Self.rows, let last = shown.last { pager(bridge, show, ("before", "\(last.sequence)")) }
        }
    }

    private func row(_ bridge: Console.Bridge, _ line: PaymentLine) -> HTML {
        el(.tr) {
            el(.th, .scope("row")) {
                if let key = line.settlement.document {
                    el(.a, .class("key"), .href(DocumentPage.address(key, bridge.id))) { key.number.text }
                } else {
                    line.settlement.reference?.text ?? call.say(Say.nobodysYet)
                }
            }
            Form.cell(isWide: true) { HTML.date(line.payment.date, call.formatting) }
            Form.cell(isWide: true) { "\(line.payment.daybook) \(line.payment.number)" }
            Form.cell(isWide: true) { call.terms.settlement(line.settlement.kind) }
            Form.cell(isNumber: true) { HTML.money(line.settlement.amount, call.formatting) }
            Form.cell(isNumber: true, isWide: true) { line.remaining.map { HTML.money($0, call.formatting) } }
            el(.td, .class(isBad(line) ? "any bad" : "any")) {
                call.terms.telling(
                    line.telling, moment: { call.formatting.moment($0, in: bridge.zone) }, brief: { call.terms.message($0) })
            }
        }
    }

    private func isBad(_ line: PaymentLine) -> Bool {
        switch line.telling {
        case .refused: true
        case .problem(let problem): problem.severity == .error
        case .told, .waiting, .unallocated, .notTaken: false
        }
    }

    // MARK: Documents whose remainder needs somebody

    private func items(_ bridge: Console.Bridge) async throws -> HTML {
        let items = try await call.console.journal.itemsInTrouble(bridge.id, after: nil, limit: Self.rows + 1)
        guard !items.isEmpty else { return HTML() }
        return pieces {
            el(.h2) { call.say(Say.remaindersHeading) }
            el(.ul, .class("problems"), .label(call.say(Say.remaindersHeading))) {
                for item in items.prefix(Self.rows) {
                    el(.li) {
                        el(.p) {
                            el(.a, .class("key"), .href(DocumentPage.address(item.document, bridge.id))) { item.document.number.text }
                            ": " + call.say(Say.remains) + " "
                            HTML.money(item.remaining, call.formatting)
                        }
                        for problem in item.problems {
                            el(.p) { el(.strong) { call.terms.message(problem) } }
                            el(.p) { problem.remedy(call.language) }
                            MendingLine(call, bridge, problem, party: nil).html
                        }
                    }
                }
            }
            if items.count > Self.rows { el(.p, .class("quiet")) { call.say(Say.firstOfMore(Self.rows)) } }
            el(.h2) { call.say(Say.payments) }
        }
    }

    // MARK: What the trade system is told

    private func notices(_ bridge: Console.Bridge, _ show: Show, _ state: NoticeRecord.State) async throws -> HTML {
        let found = try await call.console.journal.notices(
            state, bridge: bridge.id, after: call.asked("after").flatMap { Int64($0) } ?? 0, limit: Self.rows + 1)
        let shown = Array(found.prefix(Self.rows))
        guard !shown.isEmpty else { return el(.p) { call.say(Say.noPaymentsLike) } }
        return pieces {
            if state == .refused, call.may(.tellPayments) {
                el(.ul, .class("actions")) {
                    el(.li) {
                        el(.a, .class("button"), .opensDialog, .href(Address("/payments", [bridge.id.text, "retry"]))) {
                            call.say(Say.tellAgain)
                        }
                    }
                }
            }
            NoticeTable(call: call, bridge: bridge, notices: shown).html
            if found.count > Self.rows, let last = shown.last { pager(bridge, show, ("after", "\(last.sequence)")) }
        }
    }

    private func pager(_ bridge: Console.Bridge, _ show: Show, _ from: (name: String, value: String?)) -> HTML {
        el(.nav, .class("pager"), .label(call.say(Say.morePages))) {
            el(.ul, .class("actions")) {
                el(.li) {
                    el(.a, .class("button other"), Attribute("rel", "next"), .href(Self.address(bridge, show, others: [from]))) {
                        call.say(Say.further)
                    }
                }
            }
        }
    }
}

/// Notices to the trade system, each with its documents and where it stands.
struct NoticeTable: Sendable {
    let call: Call
    let bridge: Console.Bridge
    let notices: [NoticeRecord]

    var html: HTML {
        Form.table(
            call.say(Say.notices),
            pieces {
                Form.heading(call.say(Say.documentNumber))
                Form.heading(call.say(Say.bankDate), isWide: true)
                Form.heading(call.say(Say.kind), isWide: true)
                Form.heading(call.say(Say.amount), isNumber: true)
                Form.heading(call.say(Say.madeOn), isWide: true)
                Form.heading(call.say(Say.why))
            }, pieces { for notice in notices { row(notice) } }, isNamed: false)
    }

    private func row(_ notice: NoticeRecord) -> HTML {
        el(.tr) {
            el(.th, .scope("row")) {
                for part in notice.allocations {
                    el(.div) { el(.a, .class("key"), .href(DocumentPage.address(part.document, bridge.id))) { part.document.number.text } }
                }
                if notice.allocations.isEmpty { call.say(Say.nobodysYet) }
            }
            Form.cell(isWide: true) { HTML.date(notice.date, call.formatting) }
            Form.cell(isWide: true) { call.terms.settlement(notice.kind) }
            Form.cell(isNumber: true) { HTML.money(notice.amount, call.formatting) }
            Form.cell(isWide: true) { HTML.moment(notice.madeAt, call.formatting, in: bridge.zone) }
            Form.cell(isAny: true) { why(notice) }
        }
    }

    /// Of a refused one: what was refused, who can mend it, where, and what to do then.
    @HTMLBuilder private func why(_ notice: NoticeRecord) -> HTML {
        if notice.state == .refused {
            let refusal = RefusedNotice(notice, trade: bridge.tradeMenus)
            el(.p) { call.say(refusal.what) }
            el(.p, .class("hint")) { call.say(Say.whoMends) + " " + call.say(refusal.mender) }
            refusal.place.map { text in el(.p, .class("hint")) { call.say(text) } }
            el(.p, .class("hint")) { call.say(refusal.remedy) }
        } else {
            call.say(Say.waitsToBeTold)
        }
    }
}

/// Asks before refused payments are told again, and does it.
struct PaymentsAgainPage: Sendable {
    let call: Call
    let bridge: Console.Bridge

    init(_ call: Call, _ bridge: Console.Bridge) {
        self.call = call
        self.bridge = bridge
    }

    func page() async throws -> Page {
        let notices = try await call.console.acts.refusedNotices(bridge)
        return Page(title: call.say(Say.tellAgain), part: .payments) {
            el(.p, .class("lead")) { call.say(Say.refusedNotices(call.formatting.count(notices.count), notices.count)) }
            if !notices.isEmpty {
                el(.p) { call.say(Say.tellAgainEffect) }
                Form.post(Address("/payments", [bridge.id.text, "retry"]), call, .class("narrow")) {
                    Form.hidden("revision", Acts.seal(notices))
                    Form.submit(call.say(Say.tellAgain))
                }
                NoticeTable(call: call, bridge: bridge, notices: Array(notices.prefix(PaymentsPage.rows))).html
                if notices.count > PaymentsPage.rows { el(.p, .class("quiet")) { call.say(Say.firstShown(PaymentsPage.rows)) } }
            }
            el(.p) { el(.a, .leadsBack, .href(PaymentsPage.address(bridge, .refused))) { call.say(Say.backToPayments) } }
        }
    }

    func carryOut() async throws -> HTTPResponse {
        guard let session = call.session else { throw ConsoleRefusal.signInFirst }
        let count = try await call.console.acts.tellAgain(bridge, seal: call.field("revision") ?? "", by: session.who)
        return call.redirect(PaymentsPage.address(bridge, .waiting, others: [("again", "\(count)")]))
    }
}
