import BridgeAccess
import BridgeActs
import BridgeDomain
import BridgeJournal

// How people are told: who may sign in, as what, and who is signed in. Of passwords, codes and links nothing is told, but a link the one time it
// is made.

extension Telling where Value == PersonStanding {
    static var person: Telling {
        Telling(
            "Person", "Somebody who has, or had, an account.",
            [
                Told.text("id", "What they sign in with.", .always) { $0.account.id },
                Told.text("name", "What people call them.", .always) { $0.account.name },
                Told.text("role", "Their role: `viewer`, `bookkeeper`, `controller` or `administrator`.", .always) { $0.account.role },
                Told.word("language", "The language they read.", .always) { $0.account.language },
                Told.word("state", ["open", "locked", "closed"], "Whether they can sign in.", .always) { person in
                    person.account.closedAt != nil ? "closed" : person.lockedUntil != nil ? "locked" : "open"
                },
                Told.moment("closed_at", "Since when the account is closed.") { $0.account.closedAt },
                Told.moment("locked_until", "Until when they are locked out.") { $0.lockedUntil },
                Told.moment("code_since", "Since when a code is asked after the password.") { $0.account.secondFactor?.since },
                Told.moment("created_at", "When the account was made.", .always) { $0.account.createdAt },
                Told.text("created_by", "Who made it.", .always) { $0.account.createdBy.description },
                Told.list("sessions", .session, "Where they are signed in.") { $0.sessions },
            ])
    }
}

extension Telling where Value == SessionRecord {
    static var session: Telling {
        Telling(
            "Session", "That somebody is signed in. Nobody can act with what is told here.",
            [
                Told.text("id", "Names it, for ending it.", .always) { $0.id },
                Told.moment("started_at", "Since when.", .always) { $0.startedAt },
                Told.moment("seen_at", "When it was last used.", .always) { $0.seenAt },
                Told.moment("ends_at", "When it ends in any case.", .always) { $0.endsAt },
            ])
    }
}

/// A person with the link made for them; nil in the answer to a repetition.
struct LinkAnswer: Sendable {
    var person: PersonStanding
    var link: Invitations.Link?
    /// Where people open the console; nil where nobody said so.
    var publicAddress: String?
}

extension Telling where Value == LinkAnswer {
    static var passwordLink: Telling {
        Telling(
            "PasswordLink", "A link by which a person chooses a password. It is told this once: a repetition of the request has none.",
            [
                Told.object("person", .person, "Whose.", .always) { $0.person },
                Told.text("path", "Where, below the console's address; works once.") { $0.link?.path },
                Told.text("url", "The whole address; left out where `console: public_address` does not say where the console is.") {
                    answer in
                    answer.link.flatMap { link in answer.publicAddress.map { $0 + link.path } }
                },
                Told.moment("until", "When it opens nothing any more.") { $0.link?.until },
            ])
    }
}

extension Shape {
    static let invitePerson = Shape(
        "InvitePerson", "Somebody who may sign in.",
        [
            Field("id", .text(max: 50), .always, "What they sign in with: small letters, digits, points and hyphens."),
            Field("name", .text(max: Accounts.nameMax), "What people call them."),
            Field("role", .word(Role.allCases.map(\.rawValue)), .always, "What they may do."),
            Field("language", .word(Language.allCases.map(\.rawValue)), "The language they read; Dutch unless said."),
        ])
    static let changeRole = Shape(
        "ChangeRole", "Another role.", [Field("role", .word(Role.allCases.map(\.rawValue)), .always, "What they may do from now on.")])
    static let endSession = Shape(
        "EndSession", "Which session.", [Field("session", .text(max: 100), .always, "Its identifier, as the person's answer tells it.")])
}
