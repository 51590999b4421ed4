import BridgeDomain
import BridgeHTTP
import BridgeJournal
import BridgeJournalTesting
import BridgeTesting
import FreshPortalSimulator
import Testing

@testable import BridgeRuntime

@Suite(.timeLimit(.minutes(2))) struct `The service's numbers` {
    /// One sample as Prometheus reads it.
    struct Sample {
        var name: String
        var labels: [String: String]
        var value: Double

        /// nil for a line that is no sample of the text format.
        init?(_ line: Substring) {
            guard
                let match = line.wholeMatch(
                    of: /([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{((?:[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\.)*",?)*)\})? (-?[0-9.e+]+)/),
                let value = Double(match.output.3)
            else { return nil }
            name = String(match.output.1)
            labels = [:]
            for label in (match.output.2 ?? "").matches(of: /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\.)*)"/) {
                labels[String(label.output.1)] = String(label.output.2)
            }
            self.value = value
        }
    }

    @Test func `are Prometheus text, tell what waits, and keep to few series`() async throws {
        let town = try await Town()
        let installation = try town.installation(town.configuration(bridge: "late_after_hours: 1"))
        try await town.connect(installation)
        for document in town.day.documents { await town.trade.approve(document.json) }
        try await town.serving(installation) { guest in
            try await guest.wait("/readyz") { $0.status == 200 }
            try await guest.wait("/metrics") { answer in
                answer.text.contains("ledgerbridge_problems{")
                    && !["ready", "inFlight"].contains { answer.text.contains("state=\"\($0)\"") }
            }
            town.clock.advance(seconds: 3_601)
            let answer = try await guest.wait("/metrics") { !$0.text.contains("ledgerbridge_late{bridge=\"export\"} 0\n") }
            #expect(answer.fields["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8")
            var types: [String: Substring] = [:]
            var samples: [Sample] = []
            var series: Set<Substring> = []
            for line in answer.text.split(separator: "\n") {
                if line.hasPrefix("# ") {
                    let words = line.split(separator: " ", maxSplits: 3)
                    if words[1] == "TYPE" { types[String(words[2])] = words[3] }
                    continue
                }
                let sample = try #require(Sample(line), "\(line)")
                #expect(types[sample.name] != nil, "a type stands before \(line)")
                #expect(types[sample.name] != "counter" || sample.name.hasSuffix("_total"))
                #expect(series.insert(line.prefix { $0 != " " }).inserted, "each series once: \(line)")
                samples.append(sample)
            }
            func value(_ name: String) -> Double? { samples.first { $0.name == "ledgerbridge_\(name)" }?.value }
            #expect(value("journal_up") == 1)
            #expect(value("ready") == 1)
            let waiting = try await town.journal.waitingTotals("export", at: town.clock.now())
            #expect(value("late") == Double(waiting.late) && waiting.late > 0)
            #expect(value("oldest_waiting_seconds") == 3_601)
            #expect(value("differing") == 0)
            let codes = samples.filter { $0.name == "ledgerbridge_problems" }.compactMap { $0.labels["code"] }
            #expect(!codes.isEmpty && codes.allSatisfy { ProblemCode(rawValue: $0) != nil })
            #expect(codes.count == Set(codes).count)
            #expect(samples.count < 200, "\(samples.count)")
            for secret in ["sandbox-key", "sandbox-secret", Town.hookSecret] { #expect(!answer.text.contains(secret)) }
        }
        await town.close()
    }
}
