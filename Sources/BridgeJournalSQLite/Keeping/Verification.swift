import BridgeDomain
import BridgeHash
import BridgeJournal

/// A check of the whole journal, in steps that are each small, so that nobody waits for it and the log does not grow behind it.
///
/// 1. SQLite's own check of the file's pages.
/// 2. Every record of history: its hash, its place, and that what it vouches for is there.
/// 3. Every document: the text of each version against its hash, each version and entry against history.
/// 4. Every party: its versions against their hashes and history.
/// 5. Every payment and what was told of it, against history.
/// 6. The counters of states against the postings they count.
///
/// What is written while the check runs is left to the next one.
struct Verification: Sendable {
    enum Part: Sendable {
        case pages, history, documents, parties, payments, counters, done
    }

    static let recordsPerStep = 2_000
    static let documentsPerStep = 200

    private(set) var part = Part.pages
    var verifier = HistoryVerifier()
    private(set) var documentsChecked: Int64 = 0
    /// How far the part under way has come: a sequence or a number of a row.
    var place: Int64 = 0
    /// Where each part ends: what was there when the check began.
    private var historyEnd: Int64 = 0
    private var endHash = HistoryChain.beginning.hex
    private var documentsEnd: Int64 = 0
    private var partiesEnd: Int64 = 0
    private(set) var paymentsEnd: Int64 = 0
    private var partiesChecked: Int64 = 0

    /// Records of all kinds checked so far; only grows.
    var checked: Int64 { verifier.recordsChecked + documentsChecked + partiesChecked }

    /// Takes the next step.
    mutating func step(_ reader: Reader) throws(JournalError) {
        switch part {
        case .pages: try checkPages(reader)
        case .history: try checkHistory(reader)
        case .documents: try checkDocuments(reader)
        case .parties: try checkParties(reader)
        case .payments: try checkPayments(reader)
        case .counters: try checkCounters(reader)
        case .done: break
        }
    }

    /// Ends the check where the file can no longer be read.
    mutating func stop(_ error: JournalError) {
        verifier.add(subject: "file", error.message)
        next(.done)
    }

    var report: VerifyReport { verifier.report(documentsChecked: documentsChecked) }

    mutating func next(_ part: Part) {
        self.part = part
        place = 0
    }

    private mutating func checkPages(_ reader: Reader) throws(JournalError) {
        let connection = reader.connection
        try connection.statement(.lastRecord).first { row in
            historyEnd = row.number()
            endHash = row.digestText()
        }
        documentsEnd = try connection.number("SELECT max(id) FROM document_key") ?? 0
        partiesEnd = try connection.number("SELECT max(id) FROM party") ?? 0
        paymentsEnd = try connection.number("SELECT max(sequence) FROM payment") ?? 0
        let messages = try connection.statement(.quickCheck).all { $0.text() }
        for message in messages where message != "ok" { verifier.add(subject: "file", "the file is damaged: \(message)") }
        next(.history)
    }
}

// MARK: - History

extension Verification {
    private mutating func checkHistory(_ reader: Reader) throws(JournalError) {
        let records = try reader.history(subject: nil, bridge: nil, after: place, limit: Self.recordsPerStep)
        for record in records where record.sequence <= historyEnd {
            verifier.check(record)
            try checkKept(record, reader)
        }
        place = records.last?.sequence ?? .max
        if place >= historyEnd {
            verifier.end(sequence: historyEnd, hash: endHash)
            next(.documents)
        }
    }

    /// Documents and parties are looked at in their own parts; here only that they are there at all.
    private mutating func checkKept(_ record: HistoryRecord, _ reader: Reader) throws(JournalError) {
        guard let hash = record.entry.contentHash, let bridge = record.entry.bridge else { return }
        let subject = record.entry.subject
        if let key = DocumentKey(kept: subject) {
            if try reader.find(key, bridge) == nil {
                verifier.addMissing(sequence: record.sequence, subject: subject, "the document")
            }
        } else if PartyKey(kept: subject) != nil, let id = try reader.tables.id(of: bridge) {
            let isThere =
                try reader.connection.statement(.partyVersionByHash).bind(id).bind(subject).bind(hash).first { $0.number() } != nil
            if !isThere { verifier.addMissing(sequence: record.sequence, subject: subject, "a version of the party") }
        } else {
            try checkKeptPayment(record, hash, bridge, reader)
        }
    }
}

// MARK: - Documents

extension Verification {
    private struct Vouched {
        var sequence: Int64
        var hash: String
    }

    private mutating func checkDocuments(_ reader: Reader) throws(JournalError) {
        let rows = try reader.connection.statement(.documentKeys).bind(place).bind(documentsEnd).bind(Self.documentsPerStep)
            .all { row throws(JournalError) in
                let (id, bridge, administration) = (row.number(), row.number(), row.text())
                return (
                    id: id, bridge: bridge,
                    key: DocumentKey(SourceAdministration(administration), try Codes.kind(row.number()), DocumentNumber(row.text()))
                )
            }
        for row in rows { try checkDocument(row.id, row.bridge, row.key, reader) }
        place = rows.last?.id ?? documentsEnd
        if rows.count < Self.documentsPerStep { next(.parties) }
    }

