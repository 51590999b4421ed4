import BridgeDomain
import BridgeEngine
import BridgeHTTP
import BridgeJournal
import BridgeJournalSQLite
import BridgeMapping
import BridgeRuntime

/// Bridges as the program wires them, that share one connection, between sources inside the process and the books.
struct NightTown: Sendable {
    let plan: NightPlan
    let books: any NightBooks
    let clock: ShiftedClock
    let wire: NightWire
    let journals: [any BridgeJournal]
    let lanes: [Lane]
    let trades: [Trade]
    let configuration: Configuration

    /// `processes` is true when each bridge is to have a process's own parts: journal, meter, session.
    init(_ plan: NightPlan, books: any NightBooks, clock: ShiftedClock, folder: String, processes: Bool) async throws {
        self.plan = plan
        self.books = books
        self.clock = clock
        let date = TimeZoneRule.amsterdam.date(of: clock.now())
        let trades = plan.documents.indices.map { place in
            Trade(
                TradeText(
                    lines: plan.lines, date: date, administration: "NL0\(place + 1)", first: 100_000 + place * 1_000_000, strangersTo: place
                ))
        }
        self.trades = trades
        let origins = trades.indices.map { "http://127.0.0.1:\($0 + 1)" }
        wire = NightWire(
            trades: Dictionary(zip(origins, trades)) { first, _ in first }, books: books.transport, clock: clock, poison: plan.poison)
        configuration = try Self.configuration(plan, origins, books.origin, folder)
        var journals: [any BridgeJournal] = []
        var lanes: [Lane] = []
        var installation: Installation?
        for (place, bridge) in configuration.bridges.enumerated() {
            if processes || installation == nil {
                journals.append(try await SQLiteJournal.open(path: configuration.path(configuration.journal), time: clock))
                installation = try Installation(
                    configuration, journal: journals[journals.count - 1], transport: wire, clock: clock,
                    environment: ["NIGHT_KEY": "sandbox-key", "NIGHT_SECRET": "sandbox-secret"], owner: "night-\(place)")
            }
            guard let installation else { continue }
            let working = try await installation.bridge(bridge)
            if place == 0 { try await Sandboxes.consent(working, books.origin, wire) }
            let rules = try MappingRules(yaml: MappingSamples.exactFlowerExporter)
            _ = try await working.save(rules, yaml: MappingSamples.exactFlowerExporter, by: .person("night"), comment: "night")
            let ready = try await installation.bridge(bridge)
            lanes.append(Lane(parts: ready.parts, orders: ready.translator, owner: "night-\(place)"))
        }
        self.journals = journals
        self.lanes = lanes
    }

    private static func configuration(
        _ plan: NightPlan, _ origins: [String], _ books: String, _ folder: String
    ) throws -> Configuration {
        let sources = origins.enumerated().map { "  trade-\($0 + 1): { type: freshportal, url: \"\($1)\", key: \"env:NIGHT_KEY\" }" }
        let bridges = plan.bridges.enumerated().map { place, bridge in
            "  \(bridge): { source: trade-\(place + 1), administration: NL0\(place + 1), target: exact, approval: automatic, "
                + "schedule: on_arrival }"
        }
        let text = """
            journal: night.db
            key_file: night.key
            sources:
            \(sources.joined(separator: "\n"))
            targets:
              exact:
                type: exact
                url: \(books)
                division: 3456789
                client_id: 6f1c0000-1111-2222-3333-444455556666
                client_secret: env:NIGHT_SECRET
                road: \(plan.road)
                redirect: http://127.0.0.1:8080/exact/callback
                limits: { per_minute: \(plan.callsPerMinute), per_day: \(plan.callsPerDay) }
            bridges:
            \(bridges.joined(separator: "\n"))

            """
        try TextFile.write(Array(text.utf8), to: "\(folder)/night.yaml")
        return try ConfigurationFile.read("\(folder)/night.yaml")
    }

    /// Moves both clocks to a moment; the books' first, so that they are never behind ours: a minute that is new for us is new for them.
    func skip(to moment: Timestamp) async throws {
        let seconds = (moment.milliseconds(since: clock.now()) + 999) / 1_000
        guard seconds > 0 else { return }
        try await books.advance(seconds: seconds)
        clock.advance(milliseconds: seconds * 1_000)
    }

    func close() async {
        for lane in lanes { await lane.release() }
        for journal in journals { await journal.close() }
    }
}
