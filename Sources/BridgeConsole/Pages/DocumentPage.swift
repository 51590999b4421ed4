import BridgeAccess
import BridgeActs
import BridgeDomain
import BridgeHTML
import BridgeHTTP
import BridgeJournal
import BridgeReports

extension Console {
    func addDocument(to router: inout Router) {
        let document = "/documents/{bridge}/{administration}/{kind}/{number}"
        show(&router, document, .look) { call, parameters in try await DocumentPage(call, try await call.found(parameters)).page() }
        let attempt = document + "/attempts/{attempt}"
        show(&router, attempt, .look) { call, parameters in
            try await AttemptPage(call, try await call.found(parameters), number: parameters["attempt"]).page
        }
        router.on(.get, attempt + "/all.txt") { request, parameters in
            await answer(request, .look) { call in
                try await AttemptPage(call, try await call.found(parameters), number: parameters["attempt"]).download
            }
        }
        for verb in DocumentVerb.allCases {
            show(&router, "\(document)/\(verb.rawValue)", verb.right) { call, parameters in
                VerbPage(call, try await call.found(parameters), verb).page()
            }
            act(&router, "\(document)/\(verb.rawValue)", verb.right) { call, parameters in
                try await VerbPage(call, try await call.found(parameters), verb).carryOut()
            }
        }
    }
}

/// A document that a path names, with its bridge.
struct FoundDocument: Sendable {
    var bridge: Console.Bridge
    var posting: PostingRecord
}

extension Call {
    /// The document of a path; refused as not found where there is none.
    func found(_ parameters: Router.Parameters) async throws -> FoundDocument {
        let bridge = try namedBridge(parameters)
        return FoundDocument(
            bridge: bridge,
            posting: try await console.acts.document(
                bridge, administration: parameters["administration"], kind: parameters["kind"], number: parameters["number"]))
    }
}

/// *Document*: as it came beside as it was booked, what is wrong, what can be done, and everything that happened.
struct DocumentPage: Sendable {
    let call: Call
    let found: FoundDocument

    init(_ call: Call, _ found: FoundDocument) {
        self.call = call
        self.found = found
    }

    static func address(_ posting: PostingRecord, _ further: [String] = [], query: [(name: String, value: String?)] = []) -> Address {
        address(posting.document, posting.bridge, further, query: query)
    }

    static func address(
        _ key: DocumentKey, _ bridge: BridgeID, _ further: [String] = [], query: [(name: String, value: String?)] = []
    ) -> Address {
        Address(
            "/documents", [bridge.text, key.administration.text, key.kind.rawValue, key.number.text] + further, query: query)
    }

    /// The state in a word with the colour of what it means; the word says it as well.
    static func state(_ posting: PostingRecord, _ call: Call) -> HTML {
        let group = Groups.allCases.first { $0.states.contains(posting.state) }
        return el(.span, .class("state \(group?.colour ?? "")")) { call.terms.state(posting.state) }
    }

    private var posting: PostingRecord { found.posting }
    private var zone: TimeZoneRule { found.bridge.zone }

    func page() async throws -> Page {
        let facts = try await DocumentFacts.read(posting, journal: call.console.journal)
        let judged = try await call.console.acts.judgedDifference(of: posting)
        let next = try await call.console.acts.nextAttempt(facts, of: found.bridge)
        return Page(title: Say.title(posting.document, call.terms), part: .documents) {
            Form.done(notice)
            el(.p, .class("lead")) { call.say(Say.standing(posting, call.terms, call.formatting, zone)) }
            problems(facts, judged)
            judged.map { judged in el(.div, .class("said")) { ExplanationCell(call: call, bridge: found.bridge, judged: judged).html } }
            verbs()
            head(facts, judged, next)
            DocumentBeside(call: call, facts: facts).html
            DocumentStory(call: call, facts: facts, zone: zone).html
        }
    }

    /// What became of the verb that led here.
    private var notice: String? {
        guard let verb = call.asked("done").flatMap({ DocumentVerb(rawValue: $0) }) else { return nil }
        return call.say(Say.done(verb, call.terms.state(posting.state)))
    }

