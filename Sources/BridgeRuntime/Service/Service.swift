public import BridgeDomain
import BridgeEngine
import BridgeHTTP
import BridgeHTTPServer
public import BridgeJournal
import BridgeSource

/// The program as a service: every bridge's lane turning, one door for health, numbers and pushes, and an orderly end.
public final class Service: Sendable {
    /// A bridge and the one who keeps it turning.
    struct Station: Sendable {
        let bridge: WorkingBridge
        let runner: LaneRunner
    }

    private let stations: [Station]
    private let server: HTTPServer
    private let log: Log

    /// A service over working bridges. `owner` names this process in leases.
    public init(
        bridges: [WorkingBridge], journal: any BridgeJournal, clock: any TimeSource, door: Configuration.Door, owner: String, log: Log
    ) {
        let stations = bridges.map { bridge in
            Station(
                bridge: bridge,
                runner: LaneRunner(
                    bridge: bridge.parts.policy.bridge, lane: Lane(parts: bridge.parts, orders: bridge.translator, owner: owner),
                    clock: clock,
                    log: log.labelled(bridge.parts.policy.bridge.text)))
        }
        self.stations = stations
        self.log = log
        var settings = HTTPServer.Configuration(address: door.address, port: door.port)
        settings.tls = door.tls.map { HTTPServer.Configuration.TLS(certificateFile: $0.certificate, keyFile: $0.key) }
        server = HTTPServer(handler: Self.router(stations, journal, clock), configuration: settings)
    }

    /// Opens the door and starts the lanes; returns the door's port.
    public func start() throws -> UInt16 { try server.start() }

    /// Keeps every lane turning until ``stop()``.
    public func run() async {
        await withTaskGroup(of: Void.self) { group in
            for station in stations { group.addTask { await station.runner.run() } }
        }
        await server.stop()
    }

    /// Ends: calls under way are finished and written, leases given back, the door closed.
    public func stop() async {
        log.info("stopping: calls under way are finished first")
        for station in stations { await station.runner.stop() }
    }

    // MARK: The door

    private static func router(_ stations: [Station], _ journal: any BridgeJournal, _ clock: any TimeSource) -> Router {
        var router = Router()
        router.on(.get, "/healthz") { _, _ in .respond(plain(200, "alive\n")) }
        router.on(.get, "/readyz") { _, _ in await ready(stations) }
        router.on(.get, "/metrics") { _, _ in .respond(plain(200, await Metrics.text(stations, journal, clock))) }
        router.on(.post, "/hooks/freshportal/{bridge}") { request, parameters in
            await nudged(request, bridge: parameters["bridge"], stations, clock)
        }
        return router
    }

    private static func plain(_ status: Int, _ text: String) -> HTTPResponse {
        HTTPResponse(status: status, fields: ["Content-Type": "text/plain; charset=utf-8"], body: Array(text.utf8))
    }

    private static func ready(_ stations: [Station]) async -> HTTPAnswer {
        var lines: [String] = []
        var isReady = true
        for station in stations {
            let health = await station.runner.health
            if health.journalFailing || health.turns == 0 { isReady = false }
            lines.append("\(health.bridge): \(health.trouble ?? (health.turns == 0 ? "starting" : "ready"))")
        }
        return .respond(plain(isReady ? 200 : 503, lines.joined(separator: "\n") + "\n"))
    }

    /// A push is only a nudge: it is checked and answered at once, the content is read through the stream.
    private static func nudged(
        _ request: HTTPRequest, bridge: String, _ stations: [Station], _ clock: any TimeSource
    ) async -> HTTPAnswer {
        guard let station = stations.first(where: { $0.bridge.parts.policy.bridge.text == bridge }) else {
            return HTTPProblem(status: 404, title: "Not found", detail: "There is no bridge '\(bridge)'.").answer()
        }
        guard let nudge = station.bridge.parts.source.nudge(headers: request.fields.all, body: request.body, now: clock.now()) else {
            return HTTPProblem(
                status: 401, title: "Not signed by the source",
                detail: "The signature does not fit the body, or is older than five minutes: check the webhook secret and the clocks."
            ).answer()
        }
        await station.runner.nudge(nudge.stream)
        return .respond(HTTPResponse(status: 204))
    }
}

/// The service's numbers in Prometheus' text format.
enum Metrics {
    static func text(_ stations: [Service.Station], _ journal: any BridgeJournal, _ clock: any TimeSource) async -> String {
        var lines = ["# HELP ledgerbridge_documents Documents by state.", "# TYPE ledgerbridge_documents gauge"]
        if let totals = try? await journal.stateTotals(nil) {
            for total in totals {
                lines.append(
                    "ledgerbridge_documents{bridge=\"\(total.bridge)\",state=\"\(total.state.rawValue)\",kind=\"\(total.kind.rawValue)\","
                        + "currency=\"\(total.gross?.currency.code ?? "")\"} \(total.count)"
                )
            }
        }
        lines += ["# HELP ledgerbridge_calls_total Calls made to the books since the start.", "# TYPE ledgerbridge_calls_total counter"]
        for station in stations {
            let health = await station.runner.health
            lines.append("ledgerbridge_calls_total{bridge=\"\(health.bridge)\"} \(health.calls)")
        }
        lines += ["# HELP ledgerbridge_booked_total Documents booked since the start.", "# TYPE ledgerbridge_booked_total counter"]
        for station in stations {
            let health = await station.runner.health
            lines.append("ledgerbridge_booked_total{bridge=\"\(health.bridge)\"} \(health.booked)")
        }
        lines += ["# HELP ledgerbridge_budget_left Calls left in a window.", "# TYPE ledgerbridge_budget_left gauge"]
        for station in stations {
            let name = "exact/\(station.bridge.parts.policy.target)"
            for window in (try? await journal.budget(connection: name)) ?? [] {
                lines.append("ledgerbridge_budget_left{connection=\"\(name)\",window=\"\(window.name)\"} \(window.left)")
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
