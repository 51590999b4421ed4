public import BridgeConnector
import BridgeDomain

/// How one exchange folder is used: plain values, no secrets. Every time is in seconds.
public struct ExchangeSettings: Hashable, Sendable {
    /// Under which the state is kept in the journal: the target's name in the configuration. Never changed, since the numbers hang on it.
    public var name: String
    /// What the names of our files start with. Letters, digits and hyphens; another program's files must not start so.
    public var prefix = "LB-"
    /// The folder below the exchange folder where lists of refused lines come; empty: the exchange folder itself.
    public var refusedFolder = ""
    /// What such a list has between our file's name and its ending.
    public var refusedMark = ""
    /// A folder below the exchange folder into which the importer moves what it took. nil: a file that is gone was picked up.
    public var takenFolder: String?
    /// Whether a file is put into the folder only when none of ours lies there any more: for an importer that takes files in an order of its
    /// own.
    public var waitsForPickUp = false
    /// Between two looks into the folder.
    public var lookSeconds: Int64 = 15
    /// After which a file that nobody picked up is an alarm.
    public var pickUpSeconds: Int64 = 4 * 3600
    /// After the pick-up, when no list of refused lines came: what the file held is then taken as booked.
    public var answerSeconds: Int64 = 900
    /// Entries of one batch at most; 1…10,000. A run with more makes several.
    public var entriesMax = 2_000
    /// Bytes of one file at most, unless a single entry is larger. At most 4 MB, since the journal keeps it.
    public var fileBytesMax = 4 << 20
    /// The code lists as far as the customer gave them: an empty list is not checked. The target cannot be asked.
    public var codes: MasterData

    /// Settings with the usual times.
    public init(name: String, codes: MasterData) {
        self.name = name
        self.codes = codes
    }

    /// Seconds from asking for a delivery until an entry that then is in no batch was surely not delivered: a call begins within
    /// ``BridgeConnector/CallDeadline`` or not at all, in the engine and here.
    public static let settlingSeconds: Int64 = 2 * CallDeadline.seconds + 60
    /// Bytes of a list of refused lines that are read: larger ones are an alarm.
    static let listBytesMax = 64 << 20
    /// Seconds after which entries collected in an unfinished run are delivered all the same.
    static let collectSeconds: Int64 = 20

    var takes: Int { min(max(entriesMax, 1), 10_000) }
    var fileBytes: Int { min(max(fileBytesMax, 1), 4 << 20) }
}
