import BridgeJSON

/// Rows as the service writes them in JSON (reference §3.2, §3.3).
struct Representation {
    let resource: Resource
    let books: Books
    let session: Session

    /// Address of a row: `https://…/api/v1/3456789/crm/Accounts(guid'…')`.
    func address(of row: Row) -> String {
        let keys = resource.keys(of: row, in: books)
        let key =
            keys.count == 1
            ? keys[0].literal
            : zip(resource.schema.keys, keys).map { "\($0.field.rawValue)=\($1.literal)" }.joined(separator: ",")
        return "\(base)/\(resource.schema.path)(\(key))"
    }

    var base: String {
        let isMe = resource.schema.path == "current/Me"
        return isMe ? "\(session.origin)/api/v1" : "\(session.origin)/api/v1/\(books.settings.code)"
    }

    /// All properties, or the selected ones; navigations deferred unless expanded.
    func json(_ row: Row, select: [Field]? = nil, expand: Set<String> = []) -> JSON {
        var members = [metadata(row)]
        if let select {
            for field in select {
                guard let column = resource.schema[field] else { continue }
                members.append(member(column, row))
            }
        } else {
            members.reserveCapacity(resource.schema.columns.count + 2)
            for column in resource.schema.columns { members.append(member(column, row)) }
        }
        for (name, navigation) in resource.navigations.sorted(by: { $0.key < $1.key }) where select == nil || expand.contains(name) {
            members.append(.init(name, expand.contains(name) ? expanded(navigation, row) : deferred(name, row)))
        }
        return .object(members)
    }

    /// What a POST to some endpoints answers: the key, defaults of what cannot be null, null for the rest (reference §3.5).
    func keyOnly(_ row: Row) -> JSON {
        var members = [metadata(row)]
        for column in resource.schema.columns {
            let name = column.field.rawValue
            switch (column.access, column.type) {
            case (.key, _): members.append(member(column, row))
            case (_, .boolean): members.append(.init(name, false))
            case (_, .byte), (_, .int32): members.append(.init(name, 0))
            default: members.append(.init(name, .null))
            }
        }
        for name in resource.navigations.keys.sorted() { members.append(.init(name, deferred(name, row))) }
        return .object(members)
    }

    private func metadata(_ row: Row) -> JSON.Member {
        .init("__metadata", ["uri": .string(address(of: row)), "type": .string(resource.schema.model)])
    }

    private func member(_ column: Schema.Column, _ row: Row) -> JSON.Member {
        let name = column.field.rawValue
        // Files are never given back in a row (reference §7.25).
        if column.type == .binary { return .init(name, .null) }
        let value = resource.value(column.field, of: row, in: books)
        if value.isNull, column.type == .boolean { return .init(name, false) }
        return .init(name, value.json(column.type))
    }

    private func deferred(_ name: String, _ row: Row) -> JSON {
        ["__deferred": ["uri": .string("\(address(of: row))/\(name)")]]
    }

    private func expanded(_ navigation: Resource.Navigation, _ row: Row) -> JSON {
        guard let lower = Resources.all[navigation.path] else { return ["results": []] }
        let rows = books[lower.table].rows(navigation.field, row.key).filter { lower.restriction?($0) ?? true }
        let form = Representation(resource: lower, books: books, session: session)
        return ["results": .array(rows.sorted { $0.integer(.LineNumber) < $1.integer(.LineNumber) }.map { form.json($0) })]
    }
}
