import BridgeAccess
import BridgeActs
import BridgeDomain

/// Every sentence of the console, in Dutch and English. A text that lacks one of them does not compile; words for states, kinds and acts are those of
/// ``/BridgeReports/Terms``, problems and remedies those of ``/BridgeDomain/ProblemCode``.
enum Say {
    typealias Text = BilingualText

    // MARK: Around every page
    static let skip = Text(nl: "Naar de inhoud", en: "Skip to the content")
    static let pages = Text(nl: "Pagina's", en: "Pages")
    static let today = Text(nl: "Vandaag", en: "Today")
    static let documents = Text(nl: "Documenten", en: "Documents")
    /// `1 document`, `12 documents`: how many, as `shown`.
    static func documentCount(_ shown: String, _ count: Int) -> Text {
        Text(nl: "\(shown) \(count == 1 ? "document" : "documenten")", en: "\(shown) \(count == 1 ? "document" : "documents")")
    }
    static let bridges = Text(nl: "Bruggen", en: "Bridges")
    static let signOut = Text(nl: "Afmelden", en: "Sign out")
    static let toToday = Text(nl: "Naar Vandaag", en: "To Today")
    static let save = Text(nl: "Bewaren", en: "Save")
    static let unknown = Text(nl: "onbekend", en: "unknown")

    static func role(_ role: Role) -> Text {
        switch role {
        case .viewer: Text(nl: "kijker", en: "viewer")
        case .bookkeeper: Text(nl: "boekhouder", en: "bookkeeper")
        case .controller: Text(nl: "controller", en: "controller")
        case .administrator: Text(nl: "beheerder", en: "administrator")
        }
    }

    // MARK: Coming in
    static let signInTitle = Text(nl: "Aanmelden", en: "Sign in")
    static let signIn = Text(nl: "Aanmelden", en: "Sign in")
    static let signedOut = Text(nl: "U bent afgemeld.", en: "You are signed out.")
    static let userName = Text(nl: "Gebruikersnaam", en: "User name")
    static let password = Text(nl: "Wachtwoord", en: "Password")
    static let passwordAgain = Text(nl: "Nog eens hetzelfde wachtwoord", en: "The same password again")
    static let passwordsDiffer = Text(
        nl: "De twee wachtwoorden zijn niet gelijk: vul twee keer hetzelfde in.", en: "The two passwords differ: fill in the same twice.")
    static let signInRefused = Text(
        nl: "Deze naam en dit wachtwoord horen niet bij elkaar. Na vijf keer wordt de naam een kwartier geblokkeerd.",
        en: "This name and this password do not belong together. After five times the name is locked for a quarter of an hour.")
    static func lockedOut(minutes: Int64) -> Text {
        Text(
            nl:
                "Er is te vaak een verkeerd wachtwoord ingevuld. Probeer het over \(minutes) min opnieuw; een beheerder kan een nieuw wachtwoord geven.",
            en: "A wrong password was filled in too often. Try again in \(minutes) min; an administrator can give a new password.")
    }
    static let firstRunTitle = Text(nl: "De eerste beheerder", en: "The first administrator")
    static let firstRunLead = Text(
        nl: "Er is nog niemand die kan aanmelden. Wie u hier invult, beheert het systeem.",
        en: "There is nobody yet who can sign in. Whom you fill in here administers the system.")
    static let yourName = Text(nl: "Uw naam", en: "Your name")
    static let userNameHint = Text(
        nl: "Hiermee meldt u zich aan: kleine letters, cijfers, punten en streepjes.",
        en: "You sign in with it: small letters, digits, points and hyphens.")
    static let passwordHint = Text(
        nl: "Minstens \(Accounts.passwordMin) tekens; vier woorden is goed.",
        en: "At least \(Accounts.passwordMin) characters; four words do well.")
    static let makeAdministrator = Text(nl: "Beheerder maken", en: "Make administrator")
    static let deadLinkTitle = Text(nl: "Deze koppeling werkt niet meer", en: "This link no longer works")
    static let deadLink = Text(
        nl: "Ze is gebruikt, verlopen of niet volledig. Is er nog geen beheerder, start de dienst dan opnieuw: die toont een nieuwe.",
        en: "It was used, has run out or is not whole. If there is no administrator yet, start the service again: it shows a new one.")

