import BridgeJSON

/// Reads the body of a POST or PUT strictly (reference §3.5, §4): unknown names and wrong types are refused, read-only ones swallowed.
struct Body {
    var properties: Properties = [:]
    /// Rows of a deep insert, by the navigation's name.
    var nested: [String: [Properties]] = [:]

    /// Nothing said yet.
    init() {}

    /// - Parameter isUpdate: a PUT: only what may change is kept, and nested rows are refused.
    init(_ bytes: [UInt8], for resource: Resource, isUpdate: Bool) throws(Refusal) {
        let invalid = Refusal.syntax(
            "Error processing request stream. The request should be a valid top-level resource object.")
        guard let json = try? JSON(parsing: bytes), let members = json.members else { throw invalid }
        for member in members where member.name != "__metadata" {
            if let navigation = resource.navigations[member.name] {
                try readNested(member, navigation, isUpdate: isUpdate)
            } else if let value = try Self.value(member, resource.schema, isUpdate: isUpdate) {
                properties[value.field] = value.value
            }
        }
    }

    private mutating func readNested(_ member: JSON.Member, _ navigation: Resource.Navigation, isUpdate: Bool) throws(Refusal) {
        guard !isUpdate else {
            throw .syntax(
                "Error processing request stream. A node of type 'StartArray' was read: deep updates are not supported, binding to new entities is only allowed with POST."
            )
        }
        guard navigation.isInsertable, let lower = Resources.all[navigation.path] else { return }
        guard let rows = member.value.array else {
            throw .syntax(
                "Error processing request stream. The property '\(member.name)' should be an array of '\(lower.schema.model)'.")
        }
        var lines: [Properties] = []
        for row in rows {
            guard let members = row.members else {
                throw .syntax("Error processing request stream. The request should be a valid top-level resource object.")
            }
            var line: Properties = [:]
            for member in members where member.name != "__metadata" {
                if let value = try Self.value(member, lower.schema, isUpdate: false) { line[value.field] = value.value }
            }
            lines.append(line)
        }
        nested[member.name] = lines
    }

    /// The value of a member; nil when it is read-only here and so swallowed.
    private static func value(_ member: JSON.Member, _ schema: Schema, isUpdate: Bool) throws(Refusal) -> (field: Field, value: Value)? {
        guard let column = schema[name: member.name] else {
            throw .syntax(
                "Error processing request stream. The property name '\(member.name)' specified for type '\(schema.model)' is not valid.")
        }
        let isTaken: Bool =
            switch column.access {
            case .writable: true
            case .creatable: !isUpdate
            case .updatable: isUpdate
            case .key, .readOnly: false
            }
        // AmountDC is never booked, but a line that has only that is booked as 0.00 (reference §6.2): its presence must be known.
        guard isTaken || column.field == .AmountDC else { return nil }
        guard let value = column.type.value(of: member.value) else {
            throw .syntax(
                "Error processing request stream. Error encountered in converting the value from request payload for property '\(member.name)' to type '\(column.type.frameworkName)', which is the property's expected type. See inner exception for more detail. (error encountered converting the value for property '\(member.name)' to type '\(column.type.frameworkName)')"
            )
        }
        return (column.field, value)
    }
}
