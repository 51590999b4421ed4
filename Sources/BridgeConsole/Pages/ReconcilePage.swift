import BridgeAccess
import BridgeActs
import BridgeConnector
import BridgeDomain
import BridgeEngine
import BridgeHTML
import BridgeHTTP
import BridgeJournal
import BridgeReconciliation
import BridgeReports
import BridgeSource

extension Console {
    func addReconcile(to router: inout Router) {
        show(&router, "/reconcile", .look) { call, _ in try await ReconcilePage(call).page() }
        router.on(.get, "/reconcile.csv") { request, _ in
            await answer(request, .look) { call in try await ReconcilePage(call).export() }
        }
        show(&router, "/reconcile/source", .compareSource) { call, _ in try await ReconcilePage(call).page(asksSource: true) }
    }
}

/// *Reconcile*: source = sent = booked over a range of invoice dates, per daybook and VAT code and per day, with the documents that differ.
struct ReconcilePage: Sendable {
    let call: Call

    /// Differing documents that are shown.
    static let differingMax = 50

    init(_ call: Call) { self.call = call }

    static func address(_ bridge: Console.Bridge, _ dates: ClosedRange<CalendarDate>?) -> Address {
        Address("/reconcile", query: query(bridge, dates))
    }

    private static func query(_ bridge: Console.Bridge, _ dates: ClosedRange<CalendarDate>?) -> [(name: String, value: String?)] {
        [("bridge", bridge.id.text), ("from", dates.map { "\($0.lowerBound)" }), ("to", dates.map { "\($0.upperBound)" })]
    }

    typealias Standing = ReconcileStanding

    func page(asksSource: Bool = false) async throws -> Page {
        let standing = try await read(asksSource: asksSource)
        return Page(title: call.say(Say.reconcile), part: .reconcile) {
            Form.done(notice)
            lead(standing)
            el(.p, .class("quiet")) { call.say(Say.reconciled(range(standing.dates), standing.bridge.way, moment(call.now, standing))) }
            choice(standing)
            source(standing)
            differing(standing)
            ReconcileTables(call: call, standing: standing).html
            el(.p, .class("actions")) {
                el(.a, .class("button other"), .href(Address("/reconcile.csv", query: Self.query(standing.bridge, standing.dates)))) {
                    call.say(Say.reconcileCSV)
                }
            }
        }
    }

    /// What was done just now.
    private var notice: String? {
        switch call.asked("done") {
        case "explained": call.say(Say.explanationKept)
        case "reopened": call.say(Say.explanationTaken)
        default: nil
        }
    }

    /// The same for a spreadsheet, with up to ``/BridgeActs/ReconcileStanding/exportMax`` documents.
    func export() async throws -> HTTPResponse {
        let standing = try await read(asksSource: false, shown: ReconcileStanding.exportMax)
        return HTTPResponse(
            status: 200,
            fields: [
                "Content-Type": "text/csv; charset=utf-8", "Cache-Control": "no-store",
                "Content-Disposition": "attachment; filename=\"reconcile.csv\"",
            ], body: ReconcileCSV.bytes(standing))
    }

    // MARK: Reading

    private func read(asksSource: Bool, shown: Int = ReconcilePage.differingMax) async throws -> Standing {
        let (acts, bridge) = (call.console.acts, try call.askedBridge())
        let dates = acts.dates(from: call.askedDate("from"), to: call.askedDate("to"), of: bridge)
        return try await acts.reconcile(bridge, dates, shown: shown, asksSource: asksSource)
    }

    private func range(_ dates: ClosedRange<CalendarDate>) -> String {
        [dates.lowerBound, dates.upperBound].map { call.formatting.date($0) }.joined(separator: " – ")
    }

    private func moment(_ moment: Timestamp, _ standing: Standing) -> String { call.formatting.moment(moment, in: standing.bridge.zone) }

    private func sums(_ amounts: [Money]) -> String {
        amounts.filter { !$0.isZero }.map { call.formatting.money($0) }.joined(separator: ", ")
    }

    // MARK: The question, answered

