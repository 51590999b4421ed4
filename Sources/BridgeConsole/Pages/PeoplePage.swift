import BridgeAccess
import BridgeActs
import BridgeDomain
import BridgeHTML
import BridgeHTTP
import BridgeJournal

extension Console {
    func addPeople(to router: inout Router) {
        show(&router, "/people", .manageAccounts) { call, _ in try await PeoplePage(call).page() }
        act(&router, "/people", .manageAccounts) { call, _ in try await PeoplePage(call).invite() }
        let person = "/people/{id}"
        show(&router, person, .manageAccounts) { call, parameters in
            try await PersonPage(call, try await call.foundPerson(parameters)).page()
        }
        for verb in PersonVerb.allCases {
            act(&router, "\(person)/\(verb.rawValue)", .manageAccounts) { call, parameters in
                try await PersonPage(call, try await call.foundPerson(parameters)).carryOut(verb)
            }
        }
        show(&router, "\(person)/close", .manageAccounts) { call, parameters in
            PersonPage(call, try await call.foundPerson(parameters)).confirmClosing()
        }
        addWelcome(to: &router)
        addTokens(to: &router)
    }
}

/// *People*: who may sign in, as what, who is signed in, and which programs are let in.
struct PeoplePage: Sendable {
    let call: Call

    init(_ call: Call) { self.call = call }

    /// Days and moments are told on the clock of the first bridge.
    static func zone(_ call: Call) -> TimeZoneRule { call.console.acts.zone }

    func page(status: Int = 200, problem: String? = nil) async throws -> Page {
        let people = try await call.console.acts.people()
        var tokens: [TokenSeen] = []
        for token in try await call.console.acts.tokens.list() { tokens.append(try await call.console.acts.seen(token)) }
        return Page(status: status, title: call.say(Say.people), part: .people) {
            el(.p, .class("lead")) {
                let open = people.filter { $0.account.closedAt == nil }
                let signedIn = people.count { !$0.sessions.isEmpty }
                call.say(Say.peopleSummary(call.formatting.count(open.count), open.count, signedIn: call.formatting.count(signedIn)))
                let locked = open.count { $0.lockedUntil != nil }
                if locked > 0 { el(.strong, .class("bad")) { " " + call.say(Say.lockedPeople(call.formatting.count(locked), locked)) } }
            }
            Form.alert(problem)
            table(people)
            el(.h2) { call.say(Say.invite) }
            form
            TokensPart(call: call, tokens: tokens).html
        }
    }

    private func table(_ people: [PersonStanding]) -> HTML {
        Form.table(
            call.say(Say.people),
            pieces {
                Form.heading(call.say(Say.userName))
                Form.heading(call.say(Say.personName), isWide: true)
                Form.heading(call.say(Say.roleHeading))
                Form.heading(call.say(Say.state))
                Form.heading(call.say(Say.lastSeen), isWide: true)
            },
            pieces {
                for person in people {
                    let (account, seen) = (person.account, person.sessions.map(\.seenAt).max())
                    el(.tr) {
                        el(.th, .scope("row")) { el(.a, .href(Address("/people", [account.id]))) { account.id } }
                        Form.cell(isWide: true, isAny: true) { account.name }
                        Form.cell { PersonPage.role(account, call) }
                        Form.cell { PersonPage.state(account, call, lockedUntil: person.lockedUntil) }
                        Form.cell(isWide: true) { seen.map { HTML.moment($0, call.formatting, in: Self.zone(call)) } }
                    }
                }
            }, isNamed: false)
    }

    // MARK: Inviting

    private var form: HTML {
        Form.post(Address("/people"), call, .class("narrow")) {
            Form.field("shown", call.say(Say.personName), value: call.field("shown") ?? "", complete: "off")
            Form.field("name", call.say(Say.userName), value: call.field("name") ?? "", hint: call.say(Say.userNameHint), complete: "off")
            PersonPage.roleField(call, chosen: call.field("role").flatMap { Role(rawValue: $0) } ?? .viewer)
            el(.div, .class("field")) {
                el(.label, .for("language")) { call.say(Say.languageHeading) }
                el(.select, .id("language"), .name("language")) {
                    for choice in Language.allCases {
                        el(.option, .value(choice.rawValue), .selected(choice.rawValue == call.field("language") ?? call.language.rawValue))
                        {
                            choice == .dutch ? "Nederlands" : "English"
                        }
                    }
                }
            }
            Form.submit(call.say(Say.invite))
        }
    }

    func invite() async throws -> HTTPResponse {
        guard let session = call.session, let role = call.field("role").flatMap({ Role(rawValue: $0) }),
            let language = call.field("language").flatMap({ Language(rawValue: $0) })
        else { throw ConsoleRefusal.notFound }
        do {
            let made = try await call.console.acts.invite(
                call.field("name") ?? "", name: call.field("shown") ?? "", role: role, language: language, by: session.who)
            return call.response(PersonPage(call, try await call.console.acts.person(made.account.id)).linkPage(made.link))
        } catch let refusal as ActRefusal where refusal.saysMore {
            return call.response(try await page(status: 422, problem: call.say(refusal.text)))
        }
    }
}
