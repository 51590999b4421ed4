import BridgeHTTP

/// What a path below `/api/v1/` points at.
struct Address {
    /// Nil for `current/Me`.
    var division: Int?
    var resource: Resource
    /// The endpoint's name in counters: `crm/Accounts`.
    var endpoint: String
    /// The key of one row, one value for each column of it.
    var key: [Value]?
    /// The rows under that row.
    var navigation: String?
    var isCount = false

    /// The division's number in the path, whatever follows it; nil when there is none.
    static func division(in path: String) -> Int? {
        let parts = path.split(separator: "/")
        guard parts.count > 2 else { return nil }
        return Int(parts[2])
    }

    init(_ path: String) throws(Refusal) {
        var parts = path.dropFirst("/api/v1/".count).split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        if parts.last == "$count" {
            isCount = true
            parts.removeLast()
        }
        if parts.first == "current" {
            division = nil
        } else {
            guard let first = parts.first, let code = Int(first) else { throw .notFound }
            division = code
            parts.removeFirst()
        }
        // `bulk/CRM/Accounts` has three parts, `crm/Accounts` and `sync/Deleted` two; what follows is a navigation.
        let module = parts.first?.lowercased() ?? ""
        let isDeep = ["bulk", "sync", "read"].contains(module) && parts.count > 1 && parts[1].lowercased() != "deleted"
        let length = isDeep ? 3 : 2
        guard parts.count == length || parts.count == length + 1 else { throw .notFound }
        navigation = parts.count > length ? parts[length] : nil
        let last = parts[length - 1]
        let name = last.prefix { $0 != "(" }
        endpoint = (parts[..<(length - 1)] + [String(name)]).joined(separator: "/")
        let isAnyCase = module == "bulk" || module == "sync"
        guard let resource = Resources.all[isAnyCase ? endpoint.lowercased() : endpoint] else { throw .notFound }
        self.resource = resource
        endpoint = resource.schema.path
        if name.endIndex < last.endIndex {
            guard last.hasSuffix(")") else { throw .notFound }
            key = try Self.key(last[name.endIndex...].dropFirst().dropLast(), resource.schema)
        }
        guard navigation == nil || (key != nil && resource.navigations[navigation ?? ""] != nil) else { throw .notFound }
    }

    /// `guid'…'`, `3456789`, `'EUR'`, or `Journal='70',Year=2026,Period=1`.
    private static func key(_ text: Substring, _ schema: Schema) throws(Refusal) -> [Value] {
        var lexer = Lexer(text)
        var values: [Field: Value] = [:]
        while try lexer.peek() != .end {
            var field = schema.keys[0].field
            if case .word(let name) = try lexer.peek() {
                _ = try lexer.next()
                guard let column = schema.keys.first(where: { $0.field.rawValue == name }), try lexer.take(.equals) else {
                    throw .querySyntax
                }
                field = column.field
            }
            guard case .literal(let value) = try lexer.next() else { throw .querySyntax }
            if schema[field]?.type == .guid, value.guid == nil { throw .syntax("Unrecognized 'Edm.Guid' literal '\(text)'.") }
            values[field] = value
            if try !lexer.take(.comma) { break }
        }
        let key = schema.keys.compactMap { values[$0.field] }
        guard key.count == schema.keys.count, try lexer.next() == .end else { throw .querySyntax }
        return key
    }
}