    private func lead(_ standing: Standing) -> HTML {
        let (colour, text) = verdict(standing)
        return pieces {
            el(.p, .class("lead")) { el(.strong, .class(colour)) { call.say(text) } }
            let unsent = sums(standing.sides.map(\.unsent))
            let unread = standing.judged.isEmpty ? "" : sums(unread(standing))
            let explained = standing.judged.count { !$0.isOpen }
            if !unsent.isEmpty || !unread.isEmpty || standing.parked > 0 || explained > 0 {
                el(.p) {
                    if explained > 0, explained < standing.judged.count {
                        let amount = sums(amounts(standing.judged.filter { !$0.isOpen }))
                        call.say(Say.explainedToo(call.formatting.count(explained), isOne: explained == 1, amount)) + " "
                    }
                    if !unread.isEmpty { call.say(Say.unreadToo(unread)) + " " }
                    if !unsent.isEmpty {
                        el(.a, .href(Self.documents(standing, [.held, .ready, .inFlight, .outcomeUnknown, .rejected]))) {
                            call.say(Say.stillUnsent(unsent))
                        }
                        " "
                    }
                    if standing.parked > 0 {
                        let count = call.formatting.count(standing.parked) + (standing.parked >= ReconcileStanding.parkedMax ? "+" : "")
                        el(.a, .href(Self.documents(standing, [.parked]))) { call.say(Say.parkedToo(count, isOne: standing.parked == 1)) }
                    }
                }
            }
        }
    }

    private func verdict(_ standing: Standing) -> (colour: String, text: BilingualText) {
        let (booked, open) = (sums(standing.sides.map(\.booked)), standing.judged.filter(\.isOpen))
        switch standing.verdict {
        case .nothing: return ("quiet", Say.nothingToReconcile)
        case .agrees: return ("good", Say.theyAgree(booked))
        case .taken: return ("wait", Say.theyTookAll(booked))
        case .unread: return ("wait", Say.notReadYet(sums(unread(standing))))
        case .explained:
            let count = standing.judged.count
            return ("wait", Say.allExplained(call.formatting.count(count), isOne: count == 1, sums(amounts(standing.judged))))
        case .differs:
            let count = call.formatting.count(min(open.count, standing.shown)) + (standing.isWhole ? "" : "+")
            return ("bad", Say.theyDiffer(count, isOne: open.count == 1, standing.isWhole ? sums(amounts(open)) : ""))
        }
    }

    /// What was sent and not read back: what is missing in the books beside the differences that are known.
    private func unread(_ standing: Standing) -> [Money] {
        guard standing.isWhole else { return [] }
        let known = differences(standing)
        return standing.sides.map { sides in
            (known.first { $0.currency == sides.sent.currency } ?? .zero(sides.sent.currency)) - sides.difference
        }
    }

    private func differences(_ standing: Standing) -> [Money] { amounts(standing.judged) }

    private func amounts(_ judged: [JudgedDifference]) -> [Money] {
        var all: [Currency: Money] = [:]
        for amount in judged.compactMap(\.difference.amount) { all[amount.currency, default: .zero(amount.currency)] += amount }
        return all.values.sorted { $0.currency.code < $1.currency.code }
    }

    static func documents(
        _ standing: Standing, _ states: Set<PostingState> = [], _ dates: ClosedRange<CalendarDate>? = nil, differing: Bool = false
    ) -> Address {
        let dates = dates ?? standing.dates
        return DocumentsPage.address(
            standing.bridge, states: states,
            others: [
                ("from", "\(dates.lowerBound)"), ("to", "\(dates.upperBound)"), ("differing", differing ? "1" : nil),
            ])
    }

    // MARK: Which dates

    private func choice(_ standing: Standing) -> HTML {
        let (bridge, today) = (standing.bridge, standing.bridge.zone.date(of: call.now))
        let month = Acts.month(of: today)
        let before = Acts.month(of: month.lowerBound.adding(days: -1))
        let year = CalendarDate(year: today.year, month: 1, day: 1).map { $0...month.upperBound }
        return el(.nav, .label(call.say(Say.filters))) {
            call.bridgeChoice(bridge) { Self.address($0, standing.dates) }
            el(.ul, .class("filters")) {
                for (text, dates) in [(Say.thisMonth, month), (Say.lastMonth, before), (Say.thisYear, year ?? month)] {
                    el(.li) { el(.a, .href(Self.address(bridge, dates)), .current(dates == standing.dates)) { call.say(text) } }
                }
            }
            el(.form, Attribute("method", "get"), .action(Address("/reconcile")), .class("search")) {
                Form.hidden("bridge", bridge.id.text)
                Form.field("from", call.say(Say.dateFrom), type: "date", value: "\(standing.dates.lowerBound)")
                Form.field("to", call.say(Say.dateTo), type: "date", value: "\(standing.dates.upperBound)")
                Form.submit(call.say(Say.showDates))
                if call.may(.compareSource) {
                    el(.a, .class("button other"), .href(Address("/reconcile/source", query: Self.query(bridge, standing.dates)))) {
                        call.say(Say.askSource)
                    }
                }
            }
        }
    }

    // MARK: What the source approved

