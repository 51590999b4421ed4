public import BridgeConnector
public import BridgeDomain

// Debtors and creditors. An entry names a party by its number, which the books must know; one they do not know comes back as a refused line.
// Where the form has a record for parties, it travels in a file of its own before the entries that name the party. Elsewhere a folder cannot
// make them.
extension ExchangeConnector {
    /// A folder has no list of relations.
    public func relations(after cursor: TargetCursor) async throws(ConnectorError) -> TargetPage<Relation> {
        TargetPage(items: [], next: cursor, hasMore: false)
    }

    /// No call is ever lost, since none is made.
    public func relation(numbered number: String) async throws(ConnectorError) -> Relation? { nil }

    /// Links the party to its number in the books, and has its record go with the next batch where the form has one.
    public func create(_ order: PartyOrder) async throws(ConnectorError) -> Relation {
        let relation = Relation(linking: order)
        try await collect(relation.id, order)
        return relation
    }

    /// Has the party's record go with the next batch where the form has one and it says something new.
    public func update(_ id: TargetID, _ order: PartyOrder) async throws(ConnectorError) -> Relation {
        var relation = Relation(linking: order)
        relation.id = id
        try await collect(id, order)
        return relation
    }

    private func collect(_ relation: TargetID, _ order: PartyOrder) async throws(ConnectorError) {
        guard let record = try format.rows(order) else { return }
        let state = state
        try await state.change { (changes: inout BatchState.Changes) throws(ConnectorError) in
            var known = try await state.party(relation) ?? PartyDelivery(standing: .refused, record: record)
            if known.standing != .refused, known.record == record { return }
            (known.record, known.standing) = (record, .due)
            var head = try await state.head()
            var due = head.dueParties ?? []
            if !due.contains(relation) { due.append(relation) }
            head.dueParties = due
            head.refusedParties?.removeAll { $0 == relation }
            changes.put(head)
            changes.put(known, relation)
        }
    }

    /// The parties that go with the next batch: those that are due, and those that came back and are named again.
    static func dueParties(
        _ head: BatchState.Head, of entries: [Collected], _ state: BatchState
    ) async throws(ConnectorError) -> [DueParty] {
        var relations = head.dueParties ?? []
        let refused = Set(head.refusedParties ?? [])
        if !refused.isEmpty {
            for entry in entries {
                let named = [entry.order.relation].compactMap { $0 } + entry.order.lineRelations.values.sorted { $0.text < $1.text }
                for relation in named where refused.contains(relation) && !relations.contains(relation) { relations.append(relation) }
            }
        }
        var parties: [DueParty] = []
        for relation in relations {
            if let delivery = try await state.party(relation) { parties.append(DueParty(relation: relation, delivery: delivery)) }
        }
        return parties
    }

    /// The first party whose record came back, for people.
    func refusedParty() async throws(ConnectorError) -> BilingualText? {
        let refused = try await state.head().refusedParties ?? []
        guard let relation = refused.first, let known = try await state.party(relation) else { return nil }
        let (nl, en) = refused.count > 1 ? (" (en nog \(refused.count - 1))", " (and \(refused.count - 1) more)") : ("", "")
        let number = Self.number(of: relation) ?? relation.text
        return BilingualText(
            nl:
                "de boekhouding gaf debiteur of crediteur \(number)\(nl) terug: \(known.reason). Verhelp dat; bij de volgende boeking voor deze "
                + "partij gaat het opnieuw mee",
            en: "the books gave debtor or creditor \(number)\(en) back: \(known.reason). Mend that; it goes again with the next entry for "
                + "this party")
    }

    /// How a relation of such books is named where it is linked: kind and number.
    public static func relationID(_ kind: PartyKind, _ number: String) -> TargetID { TargetID("\(kind.rawValue):\(number)") }

    /// The number behind such a name; nil for any other.
    public static func number(of relation: TargetID) -> String? {
        guard let mark = relation.text.firstIndex(of: ":") else { return nil }
        return String(relation.text[relation.text.index(after: mark)...])
    }
}

extension Relation {
    /// A party as such books will know it: by the number it was given.
    public init(linking order: PartyOrder) {
        let party = order.party
        self.init(
            id: ExchangeConnector.relationID(party.key.kind, order.number), number: order.number, name: party.name,
            vatNumber: party.vatNumber, chamberOfCommerce: party.chamberOfCommerce, isDebtor: party.key.kind == .debtor,
            isCreditor: party.key.kind == .creditor)
    }
}
