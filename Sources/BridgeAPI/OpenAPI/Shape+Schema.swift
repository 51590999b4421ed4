import BridgeDomain
import BridgeJSON

// Shapes as JSON Schema 2020-12.
extension Shape {
    /// The schema of the object: no member but its own.
    var schema: JSON {
        var members: [JSON.Member] = [
            JSON.Member("type", "object"), JSON.Member("description", .string(about)),
            JSON.Member("properties", .object(fields.map { JSON.Member($0.name, $0.schema) })),
            JSON.Member("required", names { $0 == .always }), JSON.Member("additionalProperties", false),
        ]
        if fields.contains(where: { $0.need == .approved }) { members.append(JSON.Member("allOf", .array(conditions))) }
        return .object(members)
    }

    private func names(_ isMeant: (Field.Need) -> Bool) -> JSON {
        .array(fields.filter { isMeant($0.need) }.map { .string($0.name) })
    }

    /// What else must be there or may not, by the kind of document and whether it is taken back.
    private var conditions: [JSON] {
        let isWithdrawn: JSON = [
            "properties": ["status": ["const": .string(DocumentStatus.withdrawn.rawValue)]], "required": ["status"],
        ]
        let isLedger: JSON = ["properties": ["type": ["const": .string(DocumentKind.ledgerPosting.rawValue)]], "required": ["type"]]
        func without(_ need: Field.Need) -> JSON {
            .object(fields.filter { $0.need == need }.map { JSON.Member($0.name, ["type": "null"]) })
        }
        return [
            ["if": isLedger, "then": ["properties": without(.trade)], "else": ["properties": without(.ledger)]],
            [
                "if": isWithdrawn,
                "else": [
                    "required": names { $0 == .approved }, "if": isLedger, "then": ["required": names { $0 == .ledger }],
                    "else": ["required": names { $0 == .trade }],
                ],
            ],
        ]
    }
}

extension Field {
    /// The schema of the member; one that may be left out may be null as well.
    var schema: JSON {
        let described = form.schema + [JSON.Member("description", .string(about))]
        guard need != .always else { return .object(described) }
        return .object(described.map(Self.orNull))
    }

    private static func orNull(_ member: JSON.Member) -> JSON.Member {
        switch (member.name, member.value) {
        case ("type", .array(let types)): JSON.Member("type", .array(types + ["null"]))
        case ("type", let type): JSON.Member("type", [type, "null"])
        case ("enum", .array(let words)): JSON.Member("enum", .array(words + [nil]))
        case ("$ref", let target): JSON.Member("anyOf", [["$ref": target], ["type": "null"]])
        default: member
        }
    }
}

extension Form {
    var schema: [JSON.Member] {
        switch self {
        case .code(let max):
            [
                JSON.Member("type", "string"), JSON.Member("minLength", 1), JSON.Member("maxLength", .number(max)),
                JSON.Member("pattern", .string(Self.codePattern)),
            ]
        case .text(let max): [JSON.Member("type", "string"), JSON.Member("maxLength", .number(max))]
        case .word(let words): [JSON.Member("type", "string"), JSON.Member("enum", .array(words.map { .string($0) }))]
        case .exact: [JSON.Member("type", "string"), JSON.Member("pattern", "^-?[0-9]{1,19}(\\.[0-9]{1,12})?$")]
        case .amount: Self.number(places: 4)
        case .decimal(let places): Self.number(places: places)
        case .whole(let range):
            [
                JSON.Member("type", "integer"), JSON.Member("minimum", .number(range.lowerBound)),
                JSON.Member("maximum", .number(range.upperBound)),
            ]
        case .truth: [JSON.Member("type", "boolean")]
        case .date: [JSON.Member("type", "string"), JSON.Member("format", "date")]
        case .moment: [JSON.Member("type", "string"), JSON.Member("format", "date-time")]
        case .period: [JSON.Member("type", "string"), JSON.Member("pattern", "^[0-9]{4}-[0-9]{1,2}$")]
        case .currency: [JSON.Member("type", "string"), JSON.Member("pattern", "^[A-Z]{3}$")]
        case .object(let shape): [JSON.Member("$ref", .string("#/components/schemas/\(shape.name)"))]
        case .list(let shape, let max):
            [
                JSON.Member("type", "array"), JSON.Member("maxItems", .number(max)),
                JSON.Member("items", OpenAPIDocument.reference(shape)),
            ]
        case .codes(let max, let lengthMax):
            [
                JSON.Member("type", "array"), JSON.Member("maxItems", .number(max)),
                JSON.Member("items", .object(Form.code(max: lengthMax).schema)),
            ]
        }
    }

    /// No control characters, no spaces around it.
    private static let codePattern =
        #"^[^\u0000-\u0020\u007F]([^\u0000-\u001F\u007F]*[^\u0000-\u0020\u007F])?$"#

    private static func number(places: Int) -> [JSON.Member] {
        [
            JSON.Member("type", ["string", "number"]),
            JSON.Member("pattern", .string("^-?[0-9]{1,16}(\\.[0-9]{1,\(places)})?$")),
        ]
    }
}
