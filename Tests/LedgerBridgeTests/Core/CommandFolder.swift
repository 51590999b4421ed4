import BridgeJSON
import BridgeJournal
import BridgeRuntime
import FoundationEssentials
import Testing

@testable import ledgerbridge

/// A folder with a configuration, in which commands are run; removed when the test lets go of it.
final class CommandFolder: Sendable {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "ledgerbridge-commands-\(UUID().uuidString)")
    private let listener: Listener

    init(_ configuration: String, environment: [String: String] = ["LANG": "en_GB.UTF-8", "USER": "anna"]) throws {
        listener = Listener(environment: environment)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try configuration.write(to: folder.appending(path: "ledgerbridge.yaml"), atomically: true, encoding: .utf8)
    }

    /// With one bridge, `sales`, whose documents are pushed.
    convenience init() throws {
        try self.init(
            """
            language: en
            sources: { trade: { type: api } }
            targets:
              exact:
                type: exact
                url: https://start.exactonline.nl
                division: 1
                client_id: app
                client_secret: env:CLIENT
                redirect: https://books.example.nl/callback
            bridges: { sales: { source: trade, administration: NL01, target: exact } }
            """)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// What a command said, and how it ended.
    func words(_ words: [String]) async -> (exit: Exit, output: String, status: String) {
        let file = folder.appending(path: "ledgerbridge.yaml").path(percentEncoded: false)
        let exit = await LedgerBridge.run(words + ["--config", file], in: listener.surroundings)
        let heard = listener.take()
        return (exit, heard.output, heard.status)
    }

    /// What a command that succeeds tells programs.
    func run(_ words: [String]) async throws -> JSON {
        let said = await self.words(words + ["--json"])
        #expect(said.exit == .success, "\(said.status)")
        return try JSON(parsing: said.output)
    }

    /// Works on the folder's journal.
    func journal<Answer>(_ work: (any BridgeJournal) async throws -> Answer) async throws -> Answer {
        let journal: any BridgeJournal = try await JournalFile.open(
            folder.appending(path: "ledgerbridge.sqlite").path(percentEncoded: false))
        let outcome: Result<Answer, any Error>
        do { outcome = .success(try await work(journal)) } catch { outcome = .failure(error) }
        await journal.close()
        return try outcome.get()
    }
}
