import BridgeDomain
import BridgeEngine
import BridgeJournal
import BridgeJournalTesting
import BridgeSource
import FoundationEssentials
import Testing

@testable import BridgeRuntime

@Suite(.timeLimit(.minutes(1))) struct `Files that are tried before they are taken` {
    /// A bridge with rules, on an empty journal.
    private struct Stage {
        let town: Town
        let bridge: WorkingBridge

        init() async throws {
            town = try await Town()
            let installation = try town.installation(town.configuration())
            try await town.connect(installation)
            bridge = try await installation.bridge(installation.configuration.bridges[0])
        }

        /// Number and state of what the files would become, in order of number.
        func tried(_ files: NamedFiles) async throws -> [String] {
            let trial = try await bridge.trial(of: files, below: town.folder.path)
            let all = try await trial.bridge.parts.journal.list(PostingFilter(bridge: "export"), before: nil, limit: 1_000)
            let outcomes = try await Forecast(parts: trial.bridge.parts).outcomes(of: all.filter { trial.isOfFiles($0.document) })
            await trial.close()
            return outcomes.map { "\($0.posting.document.number) \($0.state.rawValue) \(codes($0.problems))" }.sorted()
        }

        /// The same of what the journal holds, as the bridge's lane judges it.
        func kept() async throws -> [String] {
            let all = try await town.journal.list(PostingFilter(bridge: "export"), before: nil, limit: 1_000)
            return all.map { "\($0.document.number) \($0.state.rawValue) \(codes($0.problems))" }.sorted()
        }

        private func codes(_ problems: [Problem]) -> String { problems.map(\.code.rawValue).joined(separator: ",") }
    }

    @Test func `are judged as if they had arrived, and leave nothing behind`() async throws {
        let stage = try await Stage()
        let files = try stage.town.folder.sales(
            "a.txt", "invoice;F-1;;C0001;10000", "credit;C-1;F-1;C0001;4000", "credit;C-2;F-1;C0001;9000", "credit;C-3;F-9;C0001;100")
        let tried = try await stage.tried(files)
        #expect(tried.map { String($0.prefix(3)) } == ["C-1", "C-2", "C-3", "F-1"])
        #expect(tried[1].contains("parked credit_exceeds_original"))
        #expect(tried[2].contains("held"))
        #expect(try await stage.kept().isEmpty)
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: stage.town.folder.path).filter { $0.hasPrefix("ledgerbridge-") }.isEmpty)
        await stage.town.close()
    }

    @Test func `are judged by what the journal knows already`() async throws {
        let stage = try await Stage()
        let earlier = try stage.town.folder.sales("a.txt", "invoice;F-1;;C0001;10000", "credit;C-1;F-1;C0001;4000")
        #expect(try await stage.bridge.takeIn(earlier) == [.accepted: 2])
        let later = try stage.town.folder.sales(
            "b.txt", "invoice;F-1;;C0001;10000", "credit;C-2;F-1;C0001;7000", "invoice;F-2;;C0001;1000", "credit;C-1;F-1;C0001;3000")
        let tried = try await stage.tried(later)
        #expect(tried.count == 3)
        #expect(tried.contains { $0.hasPrefix("C-2 parked credit_exceeds_original") })
        #expect(tried.contains { $0.hasPrefix("C-1#") && $0.contains("number_with_other_content") })
        #expect(try await stage.kept().count == 2)
        await stage.town.close()
    }

    @Test func `are taken once, however often that is asked`() async throws {
        let stage = try await Stage()
        for (round, expected) in [[PushIntake.Verdict.Outcome.accepted: 2], [.unchanged: 2], [.unchanged: 2]].enumerated() {
            let files = try stage.town.folder.sales("a\(round).txt", "invoice;F-1;;C0001;10000", "?;;;;", "invoice;F-2;;C0002;500")
            #expect(try await stage.bridge.takeIn(files) == expected)
            #expect(await files.account.rejectedCount == 1)
        }
        #expect(try await stage.kept().count == 2)
        await stage.town.close()
    }

    @Test func `do not move the bridge's own source`() async throws {
        let stage = try await Stage()
        await stage.town.approve(0..<2)
        #expect(try await stage.bridge.readSource())
        let before = try await stage.town.journal.cursor("export", name: "source.documents")
        #expect(try await stage.bridge.takeIn(try stage.town.folder.sales("a.txt", "invoice;F-1;;C0001;10000")) == [.accepted: 1])
        #expect(try await stage.town.journal.cursor("export", name: "source.documents") == before)
        await stage.town.close()
    }

    @Test func `are read to the place that cannot be read, and the next file after that`() async throws {
        let stage = try await Stage()
        try stage.town.folder.write("a.txt", "invoice;F-1;;C0001;10000\n!\ninvoice;F-2;;C0001;10000")
        try stage.town.folder.write("b.txt", "invoice;F-3;;C0001;10000")
        let files = NamedFiles(
            ["a.txt", "gone.txt", "b.txt"].map { NamedFile(path: stage.town.folder.file($0), reader: SaleReader()) },
            administration: SourceAdministrationInfo(code: "NL01", name: "NL01", currency: .eur, vatNumber: nil))
        #expect(try await stage.bridge.takeIn(files) == [.accepted: 2])
        let account = await files.account
        #expect(account.files.map(\.documents) == [1, 0, 1])
        #expect(account.files.map { $0.refusal != nil } == [true, true, false])
        #expect(account.files[0].refusal?.line == 2)
        await stage.town.close()
    }
}
