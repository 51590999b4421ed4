import BridgeHTTP

/// The query options of one read (reference §3.4), checked against the entity.
struct Query: Sendable {
    struct Order: Sendable {
        let field: Field
        let descending: Bool
    }

    /// Nil: all properties.
    var select: [Field]?
    var expand: Set<String> = []
    var filter: Predicate?
    var orderBy: [Order] = []
    var top: Int?
    var skip = 0
    /// The values of the token: those of ``orderBy``, then the key.
    var skipToken: [Value] = []
    var counted = false
    /// Options as sent, for `__next`.
    private(set) var sent: [(name: String, value: String)] = []
    /// Named parameters of function-like reads.
    private(set) var parameters: [String: String] = [:]

    static let none = Query()

    private init() {}

    /// Reads the options. `navigations` are the names that may be expanded (and selected).
    init(_ pairs: [(name: String, value: String)], schema: Schema, navigations: Set<String>) throws(Refusal) {
        for (name, value) in pairs {
            guard name.hasPrefix("$") else {
                parameters[name] = value
                continue
            }
            // An option given twice has no meaning.
            guard !sent.contains(where: { $0.name == name }) else { throw .querySyntax }
            sent.append((name, value))
            switch name {
            case "$select": try readSelect(value, schema, navigations)
            case "$expand": try readExpand(value, schema, navigations)
            case "$filter": filter = try FilterParser.parse(value, for: schema)
            case "$orderby": try readOrder(value, schema)
            case "$top": top = try Self.whole(value)
            case "$skip": skip = try Self.whole(value)
            case "$skiptoken": skipToken = try Self.token(value)
            case "$inlinecount":
                guard value == "allpages" || value == "none" else { throw .querySyntax }
                counted = value == "allpages"
            case "$format":
                guard value == "json" else { throw .querySyntax }
            default: throw .syntax("The query parameter '\(name)' begins with a system-reserved '$' character but is not recognized.")
            }
        }
        if !skipToken.isEmpty, skipToken.count != orderBy.count + schema.keys.count, schema[.Timestamp] == nil { throw .querySyntax }
    }

    private mutating func readSelect(_ text: String, _ schema: Schema, _ navigations: Set<String>) throws(Refusal) {
        var fields: [Field] = []
        for item in Self.items(text) {
            if item == "*" { return }
            if navigations.contains(String(item)) { continue }
            guard let column = schema[name: item] else { throw Self.unknown(item, schema) }
            if !fields.contains(column.field) { fields.append(column.field) }
        }
        select = fields
    }

    private mutating func readExpand(_ text: String, _ schema: Schema, _ navigations: Set<String>) throws(Refusal) {
        for item in Self.items(text) {
            guard navigations.contains(item) else { throw Self.unknown(item, schema) }
            expand.insert(item)
        }
    }

    private mutating func readOrder(_ text: String, _ schema: Schema) throws(Refusal) {
        for item in Self.items(text) {
            let words = item.split(separator: " ")
            guard let name = words.first, words.count <= 2, words.count == 1 || ["asc", "desc"].contains(words[1]) else {
                throw .querySyntax
            }
            guard let column = schema[name: name] else { throw Self.unknown(String(name), schema) }
            orderBy.append(Order(field: column.field, descending: words.last == "desc"))
        }
    }

    private static func items(_ text: String) -> [String] { text.split(separator: ",").map { $0.trimmingSpaces() } }

    private static func unknown(_ name: String, _ schema: Schema) -> Refusal {
        .syntax("Could not find a property named '\(name)' on type '\(schema.model)'.")
    }

    private static func whole(_ text: String) throws(Refusal) -> Int {
        guard let number = Int(text), number >= 0 else { throw .querySyntax }
        return number
    }

    private static func token(_ text: String) throws(Refusal) -> [Value] {
        var lexer = Lexer(text)
        var values: [Value] = []
        while true {
            switch try lexer.next() {
            case .literal(let value): values.append(value)
            case .word("null"): values.append(.null)
            case .word("true"): values.append(.bool(true))
            case .word("false"): values.append(.bool(false))
            default: throw .querySyntax
            }
            switch try lexer.next() {
            case .comma: continue
            case .end: return values
            default: throw .querySyntax
            }
        }
    }

    /// The options of the next page: as sent, with `$top` lowered and the token replaced (reference §3.4).
    func next(given rows: Int, token: [Value]) -> String {
        var pairs = sent.filter { $0.name != "$skiptoken" && $0.name != "$skip" && $0.name != "$top" }
        if let top { pairs.append(("$top", String(top - rows))) }
        pairs += parameters.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        pairs.append(("$skiptoken", token.map(\.literal).joined(separator: ",")))
        return pairs.map { "\($0.name)=\(Self.encoded($0.value))" }.joined(separator: "&")
    }

    /// Encoded as recorded: quotes, commas and parentheses stay, colons do not.
    private static func encoded(_ text: String) -> String {
        var result = ""
        for character in text {
            if "',()*$".contains(character) { result.append(character) } else { result += FormCoding.percentEncode(String(character)) }
        }
        return result
    }
}
