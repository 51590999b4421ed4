import BridgeConnector
import BridgeDomain
import BridgeHTTP
import BridgeJSON

/// A condition on a field of a GetConnector.
public struct AFASCondition: Hashable, Sendable {
    /// The operators in use here, by their codes (reference `afas-profit` §3.2).
    public enum Operation: Int, Hashable, Sendable {
        case equal = 1
        case atLeast = 2
        case atMost = 3
        case above = 4
        case below = 5
        case notEqual = 7
        case isEmpty = 8
        case isNotEmpty = 9
        case startsWith = 10
    }

    public var field: String
    public var operation: Operation
    /// As the service reads it: decimal point, dates as `2026-03-02`, local times as `2026-03-02T14:05:09` without a `Z`.
    public var value: String

    /// A condition.
    public init(_ field: String, _ operation: Operation, _ value: String) {
        self.field = field
        self.operation = operation
        self.value = value
    }

    /// A field's value.
    public init(_ field: String, _ value: String) { self.init(field, .equal, value) }
}

/// A read of a GetConnector (reference `afas-profit` §3.1).
public struct AFASQuery: Hashable, Sendable {
    /// Characters of the query, from the question mark on; one more gives 404 (reference §2.1).
    static let charactersMax = 2_049
    /// Cells, columns times rows, one page may have by the vendor's guideline (reference §13).
    static let cellsMax = 150_000
    /// Rows of a page however few columns it has.
    static let takeMax = 5_000

    public var connector: String
    /// Any of these groups, all conditions of a group; none: every row.
    public var groups: [[AFASCondition]]
    /// Fields that make a unique key together, `-` before those that go down. Never empty: without an order, pages lose and repeat rows.
    public var order: [String]

    /// A read of all rows for which every condition holds, in a definite order.
    public init(_ connector: String, where conditions: [AFASCondition] = [], order: [String]) {
        self.init(connector, anyOf: conditions.isEmpty ? [] : [conditions], order: order)
    }

    /// A read of all rows for which one of the groups holds.
    public init(_ connector: String, anyOf groups: [[AFASCondition]], order: [String]) {
        self.connector = connector
        self.groups = groups
        self.order = order
    }

    /// Path and query for one page.
    func target(skip: Int, take: Int) throws(ConnectorError) -> String {
        var query = "?skip=\(skip)&take=\(take)"
        if !order.isEmpty { query += "&orderbyfieldids=" + order.map(FormCoding.percentEncode).joined(separator: ",") }
        query += filter
        guard query.unicodeScalars.count <= Self.charactersMax else {
            throw ConnectorError(
                .misused, "A filter on \(connector) has \(query.unicodeScalars.count) characters; \(Self.charactersMax) are allowed")
        }
        return "/connectors/\(FormCoding.percentEncode(connector))\(query)"
    }

    private var filter: String {
        guard !groups.isEmpty else { return "" }
        // The list form has no way to write a comma or semicolon inside a value.
        if groups.joined().contains(where: { $0.value.contains { ",;".contains($0) } }) {
            return "&filterjson=" + FormCoding.percentEncode(json)
        }
        func list(_ part: (AFASCondition) -> String) -> String {
            groups.map { $0.map { FormCoding.percentEncode(part($0)) }.joined(separator: ",") }.joined(separator: ";")
        }
        return "&filterfieldids=\(list(\.field))&filtervalues=\(list(\.value))&operatortypes=\(list { String($0.operation.rawValue) })"
    }

    private var json: String {
        let filters = groups.enumerated().map { place, group -> JSON in
            [
                "@FilterId": .string("Filter \(place + 1)"),
                "Field": .array(
                    group.map {
                        [
                            "@FieldId": .string($0.field), "@OperatorType": .string(String($0.operation.rawValue)),
                            "#text": .string($0.value),
                        ]
                    }),
            ]
        }
        let all: JSON = ["Filters": ["Filter": .array(filters)]]
        return all.description
    }
}
