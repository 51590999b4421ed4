public import BridgeDomain
public import BridgeEngine
public import BridgeJournal

/// A party beside its relation in the books, field by field, read once: the same in a terminal and on a page.
public struct PartySides: Sendable {
    /// One field of both sides.
    public struct Row: Hashable, Sendable {
        public var field: PartyField
        /// nil: nothing.
        public var ours: String?
        public var theirs: String?
        /// Who decides about it.
        public var owner: FieldOwner
        /// nil where both say the same, or were never compared.
        public var difference: PartyDifference?
    }

    public var party: PartyRecord
    /// The relation it is linked to; nil while it is not.
    public var relation: RelationRecord?
    /// The relation that looks like it, while nobody said whether it is the same.
    public var proposed: RelationRecord?
    /// Fields of which either side has something, in order of field. Theirs are those of the relation, or of the proposed one.
    public var rows: [Row]
    /// Calls made for it, oldest first.
    public var attempts: [AttemptRecord]

    /// Fields that wait for a person, those first that may lead money or VAT elsewhere.
    public var undecided: [PartyDifference] { (party.alignment?.differences ?? []).undecided }

    /// Reads what stands beside a party. `ours` are its values as an order would send them (``/BridgeConnector/PartyOrder``). Cost: three
    /// look-ups by key.
    public static func read(
        _ party: PartyRecord, ours: [PartyField: String], ownership: FieldOwnership, journal: any BridgeJournal
    ) async throws(JournalError) -> PartySides {
        let binding = try await journal.binding(
            party.bridge, party.key.kind == .debtor ? .debtor : .creditor, ours: party.key.code.text)
        var relation: RelationRecord?
        var proposed: RelationRecord?
        if let binding { relation = try await journal.relation(party.bridge, id: binding.theirs) }
        if relation == nil, let id = party.proposal { proposed = try await journal.relation(party.bridge, id: id) }
        let theirs = (relation ?? proposed)?.details ?? [:]
        let rows = PartyField.allCases.compactMap { field in
            let difference = party.alignment?.differences.first { $0.field == field }
            let (our, their) = (ours[field] ?? difference?.ours, theirs[field] ?? difference?.theirs)
            return our == nil && (their ?? "").isEmpty
                ? nil : Row(field: field, ours: our, theirs: their, owner: ownership.owner(of: field), difference: difference)
        }
        return PartySides(
            party: party, relation: relation, proposed: proposed, rows: rows,
            attempts: try await journal.attempts(party.key.description, bridge: party.bridge))
    }
}

extension [PartyDifference] {
    /// Those that wait for a person, those first that may lead money or VAT elsewhere.
    public var undecided: [PartyDifference] {
        let waiting = filter(\.standing.needsPerson)
        return waiting.filter(\.field.isGuarded) + waiting.filter { !$0.field.isGuarded }
    }
}

extension Terms {
    /// Why two values differ, and what follows.
    public func standing(_ standing: PartyDifference.Standing) -> String {
        let text: BilingualText =
            switch standing {
            case .sends: BilingualText(nl: "het onze gaat naar de boekhouding", en: "ours goes to the books")
            case .theirs: BilingualText(nl: "de boekhouding beslist; niets wordt verzonden", en: "the books decide; nothing is sent")
            case .waits: BilingualText(nl: "wacht op iemand", en: "waits for a person")
            case .conflict: BilingualText(nl: "beide kanten wijzigden", en: "both sides changed it")
            case .found: BilingualText(nl: "was al zo bij het koppelen", en: "was so when they were linked")
            case .left: BilingualText(nl: "zo gelaten door iemand", en: "left so by a person")
            }
        return text[language]
    }
}
