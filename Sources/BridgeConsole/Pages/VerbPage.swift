import BridgeAccess
import BridgeDomain
import BridgeEngine
import BridgeHTML
import BridgeHTTP
import BridgeJournal

/// What a person can do with a document. The raw value stands in addresses.
enum DocumentVerb: String, Hashable, Sendable, CaseIterable {
    case retry
    case approve
    case hold
    case bookedByHand = "booked-by-hand"
    case withdraw

    /// Its row in the table of rights.
    var right: Verb {
        switch self {
        case .retry: .retry
        case .approve: .approve
        case .hold: .hold
        case .bookedByHand: .bookedByHand
        case .withdraw: .withdraw
        }
    }

    /// Whether it is worth offering where a posting stands; the machine decides in the end (``/BridgeEngine/PostingMachine``).
    func fits(_ posting: PostingRecord) -> Bool {
        switch self {
        case .retry: [.parked, .rejected, .withdrawn].contains(posting.state) || posting.hold == .person
        case .approve: posting.state == .held && posting.hold == .approval
        case .hold: posting.state == .ready || posting.state == .held && posting.hold != .person
        case .bookedByHand: [.parked, .held, .rejected].contains(posting.state)
        case .withdraw: [.parked, .held, .ready, .rejected, .nothingToPost].contains(posting.state)
        }
    }

    var text: BilingualText { Say.verb(self).name }
}

/// Asks before anything is done, and does it.
struct VerbPage: Sendable {
    let call: Call
    let found: FoundDocument
    let verb: DocumentVerb

    /// Characters of a reason, and of a number in the books.
    private static let reasonMax = 200
    private static let numberMax = 50

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
        guard call.field("revision") == "\(posting.revision)" else { throw ConsoleRefusal.changedMeanwhile }
        guard verb.fits(posting) else { throw ConsoleRefusal.doesNotFit }
        let reason = trimmed("reason", Self.reasonMax)
        let number = trimmed("number", Self.numberMax)
        if verb == .withdraw, reason.isEmpty { return call.response(page(status: 422, problem: call.say(Say.reasonMissing))) }
        if verb == .bookedByHand, number.isEmpty { return call.response(page(status: 422, problem: call.say(Say.numberMissing))) }
        guard let parts = await found.bridge.parts() else { throw ConsoleRefusal.notSetUp }
        let desk = Desk(parts: parts, who: session.who)
        let keys = [posting.document]
        let outcomes: [Desk.Outcome] =
            switch verb {
            case .retry: try await desk.retry(keys)
            case .approve: try await desk.approve(keys)
            case .hold: try await desk.hold(keys)
            case .withdraw: try await desk.withdraw(keys, reason: reason)
            case .bookedByHand: try await desk.bookedByHand(posting.document, number: number)
            }
        await found.bridge.nudge()
        let changed = outcomes.contains(where: \.changed)
        // A retry that finds the same cause again has changed nothing, and has been done all the same.
        guard changed || verb == .retry else { throw ConsoleRefusal.doesNotFit }
        return call.redirect(DocumentPage.address(posting, query: [("done", verb.rawValue)]))
    }

    private func trimmed(_ name: String, _ max: Int) -> String {
        let words = (call.field(name) ?? "").split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return String(words.prefix(max))
    }
}