    @HTMLBuilder private func source(_ standing: Standing) -> HTML {
        switch standing.source {
        case nil: HTML()
        case .failed(let error): Form.alert(call.say(Say.sourceSilent(error.text)))
        case .told(let table):
            el(.h2) { call.say(Say.sourceHeading) }
            if let approved = table.approved, let arriving = table.arriving {
                el(.p) {
                    el(.strong, .class(Self.colour(arriving))) {
                        call.say(Say.sourceSays(arriving, approved: approved, received: table.received, call.formatting))
                    }
                }
            }
            if !table.arrivals.isEmpty { arrivals(table) }
        }
    }

    private static func colour(_ arriving: ControlTable.Arriving) -> String {
        switch arriving {
        case .same: "good"
        case .unreadable: "wait"
        case .otherwise, .uneven: "bad"
        }
    }

    private func arrivals(_ table: ControlTable) -> HTML {
        let colour = table.arriving.map(Self.colour) ?? "bad"
        return Form.table(
            call.say(Say.sourceHeading),
            pieces {
                Form.heading(call.say(Say.kind))
                Form.heading(call.say(Say.approvedCount), isNumber: true)
                Form.heading(call.say(Say.receivedCount), isNumber: true)
                Form.heading(call.say(Say.approvedGross), isNumber: true)
                Form.heading(call.say(Say.receivedGross), isNumber: true)
            },
            pieces {
                for row in table.arrivals {
                    el(.tr) {
                        el(.th, .scope("row")) {
                            call.terms.kind(row.kind) + (row.currency == nil ? ", \(call.say(Say.unreadable))" : "")
                        }
                        Form.cell(isNumber: true) { call.formatting.count(row.approved) }
                        Form.cell(isNumber: true) {
                            el(.span, .class(row.approved == row.received ? nil : colour)) { call.formatting.count(row.received) }
                        }
                        Form.cell(isNumber: true) { row.approvedGross.map { HTML.money($0, call.formatting) } }
                        Form.cell(isNumber: true) {
                            row.receivedGross.map { gross in
                                el(.span, .class(row.approvedGross == gross ? nil : colour)) { HTML.money(gross, call.formatting) }
                            }
                        }
                    }
                }
            }, isNamed: false)
    }

    // MARK: What differs

    @HTMLBuilder private func differing(_ standing: Standing) -> HTML {
        if !standing.judged.isEmpty {
            el(.h2) { call.say(Say.differingDocuments) }
            Form.table(
                call.say(Say.differingDocuments),
                pieces {
                    Form.heading(call.say(Say.documentNumber))
                    Form.heading(call.say(Say.date), isWide: true)
                    Form.heading(call.say(Say.sent), isNumber: true, isWide: true)
                    Form.heading(call.say(Say.inTheBooks), isNumber: true, isWide: true)
                    Form.heading(call.say(Say.difference), isNumber: true)
                    Form.heading(call.say(Say.whatDiffers), isWide: true)
                    Form.heading(call.say(Say.explanation))
                },
                pieces {
                    for judged in standing.judged.prefix(Self.differingMax) {
                        if let document = judged.document { row(document, judged, standing.bridge) }
                    }
                }, isNamed: false)
            if !standing.isWhole {
                el(.p) { el(.a, .href(Self.documents(standing, differing: true))) { call.say(Say.allThatDiffer) } }
            }
        }
    }

    private func row(_ document: DifferingDocument, _ judged: JudgedDifference, _ bridge: Console.Bridge) -> HTML {
        el(.tr) {
            el(.th, .scope("row")) {
                el(.a, .class("key"), .href(DocumentPage.address(document.posting))) { document.posting.document.number.text }
                el(.div, .class("hint")) { call.terms.kind(document.posting.document.kind) }
            }
            Form.cell(isWide: true) { HTML.date(document.posting.invoiceDate, call.formatting) }
            Form.cell(isNumber: true, isWide: true) { document.sent.map { HTML.money($0, call.formatting) } }
            Form.cell(isNumber: true, isWide: true) { document.booked.map { HTML.money($0, call.formatting) } }
            Form.cell(isNumber: true) {
                document.difference.map { amount in
                    el(.strong, .class(judged.isOpen ? "bad" : "wait")) { call.formatting.money(amount) }
                }
            }
            Form.cell(isWide: true) {
                for problem in document.problems { el(.div) { call.terms.message(problem) } }
            }
            Form.cell { ExplanationCell(call: call, bridge: bridge, judged: judged).html }
        }
    }
}

/// What was said of a difference, and the link to say it.
struct ExplanationCell: Sendable {
    let call: Call
    let bridge: Console.Bridge
    let judged: JudgedDifference

    @HTMLBuilder var html: HTML {
        ExplanationLine(call: call, zone: bridge.zone, judged: judged).html
        if call.may(.explainDifference) {
            el(.a, .class("small"), .opensDialog, .href(ExplainPage.address(bridge, judged.difference.subject))) {
                call.say(judged.isOpen ? Say.explainVerb : Say.changeExplanation)
            }
        }
    }
}
