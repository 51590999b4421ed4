import BridgeActs
import BridgeDomain
import BridgeJournal
import BridgeReports

// What *Parties* and the page of one party say.
extension Say {
    static let parties = Text(nl: "Relaties", en: "Parties")
    static let noPartyNeeds = Text(nl: "Er is geen relatie die iemand nodig heeft.", en: "No party needs anybody.")

    /// How much waits, of each kind that there is: how many, and as it is shown; of differences also how many of them may lead money elsewhere.
    static func partiesNeed(
        differences: (count: Int, shown: String, guarded: String), proposals: (count: Int, shown: String),
        stuck: (count: Int, shown: String)
    ) -> Text {
        var (dutch, english): ([String], [String]) = ([], [])
        if differences.count > 0 {
            let isOne = differences.count == 1
            let (nl, en) =
                differences.guarded == "0"
                ? ("", "")
                : (" (\(differences.guarded) van bankrekening of btw-nummer)", " (\(differences.guarded) of bank account or VAT number)")
            dutch.append("\(differences.shown) \(isOne ? "wijziging wacht" : "wijzigingen wachten") op een beslissing\(nl)")
            english.append("\(differences.shown) \(isOne ? "change waits" : "changes wait") for a decision\(en)")
        }
        if proposals.count > 0 {
            let isOne = proposals.count == 1
            dutch.append("\(proposals.shown) \(isOne ? "koppeling is" : "koppelingen zijn") voorgesteld")
            english.append("\(proposals.shown) \(isOne ? "link is" : "links are") proposed")
        }
        if stuck.count > 0 {
            let isOne = stuck.count == 1
            dutch.append("\(stuck.shown) \(isOne ? "relatie zit" : "relaties zitten") vast")
            english.append("\(stuck.shown) \(isOne ? "party is" : "parties are") stuck")
        }
        return Text(nl: dutch.joined(separator: "; ") + ".", en: english.joined(separator: "; ") + ".")
    }
    static func firstOfMore(_ count: Int) -> Text {
        Text(
            nl: "Dit zijn de eerste \(count); de volgende komen als deze gedaan zijn.",
            en: "These are the first \(count); the next come when these are done.")
    }
    static let undecidedHeading = Text(nl: "Wacht op een beslissing", en: "Waits for a decision")
    static let proposedHeading = Text(nl: "Voorgestelde koppelingen", en: "Proposed links")
    static let stuckHeading = Text(nl: "Vastgelopen relaties", en: "Stuck parties")
    static let field = Text(nl: "Veld", en: "Field")
    static let ours = Text(nl: "Van ons", en: "Ours")
    static let theirs = Text(nl: "In de boekhouding", en: "In the books")
    static let owner = Text(nl: "Van wie", en: "Owner")
    static let ownerOurs = Text(nl: "ons", en: "us")
    static let ownerTheirs = Text(nl: "boekhouding", en: "books")
    static let whatFollows = Text(nl: "Wat volgt", en: "What follows")
    static let looksLike = Text(nl: "Lijkt op", en: "Looks like")
    static let numberInBooks = Text(nl: "Nummer in de boekhouding", en: "Number in the books")
    static let partyCode = Text(nl: "Code van een relatie", en: "Code of a party")
    static let further = Text(nl: "Verder", en: "Further")
    static let noPartyDiffers = Text(nl: "Geen relatie staat anders in de boekhouding.", en: "No party differs from the books.")
    static func partiesDiffer(_ count: Int, hasMore: Bool) -> Text {
        hasMore
            ? Text(
                nl: "\(count) relaties staan anders in de boekhouding; er zijn er meer.",
                en: "\(count) parties differ from the books; there are more.")
            : count == 1
                ? Text(nl: "1 relatie staat anders in de boekhouding.", en: "1 party differs from the books.")
                : Text(nl: "\(count) relaties staan anders in de boekhouding.", en: "\(count) parties differ from the books.")
    }
    static let noPartyFound = Text(nl: "Geen relatie voldoet hieraan.", en: "No party meets this.")
    static func noPartyOfCode(_ code: String) -> Text {
        Text(nl: "Er is geen relatie met de code '\(code)'.", en: "There is no party of the code '\(code)'.")
    }
    static func partiesShown(_ count: Int, hasMore: Bool) -> Text {
        if hasMore { return Text(nl: "\(count) relaties, op code; er zijn er meer.", en: "\(count) parties, by code; there are more.") }
        return count == 1
            ? Text(nl: "1 relatie.", en: "1 party.") : Text(nl: "\(count) relaties, op code.", en: "\(count) parties, by code.")
    }

