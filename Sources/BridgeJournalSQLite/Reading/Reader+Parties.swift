import BridgeDomain
import BridgeJournal

extension Reader {
    func parties(_ keys: [PartyKey], _ bridge: BridgeID) throws(JournalError) -> [PartyKey: PartyRecord] {
        var found: [PartyKey: PartyRecord] = [:]
        guard let id = try tables.id(of: bridge) else { return found }
        for key in keys where found[key] == nil {
            found[key] = try connection.statement(.party).bind(id).bind(key.description).first { row throws(JournalError) in
                try PartyRecord(row, bridge, self)
            }
        }
        return found
    }

    func dueParties(_ bridge: BridgeID, states: Set<PartyState>, now: Timestamp, limit: Int) throws(JournalError) -> [PartyRecord] {
        guard let id = try tables.id(of: bridge) else { return [] }
        var found: [(due: Int64, key: String)] = []
        for state in states {
            found += try connection.statement(.dueParties).bind(id).bind(Codes.number(state)).bind(now).bind(limit)
                .all { (due: $0.number(), key: $0.text()) }
        }
        return try parties(found.sorted { $0 < $1 }.prefix(limit).map(\.key), id, bridge)
    }

    func listParties(_ bridge: BridgeID, states: Set<PartyState>, after key: PartyKey?, limit: Int) throws(JournalError) -> [PartyRecord] {
        guard let id = try tables.id(of: bridge) else { return [] }
        let start = key?.description ?? ""
        var keys: [String] = []
        for state in states {
            keys += try connection.statement(.partiesInState).bind(id).bind(Codes.number(state)).bind(start).bind(limit).all { $0.text() }
        }
        if states.isEmpty { keys = try connection.statement(.partiesInOrder).bind(id).bind(start).bind(limit).all { $0.text() } }
        return try parties(keys.sorted().prefix(limit).map(\.self), id, bridge)
    }

    func differingParties(_ bridge: BridgeID, after key: PartyKey?, limit: Int) throws(JournalError) -> [PartyRecord] {
        guard let id = try tables.id(of: bridge) else { return [] }
        let keys = try connection.statement(.partiesDiffering).bind(id).bind(key?.description ?? "").bind(limit).all { $0.text() }
        return try parties(keys, id, bridge)
    }

    private func parties(_ keys: [String], _ id: Int64, _ bridge: BridgeID) throws(JournalError) -> [PartyRecord] {
        var found: [PartyRecord] = []
        for key in keys {
            let party = try connection.statement(.party).bind(id).bind(key).first { row throws(JournalError) in
                try PartyRecord(row, bridge, self)
            }
            if let party { found.append(party) }
        }
        return found
    }

    func partyVersions(_ key: PartyKey, _ bridge: BridgeID) throws(JournalError) -> [PartyVersionRecord] {
        guard let id = try tables.id(of: bridge) else { return [] }
        return try connection.statement(.partyVersions).bind(id).bind(key.description).all { row throws(JournalError) in
            let (version, receivedAt, hash) = (row.int(), row.number(), row.text())
            let problems = try Codec.decode(problems: row.optionalText(), at: "\(key)")
            let party = try party(row.optionalBytes(), key)
            var record = PartyRecord(
                bridge: bridge, key: key, version: version, contentHash: hash, raw: row.bytes(), party: party, problems: problems,
                state: .known, changedAt: Timestamp(milliseconds: receivedAt))
            record.version = version
            return PartyVersionRecord(record)
        }
    }

    /// A party from what is kept of it. Documents of the same few customers follow each other, and reading one takes longer than all else
    /// about it: what was read lately is remembered by its bytes.
    fileprivate func party(_ content: [UInt8]?, _ key: PartyKey) throws(JournalError) -> Party? {
        guard let content else { return nil }
        if let known = knownParties[content] { return known }
        let party = try Codec.decode(Party.self, content, at: "\(key)")
        if knownParties.count >= Self.knownPartiesMax { knownParties.removeAll(keepingCapacity: true) }
        knownParties[content] = party
        return party
    }

    func relations(
        _ bridge: BridgeID, vatNumber: String?, chamberOfCommerce: String?, number: String?
    ) throws(JournalError) -> [RelationRecord] {
        guard let id = try tables.id(of: bridge) else { return [] }
        var found: [RelationRecord] = []
        for (query, wanted) in [(Query.relationsByVAT, vatNumber), (.relationsByChamber, chamberOfCommerce), (.relationsByNumber, number)] {
            guard let wanted else { continue }
            let matches = try connection.statement(query).bind(id).bind(wanted).bind(JournalLimits.relationsMax)
                .all { row throws(JournalError) in try RelationRecord(row, bridge) }
            for relation in matches where !found.contains(where: { $0.id == relation.id }) { found.append(relation) }
        }
        return found
    }

