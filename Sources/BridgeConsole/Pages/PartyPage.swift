import BridgeActs
import BridgeConnector
import BridgeDomain
import BridgeEngine
import BridgeHTML
import BridgeHTTP
import BridgeJournal
import BridgeReports

extension Call {
    /// The party of a path; refused as not found where there is none.
    func foundParty(_ parameters: Router.Parameters) async throws -> FoundParty {
        try await console.acts.party(try namedBridge(parameters), kind: parameters["kind"], code: parameters["code"])
    }
}

/// One party: ours beside theirs, field by field, what waits for a decision, and everything that happened.
struct PartyPage: Sendable {
    let call: Call
    let found: FoundParty

    /// Records of history that are read, from the beginning.
    private static let historyMax = DocumentFacts.historyMax

    init(_ call: Call, _ found: FoundParty) {
        self.call = call
        self.found = found
    }

    static func address(_ party: PartyRecord, _ further: [String] = [], query: [(name: String, value: String?)] = []) -> Address {
        Address("/parties", [party.bridge.text, party.key.kind.rawValue, party.key.code.text] + further, query: query)
    }

    /// The state in a word with the colour of what it means; the word says it as well.
    static func state(_ party: PartyRecord, _ call: Call) -> HTML {
        let colour =
            switch party.state {
            case .parked, .rejected, .proposed: "bad"
            case .ready, .inFlight, .outcomeUnknown: "wait"
            case .aligned: party.alignment?.needsPerson ?? false ? "wait" : "good"
            case .known: "other"
            }
        return el(.span, .class("state \(colour)")) { call.terms.state(party.state) }
    }

    private var party: PartyRecord { found.party }

    func page() async throws -> Page {
        let journal = call.console.journal
        let sides = try await found.sides(journal)
        let history = try await journal.history(
            subject: party.key.description, bridge: found.bridge.id, after: 0, limit: Self.historyMax)
        return Page(title: "\(party.key.code) \(party.party?.name ?? "")", part: .parties) {
            Form.done(call.asked("done").flatMap { PartyVerb(rawValue: $0) }.map { call.say(Say.partyDone($0)) })
            el(.p, .class("lead")) { call.say(Say.standing(sides, call.terms)) }
            problems
            verbs(sides)
            facts(sides)
            fields(sides)
            AttemptsTable(call: call, zone: found.bridge.zone, attempts: sides.attempts) { [party] attempt in
                Self.address(party, ["attempts", AttemptFacts.address(attempt)])
            }.html
            HistorySteps(call: call, zone: found.bridge.zone, records: history).html
        }
    }

    @HTMLBuilder private var problems: HTML {
        if !party.problems.isEmpty {
            el(.ul, .class("problems"), .label(call.say(Say.whatIsWrong))) {
                for problem in party.problems {
                    el(.li) {
                        el(.p) { el(.strong) { call.terms.message(problem) } }
                        el(.p) { problem.remedy(call.language) }
                        MendingLine(call, found.bridge, problem, party: party.key, isRefusal: party.state == .rejected).html
                    }
                }
            }
        }
    }

    /// Links to the pages that ask for confirmation; only what this person may and this state allows.
    @HTMLBuilder private func verbs(_ sides: PartySides) -> HTML {
        let possible = PartyVerb.allCases.filter { $0.fits(sides) && call.may($0.right) }
        if !possible.isEmpty {
            el(.ul, .class("actions"), .label(call.say(Say.whatCanBeDone))) {
                for (place, verb) in possible.enumerated() {
                    el(.li) {
                        el(
                            .a, .class(place == 0 ? "button" : "button other"), .opensDialog, .href(Self.address(party, [verb.rawValue]))
                        ) {
                            call.say(Say.verb(verb, isProposed: party.state == .proposed).name)
                        }
                    }
                }
            }
        }
    }

    private func facts(_ sides: PartySides) -> HTML {
        el(.dl, .class("facts")) {
            call.fact(Say.state) { Self.state(party, call) }
            call.fact(Say.kind) { call.terms.kind(party.key.kind) }
            if let relation = sides.relation { call.fact(Say.relation) { name(relation) } }
            if let relation = sides.proposed { call.fact(Say.looksLike) { name(relation) } }
            if let reason = party.proposalReason { call.fact(Say.why) { call.terms.story(reason) } }
            if let former = party.alignment?.formerNumbers, !former.isEmpty {
                call.fact(Say.formerNumbers) { former.joined(separator: ", ") }
            }
            call.fact(Say.lastChanged) { HTML.moment(party.changedAt, call.formatting, in: found.bridge.zone) }
            call.fact(Say.documents) {
                el(.a, .href(DocumentsPage.address(found.bridge, others: [("party", party.key.description)]))) {
                    call.say(Say.documentsOfParty)
                }
            }
        }
    }

    private func name(_ relation: RelationRecord) -> HTML {
        pieces {
            "\(relation.number) \(relation.name)"
            if relation.blocked { el(.strong, .class("bad")) { ", " + call.say(Say.blockedInBooks) } }
        }
    }

    // MARK: Field by field

    @HTMLBuilder private func fields(_ sides: PartySides) -> HTML {
        el(.h2) { call.say(Say.fieldByField) }
        if found.parts == nil { el(.p, .class("quiet")) { call.say(Say.onlyDiffering) } }
        if !sides.rows.isEmpty {
            Form.table(
                call.say(Say.fieldByField),
                pieces {
                    Form.heading(call.say(Say.field))
                    Form.heading(call.say(Say.ours))
                    Form.heading(call.say(Say.theirs))
                    Form.heading(call.say(Say.owner), isWide: true)
                    Form.heading(call.say(Say.whatFollows))
                }, pieces { for row in sides.rows { line(row) } }, isNamed: false)
        }
    }

    private func line(_ row: PartySides.Row) -> HTML {
        el(.tr) {
            el(.th, .scope("row")) { row.field.title[call.language] }
            Form.cell(isAny: true) { row.ours }
            Form.cell(isAny: true) { row.theirs }
            Form.cell(isWide: true) { call.say(row.owner == .ours ? Say.ownerOurs : Say.ownerTheirs) }
            Form.cell {
                if let difference = row.difference {
                    el(.div, .class(difference.standing.needsPerson ? "bad" : "wait")) { call.terms.standing(difference.standing) }
                    if difference.standing.needsPerson, call.may(PartyVerb.approve.right) {
                        for verb in [PartyVerb.approve, .refuse] {
                            el(.div) {
                                el(.a, .opensDialog, .href(Self.address(party, [verb.rawValue], query: [("field", row.field.rawValue)]))) {
                                    call.say(Say.verb(verb, isProposed: false).name)
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
