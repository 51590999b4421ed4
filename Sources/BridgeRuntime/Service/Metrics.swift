import BridgeDomain
import BridgeJournal

/// The service's numbers in Prometheus' text format. Labels have few values: bridges, connections, and words of closed lists.
struct Metrics: Sendable {
    let journal: any BridgeJournal
    let clock: any TimeSource
    /// Names of the connections, each once.
    let connections: [String]
    let runners: [LaneRunner]

    /// All numbers at this moment. What the journal cannot tell is left out, and `ledgerbridge_journal_up` says so.
    func text() async -> String {
        var text = MetricsText()
        var health: [BridgeHealth] = []
        for runner in runners { health.append(await runner.health) }
        add(health, to: &text)
        do {
            try await addJournal(health.map(\.bridge), to: &text)
            text.gauge("journal_up", "1 while the journal can be read.", [([], 1)])
        } catch {
            text.gauge("journal_up", "1 while the journal can be read.", [([], 0)])
        }
        return text.lines.joined(separator: "\n") + "\n"
    }

    private func add(_ health: [BridgeHealth], to text: inout MetricsText) {
        func count(_ name: String, _ help: StaticString, _ value: (BridgeHealth) -> Int) {
            text.counter(name, help, health.map { ([("bridge", $0.bridge.text)], Int64(value($0))) })
        }
        count("turns_total", "Turns of work since the start.") { $0.turns }
        count("turns_failed_total", "Turns that the journal did not let finish since the start.") { $0.turnsFailed }
        count("received_total", "Documents and parties read from the source since the start.") { $0.received }
        count("calls_total", "Posting and relation calls to the books since the start.") { $0.calls }
        count("booked_total", "Documents booked since the start.") { $0.booked }
        count("looked_up_total", "Look-ups after a lost answer since the start.") { $0.lookedUp }
        count("reported_total", "Statuses told to the source since the start.") { $0.reported }
        count("pushes_total", "Pushes taken since the start, repeats left out.") { $0.pushesTaken }
        count("pushes_refused_total", "Pushes with a wrong or old signature since the start.") { $0.pushesRefused }
        count("clock_set_back_total", "How often the machine's clock went back since the start.") { $0.clockSetBacks }
        text.gauge(
            "ready", "1 when the bridge is at work.", health.map { ([("bridge", $0.bridge.text)], $0.isReady ? 1 : 0) })
        text.gauge(
            "trouble", "1 while something stands in the bridge's way.",
            health.map { ([("bridge", $0.bridge.text)], $0.trouble == nil ? 0 : 1) })
        text.gauge(
            "paused", "1 while a person's pause keeps the bridge from sending.",
            health.map { ([("bridge", $0.bridge.text)], $0.isPaused ? 1 : 0) })
    }

    private func addJournal(_ bridges: [BridgeID], to text: inout MetricsText) async throws(JournalError) {
        text.gauge(
            "documents", "Documents by state.",
            try await journal.stateTotals(nil).map {
                (
                    [
                        ("bridge", $0.bridge.text), ("state", $0.state.rawValue), ("kind", $0.kind.rawValue),
                        ("currency", $0.gross?.currency.code ?? ""),
                    ], Int64($0.count)
                )
            })
        text.gauge("problems", "Documents that wait for a person, by problem; one may count under several.", try await problems())
        var waiting: [(bridge: BridgeID, totals: WaitingTotals)] = []
        let now = clock.now()
        for bridge in bridges { waiting.append((bridge, try await journal.waitingTotals(bridge, at: now))) }
        text.gauge(
            "late", "Documents that are not settled although their deadline has passed.",
            waiting.map { ([("bridge", $0.bridge.text)], Int64($0.totals.late)) })
        text.gauge(
            "differing", "Documents of which the books hold something else than was meant.",
            waiting.map { ([("bridge", $0.bridge.text)], Int64($0.totals.differing)) })
        text.gauge(
            "oldest_waiting_seconds", "Age of the unsettled document whose deadline comes first; 0 when nothing waits.",
            waiting.map { waiting in
                let age = waiting.totals.oldest.map { max(0, now.milliseconds(since: $0)) / 1_000 } ?? 0
                return ([("bridge", waiting.bridge.text)], age)
            })
        try await addBudgets(to: &text)
    }

    private func problems() async throws(JournalError) -> [MetricsText.Sample] {
        var counts: [String: (labels: MetricsText.Labels, count: Int64)] = [:]
        // What was found makes rows of one code; as a label it could have any number of values.
        for total in try await journal.problemTotals(nil) {
            let key = "\(total.bridge) \(total.code.rawValue)"
            let labels = [("bridge", total.bridge.text), ("code", total.code.rawValue)]
            counts[key] = (labels, (counts[key]?.count ?? 0) + Int64(total.count))
        }
        return counts.sorted { $0.key < $1.key }.map { ($0.value.labels, $0.value.count) }
    }

    private func addBudgets(to text: inout MetricsText) async throws(JournalError) {
        var left: [MetricsText.Sample] = []
        var limits: [MetricsText.Sample] = []
        let now = clock.now()
        for connection in connections {
            for window in try await journal.budget(connection: connection) {
                let labels = [("connection", connection), ("window", window.name)]
                // A window that has run out starts afresh with the next call.
                left.append((labels, Int64(window.resetsAt <= now ? window.limit : window.left)))
                limits.append((labels, Int64(window.limit)))
            }
        }
        text.gauge("budget_left", "Calls left in a window.", left)
        text.gauge("budget_limit", "Calls a window allows.", limits)
    }
}

/// Lines of Prometheus' text format, version 0.0.4.
struct MetricsText {
    typealias Labels = [(name: String, value: String)]
    typealias Sample = (labels: Labels, value: Int64)

    private(set) var lines: [String] = []

    mutating func gauge(_ name: String, _ help: StaticString, _ samples: [Sample]) { add(name, "gauge", help, samples) }
    mutating func counter(_ name: String, _ help: StaticString, _ samples: [Sample]) { add(name, "counter", help, samples) }

    private mutating func add(_ name: String, _ type: String, _ help: StaticString, _ samples: [Sample]) {
        let name = "ledgerbridge_\(name)"
        lines += ["# HELP \(name) \(help)", "# TYPE \(name) \(type)"]
        lines += samples.map { sample in
            guard !sample.labels.isEmpty else { return "\(name) \(sample.value)" }
            let labels = sample.labels.map { "\($0.name)=\"\(Self.escaped($0.value))\"" }.joined(separator: ",")
            return "\(name){\(labels)} \(sample.value)"
        }
    }

    /// A label's value: backslash, quote and line break are escaped.
    static func escaped(_ value: String) -> String {
        var result = ""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\\": result += "\\\\"
            case "\"": result += "\\\""
            case "\n": result += "\\n"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
