/// How a system takes many entries in one call, beside taking each in a call of its own (`post(_:with:)` of several
/// orders). The engine chooses between the two by what is left of the budget.
public struct PostingTogether: Hashable, Sendable {
    /// Entries of one call; 2…1,000.
    public var entriesMax: Int
    /// Calls that such a group costs, finding out what the books call the entries included; 1…10.
    public var calls: Int
    /// Calls that one page of reading such entries back costs; 1…10.
    public var readBackCalls: Int
    /// True where every entry is to go this way, whatever the budget.
    public var isAlways: Bool

    /// So many entries for so many calls.
    public init(entriesMax: Int, calls: Int, readBackCalls: Int = 1, isAlways: Bool = false) {
        self.entriesMax = entriesMax
        self.calls = calls
        self.readBackCalls = readBackCalls
        self.isAlways = isAlways
    }
}

extension AccountingConnector {
    /// For a system that takes each entry in a call of its own: the first goes alone.
    public func post(_ orders: [PostingOrder], with master: MasterData) async -> [Result<PostedEntry, ConnectorError>] {
        guard let first = orders.first else { return [] }
        do throws(ConnectorError) { return [.success(try await post(first, with: master))] } catch { return [.failure(error)] }
    }
}
