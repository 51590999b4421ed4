public import BridgeConnector

/// One entry as it stands in a file of the target's form.
public struct ExchangeRows: Hashable, Sendable {
    /// What shares a file: the daybook, for targets that want a file for each.
    public var group: String
    /// Groups appear in this order, then in that of their names.
    public var rank: Int
    /// The rows' bytes, with the end of each.
    public var content: [UInt8]
    /// How many rows; what a list of refused lines counts.
    public var count: Int

    /// An entry's rows.
    public init(group: String, rank: Int, content: [UInt8], count: Int) {
        self.group = group
        self.rank = rank
        self.content = content
        self.count = count
    }
}

/// A line that the target gave back.
public struct RefusedRow: Hashable, Sendable {
    /// Which row of our file, from 0.
    public var row: Int
    /// The target's reason in its own words; the line as it came back where it gave none.
    public var reason: String

    /// A refused line.
    public init(row: Int, reason: String) {
        self.row = row
        self.reason = reason
    }
}

/// A list of refused lines, read.
public struct RefusalList: Hashable, Sendable {
    public var rows: [RefusedRow]
    /// Lines that are none of ours, as they stand: nothing may be concluded from such a list.
    public var strange: [String]

    /// A list.
    public init(rows: [RefusedRow], strange: [String] = []) {
        self.rows = rows
        self.strange = strange
    }
}

/// A target's file form: the only thing that differs between one exchange folder and another.
///
/// Everything is a function of its input: the same entry gives the same bytes, whoever asks.
public protocol ExchangeFormat: Sendable {
    /// The longest texts and most lines an entry may have, and the system's name. What concerns batches is set by the connector.
    var capabilities: ConnectorCapabilities { get }
    /// What files end with (`.csv`).
    var fileEnding: String { get }
    /// Entries one file may hold; 1 where each is a file.
    var entriesPerFileMax: Int { get }
    /// The entry's rows; ``BridgeConnector/ConnectorError/Code/rejected`` with problems when this form cannot hold it.
    func rows(_ order: PostingOrder, with master: MasterData) throws(ConnectorError) -> ExchangeRows
    /// A whole file of rows, with whatever stands before and behind them.
    func file(_ rows: [ExchangeRows]) -> [UInt8]
    /// What a list of refused lines says of a file; nil when it is none, or not complete yet.
    func refusals(in list: [UInt8], of file: [UInt8]) -> RefusalList?
}
