import BridgeAccess
import BridgeActs
import BridgeDomain
import BridgeEngine
import BridgeHTML
import BridgeHTTP
import BridgeJournal
import BridgeReports

/// What a person can do with a party. The raw value stands in addresses.
enum PartyVerb: String, Hashable, Sendable, CaseIterable {
    case approve, refuse, link, retry

    /// Its row in the table of rights.
    var right: Verb {
        switch self {
        case .approve, .refuse: .decideParty
        case .link, .retry: .linkParty
        }
    }

    /// Whether it is worth offering where a party stands; the desk decides in the end.
    func fits(_ sides: PartySides) -> Bool {
        let state = sides.party.state
        return switch self {
        case .approve, .refuse: !sides.undecided.isEmpty && state != .inFlight && state != .outcomeUnknown
        case .link: sides.relation == nil && state != .inFlight && state != .outcomeUnknown
        case .retry: state == .parked || state == .rejected || state == .proposed
        }
    }
}

/// Asks before anything is decided about a party, and does it.
struct PartyVerbPage: Sendable {
    let call: Call
    let found: FoundParty
    let verb: PartyVerb

    /// Characters of a relation's number that are looked at.
    private static let numberMax = 50

    init(_ call: Call, _ found: FoundParty, _ verb: PartyVerb) {
        self.call = call
        self.found = found
        self.verb = verb
    }

    private var party: PartyRecord { found.party }

    /// The one field that is decided; nil: all that wait.
    private func field() throws -> PartyField? {
        guard let name = call.field("field") ?? call.asked("field"), !name.isEmpty else { return nil }
        guard let field = PartyField(rawValue: name) else { throw ConsoleRefusal.notFound }
        return field
    }

    func page(status: Int = 200, problem: String? = nil) async throws -> Page {
        let sides = try await found.sides(call.console.journal)
        let field = try field()
        let rows = sides.rows.filter { row in
            row.difference?.standing.needsPerson ?? false && (field == nil || row.field == field)
        }
        let decides = verb.right == .decideParty
        let fits = verb.fits(sides) && (!decides || !rows.isEmpty)
        let words = Say.verb(verb, isProposed: party.state == .proposed)
        return Page(status: status, title: call.say(words.name), part: .parties) {
            el(.p, .class("lead")) { "\(party.key.code) \(party.party?.name ?? "")" }
            el(.p) { call.say(words.effect) }
            Form.alert(problem ?? (fits ? nil : call.say(Say.refusal(.doesNotFit).text)))
            if fits {
                if decides { values(rows) }
                if verb == .link, let proposed = sides.proposed { reason(proposed) }
                form(sides, field)
            }
            el(.p) { el(.a, .leadsBack, .href(PartyPage.address(party))) { call.say(Say.backToParty) } }
        }
    }

    private func values(_ rows: [PartySides.Row]) -> HTML {
        Form.table(
            call.say(Say.undecidedHeading),
            pieces {
                Form.heading(call.say(Say.field))
                Form.heading(call.say(Say.ours))
                Form.heading(call.say(Say.theirs))
            },
            pieces {
                for row in rows {
                    el(.tr) {
                        el(.th, .scope("row")) { row.field.title[call.language] }
                        el(.td, .class("any")) { row.difference?.ours ?? "–" }
                        el(.td, .class("any")) { row.difference?.theirs ?? "–" }
                    }
                }
            }, isNamed: false)
    }

    private func reason(_ proposed: RelationRecord) -> HTML {
        el(.p) { call.say(Say.proposedBecause("\(proposed.number) \(proposed.name)", call.terms.story(party.proposalReason ?? ""))) }
    }

    private func form(_ sides: PartySides, _ field: PartyField?) -> HTML {
        Form.post(PartyPage.address(party, [verb.rawValue]), call, .class("narrow")) {
            Form.hidden("revision", "\(party.revision)")
            if let field { Form.hidden("field", field.rawValue) }
            if verb == .link {
                Form.field(
                    "number", call.say(Say.relationNumber), value: call.field("number") ?? sides.proposed?.number ?? "",
                    hint: call.say(Say.relationNumberHint))
            }
            Form.submit(call.say(Say.verb(verb, isProposed: party.state == .proposed).name), isDanger: verb == .approve)
        }
    }

    /// Does it with what the person saw: a party that changed meanwhile is left alone.
    func carryOut() async throws -> HTTPResponse {
        guard let session = call.session else { throw ConsoleRefusal.signInFirst }
        guard call.field("revision") == "\(party.revision)" else { throw ConsoleRefusal.changedMeanwhile }
        guard let parts = found.parts else { throw ConsoleRefusal.notSetUp }
        guard verb.fits(try await found.sides(call.console.journal)) else { throw ConsoleRefusal.doesNotFit }
        switch verb {
        case .approve, .refuse:
            let fields = Set([try field()].compactMap(\.self))
            let decided = try await PartyDesk(parts: parts, who: session.who).decide(party.key, fields, sendsOurs: verb == .approve)
            guard !decided.isEmpty else { throw ConsoleRefusal.doesNotFit }
        case .link:
            let typed = String((call.field("number") ?? "").filter { !$0.isWhitespace }.prefix(Self.numberMax))
            if let problem = try await link(typed, Desk(parts: parts, who: session.who), parts) {
                return call.response(try await page(status: 422, problem: call.say(problem)))
            }
        case .retry:
            guard try await Desk(parts: parts, who: session.who).retry(party.key) else { throw ConsoleRefusal.doesNotFit }
        }
        await found.bridge.nudge()
        return call.redirect(PartyPage.address(party, query: [("done", verb.rawValue)]))
    }

    /// Links to the relation of that number; what stands in the way otherwise.
    private func link(_ number: String, _ desk: Desk, _ parts: BridgeParts) async throws -> BilingualText? {
        guard !number.isEmpty else { return Say.relationMissing }
        let relations = try await call.console.journal.relations(
            found.bridge.id, vatNumber: nil, chamberOfCommerce: nil, number: number
        ).filter { $0.number == number }
        guard let relation = relations.first(where: { $0.id == party.proposal }) ?? relations.first else { return Say.noRelation(number) }
        guard relation.id == party.proposal || relations.count == 1 else { return Say.relationTwice(number) }
        let linked = try await desk.link(party.key, to: relation.id, orders: parts.translator as? any PartyOrdering)
        return linked == nil ? Say.relationTaken(number) : nil
    }
}
