/// Sends each request to the closure that was registered for its method and path.
///
/// A pattern is a path in which a segment may hold one parameter in braces, with fixed text before and after it:
/// `/api/v1/documents/{id}`, `/api/v1/{division}/crm/Accounts(guid'{id}')`. A parameter matches one or more characters of
/// one segment and is percent-decoded. Where several patterns match, the one with the most fixed text in its earliest
/// differing segment wins, whatever the order of registration. `HEAD` goes to the closure for `GET` unless it has its own.
///
/// A path nobody registered is answered 404; a known path with another method 405 with `Allow`.
public struct Router: HTTPHandler {
    /// Answers a request; the parameters are those of the pattern, decoded.
    public typealias Door = @Sendable (HTTPRequest, Parameters) async -> HTTPAnswer

    /// The parameters of a matched path.
    public struct Parameters: Hashable, Sendable {
        private let values: [String: String]

        init(_ values: [String: String]) { self.values = values }

        /// The decoded text of a parameter, never empty. The name must be one of the pattern's.
        public subscript(name: String) -> String {
            guard let value = values[name] else { preconditionFailure("The path pattern has no parameter {\(name)}.") }
            return value
        }
    }

    private struct Route {
        let method: HTTPMethod
        let pattern: PathPattern
        let door: Door
    }

    private var routes: [Route] = []

    /// A router without doors: everything is answered 404.
    public init() {}

    /// Registers a closure. The pattern must start with `/`, and the same method and pattern may be registered once.
    public mutating func on(_ method: HTTPMethod, _ pattern: String, _ door: @escaping Door) {
        let parsed = PathPattern(pattern)
        precondition(
            !routes.contains { $0.method == method && $0.pattern.matchesTheSame(as: parsed) },
            "\(method.rawValue) \(pattern) is registered twice.")
        routes.append(Route(method: method, pattern: parsed, door: door))
    }

    /// Registers every door of `other` below `prefix`, which starts with `/` and does not end with it.
    public mutating func mount(_ prefix: String, _ other: Router) {
        for route in other.routes { on(route.method, prefix + route.pattern.text, route.door) }
    }

    /// Answers one request.
    public func answer(_ request: HTTPRequest) async -> HTTPAnswer {
        let segments = PathPattern.segments(ofPath: request.path)
        let matches = routes.compactMap { route in route.pattern.match(segments).map { (route: route, parameters: $0) } }
        guard !matches.isEmpty else {
            return HTTPProblem(status: 404, title: "Not found", detail: "There is nothing at \(request.path).").answer()
        }
        let candidates = matches.filter { $0.route.method == request.method }
        let fallback = request.method == .head && candidates.isEmpty ? matches.filter { $0.route.method == .get } : candidates
        guard let best = fallback.max(by: { $1.route.pattern.isMoreSpecific(than: $0.route.pattern) }) else {
            return Self.methodNotAllowed(request, allowed: Set(matches.map(\.route.method)))
        }
        return await best.route.door(request, Parameters(best.parameters))
    }

    private static func methodNotAllowed(_ request: HTTPRequest, allowed: Set<HTTPMethod>) -> HTTPAnswer {
        let all = allowed.contains(.get) ? allowed.union([.head]) : allowed
        let names = HTTPMethod.allCases.filter(all.contains).map(\.rawValue).joined(separator: ", ")
        return HTTPProblem(
            status: 405, title: "Method not allowed",
            detail: "\(request.method.rawValue) is not possible at \(request.path); use one of: \(names)."
        ).answer(fields: ["Allow": names])
    }
}
