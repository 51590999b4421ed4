import BridgeDomain
import BridgeEngine
import BridgeJournal
import BridgeRuntime
import CLinux
import Glibc

/// The program: finds the command, runs it, ends with a code that scripts can use.
@main struct LedgerBridge {
    static func main() async {
        clinux_ignore_sigpipe()
        exit(await run(Array(CommandLine.arguments.dropFirst())).rawValue)
    }

    static func run(_ words: [String]) async -> Exit {
        let parser = CommandParser(commands: allCommands)
        do {
            switch try parser.parse(words) {
            case .help(nil):
                Terminal.out(Help(parser: parser).overview())
                return words.isEmpty ? .usage : .success
            case .help(let command?):
                Terminal.out(Help(parser: parser).text(command))
                return .success
            case .run(let invocation): return try await invocation.command.run(invocation)
            }
        } catch let failure as CommandFailure {
            Terminal.complain("ledgerbridge: \(failure.message)")
            return failure.exit
        } catch let error as JournalError {
            Terminal.complain("ledgerbridge: \(error.message)")
            return .journal
        } catch let error as InstallationError {
            Terminal.complain("ledgerbridge: \(error.description)")
            return .configuration
        } catch {
            Terminal.complain("ledgerbridge: \(error)")
            return .failure
        }
    }
}

/// Every command, in the order of the overview.
let allCommands: [Command] =
    [demoCommand] + serviceCommands + documentCommands + verbCommands + mapCommands + connectCommands + partyCommands + keepingCommands
    + sandboxCommands + [completionCommand, versionCommand]
