import BridgeDomain
import BridgeJournal

extension Reader {
    func postings(_ keys: [DocumentKey], _ bridge: BridgeID) throws(JournalError) -> [DocumentKey: PostingRecord] {
        var found: [DocumentKey: PostingRecord] = [:]
        guard let id = try tables.id(of: bridge) else { return found }
        for key in keys where found[key] == nil {
            guard let document = try tables.id(of: key, bridge: id) else { continue }
            found[key] = try posting(try connection.statement(.postingOfDocument).bind(document))
        }
        return found
    }

    func postings(source: SourceID, _ bridge: BridgeID) throws(JournalError) -> [PostingRecord] {
        guard let bridge = try tables.id(of: bridge) else { return [] }
        return try postings(try connection.statement(.postingsOfSource).bind(bridge).bind(source.text))
    }

    func posting(_ bridge: BridgeID, reference: EntryReference) throws(JournalError) -> PostingRecord? {
        guard let bridge = try tables.id(of: bridge) else { return nil }
        return try posting(try connection.statement(.postingOfReference).bind(bridge).bind(reference.text))
    }

    /// One seek per state, each of which comes in order; then merged.
    func due(_ bridge: BridgeID, states: Set<PostingState>, now: Timestamp, limit: Int) throws(JournalError) -> [PostingRecord] {
        guard let bridge = try tables.id(of: bridge) else { return [] }
        var places: [(due: Int64, sequence: Int64)] = []
        for state in states {
            places += try connection.statement(.dueInState).bind(bridge).bind(Codes.number(state)).bind(now).bind(limit)
                .all { (due: $0.number(), sequence: $0.number()) }
        }
        var found: [ReadPostings.Found] = []
        found.reserveCapacity(min(places.count, limit))
        for place in places.sorted(by: <).prefix(limit) {
            let statement = try connection.statement(.postingWithDocument).bind(place.sequence)
            let one = try statement.first { [tables] row throws(JournalError) in
                let posting = try PostingColumns.read(row, tables)
                return ReadPostings.Found(document: row.number(), posting: posting)
            }
            if let one { found.append(one) }
        }
        // What is ready goes next, and is moved as it is.
        if states.contains(.ready) { handedOut.note(found, bridge: bridge) }
        return found.map(\.posting)
    }

    func held(_ bridge: BridgeID, blocker: String, after sequence: Int64, limit: Int) throws(JournalError) -> [PostingRecord] {
        guard let bridge = try tables.id(of: bridge) else { return [] }
        return try postings(try connection.statement(.heldBy).bind(bridge).bind(blocker).bind(sequence).bind(limit))
    }

    func nextDue(_ bridge: BridgeID) throws(JournalError) -> Timestamp? {
        guard let bridge = try tables.id(of: bridge) else { return nil }
        var moments: [Int64] = []
        func add(_ statement: Statement) throws(JournalError) {
            if let moment = try statement.first({ $0.number() }) { moments.append(moment) }
        }
        for state in PostingState.allCases { try add(try connection.statement(.nextPosting).bind(bridge).bind(Codes.number(state))) }
        for state in PartyState.allCases { try add(try connection.statement(.nextParty).bind(bridge).bind(Codes.number(state))) }
        try add(try connection.statement(.nextReport).bind(bridge))
        return moments.min().map { Timestamp(milliseconds: $0) }
    }

    func credited(_ original: DocumentKey, _ bridge: BridgeID, except: DocumentKey) throws(JournalError) -> [Money] {
        guard let bridge = try tables.id(of: bridge) else { return [] }
        let exceptID = try tables.id(of: except, bridge: bridge) ?? 0
        let sums = try connection.statement(.credited).bind(bridge).bind(original.administration.text).bind(Codes.number(original.kind))
            .bind(original.number.text).bind(exceptID)
            .all { row throws(JournalError) in row.money(try row.currency(at: original)) }
        return sums.compactMap(\.self)
    }

    func credits(of original: DocumentKey, _ bridge: BridgeID) throws(JournalError) -> [PostingRecord] {
        guard let bridge = try tables.id(of: bridge) else { return [] }
        return try postings(
            try connection.statement(.credits).bind(bridge).bind(original.administration.text).bind(Codes.number(original.kind))
                .bind(original.number.text))
    }

