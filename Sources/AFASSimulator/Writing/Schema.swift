import BridgeDomain
import BridgeHTTP
import BridgeJSON

/// The type of a field of an UpdateConnector.
enum FieldType: String, Sendable {
    case text = "string"
    case integer = "int"
    case decimal
    case bool = "boolean"
    case date

    /// The value in canonical text; nil when it has not this type. JSON types and strings are both taken (reference §5.2).
    func canonical(_ json: JSON) -> String? {
        switch json {
        case .null: return ""
        case .string(let text): return text.isEmpty ? "" : canonical(text)
        case .number(let text): return self == .date ? nil : canonical(text)
        case .bool(let truth): return self == .bool || self == .text ? String(truth) : nil
        default: return nil
        }
    }

    private func canonical(_ text: String) -> String? {
        switch self {
        case .text: return text
        case .integer: return Int32(text).map { String($0) }
        case .decimal:
            // decimal(26,10): a point, no comma, no exponent.
            guard let value = ExactDecimal(text), value.decimals <= 10, !text.hasPrefix("+") else { return nil }
            return value.description
        case .bool:
            switch text.lowercased() {
            case "true", "1": return "true"
            case "false", "0": return "false"
            default: return nil
            }
        case .date:
            // Without zone; a time of day is passed over.
            if text.hasSuffix("Z") { return nil }
            if let date = CalendarDate(text) { return date.description }
            guard text.utf8.count == 19, text.contains("T"), WallClock.milliseconds(text) != nil else { return nil }
            return String(text.prefix(10))
        }
    }
}

/// A field of an object.
struct FieldSpec: Sendable {
    let id: String
    let type: FieldType
    /// Characters of a text; 0: any number.
    let length: Int
    let isMandatory: Bool
    /// The codes it may have; empty: any value.
    let values: [String]

    var label: BilingualText { Labels.label(id) }
}

/// An object of an UpdateConnector's message: its fields and what may be nested in it.
struct ObjectSchema: Sendable {
    let name: String
    /// Fields that may stand beside `Fields` with an `@`.
    let keys: [String]
    let fields: [String: FieldSpec]
    let order: [String]
    let objects: [ObjectSchema]
    let repeats: Bool

    /// Fields as text: `Year:i* JoCo:s6* AuNu:b VaAs:s1*=1|2|3`; the star marks mandatory ones.
    init(_ name: String, keys: [String] = [], repeats: Bool = false, _ fields: String, _ objects: [ObjectSchema] = []) {
        self.name = name
        self.keys = keys
        self.repeats = repeats
        self.objects = objects
        let specs = fields.split(whereSeparator: \.isWhitespace).map { Self.field($0) }
        self.fields = Dictionary(specs.map { ($0.id, $0) }) { $1 }
        order = specs.map(\.id)
    }

    private static func field(_ text: Substring) -> FieldSpec {
        let sides = text.split(separator: "=", maxSplits: 1)
        let parts = sides[0].split(separator: ":", maxSplits: 1)
        guard parts.count == 2, let mark = parts[1].first else { preconditionFailure("\(text) is no field") }
        let type: FieldType? =
            switch mark {
            case "s": .text
            case "i": .integer
            case "n": .decimal
            case "b": .bool
            case "d": .date
            default: nil
            }
        guard let type else { preconditionFailure("\(text) has no type") }
        return FieldSpec(
            id: String(parts[0]), type: type, length: Int(parts[1].dropFirst().filter { $0 != "*" }) ?? 0,
            isMandatory: parts[1].hasSuffix("*"), values: sides.count == 2 ? sides[1].split(separator: "|").map(String.init) : [])
    }

    /// What `metainfo/update/{id}` says of the object.
    func metainfo(_ language: Language, freeField: String?) -> [JSON.Member] {
        let specs = order.compactMap { fields[$0] }
        let extra = freeField.map { [FieldSpec(id: $0, type: .text, length: 50, isMandatory: false, values: [])] } ?? []
        return [
            .init(
                "fields",
                .array(
                    (specs + (name == "FiEntries" ? extra : [])).map { field in
                        [
                            "fieldId": .string(field.id), "primaryKey": .bool(keys.contains(field.id)),
                            "dataType": .string(field.type.rawValue), "label": .string(field.label[language]),
                            "mandatory": .bool(field.isMandatory), "length": .number(field.length),
                            "decimals": .number(field.type == .decimal ? 10 : 0), "decimalFieldId": .null, "notzero": false,
                            "controlType": .null,
                            "values": field.values.isEmpty
                                ? .null : .array(field.values.map { ["id": .string($0), "description": .string($0)] }),
                        ]
                    })),
            .init(
                "objects",
                .array(
                    objects.map { .object([.init("name", .string($0.name))] + $0.metainfo(language, freeField: freeField)) })),
        ]
    }
}

/// A named write: its message and the methods it knows.
struct UpdateConnector: Sendable {
    let id: String
    let description: String
    let methods: Set<HTTPMethod>
    /// The root object, whose name is not always the connector's.
    let root: ObjectSchema

    func metainfo(_ language: Language, freeField: String?) -> JSON {
        .object(
            [.init("id", .string(id)), .init("name", .string(root.name)), .init("description", .string(description))]
                + root.metainfo(language, freeField: freeField))
    }
}
