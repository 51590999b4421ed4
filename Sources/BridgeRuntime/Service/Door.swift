import BridgeAPI
import BridgeConsole
import BridgeDomain
import BridgeHTTP
import BridgeHTTPServer

/// What the service answers: health, numbers and pushes. Knows no secret; what stands in a bridge's way is said without links.
struct Door: Sendable {
    /// Bytes a push may have; FreshPortal's are about 200.
    static let pushMax = 64 << 10
    /// Seconds after which a push that could not be taken makes sense again. The stream is read by then anyway.
    static let pushRetrySeconds = 10

    let runners: [String: LaneRunner]
    /// The runners of each target's bridges.
    let targets: [String: [LaneRunner]]
    let metrics: Metrics
    let language: Language
    let isStopping: Service.Stopping
    /// Where trade systems push to, when any does.
    var pushes: APIDoor?
    /// The pages for people, where they are opened.
    var console: Console?

    /// Where the server listens, and the bounds of what it takes.
    func serverConfiguration(_ configuration: Configuration) -> HTTPServer.Configuration {
        var server = HTTPServer.Configuration(address: configuration.door.address, port: configuration.door.port)
        if configuration.console?.proxy != nil { server.connectionsPerAddressMax = server.connectionsMax }
        let opensConsole = console != nil
        server.bodyMax = { APIDoor.bodyMax($0) ?? (opensConsole ? Console.bodyMax($0) : nil) ?? Self.pushMax }
        server.refusedBody = { [pushes, console] problem, head in
            if let pushes, APIDoor.bodyMax(head.path) != nil { return pushes.refusedBody(head) }
            guard let console, Self.isBrowser(head) else { return problem.response() }
            return console.refusedBody(head)
        }
        if let pushes {
            server.headCheck = { head in
                guard APIDoor.bodyMax(head.path) != nil else { return nil }
                return await pushes.refusal(ofHead: head)
            }
        }
        server.tls = configuration.door.tls.map {
            HTTPServer.Configuration.TLS(
                certificateFile: configuration.path($0.certificate), keyFile: configuration.path($0.key))
        }
        return server
    }

    var router: Router {
        var router = Router()
        router.on(.get, "/healthz") { _, _ in Self.plain(200, "alive\n") }
        router.on(.get, "/readyz") { _, _ in await ready() }
        router.on(.get, "/metrics") { _, _ in
            Self.plain(200, await metrics.text(), type: "text/plain; version=0.0.4; charset=utf-8")
        }
        router.on(.post, "/hooks/freshportal/{bridge}") { request, parameters in await pushed(request, bridge: parameters["bridge"]) }
        router.on(.post, "/hooks/books/{target}") { request, parameters in await told(request, target: parameters["target"]) }
        if let pushes { router.mount(APIDoor.prefix, pushes.routes) }
        if let console {
            router.mount("", console.routes)
            router.onNothing(below: "") { request, allowed in await nothing(request, allowed, console) }
        }
        return router
    }

    /// A browser that lost its way is told so on a page, a program as before.
    private func nothing(_ request: HTTPRequest, _ allowed: String, _ console: Console) async -> HTTPAnswer {
        if Self.isBrowser(request) { return await console.nothing(request, allowed: allowed) }
        guard allowed.isEmpty else {
            return HTTPProblem(
                status: 405, title: "Method not allowed",
                detail: "\(request.method.rawValue) is not possible at \(request.path); use one of: \(allowed)."
            ).answer(fields: ["Allow": allowed])
        }
        return HTTPProblem(status: 404, title: "Not found", detail: "There is nothing at \(request.path).").answer()
    }

    private static func isBrowser(_ request: HTTPRequest) -> Bool { request.fields["Accept"]?.contains("text/html") == true }

    static func plain(_ status: Int, _ text: String, type: String = "text/plain; charset=utf-8") -> HTTPAnswer {
        .respond(
            HTTPResponse(
                status: status, fields: ["Content-Type": type, "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"],
                body: Array(text.utf8)))
    }

    // MARK: Health

    private func ready() async -> HTTPAnswer {
        var all: [BridgeHealth] = []
        for runner in runners.values { all.append(await runner.health) }
        all.sort { $0.bridge < $1.bridge }
        let isReady = !isStopping.isSet && all.allSatisfy(\.isReady)
        return Self.plain(isReady ? 200 : 503, all.map { "\($0.bridge): \(words($0))\n" }.joined())
    }

    private func words(_ health: BridgeHealth) -> String {
        if isStopping.isSet { return said("stopt", "stopping") }
        if health.isPaused { return said("gepauzeerd", "paused") }
        if let trouble = health.trouble { return Self.withoutLinks(trouble[language]) }
        return health.state.text[language]
    }

    private func said(_ nl: String, _ en: String) -> String { BilingualText(nl: nl, en: en)[language] }

    /// A consent link is for the person who may give consent, not for everyone who can reach the door: it stands in the log.
    static func withoutLinks(_ text: String) -> String {
        text.split(whereSeparator: \.isWhitespace).map { word in
            word.contains("://") ? "(link)" : String(word)
        }.joined(separator: " ")
    }

    // MARK: Pushes

    /// What books tell on their own is only a nudge too. A new address is first called with nothing in it, and must answer.
    private func told(_ request: HTTPRequest, target: String) async -> HTTPAnswer {
        guard let runners = targets[target] else {
            return HTTPProblem(status: 404, title: "Not found", detail: "There is no target of that name.").answer()
        }
        if request.body.isEmpty { return .respond(HTTPResponse(status: 204)) }
        var answers: [LaneRunner.PushAnswer] = []
        for runner in runners where !isStopping.isSet { answers.append(await runner.told(body: request.body)) }
        if answers.contains(.refused) { return answer(.refused) }
        return answer(answers.contains(.taken) ? .taken : .notNow)
    }

    /// A push is only a nudge: it is checked and answered at once, the content is read through the stream.
    private func pushed(_ request: HTTPRequest, bridge: String) async -> HTTPAnswer {
        guard let runner = runners[bridge] else {
            return HTTPProblem(status: 404, title: "Not found", detail: "There is no bridge of that name.").answer()
        }
        return answer(isStopping.isSet ? .notNow : await runner.push(headers: request.fields.all, body: request.body))
    }

    private func answer(_ answer: LaneRunner.PushAnswer) -> HTTPAnswer {
        switch answer {
        case .taken: return .respond(HTTPResponse(status: 204))
        case .refused:
            return HTTPProblem(
                status: 401, title: "Not signed by who is expected here",
                detail: "The signature does not fit the body, or is older than five minutes: check the webhook secret and the clocks."
            ).answer()
        case .notNow:
            return HTTPProblem(
                status: 503, title: "Not now", detail: "The bridge is not at work; it reads the stream when it is."
            ).answer(fields: ["Retry-After": "\(Self.pushRetrySeconds)"])
        }
    }
}
