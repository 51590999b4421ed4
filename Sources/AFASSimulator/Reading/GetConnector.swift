import BridgeDomain
import BridgeJSON

/// What one read may know: the books, who reads, and how.
struct Scene: Sendable {
    let books: Books
    let settings: AFASSandbox.Settings
    let user: AFASSandbox.User
    let appConnector: AFASSandbox.AppConnector
    let language: Language
    /// Turns the rows of an unsorted read; nil: their order stays.
    var shuffle: UInt64?

    var behaviour: AFASSandbox.Behaviour { settings.behaviour }

    /// The administrations this user sees, in order.
    var units: [UnitBooks] {
        books.environment.units.compactMap { user.hiddenUnits.contains($0.id) ? nil : books.state.units[$0.id] }
    }

    func sees(_ relation: String) -> Bool { !user.hiddenRelations.contains(relation) }
}

/// What a read asks of a table before rows are made: values that a column must have.
struct Wanted: Sendable {
    /// By column: text in the filter, when it is a plain "equal" that holds for every row.
    let values: [String: String]

    subscript(field: String) -> String? { values[field] }
}

/// A column: its id, type, length and caption.
struct Column: Sendable {
    let id: String
    let type: CellType
    let length: Int
    let decimals: Int
}

/// A column of rows of one type, and how its cells are made.
struct CellSource<Row>: Sendable {
    /// `DebtorId:s16`, `Balance:n`, `Modified:d`, `Blocked:b`, `UnitId:i`.
    let text: String
    let cell: @Sendable (Row, Scene) -> Cell

    init(_ text: String, _ cell: @escaping @Sendable (Row, Scene) -> Cell) {
        self.text = text
        self.cell = cell
    }
}

/// A named read: its columns and where rows come from.
struct GetConnector: Sendable {
    let id: String
    let description: String
    let columns: [Column]
    /// The customer's own, beside the vendor's standard ones.
    var isOwn = false
    /// Rows that may match, each with a way to get at its cells by place of the column.
    let rows: @Sendable (Scene, Wanted) -> [@Sendable (Int) -> Cell]

    /// A connector over rows of one type. Cells are made only when somebody looks at them.
    init<Row: Sendable>(
        _ id: String, _ description: String, of _: Row.Type, own: Bool = false, rows: @escaping @Sendable (Scene, Wanted) -> [Row],
        columns: [CellSource<Row>]
    ) {
        self.id = id
        self.description = description
        isOwn = own
        self.columns = columns.map { Self.column($0.text) }
        let cells = columns.map(\.cell)
        self.rows = { scene, wanted in
            rows(scene, wanted).map { row in { place in cells[place](row, scene) } }
        }
    }

    /// Reads `DebtorId:s16`, `Balance:n`, `Modified:d`, `Blocked:b`, `UnitId:i`.
    private static func column(_ text: String) -> Column {
        let parts = text.split(separator: ":")
        guard parts.count == 2, let mark = parts[1].first else { preconditionFailure("\(text) is no column") }
        let type: CellType? =
            switch mark {
            case "s": .text
            case "i": .integer
            case "n": .decimal
            case "b": .bool
            case "d": .date
            default: nil
            }
        guard let type else { preconditionFailure("\(text) has no type") }
        return Column(
            id: String(parts[0]), type: type, length: Int(parts[1].dropFirst()) ?? (type == .text ? 255 : 0),
            decimals: type == .decimal ? 10 : 0)
    }

    /// One page: rows of named cells.
    func page(_ query: GetQuery, _ scene: Scene) throws(Refusal) -> [[(field: String, cell: Cell)]] {
        let tests = try query.groups.map { group throws(Refusal) in
            try group.map { condition throws(Refusal) in
                let place = try place(of: condition.field, scene)
                return (place: place, predicate: try Predicate(condition, columns[place].type, scene.behaviour))
            }
        }
        let order = try query.order.map { item throws(Refusal) in (try place(of: item.field, scene), item.descending) }
        var found = rows(scene, wanted(query)).filter { row in
            tests.isEmpty || tests.contains { $0.allSatisfy { $0.predicate.holds(row($0.place)) } }
        }
        if order.isEmpty { turn(&found, scene.shuffle) } else { sort(&found, order) }
        let window = query.isEverything ? found[...] : found.dropFirst(query.skip).prefix(max(0, query.take))
        guard window.count * columns.count <= query.cellsMax else { throw .functional(Wording.outOfMemory) }
        return window.map { row in columns.indices.map { (columns[$0].id, row($0)) } }
    }

    private func place(of field: String, _ scene: Scene) throws(Refusal) -> Int {
        guard let place = columns.firstIndex(where: { $0.id == field }) else {
            throw .functional(Wording.fieldNotFound(field, older: scene.behaviour.olderTexts))
        }
        return place
    }

    /// Values every row must have: only of a single group, and only plain equality.
    private func wanted(_ query: GetQuery) -> Wanted {
        guard query.groups.count == 1 else { return Wanted(values: [:]) }
        let plain = query.groups[0].filter { $0.operation == .equal }
        return Wanted(values: Dictionary(plain.map { ($0.field, $0.value) }) { first, _ in first })
    }

    /// The database promises no order that nobody asked for: the rows start at another place each time.
    private func turn(_ rows: inout [@Sendable (Int) -> Cell], _ shuffle: UInt64?) {
        guard let shuffle, rows.count > 1 else { return }
        let place = Int(shuffle % UInt64(rows.count))
        rows = Array(rows[place...] + rows[..<place])
    }

    private func sort(_ rows: inout [@Sendable (Int) -> Cell], _ order: [(place: Int, descending: Bool)]) {
        let keyed = rows.map { row in (keys: order.map { row($0.place) }, row: row) }
        let sorted = keyed.enumerated().sorted { left, right in
            for (place, item) in order.enumerated() {
                let (one, other) = (left.element.keys[place], right.element.keys[place])
                if Cell.isOrdered(one, other) { return !item.descending }
                if Cell.isOrdered(other, one) { return item.descending }
            }
            return left.offset < right.offset
        }
        rows = sorted.map(\.element.row)
    }

    /// What `metainfo/get/{id}` says.
    var metainfo: JSON {
        [
            "name": .string(id), "description": .string(description),
            "fields": .array(
                columns.map { column in
                    [
                        "id": .string(column.id), "fieldId": .string(column.id), "dataType": .string(column.type.rawValue),
                        "label": .string(column.id), "length": .number(column.length), "controlType": .number(controlType(column.type)),
                        "decimals": .number(column.decimals), "decimalsFieldId": .null,
                    ]
                }),
        ]
    }

    private func controlType(_ type: CellType) -> Int {
        switch type {
        case .text: 5
        case .integer: 2
        case .decimal: 3
        case .bool: 1
        case .date: 4
        }
    }
}
