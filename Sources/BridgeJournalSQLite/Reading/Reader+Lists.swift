import BridgeDomain
import BridgeJournal

/// Lists of postings, newest first.
///
/// A filter is answered in two parts: *ranges*, each of which an index gives newest first without sorting (or, for deadlines and many days, by
/// sorting numbers of postings only), and *conditions* on the rows found. The range is chosen by us and named in the statement, from the
/// narrowest kind of condition to the widest: the planner, which knows nothing of the numbers, would often take the table.
extension Reader {
    func list(_ filter: PostingFilter, before sequence: Int64?, limit: Int) throws(JournalError) -> [PostingRecord] {
        var bridges = try tables.bridges()
        if let bridge = filter.bridge {
            guard let id = try tables.id(of: bridge) else { return [] }
            bridges = [id]
        }
        let conditions = PostingCondition.of(filter, bridge: filter.bridge == nil ? nil : bridges.first)
        var found: Set<Int64> = []
        let match = try PostingRange.searched(filter).flatMap { search throws(JournalError) in
            PostingText.match(search, beside: try sample())
        }
        for range in PostingRange.covering(filter, match: match, bridges: bridges) {
            let statement = try connection.statement(loose: range.statement(conditions))
            range.bind(statement, before: sequence)
            for condition in conditions where !range.implies.contains(condition.about) { condition.bind(statement) }
            // A search finds a posting twice when both its rows of text match.
            found.formUnion(try statement.bind(range.isSearch ? 2 * limit : limit).all { $0.number() })
        }
        return try postings(at: Array(found.sorted(by: >).prefix(limit)))
    }

    /// Postings looked at to know what is common in the texts that lists are searched in.
    private static let sampleMax: Int64 = 24

    /// Texts of postings from all over the file.
    private func sample() throws(JournalError) -> [String] {
        let newest = try connection.statement(.newestPosting).first { $0.optionalNumber() ?? 0 } ?? 0
        var texts: [String] = []
        for part in 1...Self.sampleMax {
            let row = try connection.statement(.textOfPosting).bind(newest * part / Self.sampleMax)
                .first { row in (0..<4).compactMap { _ in row.optionalText() }.joined(separator: "\n") }
            if let row { texts.append(row) }
        }
        return texts
    }
}

extension Query {
    fileprivate static let newestPosting = Query("SELECT max(sequence) FROM posting")
    fileprivate static let textOfPosting = Query(
        "SELECT number, reference, party, target_number FROM posting WHERE sequence <= ? ORDER BY sequence DESC LIMIT 1")
}

/// What a condition is about; a range that implies it need not ask again.
private enum Aspect: Hashable {
    case bridge, state, kind, party, problem, blocker, dates, search, late, differing
}

private enum Parameter {
    case number(Int64)
    case text(String)

    func bind(_ statement: Statement) {
        switch self {
        case .number(let value): statement.bind(value)
        case .text(let value): statement.bind(value)
        }
    }
}

/// A condition on the row.
private struct PostingCondition {
    let about: Aspect
    let sql: String
    let parameters: [Parameter]

    func bind(_ statement: Statement) { for parameter in parameters { parameter.bind(statement) } }

    static func of(_ filter: PostingFilter, bridge: Int64?) -> [PostingCondition] {
        var conditions: [PostingCondition] = []
        func add(_ about: Aspect, _ sql: String, _ parameters: Parameter...) {
            conditions.append(PostingCondition(about: about, sql: sql, parameters: parameters))
        }
        if let bridge { add(.bridge, "posting.bridge = ?", .number(bridge)) }
        if !filter.states.isEmpty { add(.state, "posting.state IN (\(list(filter.states.map { Codes.number($0) })))") }
        if !filter.kinds.isEmpty { add(.kind, "posting.kind IN (\(list(filter.kinds.map { Codes.number($0) })))") }
        if let party = filter.party { add(.party, "posting.party = ?", .text(party.description)) }
        if let problem = filter.problem {
            add(
                .problem,
                "EXISTS (SELECT 1 FROM posting_problem p WHERE p.bridge = posting.bridge AND p.code = ? AND p.posting = posting.sequence)",
                .text(problem.rawValue))
        }
        if let blocker = filter.blocker { add(.blocker, "posting.state = 2 AND posting.hold = ?", .text(blocker)) }
        if let dates = filter.invoiceDates {
            add(
                .dates, "posting.invoice_date BETWEEN ? AND ?", .number(Int64(dates.lowerBound.daysSinceEpoch)),
                .number(Int64(dates.upperBound.daysSinceEpoch)))
        }
        if let late = filter.lateAt {
            add(.late, "posting.deadline < ? AND posting.state < \(Codes.settledPosting)", .number(late.milliseconds))
        }
        if filter.differing { add(.differing, "posting.read_back = 2") }
        if let search = filter.search?.prefix(PostingFilter.searchMax), !search.isEmpty {
            let fields = [
                "posting.number", "posting.reference", "posting.target_number", "substr(posting.party, instr(posting.party, '/') + 1)",
            ]
            // lower() of SQLite changes A to Z only, as the promise says.
            let texts = fields.map { "instr(lower(ifnull(\($0), '')), lower(?)) > 0" }
            conditions.append(
                PostingCondition(
                    about: .search, sql: "(\(texts.joined(separator: " OR ")))", parameters: fields.map { _ in .text(String(search)) }))
        }
        return conditions
    }

    private static func list(_ numbers: [Int64]) -> String { numbers.sorted().map { "\($0)" }.joined(separator: ", ") }
}

/// A part of an index that holds what a filter asks for.
private struct PostingRange {
    /// How the range gives the numbers of its postings.
    enum Form {
        /// Newest first.
        case ordered
        /// In another order: the numbers are sorted before the rows are looked at.
        case unordered
        /// As rows of `posting_text`, newest first.
        case search
    }

