public import BridgeAccess
import BridgeConnector
public import BridgeDomain
public import BridgeEngine
public import BridgeJournal
public import BridgeReports

/// What a person can do with a party. The raw value stands in addresses.
public enum PartyVerb: String, Hashable, Sendable, CaseIterable {
    case approve, refuse, link, retry

    /// Its row in the table of rights.
    public var right: Verb {
        switch self {
        case .approve, .refuse: .decideParty
        case .link, .retry: .linkParty
        }
    }

    /// Whether it is worth offering where a party stands; the desk decides in the end.
    public func fits(_ sides: PartySides) -> Bool {
        let state = sides.party.state
        return switch self {
        case .approve, .refuse: !sides.undecided.isEmpty && state != .inFlight && state != .outcomeUnknown
        case .link: sides.relation == nil && state != .inFlight && state != .outcomeUnknown
        case .retry: state == .parked || state == .rejected || state == .proposed
        }
    }
}

/// A party somebody looks at, with its bridge.
public struct FoundParty: Sendable {
    public let bridge: OpenBridge
    public let party: PartyRecord
    /// What verbs work with; nil while the bridge is not set up.
    public let parts: BridgeParts?

    /// Names it as it was looked at: a verb on another standing is refused.
    public var seal: String { "\(party.revision)" }

    /// How its fields stand beside the books'. Ours are what an order would send; while the bridge is not set up, only those that differ.
    public func sides(_ journal: any BridgeJournal) async throws(JournalError) -> PartySides {
        let orders = parts?.translator as? any PartyOrdering
        return try await PartySides.read(
            party, ours: orders?.order(for: party)?.values ?? [:], ownership: bridge.policy.ownership, journal: journal)
    }
}

/// Which parties of a bridge need somebody: values to decide about, links to confirm, and what is stuck.
public struct PartyNeeds: Sendable {
    /// One value to decide about.
    public struct Undecided: Sendable {
        public let party: PartyRecord
        public let difference: PartyDifference
    }

    /// A link somebody is to confirm or refuse.
    public struct Proposed: Sendable {
        public let party: PartyRecord
        /// What it looks like; nil where the books no longer hold it.
        public let relation: RelationRecord?
    }

    /// Differing parties that are looked through for values to decide about, as *status* does.
    public static let differingMax = BridgeFacts.proposedMax

    /// Bank accounts and VAT numbers first.
    public let undecided: [Undecided]
    public let proposed: [Proposed]
    public let stuck: [PartyRecord]

    /// How many values may lead money or VAT elsewhere.
    public var guarded: Int { undecided.count(where: \.difference.field.isGuarded) }
    /// True where nobody has anything to do.
    public var isNothing: Bool { undecided.isEmpty && proposed.isEmpty && stuck.isEmpty }
}

extension Acts {
    /// The party of that kind and code; refused as not found where there is none.
    public func party(_ bridge: OpenBridge, kind: String, code: String) async throws -> FoundParty {
        guard let kind = PartyKind(rawValue: kind) else { throw ActRefusal.notFound }
        let key = PartyKey(kind, PartyCode(code))
        guard let party = try await journal.parties([key], bridge: bridge.id)[key] else { throw ActRefusal.notFound }
        return FoundParty(bridge: bridge, party: party, parts: await bridge.parts())
    }

    /// What needs somebody; of proposed links and of stuck parties at most `limit` and one more, which says that there are others.
    public func partyNeeds(_ bridge: OpenBridge, limit: Int) async throws(JournalError) -> PartyNeeds {
        let differing = try await journal.differingParties(bridge.id, after: nil, limit: PartyNeeds.differingMax)
        let waiting = differing.flatMap { party in
            (party.alignment?.differences ?? []).undecided.map { PartyNeeds.Undecided(party: party, difference: $0) }
        }
        let proposed = try await journal.listParties(bridge.id, states: [.proposed], after: nil, limit: limit + 1)
        let stuck = try await journal.listParties(bridge.id, states: [.parked, .rejected], after: nil, limit: limit + 1)
        var looksLike: [PartyNeeds.Proposed] = []
        for party in proposed {
            var relation: RelationRecord?
            if let id = party.proposal { relation = try await journal.relation(bridge.id, id: id) }
            looksLike.append(PartyNeeds.Proposed(party: party, relation: relation))
        }
        return PartyNeeds(
            undecided: waiting.filter(\.difference.field.isGuarded) + waiting.filter { !$0.difference.field.isGuarded },
            proposed: looksLike, stuck: stuck)
    }

