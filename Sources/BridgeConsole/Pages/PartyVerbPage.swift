import BridgeAccess
import BridgeActs
import BridgeDomain
import BridgeEngine
import BridgeHTML
import BridgeHTTP
import BridgeJournal
import BridgeReports

/// Asks before anything is decided about a party, and does it.
struct PartyVerbPage: Sendable {
    let call: Call
    let found: FoundParty
    let verb: PartyVerb

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
        let typed = verb == .link ? try await typed() : nil
        return Page(status: status, title: call.say(words.name), part: .parties) {
            el(.p, .class("lead")) { "\(party.key.code) \(party.party?.name ?? "")" }
            el(.p) { call.say(words.effect) }
            Form.alert(problem ?? (fits ? nil : call.say(Say.refusal(.doesNotFit).text)))
            if !fits { el(.p) { call.say(Say.standing(sides, call.terms)) } }
            if fits {
                if decides { values(rows) }
                if verb == .link, let proposed = sides.proposed { reason(proposed) }
                if let typed { relation(typed) }
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
                        Form.cell(isAny: true) { row.difference?.ours }
                        Form.cell(isAny: true) { row.difference?.theirs }
                    }
                }
            }, isNamed: false)
    }

    private func reason(_ proposed: RelationRecord) -> HTML {
        el(.p) { call.say(Say.proposedBecause("\(proposed.number) \(proposed.name)", call.terms.story(party.proposalReason ?? ""))) }
    }

    /// The number somebody typed before this page was shown, with who has it in the books.
    private func typed() async throws -> (number: String, relations: [RelationRecord])? {
        guard let number = call.asked("number") else { return nil }
        return (number, try await call.console.acts.relations(found.bridge, number: number))
    }

    private func relation(_ typed: (number: String, relations: [RelationRecord])) -> HTML {
        pieces {
            for relation in typed.relations {
                el(.p) { call.say(Say.knownInBooks("\(relation.number) \(relation.name)")) }
            }
            if typed.relations.isEmpty { Form.alert(call.say(Say.noRelation(typed.number))) }
        }
    }

    private func form(_ sides: PartySides, _ field: PartyField?) -> HTML {
        Form.post(PartyPage.address(party, [verb.rawValue]), call, .class("narrow")) {
            Form.hidden("revision", found.seal)
            if let field { Form.hidden("field", field.rawValue) }
            if verb == .link {
                Form.field(
                    "number", call.say(Say.relationNumber),
                    value: call.field("number") ?? call.asked("number") ?? sides.proposed?.number ?? "",
                    hint: call.say(Say.relationNumberHint))
            }
            Form.submit(call.say(Say.verb(verb, isProposed: party.state == .proposed).name), isDanger: verb == .approve)
        }
    }

    /// Does it with what the person saw: a party that changed meanwhile is left alone.
    func carryOut() async throws -> HTTPResponse {
        guard let session = call.session else { throw ConsoleRefusal.signInFirst }
        let (acts, seal, who) = (call.console.acts, call.field("revision") ?? "", session.who)
        do {
            switch verb {
            case .approve, .refuse:
                try await acts.decide(found, field: try field(), sendsOurs: verb == .approve, seal: seal, by: who)
            case .link: try await acts.link(found, number: call.field("number") ?? "", seal: seal, by: who)
            case .retry: try await acts.retry(found, seal: seal, by: who)
            }
        } catch let refusal as ActRefusal where refusal.saysMore {
            return call.response(try await page(status: 422, problem: call.say(refusal.text)))
        }
        return call.redirect(PartyPage.address(party, query: [("done", verb.rawValue)]))
    }
}
