import BridgeDomain
import BridgeHTML
import BridgeJournal
import BridgeReports

/// What a list of documents is asked for, as its address says it: the same for the list and for what is done with all of it.
struct DocumentsQuery: Sendable {
    let call: Call
    let bridge: Console.Bridge

    /// Characters of a search that count.
    private static let searchMax = 100
    /// Names of the query that say which documents.
    private static let names = ["state", "kind", "problem", "q", "party", "amount", "from", "to", "late", "differing", "hold"]

    /// What was asked, for an address that asks the same.
    var kept: [(name: String, value: String?)] {
        [("bridge", bridge.id.text)] + Self.names.map { ($0, call.asked($0)) }
    }

    var states: Set<PostingState> {
        Set((call.asked("state") ?? "").split(separator: ",").compactMap { PostingState(rawValue: String($0)) })
    }

    /// The gross amount that is looked for.
    var amount: ExactDecimal? { call.asked("amount").flatMap { Self.decimal($0) } }

    var filter: PostingFilter {
        var filter = PostingFilter(bridge: bridge.id, states: states)
        if let kind = call.asked("kind").flatMap({ DocumentKind(rawValue: $0) }) { filter.kinds = [kind] }
        filter.problem = call.asked("problem").flatMap { ProblemCode(rawValue: $0) }
        filter.search = call.asked("q").map { String($0.prefix(Self.searchMax)) }
        filter.party = call.asked("party").flatMap { PartyKey($0) }
        let (from, to) = (call.askedDate("from"), call.askedDate("to"))
        if let first = from ?? to, let last = to ?? from, from != nil || to != nil {
            // One end alone is open to the other side, as far as calendars are kept.
            let (start, end) = (from ?? Self.firstDay ?? first, to ?? Self.lastDay ?? last)
            filter.invoiceDates = start <= end ? start...end : end...start
        }
        filter.blocker = call.asked("hold").flatMap { Hold.countedBlockers.contains($0) ? $0 : nil }
        filter.lateAt = call.asked("late") == nil ? nil : call.now
        filter.differing = call.asked("differing") != nil
        return filter
    }

    private static let firstDay = CalendarDate("1990-01-01")
    private static let lastDay = CalendarDate("2999-12-31")

    /// The documents that are asked for, before a place in the order of arrival (nil: from the newest).
    func query(before: Int64?) -> PostingQuery { PostingQuery(filter, before: before, grossMin: amount, grossMax: amount) }

    /// An amount in either language's way: a sign with one or two digits behind it at the end is the decimal one, others divide thousands.
    static func decimal(_ text: String) -> ExactDecimal? {
        var digits = text.filter { !$0.isWhitespace }
        var decimals = ""
        if let mark = digits.lastIndex(where: { $0 == "." || $0 == "," }) {
            let behind = digits[digits.index(after: mark)...]
            if (1...2).contains(behind.count) {
                decimals = "." + behind
                digits = String(digits[..<mark])
            }
        }
        return ExactDecimal(digits.filter { $0 != "." && $0 != "," } + decimals)
    }
}
