public import BridgeConnector
public import BridgeDomain

/// One entry, or one party, as it stands in a file of the target's form.
public struct ExchangeRows: Hashable, Sendable, Codable {
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
    /// The record that makes or changes a debtor or creditor in the books; nil where this form has none for it, or where it is not ours to
    /// write: the party is then linked and the books must know it. Its group is none of an entry's, its rank below that of any entry.
    func rows(_ order: PartyOrder) throws(ConnectorError) -> ExchangeRows?
    /// A whole file of rows of one group, with whatever stands before and behind them.
    func file(_ rows: [ExchangeRows]) -> [UInt8]
    /// The same under the file's own name without its ending, for a form in which a file says what it is called.
    func file(_ rows: [ExchangeRows], named name: String) -> [UInt8]
    /// What a list of refused lines says of a file; nil when it is none, or not complete yet.
    func refusals(in list: [UInt8], of file: [UInt8]) -> RefusalList?
    /// What the target's reason for a refused line comes to, with its words beside; never empty.
    func problems(of reason: String, at place: Place) -> [Problem]
}

extension ExchangeFormat {
    /// Words that say nothing we know: refused, for that reason.
    public func problems(of reason: String, at place: Place) -> [Problem] { [Problem(.targetRejected, at: place, found: reason)] }
}

extension ExchangeFormat {
    /// For a form of entries only.
    public func rows(_ order: PartyOrder) throws(ConnectorError) -> ExchangeRows? { nil }

    /// For a form in which a file does not name itself.
    public func file(_ rows: [ExchangeRows], named name: String) -> [UInt8] { file(rows) }
}
