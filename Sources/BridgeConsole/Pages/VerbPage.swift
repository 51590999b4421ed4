import BridgeAccess
import BridgeActs
import BridgeDomain
import BridgeHTML
import BridgeHTTP
import BridgeJournal

extension DocumentVerb {
    var text: BilingualText { Say.verb(self).name }
}

/// Asks before anything is done, and does it.
struct VerbPage: Sendable {
    let call: Call
    let found: FoundDocument
    let verb: DocumentVerb

    init(_ call: Call, _ found: FoundDocument, _ verb: DocumentVerb) {
        self.call = call
        self.found = found
        self.verb = verb
    }

    private var posting: PostingRecord { found.posting }

    func page(status: Int = 200, problem: String? = nil) -> Page {
        let words = Say.verb(verb)
        return Page(status: status, title: call.say(words.name), part: .documents) {
            el(.p, .class("lead")) {
                Say.title(posting.document, call.terms)
                posting.gross.map { gross in
                    pieces {
                        ", "; HTML.money(gross, call.formatting)
                    }
                }
            }
            el(.p) { call.say(words.effect) }
            Form.alert(problem ?? (verb.fits(posting) ? nil : call.say(Say.refusal(.doesNotFit).text)))
            if verb.fits(posting) { form }
            el(.p) { el(.a, .leadsBack, .href(DocumentPage.address(posting))) { call.say(Say.back) } }
        }
    }

    private var form: HTML {
        Form.post(DocumentPage.address(posting, [verb.rawValue]), call, .class("narrow")) {
            Form.hidden("revision", "\(posting.revision)")
            switch verb {
            case .withdraw: Form.field("reason", call.say(Say.reason), value: call.field("reason") ?? "", hint: call.say(Say.reasonHint))
            case .bookedByHand:
                Form.field("number", call.say(Say.entryNumber), value: call.field("number") ?? "", hint: call.say(Say.byHandHint))
            case .retry, .approve, .hold: HTML()
            }
            Form.submit(call.say(verb.text), isDanger: verb == .withdraw)
        }
    }

    /// Does it with what the person saw: a document that changed meanwhile is left alone.
    func carryOut() async throws -> HTTPResponse {
        guard let session = call.session else { throw ConsoleRefusal.signInFirst }
        do {
            _ = try await call.console.acts.carryOut(
                verb, posting, of: found.bridge, reason: call.field("reason"), number: call.field("number"),
                seal: call.field("revision") ?? "", by: session.who)
        } catch let refusal as ActRefusal where refusal.kind == .incomplete {
            return call.response(page(status: 422, problem: call.say(refusal.text)))
        }
        return call.redirect(DocumentPage.address(posting, query: [("done", verb.rawValue)]))
    }
}
