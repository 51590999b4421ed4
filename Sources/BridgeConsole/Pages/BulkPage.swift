import BridgeAccess
import BridgeDomain
import BridgeEngine
import BridgeHTML
import BridgeHTTP
import BridgeHash
import BridgeJournal
import BridgeReports

extension Console {
    func addBulk(to router: inout Router) {
        for verb in BulkPage.verbs {
            let path = "/documents/all/\(verb.rawValue)"
            show(&router, path, verb.right) { call, _ in try await BulkPage(call, verb).page() }
            act(&router, path, verb.right) { call, _ in try await BulkPage(call, verb).carryOut() }
        }
    }
}

/// Does one thing with every document of a list: shows the set, counted and summed, and then does it with exactly that set or not at all.
struct BulkPage: Sendable {
    let call: Call
    let verb: DocumentVerb

    static let verbs: [DocumentVerb] = [.retry, .approve, .hold, .withdraw]
    /// Documents that are taken at once.
    static let documentsMax = BulkJob.documentsMax
    /// More documents than this are done as a job that is kept.
    static let jobFrom = 200
    /// Documents that are named one by one.
    private static let namedMax = 20
    /// Documents that are looked at for an amount.
    private static let rowsMax = 40_000
    private static let reasonMax = 200

    init(_ call: Call, _ verb: DocumentVerb) {
        self.call = call
        self.verb = verb
    }

    /// The same documents as a list, from the newest on.
    static func address(_ verb: DocumentVerb, _ query: DocumentsQuery) -> Address {
        Address("/documents/all", [verb.rawValue], query: query.kept)
    }

    /// A set of documents as it was when it was looked at.
    private struct Frozen: Sendable {
        var query: DocumentsQuery
        var postings: [PostingRecord]
        /// The newest document the list knew: what arrives later is not in the set.
        var newest: Int64?
        /// False where more documents meet the filter.
        var isWhole: Bool

        /// The same set in the same standing, to the letter.
        var seal: String {
            let text = postings.map { "\($0.document) \($0.revision)" }.joined(separator: "\n")
            return SHA256.hash(Array(text.utf8)).hex
        }
    }

    private func read() async throws -> Frozen {
        let journal = call.console.journal
        let query = DocumentsQuery(call: call, bridge: try call.askedBridge())
        let upTo = call.asked("upto").flatMap { Int64($0) }
        var postings = query.query(before: upTo.flatMap { $0 < .max ? $0 + 1 : nil })
        let states = verb.states.intersection(query.states.isEmpty ? verb.states : query.states)
        // No states would mean every state.
        guard !states.isEmpty else { return Frozen(query: query, postings: [], newest: upTo, isWhole: true) }
        postings.filter.states = states
        let part = try await postings.part(of: journal, limit: Self.documentsMax, rowsMax: Self.rowsMax)
        return Frozen(
            query: query, postings: part.postings.filter(verb.fits), newest: upTo ?? part.postings.first?.sequence,
            isWhole: part.next == nil)
    }

    func page() async throws -> Page { page(try await read()) }

    // MARK: Doing it

    func carryOut() async throws -> HTTPResponse {
        guard let session = call.session else { throw ConsoleRefusal.signInFirst }
        let frozen = try await read()
        guard call.field("seal") == frozen.seal, !frozen.postings.isEmpty else {
            return call.response(page(frozen, status: 409, problem: call.say(Say.setChanged)))
        }
        let reason = String(
            (call.field("reason") ?? "").split(whereSeparator: \.isWhitespace).joined(separator: " ").prefix(Self.reasonMax))
        if verb == .withdraw, reason.isEmpty { return call.response(page(frozen, status: 422, problem: call.say(Say.reasonMissing))) }
        if frozen.postings.count > Self.jobFrom { return try await begin(frozen, reason, session.who) }
        guard let parts = await frozen.query.bridge.parts() else { throw ConsoleRefusal.notSetUp }
        let (desk, verb) = (Desk(parts: parts, who: session.who), verb)
        // Carried to its end also where the browser does not wait for it.
        let changed = try await Task {
            try await desk.together(verb.act, frozen.postings, what: Self.words(frozen, reason)) { keys throws(JournalError) in
                switch verb {
                case .retry: try await desk.retry(keys)
                case .approve: try await desk.approve(keys)
                case .hold: try await desk.hold(keys)
                case .withdraw: try await desk.withdraw(keys, reason: reason)
                case .bookedByHand: []
                }
            }
        }.value
        await frozen.query.bridge.nudge()
        let done = [("done", verb.rawValue), ("changed", "\(changed)"), ("of", "\(frozen.postings.count)")]
        return call.redirect(Address("/documents", query: frozen.query.kept + done.map { ($0.0, $0.1) }))
    }

    /// Has the bridge's lane do it, part by part.
    private func begin(_ frozen: Frozen, _ reason: String, _ who: Who) async throws -> HTTPResponse {
        guard let act = BulkJob.Act(rawValue: verb.rawValue) else { throw ConsoleRefusal.doesNotFit }
        let bridge = frozen.query.bridge
        let job = try await BulkJobs(journal: call.console.journal, bridge: bridge.id)
            .begin(act, frozen.postings, reason: reason, what: Self.words(frozen, ""), by: who, at: call.now)
        guard job != nil else { return call.response(page(frozen, status: 409, problem: call.say(Say.jobOccupied))) }
        await bridge.nudge()
        return call.redirect(BulkJobPage.address(bridge))
    }

