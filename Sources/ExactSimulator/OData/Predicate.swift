import BridgeDomain

/// A `$filter` that was read and checked against the entity's properties.
indirect enum Predicate: Sendable {
    case and(Predicate, Predicate)
    case or(Predicate, Predicate)
    case not(Predicate)
    case compare(Operand, Comparison, Operand)
    /// An operand that is a truth by itself: `substringof('x',Name)`.
    case truth(Operand)

    enum Comparison: String, Sendable {
        case eq, ne, gt, ge, lt, le
    }

    enum Function: String, Sendable {
        case substringof, startswith, endswith, trim, tolower, toupper
    }

    indirect enum Operand: Sendable {
        case field(Field)
        case literal(Value)
        case call(Function, [Operand])
    }
}

extension Predicate {
    /// Whether a row with these values is meant.
    func holds(_ value: (Field) -> Value) -> Bool {
        switch self {
        case .and(let left, let right): left.holds(value) && right.holds(value)
        case .or(let left, let right): left.holds(value) || right.holds(value)
        case .not(let inner): !inner.holds(value)
        case .truth(let operand): operand.value(value).bool ?? false
        case .compare(let left, let comparison, let right): comparison.holds(left.value(value), right.value(value))
        }
    }

    /// What every row meant must have: the equalities that are joined by `and` at the top.
    var equalities: [(field: Field, value: Value)] {
        switch self {
        case .and(let left, let right): left.equalities + right.equalities
        case .compare(.field(let field), .eq, .literal(let value)): [(field, value)]
        case .compare(.literal(let value), .eq, .field(let field)): [(field, value)]
        default: []
        }
    }

    /// Values of one property, of which every row meant must have one: equalities that are joined by `or`.
    var choices: (field: Field, values: [Value])? {
        switch self {
        case .and(let left, let right): return left.choices ?? right.choices
        case .or(let left, let right):
            guard let left = left.choices, let right = right.choices, left.field == right.field else { return nil }
            return (left.field, left.values + right.values)
        default: return equalities.first.map { ($0.field, [$0.value]) }
        }
    }

    /// The whole numbers a property lies between, joined by `and` at the top; nil unless both ends are given.
    func range(of field: Field) -> ClosedRange<Int64>? {
        let (low, high) = bounds(of: field)
        guard let low, let high, low <= high else { return nil }
        return low...high
    }

    private func bounds(of field: Field) -> (low: Int64?, high: Int64?) {
        switch self {
        case .and(let left, let right):
            let (left, right) = (left.bounds(of: field), right.bounds(of: field))
            return (left.low ?? right.low, left.high ?? right.high)
        case .compare(.field(field), .ge, .literal(.integer(let low))): return (low, nil)
        case .compare(.field(field), .le, .literal(.integer(let high))): return (nil, high)
        default: return (nil, nil)
        }
    }

    /// Every property the filter speaks of.
    var fields: Set<Field> {
        switch self {
        case .and(let left, let right), .or(let left, let right): left.fields.union(right.fields)
        case .not(let inner): inner.fields
        case .truth(let operand): operand.fields
        case .compare(let left, _, let right): left.fields.union(right.fields)
        }
    }

    /// The row version after which a sync endpoint is asked to read: the largest bound joined by `and`.
    var afterVersion: Int64? {
        switch self {
        case .and(let left, let right): [left.afterVersion, right.afterVersion].compactMap { $0 }.max()
        case .compare(.field(.Timestamp), .gt, .literal(.integer(let version))): version
        case .compare(.field(.Timestamp), .ge, .literal(.integer(let version))): version - 1
        default: nil
        }
    }
}

extension Predicate.Comparison {
    /// As in the service's database, nothing is greater or less than null; equality with null is asked for by name.
    func holds(_ left: Value, _ right: Value) -> Bool {
        switch self {
        case .eq: return Value.order(left, right) == 0
        case .ne: return Value.order(left, right) != 0
        case .gt, .ge, .lt, .le:
            guard !left.isNull, !right.isNull, let order = Value.order(left, right) else { return false }
            switch self {
            case .gt: return order > 0
            case .ge: return order >= 0
            case .lt: return order < 0
            default: return order <= 0
            }
        }
    }
}

extension Predicate.Operand {
    func value(_ value: (Field) -> Value) -> Value {
        switch self {
        case .field(let field): value(field)
        case .literal(let literal): literal
        case .call(let function, let arguments): function.result(arguments.map { $0.value(value) })
        }
    }

    var fields: Set<Field> {
        switch self {
        case .field(let field): [field]
        case .literal: []
        case .call(_, let arguments): arguments.reduce(into: []) { $0.formUnion($1.fields) }
        }
    }
}

extension Predicate.Function {
    var argumentCount: Int {
        switch self {
        case .substringof, .startswith, .endswith: 2
        case .trim, .tolower, .toupper: 1
        }
    }

    func result(_ arguments: [Value]) -> Value {
        let texts = arguments.map { $0.string ?? "" }
        switch self {
        case .substringof: return .bool(texts[0].isEmpty || texts[1].contains(texts[0]))
        case .startswith: return .bool(texts[0].hasPrefix(texts[1]))
        case .endswith: return .bool(texts[0].hasSuffix(texts[1]))
        case .trim: return arguments[0].isNull ? .null : .string(texts[0].trimmingSpaces())
        case .tolower: return arguments[0].isNull ? .null : .string(texts[0].lowercased())
        case .toupper: return arguments[0].isNull ? .null : .string(texts[0].uppercased())
        }
    }
}
