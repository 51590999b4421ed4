import BridgeDomain
import Testing

@testable import ledgerbridge

/// A command line and what it is understood as.
private struct Line: Sendable, CustomTestStringConvertible {
    var words: [String]
    var command: String
    var options: [String: [String]] = [:]
    var operands: [String] = []

    var testDescription: String { words.joined(separator: " ") }
}

private let understood: [Line] = [
    Line(words: ["status"], command: "status"),
    Line(words: ["status", "--json"], command: "status", options: ["json": [""]]),
    Line(words: ["list", "--state", "parked", "--limit=20"], command: "list", options: ["state": ["parked"], "limit": ["20"]]),
    Line(words: ["map", "import", "a.yaml"], command: "map import", operands: ["a.yaml"]),
    Line(
        words: ["map", "import", "--comment", "dried = new", "a.yaml"], command: "map import", options: ["comment": ["dried = new"]],
        operands: ["a.yaml"]),
    Line(words: ["approve", "1", "2", "3"], command: "approve", operands: ["1", "2", "3"]),
    Line(words: ["show", "--", "--5"], command: "show", operands: ["--5"]),
    Line(words: ["show", "-"], command: "show", operands: ["-"]),
    Line(words: ["withdraw", "1", "--reason="], command: "withdraw", options: ["reason": [""]], operands: ["1"]),
    Line(words: ["--config", "x.yaml", "--lang=en", "status"], command: "status", options: ["config": ["x.yaml"], "lang": ["en"]]),
    Line(words: ["--version"], command: "version"),
]

/// A command line and what is said about it.
private struct Refusal: Sendable, CustomTestStringConvertible {
    var words: [String]
    var dutch: String
    var english: String

    var testDescription: String { words.joined(separator: " ") }
}

private let refused: [Refusal] = [
    Refusal(words: ["lsit"], dutch: "bedoelde u 'list'?", english: "did you mean 'list'?"),
    Refusal(words: ["frobnicate"], dutch: "noemt ze allemaal", english: "lists them all"),
    Refusal(words: ["map"], dutch: "'map' wil een van: sample,", english: "'map' takes one of: sample,"),
    Refusal(words: ["map", "imprt"], dutch: "bedoelde u 'map import'?", english: "did you mean 'map import'?"),
    Refusal(words: ["list", "--sate", "parked"], dutch: "bedoelde u --state?", english: "did you mean --state?"),
    Refusal(words: ["list", "-x"], dutch: "kent geen -x", english: "has no option -x"),
    Refusal(words: ["list", "--state", "prked"], dutch: "bedoelde u 'parked'?", english: "did you mean 'parked'?"),
    Refusal(words: ["list", "--kind", "elephant"], dutch: "kies uit: sales_invoice", english: "choose one of: sales_invoice"),
    Refusal(words: ["list", "--limit"], dutch: "ontbreekt de waarde", english: "needs a value"),
    Refusal(words: ["list", "--late=yes"], dutch: "heeft geen waarde", english: "takes no value"),
    Refusal(words: ["show"], dutch: "DOCUMENT ontbreekt", english: "DOCUMENT is missing"),
    Refusal(words: ["show", "1", "2"], dutch: "'2' is een woord te veel", english: "'2' is one word too many"),
    Refusal(words: ["completion", "powershell"], dutch: "kies uit: bash, zsh", english: "choose one of: bash, zsh"),
    Refusal(words: ["status", "--lang", "fr"], dutch: "--lang kent geen 'fr'", english: "--lang does not know 'fr'"),
    Refusal(words: ["serve", "--json"], dutch: "kent geen --json", english: "has no option --json"),
    Refusal(words: ["version", "--config", "x"], dutch: "kent geen --config", english: "has no option --config"),
    Refusal(words: ["help", "nothing"], dutch: "geen opdracht 'nothing'", english: "no command 'nothing'"),
]