    // MARK: One's own account
    static let account = Text(nl: "Uw account", en: "Your account")
    static func signedInAs(_ id: String, _ role: Text) -> Text {
        Text(nl: "U bent aangemeld als \(id), \(role.dutch).", en: "You are signed in as \(id), \(role.english).")
    }
    static let languageHeading = Text(nl: "Taal", en: "Language")
    static let languageChanged = Text(nl: "De taal is bewaard.", en: "The language is saved.")
    static let passwordHeading = Text(nl: "Wachtwoord wijzigen", en: "Change the password")
    static let passwordChangeLead = Text(
        nl: "Daarna bent u op andere apparaten afgemeld.", en: "You are then signed out on other devices.")
    static let passwordChanged = Text(nl: "Het wachtwoord is gewijzigd.", en: "The password is changed.")
    static let currentPassword = Text(nl: "Huidig wachtwoord", en: "Current password")
    static let newPassword = Text(nl: "Nieuw wachtwoord", en: "New password")

    // MARK: Refusals
    static func refusal(_ refusal: ConsoleRefusal) -> (title: Text, text: Text) {
        switch refusal {
        case .signInFirst: (signInTitle, Text(nl: "Meld u eerst aan.", en: "Sign in first."))
        case .notAllowed:
            (
                Text(nl: "Dit mag u niet", en: "You may not do this"),
                ActRefusal.notAllowed.text
            )
        case .foreignForm:
            (
                Text(nl: "Dit formulier is niet aangenomen", en: "This form was not taken"),
                Text(
                    nl:
                        "Het kwam niet van deze pagina's, of u was intussen opnieuw aangemeld. Er is niets veranderd: open de pagina opnieuw.",
                    en: "It did not come from these pages, or you had signed in anew meanwhile. Nothing has changed: open the page again.")
            )
        case .notFound:
            (
                Text(nl: "Hier is niets", en: "There is nothing here"),
                Text(nl: "Deze pagina of dit document bestaat niet.", en: "This page or this document does not exist.")
            )
        case .formOnly:
            (
                Text(nl: "Hier is geen pagina", en: "There is no page here"),
                Text(
                    nl: "Dit adres neemt alleen een formulier aan, of er is hier niets om in te vullen. Er is niets veranderd.",
                    en: "This address only takes a form, or there is nothing to fill in here. Nothing has changed.")
            )
        case .tooLarge:
            (
                Text(nl: "Dit is te groot", en: "This is too large"),
                Text(
                    nl: "Het formulier is groter dan wat hier wordt aangenomen. Er is niets bewaard: ga terug en stuur minder.",
                    en: "The form is larger than what is taken here. Nothing was kept: go back and send less.")
            )
        case .notSetUp:
            (
                Text(nl: "Deze brug is nog niet ingesteld", en: "This bridge is not set up yet"),
                ActRefusal.notSetUp.text
            )
        case .changedMeanwhile:
            (
                Text(nl: "Dit is intussen veranderd", en: "This has changed meanwhile"),
                ActRefusal.changed.text
            )
        case .doesNotFit:
            (
                Text(nl: "Dit past niet bij de stand", en: "This does not fit the state"),
                ActRefusal.doesNotFit.text
            )
        case .journalFails:
            (
                Text(nl: "Dit lukt nu niet", en: "This is not possible now"),
                Text(
                    nl: "Het journaal gaf geen antwoord. Probeer het zo nog eens; 'ledgerbridge doctor' zegt wat er is.",
                    en: "The journal gave no answer. Try again in a moment; 'ledgerbridge doctor' says what it is.")
            )
        case .foreignHost:
            (
                Text(nl: "Dit adres is niet van ons", en: "This address is not ours"),
                Text(
                    nl: "Open de console op haar eigen adres. Een beheerder kan het instellen: console, public_address.",
                    en: "Open the console at its own address. An administrator can set it: console, public_address.")
            )
        case .notThroughProxy:
            (
                Text(nl: "Kom langs de voordeur", en: "Come by the front door"),
                Text(
                    nl: "De console wordt hier alleen via haar proxy getoond, over TLS.",
                    en: "The console is shown here through its proxy only, over TLS.")
            )
        }
    }
}
