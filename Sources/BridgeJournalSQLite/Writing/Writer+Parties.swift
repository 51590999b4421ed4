import BridgeDomain
import BridgeJournal

extension Writer {
    func put(_ record: PartyRecord, _ problems: String?, _ content: [UInt8]?, _ alignment: [UInt8]?) throws(JournalError) {
        let bridge = try tables.makeID(of: record.bridge)
        let stored = try connection.statement(.partyRevision).bind(bridge).bind(record.key.description).first { row in
            (id: row.number(), revision: row.number())
        }
        guard (stored?.revision ?? 0) == record.revision - 1 else {
            throw .changedMeanwhile("\(record.key)", revision: record.revision)
        }
        let statement = try connection.statement(stored == nil ? .insertParty : .updateParty)
        statement.bind(Codes.number(record.state)).bind(record.dueAt).bind(record.version).bind(record.contentHash).bind(record.revision)
            .bind(record.attempts).bind(record.changedAt).bind(record.number).bind(record.alignedVersion).bind(record.proposal?.text)
            .bind(record.proposalReason).bind(problems).bind(content).bind(record.raw).bind(alignment)
            .bind(record.alignment?.differences.isEmpty ?? true ? 0 : 1)
        if let stored {
            try statement.bind(stored.id).run()
        } else {
            try statement.bind(bridge).bind(record.key.description).run()
        }
        try keepVersion(record, problems, content, party: stored?.id ?? connection.lastInserted)
    }

    private func keepVersion(_ record: PartyRecord, _ problems: String?, _ content: [UInt8]?, party: Int64) throws(JournalError) {
        let kept = try connection.statement(.partyVersionHash).bind(party).bind(record.version).first { $0.text() }
        if let kept {
            guard kept == record.contentHash else { throw .otherContent(record.key, version: record.version) }
            return
        }
        try connection.statement(.keepPartyVersion).bind(party).bind(record.version).bind(record.changedAt).bind(record.contentHash)
            .bind(problems).bind(content).bind(record.raw).run()
    }

    func put(_ record: RelationRecord, _ details: [UInt8]?) throws(JournalError) {
        try connection.statement(.putRelation).bind(try tables.makeID(of: record.bridge)).bind(record.id.text).bind(record.number)
            .bind(record.name).bind(record.vatNumber).bind(record.chamberOfCommerce).bind(record.isDebtor ? 1 : 0)
            .bind(record.isCreditor ? 1 : 0).bind(record.blocked ? 1 : 0).bind(record.deleted ? 1 : 0)
            .bind(details).run()
    }
}

extension Query {
    fileprivate static let partyRevision = Query("SELECT id, revision FROM party WHERE bridge = ? AND key = ?")
    fileprivate static let insertParty = Query(
        """
        INSERT INTO party (state, due_at, version, content_hash, revision, attempts, changed_at, number, aligned_version, proposal,
        proposal_reason, problems, content, raw, alignment, differs, bridge, key)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """)
    fileprivate static let updateParty = Query(
        """
        UPDATE party SET state = ?, due_at = ?, version = ?, content_hash = ?, revision = ?, attempts = ?, changed_at = ?, number = ?,
        aligned_version = ?, proposal = ?, proposal_reason = ?, problems = ?, content = ?, raw = ?, alignment = ?, differs = ?
        WHERE id = ?
        """)
    fileprivate static let partyVersionHash = Query("SELECT content_hash FROM party_version WHERE party = ? AND version = ?")
    fileprivate static let keepPartyVersion = Query(
        "INSERT INTO party_version (party, version, received_at, content_hash, problems, content, raw) VALUES (?, ?, ?, ?, ?, ?, ?)")
    fileprivate static let putRelation = Query(
        """
        INSERT INTO relation (bridge, target_id, number, name, vat_number, chamber_of_commerce, is_debtor, is_creditor, blocked, deleted,
        details) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET number = excluded.number, name = excluded.name, vat_number = excluded.vat_number,
        chamber_of_commerce = excluded.chamber_of_commerce, is_debtor = excluded.is_debtor, is_creditor = excluded.is_creditor,
        blocked = excluded.blocked, deleted = excluded.deleted, details = excluded.details
        """)
}
