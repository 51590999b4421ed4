import Foundation
import Testing

@testable import ledgerbridge

/// Asks bash itself.
@Suite struct `Completion of the shell` {
    @Test(arguments: [
        (["ledgerbridge", "sta"], ["status"]), (["ledgerbridge", "map", "im"], ["import"]),
        (["ledgerbridge", "list", "--sta"], ["--state"]), (["ledgerbridge", "list", "--state", "pa"], ["parked"]),
        (["ledgerbridge", "completion", ""], ["bash", "zsh"]), (["ledgerbridge", "help", "sandb"], ["sandbox"]),
        (["ledgerbridge", "map", "import", "--comm"], ["--comment"]), (["ledgerbridge", "demo", "--lang", ""], ["nl", "en"]),
    ])
    func `completes commands, options and choices`(words: [String], found: [String]) throws {
        #expect(try complete(words) == found)
    }

    @Test func `knows every command`() throws {
        let firsts = Set(allCommands.map { $0.path[0] })
        #expect(Set(try complete(["ledgerbridge", ""])).isSuperset(of: firsts))
    }

    private func complete(_ words: [String]) throws -> [String] {
        let quoted = words.map { "'\($0)'" }.joined(separator: " ")
        let script =
            Completion(commands: allCommands).script(.bash)
            + "\nCOMP_WORDS=(\(quoted)); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _ledgerbridge; printf '%s\\n' \"${COMPREPLY[@]}\"\n"
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/bash")
        process.arguments = ["--norc", "-c", script]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return text.split(separator: "\n").map(String.init)
    }
}
