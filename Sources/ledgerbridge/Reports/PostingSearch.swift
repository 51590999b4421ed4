import BridgeDomain
import BridgeJournal
import BridgeReports

extension PostingQuery {
    /// What `list` looks for.
    init(_ invocation: Invocation, bridge: BridgeID, now: Timestamp) throws {
        var filter = PostingFilter(bridge: bridge)
        if let state: PostingState = invocation.choice("state") { filter.states = [state] }
        if let kind: DocumentKind = invocation.choice("kind") { filter.kinds = [kind] }
        filter.problem = invocation.choice("problem")
        filter.party = invocation.value("party").map { PartyKey($0) ?? PartyKey(.debtor, PartyCode($0)) }
        filter.search = invocation.value("search")
        filter.invoiceDates = try invocation.dates()
        filter.lateAt = invocation.flag("late") ? now : nil
        filter.differing = invocation.flag("differing")
        let before = try invocation.integer("before", in: 1...Int.max).map { Int64($0) }
        self.init(filter, before: before, grossMin: try invocation.amount("min"), grossMax: try invocation.amount("max"))
    }
}
