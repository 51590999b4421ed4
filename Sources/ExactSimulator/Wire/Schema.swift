/// The properties of one entity: names, types, and who may write them (reference §7).
///
/// The lists are text in the form of the reference, so that the two can be laid side by side. They are read once, at first use;
/// a name or type that does not exist is our own mistake and stops the program.
struct Schema: Sendable {
    /// When a property may be sent.
    enum Access: Sendable {
        case key
        /// On POST and PUT.
        case writable
        /// On POST only.
        case creatable
        /// On PUT only.
        case updatable
        /// Never; sent values are swallowed (reference §3.5).
        case readOnly
    }

    struct Column: Sendable {
        let field: Field
        let type: EdmType
        let access: Access
    }

    /// Path below the division: `crm/Accounts`.
    let path: String
    /// Last part of the model's name in `__metadata`: `Account`.
    let model: String
    /// All columns, the key's first.
    let columns: [Column]
    let keys: [Column]
    private let byField: [Field: Column]

    init(
        _ path: String, model: String, key: String, writable: String = "", creatable: String = "", updatable: String = "",
        readOnly: String = ""
    ) {
        self.path = path
        self.model = "Exact.Web.Api.Models.\(model)"
        keys = Self.columns(key, .key)
        columns =
            keys + Self.columns(writable, .writable) + Self.columns(creatable, .creatable) + Self.columns(updatable, .updatable)
            + Self.columns(readOnly, .readOnly)
        byField = Dictionary(columns.map { ($0.field, $0) }) { first, _ in first }
    }

    private init(path: String, model: String, columns: [Column]) {
        self.path = path
        self.model = model
        self.columns = columns
        keys = columns.filter { $0.access == .key }
        byField = Dictionary(columns.map { ($0.field, $0) }) { first, _ in first }
    }

    subscript(field: Field) -> Column? { byField[field] }

    /// The column of that name; nil when the entity has none.
    subscript(name name: some StringProtocol) -> Column? { Field(name: name).flatMap { byField[$0] } }

    /// The last part of the path: `Accounts`.
    var entity: String { String(path.split(separator: "/").last ?? "") }

    /// The same entity read in bulk (`bulk/CRM/Accounts`) or as changes (`sync/CRM/Accounts`, with the row version added).
    func twin(_ path: String, withTimestamp: Bool) -> Schema {
        let added = withTimestamp ? [Column(field: .Timestamp, type: .int64, access: .readOnly)] : []
        return Schema(path: path, model: model, columns: columns.filter { $0.field != .Timestamp } + added)
    }

    private static func columns(_ text: String, _ access: Access) -> [Column] {
        text.split(whereSeparator: \.isWhitespace).map { item in
            let parts = item.split(separator: ":", maxSplits: 1)
            guard parts.count == 2, let field = Field(name: parts[0]), let type = EdmType(parts[1]) else {
                preconditionFailure("\(item) is no property of the service")
            }
            return Column(field: field, type: type, access: access)
        }
    }
}