    /// A difference that somebody explained is no longer for anybody to mend.
    @HTMLBuilder private func problems(_ facts: DocumentFacts, _ judged: JudgedDifference?) -> HTML {
        if !facts.problems.isEmpty {
            let isExplained = judged.map { !$0.isOpen } ?? false
            el(.ul, .class("problems"), .label(call.say(Say.whatIsWrong))) {
                for problem in facts.problems {
                    el(.li, .class(isExplained ? "mild" : nil)) {
                        el(.p) { el(.strong) { call.terms.message(problem) } }
                        el(.p) { problem.remedy(call.language) }
                        MendingLine(call, found.bridge, problem, party: posting.party, isRefusal: posting.state == .rejected).html
                    }
                }
            }
        }
    }

    /// Links to the pages that ask for confirmation; only what this person may and this state allows.
    @HTMLBuilder private func verbs() -> HTML {
        let possible = DocumentVerb.allCases.filter { $0.fits(posting) && call.may($0.right) }
        if !possible.isEmpty {
            el(.ul, .class("actions"), .label(call.say(Say.whatCanBeDone))) {
                for (place, verb) in possible.enumerated() {
                    el(.li) {
                        el(
                            .a, .class(place == 0 ? "button" : "button other"), .opensDialog, .href(Self.address(posting, [verb.rawValue]))
                        ) {
                            call.say(verb.text)
                        }
                    }
                }
            }
        }
    }

    private func head(_ facts: DocumentFacts, _ judged: JudgedDifference?, _ next: NextAttempt?) -> HTML {
        el(.dl, .class("facts")) {
            call.fact(Say.state) {
                Self.state(posting, call); posting.hold.map { .text(", " + call.terms.hold($0)) }
            }
            call.fact(Say.date) { HTML.date(posting.invoiceDate, call.formatting) }
            let party = [posting.party?.code.text, facts.party?.party?.name].compactMap(\.self).joined(separator: " ")
            call.fact(Say.party) {
                // Its own page says what it waits for, and leads to all its documents; there is none before it was delivered.
                if let record = facts.party {
                    el(.a, .href(PartyPage.address(record))) { party }
                } else if let key = posting.party {
                    el(.a, .href(DocumentsPage.address(found.bridge, others: [("party", key.description)]))) { party }
                } else {
                    "–"
                }
            }
            if let net = posting.net, let vat = posting.vat, let gross = posting.gross {
                call.fact(Say.amount) {
                    HTML.money(net, call.formatting)
                    " + " + call.say(Say.vat) + " "
                    HTML.money(vat, call.formatting)
                    " = "
                    el(.strong) { HTML.money(gross, call.formatting) }
                }
            }
            if let number = posting.targetNumber {
                call.fact(Say.entryNumber) {
                    number + (posting.daybook.map { ", \(call.say(Say.daybook)) \($0)" } ?? "")
                    if let at = posting.bookedAt { ", "; HTML.moment(at, call.formatting, in: zone) }
                    if let page = found.bridge.entryPage(posting).flatMap({ Address(elsewhere: $0) }) {
                        ", "
                        el(.a, .href(page), Attribute("rel", "noopener noreferrer")) { call.say(Say.openInBooks) }
                    }
                }
            }
            if let warning = facts.warning { call.fact(Say.warning) { call.terms.quote(warning) } }
            readBack(judged)
            if let deadline = posting.deadline, deadline < call.now, !posting.state.isSettled {
                call.fact(Say.late) { el(.span, .class("bad")) { call.say(Say.since) + " " + call.formatting.moment(deadline, in: zone) } }
            }
            if let next {
                call.fact(Say.nextLook) {
                    if let at = next.at {
                        at > call.now ? HTML.moment(at, call.formatting, in: zone) : .text(call.say(Say.now))
                        ": "
                    }
                    call.say(next.why)
                }
            }
            if let approver = posting.approvedBy { call.fact(Say.approvedBy) { call.terms.name(approver) } }
            call.fact(Say.sourceID) { posting.sourceID.text }
            if facts.versions.count > 1 { call.fact(Say.versions) { call.formatting.count(facts.versions.count) } }
        }
    }

    @HTMLBuilder private func readBack(_ judged: JudgedDifference?) -> HTML {
        switch posting.readBack {
        case .pending: HTML()
        case .agrees(let at):
            call.fact(Say.readBack) {
                el(.span, .class("good")) { call.say(Say.agrees) }
                ", "
                HTML.moment(at, call.formatting, in: zone)
            }
        case .differs(let at, _):
            call.fact(Say.readBack) {
                let isExplained = judged.map { !$0.isOpen } ?? false
                el(.span, .class(isExplained ? "wait" : "bad")) { call.say(isExplained ? Say.differsExplained : Say.differs) }
                ", "
                HTML.moment(at, call.formatting, in: zone)
            }
        }
    }
}
