import BridgeDomain
import BridgeHTTP
import BridgeJSON
import BridgeSource

/// Signed-in exchanges with one FreshPortal environment.
///
/// Keeps the token: it is asked for once, shared by all exchanges, and asked for again when an exchange is refused with 401 (reference
/// freshportal §2: its life is not announced). Exchanges run side by side; only signing in is done one at a time.
actor FreshPortalClient {
    private let configuration: FreshPortalConfiguration
    private let transport: any HTTPTransport
    private let time: any TimeSource
    private var token: String?
    private var signingIn: Task<Result<String, Failure>, Never>?

    /// Where tokens are had (reference freshportal §2).
    static let signInPath = "/v1/auth"

    /// A failed exchange. The one failure that can be mended here is an answer that is too large: ask for less.
    struct Failure: Error {
        let error: SourceError
        var answerWasTooLarge = false
    }

    /// One question, below `/finance/v1` unless said otherwise.
    struct Call {
        var method: HTTPMethod
        var root = "/finance/v1"
        var path: String
        var query: [(name: String, value: String)] = []
        var body: JSON?
        var idempotencyKey: String?
        /// Milliseconds the exchange may take; nil is the configuration's.
        var timeoutTotal: Int?
        /// What form of answer is asked for, and the bytes it may have; nil is the configuration's.
        var accepts = "application/json"
        var answerMax: Int?
    }

    init(_ configuration: FreshPortalConfiguration, transport: any HTTPTransport, time: any TimeSource) {
        self.configuration = configuration
        self.transport = transport
        self.time = time
    }

    /// The answer; nil for 204, which means that there is nothing (quirk 5).
    ///
    /// A 401 signs in again and repeats once. Everything else that is no success is thrown, as ``Answer`` names it.
    func send(_ call: Call) async throws(SourceError) -> JSON? {
        do throws(Failure) { return try content(of: try await attempt(call)) } catch { throw error.error }
    }

    /// The answer with a page of at most `limit` rows, asked for in halves while it is larger than an answer may be; ends at one row. What it
    /// holds is read by the caller: that takes a while for hundreds of documents, and other exchanges go on meanwhile.
    func sendPage(_ call: Call, limit: Int) async throws(SourceError) -> Answer {
        var limit = limit
        while true {
            var page = call
            page.query.insert((name: "limit", value: String(limit)), at: 0)
            do throws(Failure) {
                return try await attempt(page)
            } catch {
                guard error.answerWasTooLarge, limit > 1 else { throw error.error }
                limit /= 2
            }
        }
    }

    /// The file an answer is; nil for 204. An answer beyond the call's bound is ``FileAnswer/tooLarge``.
    func sendFile(_ call: Call) async throws(SourceError) -> FileAnswer {
        do throws(Failure) {
            let answer = try await attempt(call)
            do throws(SourceError) { return try answer.file() } catch { throw Failure(error: error) }
        } catch {
            guard error.answerWasTooLarge else { throw error.error }
            return .tooLarge
        }
    }

    private func content(of answer: Answer) throws(Failure) -> JSON? {
        do throws(SourceError) { return try answer.content() } catch { throw Failure(error: error) }
    }

    private func attempt(_ call: Call) async throws(Failure) -> Answer {
        let target = call.root + call.path + (call.query.isEmpty ? "" : "?" + FormCoding.encode(call.query))
        var request = request(call.method, target, body: call.body)
        request.timeoutTotal = call.timeoutTotal ?? configuration.timeoutTotal
        request.answerMax = call.answerMax ?? configuration.answerMax
        request.fields["Accept"] = call.accepts
        request.fields["Idempotency-Key"] = call.idempotencyKey
        let held = try await validToken(insteadOf: nil)
        request.fields["Authorization"] = "Bearer \(held)"
        var response = try await exchange(request)
        if response.status == 401 {
            request.fields["Authorization"] = "Bearer \(try await validToken(insteadOf: held))"
            response = try await exchange(request)
        }
        return Answer(response, to: request, now: time.now())
    }

    /// The token in use, or a new one when there is none or the one in use is the one that was refused.
    private func validToken(insteadOf refused: String?) async throws(Failure) -> String {
        if let token, token != refused { return token }
        let task: Task<Result<String, Failure>, Never>
        if let signingIn {
            task = signingIn
        } else {
            task = Task { await self.signIn() }
            signingIn = task
        }
        return try await task.value.get()
    }

    private func signIn() async -> Result<String, Failure> {
        let outcome: Result<String, Failure>
        do throws(Failure) { outcome = .success(try await newToken()) } catch { outcome = .failure(error) }
        token = try? outcome.get()
        signingIn = nil
        return outcome
    }

    private func newToken() async throws(Failure) -> String {
        let request = request(.post, Self.signInPath, body: ["username": .string(configuration.apiKey), "type": "api"])
        let response = try await exchange(request)
        let answer = Answer(response, to: request, now: time.now())
        if response.status == 401 || response.status == 403 {
            throw Failure(error: answer.failure(.unauthorised, "the API key is refused; check the key of this integration"))
        }
        do throws(SourceError) {
            guard let token = try answer.content()?["token"]?.string, !token.isEmpty else {
                throw answer.failure(.contract, "signing in gave no token")
            }
            return token
        } catch {
            throw Failure(error: error)
        }
    }

    private func request(_ method: HTTPMethod, _ target: String, body: JSON?) -> HTTPRequest {
        var request = HTTPRequest(
            method, origin: configuration.origin, target: target, fields: ["Accept": "application/json"],
            timeoutTotal: configuration.timeoutTotal, answerMax: configuration.answerMax)
        if let body {
            request.fields["Content-Type"] = "application/json"
            request.body = body.bytes
        }
        return request
    }

    private func exchange(_ request: HTTPRequest) async throws(Failure) -> HTTPResponse {
        do throws(HTTPFailure) {
            return try await transport.send(request)
        } catch {
            let words = "FreshPortal \(request.method.rawValue) \(request.path): \(Answer.words(for: error))"
            throw Failure(error: SourceError(Answer.code(of: error), words), answerWasTooLarge: error == .answerTooLarge)
        }
    }
}
