import BridgeDomain
import BridgeHTTP
import BridgeJSON
import FreshPortalSimulator
import FreshPortalSource
import Synchronization

/// Carries requests to a handler in the same process, with the failures a network would make of its answers.
struct InProcessTransport: HTTPTransport {
    let handler: any HTTPHandler

    func send(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPResponse {
        switch await handler.answer(request) {
        case .respond(let response):
            if response.body.count > request.answerMax { throw .answerTooLarge }
            return response
        case .drop: throw .connectionLost("closed without an answer")
        case .truncate: throw .answerTruncated
        }
    }
}

/// A clock that moves only when told to.
final class TestClock: TimeSource {
    private let moment: Mutex<Timestamp>

    init(_ start: Timestamp) { moment = Mutex(start) }

    func now() -> Timestamp { moment.withLock { $0 } }
    func advance(seconds: Int64) { moment.withLock { $0 = $0.adding(seconds: seconds) } }
}

/// Answers as told, and remembers what was asked.
final class ScriptedHandler: HTTPHandler {
    private let answers: Mutex<[HTTPAnswer]>
    private let seen = Mutex<[HTTPRequest]>([])

    init(_ answers: [HTTPAnswer]) { self.answers = Mutex(answers) }

    var requests: [HTTPRequest] { seen.withLock { $0 } }

    func answer(_ request: HTTPRequest) async -> HTTPAnswer {
        seen.withLock { $0.append(request) }
        return answers.withLock { $0.isEmpty ? .drop : $0.removeFirst() }
    }

    static func json(_ text: String, status: Int = 200, fields: HTTPFields = [:]) -> HTTPAnswer {
        .respond(HTTPResponse(status: status, fields: fields, body: Array(text.utf8)))
    }

    static let token = json(#"{"token": "t-1"}"#)
}

enum Trade {
    static let date = CalendarDate("2026-11-18") ?? CalendarDate(daysSinceEpoch: 0)
    static let clock = TestClock(Timestamp(date, milliseconds: 18 * 3_600_000))
    static let day = TradingDay.make(seed: 42, date: date)
    /// A day of its smallest size, for what does not need the breadth.
    static let smallDay = TradingDay.make(seed: 7, date: date, invoices: 80, creditNotes: 8, knownCustomers: 20, newCustomers: 8)

    static func source(_ handler: any HTTPHandler, time: any TimeSource = clock, answerMax: Int = 64 << 20) -> FreshPortalSource {
        FreshPortalSource(
            FreshPortalConfiguration(
                origin: "http://freshportal.test", administration: "NL01", apiKey: "sandbox-key", webhookSecret: "a secret of sixteen",
                answerMax: answerMax),
            transport: InProcessTransport(handler: handler), time: time)
    }

    static func sandbox(
        _ day: TradingDay = smallDay, quirks: SandboxQuirks = SandboxQuirks(), time: any TimeSource = clock
    ) async -> FreshPortalSandbox {
        let sandbox = FreshPortalSandbox(time: time)
        await sandbox.setQuirks(quirks)
        await sandbox.load(day)
        return sandbox
    }
}
