import BridgeAccess
import BridgeActs
import BridgeDomain
import BridgeEngine
import BridgeHTML
import BridgeHTTP
import BridgeJournal

extension Console {
    func addBulk(to router: inout Router) {
        for verb in DocumentSet.verbs {
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

    /// Documents that are named one by one.
    private static let namedMax = 20

    init(_ call: Call, _ verb: DocumentVerb) {
        self.call = call
        self.verb = verb
    }

    /// The same documents as a list, from the newest on.
    static func address(_ verb: DocumentVerb, _ query: DocumentsQuery) -> Address {
        Address("/documents/all", [verb.rawValue], query: query.kept)
    }

    private func read() async throws -> DocumentSet {
        let query = call.documentsQuery(try call.askedBridge())
        return try await call.console.acts.set(for: verb, of: query, upTo: call.asked("upto").flatMap { Int64($0) })
    }

    func page() async throws -> Page { page(try await read()) }

    // MARK: Doing it

    func carryOut() async throws -> HTTPResponse {
        guard let session = call.session else { throw ConsoleRefusal.signInFirst }
        let set = try await read()
        let outcome: DocumentSet.Outcome
        do {
            outcome = try await call.console.acts.carryOut(
                set, reason: call.field("reason"), seal: call.field("seal") ?? "", by: session.who)
        } catch let refusal as ActRefusal where [.changed, .occupied].contains(refusal.kind) {
            return call.response(page(set, status: 409, problem: call.say(refusal.text)))
        } catch let refusal as ActRefusal where refusal.kind == .incomplete {
            return call.response(page(set, status: 422, problem: call.say(refusal.text)))
        }
        switch outcome {
        case .begun: return call.redirect(BulkJobPage.address(set.query.bridge))
        case .done(let changed):
            let done = [("done", verb.rawValue), ("changed", "\(changed)"), ("of", "\(set.postings.count)")]
            return call.redirect(Address("/documents", query: set.query.kept + done.map { ($0.0, $0.1) }))
        }
    }

    // MARK: The set

    private func page(_ frozen: DocumentSet, status: Int = 200, problem: String? = nil) -> Page {
        let words = Say.verb(verb)
        let count = frozen.postings.count
        return Page(status: status, title: call.say(Say.withAll(words.name)), part: .documents) {
            Form.alert(problem)
            el(.p, .class("lead")) {
                el(.strong) { call.say(Say.theSet(call.formatting.count(count), count, sums(frozen))) }
                if !frozen.isWhole { " " + call.say(Say.thereIsMore) }
            }
            if count > 0 {
                el(.p) { call.say(words.effect) }
                if count > DocumentSet.jobFrom { el(.p) { call.say(Say.becomesJob(call.formatting.count(DocumentSet.jobFrom))) } }
                table(ControlSheet(of: frozen.postings))
                form(frozen)
                named(frozen)
            }
            el(.p) { el(.a, .leadsBack, .href(Address("/documents", query: frozen.query.kept))) { call.say(Say.toTheList) } }
        }
    }

    private func sums(_ frozen: DocumentSet) -> String { frozen.sums.map { call.formatting.money($0) }.joined(separator: ", ") }

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
                        el(.th, .scope("row")) { row.daybook?.text ?? call.say(Say.noDaybookYet) }
                        Form.cell { row.period.map { period in el(.span, .class("key")) { period.description } } }
                        Form.cell(isNumber: true) { call.formatting.count(row.documents) }
                        Form.cell(isNumber: true, isWide: true) { row.net.map { HTML.money($0, call.formatting) } }
                        Form.cell(isNumber: true, isWide: true) { row.vat.map { HTML.money($0, call.formatting) } }
                        Form.cell(isNumber: true) { row.gross.map { HTML.money($0, call.formatting) } }
                        Form.cell(isWide: true) { row.first == row.last ? row.first.text : "\(row.first) – \(row.last)" }
                    }
                }
            })
    }

    private func form(_ frozen: DocumentSet) -> HTML {
        let upTo = frozen.newest.map { "\($0)" }
        return Form.post(Address("/documents/all", [verb.rawValue], query: frozen.query.kept + [("upto", upTo)]), call, .class("narrow")) {
            Form.hidden("seal", frozen.seal)
            if verb == .withdraw {
                Form.field("reason", call.say(Say.reason), value: call.field("reason") ?? "", hint: call.say(Say.reasonHint))
            }
            let count = frozen.postings.count
            Form.submit(call.say(Say.doWithAll(verb.text, call.formatting.count(count), count)), isDanger: verb == .withdraw)
        }
    }

    private func named(_ frozen: DocumentSet) -> HTML {
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
