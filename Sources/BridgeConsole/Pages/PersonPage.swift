import BridgeAccess
import BridgeActs
import BridgeDomain
import BridgeHTML
import BridgeHTTP
import BridgeJournal
import BridgeReports

extension Call {
    /// The person of a path; refused as not found where there is none.
    func foundPerson(_ parameters: Router.Parameters) async throws -> PersonStanding {
        try await console.acts.person(parameters["id"])
    }
}

/// One person: role, sessions, and what became of the account.
struct PersonPage: Sendable {
    let call: Call
    let person: PersonStanding

    init(_ call: Call, _ person: PersonStanding) {
        self.call = call
        self.person = person
    }

    private var account: AccountRecord { person.account }

    private var zone: TimeZoneRule { PeoplePage.zone(call) }
    private var isOpen: Bool { account.closedAt == nil }

    private func address(_ verb: PersonVerb? = nil, query: [(name: String, value: String?)] = []) -> Address {
        Address("/people", [account.id] + (verb.map { [$0.rawValue] } ?? []), query: query)
    }

    static func role(_ account: AccountRecord, _ call: Call) -> String {
        Role(rawValue: account.role).map { call.say(Say.role($0)) } ?? account.role
    }

    static func state(_ account: AccountRecord, _ call: Call, lockedUntil: Timestamp?) -> HTML {
        let (colour, text): (String, BilingualText) =
            if account.closedAt != nil {
                ("other", Say.closedAccount)
            } else if lockedUntil != nil {
                ("bad", Say.lockedAccount)
            } else {
                ("good", Say.openAccount)
            }
        return el(.span, .class("state \(colour)")) { call.say(text) }
    }

    func page(status: Int = 200, problem: String? = nil) async throws -> Page {
        let (sessions, lockedUntil) = (person.sessions, person.lockedUntil)
        let history = try await call.console.journal.history(
            subject: "account/\(account.id)", bridge: nil, after: 0, limit: DocumentFacts.historyMax)
        return Page(status: status, title: account.name, part: .people) {
            Form.alert(problem)
            Form.done(call.asked("done").flatMap { PersonVerb(rawValue: $0) }.map { call.say(Say.personDone($0)) })
            el(.p, .class("lead")) { "\(account.id), \(Self.role(account, call))" }
            facts(lockedUntil)
            if isOpen {
                actions(hasSessions: !sessions.isEmpty, isLocked: lockedUntil != nil)
                roleForm
                if !sessions.isEmpty { table(sessions) }
            }
            HistorySteps(call: call, zone: zone, records: history).html
            el(.p) { el(.a, .href(Address("/people"))) { call.say(Say.backToPeople) } }
        }
    }

    private func facts(_ lockedUntil: Timestamp?) -> HTML {
        el(.dl, .class("facts")) {
            call.fact(Say.state) {
                Self.state(account, call, lockedUntil: lockedUntil)
                if let closedAt = account.closedAt {
                    " "
                    HTML.moment(closedAt, call.formatting, in: zone)
                } else if let until = lockedUntil {
                    ", " + call.say(Say.until) + " "
                    HTML.moment(until, call.formatting, in: zone)
                }
            }
            call.fact(Say.codeFact) {
                let since = account.secondFactor?.since.map { call.formatting.moment($0, in: zone) }
                call.say(since.map { Say.codeSince($0) } ?? Say.codeNotSet)
            }
            call.fact(Say.madeOn) {
                HTML.moment(account.createdAt, call.formatting, in: zone)
                ", " + call.terms.who(account.createdBy)
            }
        }
    }

    private func actions(hasSessions: Bool, isLocked: Bool) -> HTML {
        el(.ul, .class("actions"), .label(call.say(Say.whatCanBeDone))) {
            el(.li) { button(.link, Say.newLink) }
            if hasSessions { el(.li) { button(.endSessions, Say.endAllSessions) } }
            if isLocked { el(.li) { button(.unlock, Say.unlock) } }
            if account.secondFactor?.since != nil { el(.li) { button(.removeCode, Say.takeCodeOff) } }
            el(.li) { el(.a, .class("button other"), .opensDialog, .href(address(.close))) { call.say(Say.closeAccount) } }
        }
    }

    private func button(_ verb: PersonVerb, _ text: BilingualText) -> HTML {
        Form.post(address(verb), call, .class("inline")) {
            Form.hidden("revision", person.seal)
            el(.button, .type("submit"), .class("other")) { call.say(text) }
        }
    }

