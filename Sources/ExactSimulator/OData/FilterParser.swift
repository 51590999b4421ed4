import BridgeDomain

/// Reads a `$filter` (reference §3.4): comparisons, `and`, `or`, `not`, parentheses and six functions; everything else is refused.
///
/// Grammar, weakest first: `or` := `and` {"or" `and`}; `and` := `not` {"and" `not`}; `not` := ["not"] `comparison`;
/// `comparison` := "(" `or` ")" | operand [operator operand].
struct FilterParser {
    /// Longer filters are refused: the service's own limit is the length of a URL.
    static let lengthMax = 8000
    /// Deeper nesting is refused, so that reading cannot exhaust the stack.
    static let depthMax = 60

    private var lexer: Lexer
    private let schema: Schema

    static func parse(_ text: String, for schema: Schema) throws(Refusal) -> Predicate {
        guard text.utf8.count <= lengthMax else { throw .querySyntax }
        var parser = FilterParser(lexer: Lexer(text), schema: schema)
        let predicate = try parser.disjunction(depth: 0)
        guard try parser.lexer.next() == .end else { throw .querySyntax }
        return predicate
    }

    private init(lexer: Lexer, schema: Schema) {
        self.lexer = lexer
        self.schema = schema
    }

    private mutating func disjunction(depth: Int) throws(Refusal) -> Predicate {
        guard depth <= Self.depthMax else { throw .querySyntax }
        var result = try conjunction(depth: depth)
        while try lexer.take(.word("or")) { result = .or(result, try conjunction(depth: depth)) }
        return result
    }

    private mutating func conjunction(depth: Int) throws(Refusal) -> Predicate {
        var result = try negation(depth: depth)
        while try lexer.take(.word("and")) { result = .and(result, try negation(depth: depth)) }
        return result
    }

    private mutating func negation(depth: Int) throws(Refusal) -> Predicate {
        guard depth <= Self.depthMax else { throw .querySyntax }
        if try lexer.take(.word("not")) { return .not(try negation(depth: depth + 1)) }
        return try comparison(depth: depth)
    }

    private mutating func comparison(depth: Int) throws(Refusal) -> Predicate {
        if try lexer.take(.open) {
            let inner = try disjunction(depth: depth + 1)
            guard try lexer.take(.close) else { throw .querySyntax }
            // `(substringof('x',Name)) eq true` is a truth compared with a truth.
            guard case .truth(let operand) = inner, let comparison = try takeComparison() else { return inner }
            return try checked(operand, comparison, try operandValue(depth: depth))
        }
        let left = try operandValue(depth: depth)
        guard let comparison = try takeComparison() else {
            guard type(of: left) == .boolean else { throw .querySyntax }
            return .truth(left)
        }
        return try checked(left, comparison, try operandValue(depth: depth))
    }

    private mutating func takeComparison() throws(Refusal) -> Predicate.Comparison? {
        guard case .word(let word) = try lexer.peek(), let comparison = Predicate.Comparison(rawValue: word) else { return nil }
        _ = try lexer.next()
        return comparison
    }

    private mutating func operandValue(depth: Int) throws(Refusal) -> Predicate.Operand {
        guard depth <= Self.depthMax else { throw .querySyntax }
        switch try lexer.next() {
        case .literal(let value): return .literal(value)
        case .word("true"): return .literal(.bool(true))
        case .word("false"): return .literal(.bool(false))
        case .word("null"): return .literal(.null)
        case .word(let word):
            if try lexer.take(.open) { return try call(word, depth: depth + 1) }
            guard let column = schema[name: word] else {
                throw .syntax("Could not find a property named '\(word)' on type '\(schema.model)'.")
            }
            return .field(column.field)
        default: throw .querySyntax
        }
    }

    private mutating func call(_ name: String, depth: Int) throws(Refusal) -> Predicate.Operand {
        guard let function = Predicate.Function(rawValue: name) else {
            throw .syntax("Unknown function '\(name)' in the query string.")
        }
        var arguments = [try operandValue(depth: depth)]
        while try lexer.take(.comma) { arguments.append(try operandValue(depth: depth)) }
        guard try lexer.take(.close), arguments.count == function.argumentCount,
            arguments.allSatisfy({ type(of: $0) == .text })
        else { throw .querySyntax }
        return .call(function, arguments)
    }
}

extension FilterParser {
    /// What can be compared with what.
    private enum Family: String {
        case text = "Edm.String"
        case number = "Edm.Double"
        case guid = "Edm.Guid"
        case moment = "Edm.DateTime"
        case boolean = "Edm.Boolean"
        case nothing = "null"
    }

    private func type(of operand: Predicate.Operand) -> Family {
        switch operand {
        case .call(let function, _): function.argumentCount == 2 ? .boolean : .text
        case .field(let field):
            switch schema[field]?.type {
            case .guid: .guid
            case .boolean: .boolean
            case .dateTime: .moment
            case .byte, .int16, .int32, .int64, .double: .number
            default: .text
            }
        case .literal(let value):
            switch value {
            case .null: .nothing
            case .bool: .boolean
            case .integer, .decimal: .number
            case .string: .text
            case .guid: .guid
            case .moment: .moment
            }
        }
    }

    private func checked(
        _ left: Predicate.Operand, _ comparison: Predicate.Comparison, _ right: Predicate.Operand
    ) throws(Refusal) -> Predicate {
        // Comparing two properties is not supported (reference §3.4).
        if !left.fields.isEmpty, !right.fields.isEmpty { throw .querySyntax }
        let (leftType, rightType) = (type(of: left), type(of: right))
        guard leftType == rightType || leftType == .nothing || rightType == .nothing else {
            if leftType == .guid || rightType == .guid, case .literal(.string(let text)) = rightType == .text ? right : left {
                throw .syntax("Unrecognized 'Edm.Guid' literal '\(text)'.")
            }
            throw .syntax(
                "Operator '\(comparison.rawValue)' incompatible with operand types '\(leftType.rawValue)' and '\(rightType.rawValue)'.")
        }
        return .compare(left, comparison, right)
    }
}
