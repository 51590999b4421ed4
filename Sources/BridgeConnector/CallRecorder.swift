public import BridgeDomain
public import BridgeHTTP
import Synchronization

/// Keeps what is said to the books and what they answer, while one piece of work for one document or party is under way.
///
/// Whoever does such work gives its task a recorder; a connector hands every call it makes to the ``current`` one. Without one, nothing is
/// kept: reading code lists or the ledger, and getting a session, are nobody's attempt. At most ``callsMax`` calls are kept, the first ones and
/// the last ones, each with at most ``bytesMax`` of what was sent and as much of the answer.
public final class CallRecorder: Sendable {
    /// The recorder of this task and those it started.
    @TaskLocal public static var current: CallRecorder?

    /// Calls of one attempt that are kept.
    public static let callsMax = 32
    /// Bytes of what was sent, and of the answer, that are kept unless said otherwise.
    public static let bytesMaxDefault = 64 << 10

    /// Bytes of what was sent, and of the answer, that are kept.
    public let bytesMax: Int
    private let kept = Mutex<[BooksCall]>([])

    /// A recorder that has nothing yet.
    public init(bytesMax: Int = bytesMaxDefault) { self.bytesMax = bytesMax }

    /// What was kept, in the order in which the calls ended.
    public var calls: [BooksCall] { kept.withLock { $0 } }

    /// Takes a call that has ended. Where there are too many, those in the middle give way: how it began and how it ended tell most.
    public func keep(_ call: BooksCall) {
        kept.withLock { calls in
            calls.append(call)
            guard calls.count > Self.callsMax else { return }
            let gone = calls.remove(at: Self.callsMax / 2)
            calls[Self.callsMax / 2].omitted += gone.omitted + 1
        }
    }

    /// Has the recorder of the task, where there is one, keep what goes in a file or batch, or came back of it. Nobody is called.
    public static func tell(_ name: String, sent: [UInt8] = [], answer: String? = nil, at clock: some TimeSource) {
        guard let recorder = current else { return }
        recorder.keep(
            BooksCall(
                name, startedAt: clock.now(), milliseconds: 0, sent: KeptText(sent, bytesMax: recorder.bytesMax),
                answer: answer.map { KeptText(Array($0.utf8), bytesMax: recorder.bytesMax) }))
    }

    /// Changes every text that was kept, such as to mask secrets. Doing it twice must do no more than doing it once.
    public func rewrite(_ rewrite: (String) -> String) {
        kept.withLock { calls in calls = calls.map { $0.rewritten(rewrite) } }
    }

    /// Does a piece of work whose calls this recorder keeps.
    public func hears<Outcome: Sendable>(
        isolation: isolated (any Actor)? = #isolation, _ work: () async -> Outcome
    ) async -> Outcome {
        await Self.$current.withValue(self) { await work() }
    }

    /// Does a piece of work with a recorder of its own, and gives what was kept with what came of it.
    public static func recording<Outcome: Sendable>(
        bytesMax: Int = bytesMaxDefault, isolation: isolated (any Actor)? = #isolation, _ work: () async -> Outcome
    ) async -> (outcome: Outcome, calls: [BooksCall]) {
        let recorder = CallRecorder(bytesMax: bytesMax)
        let outcome = await recorder.hears { await work() }
        return (outcome, recorder.calls)
    }
}

extension HTTPTransport {
    /// One exchange that the recorder of the task, where there is one, keeps: method, path and query, body, status and the answer's body. Never
    /// the host and never a header: sessions and keys travel there. Of a request that nobody looked at, since it never left or was turned away
    /// at the door, only the beginning is kept: it comes again.
    ///
    /// - Parameter message: what is kept as sent, where the body holds keys beside it; nil for the body itself.
    public func send(
        _ request: HTTPRequest, keeping message: [UInt8]? = nil, at clock: some TimeSource
    ) async throws(HTTPFailure) -> HTTPResponse {
        guard let recorder = CallRecorder.current else { return try await send(request) }
        let (started, body) = (clock.now(), message ?? request.body)
        var call = BooksCall(
            "\(request.method.rawValue) \(request.target)", startedAt: started, milliseconds: 0,
            sent: KeptText(body, bytesMax: recorder.bytesMax))
        defer {
            call.milliseconds = clock.now().milliseconds(since: started)
            recorder.keep(call)
        }
        do throws(HTTPFailure) {
            let response = try await send(request)
            call.status = response.status
            if turnedAway.contains(response.status) { call.sent = KeptText(body, bytesMax: turnedAwayBytes) }
            call.answer = KeptText(response.body, bytesMax: recorder.bytesMax)
            return response
        } catch {
            call.failure = BooksCall.Failure(error)
            if error.nothingWasSent { call.sent = KeptText(body, bytesMax: turnedAwayBytes) }
            throw error
        }
    }
}

/// Answers of a door: the session, the pace or the hour was wrong, whatever was sent.
private let turnedAway: Set<Int> = [401, 429, 503]
/// Bytes that are kept of such a request.
private let turnedAwayBytes = 1 << 10

extension BooksCall.Failure {
    fileprivate init(_ failure: HTTPFailure) {
        self =
            switch failure {
            case .notConnected: .notConnected
            case .insecure: .insecure
            case .timedOut: .timedOut
            case .connectionLost: .connectionLost
            case .answerTruncated: .truncated
            case .answerTooLarge: .tooLarge
            case .cancelled: .cancelled
            }
    }
}
