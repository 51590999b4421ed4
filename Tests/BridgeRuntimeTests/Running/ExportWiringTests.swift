import BridgeDomain
import BridgeEngine
import Testing

@testable import BridgeRuntime

@Suite(.timeLimit(.minutes(2))) struct `A bridge whose source is the delta export` {
    private func configuration(_ town: Town) throws -> Configuration {
        try town.configuration(
            more: "  delta: { source: delta, administration: NL02, target: exact }",
            sources: """
                delta:
                    type: freshportal-export
                    url: \(town.tradeOrigin)
                    key: env:KEY
                    first_date: \(Town.date.adding(days: -30))
                    history_days: 90
                    state_file: rows.sqlite
                """)
    }

    @Test func `is wired to FreshPortal's export, for its own administration`() async throws {
        let town = try await Town()
        let installation = try town.installation(configuration(town))
        try await town.connect(installation)
        let bridge = try await installation.bridge(installation.configuration.bridges[1])
        #expect("\(bridge.parts.source)".contains("FreshPortal export \(town.tradeOrigin) NL02"))
        guard case .freshPortalExport(_, let export)? = installation.configuration.sources.last?.kind else {
            Issue.record("another kind of source")
            return
        }
        #expect(export.historyDays == 90 && export.stateFile == "rows.sqlite")
        await town.close()
    }

    @Test func `says what is missing, and where`() async throws {
        let town = try await Town()
        let error = #expect(throws: (any Error).self) {
            try town.configuration(
                more: "  delta: { source: delta, administration: NL02, target: exact }",
                sources: "delta: { type: freshportal-export, url: \(town.tradeOrigin), key: env:KEY, history_days: -1 }")
        }
        let words = "\(try #require(error))"
        #expect(words.contains("first_date"))
        #expect(words.contains("history_days"))
        await town.close()
    }
}
