import BridgeActs
import BridgeDomain
import BridgeJournal
import BridgeReports

// How parties are told: ours beside theirs.

extension Telling where Value == PartyRecord {
    static var partyRow: Telling {
        Telling(
            "PartyRow", "A debtor or creditor in a list.",
            [
                Told.word("kind", "Debtor or creditor.", .always) { $0.key.kind },
                Told.text("code", "Its code in the trade system.", .always) { $0.key.code.text },
                Told.text("name", "Its name; left out where it could not be read.") { $0.party?.name },
                Told.word("state", "How far it is aligned with the books.", .always) { $0.state },
                Told.text("number", "Its number in the books.") { $0.number },
                Told.spoken("proposed_because", "Why a relation of the books looks like it.") { party, language in
                    party.proposalReason.map { Terms(language).story($0) }
                },
                Told.truth("needs_person", "True where a difference waits for a person.") { $0.alignment?.needsPerson ?? false },
                Told.list("differences", .partyDifference, "Fields in which both sides differ.") { $0.alignment?.differences ?? [] },
                Told.problems(
                    "problems", "What is wrong with it.", party: { $0.key.kind }, isRefusal: { $0.state == .rejected }
                ) { $0.problems },
                Told.moment("changed_at", "When it last changed.", .always) { $0.changedAt },
            ])
    }
}

extension Telling where Value == PartyDifference {
    static var partyDifference: Telling {
        Telling(
            "PartyDifference", "A field in which both sides differ.",
            [
                Told.word("field", "Which field.", .always) { $0.field },
                Told.text("ours", "What the trade system says; left out for nothing.") { $0.ours },
                Told.text("theirs", "What the books say; left out for nothing.") { $0.theirs },
                Told.word("standing", "Why it is so, and what follows: `waits` and `conflict` wait for a person.", .always) { $0.standing },
                Told.moment("seen_at", "Since when.", .always) { $0.seenAt },
            ])
    }
}

extension Telling where Value == RelationRecord {
    static var relation: Telling {
        Telling(
            "Relation", "A relation of the books.",
            [
                Told.text("id", "Its technical identifier there.", .always) { $0.id.text },
                Told.text("number", "Its number there.", .always) { $0.number },
                Told.text("name", "Its name there.", .always) { $0.name },
                Told.truth("blocked", "True where the books let nothing be booked on it.") { $0.blocked },
            ])
    }
}

extension Telling where Value == PartySides.Row {
    static var partyField: Telling {
        Telling(
            "PartyFieldRow", "One field of both sides.",
            [
                Told.word("field", "Which field.", .always) { $0.field },
                Told.said("name", "What people call it.", .always) { $0.field.title },
                Told.text("ours", "What the trade system says; left out for nothing.") { $0.ours },
                Told.text("theirs", "What the books say; left out for nothing.") { $0.theirs },
                Told.word("owner", ["ours", "theirs"], "Who decides about it.", .always) { $0.owner == .ours ? "ours" : "theirs" },
                Told.word("standing", "Where both differ: why, and what follows.") { $0.difference?.standing },
            ])
    }
}

extension Telling where Value == PartySides {
    static var partyStanding: Telling {
        Telling(
            "PartyStanding", "A debtor or creditor: ours beside theirs, field by field.",
            [
                Told.object("party", .partyRow, "The party.", .always) { $0.party },
                Told.object("relation", .relation, "The relation of the books it is linked to.") { $0.relation },
                Told.object("looks_like", .relation, "The relation that looks like it, while nobody said whether it is the same.") {
                    $0.proposed
                },
                Told.list("fields", .partyField, "Fields of which either side has something.") { $0.rows },
                Told.texts("former_numbers", "Numbers it had in the books before, oldest first.") {
                    $0.party.alignment?.formerNumbers ?? []
                },
                Told.list("attempts", .attempt, "Calls made for it, oldest first.") { $0.attempts },
            ])
    }
}

extension Telling where Value == PartyNeeds.Undecided {
    static var undecided: Telling {
        Telling(
            "UndecidedValue", "A value of which a person says which holds.",
            [
                Told.object("party", .partyRow, "Whose.", .always) { $0.party },
                Told.object("difference", .partyDifference, "What both sides say.", .always) { $0.difference },
            ])
    }
}

extension Telling where Value == PartyNeeds.Proposed {
    static var proposedLink: Telling {
        Telling(
            "ProposedLink", "A link that a person confirms or refuses.",
            [
                Told.object("party", .partyRow, "Whose.", .always) { $0.party },
                Told.object("looks_like", .relation, "What it looks like; left out where the books no longer hold it.") { $0.relation },
            ])
    }
}

extension Telling where Value == PartyNeeds {
    static var partyNeeds: Telling {
        Telling(
            "PartyNeeds", "What of debtors and creditors needs somebody.",
            [
                Told.list("undecided", .undecided, "Values to decide about, bank accounts and VAT numbers first.") { $0.undecided },
                Told.list("proposed", .proposedLink, "Links to confirm or refuse.") { $0.proposed },
                Told.list("stuck", .partyRow, "Parties that are parked or refused.") { $0.stuck },
            ])
    }
}

extension Telling where Value == KnownLinks.Link {
    static var knownLink: Telling {
        Telling(
            "KnownLink", "A party beside the relation of the books that has exactly its number and name.",
            [
                Told.object("party", .partyRow, "The party.", .always) { $0.party },
                Told.object("relation", .relation, "The relation of the books.", .always) { $0.relation },
            ])
    }
}

extension Telling where Value == KnownLinks {
    static var knownLinks: Telling {
        Telling(
            "KnownLinks", "Parties that can be linked to what the books know under the same number and name.",
            [
                Told.word("kind", "Debtors or creditors.", .always) { $0.kind },
                Told.list("links", .knownLink, "Each with its relation.", max: KnownLinks.linksMax) { $0.links },
                Told.truth("is_whole", "False where there are more.") { $0.isWhole },
            ])
    }
}

/// What became of a set of links.
struct LinkedParties: Sendable {
    var linked: Int
}

extension Telling where Value == LinkedParties {
    static var linked: Telling {
        Telling(
            "LinkedParties", "What became of it.",
            [Told.count("linked", "How many were linked; one that was linked otherwise meanwhile is left as it is.") { $0.linked }])
    }
}

extension Shape {
    static let decideParty = Shape(
        "DecideParty", "Which of the values that wait.",
        [Field("field", .word(BridgeDomain.PartyField.allCases.map(\.rawValue)), "One field; left out: all that wait.")])
    static let linkParty = Shape(
        "LinkParty", "Which relation of the books.", [Field("number", .text(max: 50), .always, "The number of the relation in the books.")])
}
