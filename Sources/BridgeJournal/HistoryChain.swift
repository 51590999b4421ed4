import BridgeDomain
public import BridgeHash

/// How the append-only record is chained, so that `verify` can prove nothing was changed, left out or moved.
///
/// The hash of record *n* is SHA-256 over, in this order:
///
/// 1. the 32 bytes of the hash of record *n − 1* (32 zero bytes for the first);
/// 2. *n* itself, 8 bytes big-endian;
/// 3. ``body(of:)``: the entry's own canonical bytes.
///
/// The form of the body: the text `LBH1` (4 bytes), the moment in milliseconds (8 bytes big-endian), then as text who, bridge, subject, act,
/// detail and content hash. A text is its length in 4 bytes big-endian and its UTF-8; an absent one is `FF FF FF FF`. The form is a promise:
/// a record once written must hash alike for ever, in every implementation of the journal.
public enum HistoryChain {
    /// What stands before the first record: 32 zero bytes.
    public static let beginning: SHA256Digest = {
        guard let zeros = SHA256Digest(repeatElement(UInt8(0), count: SHA256Digest.byteCount)) else {
            preconditionFailure("a digest has \(SHA256Digest.byteCount) bytes")
        }
        return zeros
    }()

    /// The canonical bytes of an entry; they do not depend on its place, so they can be made before it is known. Cost: linear.
    public static func body(of entry: HistoryEntry) -> [UInt8] {
        var canonical = CanonicalBytes(reserving: 64 + entry.subject.utf8.count + entry.detail.utf8.count)
        canonical.append(tag: "LBH1")
        canonical.number(entry.at.milliseconds)
        canonical.text(entry.who.description)
        canonical.text(entry.bridge?.text)
        canonical.text(entry.subject)
        canonical.text(entry.act)
        canonical.text(entry.detail)
        canonical.text(entry.contentHash)
        return canonical.bytes
    }

    /// The hash of the record at `sequence` whose entry has these canonical bytes. About 1 µs.
    public static func hash(body: [UInt8], sequence: Int64, previous: SHA256Digest) -> SHA256Digest {
        var hash = SHA256()
        hash.update(previous)
        hash.update(bigEndian: sequence)
        hash.update(body)
        return hash.digest
    }

    /// The record that follows `last` (nil: the first record).
    public static func record(_ entry: HistoryEntry, after last: HistoryRecord?) -> HistoryRecord {
        let sequence = (last?.sequence ?? 0) + 1
        let previous = last.flatMap { SHA256Digest(hex: $0.hash) } ?? beginning
        let hash = hash(body: body(of: entry), sequence: sequence, previous: previous)
        return HistoryRecord(sequence: sequence, entry: entry, previousHash: previous.hex, hash: hash.hex)
    }
}

extension CanonicalBytes {
    /// Four letters that say which form follows.
    mutating func append(tag: StaticString) { tag.withUTF8Buffer { raw(Array($0)) } }
}
