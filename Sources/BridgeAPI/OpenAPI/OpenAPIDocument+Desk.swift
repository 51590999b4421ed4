import BridgeAccess
import BridgeDomain
import BridgeHTTP
import BridgeJSON

// Operations of the desk in the OpenAPI document, of the same declarations that answer them.
extension OpenAPIDocument {
    static func describe(_ desk: DeskCall) -> JSON {
        var members: [JSON.Member] = [
            JSON.Member("operationId", .string(desk.id)), JSON.Member("summary", .string(desk.summary)),
            JSON.Member("description", .string(about(desk))), JSON.Member("security", [["token": []]]),
            JSON.Member("parameters", .array(parameters(desk))),
        ]
        if let shape = desk.body {
            var content: [JSON.Member] = [JSON.Member("schema", reference(shape))]
            if let example = desk.example.body { content.append(JSON.Member("example", example)) }
            members.append(
                JSON.Member("requestBody", ["required": true, "content": .object([JSON.Member("application/json", .object(content))])]))
        }
        members.append(JSON.Member("responses", .object(responses(desk))))
        return .object(members)
    }

    /// Which tokens may.
    private static func about(_ desk: DeskCall) -> String {
        let roles = Role.allCases.filter { Rights.allow(desk.right, scopes: [], role: $0) }.map { "`\($0.rawValue)`" }
        let reach =
            switch desk.reach {
            case .bridge: "a token that is for the bridge"
            case .house: "a token for every bridge"
            case .any: "any token"
            }
        return "For \(reach), with the role \(roles.joined(separator: ", "))."
    }

    private static func parameters(_ desk: DeskCall) -> [JSON] {
        var all = desk.pathNames.map { name in
            with(
                describe(Parameter(name: name, place: .path, isRequired: true, lengthMax: 400, about: "As other answers name it.")),
                desk.example.path[name].map { .string($0) })
        }
        all += desk.query.map { field in
            let example = desk.example.query.first { $0.name == field.name }?.value
            return with(
                [
                    "name": .string(field.name), "in": "query", "required": .bool(field.isNeeded), "description": .string(field.about),
                    "schema": .object(schema(field)),
                ], example.map { .string($0) })
        }
        if desk.isAct { all.append(describe(.idempotencyKeyOfAct)) } else { all.append(describe(.ifNoneMatch)) }
        if let read = desk.seals {
            var ifMatch = Parameter.ifMatch
            ifMatch.about += " Here that of `\(read)`, with the same path and query."
            all.append(describe(ifMatch))
        }
        return all + [describe(.acceptLanguage), describe(.requestID)]
    }

    private static func schema(_ field: QueryField) -> [JSON.Member] {
        guard field.isList, case .word(let words) = field.form else { return field.form.schema }
        let one = words.joined(separator: "|")
        return [JSON.Member("type", "string"), JSON.Member("pattern", .string("^(\(one))(,(\(one)))*$"))]
    }

    private static func with(_ parameter: JSON, _ example: JSON?) -> JSON {
        guard let example else { return parameter }
        return .object((parameter.members ?? []) + [JSON.Member("example", example)])
    }

    private static func responses(_ desk: DeskCall) -> [JSON.Member] {
        var success: [JSON.Member] = [
            JSON.Member("description", desk.isAct ? "It was done; as it stands now." : "What was asked for."),
            JSON.Member("headers", headers(desk.isAct ? [] : ["ETag"])),
        ]
        let schema = desk.shape.map(reference) ?? ["type": "string"]
        success.append(JSON.Member("content", .object([JSON.Member(desk.type, ["schema": schema])])))
        var all = [JSON.Member("\(desk.status)", .object(success))]
        if !desk.isAct {
            all.append(
                JSON.Member("304", ["description": "It is as `If-None-Match` says it is known.", "headers": headers(["ETag"])]))
        }
        let problems = problems(of: desk)
        for status in Set(problems.map(\.status)).sorted() {
            let titles = problems.filter { $0.status == status }.map(\.title.english)
            all.append(
                JSON.Member(
                    "\(status)",
                    [
                        "description": .string(titles.joined(separator: ", or: ") + "."), "headers": headers([]),
                        "content": ["application/problem+json": ["schema": reference(.problem)]],
                    ]))
        }
        return all
    }

    private static func headers(_ further: [String]) -> JSON {
        .object((["X-Request-Id"] + further).map { JSON.Member($0, ["required": true, "schema": ["type": "string", "maxLength": 200]]) })
    }

    /// How an operation may say no.
    private static func problems(of desk: DeskCall) -> [DoorProblem] {
        var all: [DoorProblem] = [
            .badRequest, .notAuthenticated, .notAllowed, .notFound, .notPossible, .refused, .tooManyRequests, .unavailable,
        ]
        if desk.isAct { all += [.inProgress, .keyMissing, .keyReused] }
        if desk.seals != nil { all += [.lookFirst, .changed] }
        if desk.body != nil { all += [.notJSON, .wrongType] }
        return all
    }

    /// Every shape that operations use, each once, in the order in which it is met.
    static func shapes(of calls: [DeskCall]) -> [Shape] {
        var all: [Shape] = []
        var names: Set<String> = []
        func add(_ shape: Shape) {
            guard names.insert(shape.name).inserted else { return }
            all.append(shape)
            for field in shape.fields {
                switch field.form {
                case .object(let inner), .list(let inner, _): add(inner)
                default: break
                }
            }
        }
        for call in calls {
            for shape in [call.shape, call.body] { if let shape { add(shape) } }
        }
        return all
    }
}
