import BridgeAccess
import BridgeDomain
import BridgeHTTP
import BridgeJSON

/// One operation of the API over what the console does as well: declared, and all the rest follows. Routes, rights, checks of what is asked, the OpenAPI
/// document, the reference and the examples that are carried out are made of these values.
struct DeskCall: Sendable {
    /// The operation's name in the OpenAPI document; a promise.
    let id: String
    let method: HTTPMethod
    /// Below ``Operation/base``.
    let path: String
    /// Its row in the table of rights.
    let right: Verb
    let summary: String
    /// Paths of the console's pages that show, or lead to, the same.
    let pages: [String]
    let query: [QueryField]
    let isPaged: Bool
    let body: Shape?
    /// The read whose ETag says what was looked at; nil for acts that need none.
    let seals: String?
    let isAct: Bool
    /// The status of an answer that is no refusal.
    let status: Int
    /// The form of such an answer; nil for a file.
    let shape: Shape?
    /// The content type of such an answer.
    let type: String
    let reach: Reach
    let example: Example
    let run: @Sendable (Asking) async throws -> DeskAnswer

    /// Which tokens may come at all.
    enum Reach: Hashable, Sendable {
        /// Those that are for the bridge that the path names.
        case bridge
        /// Those that are for every bridge.
        case house
        /// Any: the answer has only what the token is for.
        case any
    }

    private static let bridgePath = "/bridges/{bridge}"

    private init(
        _ id: String, _ method: HTTPMethod, _ path: String, _ right: Verb, _ summary: String, pages: [String], query: [QueryField] = [],
        isPaged: Bool = false, body: Shape? = nil, seals: String? = nil, isAct: Bool = false, status: Int = 200, shape: Shape?,
        type: String = "application/json", reach: Reach? = nil, example: Example,
        run: @escaping @Sendable (Asking) async throws -> DeskAnswer
    ) {
        self.id = id
        self.method = method
        self.path = path
        self.right = right
        self.summary = summary
        self.pages = pages
        self.query = query
        self.isPaged = isPaged
        self.body = body
        self.seals = seals
        self.isAct = isAct
        self.status = status
        self.shape = shape
        self.type = type
        self.reach = reach ?? (path == Self.bridgePath || path.hasPrefix(Self.bridgePath + "/") ? .bridge : .house)
        self.example = example
        self.run = run
    }

    /// One thing that is looked at.
    static func read<Value: Sendable>(
        _ id: String, _ path: String, _ right: Verb, _ summary: String, pages: [String] = [], query: [QueryField] = [],
        tells telling: Telling<Value>, reach: Reach? = nil, example: Example,
        _ run: @escaping @Sendable (Asking) async throws -> Seen<Value>
    ) -> DeskCall {
        DeskCall(id, .get, path, right, summary, pages: pages, query: query, shape: telling.shape, reach: reach, example: example) {
            asking in
            try await run(asking).told(telling, asking.reader)
        }
    }

    /// A list, page by page. `run` is told where the page begins; nil on the first.
    static func list<Item: Sendable, Place: LosslessStringConvertible & Sendable>(
        _ id: String, _ path: String, _ right: Verb, _ summary: String, pages: [String] = [], query: [QueryField] = [],
        item telling: Telling<Item>, reach: Reach? = nil, example: Example,
        _ run: @escaping @Sendable (Asking, _ from: Place?) async throws -> Part<Item>
    ) -> DeskCall {
        let shape = Shape(
            telling.shape.name + "List", "A page of a list.",
            [
                Field("items", .list(of: telling.shape, max: Paging.limitMax), .always, "What the page holds, in order."),
                Field("next", .text(max: 4_000), .optional, "Where the next page is, with the same token; left out on the last."),
            ])
        return DeskCall(
            id, .get, path, right, summary, pages: pages, query: query + Paging.fields, isPaged: true, shape: shape, reach: reach,
            example: example
        ) { asking in
            let part = try await run(asking, try asking.place())
            let next = part.next.map { asking.next($0) }
            var members = [JSON.Member("items", .array(part.items.map { telling.json($0, asking.reader) }))]
            if let next { members.append(JSON.Member("next", .string(next))) }
            return DeskAnswer(body: JSON.object(members).bytes, seal: nil, next: next)
        }
    }

    /// Something that is done. `of` is the read whose ETag goes into `If-Match`; `method` and `status` say how it looks in HTTP.
    static func act<Value: Sendable>(
        _ id: String, _ path: String, _ right: Verb, _ summary: String, method: HTTPMethod = .post, pages: [String] = [],
        query: [QueryField] = [], takes body: Shape? = nil, of seals: String? = nil, status: Int = 200, tells telling: Telling<Value>,
        reach: Reach? = nil, example: Example, _ run: @escaping @Sendable (Asking) async throws -> Seen<Value>
    ) -> DeskCall {
        DeskCall(
            id, method, path, right, summary, pages: pages, query: query, body: body, seals: seals, isAct: true, status: status,
            shape: telling.shape, reach: reach, example: example
        ) { asking in
            try await run(asking).told(telling, asking.reader)
        }
    }

    /// A file.
    static func file(
        _ id: String, _ path: String, _ right: Verb, _ summary: String, type: String, pages: [String] = [], query: [QueryField] = [],
        reach: Reach? = nil, example: Example, _ run: @escaping @Sendable (Asking) async throws -> [UInt8]
    ) -> DeskCall {
        DeskCall(id, .get, path, right, summary, pages: pages, query: query, shape: nil, type: type, reach: reach, example: example) {
            asking in
            DeskAnswer(body: try await run(asking), seal: nil)
        }
    }

    /// The names in its path, in order.
    var pathNames: [String] {
        path.split(separator: "/").filter { $0.hasPrefix("{") }.map { String($0.dropFirst().dropLast()) }
    }
}

/// What was looked at or done, as it stands now.
struct Seen<Value: Sendable>: Sendable {
    let value: Value
    /// What an act on it has to name in `If-Match`; nil where none does.
    let seal: String?
    /// What is kept for the repetition of an act whose answer holds a secret; nil where the answer itself may be kept.
    let keptAs: Value?

    init(_ value: Value, seal: String? = nil, keptAs: Value? = nil) {
        self.value = value
        self.seal = seal
        self.keptAs = keptAs
    }

    func told(_ telling: Telling<Value>, _ reader: Reader) -> DeskAnswer {
        DeskAnswer(body: telling.json(value, reader).bytes, seal: seal, kept: keptAs.map { telling.json($0, reader).bytes })
    }
}

/// A page of a list.
struct Part<Item: Sendable>: Sendable {
    let items: [Item]
    /// Where the next page begins, as ``Asking/place()`` will say it; nil on the last.
    let next: String?

    init(_ items: [Item], next: String? = nil) {
        self.items = items
        self.next = next
    }

    /// The first `limit` of what was found, of which one more was asked for; `place` says where an item stands.
    init(_ found: some Collection<Item>, limit: Int, place: (Item) -> String) {
        let items = Array(found.prefix(limit))
        self.init(items, next: found.count > limit ? items.last.map(place) : nil)
    }
}

/// What an operation answers, before it is an answer in HTTP.
struct DeskAnswer: Sendable {
    let body: [UInt8]
    let seal: String?
    var kept: [UInt8]?
    var next: String?
}
