import BridgeHTTPClient
import BridgeRuntime
import Synchronization

@testable import ledgerbridge

/// Hears what commands print, and answers what they ask.
final class Listener: Sendable {
    private let heard = Mutex<(output: String, status: String)>(("", ""))
    private let answers: Mutex<[String]>
    let width: Int
    let environment: [String: String]
    private let transport = CurlTransport()

    init(width: Int = 100, environment: [String: String] = ["LANG": "en_GB.UTF-8", "USER": "anna"], answers: [String] = []) {
        self.width = width
        self.environment = environment
        self.answers = Mutex(answers)
    }

    var surroundings: Surroundings {
        Surroundings(
            console: Console(
                width: width, isWatched: false, canAsk: false, write: hear, readLine: next, readSecret: next),
            environment: environment, clock: SystemClock(), transport: transport)
    }

    /// What was printed since the last time this was asked.
    func take() -> (output: String, status: String) {
        heard.withLock { heard in
            defer { heard = ("", "") }
            return heard
        }
    }

    @Sendable private func hear(_ stream: Console.Stream, _ text: String) {
        heard.withLock { heard in
            switch stream {
            case .output: heard.output += text
            case .status: heard.status += text
            }
        }
    }

    @Sendable private func next() -> String? { answers.withLock { $0.isEmpty ? nil : $0.removeFirst() } }

    /// Gives an answer to the next question.
    func say(_ answer: String) { answers.withLock { $0.append(answer) } }
}
