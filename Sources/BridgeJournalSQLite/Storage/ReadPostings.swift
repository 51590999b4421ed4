import BridgeDomain
import BridgeJournal
import Synchronization

/// Postings that a reading thread handed out because they are about to be moved, for the writing thread, which need not read them again.
///
/// What is kept here may be old but is never wrong: the file gives a document's key one number for ever, and a posting of one revision never
/// changes. Who takes one compares the revision, and the file compares it once more in the `UPDATE`.
final class ReadPostings: Sendable {
    /// Beyond it all are forgotten; about 1 KB each.
    static let postingsMax = 4_096

    /// A posting and the number of its document's key in the file.
    struct Found {
        var document: Int64
        var posting: PostingRecord
    }

    private let found = Mutex<[DocumentName: Found]>([:])

    /// Notes what was read.
    func note(_ read: [Found], bridge: Int64) {
        found.withLock { found in
            if found.count + read.count > Self.postingsMax { found.removeAll(keepingCapacity: true) }
            for one in read.prefix(Self.postingsMax) { found[DocumentName(bridge: bridge, key: one.posting.document)] = one }
        }
    }

    /// The number of a document's key, where it is known.
    func number(of name: DocumentName) -> Int64? { found.withLock { $0[name]?.document } }
    /// What was read of a document, once.
    func take(_ name: DocumentName) -> PostingRecord? { found.withLock { $0.removeValue(forKey: name)?.posting } }
}

/// A document by the number of its bridge in the file.
struct DocumentName: Hashable {
    var bridge: Int64
    var key: DocumentKey
}