    // MARK: One party
    static func standing(_ sides: PartySides, _ terms: Terms) -> Text {
        let (waiting, differing) = (sides.undecided.count, sides.party.alignment?.differences.count ?? 0)
        if waiting > 0 {
            return Text(
                nl: waiting == 1 ? "1 veld wacht op een beslissing." : "\(waiting) velden wachten op een beslissing.",
                en: waiting == 1 ? "1 field waits for a decision." : "\(waiting) fields wait for a decision.")
        }
        if let proposed = sides.proposed {
            return Text(
                nl: "Relatie \(proposed.number) lijkt op deze: koppel die, of laat een nieuwe maken.",
                en: "Relation \(proposed.number) looks like this one: link it, or have a new one made.")
        }
        guard let relation = sides.relation else {
            return Text(
                nl: "Nog aan geen relatie in de boekhouding gekoppeld: \(Terms(.dutch).state(sides.party.state)).",
                en: "Not linked to a relation in the books yet: \(Terms(.english).state(sides.party.state)).")
        }
        guard differing > 0 else {
            return Text(
                nl: "Gekoppeld aan \(relation.number); beide kanten zeggen hetzelfde.",
                en: "Linked to \(relation.number); both sides say the same.")
        }
        return Text(
            nl:
                "Gekoppeld aan \(relation.number); \(differing) \(differing == 1 ? "veld staat" : "velden staan") anders, niets wacht op iemand.",
            en:
                "Linked to \(relation.number); \(differing) \(differing == 1 ? "field differs" : "fields differ"), nothing waits for anybody."
        )
    }
    static let relation = Text(nl: "Relatie", en: "Relation")
    static let formerNumbers = Text(nl: "Eerder bekend als", en: "Formerly known as")
    static let blockedInBooks = Text(nl: "geblokkeerd in de boekhouding", en: "blocked in the books")
    static let lastChanged = Text(nl: "Gewijzigd", en: "Changed")
    static let documentsOfParty = Text(nl: "Alle documenten van deze relatie", en: "All documents of this party")
    static let fieldByField = Text(nl: "Veld voor veld", en: "Field by field")
    static let onlyDiffering = Text(
        nl: "De brug is nog niet ingesteld: van ons staan hier alleen velden die verschillen.",
        en: "The bridge is not set up yet: of ours only fields that differ stand here.")

    // MARK: Deciding
    static func verb(_ verb: PartyVerb, isProposed: Bool) -> (name: Text, effect: Text) {
        switch verb {
        case .approve:
            (
                Text(nl: "Het onze goedkeuren", en: "Approve ours"),
                Text(
                    nl: "Wat wij hebben gaat naar de boekhouding. Vraag bij een bankrekening eerst de relatie zelf, langs een andere weg.",
                    en: "What we have goes to the books. For a bank account ask the party itself first, by another way.")
            )
        case .refuse:
            (
                Text(nl: "De boekhouding laten staan", en: "Leave the books"),
                Text(
                    nl: "Wat in de boekhouding staat blijft, tot een van beide kanten opnieuw wijzigt.",
                    en: "What the books hold stays, until either side changes again.")
            )
        case .link:
            (
                Text(nl: "Koppelen", en: "Link"),
                Text(
                    nl: "De relatie en die in de boekhouding zijn voortaan dezelfde; wat op haar wacht gaat verder.",
                    en: "The party and the relation in the books are the same from now on; what waits for it goes on.")
            )
        case .retry where isProposed:
            (
                Text(nl: "Een nieuwe laten maken", en: "Have a new one made"),
                Text(
                    nl: "De voorgestelde relatie is een andere: in de boekhouding wordt een nieuwe gemaakt.",
                    en: "The proposed relation is another one: a new one is made in the books.")
            )
        case .retry:
            (
                Text(nl: "Opnieuw proberen", en: "Try again"),
                Text(nl: "De relatie gaat opnieuw naar de boekhouding.", en: "The party goes to the books anew.")
            )
        }
    }
    static func partyDone(_ verb: PartyVerb) -> Text {
        switch verb {
        case .approve: Text(nl: "Goedgekeurd: het onze gaat naar de boekhouding.", en: "Approved: ours goes to the books.")
        case .refuse: Text(nl: "De boekhouding blijft zoals zij is.", en: "The books stay as they are.")
        case .link: Text(nl: "Gekoppeld.", en: "Linked.")
        case .retry: Text(nl: "Wordt opnieuw geprobeerd.", en: "Will be tried again.")
        }
    }
    static func proposedBecause(_ relation: String, _ reason: String) -> Text {
        let why = reason.isEmpty ? "" : ": \(reason)"
        return Text(nl: "Voorgesteld is \(relation)\(why).", en: "Proposed is \(relation)\(why).")
    }
    static func knownInBooks(_ relation: String) -> Text {
        Text(nl: "In de boekhouding staat onder dit nummer: \(relation).", en: "The books hold under this number: \(relation).")
    }
    static func noRelation(_ number: String) -> Text {
        Text(
            nl: "In de boekhouding is geen relatie '\(number)' bekend. Is zij net gemaakt, probeer het dan na de volgende lezing.",
            en: "No relation '\(number)' is known in the books. If it was just made, try again after the next reading.")
    }

