public import BridgeDomain
public import BridgeJournal

/// What a list looks for, and from where on.
public struct PostingQuery: Hashable, Sendable {
    public var filter: PostingFilter
    /// Only what arrived before this; nil from the newest.
    public var before: Int64?
    /// Gross amounts, whatever the currency; the journal has no index on them, so they are looked at row by row.
    public var grossMin: ExactDecimal?
    public var grossMax: ExactDecimal?

    static let pageMax = 1_000

    /// Everything that meets a filter.
    public init(_ filter: PostingFilter, before: Int64? = nil, grossMin: ExactDecimal? = nil, grossMax: ExactDecimal? = nil) {
        self.filter = filter
        self.before = before
        self.grossMin = grossMin
        self.grossMax = grossMax
    }

    /// The next postings that meet every condition, newest first.
    public func page(of journal: any BridgeJournal, limit: Int) async throws(JournalError) -> [PostingRecord] {
        if !asksAmount { return try await journal.list(filter, before: before, limit: limit) }
        var found: [PostingRecord] = []
        var before = before
        while found.count < limit {
            let page = try await journal.list(filter, before: before, limit: Self.pageMax)
            guard let last = page.last else { break }
            found += page.filter(hasAmount)
            before = last.sequence
        }
        return Array(found.prefix(limit))
    }

    var asksAmount: Bool { grossMin != nil || grossMax != nil }

    func hasAmount(_ posting: PostingRecord) -> Bool {
        guard asksAmount else { return true }
        guard let gross = posting.gross?.decimal else { return false }
        return grossMin.map { gross >= $0 } ?? true && grossMax.map { gross <= $0 } ?? true
    }
}
