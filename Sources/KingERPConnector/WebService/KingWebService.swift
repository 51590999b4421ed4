import BridgeConnector
import BridgeDomain
import BridgeHTTP

/// King's web services, one call at a time (reference king §8.1). Knows nothing of what the calls are for, and repeats none.
struct KingWebService: Sendable {
    typealias Contract = KingWebServiceContract

    let settings: KingWebServiceSettings
    let accessCode: String
    let transport: any HTTPTransport
    let meter: any CallMeter
    let clock: any TimeSource

    /// Milliseconds one call may take.
    static let timeout = 30_000

    /// One call, with what came of it. It begins within so many seconds from when it was asked for, or not at all.
    ///
    /// Throws when nothing was sent: the budget is spent, the call began too late, or no connection was made.
    func call(
        _ operation: Contract.Operation, batch: String? = nil, entry: String? = nil, body: [UInt8] = [], askedAt: Timestamp,
        within seconds: Int64 = CallDeadline.seconds
    ) async throws(ConnectorError) -> ServiceAnswer {
        try await meter.take(operation.rawValue)
        let request = request(operation, batch: batch, entry: entry, body)
        guard clock.now() <= askedAt.adding(seconds: seconds) else {
            throw ConnectorError(.unavailable, "the process stood still before a call to King: nothing was sent")
        }
        let response: HTTPResponse
        do { response = try await transport.send(request, at: clock) } catch {
            if error.nothingWasSent {
                throw ConnectorError(.unavailable, "King's web services could not be reached: nothing was sent")
            }
            return .lost("no answer on \(operation.rawValue)")
        }
        // Only an answer in the service's own form is a verdict: anything else may come from what stands between.
        guard response.status == 200, let answer = ServiceAnswer(response.body) else {
            return .lost("no usable answer on \(operation.rawValue) (status \(response.status))")
        }
        return answer
    }

    /// Whether address, access code and administration are right; throws what is wrong otherwise.
    func test() async throws(ConnectorError) {
        switch try await call(.test, askedAt: clock.now()) {
        case .done: return
        case .refused(let refusal): throw refusal.error
        case .lost(let what): throw ConnectorError(.unavailable, "King's web services: \(what)")
        }
    }

    private func request(
        _ operation: Contract.Operation, batch: String?, entry: String?, _ body: [UInt8]
    ) -> HTTPRequest {
        let query = [(Contract.batchQuery, batch), (Contract.entryQuery, entry)].compactMap { name, value in
            value.map { (name: name, value: $0) }
        }
        let target = settings.base + Contract.path + operation.rawValue + (query.isEmpty ? "" : "?\(FormCoding.encode(query))")
        return HTTPRequest(
            .post, origin: settings.origin, target: target,
            fields: [
                Contract.accessField: accessCode, Contract.administrationField: settings.administration,
                "Content-Type": Contract.contentType,
            ], body: body, timeoutTotal: Self.timeout, answerMax: ServiceAnswer.bytesMax)
    }
}
