import BridgeDomain
import BridgeJournal

/// Explains what is open in the books beside what payments leave, for one unit: books may match a credit note with an invoice without an entry
/// (reference `exact-online` §11, `MatchSets`). Nothing was paid then, and nothing is wrong: what the one is lower by, so is the other.
struct ItemMatches {
    /// Documents of a party looked at; who matches what is older is told of a difference.
    static let documentsMax = 1_000

    let parts: BridgeParts
    /// As judged in this unit, before the journal knows.
    private var judged: [DocumentKey: SettledItemRecord] = [:]

    init(_ parts: BridgeParts) { self.parts = parts }

    /// Remembers how an item was judged.
    mutating func note(_ item: SettledItemRecord) { judged[item.document] = item }

    /// True where other items of the same party differ the other way by as much: one of them, or all together. Books match an invoice with a
    /// credit note only; two invoices that differ by as much are two differences.
    func explain(_ item: SettledItemRecord) async throws(JournalError) -> Bool {
        guard let own = Self.difference(item), !own.isZero,
            let party = try await parts.journal.postings([item.document], bridge: parts.bridge)[item.document]?.party
        else { return false }
        var others: [(difference: Money, isOpposite: Bool)] = []
        var before: Int64?
        var seen = 0
        while seen < Self.documentsMax {
            let page = try await parts.journal.list(
                PostingFilter(bridge: parts.bridge, states: [.booked], party: party), before: before, limit: TurnLimits.judged)
            let kept = try await parts.journal.settledItems(page.map(\.document), bridge: parts.bridge)
            for posting in page where posting.document != item.document {
                guard let other = (judged[posting.document] ?? kept[posting.document]).flatMap(Self.difference), !other.isZero,
                    other.currency == own.currency
                else { continue }
                others.append((other, posting.document.kind.isCredit != item.document.kind.isCredit))
            }
            seen += page.count
            guard page.count == TurnLimits.judged, let last = page.last else { break }
            before = last.sequence
        }
        let opposite = others.filter(\.isOpposite).map(\.difference)
        return opposite.contains(-own) || !opposite.isEmpty && others.map(\.difference).total(own.currency) == -own
    }

    /// What the books show less than payments leave, below zero for more: of a credit note, whose debt is ours, the other way round.
    private static func difference(_ item: SettledItemRecord) -> Money? { item.booksOpen.map { item.remaining - $0 } }
}
