import BridgeDomain
import Foundation
import Testing

@testable import ledgerbridge

@Suite struct `The help texts` {
    @Test(arguments: allCommands.map(\.name))
    func `each command has an example that is a right command line of its own`(name: String) throws {
        let command = try #require(allCommands.first { $0.name == name })
        let words = Self.words(of: command.example)
        guard case .run(let found, _, _) = try CommandParser(commands: allCommands).parse(words) else {
            Issue.record("'\(command.example)' is no command line")
            return
        }
        #expect(found.name == name)
    }

    @Test(arguments: allCommands.map(\.name))
    func `each command explains itself, its words and its options in both languages`(name: String) throws {
        let command = try #require(allCommands.first { $0.name == name })
        let texts = [command.summary] + [command.details].compactMap(\.self) + command.options.map(\.help) + command.operands.map(\.help)
        for text in texts {
            #expect(!text.dutch.isEmpty && !text.english.isEmpty)
            #expect(text.dutch != text.english, "\(text.english)")
        }
    }

    @Test(arguments: Language.allCases, [40, 80, 100, 200])
    func `help fits the terminal`(language: Language, width: Int) {
        let help = Help(commands: allCommands, language: language, width: width)
        // The names of the longest commands and options stand beside the text: below that nothing can be done.
        let bound = max(width, 64)
        for text in [help.overview()] + allCommands.map({ help.text([$0]) }) {
            let prose = text.split(separator: "\n").filter { !$0.contains("ledgerbridge ") && !$0.contains("$LEDGERBRIDGE") }
            let widest = prose.max { $0.count < $1.count } ?? ""
            #expect(TerminalText.columns(String(widest)) <= bound, "\(widest)")
        }
    }

    @Test func `the overview names every command and every exit code`() {
        let overview = Help(commands: allCommands, language: .english, width: 200).overview()
        for command in allCommands { #expect(overview.contains("  \(command.name) ")) }
        for exit in Exit.allCases { #expect(overview.contains("\(exit.rawValue)") && overview.contains(exit.meaning.english)) }
    }

    @Test func `the operators' page has the exit codes as they are`() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let page = try String(contentsOf: root.appendingPathComponent("Documentation/operations/run-it.md"), encoding: .utf8)
        for exit in Exit.allCases { #expect(page.contains("| \(exit.rawValue) | \(exit.meaning.english) |")) }
    }

    /// The words of an example, as a shell would hand them over.
    private static func words(of example: String) -> [String] {
        var line = example
        if line.hasPrefix("source <("), line.hasSuffix(")") { line = String(line.dropFirst(9).dropLast()) }
        if let redirection = line.firstIndex(where: { $0 == "<" || $0 == ">" }) { line = String(line[..<redirection]) }
        var words: [String] = []
        for (place, part) in line.split(separator: "\"", omittingEmptySubsequences: false).enumerated() {
            if place.isMultiple(of: 2) { words += part.split(separator: " ").map(String.init) } else { words.append(String(part)) }
        }
        return Array(words.dropFirst())
    }
}

@Suite struct `The language of texts` {
    private func language(_ words: [String], _ environment: [String: String], configured: Language? = nil) -> Language {
        Listener(environment: environment).surroundings.language(words, configured: configured)
    }

    @Test func `is the one asked for, then the configuration's, then the system's, then English`() {
        let dutch = ["LANG": "nl_NL.UTF-8"]
        #expect(language(["status", "--lang", "en"], dutch, configured: .dutch) == .english)
        #expect(language(["status", "--lang=nl"], [:], configured: .english) == .dutch)
        #expect(language(["status"], dutch, configured: .english) == .english)
        #expect(language(["status"], dutch) == .dutch)
        #expect(language(["status"], ["LANG": "nl_NL", "LC_ALL": "C"]) == .english)
        #expect(language(["status"], [:]) == .english)
    }
}