    func credited(among originals: [DocumentKey], _ bridge: BridgeID) throws(JournalError) -> Set<DocumentKey> {
        guard let bridge = try tables.id(of: bridge) else { return [] }
        var found: Set<DocumentKey> = []
        for key in originals {
            let credit = try connection.statement(.isCredited).bind(bridge).bind(key.administration.text).bind(Codes.number(key.kind))
                .bind(key.number.text).first { $0.number() }
            if credit != nil { found.insert(key) }
        }
        return found
    }

    func depositBalance(_ party: PartyKey, _ bridge: BridgeID, _ currency: Currency) throws(JournalError) -> Money {
        guard let bridge = try tables.id(of: bridge) else { return .zero(currency) }
        let amount = try connection.statement(.deposits).bind(bridge).bind(party.description).bind(currency.code).first { $0.number() }
        return Money(minorUnits: amount ?? 0, currency)
    }

    /// The postings with these sequences, in this order.
    func postings(at sequences: [Int64]) throws(JournalError) -> [PostingRecord] {
        var found: [PostingRecord] = []
        found.reserveCapacity(sequences.count)
        for sequence in sequences {
            if let posting = try posting(try connection.statement(.postingAt).bind(sequence)) { found.append(posting) }
        }
        return found
    }
}

extension Query {
    fileprivate static let postingWithDocument = Query(
        "SELECT \(PostingColumns.selected), posting.document FROM posting WHERE sequence = ?")
    fileprivate static let postingAt = Query("SELECT \(PostingColumns.selected) FROM posting WHERE sequence = ?")
    fileprivate static let postingsOfSource = Query(
        "SELECT \(PostingColumns.selected) FROM posting INDEXED BY posting_source WHERE bridge = ? AND source_id = ? ORDER BY sequence")
    fileprivate static let postingOfReference = Query(
        """
        SELECT \(PostingColumns.selected) FROM posting INDEXED BY posting_reference WHERE bridge = ? AND reference = ?
        ORDER BY sequence LIMIT 1
        """)
    fileprivate static let dueInState = Query(
        """
        SELECT due_at, sequence FROM posting INDEXED BY posting_due WHERE bridge = ? AND state = ? AND due_at <= ?
        ORDER BY due_at, sequence LIMIT ?
        """)
    fileprivate static let heldBy = Query(
        """
        SELECT \(PostingColumns.selected) FROM posting INDEXED BY posting_hold
        WHERE bridge = ? AND state = 2 AND hold = ? AND sequence > ? ORDER BY sequence LIMIT ?
        """)
    fileprivate static let nextPosting = Query(
        "SELECT due_at FROM posting INDEXED BY posting_due WHERE bridge = ? AND state = ? AND due_at IS NOT NULL ORDER BY due_at LIMIT 1")
    fileprivate static let nextParty = Query(
        "SELECT due_at FROM party INDEXED BY party_due WHERE bridge = ? AND state = ? AND due_at IS NOT NULL ORDER BY due_at LIMIT 1")
    fileprivate static let nextReport = Query("SELECT due_at FROM report WHERE bridge = ? ORDER BY due_at LIMIT 1")
    fileprivate static let credited = Query(
        """
        SELECT posting.currency, sum(posting.gross) FROM posting_original JOIN posting ON posting.sequence = posting_original.posting
        WHERE posting_original.bridge = ? AND posting_original.administration = ? AND posting_original.kind = ?
        AND posting_original.number = ? AND posting.document <> ? AND posting.state <> 1 AND posting.state <> 8 AND posting.gross IS NOT NULL
        GROUP BY posting.currency ORDER BY posting.currency
        """)
    fileprivate static let credits = Query(
        """
        SELECT \(PostingColumns.selected) FROM posting_original JOIN posting ON posting.sequence = posting_original.posting
        WHERE posting_original.bridge = ? AND posting_original.administration = ? AND posting_original.kind = ?
        AND posting_original.number = ? ORDER BY posting_original.posting
        """)
    fileprivate static let isCredited = Query(
        "SELECT posting FROM posting_original WHERE bridge = ? AND administration = ? AND kind = ? AND number = ? LIMIT 1")
    fileprivate static let deposits = Query("SELECT amount FROM deposit_total WHERE bridge = ? AND party = ? AND currency = ?")
}