    static func roleField(_ call: Call, chosen: Role?) -> HTML {
        el(.div, .class("field")) {
            el(.label, .for("role")) { call.say(Say.roleHeading) }
            el(.select, .id("role"), .name("role")) {
                for role in Role.allCases {
                    el(.option, .value(role.rawValue), .selected(role == chosen)) { call.say(Say.role(role)) }
                }
            }
        }
    }

    private var roleForm: HTML {
        pieces {
            Form.post(address(.role), call, .class("search")) {
                Form.hidden("revision", person.seal)
                Self.roleField(call, chosen: Role(rawValue: account.role))
                Form.submit(call.say(Say.changeRole))
            }
            el(.p, .class("hint")) { call.say(Say.changeRoleEffect) }
        }
    }

    private func table(_ sessions: [SessionRecord]) -> HTML {
        pieces {
            el(.h2) { call.say(Say.sessions) }
            Form.table(
                call.say(Say.sessions),
                pieces {
                    Form.heading(call.say(Say.since))
                    Form.heading(call.say(Say.lastSeen))
                    Form.heading(call.say(Say.endsAt), isWide: true)
                    Form.heading(call.say(Say.whatCanBeDone))
                },
                pieces {
                    for session in sessions {
                        el(.tr) {
                            el(.th, .scope("row")) { HTML.moment(session.startedAt, call.formatting, in: zone) }
                            Form.cell { HTML.moment(session.seenAt, call.formatting, in: zone) }
                            Form.cell(isWide: true) { HTML.moment(session.endsAt, call.formatting, in: zone) }
                            Form.cell {
                                Form.post(address(.endSession), call, .class("inline")) {
                                    Form.hidden("revision", person.seal)
                                    Form.hidden("session", session.id)
                                    el(.button, .type("submit"), .class("plain")) { call.say(Say.endSession) }
                                }
                            }
                        }
                    }
                }, isNamed: false)
        }
    }

    // MARK: Closing, and links

    func confirmClosing() -> Page {
        Page(title: call.say(Say.closeAccount), part: .people) {
            el(.p, .class("lead")) { "\(account.name) (\(account.id))" }
            el(.p) { call.say(Say.closeEffect) }
            if isOpen {
                Form.post(address(.close), call, .class("narrow")) {
                    Form.hidden("revision", person.seal)
                    Form.submit(call.say(Say.closeAccount), isDanger: true)
                }
            } else {
                Form.alert(call.say(Say.refusal(.doesNotFit).text))
            }
            el(.p) { el(.a, .leadsBack, .href(address())) { call.say(Say.backToPerson) } }
        }
    }

    /// Shows a link the one time it is shown.
    func linkPage(_ link: Invitations.Link) -> Page {
        Page(title: call.say(Say.linkTitle), part: .people) {
            el(.p, .class("lead")) { call.say(Say.linkFor(account.name, call.formatting.moment(link.until, in: zone))) }
            el(.p, .class("notice any")) { el(.code) { (call.origin ?? "") + link.path } }
            if call.origin == nil { el(.p, .class("hint")) { call.say(Say.linkPathOnly("console: public_address")) } }
            el(.p) { call.say(Say.linkOnce) }
            el(.p) { el(.a, .href(address())) { call.say(Say.backToPerson) } }
        }
    }

    // MARK: Doing

    func carryOut(_ verb: PersonVerb) async throws -> HTTPResponse {
        guard let who = call.session?.who else { throw ConsoleRefusal.signInFirst }
        let (acts, seal) = (call.console.acts, call.field("revision") ?? "")
        do {
            switch verb {
            case .role:
                guard let role = call.field("role").flatMap({ Role(rawValue: $0) }) else { throw ConsoleRefusal.notFound }
                try await acts.setRole(account, to: role, seal: seal, by: who)
            case .link: return call.response(linkPage(try await acts.newLink(account, seal: seal, by: who)))
            case .endSession: try await acts.end(session: call.field("session") ?? "", of: account, seal: seal, by: who)
            case .endSessions: try await acts.endSessions(of: account, seal: seal, by: who)
            case .unlock: try await acts.unlock(account, seal: seal, by: who)
            case .removeCode: try await acts.removeCode(of: account, seal: seal, by: who)
            case .close: try await acts.close(account, seal: seal, by: who)
            }
        } catch let refusal as ActRefusal where refusal.saysMore {
            return call.response(try await page(status: 422, problem: call.say(refusal.text)))
        }
        return call.redirect(address(query: [("done", verb.rawValue)]))
    }
}
