public import BridgeDomain

extension KingSandbox {
    /// The job that empties the import folder of KING ERP (reference king §7).
    public struct ImportSettings: Sendable {
        /// Seconds between two runs; nil: only when asked.
        public var interval: Int64? = 60
        /// The administration the job imports into; nil: the first.
        public var administration: String?
        /// Seconds after its import that a file is deleted; nil: it stays and is not read again.
        public var deletesAfter: Int64? = 0
        /// Rejected records go to a file of this name behind the file's own, in this folder.
        public var rejectFolder = "afgekeurd"
        public var rejectMark = "-afgekeurd"
        /// A file that its schema does not allow is refused whole; otherwise only the record is. Not published.
        public var schemaRefusesFile = true
        /// Amounts stay positive, the side turns (reference king §7.2); whether a negative one is refused is not published.
        public var refusesNegativeAmounts = true
        /// Records of one file; beyond it the file is refused.
        public var recordsMax = 100_000

        /// Looks every minute, deletes at once.
        public init() {}
    }

    /// What became of a file.
    public struct ImportReport: Hashable, Sendable, Codable {
        public let file: String
        public let moment: Timestamp
        /// The root's name: `KING_JOURNAAL`.
        public let format: String
        /// Records taken.
        public let taken: Int
        public let rejected: Int
        /// Numbers of the entries that were booked.
        public let entries: [Int]
        public let rejectFile: String?
        /// The first reason.
        public let error: String?
    }

    /// Where the importer is.
    struct ImportState: Sendable, Codable {
        var lastRun: Timestamp?
        /// Files that were read and still lie there, with the moment they go.
        var read: [String: Timestamp?] = [:]
        /// Oldest first.
        var reports: [ImportReport] = []
    }
}
