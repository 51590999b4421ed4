import BridgeDomain
import BridgeJournal
import BridgeSource

/// What one delivery of a document amounts to, beside what is known under its key. Pure.
///
/// Pages are read again, documents are sent again, older versions come late: only what is newer than everything known changes anything.
enum Arrival: Hashable {
    /// The first of its key.
    case new
    /// Nothing that was not known.
    case known
    /// A newer version of a document that is not on its way to the books.
    case replaces
    /// Withdrawn, or corrected after it was sent: the posting is told, the entry stays as it is.
    case flags(Problem)
    /// The same number with other content: a document of its own.
    case setApart

    /// Judges a delivery. `versions` are the kept versions of the posting's document.
    init(_ item: SourceDocument, hash: String, known: PostingRecord?, versions: [Int: KeptVersion]) {
        guard let known else {
            self = .new
            return
        }
        guard known.sourceID == item.sourceID else {
            self = .setApart
            return
        }
        let newest = max(known.documentVersion, versions.keys.max() ?? 0)
        if item.version < newest {
            self = .known
        } else if item.isWithdrawn {
            self = .flags(Problem(.withdrawnAtSource, at: Place("status"), found: "version \(item.version)"))
        } else if let kept = versions[item.version] {
            self = kept.says(item, hash: hash) ? .known : .setApart
        } else {
            self =
                known.state.isOnItsWay
                ? .flags(Problem(.correctionAfterPosting, at: Place("version"), found: "\(item.version)")) : .replaces
        }
    }
}

/// As much of a kept version as tells whether a delivery says the same. By reference: it is large, and mostly kept for nothing.
final class KeptVersion: Sendable {
    private let contentHash: String
    let document: Document?
    private let problems: [Problem]

    convenience init(_ record: DocumentRecord) {
        self.init(contentHash: record.contentHash, document: record.document, problems: record.problems)
    }

    convenience init(_ item: SourceDocument, hash: String) {
        self.init(contentHash: hash, document: item.document, problems: item.problems)
    }

    private init(contentHash: String, document: Document?, problems: [Problem]) {
        self.contentHash = contentHash
        self.document = document
        self.problems = problems
    }

    /// The same text, or a text that differs only in what is not the document's own (its place in the stream, its status on the way).
    func says(_ item: SourceDocument, hash: String) -> Bool {
        contentHash == hash || (document == item.document && problems == item.problems)
    }
}

extension PostingState {
    /// True where the books may hold the entry already.
    var isOnItsWay: Bool {
        switch self {
        case .inFlight, .outcomeUnknown, .booked: true
        case .parked, .held, .ready, .rejected, .withdrawn, .nothingToPost: false
        }
    }

    /// True where mapping and gate may be asked again without anybody's word.
    var canBeJudged: Bool { self == .parked || self == .held || self == .ready || self == .rejected }
}
