import BridgeDomain
import BridgeEngine
import BridgeJournal
import BridgeJournalTesting
import BridgeTesting
import FreshPortalSimulator
import Testing

@testable import BridgeRuntime

@Suite(.timeLimit(.minutes(2))) struct `A bridge whose source is the delta export` {
    private func configuration(_ town: Town, historyDays: Int = 90) throws -> Configuration {
        try town.configuration(
            more: "  delta: { source: delta, administration: NL02, target: exact }",
            sources: """
                delta:
                    type: freshportal-export
                    url: \(town.tradeOrigin)
                    key: env:KEY
                    first_date: \(Town.date.adding(days: -30))
                    history_days: \(historyDays)
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

    @Test func `reads what FreshPortal exports over its door into the journal, page by page`() async throws {
        let town = try await Town()
        await town.approve(0..<5)
        let installation = try town.installation(configuration(town, historyDays: 730))
        try await town.connect(installation)
        let bridge = try await installation.bridge(installation.configuration.bridges[1])
        #expect(try await bridge.readSource())
        let kept = try await town.journal.list(PostingFilter(bridge: "delta"), before: nil, limit: 100)
        #expect(kept.map(\.document.number).sorted() == town.goodInvoices[0..<5].map(\.number).sorted())
        await town.close()
    }

    @Test func `holds documents back whose lists are older than the history asked for, two hours and no longer`() async throws {
        let town = try await Town()
        await town.approve(0..<2)
        let installation = try town.installation(configuration(town, historyDays: 90))
        try await town.connect(installation)
        let bridge = try await installation.bridge(installation.configuration.bridges[1])
        let filter = PostingFilter(bridge: "delta")
        #expect(try await bridge.readSource())
        #expect(try await town.journal.list(filter, before: nil, limit: 100).isEmpty)
        let standing = try installation.configuration.standing(of: installation.configuration.bridges[1])
        #expect(standing?.waiting == 2 && standing?.lastRead == town.clock.now() && standing?.missing.isEmpty == false)
        #expect(try installation.configuration.standing(of: installation.configuration.bridges[0]) == nil, "documents arrive whole there")
        town.clock.advance(seconds: 7_201)
        #expect(try await bridge.readSource())
        let kept = try await town.journal.list(filter, before: nil, limit: 100)
        #expect(kept.count == 2 && kept.allSatisfy { $0.state == .parked && !$0.problems.isEmpty }, "\(kept.map(\.problems))")
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