@Suite struct `Reading a command line` {
    private let parser = CommandParser(commands: allCommands)

    @Test(arguments: understood)
    private func `finds command, options and operands`(line: Line) throws {
        guard case .run(let command, let options, let operands) = try parser.parse(line.words) else {
            Issue.record("not understood as a command")
            return
        }
        #expect(command.name == line.command)
        #expect(options == line.options)
        #expect(operands == line.operands)
    }

    @Test(arguments: refused)
    private func `refuses with what to do, in both languages`(refusal: Refusal) {
        do {
            _ = try parser.parse(refusal.words)
            Issue.record("understood")
        } catch {
            #expect(error.exit == .usage)
            #expect(error.message.dutch.contains(refusal.dutch), "\(error.message.dutch)")
            #expect(error.message.english.contains(refusal.english), "\(error.message.english)")
        }
    }

    @Test(arguments: [[], ["--help"], ["-h"], ["help"]])
    func `gives the overview when no command is named`(words: [String]) throws {
        guard case .overview = try parser.parse(words) else {
            Issue.record("no overview")
            return
        }
    }

    @Test(arguments: [
        (["list", "--help"], ["list"]), (["help", "map", "import"], ["map import"]), (["show", "-h"], ["show"]),
        (
            ["party", "--help"],
            [
                "party list", "party link", "party link-known", "party retry", "party show", "party differences", "party approve",
                "party refuse",
            ]
        ),
        (["help", "connect"], ["connect king", "connect consent", "connect check", "connect seal"]),
    ])
    func `gives help on a command or on a group`(words: [String], names: [String]) throws {
        guard case .help(let commands) = try parser.parse(words) else {
            Issue.record("no help")
            return
        }
        #expect(commands.map(\.name) == names)
    }

    @Test func `no two commands have one name, and no command two options of one name`() {
        let names = allCommands.map(\.name)
        #expect(Set(names).count == names.count)
        for command in allCommands {
            let options = command.allOptions.map(\.name)
            #expect(Set(options).count == options.count, "\(command.name)")
        }
    }
}

@Suite struct `Values of options` {
    @Test(arguments: [("1", 1), ("50", 50), ("1000", 1_000)])
    func `a whole number within bounds is taken`(text: String, number: Int) throws {
        #expect(try invocation(["limit": text]).integer("limit", in: 1...1_000) == number)
    }

    @Test(arguments: ["0", "1001", "ten", "1.5", "", "99999999999999999999"])
    func `any other is refused with the bounds`(text: String) {
        let refusal = #expect(throws: CommandFailure.self) { try invocation(["limit": text]).integer("limit", in: 1...1_000) }
        #expect(refusal?.exit == .usage)
        #expect(refusal?.message.english.contains("from 1 to 1000") == true)
    }

    @Test func `dates may be open at either end`() throws {
        let first = try #require(CalendarDate("2026-11-01"))
        #expect(try invocation([:]).dates() == nil)
        #expect(try invocation(["from": "2026-11-01"]).dates()?.lowerBound == first)
        #expect(try invocation(["to": "2026-11-01"]).dates()?.upperBound == first)
        #expect(throws: CommandFailure.self) { try invocation(["from": "2026-11-02", "to": "2026-11-01"]).dates() }
        #expect(throws: CommandFailure.self) { try invocation(["from": "1-11-2026"]).dates() }
    }

    @Test(arguments: [("1250.50", "1250.5"), ("1250,50", "1250.5"), ("-3", "-3")])
    func `amounts have a point or a comma`(text: String, amount: String) throws {
        #expect(try invocation(["min": text]).amount("min") == ExactDecimal(amount))
        #expect(throws: CommandFailure.self) { try invocation(["min": "much"]).amount("min") }
    }

    private func invocation(_ options: [String: String]) -> Invocation {
        Invocation(command: allCommands[0], options: options.mapValues { [$0] }, operands: [], surroundings: Listener().surroundings)
    }
}
