@testable import BridgeAPI
import BridgeAccess
import BridgeDomain
import BridgeHTTP
import BridgeJSON
import BridgeTesting
import Foundation
import Testing

/// The page for integrators: its examples are run as they stand, its tables say what the code says.
@Suite(.timeLimit(.minutes(5))) struct `The page for integrators` {
    private static let page = "Documentation/integrators/push-documents.md"

    /// A block of the page with the note before it: `<!-- file: name -->` or `<!-- run: what comes -->`.
    private struct Block {
        var note: String
        var text: String
    }

    private static func blocks(_ kind: String) throws -> [Block] {
        let lines = try ProjectFile.read(page).split(separator: "\n", omittingEmptySubsequences: false)
        return lines.indices.compactMap { index in
            guard lines[index].hasPrefix("<!-- \(kind): "), index + 1 < lines.count, lines[index + 1].hasPrefix("```") else { return nil }
            let note = lines[index].dropFirst("<!-- \(kind): ".count).dropLast(" -->".count)
            let body = lines[(index + 2)...].prefix { $0 != "```" }
            return Block(note: String(note), text: body.joined(separator: "\n"))
        }
    }

    private static let tools = ["curl", "openssl", "base64"]
    private static let hasTools = tools.allSatisfy { FileManager.default.isExecutableFile(atPath: "/usr/bin/\($0)") }

    @Test(.enabled(if: hasTools)) func `every example does what the page says`() async throws {
        // The shell's own clock signs the last example.
        let clock = MovableClock(Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000)))
        try await House.with(clock: clock) { house in
            let folder = try ScratchFolder()
            for file in try Self.blocks("file") { try folder.write(file.text, to: file.note) }
            let token = try await house.token(Set(TokenScope.allCases), bridges: ["NL01"]).text
            let runs = try Self.blocks("run")
            #expect(runs.count == 7)
            for run in runs {
                let said = try await Self.shell(
                    run.text, in: folder.path, ["DOOR": house.origin, "TOKEN": token, "SECRET": House.secrets[1]])
                let json = try #require(try? JSON(parsing: said), "\(run.text)\n\(said)")
                #expect(Self.gist(json) == run.note, "\(said)")
            }
        }
    }

    /// What an answer says in a few words.
    private static func gist(_ json: JSON) -> String {
        if let version = json["openapi"]?.string { return "openapi \(version)" }
        if let state = json["documents"]?[0]?["state"]?.string { return state }
        return (json["results"]?.array ?? [json]).compactMap { $0["verdict"]?.string }.joined(separator: " ")
    }

    @Test func `every example body is what the OpenAPI document describes`() throws {
        let contract = Contract(document: OpenAPIDocument(desk: []).json)
        for file in try Self.blocks("file") {
            let operation: BridgeAPI.Operation = file.note.hasPrefix("debtor") ? .pushParties : .pushDocuments
            #expect(try contract.describesBody(try JSON(parsing: file.text), of: operation.rawValue), "\(file.note)")
        }
    }

    @Test func `the tables name every verdict and every refusal, with its status`() throws {
        let rows = try ProjectFile.read(Self.page).split(separator: "\n").filter { $0.hasPrefix("| `") }.map { row in
            row.split(separator: "|").map { $0.filter { $0 != "`" }.trimmingCharacters(in: .whitespaces) }
        }
        #expect(rows.prefix(5).map { $0[0] } == VerdictWord.allCases.map(\.rawValue))
        let ofPushes = DoorProblem.allCases.filter { !DoorProblem.ofActs.contains($0) }
        #expect(rows.dropFirst(5).map { "\($0[0]) \($0[1])" } == ofPushes.map { "\($0.rawValue) \($0.status)" })
        let acts = try ProjectFile.read("Documentation/integrators/api.md").split(separator: "\n").filter { $0.hasPrefix("| 4") }
        for problem in DoorProblem.ofActs {
            #expect(acts.contains { $0.hasPrefix("| \(problem.status) ") && $0.contains("`\(problem.rawValue)`") }, "\(problem)")
        }
    }

    @Test func `the bounds it names are the bounds there are`() throws {
        let text = try ProjectFile.read(Self.page)
        for bound in [
            "up to \(PushLimits.itemsMax / 1_000),000 items", "at most \(PushBounds.bodyBytesMax >> 20) MB",
            "for \(APIDoor.answersKeptSeconds / 3_600) hours", "more than \(APIDoor.Limits().requestsPerMinute / 1_000),000 requests",
        ] {
            #expect(text.contains(bound), "\(bound)")
        }
        #expect(WebhookSignature.tolerance == 300 && text.contains("five minutes"))
    }

    /// What a shell prints. Waits for its end on a thread of its own.
    private static func shell(_ command: String, in folder: String, _ environment: [String: String]) async throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", command]
        process.currentDirectoryURL = URL(filePath: folder)
        process.environment = environment.merging(["PATH": "/usr/bin:/bin"]) { given, _ in given }
        let output = Pipe()
        process.standardOutput = output
        return try await withCheckedThrowingContinuation { continuation in
            process.terminationHandler = { _ in
                continuation.resume(returning: String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self))
            }
            do { try process.run() } catch { continuation.resume(throwing: error) }
        }
    }
}