    func relation(_ bridge: BridgeID, id: TargetID) throws(JournalError) -> RelationRecord? {
        guard let number = try tables.id(of: bridge) else { return nil }
        return try connection.statement(.relation).bind(number).bind(id.text).first { row throws(JournalError) in
            try RelationRecord(row, bridge)
        }
    }
}

extension PartyRecord {
    /// A row of ``Query/party``.
    fileprivate init(_ row: Statement, _ bridge: BridgeID, _ reader: Reader) throws(JournalError) {
        let text = row.text()
        guard let key = PartyKey(kept: text) else { throw Codec.damaged("party \(text)", "key") }
        let state = try Codes.partyState(row.number())
        let dueAt = row.moment()
        let (version, hash, revision, attempts) = (row.int(), row.text(), row.number(), row.int())
        let changedAt = Timestamp(milliseconds: row.number())
        let (number, aligned, proposal, reason) = (row.optionalText(), row.optionalInt(), row.optionalText(), row.optionalText())
        let problems = try Codec.decode(problems: row.optionalText(), at: text)
        let party = try reader.party(row.optionalBytes(), key)
        let raw = row.bytes()
        let alignment = row.optionalBytes()
        self.init(
            bridge: bridge, key: key, version: version, contentHash: hash, raw: raw, party: party, problems: problems, state: state,
            changedAt: changedAt)
        self.revision = revision
        self.attempts = attempts
        self.dueAt = dueAt
        self.number = number
        self.alignedVersion = aligned
        self.proposal = proposal.map { TargetID($0) }
        self.proposalReason = reason
        self.alignment = if let alignment { try Codec.decode(PartyAlignment.self, alignment, at: text) } else { nil }
    }
}

extension RelationRecord {
    fileprivate init(_ row: Statement, _ bridge: BridgeID) throws(JournalError) {
        self.init(
            bridge: bridge, id: TargetID(row.text()), number: row.text(), name: row.text(), vatNumber: row.optionalText(),
            chamberOfCommerce: row.optionalText(), isDebtor: row.number() != 0, isCreditor: row.number() != 0, blocked: row.number() != 0,
            deleted: row.number() != 0)
        details =
            if let bytes = row.optionalBytes() { try Codec.decode([PartyField: String].self, bytes, at: "relation \(id)") } else { nil }
    }
}

extension Query {
    fileprivate static let party = Query(
        """
        SELECT key, state, due_at, version, content_hash, revision, attempts, changed_at, number, aligned_version, proposal,
        proposal_reason, problems, content, raw, alignment FROM party WHERE bridge = ? AND key = ?
        """)
    fileprivate static let dueParties = Query(
        """
        SELECT due_at, key FROM party INDEXED BY party_due WHERE bridge = ? AND state = ? AND due_at <= ? AND due_at IS NOT NULL
        ORDER BY due_at, key LIMIT ?
        """)
    fileprivate static let partiesInState = Query(
        "SELECT key FROM party INDEXED BY party_state WHERE bridge = ? AND state = ? AND key > ? ORDER BY key LIMIT ?")
    fileprivate static let partiesInOrder = Query("SELECT key FROM party WHERE bridge = ? AND key > ? ORDER BY key LIMIT ?")
    fileprivate static let partiesDiffering = Query(
        "SELECT key FROM party INDEXED BY party_differs WHERE bridge = ? AND differs = 1 AND key > ? ORDER BY key LIMIT ?")
    fileprivate static let partyVersions = Query(
        """
        SELECT v.version, v.received_at, v.content_hash, v.problems, v.content, v.raw FROM party
        JOIN party_version v ON v.party = party.id WHERE party.bridge = ? AND party.key = ? ORDER BY v.version
        """)
    private static let relationColumns =
        "target_id, number, name, vat_number, chamber_of_commerce, is_debtor, is_creditor, blocked, deleted, details"
    fileprivate static let relation = Query("SELECT \(relationColumns) FROM relation WHERE bridge = ? AND target_id = ?")
    fileprivate static let relationsByVAT = Query(
        """
        SELECT \(relationColumns) FROM relation INDEXED BY relation_vat WHERE bridge = ? AND vat_number = ? AND deleted = 0
        ORDER BY target_id LIMIT ?
        """)
    fileprivate static let relationsByChamber = Query(
        """
        SELECT \(relationColumns) FROM relation INDEXED BY relation_chamber WHERE bridge = ? AND chamber_of_commerce = ? AND deleted = 0
        ORDER BY target_id LIMIT ?
        """)
    fileprivate static let relationsByNumber = Query(
        """
        SELECT \(relationColumns) FROM relation INDEXED BY relation_number WHERE bridge = ? AND number = ? AND deleted = 0
        ORDER BY target_id LIMIT ?
        """)
}
