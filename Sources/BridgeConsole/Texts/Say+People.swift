import BridgeAccess
import BridgeActs
import BridgeDomain

// What *People* says, and the page on which a password is chosen.
extension Say {
    static let people = Text(nl: "Mensen", en: "People")
    static func peopleSummary(_ shown: String, _ count: Int, signedIn: String) -> Text {
        Text(
            nl: "\(shown) \(count == 1 ? "persoon kan" : "mensen kunnen") zich aanmelden; \(signedIn) nu aangemeld.",
            en: "\(shown) \(count == 1 ? "person" : "people") can sign in; \(signedIn) signed in now.")
    }
    static func lockedPeople(_ shown: String, _ count: Int) -> Text {
        Text(
            nl: "\(shown) \(count == 1 ? "is" : "zijn") buitengesloten na foute wachtwoorden.",
            en: "\(shown) \(count == 1 ? "is" : "are") locked out after wrong passwords.")
    }
    static let personName = Text(nl: "Naam", en: "Name")
    static let roleHeading = Text(nl: "Rol", en: "Role")
    static let lastSeen = Text(nl: "Laatst gezien", en: "Last seen")
    static let invite = Text(nl: "Iemand uitnodigen", en: "Invite somebody")
    static let openAccount = Text(nl: "open", en: "open")
    static let closedAccount = Text(nl: "afgesloten", en: "closed")
    static let lockedAccount = Text(nl: "buitengesloten", en: "locked out")
    static let until = Text(nl: "tot", en: "until")
    static let programs = Text(nl: "Programma's met een token", en: "Programs with a token")
    static let programsHint = Text(
        nl: "Een token laat een programma aan de API doen wat mensen van die rol hier doen. 'ledgerbridge token create' maakt er ook een.",
        en: "A token lets a program do at the API what people of that role do here. 'ledgerbridge token create' makes one as well.")
    static let makeToken = Text(nl: "Een token maken", en: "Make a token")
    static let noRole = Text(nl: "geen rol", en: "no role")
    static let tokenDays = Text(nl: "Geldig, in dagen", en: "In force, in days")
    static let lastUsed = Text(nl: "Laatst gebruikt", en: "Last used")
    static let endToken = Text(nl: "Token beëindigen", en: "End the token")
    static let endTokenEffect = Text(
        nl: """
            Het programma dat dit token heeft, komt er meteen niet meer in. Tokens die ermee gemaakt zijn, eindigen mee. Een nieuw token krijgt een \
            andere tekst.
            """,
        en: """
            The program that has this token is not let in any more, at once. Tokens that were made by it end with it. Another token has another \
            text.
            """)
    static func tokenFor(_ name: String) -> Text { Text(nl: "Geef dit token aan \(name).", en: "Give this token to \(name).") }
    static let tokenOnce = Text(
        nl: "Het wordt niet nog eens getoond. Bewaard wordt alleen zijn hash.", en: "It is not shown again. Only its hash is kept.")
    static func scope(_ scope: TokenScope) -> Text {
        switch scope {
        case .documentsWrite: Text(nl: "documenten aanleveren", en: "push documents")
        case .partiesWrite: Text(nl: "debiteuren en crediteuren aanleveren", en: "push debtors and creditors")
        case .statusRead: Text(nl: "vragen wat ervan werd", en: "ask what became of them")
        }
    }
    static let holder = Text(nl: "Van", en: "Holder")
    static let tokenID = Text(nl: "Token", en: "Token")
    static let mayDo = Text(nl: "Mag", en: "May")
    static func tokenRevoked(_ moment: String) -> Text { Text(nl: "ingetrokken \(moment)", en: "revoked \(moment)") }
    static func tokenUntil(_ moment: String) -> Text { Text(nl: "geldt tot \(moment)", en: "in force until \(moment)") }
    static func tokenRanOut(_ moment: String) -> Text { Text(nl: "verlopen \(moment)", en: "ran out \(moment)") }
    static let tokenMakerGone = Text(
        nl: "opent niets meer: wie het maakte is er niet meer", en: "opens nothing any more: who made it is gone")
    static let tokenInForce = Text(nl: "geldt", en: "in force")

    // MARK: One person
    static let newLink = Text(nl: "Nieuwe link voor een wachtwoord", en: "New link for a password")
    static let endAllSessions = Text(nl: "Overal afmelden", en: "Sign out everywhere")
    static let endSession = Text(nl: "Beëindigen", en: "End")
    static let unlock = Text(nl: "Weer toelaten", en: "Let in again")
    static let closeAccount = Text(nl: "Afsluiten", en: "Close")
    static let closeEffect = Text(
        nl: """
            Deze persoon is meteen afgemeld en kan zich niet meer aanmelden. Tokens die deze persoon maakte, eindigen mee: programma's die ze \
            gebruiken hebben een nieuw nodig. De naam blijft in de historie en wordt nooit opnieuw uitgegeven.
            """,
        en: """
            This person is signed out at once and cannot sign in any more. Tokens that this person made end as well: programs that use them need \
            new ones. The name stays in the history and is never given out again.
            """)
    static let changeRole = Text(nl: "Rol wijzigen", en: "Change role")
    static let changeRoleEffect = Text(
        nl: "Met een rol die minder mag, eindigen de tokens die deze persoon maakte.",
        en: "With a role that may do less, the tokens end that this person made.")
    static let sessions = Text(nl: "Aangemeld", en: "Signed in")
    static let endsAt = Text(nl: "Eindigt uiterlijk", en: "Ends at the latest")
    static let backToPeople = Text(nl: "Terug naar de mensen", en: "Back to the people")
    static let backToPerson = Text(nl: "Terug naar deze persoon", en: "Back to this person")
    static func personDone(_ verb: PersonVerb) -> Text {
        switch verb {
        case .role: Text(nl: "De rol is gewijzigd.", en: "The role was changed.")
        case .link: Text(nl: "De link is gemaakt.", en: "The link was made.")
        case .endSession: Text(nl: "Die sessie is beëindigd.", en: "That session was ended.")
        case .endSessions: Text(nl: "Overal afgemeld.", en: "Signed out everywhere.")
        case .unlock: Text(nl: "Mag het weer proberen.", en: "May try again.")
        case .removeCode: Text(nl: "De code is van dit account gehaald.", en: "The code was taken off this account.")
        case .close: Text(nl: "Afgesloten.", en: "Closed.")
        }
    }

    // MARK: Links
    static let linkTitle = Text(nl: "Link voor een wachtwoord", en: "Link for a password")
    static func linkFor(_ name: String, _ until: String) -> Text {
        Text(
            nl: "Geef deze link aan \(name): tot \(until) kiest wie hem opent het wachtwoord.",
            en: "Give this link to \(name): until \(until), whoever opens it chooses the password.")
    }
    static let linkOnce = Text(
        nl: "De link wordt niet nog eens getoond en werkt één keer. Een volgende link maakt deze ongeldig.",
        en: "The link is not shown again and works once. Another link makes this one worthless.")
    static func welcome(_ name: String) -> Text { Text(nl: "Welkom, \(name)", en: "Welcome, \(name)") }
    static func choosePassword(_ id: String) -> Text {
        Text(nl: "Kies een wachtwoord. Uw gebruikersnaam is \(id).", en: "Choose a password. Your user name is \(id).")
    }
    static let deadInvitation = Text(
        nl: "Deze link is gebruikt of verlopen. Vraag een beheerder om een nieuwe.",
        en: "This link was used or has run out. Ask an administrator for a new one.")
}
