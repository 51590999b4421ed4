import BridgeDomain
import BridgeJSON

/// An element of an UpdateConnector's message (reference `afas-profit` §5.2). Fields that are not set are left out: what is left out of a
/// change stays as it is.
struct AFASElement: Hashable, Sendable {
    /// `@DbId`, beside the fields.
    var key: (name: String, value: String)?
    var fields: [(name: String, value: JSON?)]
    /// Objects by name, each with its elements.
    var objects: [(name: String, elements: [AFASElement])] = []

    /// The whole message: the root object is not always called as the connector is.
    func message(root: String) -> JSON { .object([.init(root, .object([.init("Element", json)]))]) }

    private var json: JSON {
        var members: [JSON.Member] = key.map { [.init("@" + $0.name, .string($0.value))] } ?? []
        members.append(.init("Fields", .object(fields.compactMap { field in field.value.map { .init(field.name, $0) } })))
        if !objects.isEmpty {
            members.append(
                .init(
                    "Objects",
                    .array(
                        objects.map { object in
                            let elements = object.elements.map(\.json)
                            return .object([
                                .init(object.name, .object([.init("Element", elements.count == 1 ? elements[0] : .array(elements))]))
                            ])
                        })))
        }
        return .object(members)
    }

    static func == (left: AFASElement, right: AFASElement) -> Bool { left.json == right.json }
    func hash(into hasher: inout Hasher) { hasher.combine(json) }
}

/// Values as the service reads them: decimal point, days without a time.
enum AFASValue {
    static func text(_ value: String?) -> JSON? { value.flatMap { $0.isEmpty ? nil : .string($0) } }
    static func date(_ date: CalendarDate?) -> JSON? { date.map { .string($0.description) } }
    static func amount(_ money: Money) -> JSON { .number(money.amountText) }

    /// Text within a field's length, cut visibly.
    static func cut(_ text: String?, _ max: Int) -> JSON? {
        guard let text, !text.isEmpty else { return nil }
        return .string(text.count <= max ? text : text.prefix(max - 1) + "…")
    }
}