    /// `posting INDEXED BY …`, or a table beside it joined to it.
    let source: String
    let sql: String
    let parameters: [Parameter]
    /// The conditions that every row of the range meets.
    let implies: Set<Aspect>
    var form = Form.ordered
    /// What the sequence is called there, so that the index gives it in order.
    var sequence = "posting.sequence"

    var isSearch: Bool { form == .search }

    /// Binds the range and where the page begins.
    func bind(_ statement: Statement, before sequence: Int64?) {
        for parameter in parameters { parameter.bind(statement) }
        let end = sequence ?? .max
        statement.bind(isSearch ? 2 * min(max(end, 0), .max / 2) : end)
    }

    func statement(_ conditions: [PostingCondition]) -> String {
        let rest = conditions.filter { !implies.contains($0.about) }.map { " AND \($0.sql)" }.joined()
        switch form {
        case .ordered:
            return "SELECT posting.sequence FROM \(source) WHERE \(sql) AND \(sequence) < ?\(rest) ORDER BY \(sequence) DESC LIMIT ?"
        case .unordered:
            // The limit keeps SQLite from leaving out the order; the join then looks at the rows in it, and stops when it has enough.
            return """
                SELECT posting.sequence FROM (SELECT sequence FROM \(source) WHERE \(sql) AND sequence < ? ORDER BY sequence DESC LIMIT -1)
                AS found CROSS JOIN posting ON posting.sequence = found.sequence WHERE 1\(rest) LIMIT ?
                """
        case .search:
            return """
                SELECT posting.sequence FROM posting_text CROSS JOIN posting ON posting.sequence = posting_text.rowid >> 1
                WHERE \(sql) AND posting_text.rowid < ?\(rest) ORDER BY posting_text.rowid DESC LIMIT ?
                """
        }
    }

    /// Days up to which each is a range of its own, which the index gives newest first. For more, the numbers of all their postings are sorted.
    private static let daysMax: Int64 = 400

    /// The ranges that together hold every posting a filter can ask for.
    static func covering(_ filter: PostingFilter, match: String?, bridges: [Int64]) -> [PostingRange] {
        if let match {
            return [PostingRange(source: "", sql: "posting_text MATCH ?", parameters: [.text(match)], implies: [], form: .search)]
        }
        if filter.bridge == nil, filter == PostingFilter(search: filter.search) {
            return [PostingRange(source: "posting NOT INDEXED", sql: "1", parameters: [], implies: [])]
        }
        return bridges.flatMap { covering(filter, bridge: $0) }
    }

    /// The search, when nothing else of the filter is likely to be narrower.
    static func searched(_ filter: PostingFilter) -> Substring? {
        guard let search = filter.search, filter.blocker == nil, !filter.differing, filter.lateAt == nil, filter.problem == nil,
            filter.party == nil, !asksForOpen(filter)
        else { return nil }
        return search.prefix(PostingFilter.searchMax)
    }

    /// True when only open states are asked for: of these there are few, and the newest.
    private static func asksForOpen(_ filter: PostingFilter) -> Bool {
        !filter.states.isEmpty && filter.states.allSatisfy { !$0.isSettled }
    }

    private static func covering(_ filter: PostingFilter, bridge: Int64) -> [PostingRange] {
        func range(_ index: String, _ sql: String, _ parameters: [Parameter], _ implies: Aspect...) -> PostingRange {
            PostingRange(
                source: "posting INDEXED BY \(index)", sql: "bridge = ?" + sql, parameters: [.number(bridge)] + parameters,
                implies: Set([.bridge] + implies))
        }
        if let blocker = filter.blocker { return [range("posting_hold", " AND state = 2 AND hold = ?", [.text(blocker)], .blocker)] }
        if filter.differing { return [range("posting_differing", " AND read_back = 2", [], .differing)] }
        if let late = filter.lateAt {
            let sql = " AND deadline < ? AND deadline IS NOT NULL AND state < \(Codes.settledPosting)"
            var range = range("posting_deadline", sql, [.number(late.milliseconds)], .late)
            range.form = .unordered
            return [range]
        }
        if let problem = filter.problem {
            return [
                PostingRange(
                    source: "posting_problem CROSS JOIN posting ON posting.sequence = posting_problem.posting",
                    sql: "posting_problem.bridge = ? AND posting_problem.code = ?",
                    parameters: [.number(bridge), .text(problem.rawValue)], implies: [.bridge, .problem],
                    sequence: "posting_problem.posting")
            ]
        }
        if let party = filter.party { return [range("posting_party", " AND party = ?", [.text(party.description)], .party)] }
        if let dates = filter.invoiceDates, !asksForOpen(filter) {
            let (first, last) = (Int64(dates.lowerBound.daysSinceEpoch), Int64(dates.upperBound.daysSinceEpoch))
            if last - first < daysMax {
                return (first...last).map { range("posting_date", " AND invoice_date = ?", [.number($0)], .dates) }
            }
            let bounds = [Parameter.number(first), .number(last)]
            var range = range("posting_date", " AND invoice_date BETWEEN ? AND ?", bounds, .dates)
            range.form = .unordered
            return [range]
        }
        let states = filter.states.isEmpty ? PostingState.allCases : Array(filter.states)
        let kinds = filter.kinds.isEmpty ? DocumentKind.allCases : Array(filter.kinds)
        return states.flatMap { state in
            kinds.map { kind in
                let codes = [Parameter.number(Codes.number(state)), .number(Codes.number(kind))]
                return range("posting_state", " AND state = ? AND kind = ?", codes, .state, .kind)
            }
        }
    }
}
