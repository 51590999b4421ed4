/// Sends each request to the closure that was registered for its method and path.
///
/// A pattern is a path in which a segment may hold one parameter in braces, with fixed text before and after it:
/// `/api/v1/documents/{id}`, `/api/v1/{division}/crm/Accounts(guid'{id}')`. A parameter matches one or more characters of
/// one segment and is percent-decoded. Where several patterns match, the one with the most fixed text in its earliest
/// differing segment wins, whatever the order of registration. `HEAD` goes to the closure for `GET` unless it has its own.
///
/// A path nobody registered is answered 404; a known path with another method 405 with `Allow`. Whoever wants to say that in other words
/// for the paths below a prefix registers ``onNothing(below:_:)``.
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

    /// Answers a request that no route takes. `allowed` are the methods that are possible at its path, for `Allow`; empty where nothing is.
    public typealias Fallback = @Sendable (_ request: HTTPRequest, _ allowed: String) async -> HTTPAnswer

    private var routes: [Route] = []
    private var fallbacks: [(prefix: String, answer: Fallback)] = []

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
        for fallback in other.fallbacks { onNothing(below: prefix + fallback.prefix, fallback.answer) }
    }

    /// Every pattern that is registered for a method, in the order of registration.
    public func patterns(of method: HTTPMethod) -> [String] { routes.filter { $0.method == method }.map(\.pattern.text) }

    /// Registers what answers requests at and below `prefix`, empty for all, that no route takes. The longest prefix wins.
    public mutating func onNothing(below prefix: String, _ answer: @escaping Fallback) { fallbacks.append((prefix, answer)) }

    private func ownWords(for path: String) -> Fallback? {
        fallbacks.filter { $0.prefix.isEmpty || path == $0.prefix || path.hasPrefix($0.prefix + "/") }
            .max { $0.prefix.utf8.count < $1.prefix.utf8.count }?.answer
    }

    /// Answers one request.
    public func answer(_ request: HTTPRequest) async -> HTTPAnswer {
        let segments = PathPattern.segments(ofPath: request.path)
        let matches = routes.compactMap { route in route.pattern.match(segments).map { (route: route, parameters: $0) } }
        guard !matches.isEmpty else {
            if let fallback = ownWords(for: request.path) { return await fallback(request, "") }
            return HTTPProblem(status: 404, title: "Not found", detail: "There is nothing at \(request.path).").answer()
        }
        let candidates = matches.filter { $0.route.method == request.method }
        let fallback = request.method == .head && candidates.isEmpty ? matches.filter { $0.route.method == .get } : candidates
        guard let best = fallback.max(by: { $1.route.pattern.isMoreSpecific(than: $0.route.pattern) }) else {
            let names = Self.names(Set(matches.map(\.route.method)))
            if let fallback = ownWords(for: request.path) { return await fallback(request, names) }
            return Self.methodNotAllowed(request, names)
        }
        return await best.route.door(request, Parameters(best.parameters))
    }

    private static func names(_ allowed: Set<HTTPMethod>) -> String {
        let all = allowed.contains(.get) ? allowed.union([.head]) : allowed
        return HTTPMethod.allCases.filter(all.contains).map(\.rawValue).joined(separator: ", ")
    }

    private static func methodNotAllowed(_ request: HTTPRequest, _ names: String) -> HTTPAnswer {
        HTTPProblem(
            status: 405, title: "Method not allowed",
            detail: "\(request.method.rawValue) is not possible at \(request.path); use one of: \(names)."
        ).answer(fields: ["Allow": names])
    }
}
