import BridgeConnector
import BridgeDomain

/// A batch: one control file, and the files with entries.
struct Batch: Hashable, Codable {
    /// How far it got. Each step is durable before the next begins.
    enum Stage: String, Codable {
        /// Number, names and content are settled for good.
        case reserved
        /// Every file is staged under the token: what is staged no more was published.
        case staged
        /// Every file was published.
        case delivered
        /// Every file was answered.
        case closed
    }

    var number: Int
    var stage: Stage
    /// Part of the staged files' names: whoever stages has his own.
    var token: String?
    var reservedAt: Timestamp
    var deliveredAt: Timestamp?
    /// The control file first.
    var files: [BatchFile]

    /// Files that hold entries.
    var entryFiles: ArraySlice<BatchFile> { files.dropFirst() }
}

/// One file of a batch. Its content is kept beside.
struct BatchFile: Hashable, Codable {
    var name: String
    /// SHA-256, hexadecimal.
    var hash: String
    var bytes: Int
    var rows: Int
    /// In the order of the file.
    var items: [BatchItem]
    /// What a file of debtors and creditors holds, in its order; nil in a file of entries.
    var parties: [BatchParty]?
    var pickedUpAt: Timestamp?
    var answeredAt: Timestamp?
    /// The hash of the list of refused lines that was worked through.
    var listHash: String?
}

/// Where an entry stands in a file.
struct BatchItem: Hashable, Codable {
    var reference: EntryReference
    /// From 0.
    var firstRow: Int
    var rows: Int
}

/// Where a debtor or creditor stands in a file.
struct BatchParty: Hashable, Codable {
    var relation: TargetID
    /// From 0.
    var firstRow: Int
    var rows: Int
}

/// What the exchange knows of a debtor or creditor whose record travels in files.
struct PartyDelivery: Hashable, Codable {
    /// What became of the newest record.
    enum Standing: String, Codable {
        /// It goes with the next batch.
        case due
        /// In a batch, not answered.
        case awaited
        /// Imported, as far as the folder can tell.
        case taken
        /// Given back; it goes again with the next entry that names the party.
        case refused
    }

    var standing: Standing
    var record: ExchangeRows
    /// The batch and file it was in last.
    var batch = 0
    var file = 0
    /// The target's own words.
    var reason = ""
}

/// What the exchange knows of one entry.
struct Delivery: Hashable, Codable {
    /// What became of it.
    enum Standing: String, Codable {
        /// In a batch, not answered.
        case awaited
        /// Imported, as far as the folder can tell.
        case booked
        /// Given back whole: nothing of it is booked.
        case refused
        /// Given back in part, or after it was taken as booked: a person must look at the books.
        case doubtful
    }

    var standing: Standing
    var batch: Int
    var file: Int
    /// The target's own words for each refused row, with the row's number within the entry from 1.
    var reasons: [Reason]
    /// What the books hold when all of it is imported.
    var booked: BookedEntry

    struct Reason: Hashable, Codable {
        var row: Int
        var text: String
    }
}
