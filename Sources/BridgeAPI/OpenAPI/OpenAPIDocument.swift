import BridgeAccess
import BridgeDomain
import BridgeHTTP
import BridgeJSON

/// The OpenAPI 3.1 document of the door, made of ``Operation``, ``DeskCall`` and ``Shape``: what routes and readers themselves work by.
struct OpenAPIDocument {
    /// The operations beside pushes that stand open.
    let desk: [DeskCall]

    /// The version of the interface; it rises when something is added, the path when something is taken away.
    static let version = "1.1.0"

    /// The whole document.
    var json: JSON {
        [
            "openapi": "3.1.0",
            "info": [
                "title": "LedgerBridge",
                "version": .string(Self.version),
                "description": .string(
                    "Push approved documents, debtors and creditors; ask what became of them; do what people do at the console. Amounts are exact decimals: send them as text "
                        + "or as JSON numbers, never as what a binary fraction makes of them."),
            ],
            "servers": [["url": .string(Operation.base)]],
            "paths": paths,
            "components": ["securitySchemes": Self.securitySchemes, "schemas": schemas],
        ]
    }

    private var paths: JSON {
        var paths: [JSON.Member] = []
        func add(_ method: HTTPMethod, _ path: String, _ operation: JSON) {
            let entry = JSON.Member(method.rawValue.lowercased(), operation)
            if let place = paths.firstIndex(where: { $0.name == path }), case .object(let members) = paths[place].value {
                paths[place].value = .object(members + [entry])
            } else {
                paths.append(JSON.Member(path, .object([entry])))
            }
        }
        for operation in Operation.allCases { add(operation.method, operation.path, Self.describe(operation)) }
        for call in desk { add(call.method, call.path, Self.describe(call)) }
        return .object(paths)
    }

    private static func describe(_ operation: Operation) -> JSON {
        var members: [JSON.Member] = [
            JSON.Member("operationId", .string(operation.rawValue)), JSON.Member("summary", .string(operation.summary)),
            JSON.Member("security", security(operation.access)),
            JSON.Member("parameters", .array(operation.parameters.map(describe))),
        ]
        if let body = operation.body {
            let shape = body == .documents ? Shape.document : .party
            let schema: JSON = [
                "oneOf": [
                    reference(shape),
                    ["type": "array", "items": reference(shape), "minItems": 1, "maxItems": .number(PushLimits.itemsMax)],
                ]
            ]
            members.append(
                JSON.Member(
                    "requestBody",
                    [
                        "required": true, "description": .string("At most \(PushBounds.bodyBytesMax >> 20) MB."),
                        "content": ["application/json": ["schema": schema]],
                    ]))
        }
        members.append(
            JSON.Member("responses", .object(operation.answers.map { JSON.Member("\($0.status)", describe($0)) })))
        return .object(members)
    }

    private static func security(_ access: Operation.Access) -> JSON {
        switch access {
        case .token(let scope): [["token": [.string(scope.rawValue)]]]
        case .signature: [["signature": []]]
        case .everyone: []
        }
    }

    static func describe(_ parameter: Parameter) -> JSON {
        [
            "name": .string(parameter.name), "in": .string(parameter.place.rawValue), "required": .bool(parameter.isRequired),
            "description": .string(parameter.about),
            "schema": ["type": "string", "minLength": 1, "maxLength": .number(parameter.lengthMax)],
        ]
    }

    private static func describe(_ answer: Operation.Answer) -> JSON {
        let schema: JSON =
            switch answer.shapes.count {
            case 0: ["type": "object"]
            case 1: reference(answer.shapes[0])
            default: ["oneOf": .array(answer.shapes.map(reference))]
            }
        let isProblem = answer.shapes.first === Shape.problem
        return [
            "description": .string(answer.about),
            "headers": ["X-Request-Id": ["required": true, "schema": ["type": "string", "maxLength": 64]]],
            "content": .object([JSON.Member(isProblem ? "application/problem+json" : "application/json", ["schema": schema])]),
        ]
    }

    private static var securitySchemes: JSON {
        [
            "token": [
                "type": "http", "scheme": "bearer",
                "description": .string(
                    "A token made on the page People or by `ledgerbridge token create`, with scopes "
                        + TokenScope.allCases.map { "`\($0.rawValue)`" }.joined(separator: ", ") + ", and perhaps a role: "
                        + Role.allCases.map { "`\($0.rawValue)`" }.joined(separator: ", ") + "."),
            ],
            "signature": [
                "type": "apiKey", "in": "header", "name": .string(Parameter.webhookSignature.name),
                "description": "A secret of the bridge, as Standard Webhooks describes it.",
            ],
        ]
    }

    private var schemas: JSON {
        let all: [Shape] = [
            .document, .documentParty, .delivery, .references, .line, .vatSummaryLine, .totals, .payment, .ledgerLine, .party, .address,
            .verdict, .remark, .batchAnswer, .counts, .statusAnswer, .documentStatus, .booked, .problem, Telling<DoorProblem>.kind.shape,
        ]
        let known = Set(all.map(\.name))
        let further = Self.shapes(of: desk).filter { !known.contains($0.name) }
        return .object((all + further).map { JSON.Member($0.name, $0.schema) })
    }

    static func reference(_ shape: Shape) -> JSON { ["$ref": .string("#/components/schemas/\(shape.name)")] }
}