    /// The parties of that code: a debtor and a creditor may carry the same. `debtor/C1` names one of them.
    public func parties(_ bridge: OpenBridge, code: String) async throws(JournalError) -> [PartyRecord] {
        let keys = PartyKey(code).map { [$0] } ?? [PartyKey(.debtor, PartyCode(code)), PartyKey(.creditor, PartyCode(code))]
        let found = try await journal.parties(keys, bridge: bridge.id)
        return keys.compactMap { found[$0] }
    }

    // MARK: Verbs

    /// Sends ours to the books, or leaves theirs: of one field, or of all that wait (nil). As it was looked at under `seal`, or not at all.
    public func decide(_ found: FoundParty, field: PartyField?, sendsOurs: Bool, seal: String, by who: Who) async throws {
        let parts = try await ready(found, sendsOurs ? .approve : .refuse, seal)
        let decided = try await PartyDesk(parts: parts, who: who)
            .decide(found.party.key, Set([field].compactMap(\.self)), sendsOurs: sendsOurs, seen: found.party.revision)
        guard !decided.isEmpty else { throw try await changed(found) ?? .doesNotFit }
        await found.bridge.nudge()
    }

    /// The relations that have a number in the books: one, unless the books let several have it.
    public func relations(_ bridge: OpenBridge, number typed: String) async throws(JournalError) -> [RelationRecord] {
        let number = Self.number(typed)
        return try await journal.relations(bridge.id, vatNumber: nil, chamberOfCommerce: nil, number: number).filter { $0.number == number }
    }

    private static func number(_ typed: String) -> String { String(typed.filter { !$0.isWhitespace }.prefix(numberMax)) }

    /// Links a party to the relation of a number in the books. Of several with that number, the one it looks like counts.
    public func link(_ found: FoundParty, number typed: String, seal: String, by who: Who) async throws {
        let parts = try await ready(found, .link, seal)
        let number = Self.number(typed)
        func wrong(_ code: ProblemCode, _ nl: String, _ en: String) -> ActRefusal { .incomplete("number", code, nl: nl, en: en) }
        guard !number.isEmpty else {
            throw wrong(.fieldMissing, "Vul het nummer van de relatie in.", "Fill in the number of the relation.")
        }
        let relations = try await self.relations(found.bridge, number: number)
        guard let relation = relations.first(where: { $0.id == found.party.proposal }) ?? relations.first else {
            throw wrong(
                .valueUnknown,
                "In de boekhouding is geen relatie \(number) bekend. Is zij net gemaakt, probeer het dan na de volgende lezing.",
                "No relation \(number) is known in the books. If it was just made, try again after the next reading.")
        }
        guard relation.id == found.party.proposal || relations.count == 1 else {
            throw wrong(
                .valueOutOfRange,
                "Nummer \(number) komt vaker voor in de boekhouding: maak het daar eerst uniek.",
                "Number \(number) occurs several times in the books: make it unique there first.")
        }
        let orders = parts.translator as? any PartyOrdering
        let linked = try await Desk(parts: parts, who: who)
            .link(found.party.key, to: relation.id, orders: orders, seen: found.party.revision)
        guard linked != nil else {
            throw try await changed(found)
                ?? wrong(
                    .valueOutOfRange,
                    "Relatie \(number) is al aan een ander gekoppeld, of deze relatie laat het nu niet toe.",
                    "Relation \(number) is linked to another party already, or this party does not allow it now.")
        }
        await found.bridge.nudge()
    }

    /// Has a party tried again; one that only looks like a relation gets a new one made.
    public func retry(_ found: FoundParty, seal: String, by who: Who) async throws {
        let parts = try await ready(found, .retry, seal)
        guard try await Desk(parts: parts, who: who).retry(found.party.key, seen: found.party.revision) else {
            throw try await changed(found) ?? .doesNotFit
        }
        await found.bridge.nudge()
    }

    /// That somebody was faster, after it was looked at; nil where nobody was.
    private func changed(_ found: FoundParty) async throws -> ActRefusal? {
        try await journal.parties([found.party.key], bridge: found.bridge.id)[found.party.key]?.revision == found.party.revision
            ? nil : .changed
    }

    private func ready(_ found: FoundParty, _ verb: PartyVerb, _ seal: String) async throws -> BridgeParts {
        guard seal == found.seal else { throw ActRefusal.changed }
        guard let parts = found.parts else { throw ActRefusal.notSetUp }
        guard verb.fits(try await found.sides(journal)) else { throw ActRefusal.doesNotFit }
        return parts
    }
}
