import BridgeActs
import BridgeDomain
import BridgeHTML
import BridgeHTTP
import BridgeJournal
import BridgeReports

/// One attempt: each request as it was sent and each answer as it came.
struct AttemptPage: Sendable {
    /// Bytes of all requests and answers that a page shows together, so that it stays light; the file has all of them.
    private static let bytesMax = 48_000
    /// Bytes of each that are shown at least.
    private static let bytesLeast = 750

    let call: Call
    let zone: TimeZoneRule
    let facts: AttemptFacts
    /// What it was made for, as people call it.
    let subject: String
    let part: Page.Part
    /// Where what it was made for stands.
    let home: (address: Address, back: BilingualText)
    /// Where the file is.
    let file: Address
    /// What the document is called in the books: what a long text is shown around.
    let marks: [String]

    private var attempt: AttemptRecord { facts.attempt }

    var page: Page {
        Page(title: call.say(Say.attemptTitle(call.terms.purpose(attempt.purpose), subject)), part: part) {
            el(.p, .class("lead")) {
                call.say(
                    Say.attemptLead(
                        call.formatting.moment(attempt.startedAt, in: zone), call.took(attempt), call.terms.verdict(attempt.verdict)))
            }
            let answer = call.terms.answer(attempt)
            if !answer.isEmpty { el(.p, .class("any")) { answer } }
            if facts.calls.isEmpty {
                el(.p) { call.say(Say.nothingKeptWhy) }
            } else {
                el(.p, .class("quiet")) { call.say(Say.whatIsNeverKept) }
                for (place, made) in facts.calls.enumerated() { section(made, place) }
                el(.p) { el(.a, .href(file)) { call.say(Say.asOneFile) } }
            }
            el(.p) { el(.a, .href(home.address)) { call.say(home.back) } }
        }
    }

    private func section(_ made: BooksCall, _ place: Int) -> HTML {
        pieces {
            if made.omitted > 0 { el(.p, .class("quiet")) { call.say(Say.callsLeftOut(made.omitted)) } }
            el(.h2, .class("any")) {
                call.say(Say.callNumber(place + 1, of: facts.calls.count)) + ": "
                if made.name == BooksCall.nextBatch { call.terms.address(made) } else { el(.code) { made.name } }
            }
            el(.dl, .class("facts")) {
                call.fact(Say.started) { HTML.moment(made.startedAt, call.formatting, in: zone) }
                call.fact(Say.took) { call.formatting.duration(milliseconds: made.milliseconds) }
                let outcome = call.terms.outcome(made)
                if !outcome.isEmpty {
                    call.fact(Say.verdict) { el(.span, .class(made.failure == nil ? nil : "bad")) { outcome } }
                }
            }
            text(Say.requestText, made.sent)
            if let answer = made.answer { text(Say.answerText, answer) }
        }
    }

    private func text(_ title: BilingualText, _ kept: KeptText) -> HTML {
        let most = max(Self.bytesLeast, Self.bytesMax / (2 * facts.calls.count))
        let shown = kept.part(bytesMax: most, around: marks)
        return pieces {
            el(.h3) { call.say(title) }
            if shown.text.isEmpty, shown.after == 0 {
                el(.p, .class("quiet")) { call.say(Say.noText) }
            } else {
                if shown.before > 0 { el(.p, .class("quiet")) { call.terms.leftOut(shown.before) } }
                el(.pre, .class("scroll small any"), Attribute("tabindex", "0")) { shown.text }
                if shown.after > 0 { el(.p, .class("quiet")) { call.terms.notKept(shown.after) } }
            }
        }
    }

    /// All of it as a file, whatever a page can show.
    var download: HTTPResponse {
        HTTPResponse(
            status: 200,
            fields: [
                "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store",
                "Content-Disposition": "attachment; filename=\"attempt.txt\"",
            ], body: Array(facts.text(call.terms).utf8))
    }
}

extension AttemptPage {
    /// An attempt made for a document.
    init(_ call: Call, _ found: FoundDocument, number: String) async throws {
        let posting = found.posting
        let facts = try await call.console.acts.attempt(posting.document.description, number, of: found.bridge)
        self.init(
            call: call, zone: found.bridge.zone, facts: facts,
            subject: "\(call.terms.kind(posting.document.kind)) \(posting.document.number)",
            part: .documents, home: (DocumentPage.address(posting), Say.back),
            file: DocumentPage.address(posting, ["attempts", number, "all.txt"]),
            marks: [posting.reference?.text, posting.document.number.text].compactMap(\.self))
    }

    /// An attempt made for a debtor or creditor.
    init(_ call: Call, _ found: FoundParty, number: String) async throws {
        let party = found.party
        let facts = try await call.console.acts.attempt(party.key.description, number, of: found.bridge)
        self.init(
            call: call, zone: found.bridge.zone, facts: facts, subject: "\(call.terms.kind(party.key.kind)) \(party.key.code)",
            part: .parties, home: (PartyPage.address(party), Say.backToParty),
            file: PartyPage.address(party, ["attempts", number, "all.txt"]),
            marks: [party.number, party.key.code.text].compactMap(\.self))
    }
}
