import BridgeDomain
import BridgeJSON
import BridgeRuntime
import CLinux
import Glibc

/// The program: finds the command, runs it, ends with a code that scripts can use.
@main struct LedgerBridge {
    static func main() async {
        clinux_ignore_sigpipe()
        clinux_ignore_sigxfsz()
        clinux_keep_freed_memory()
        exit(await run(Array(CommandLine.arguments.dropFirst()), in: .standard()).rawValue)
    }

    /// Runs one command line in given surroundings.
    static func run(_ words: [String], in surroundings: Surroundings) async -> Exit {
        let console = surroundings.console
        do {
            switch try CommandParser(commands: allCommands).parse(words) {
            case .overview:
                let overview = help(words, surroundings).overview()
                // Nothing was asked for: that is no success, and a script must not take it for data.
                if words.isEmpty { console.say(overview) } else { console.out(overview) }
                return words.isEmpty ? .usage : .success
            case .help(let commands):
                console.out(help(words, surroundings).text(commands))
                return .success
            case .run(let command, let options, let operands):
                let invocation = Invocation(command: command, options: options, operands: operands, surroundings: surroundings)
                return try await command.run(invocation)
            }
        } catch {
            let failure = CommandFailure(error)
            tell(failure, words, surroundings)
            return failure.exit
        }
    }

    private static func help(_ words: [String], _ surroundings: Surroundings) -> Help {
        Help(commands: allCommands, language: language(words, surroundings), width: surroundings.console.width)
    }

    private static func tell(_ failure: CommandFailure, _ words: [String], _ surroundings: Surroundings) {
        let message = failure.message[language(words, surroundings)]
        guard words.contains("--json") else { return surroundings.console.say("ledgerbridge: \(message)") }
        let error: JSON = .object([.init("exit", .number(Int(failure.exit.rawValue))), .init("message", .string(message))])
        surroundings.console.say(JSON.object([.init("error", error)]).indentedText)
    }

    /// The configuration's language counts also for messages about the command line, as far as there is a configuration.
    private static func language(_ words: [String], _ surroundings: Surroundings) -> Language {
        let given = words.indices.last { words[$0] == "--config" }.flatMap { words.indices.contains($0 + 1) ? words[$0 + 1] : nil }
        let configured = try? ConfigurationFile.read(Context.file(given, surroundings)).language
        return surroundings.language(words, configured: configured)
    }
}

/// Every command, in the order of the overview.
let allCommands: [Command] =
    [demoCommand] + serviceCommands + documentCommands + differenceCommands + importCommands + runCommands + pauseCommands + verbCommands
    + jobCommands
    + mapCommands
    + connectCommands
    + tokenCommands + userCommands + webhookCommands
    + partyCommands + partyDifferenceCommands + paymentCommands + attachmentCommands + keepingCommands + sandboxCommands
    + [tortureCommand, nightCommand]
    + benchCommands
    + programCommands