    // MARK: Linking what is known
    static let linkHeading = Text(nl: "Aan de boekhouding koppelen", en: "Link to the books")
    static let linkByHand = Text(
        nl: "Een relatie die in de boekhouding al bestaat, onder een ander nummer of een andere naam, koppelt u hier aan haar nummer.",
        en: "A party that exists in the books already, under another number or name, is linked here to its number.")
    static let linkThis = Text(nl: "Bekijken en koppelen", en: "Look and link")
    static let linkKnown = Text(nl: "Koppelen wat gelijk is", en: "Link what is equal")
    static func knownLinks(_ shown: String, _ count: Int, _ kind: PartyKind) -> Text {
        let (nl, en) =
            switch kind {
            case .debtor: count == 1 ? ("debiteur", "debtor") : ("debiteuren", "debtors")
            case .creditor: count == 1 ? ("crediteur", "creditor") : ("crediteuren", "creditors")
            }
        if count == 0 {
            return Text(
                nl: "Er zijn geen \(nl) die nog niet gekoppeld zijn en onder hetzelfde nummer en dezelfde naam in de boekhouding staan.",
                en: "There are no \(en) that are not linked yet and stand in the books under the same number and name.")
        }
        return count == 1
            ? Text(
                nl: "1 \(nl) is niet gekoppeld en staat onder hetzelfde nummer en dezelfde naam in de boekhouding.",
                en: "1 \(en) is not linked and stands in the books under the same number and name.")
            : Text(
                nl: "\(shown) \(nl) zijn niet gekoppeld en staan onder hetzelfde nummer en dezelfde naam in de boekhouding.",
                en: "\(shown) \(en) are not linked and stand in the books under the same number and name.")
    }
    static let knownEffect = Text(
        nl: "U zegt hiermee dat ze dezelfde zijn; wat op hen wacht gaat verder. Het gaat om wat het laatst van beide kanten gelezen is.",
        en: "You say with this that they are the same; what waits for them goes on. It goes by what was last read of both sides.")
    static func linkThese(_ shown: String, _ count: Int) -> Text {
        count == 1 ? Text(nl: "Deze koppelen", en: "Link this one") : Text(nl: "Deze \(shown) koppelen", en: "Link these \(shown)")
    }
    static func partiesLinked(_ shown: String, _ count: Int) -> Text {
        Text(
            nl: "\(shown) \(count == 1 ? "relatie is" : "relaties zijn") gekoppeld.",
            en: "\(shown) \(count == 1 ? "party was" : "parties were") linked.")
    }
    static let knownMore = Text(nl: "Er zijn er meer: doe het daarna nog eens.", en: "There are more: do it again after.")
    static let backToParties = Text(nl: "Naar de relaties", en: "To the parties")
    static let backToParty = Text(nl: "Terug naar de relatie", en: "Back to the party")
    static let relationNumber = Text(nl: "Nummer van de relatie in de boekhouding", en: "Number of the relation in the books")
    static let relationNumberHint = Text(nl: "Een ander nummer koppelt aan die relatie.", en: "Another number links to that relation.")
}
