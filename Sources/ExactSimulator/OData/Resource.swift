import BridgeHTTP

/// One endpoint: which rows of which table it shows under which names, and what it allows.
struct Resource: Sendable {
    typealias Derivation = @Sendable (Row, Books) -> Value

    /// Rows that hang under a row: `SalesEntryLines` of a sales entry.
    struct Navigation: Sendable {
        let path: String
        /// The field of the lower rows that holds the upper row's key.
        let field: Field
        /// Part of a deep insert.
        var isInsertable = false
    }

    /// How the reply to a POST looks without `Prefer` (reference §3.5).
    enum PostReply: Sendable {
        case keyOnly, populated
    }

    let schema: Schema
    let table: TableName
    var methods: Set<HTTPMethod> = [.get]
    /// Rows of the table that belong here; nil: all.
    var restriction: (@Sendable (Row) -> Bool)?
    /// Rows that stand in no table.
    var rows: (@Sendable (Books, Session) -> [Row])?
    var navigations: [String: Navigation] = [:]
    var pageSize = 60
    var needsSelect = false
    var isSync = false
    /// Fields one of which an unfiltered read must name, where that rule is switched on (reference §5.4).
    var mandatoryFilter: [Field] = []
    var postReply = PostReply.populated
    /// The licence without which calls are forbidden.
    var licence: ExactSandbox.Licence?
    private let sources: [Field: Source]

    private enum Source: Sendable {
        case stored(Field)
        case derived(Derivation)
    }

    /// `aliases` maps names of this endpoint to the names rows are stored under; `derived` computes what is not stored.
    init(_ schema: Schema, _ table: TableName, aliases: [Field: Field] = [:], derived: [Field: Derivation] = [:]) {
        self.schema = schema
        self.table = table
        var sources: [Field: Source] = [:]
        for column in schema.columns {
            let field = column.field
            if column.access == .key, schema.keys.count == 1 {
                sources[field] = .derived { row, _ in row.key }
            } else if let own = derived[field] {
                sources[field] = .derived(own)
            } else if let alias = aliases[field] {
                sources[field] = .stored(alias)
            } else if let common = Derived.common[field], !Derived.isStored(field, in: table) {
                sources[field] = .derived(common)
            } else {
                sources[field] = .stored(field)
            }
        }
        self.sources = sources
    }

    func value(_ field: Field, of row: Row, in books: Books) -> Value {
        switch sources[field] {
        case .stored(let stored): row[stored]
        case .derived(let derivation): derivation(row, books)
        case nil: .null
        }
    }

    /// The name a field is stored under, when it is stored.
    func stored(_ field: Field) -> Field? { if case .stored(let stored) = sources[field] { stored } else { nil } }

    func keys(of row: Row, in books: Books) -> [Value] { schema.keys.map { value($0.field, of: row, in: books) } }

    /// The same rows read through `bulk/` or `sync/` (reference §9).
    func twin(_ schema: Schema, isSync: Bool) -> Resource {
        var twin = Resource(copying: self, schema: schema)
        twin.methods = [.get]
        twin.pageSize = 1000
        twin.needsSelect = true
        twin.isSync = isSync
        twin.mandatoryFilter = []
        return twin
    }

    private init(copying other: Resource, schema: Schema) {
        self.schema = schema
        table = other.table
        restriction = other.restriction
        navigations = [:]
        licence = other.licence
        var sources = other.sources
        sources[.Timestamp] = .derived { row, _ in .integer(row.version) }
        self.sources = sources
    }
}
