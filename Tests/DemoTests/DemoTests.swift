import Foundation
import Testing

/// The program as processes: both sandboxes and the service, killed with SIGKILL while answers are being lost.
@Suite struct `The demo as real processes` {
    @Test(.timeLimit(.minutes(10)))
    func `the service is killed while answers are lost, and nothing is lost, double or different`() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("ledgerbridge-demo-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let run = try Self.run(["demo", "--directory", folder.path, "--seed", "7", "--invoices", "80", "--credit-notes", "6"])
        #expect(run.status == 0, "\(run.text.suffix(3_000))")
        let last = try #require(run.text.split(separator: "\n").last)
        #expect(last.hasPrefix("DEMO OK documents=86 "))
        #expect(last.contains(" lost=0 double=0 different=0 "))

        // What it leaves can be used without the sandboxes.
        let configuration = folder.appendingPathComponent("ledgerbridge.yaml").path
        #expect(try Self.run(["verify", "--config", configuration]).status == 0)
        #expect(try Self.run(["status", "--config", configuration]).status == 1, "broken documents need a person")
        #expect(try Self.run(["reconcile", "--offline", "--config", configuration]).status == 0)
    }

    /// Runs the program that was built with these tests; its output is read to the end.
    private static func run(_ words: [String]) throws -> (status: Int32, text: String) {
        let process = Process()
        process.executableURL = try program()
        process.arguments = words
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        return (process.statusAtEnd(), text)
    }

    /// The program stands beside the bundle of tests.
    private static func program() throws -> URL {
        let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? CommandLine.arguments[0]
        let program = URL(fileURLWithPath: bundle).deletingLastPathComponent().appendingPathComponent("ledgerbridge")
        try #require(FileManager.default.isExecutableFile(atPath: program.path), "no program at \(program.path)")
        return program
    }
}