    /// Which documents, for the history: English, as all of it.
    private static func words(_ frozen: Frozen, _ reason: String) -> String {
        let asked = frozen.query.kept.compactMap { name, value in value.map { "\(name)=\($0)" } }.joined(separator: " ")
        return asked + (reason.isEmpty ? "" : ": \(reason)")
    }

    // MARK: The set

    private func page(_ frozen: Frozen, status: Int = 200, problem: String? = nil) -> Page {
        let words = Say.verb(verb)
        let count = frozen.postings.count
        return Page(status: status, title: call.say(Say.withAll(words.name)), part: .documents) {
            Form.alert(problem)
            el(.p, .class("lead")) {
                el(.strong) { call.say(Say.theSet(call.formatting.count(count), isOne: count == 1, sums(frozen))) }
                if !frozen.isWhole { " " + call.say(Say.thereIsMore) }
            }
            if count > 0 {
                el(.p) { call.say(words.effect) }
                if count > Self.jobFrom { el(.p) { call.say(Say.becomesJob(call.formatting.count(Self.jobFrom))) } }
                table(ControlSheet(of: frozen.postings))
                form(frozen)
                named(frozen)
            }
            el(.p) { el(.a, .href(Address("/documents", query: frozen.query.kept))) { call.say(Say.toTheList) } }
        }
    }

    private func sums(_ frozen: Frozen) -> String {
        var sums: [Currency: Money] = [:]
        for gross in ControlSheet(of: frozen.postings).rows.compactMap(\.gross) {
            sums[gross.currency, default: .zero(gross.currency)] += gross
        }
        return sums.values.sorted { $0.currency.code < $1.currency.code }.map { call.formatting.money($0) }.joined(separator: ", ")
    }

    private func table(_ sheet: ControlSheet) -> HTML {
        Form.table(
            call.say(Say.theSetCounted),
            pieces {
                Form.heading(call.say(Say.daybookHeading))
                Form.heading(call.say(Say.period))
                Form.heading(call.say(Say.number), isNumber: true)
                Form.heading(call.say(Say.net), isNumber: true, isWide: true)
                Form.heading(call.say(Say.vat), isNumber: true, isWide: true)
                Form.heading(call.say(Say.gross), isNumber: true)
                Form.heading(call.say(Say.firstAndLast), isWide: true)
            },
            pieces {
                for row in sheet.rows {
                    el(.tr) {
                        el(.th, .scope("row")) { row.daybook?.text ?? "–" }
                        Form.cell { row.period?.description ?? "–" }
                        Form.cell(isNumber: true) { call.formatting.count(row.documents) }
                        Form.cell(isNumber: true, isWide: true) { row.net.map { HTML.money($0, call.formatting) } ?? .text("–") }
                        Form.cell(isNumber: true, isWide: true) { row.vat.map { HTML.money($0, call.formatting) } ?? .text("–") }
                        Form.cell(isNumber: true) { row.gross.map { HTML.money($0, call.formatting) } ?? .text("–") }
                        Form.cell(isWide: true) { row.first == row.last ? row.first.text : "\(row.first) – \(row.last)" }
                    }
                }
            })
    }

    private func form(_ frozen: Frozen) -> HTML {
        let upTo = frozen.newest.map { "\($0)" }
        return Form.post(Address("/documents/all", [verb.rawValue], query: frozen.query.kept + [("upto", upTo)]), call, .class("narrow")) {
            Form.hidden("seal", frozen.seal)
            if verb == .withdraw {
                Form.field("reason", call.say(Say.reason), value: call.field("reason") ?? "", hint: call.say(Say.reasonHint))
            }
            let count = call.formatting.count(frozen.postings.count)
            Form.submit(call.say(Say.doWithAll(verb.text, count)), isDanger: verb == .withdraw)
        }
    }

    private func named(_ frozen: Frozen) -> HTML {
        let count = frozen.postings.count
        return el(.details) {
            el(.summary) { call.say(Say.whichDocuments) }
            el(.ul) {
                for posting in frozen.postings.prefix(Self.namedMax) {
                    el(.li) {
                        el(.a, .href(DocumentPage.address(posting))) { posting.document.number.text }
                        posting.gross.map { gross in
                            pieces {
                                ", "; HTML.money(gross, call.formatting)
                            }
                        }
                    }
                }
            }
            if count > Self.namedMax { el(.p) { call.say(Say.andMore(call.formatting.count(count - Self.namedMax))) } }
        }
    }
}

extension DocumentVerb {
    /// The states of which all documents are taken together: those the command of the same name takes with `--all`.
    var states: Set<PostingState> {
        switch self {
        case .retry, .withdraw: [.parked, .rejected]
        case .approve: [.held]
        case .hold: [.held, .ready]
        case .bookedByHand: []
        }
    }

    /// What the history calls it.
    var act: String {
        switch self {
        case .retry: "retried"
        case .approve: "approved"
        case .hold: "held"
        case .bookedByHand: "booked_by_hand"
        case .withdraw: "withdrawn"
        }
    }
}
