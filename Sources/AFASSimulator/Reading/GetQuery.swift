import BridgeDomain
import BridgeJSON

/// What a caller of a GetConnector asks for (reference §3.1–§3.3).
struct GetQuery: Sendable {
    struct Condition: Sendable {
        let field: String
        let operation: Operation
        let value: String
    }

    /// The codes of reference §3.2.
    enum Operation: Int, Sendable {
        case equal = 1, atLeast, atMost, above, below, contains, notEqual, isEmpty, isNotEmpty, startsWith, containsNot, startsNotWith
        case endsWith, endsNotWith, quick

        /// Operators whose value may carry `%`, as some clients send it.
        var takesPercent: Bool {
            switch self {
            case .contains, .startsWith, .containsNot, .startsNotWith, .endsWith, .endsNotWith: true
            default: false
            }
        }
    }

    /// As asked, and as the answer repeats it.
    let skip: Int
    let take: Int
    /// Any of these groups, all conditions of a group; empty: every row.
    let groups: [[Condition]]
    let order: [(field: String, descending: Bool)]
    let cellsMax: Int

    var isEverything: Bool { skip == -1 }

    init(_ query: [(name: String, value: String)], _ settings: AFASSandbox.Settings) throws(Refusal) {
        let values = Dictionary(query.map { ($0.name.lowercased(), $0.value) }) { $1 }
        func number(_ name: String, _ fallback: Int) throws(Refusal) -> Int {
            guard let text = values[name], !text.isEmpty else { return fallback }
            guard let value = Int(text), value >= -1 else { throw Self.malformed }
            return value
        }
        (skip, take) = (try number("skip", 0), try number("take", settings.limits.take))
        cellsMax = settings.limits.cellsMax
        if (skip == -1) != (take == -1), skip != -1 || settings.behaviour.refusesOneSidedAll { throw Self.malformed }
        order = (values["orderbyfieldids"] ?? "").split(separator: ",").map { item in
            item.hasPrefix("-") ? (String(item.dropFirst()), true) : (String(item), false)
        }
        if let text = values["filterjson"] {
            groups = try Self.groups(json: text)
        } else {
            groups = try Self.groups(values["filterfieldids"] ?? "", values["filtervalues"] ?? "", values["operatortypes"] ?? "")
        }
    }

    static let malformed = Refusal.functional(Wording.unexpected, number: Wording.unexpectedNumber)

    /// Three parallel lists: `;` separates groups, `,` the conditions in one.
    private static func groups(_ fields: String, _ values: String, _ operations: String) throws(Refusal) -> [[Condition]] {
        guard !fields.isEmpty else {
            guard values.isEmpty, operations.isEmpty else { throw malformed }
            return []
        }
        func lists(_ text: String) -> [[String]] {
            text.split(separator: ";", omittingEmptySubsequences: false).map {
                $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            }
        }
        let (names, texts, codes) = (lists(fields), lists(values), lists(operations))
        guard names.map(\.count) == texts.map(\.count), names.map(\.count) == codes.map(\.count) else { throw malformed }
        var groups: [[Condition]] = []
        for (place, names) in names.enumerated() {
            var group: [Condition] = []
            for (index, name) in names.enumerated() {
                group.append(try condition(name, texts[place][index], codes[place][index]))
            }
            groups.append(group)
        }
        return groups
    }

    private static func groups(json text: String) throws(Refusal) -> [[Condition]] {
        guard let json = try? JSON(parsing: Array(text.utf8)), let filters = json["Filters"]?["Filter"] else { throw malformed }
        var groups: [[Condition]] = []
        for filter in filters.array ?? [filters] {
            guard let fields = filter["Field"] else { throw malformed }
            var group: [Condition] = []
            for field in fields.array ?? [fields] {
                guard let name = field["@FieldId"]?.string, let code = field["@OperatorType"] else { throw malformed }
                group.append(try condition(name, Self.text(field["#text"]), Self.text(code)))
            }
            groups.append(group)
        }
        return groups
    }

    private static func text(_ json: JSON?) -> String {
        switch json {
        case .string(let text), .number(let text): text
        case .bool(let truth): truth ? "true" : "false"
        default: ""
        }
    }

    private static func condition(_ field: String, _ value: String, _ code: String) throws(Refusal) -> Condition {
        guard let operation = Int(code).flatMap({ Operation(rawValue: $0) }), !field.isEmpty else { throw malformed }
        return Condition(field: field, operation: operation, value: value)
    }
}

/// A condition on a column, ready to be asked of cells.
struct Predicate: Sendable {
    private let operation: GetQuery.Operation
    private let cell: Cell
    private let text: String
    private let range: (low: Cell, high: Cell)?

    init(_ condition: GetQuery.Condition, _ type: CellType, _ behaviour: AFASSandbox.Behaviour) throws(Refusal) {
        operation = condition.operation
        var value = condition.value
        if operation.takesPercent, behaviour.stripsPercent {
            if value.hasPrefix("%") { value.removeFirst() }
            if value.hasSuffix("%") { value.removeLast() }
        }
        text = value.lowercased()
        switch operation {
        case .equal, .notEqual, .atLeast, .atMost, .above, .below:
            guard let parsed = type.cell(value) else { throw .functional(Wording.typeMismatch) }
            cell = parsed
        default: cell = .null
        }
        guard operation == .quick, let mark = Self.range(in: value) else {
            range = nil
            return
        }
        guard let low = type.cell(String(value[..<mark])), let high = type.cell(String(value[value.index(mark, offsetBy: 2)...])) else {
            throw .functional(Wording.typeMismatch)
        }
        range = (low, high)
    }

    /// The place of `..` in `10400..10499`.
    private static func range(in text: String) -> String.Index? { text.indices.first { text[$0...].hasPrefix("..") } }

    func holds(_ value: Cell) -> Bool {
        switch operation {
        case .equal: isEqual(value)
        case .notEqual: !isEqual(value)
        case .atLeast: value != .null && !Cell.isOrdered(value, cell)
        case .atMost: value != .null && !Cell.isOrdered(cell, value)
        case .above: value != .null && Cell.isOrdered(cell, value)
        case .below: value != .null && Cell.isOrdered(value, cell)
        case .isEmpty: value == .null
        case .isNotEmpty: value != .null
        case .contains: value.searchText.holds(text)
        case .containsNot: !value.searchText.holds(text)
        case .startsWith: value.searchText.hasPrefix(text)
        case .startsNotWith: !value.searchText.hasPrefix(text)
        case .endsWith: value.searchText.hasSuffix(text)
        case .endsNotWith: !value.searchText.hasSuffix(text)
        case .quick: range.map { !Cell.isOrdered(value, $0.low) && !Cell.isOrdered($0.high, value) } ?? value.searchText.holds(text)
        }
    }

    private func isEqual(_ value: Cell) -> Bool {
        value == .null ? cell == .text("") : !Cell.isOrdered(value, cell) && !Cell.isOrdered(cell, value)
    }
}

extension String {
    /// Whether `part` stands somewhere in the text.
    fileprivate func holds(_ part: String) -> Bool {
        part.isEmpty || indices.contains { self[$0...].hasPrefix(part) }
    }
}
