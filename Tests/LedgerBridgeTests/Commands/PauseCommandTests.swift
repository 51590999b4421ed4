import BridgeJSON
import Testing

@testable import ledgerbridge

/// A bridge that is told to send nothing, at the command line.
@Suite struct `The commands pause and resume` {
    private static let configuration = """
        language: en
        sources: { trade: { type: freshportal, url: "http://127.0.0.1:1", key: "env:TOKEN" } }
        targets: { profit: { type: afas, participant: "12345", administration: 1, token: "env:TOKEN" } }
        bridges: { sales: { source: trade, administration: NL01, target: profit } }
        """

    @Test func `need no secret and no connection, and status tells who paused it and why`() async throws {
        let place = try CommandFolder(Self.configuration)
        #expect(await place.words(["pause"]).exit == .usage)
        let paused = await place.words(["pause", "--reason", "month end", "--json"])
        #expect(paused.exit == .success, "\(paused.status)")
        #expect(try JSON(parsing: paused.output)["paused"]?["by"]?.string == "anna")
        let again = await place.words(["pause", "--reason", "other"])
        #expect(again.exit == .success && again.output.contains("paused already") && again.output.contains("month end"))
        for words in [["status"], ["run", "next"]] {
            let said = await place.words(words)
            #expect(said.output.contains("PAUSED since") && said.output.contains("ledgerbridge resume"), "\(said)")
        }
        let resumed = await place.words(["resume"])
        #expect(resumed.exit == .success && resumed.output.contains("Bridge sales sends again."))
        #expect(await place.words(["resume"]).output.contains("was not paused"))
        #expect(await !place.words(["status"]).output.contains("PAUSED"))
    }
}
