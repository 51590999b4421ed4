public import BridgeDomain
public import BridgeJournal
public import BridgeReports

/// What a list of documents is asked for, word by word as addresses say it: the same for the list and for what is done with all of it.
public struct DocumentsQuery: Sendable {
    public let bridge: OpenBridge
    private let now: Timestamp
    private let values: [String: String]

    /// Characters of a search that count.
    private static let searchMax = 100
    /// Names of the query that say which documents.
    public static let names = ["state", "kind", "problem", "q", "party", "amount", "from", "to", "late", "differing", "hold"]

    /// True where an amount has a decimal point and nothing else, as programs write it; false where people write it in either language's way.
    private let isPlain: Bool

    /// What `asked` says under each of ``names``; nil or empty where nothing.
    public init(_ bridge: OpenBridge, now: Timestamp, isPlain: Bool = false, asked: (String) -> String?) {
        self.bridge = bridge
        self.now = now
        self.isPlain = isPlain
        values = Dictionary(uniqueKeysWithValues: Self.names.compactMap { name in asked(name).map { (name, $0) } })
    }

    /// What was asked, for an address that asks the same.
    public var kept: [(name: String, value: String?)] { [("bridge", bridge.id.text)] + Self.names.map { ($0, values[$0]) } }

    public var states: Set<PostingState> {
        Set((values["state"] ?? "").split(separator: ",").compactMap { PostingState(rawValue: String($0)) })
    }

    /// The gross amount that is looked for.
    public var amount: ExactDecimal? { values["amount"].flatMap { isPlain ? ExactDecimal($0) : Self.decimal($0) } }

    public var filter: PostingFilter {
        var filter = PostingFilter(bridge: bridge.id, states: states)
        if let kind = values["kind"].flatMap({ DocumentKind(rawValue: $0) }) { filter.kinds = [kind] }
        filter.problem = values["problem"].flatMap { ProblemCode(rawValue: $0) }
        filter.search = values["q"].map { String($0.prefix(Self.searchMax)) }
        filter.party = values["party"].flatMap { PartyKey($0) }
        let (from, to) = (values["from"].flatMap { CalendarDate($0) }, values["to"].flatMap { CalendarDate($0) })
        if let first = from ?? to, let last = to ?? from, from != nil || to != nil {
            // One end alone is open to the other side, as far as calendars are kept.
            let (start, end) = (from ?? Self.firstDay ?? first, to ?? Self.lastDay ?? last)
            filter.invoiceDates = start <= end ? start...end : end...start
        }
        filter.blocker = values["hold"].flatMap { Hold.countedBlockers.contains($0) ? $0 : nil }
        filter.lateAt = values["late"] == nil ? nil : now
        filter.differing = values["differing"] != nil
        return filter
    }

    private static let firstDay = CalendarDate("1990-01-01")
    private static let lastDay = CalendarDate("2999-12-31")

    /// The documents that are asked for, before a place in the order of arrival (nil: from the newest).
    public func query(before: Int64?) -> PostingQuery { PostingQuery(filter, before: before, grossMin: amount, grossMax: amount) }

    /// An amount in either language's way: a sign with one or two digits behind it at the end is the decimal one, others divide thousands.
    public static func decimal(_ text: String) -> ExactDecimal? {
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
