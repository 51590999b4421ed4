public import BridgeDomain
public import BridgeJournal

/// What a party owes us, or we it, by our own documents: what was booked less what payments are known to have taken off.
public struct PartyBalance: Hashable, Sendable {
    /// Documents looked at; a party with more is told of the newest only.
    public static let documentsMax = 5_000

    /// Per currency, in order of currency; none: nothing is open.
    public var open: [Money]
    /// True where there are more documents than were looked at.
    public var isPartial: Bool

    /// Adds up a party's booked documents; nil where payments are not read, so that nobody can say what is open.
    public init?(of party: PartyKey, policy: BridgePolicy, in journal: any BridgeJournal) async throws(JournalError) {
        guard policy.payments != nil else { return nil }
        var sums: [String: Money] = [:]
        var before: Int64?
        var seen = 0
        isPartial = false
        while true {
            let page = try await journal.list(
                PostingFilter(bridge: policy.bridge, states: [.booked], party: party), before: before, limit: TurnLimits.judged)
            let items = try await journal.settledItems(page.map(\.document), bridge: policy.bridge)
            for posting in page {
                guard let gross = posting.gross, posting.document.kind != .ledgerPosting else { continue }
                let whole = posting.document.kind.isCredit ? -gross : gross
                sums[gross.currency.code, default: .zero(gross.currency)] += items[posting.document]?.remaining ?? whole
            }
            seen += page.count
            guard page.count == TurnLimits.judged, let last = page.last else { break }
            isPartial = seen >= Self.documentsMax
            if isPartial { break }
            before = last.sequence
        }
        open = sums.values.filter { !$0.isZero }.sorted { $0.currency.code < $1.currency.code }
    }
}
