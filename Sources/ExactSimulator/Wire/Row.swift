import BridgeDomain

/// One row of a table: its key, its row version, its times and the properties that have a value.
struct Row: Sendable {
    let key: Value
    /// Row version of the division; rises with every write (reference §9.1).
    var version: Int64
    /// Wall-clock milliseconds, see ``WallClock``.
    var created: Int64
    var modified: Int64
    private(set) var cells: [Cell]

    struct Cell: Sendable {
        let field: Field
        var value: Value
    }

    init(key: Value, version: Int64 = 0, created: Int64 = 0, modified: Int64 = 0, cells: [Cell] = []) {
        self.key = key
        self.version = version
        self.created = created
        self.modified = modified
        self.cells = cells
    }

    /// Rows have a few dozen cells at most, so that a search from the front is quicker than hashing.
    subscript(field: Field) -> Value {
        get {
            for cell in cells where cell.field == field { return cell.value }
            return .null
        }
        set {
            if let place = cells.firstIndex(where: { $0.field == field }) {
                if newValue.isNull { cells.remove(at: place) } else { cells[place].value = newValue }
            } else if !newValue.isNull {
                cells.append(Cell(field: field, value: newValue))
            }
        }
    }

    /// The key of a row whose key is a GUID.
    var id: GUID {
        guard let id = key.guid else { preconditionFailure("this table's key is no GUID") }
        return id
    }

    func string(_ field: Field) -> String? { self[field].string }
    /// The text without the spaces of its fixed width.
    func code(_ field: Field) -> String? { self[field].string?.trimmingSpaces() }
    func decimal(_ field: Field) -> ExactDecimal { self[field].decimal ?? .zero }
    func integer(_ field: Field) -> Int { Int(self[field].integer ?? 0) }
    func flag(_ field: Field) -> Bool { self[field].bool ?? false }
}
