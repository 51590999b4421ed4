import BridgeDomain
import BridgeHash
import BridgeJournal

/// Writes units, on the one writing thread of a journal.
final class Writer {
    /// Keys of documents whose number in the file is remembered between transactions; beyond it all are forgotten.
    private static let keysMax = 8_192
    /// Postings remembered as this connection wrote them, so that the next move need not read them.
    private static let postingsMax = 2_048

    let tables: Tables
    var connection: Connection { tables.connection }
    /// What the unit under way adds to the counters.
    var deltas = Deltas()
    /// The last record of history within the transaction.
    var end = HistoryEnd(sequence: 0, hash: HistoryChain.beginning)

    /// Statements that write some groups of a posting's columns, by these groups.
    var updates: [Int: Query] = [:]

    private var transactionDeltas = Deltas()
    private var keys: [DocumentName: KeyNumber] = [:]
    /// The key asked for last: a document's changes stand side by side.
    private var lastKey: (scoped: DocumentName, number: KeyNumber)?
    /// The totals of entries kept by the transaction under way; the posting that counts them mostly follows at once.
    private var totals: [EntryName: [EntryTotal]] = [:]
    private var postings: [Int64: PostingRecord] = [:]
    /// What readers have just handed out.
    private let read: ReadPostings

    struct HistoryEnd {
        var sequence: Int64
        var hash: SHA256Digest
    }

    /// A document key's number, and what can be there of it. A key that the transaction under way brought has nothing else yet, and need
    /// not be looked for: that is what intake does all day.
    struct KeyNumber {
        var id: Int64
        var parts: Parts
    }

    /// One version's entry, by the number of its document's key.
    struct EntryName: Hashable {
        var document: Int64
        var version: Int
    }

    struct Parts: OptionSet {
        let rawValue: Int
        static let version = Parts(rawValue: 1)
        static let posting = Parts(rawValue: 2)
        static let entry = Parts(rawValue: 4)
        static let booked = Parts(rawValue: 8)
        static let all: Parts = [.version, .posting, .entry, .booked]
    }

    init(_ connection: Connection, read: ReadPostings) {
        tables = Tables(connection)
        self.read = read
    }

    /// Does several pieces of work in one transaction. A piece that is refused leaves no trace; one that the store cannot write takes all
    /// of them back. Every piece is told what became of it, after the commit.
    ///
    /// At first without savepoints, which would copy every page once for each piece. Refusals are rare, and nearly all come before anything
    /// of the piece is written. When one comes later, the transaction is taken back and done again, with savepoints.
    func run(_ jobs: [any WriteWork]) {
        var verdicts: [JournalError?] = Array(repeating: nil, count: jobs.count)
        do throws(JournalError) {
            if try !attempt(jobs, &verdicts, isGuarded: false) {
                takeBack()
                verdicts = Array(repeating: nil, count: jobs.count)
                _ = try attempt(jobs, &verdicts, isGuarded: true)
            }
        } catch {
            takeBack()
            for place in verdicts.indices where verdicts[place] == nil { verdicts[place] = error }
        }
        for (job, verdict) in zip(jobs, verdicts) { job.finish(verdict) }
    }

    /// Does the work and commits it; false, with nothing committed, when a refused piece had written something and has no savepoint.
    private func attempt(_ jobs: [any WriteWork], _ verdicts: inout [JournalError?], isGuarded: Bool) throws(JournalError) -> Bool {
        try begin()
        for (place, job) in jobs.enumerated() {
            if isGuarded { try connection.statement(.savepoint).run() }
            let (before, changes) = (end, connection.totalChanges)
            do throws(JournalError) {
                try job.run(self)
                transactionDeltas.merge(deltas)
                deltas.removeAll()
                if isGuarded { try connection.statement(.release).run() }
            } catch {
                // On some errors SQLite has taken the transaction back by itself.
                guard error.leavesTransaction, !connection.isIdle else { throw error }
                verdicts[place] = error
                forget()
                end = before
                if isGuarded {
                    try connection.statement(.rollbackToSavepoint).run()
                    try connection.statement(.release).run()
                } else if connection.totalChanges != changes {
                    return false
                }
            }
        }
        try commit()
        return true
    }

    private func begin() throws(JournalError) {
        try connection.statement(.beginImmediate).run()
        transactionDeltas.removeAll()
        end =
            try connection.statement(.readEnd).first { row throws(JournalError) in
                let sequence = row.number()
                guard let hash = SHA256Digest(row.bytes()) else { throw Codec.damaged("the end of history", "hash") }
                return HistoryEnd(sequence: sequence, hash: hash)
            } ?? HistoryEnd(sequence: 0, hash: HistoryChain.beginning)
    }

