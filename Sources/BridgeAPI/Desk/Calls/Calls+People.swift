import BridgeAccess
import BridgeActs
import BridgeDomain
import BridgeJSON
import BridgeJournal

extension DeskCall {
    private static let onePath = "/people/{id}"
    private static let example = ["id": "bert"]

    static var people: [DeskCall] {
        [
            .list(
                "people", "/people", .manageAccounts, "Everybody who has, or had, an account.", pages: ["/people"],
                item: Telling<PersonStanding>.person, example: Example()
            ) { (asking: Asking, after: String?) in
                let people = try await asking.acts.people().sorted { $0.account.id < $1.account.id }
                return Part(people.filter { $0.account.id > after ?? "" }, limit: asking.limit) { $0.account.id }
            },
            .act(
                "invitePerson", "/people", .manageAccounts, "Make an account, and the link by which its person chooses a password.",
                pages: ["/people"],
                takes: .invitePerson, status: 201, tells: Telling<LinkAnswer>.passwordLink,
                example: Example(body: ["id": "carla", "name": "Carla Bos", "role": "bookkeeper", "language": "nl"])
            ) { asking in
                guard let role = asking.word("role", Role.self) else { throw ActRefusal.notFound }
                let language = asking.word("language", Language.self) ?? .dutch
                let made = try await asking.acts.invite(
                    asking.text("id"), name: asking.optional("name") ?? "", role: role, language: language, by: asking.who)
                return try await link(asking, made.account.id, made.link)
            },
            .read(
                "person", onePath, .manageAccounts, "One person, with where they are signed in.", pages: [onePath],
                tells: Telling<PersonStanding>.person,
                example: Example(example)
            ) { asking in try await seen(asking)
            },
            .act(
                "changeRole", onePath + "/role", .manageAccounts,
                "Give somebody another role, from their next request on. A lower one ends the tokens they made.",
                pages: [onePath],
                takes: .changeRole, of: "person", tells: Telling<PersonStanding>.person,
                example: Example(example, body: ["role": "controller"])
            ) { asking in
                guard let role = asking.word("role", Role.self) else { throw ActRefusal.notFound }
                try await asking.acts.setRole(try await account(asking), to: role, seal: asking.seal, by: asking.who)
                return try await seen(asking)
            },
            .act(
                "newPasswordLink", onePath + "/link", .manageAccounts, "Make another link for a password: for who forgot it.",
                pages: [onePath],
                of: "person", tells: Telling<LinkAnswer>.passwordLink, example: Example(example)
            ) { asking in
                let account = try await account(asking)
                return try await link(asking, account.id, try await asking.acts.newLink(account, seal: asking.seal, by: asking.who))
            },
            .act(
                "endSession", onePath + "/end-session", .manageAccounts, "End one session.", pages: [onePath], takes: .endSession,
                of: "person",
                tells: Telling<PersonStanding>.person, example: Example(example, body: ["session": "session-1"])
            ) { asking in
                try await asking.acts.end(
                    session: asking.text("session"), of: try await account(asking), seal: asking.seal, by: asking.who)
                return try await seen(asking)
            },
            .act(
                "endSessions", onePath + "/end-sessions", .manageAccounts, "End every session of somebody.", pages: [onePath], of: "person",
                tells: Telling<PersonStanding>.person,
                example: Example(example)
            ) { asking in
                try await asking.acts.endSessions(of: try await account(asking), seal: asking.seal, by: asking.who)
                return try await seen(asking)
            },
            .act(
                "unlockPerson", onePath + "/unlock", .manageAccounts, "Let somebody who is locked out try again.", pages: [onePath],
                of: "person", tells: Telling<PersonStanding>.person,
                example: Example(example)
            ) { asking in
                try await asking.acts.unlock(try await account(asking), seal: asking.seal, by: asking.who)
                return try await seen(asking)
            },
            .act(
                "removeCode", onePath + "/remove-code", .manageAccounts, "Take the code off somebody who lost the telephone.",
                pages: [onePath], of: "person", tells: Telling<PersonStanding>.person,
                example: Example(["id": "dora"])
            ) { asking in
                try await asking.acts.removeCode(of: try await account(asking), seal: asking.seal, by: asking.who)
                return try await seen(asking)
            },
            .act(
                "closePerson", onePath + "/close", .manageAccounts,
                "Close an account: nobody signs in with it any more, and the tokens it made end.",
                pages: [onePath + "/close"], of: "person", tells: Telling<PersonStanding>.person,
                example: Example(example)
            ) { asking in
                try await asking.acts.close(try await account(asking), seal: asking.seal, by: asking.who)
                return try await seen(asking)
            },
        ]
    }

    private static func account(_ asking: Asking) async throws -> AccountRecord {
        try await asking.acts.person(asking.path("id")).account
    }

    private static func seen(_ asking: Asking) async throws -> Seen<PersonStanding> {
        let person = try await asking.acts.person(asking.path("id"))
        return Seen(person, seal: person.seal)
    }

    private static func link(_ asking: Asking, _ id: String, _ link: Invitations.Link) async throws -> Seen<LinkAnswer> {
        let person = try await asking.acts.person(id)
        let told = LinkAnswer(person: person, link: link, publicAddress: asking.acts.publicAddress)
        return Seen(told, seal: person.seal, keptAs: LinkAnswer(person: person))
    }
}