    private mutating func checkDocument(_ id: Int64, _ bridge: Int64, _ key: DocumentKey, _ reader: Reader) throws(JournalError) {
        let subject = key.description
        let vouched = try reader.connection.statement(.vouched).bind(subject).bind(bridge)
            .all { Vouched(sequence: $0.number(), hash: $0.text()) }
        let hashes = Set(vouched.map(\.hash))
        let versions = try reader.connection.statement(.documentTexts).bind(id).all {
            (version: $0.int(), hash: $0.text(), raw: $0.bytes())
        }
        for version in versions {
            documentsChecked += 1
            if ContentHash.text(version.raw) != version.hash {
                verifier.addChanged(subject: subject, "version \(version.version)")
            } else if !hashes.contains(version.hash) {
                verifier.addUnvouched(subject: subject, "version \(version.version)")
            }
        }
        let kept = Set(versions.map(\.hash))
        for record in vouched where !record.hash.hasPrefix(ContentHash.entryMark) && !kept.contains(record.hash) {
            verifier.addMissing(sequence: record.sequence, subject: subject, "a version of the document")
        }
        try checkEntries(id, try reader.tables.bridge(bridge), key, vouched, reader)
    }

    /// Each entry must be one that history recorded; the last one recorded must be there (those before it may have been replaced).
    private mutating func checkEntries(
        _ id: Int64, _ bridge: BridgeID, _ key: DocumentKey, _ vouched: [Vouched], _ reader: Reader
    ) throws(JournalError) {
        let entries = try reader.connection.statement(.entries).bind(id).all { row -> (version: Int, hash: String?) in
            let version = row.int()
            return (version, try? Reader.entry(row, key, bridge).contentHash)
        }
        let hashes = Set(vouched.map(\.hash))
        for entry in entries {
            guard let hash = entry.hash else {
                verifier.addChanged(subject: key.description, "the entry of version \(entry.version)")
                continue
            }
            if !hashes.contains(hash) { verifier.addUnvouched(subject: key.description, "the entry of version \(entry.version)") }
        }
        guard let last = vouched.last(where: { $0.hash.hasPrefix(ContentHash.entryMark) }) else { return }
        if !entries.contains(where: { $0.hash == last.hash }) {
            verifier.addMissing(sequence: last.sequence, subject: key.description, "the entry")
        }
    }
}

// MARK: - Parties and counters

extension Verification {
    private mutating func checkParties(_ reader: Reader) throws(JournalError) {
        let rows = try reader.connection.statement(.parties).bind(place).bind(partiesEnd).bind(Self.documentsPerStep)
            .all { (id: $0.number(), bridge: $0.number(), key: $0.text()) }
        for row in rows {
            partiesChecked += 1
            let vouched = try reader.connection.statement(.vouched).bind(row.key).bind(row.bridge).all { row -> String in
                _ = row.number()
                return row.text()
            }
            let versions = try reader.connection.statement(.partyTexts).bind(row.id).all {
                (version: $0.int(), hash: $0.text(), raw: $0.bytes())
            }
            for version in versions {
                if ContentHash.text(version.raw) != version.hash {
                    verifier.addChanged(subject: row.key, "version \(version.version)")
                } else if !vouched.contains(version.hash) {
                    verifier.addUnvouched(subject: row.key, "version \(version.version)")
                }
            }
        }
        place = rows.last?.id ?? partiesEnd
        if rows.count < Self.documentsPerStep { next(.payments) }
    }

    private mutating func checkCounters(_ reader: Reader) throws(JournalError) {
        let wrong = try reader.connection.statement(.wrongCounters).all { $0.number() }
        for bridge in wrong {
            let name = try reader.tables.bridge(bridge)
            verifier.add(subject: "\(name)", "the totals per state of \(name) are not the sums of its postings")
        }
        next(.done)
    }
}

extension Query {
    fileprivate static let quickCheck = Query("PRAGMA quick_check(20)")
    fileprivate static let lastRecord = Query("SELECT sequence, hash FROM history_end WHERE id = 1")
    fileprivate static let documentKeys = Query(
        "SELECT id, bridge, administration, kind, number FROM document_key WHERE id > ? AND id <= ? ORDER BY id LIMIT ?")
    fileprivate static let documentTexts = Query("SELECT version, content_hash, raw FROM document WHERE document = ? ORDER BY version")
    fileprivate static let entries = Query("SELECT version, made_at, totals, content FROM entry WHERE document = ? ORDER BY version")
    fileprivate static let vouched = Query(
        """
        SELECT sequence, content_hash FROM history INDEXED BY history_subject
        WHERE subject = ? AND bridge = ? AND content_hash IS NOT NULL ORDER BY sequence
        """)
    fileprivate static let parties = Query("SELECT id, bridge, key FROM party WHERE id > ? AND id <= ? ORDER BY id LIMIT ?")
    fileprivate static let partyTexts = Query("SELECT version, content_hash, raw FROM party_version WHERE party = ? ORDER BY version")
    fileprivate static let partyVersionByHash = Query(
        """
        SELECT v.id FROM party JOIN party_version v ON v.party = party.id
        WHERE party.bridge = ? AND party.key = ? AND v.content_hash = ? LIMIT 1
        """)
    fileprivate static let wrongCounters = Query(
        """
        SELECT DISTINCT bridge FROM (
            SELECT bridge, state, kind, ifnull(currency, '') AS currency, count(*) AS documents, ifnull(sum(net), 0) AS net,
            ifnull(sum(vat), 0) AS vat, ifnull(sum(gross), 0) AS gross FROM posting GROUP BY 1, 2, 3, 4
            UNION ALL
            SELECT bridge, state, kind, currency, count, net, vat, gross FROM state_total WHERE count <> 0
        ) GROUP BY bridge, state, kind, currency, documents, net, vat, gross HAVING count(*) <> 2
        """)
}