    private func commit() throws(JournalError) {
        try transactionDeltas.write(to: connection)
        try connection.statement(.writeEnd).bind(end.sequence).bind(end.hash.bytes).bind(end.sequence).run()
        try connection.statement(.commit).run()
        for key in newKeys { keys[key]?.parts = .all }
        lastKey = nil
        totals.removeAll(keepingCapacity: true)
        if keys.count > Self.keysMax { keys.removeAll(keepingCapacity: true) }
        newKeys.removeAll(keepingCapacity: true)
    }

    private func takeBack() {
        if !connection.isIdle { try? connection.statement(.rollback).run() }
        forget()
    }

    private func forget() {
        deltas.removeAll()
        keys.removeAll(keepingCapacity: true)
        lastKey = nil
        totals.removeAll(keepingCapacity: true)
        postings.removeAll(keepingCapacity: true)
        newKeys.removeAll(keepingCapacity: true)
        tables.forget()
    }

    // MARK: Keys

    private var newKeys: [DocumentName] = []

    /// The number of a document's key; nil when nothing of it was ever kept.
    func find(_ key: DocumentKey, _ bridge: Int64) throws(JournalError) -> KeyNumber? {
        let scoped = DocumentName(bridge: bridge, key: key)
        if let lastKey, lastKey.scoped == scoped { return lastKey.number }
        if let known = keys[scoped] {
            lastKey = (scoped, known)
            return known
        }
        var id = read.number(of: scoped)
        if id == nil { id = try tables.id(of: key, bridge: bridge) }
        guard let id else { return nil }
        return remember(scoped, KeyNumber(id: id, parts: .all))
    }

    /// The number of a document's key, given now if need be.
    func make(_ key: DocumentKey, _ bridge: Int64) throws(JournalError) -> KeyNumber {
        if let known = try find(key, bridge) { return known }
        try connection.statement(.insertKey).bind(bridge).bind(key.administration.text).bind(Codes.number(key.kind)).bind(key.number.text)
            .run()
        let scoped = DocumentName(bridge: bridge, key: key)
        newKeys.append(scoped)
        return remember(scoped, KeyNumber(id: connection.lastInserted, parts: []))
    }

    /// Notes that a part of a document is there from now on.
    func note(_ part: Parts, of key: DocumentKey, _ bridge: Int64) {
        let scoped = DocumentName(bridge: bridge, key: key)
        if let lastKey, lastKey.scoped == scoped, lastKey.number.parts.contains(part) { return }
        keys[scoped]?.parts.insert(part)
        lastKey = keys[scoped].map { (scoped, $0) }
    }

    /// The totals of an entry that this transaction kept; nil for one that stood there before, which another process may have replaced.
    func keptTotals(_ entry: EntryName) -> [EntryTotal]? { totals[entry] }
    /// Remembers them until the transaction ends.
    func remember(_ kept: [EntryTotal], of entry: EntryName) { totals[entry] = kept }

    /// A posting as this connection last wrote it, or as a reader has just handed it out, if it then had this revision.
    func remembered(_ number: KeyNumber, _ name: DocumentName, revision: Int64) -> PostingRecord? {
        if let posting = postings[number.id], posting.revision == revision { return posting }
        guard let posting = read.take(name), posting.revision == revision else { return nil }
        return posting
    }

    /// Remembers a posting as it was just written.
    func remember(_ record: PostingRecord, as number: KeyNumber, _ sequence: Int64) {
        if postings.count >= Self.postingsMax { postings.removeAll(keepingCapacity: true) }
        var record = record
        record.sequence = sequence
        postings[number.id] = record
    }

    private func remember(_ key: DocumentName, _ number: KeyNumber) -> KeyNumber {
        keys[key] = number
        lastKey = (key, number)
        return number
    }
}

extension JournalError {
    /// True for a refusal of one unit; false where the store itself failed and nothing of the transaction can be trusted.
    fileprivate var leavesTransaction: Bool {
        switch code {
        case .conflict, .fenced, .duplicate, .failed: true
        case .diskFull, .readOnly, .locked, .newerVersion, .damaged, .closed: false
        }
    }
}

extension Query {
    fileprivate static let readEnd = Query("SELECT sequence, hash FROM history_end WHERE id = 1")
    fileprivate static let writeEnd = Query("UPDATE history_end SET sequence = ?, hash = ? WHERE id = 1 AND sequence <> ?")
    fileprivate static let insertKey = Query("INSERT INTO document_key (bridge, administration, kind, number) VALUES (?, ?, ?, ?)")
}
