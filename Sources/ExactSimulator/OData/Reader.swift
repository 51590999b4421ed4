import BridgeDomain
import BridgeJSON

/// Reads one page of an endpoint (reference §3.2–3.4, §9).
struct Reader {
    let resource: Resource
    let books: Books
    let session: Session

    /// How long deletions stay in `sync/Deleted`: two months (reference §9.1), in milliseconds.
    static let deletionsKept: Int64 = 61 * Timestamp.millisecondsPerDay

    /// Numbers of a range that are looked up one by one; beyond, all rows are read.
    static let rangeMax = 10_000

    struct Page {
        var rows: [Row]
        /// The token of the page behind this one; empty when this is the last.
        var next: [Value] = []
        /// All rows meant, when asked for.
        var total: Int?
    }

    /// Refuses what this endpoint does not read, by the rules of reference §4, §5.4 and §9.1.
    func check(_ query: Query) throws(Refusal) {
        let behaviour = session.behaviour
        let mustSelect = resource.isSync ? behaviour.syncNeedsSelect : resource.needsSelect
        if mustSelect, query.select == nil, query.top != 1 {
            throw .syntax("Please add a $select or a $top=1 statement to the query string.")
        }
        if resource.isSync {
            let allowed: Set<Field> = resource.table == .deletions ? [.Timestamp, .EntityType] : [.Timestamp]
            guard let filter = query.filter, filter.afterVersion != nil, filter.fields.isSubset(of: allowed) else {
                throw .querySyntax
            }
        }
        let mandatory = resource.mandatoryFilter
        if behaviour.mandatoryFilters, !mandatory.isEmpty, query.filter?.fields.isDisjoint(with: mandatory) ?? true {
            let names = mandatory.map(\.rawValue).joined(separator: ", ")
            throw .syntax(
                "This endpoint has mandatory filtering applied. The request must have a $filter parameter with one of the following fields: \(names)."
            )
        }
    }

    /// The page the query asks for. `parent` restricts to the rows under a row.
    func page(_ query: Query, under parent: (field: Field, key: Value)? = nil) -> Page {
        let size = min(query.top ?? Int.max, resource.pageSize)
        let found = candidates(query, parent)
        if resource.isSync { return syncPage(found, query, size) }
        var page = Page(rows: [])
        if query.counted { page.total = found.reduce(0) { $0 + (isMeant($1, query, parent) ? 1 : 0) } }
        guard size > 0 else { return page }
        // Bulk ignores $skip (reference §3.4).
        var toSkip = resource.pageSize == 1000 ? 0 : query.skip
        for row in query.orderBy.isEmpty ? found : sorted(found, query, parent) {
            guard isMeant(row, query, parent), isBehindToken(row, query) else { continue }
            if toSkip > 0 {
                toSkip -= 1
                continue
            }
            if page.rows.count == size {
                // `$top` that ends with this page asks for nothing more.
                if query.top ?? Int.max > size, let last = page.rows.last { page.next = token(last, query) }
                break
            }
            page.rows.append(row)
        }
        return page
    }

    private func sorted(_ rows: AnySequence<Row>, _ query: Query, _ parent: (field: Field, key: Value)?) -> AnySequence<Row> {
        AnySequence(rows.filter { isMeant($0, query, parent) }.sorted { isBefore($0, $1, query) })
    }

    /// How many rows the query means, whatever its page.
    func count(_ query: Query, under parent: (field: Field, key: Value)? = nil) -> Int {
        candidates(query, parent).reduce(0) { $0 + (isMeant($1, query, parent) ? 1 : 0) }
    }

    private func syncPage(_ found: AnySequence<Row>, _ query: Query, _ size: Int) -> Page {
        var page = Page(rows: [])
        for row in found where isMeant(row, query, nil) {
            if page.rows.count == size {
                if query.top ?? Int.max > size, let last = page.rows.last { page.next = [.integer(last.version)] }
                break
            }
            page.rows.append(row)
        }
        return page
    }

    /// The fewest rows that certainly hold all that are meant, in order of key (sync: of version).
    private func candidates(_ query: Query, _ parent: (field: Field, key: Value)?) -> AnySequence<Row> {
        if let computed = resource.rows { return AnySequence(computed(books, session).sorted { isBeforeByKey($0, $1) }) }
        let table = books[resource.table]
        if resource.isSync {
            let after = max(query.filter?.afterVersion ?? 0, query.skipToken.first?.integer ?? 0)
            return AnySequence(table.rows(afterVersion: after))
        }
        var equalities = query.filter?.equalities ?? []
        if let parent { equalities.append((parent.field, parent.key)) }
        for (field, value) in equalities {
            if resource.schema.keys.count == 1, field == resource.schema.keys[0].field {
                return AnySequence(table[value].map { [$0] } ?? [])
            }
            guard let stored = resource.stored(field), table.isIndexed(stored), !value.isNull else { continue }
            return AnySequence(table.rows(stored, value).sorted { isBeforeByKey($0, $1) })
        }
        if let (field, values) = query.filter?.choices, let stored = resource.stored(field), table.isIndexed(stored),
            !values.contains(where: \.isNull)
        {
            return AnySequence(Set(values).flatMap { table.rows(stored, $0) }.sorted { isBeforeByKey($0, $1) })
        }
        if let range = query.filter?.range(of: .EntryNumber), range.count <= Self.rangeMax, table.isIndexed(.EntryNumber) {
            return AnySequence(range.flatMap { table.rows(.EntryNumber, .integer($0)) }.sorted { isBeforeByKey($0, $1) })
        }
        let start = query.orderBy.isEmpty ? query.skipToken.last : nil
        return AnySequence(table.rows(afterKey: start))
    }

    private func isMeant(_ row: Row, _ query: Query, _ parent: (field: Field, key: Value)?) -> Bool {
        if let restriction = resource.restriction, !restriction(row) { return false }
        if resource.isSync, !session.behaviour.syncHeaderRows, resource.table == .ledgerLines, row.integer(.LineNumber) == 0 {
            return false
        }
        if resource.table == .deletions, (row[.DeletedDate].moment ?? 0) < session.wallClock - Self.deletionsKept { return false }
        if let parent, resource.value(parent.field, of: row, in: books) != parent.key { return false }
        return query.filter?.holds { resource.value($0, of: row, in: books) } ?? true
    }

    private func isBeforeByKey(_ left: Row, _ right: Row) -> Bool {
        let (left, right) = (resource.keys(of: left, in: books), resource.keys(of: right, in: books))
        for (left, right) in zip(left, right) {
            let order = Value.order(left, right) ?? 0
            if order != 0 { return order < 0 }
        }
        return false
    }

    private func isBefore(_ left: Row, _ right: Row, _ query: Query) -> Bool {
        for order in query.orderBy {
            let result =
                Value.order(resource.value(order.field, of: left, in: books), resource.value(order.field, of: right, in: books)) ?? 0
            if result != 0 { return (result < 0) != order.descending }
        }
        return isBeforeByKey(left, right)
    }

    private func token(_ row: Row, _ query: Query) -> [Value] {
        query.orderBy.map { resource.value($0.field, of: row, in: books) } + resource.keys(of: row, in: books)
    }

    private func isBehindToken(_ row: Row, _ query: Query) -> Bool {
        guard !query.skipToken.isEmpty else { return true }
        let directions = query.orderBy.map(\.descending) + resource.schema.keys.map { _ in false }
        for ((own, mark), descending) in zip(zip(token(row, query), query.skipToken), directions) {
            let order = Value.order(own, mark) ?? 0
            if order != 0 { return (order > 0) != descending }
        }
        return false
    }
}
