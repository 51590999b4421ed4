import BridgeHash

/// Reads history in order and says which record is changed, missing or out of order. Shared by every implementation of the journal.
///
/// Show it every record with ``check(_:)``, then the journal's own note of the last one with ``end(sequence:hash:)``. It keeps nothing but
/// the last hash and the first faults, whatever the length of the history.
public struct HistoryVerifier: Sendable {
    /// Faults kept in the report; ``faultsTotal`` counts all.
    public static let faultsMax = 100
    /// How far around its place a misplaced record is looked for.
    private static let reach: Int64 = 64

    public private(set) var recordsChecked: Int64 = 0
    public private(set) var faults: [VerifyReport.Fault] = []
    public private(set) var faultsTotal = 0
    private var lastSequence: Int64 = 0
    private var lastHash = HistoryChain.beginning.hex
    /// True behind a misplaced record: that the next one does not follow it is no fault of its own.
    private var lastIsMisplaced = false

    /// A verifier at the beginning of the record.
    public init() {}

    /// Takes the next record.
    public mutating func check(_ record: HistoryRecord) {
        recordsChecked += 1
        let gap = record.sequence != lastSequence + 1
        if gap { missing(from: lastSequence + 1, through: record.sequence - 1, subject: record.entry.subject) }
        var isMisplaced = false
        if !fits(record, at: record.sequence) {
            isMisplaced = misfit(record)
        } else if !gap, !lastIsMisplaced, record.previousHash != lastHash {
            add(
                sequence: record.sequence, subject: record.entry.subject,
                "record \(record.sequence) does not follow record \(lastSequence): one of the two was replaced")
        }
        lastSequence = record.sequence
        lastHash = record.hash
        lastIsMisplaced = isMisplaced
    }

    /// Compares the last record with the journal's own note of it: finds records cut off the end.
    public mutating func end(sequence: Int64, hash: String) {
        if lastSequence < sequence {
            missing(from: lastSequence + 1, through: sequence, subject: "")
        } else if lastSequence > sequence {
            add(sequence: sequence + 1, subject: "", "records \(sequence + 1) to \(lastSequence) were added behind the journal's back")
        } else if lastHash != hash, !lastIsMisplaced {
            add(sequence: sequence, subject: "", "record \(sequence) is not the one the journal wrote last")
        }
    }

    /// Adds a fault found elsewhere (content that no longer fits its hash).
    public mutating func add(sequence: Int64? = nil, subject: String, _ message: String) {
        faultsTotal += 1
        guard faults.count < Self.faultsMax else { return }
        faults.append(VerifyReport.Fault(sequence: sequence, subject: subject, message: message))
    }

    /// Adds that a kept text no longer fits its own hash.
    public mutating func addChanged(subject: String, _ part: String) {
        add(subject: subject, "the text of \(part) was changed after it was kept")
    }

    /// Adds that no record of history holds the hash of what is kept.
    public mutating func addUnvouched(subject: String, _ part: String) {
        add(subject: subject, "\(part) is not what history recorded: it was changed, or put there behind the journal's back")
    }

    /// Adds that what history recorded is not there.
    public mutating func addMissing(sequence: Int64, subject: String, _ part: String) {
        add(sequence: sequence, subject: subject, "\(part) recorded by record \(sequence) is missing, or was changed")
    }

    /// What was found.
    public func report(documentsChecked: Int64) -> VerifyReport {
        VerifyReport(
            recordsChecked: recordsChecked, documentsChecked: documentsChecked, lastHash: lastHash, faults: faults, faultsTotal: faultsTotal
        )
    }

    private func fits(_ record: HistoryRecord, at sequence: Int64) -> Bool {
        guard let previous = SHA256Digest(hex: record.previousHash) else { return false }
        return HistoryChain.hash(body: HistoryChain.body(of: record.entry), sequence: sequence, previous: previous).hex == record.hash
    }

    /// Says what is wrong with a record whose hash does not fit; true when it stands in the wrong place.
    private mutating func misfit(_ record: HistoryRecord) -> Bool {
        // Looked for only while faults are still listed: a wholly rewritten record must not make verify slow.
        let places = faults.count < Self.faultsMax ? (record.sequence - Self.reach)...(record.sequence + Self.reach) : 0...0
        guard let place = places.first(where: { $0 > 0 && fits(record, at: $0) }) else {
            add(sequence: record.sequence, subject: record.entry.subject, "record \(record.sequence) was changed after it was written")
            return false
        }
        add(
            sequence: record.sequence, subject: record.entry.subject,
            "record \(record.sequence) is out of order: it was written as record \(place)")
        return true
    }

    private mutating func missing(from first: Int64, through last: Int64, subject: String) {
        let text = first == last ? "record \(first) is missing" : "records \(first) to \(last) are missing"
        add(sequence: first, subject: subject, text)
    }
}
