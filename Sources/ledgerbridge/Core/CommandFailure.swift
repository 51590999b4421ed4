import BridgeAccess
import BridgeActs
import BridgeConnector
import BridgeDomain
import BridgeJournal
import BridgeRuntime
import BridgeSource
import BridgeWebhooks

/// Something that ends a command with a message for people.
struct CommandFailure: Error {
    var exit: Exit
    var message: BilingualText

    init(_ exit: Exit, nl: String, en: String) { self.init(exit, BilingualText(nl: nl, en: en)) }

    init(_ exit: Exit, _ message: BilingualText) {
        self.exit = exit
        self.message = message
    }

    /// What any room threw, as a message and an exit code.
    init(_ error: any Error) {
        switch error {
        case let failure as CommandFailure: self = failure
        case let error as JournalError: self.init(.journal, error.text)
        case let error as InstallationError: self.init(.configuration, error.text)
        case let error as ConnectorError: self.init(.unreachable, error.text)
        case let error as SourceError: self.init(.unreachable, error.text)
        case let problem as AccountProblem: self.init(.usage, problem.text)
        case let problem as WebhookProblem: self.init(.usage, problem.text)
        case let refusal as ActRefusal: self.init(.usage, refusal.text)
        case is CancellationError: self.init(.failure, nl: "afgebroken", en: "stopped before it was done")
        default: self.init(.failure, nl: "onverwacht: \(error)", en: "unexpected: \(error)")
        }
    }
}
