import BridgeDomain
import BridgeJournal

/// What `list` looks for.
struct PostingSearch: Sendable {
    private var filter: PostingFilter
    private var before: Int64?
    /// Gross amounts, whatever the currency; the journal has no index on them, so they are looked at row by row.
    private let grossMin: ExactDecimal?
    private let grossMax: ExactDecimal?

    private static let pageMax = 1_000

    init(_ invocation: Invocation, bridge: BridgeID, now: Timestamp) throws {
        filter = PostingFilter(bridge: bridge)
        if let state: PostingState = invocation.choice("state") { filter.states = [state] }
        if let kind: DocumentKind = invocation.choice("kind") { filter.kinds = [kind] }
        filter.problem = invocation.choice("problem")
        filter.party = invocation.value("party").map { PartyKey($0) ?? PartyKey(.debtor, PartyCode($0)) }
        filter.search = invocation.value("search")
        filter.invoiceDates = try invocation.dates()
        filter.lateAt = invocation.flag("late") ? now : nil
        filter.differing = invocation.flag("differing")
        before = try invocation.integer("before", in: 1...Int.max).map { Int64($0) }
        grossMin = try invocation.amount("min")
        grossMax = try invocation.amount("max")
    }

    /// The next postings that meet every condition, newest first.
    func page(of journal: any BridgeJournal, limit: Int) async throws(JournalError) -> [PostingRecord] {
        if grossMin == nil, grossMax == nil { return try await journal.list(filter, before: before, limit: limit) }
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

    private func hasAmount(_ posting: PostingRecord) -> Bool {
        guard let gross = posting.gross?.decimal else { return false }
        return grossMin.map { gross >= $0 } ?? true && grossMax.map { gross <= $0 } ?? true
    }
}
