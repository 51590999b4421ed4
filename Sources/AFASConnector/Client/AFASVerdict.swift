import AFASWords
import BridgeConnector
import BridgeDomain
import BridgeHTTP
import BridgeJSON

/// Turns an answer into what the engine must know: done, surely not done and why, or nobody knows.
///
/// Whatever a person in Profit would have been refused for comes as 500 with a text (reference `afas-profit` §2.1). A write is *surely not
/// done* only when the service says so in its own error form and in words that are no fault; every other answer without a verdict leaves it
/// unknown, and the service may then still be working on it.
struct AFASVerdict: Sendable {
    let refusals: AFASRefusals

    /// What an answer means: its body, null when it had none.
    func judge(_ response: HTTPResponse, of call: AFASCall, now: Timestamp) throws(ConnectorError) -> JSON {
        switch response.status {
        case 200..<300: return try success(response, call)
        case 400: throw badRequest(response, call)
        case 401:
            throw ConnectorError(
                .unauthorised,
                "AFAS Profit does not accept the token for \(call.name): it is wrong, expired or revoked, or the App Connector lacks \(call.name)"
            )
        case 403:
            throw ConnectorError(.unauthorised, "AFAS Profit forbids this machine's address: add it to the App Connector's addresses")
        case 404:
            throw ConnectorError(
                .misused, "AFAS Profit does not know the address of \(call.name): check participant number and environment")
        case 413: throw ConnectorError(.misused, "AFAS Profit finds the message to \(call.name) too large")
        case 429:
            throw ConnectorError(
                .throttled, "AFAS Profit allows no more calls now", vendorText: Self.words(response), retryAt: Self.retryAt(response, now))
        case 500: throw refusal(response, call)
        case 503 where Self.isMaintenance(response):
            throw ConnectorError(
                .unavailable, "AFAS Profit is down for maintenance; nothing was done", vendorText: Self.words(response),
                retryAt: Self.retryAt(response, now))
        case 402, 405..<500:
            throw ConnectorError(
                .misused, "AFAS Profit does not understand a call on \(call.name) (status \(response.status)): report this",
                vendorText: Self.words(response))
        default: throw unclear("status \(response.status)", response, call)
        }
    }

    /// What the lack of an answer means.
    func lost(_ failure: HTTPFailure, of call: AFASCall) -> ConnectorError {
        if failure.nothingWasSent {
            return ConnectorError(.unavailable, "AFAS Profit could not be reached (\(failure.summary)); nothing was sent")
        }
        return ConnectorError(
            call.isWrite ? .outcomeUnknown : .unavailable, "No usable answer from AFAS Profit on \(call.name): \(failure.summary)")
    }

    private func success(_ response: HTTPResponse, _ call: AFASCall) throws(ConnectorError) -> JSON {
        // Several connectors answer a write with nothing (reference §5.3).
        if response.body.isEmpty, call.isWrite { return .null }
        guard let body = Self.json(response) else { throw unclear("an answer that is no data, or cut short", response, call) }
        return body
    }

    private func badRequest(_ response: HTTPResponse, _ call: AFASCall) -> ConnectorError {
        if let body = Self.json(response), Self.text(body) != nil || Self.member("message", of: body)?.string != nil {
            return ConnectorError(
                .misused, "AFAS Profit does not accept the form of a message to \(call.name): report this with the text beside it",
                vendorText: Self.words(response))
        }
        // The network edge may answer so while the service behind it starts anew (reference §2.1).
        return unclear("status 400 without a reason", response, call)
    }

    private func refusal(_ response: HTTPResponse, _ call: AFASCall) -> ConnectorError {
        guard let body = Self.json(response), let text = Self.text(body) else { return unclear("status 500", response, call) }
        let log = Self.member("profitLogReference", of: body)?.string.map { " (logbook of Profit: \($0))" } ?? ""
        let reading = refusals.reading(text)
        switch reading.meaning {
        case .unknown:
            return ConnectorError(
                call.isWrite ? .outcomeUnknown : .unavailable, "AFAS Profit gave no verdict on \(call.name)\(log)", vendorText: text)
        case .later:
            return ConnectorError(.unavailable, "AFAS Profit is busy in the same place; nothing was done\(log)", vendorText: text)
        case .rights:
            return ConnectorError(
                .unauthorised, "AFAS Profit does not let the App Connector use \(call.name): add it, or give its user the right\(log)",
                vendorText: text)
        case .ours:
            return ConnectorError(
                .misused, "AFAS Profit does not know what was asked of \(call.name): run the connection check\(log)", vendorText: text)
        case .refused where call.isWrite:
            return ConnectorError(
                .rejected, "AFAS Profit refused what was sent to \(call.name)\(log)", vendorText: text, problems: reading.problems)
        case .refused:
            return ConnectorError(.misused, "AFAS Profit refused to read \(call.name)\(log)", vendorText: text)
        }
    }

    private func unclear(_ what: String, _ response: HTTPResponse, _ call: AFASCall) -> ConnectorError {
        let trace = response.fields["X-Trace-Identifier"].map { ", trace \($0)" } ?? ""
        return ConnectorError(
            call.isWrite ? .outcomeUnknown : .unavailable, "AFAS Profit gave no usable answer on \(call.name): \(what)\(trace)",
            vendorText: Self.words(response))
    }

    // MARK: Reading answers

    /// The body; the content type says nothing, since errors are labelled as XML. Environments before Profit 7 write fractions as `-.5`.
    static func json(_ response: HTTPResponse) -> JSON? {
        let bounds = JSON.Bounds(bytesMax: AFASCall.answerMax)
        if let json = try? JSON(parsing: response.body, bounds: bounds) { return json }
        guard response.body.contains(UInt8(ascii: ".")) else { return nil }
        return try? JSON(parsing: withWholeFractions(response.body), bounds: bounds)
    }

    /// A member by its name in any casing: error bodies and results vary (reference §2.2, §6.4).
    static func member(_ name: String, of json: JSON) -> JSON? {
        let lowered = name.lowercased()
        return json.members?.first { $0.name.lowercased() == lowered }?.value
    }

    private static func text(_ body: JSON) -> String? { member("externalMessage", of: body)?.string.flatMap { $0.isEmpty ? nil : $0 } }

    /// The service's own words: the error's text, else the beginning of the body; nil for an empty body.
    private static func words(_ response: HTTPResponse) -> String? {
        guard !response.body.isEmpty else { return nil }
        return json(response).flatMap(text) ?? String(decoding: response.body.prefix(ConnectorError.vendorTextMax), as: UTF8.self)
    }

    /// The service's own word that it is closed; a bare 503 may as well come from something between that gave up waiting.
    static func isMaintenance(_ response: HTTPResponse) -> Bool {
        guard response.status == 503, let body = json(response) else { return false }
        return member("error", of: body) != nil && member("retry_after", of: body) != nil
    }

    /// What an answer says of when to try again; a minute from now otherwise.
    static func retryAt(_ response: HTTPResponse, _ now: Timestamp) -> Timestamp {
        let own = json(response).flatMap { member("retry_after", of: $0)?.integer }
        let seconds = own ?? response.fields["Retry-After"].flatMap { Int64($0) } ?? AFASPause.secondsUsual
        return now.adding(seconds: min(max(seconds, 1), AFASPause.secondsMax))
    }

    /// The same bytes with a zero before each fraction that has none, outside of texts.
    private static func withWholeFractions(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count + 64)
        var (isInText, isEscaped) = (false, false)
        for byte in bytes {
            if isInText {
                isInText = isEscaped || byte != UInt8(ascii: "\"")
                isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
            } else if byte == UInt8(ascii: "\"") {
                isInText = true
            } else if byte == UInt8(ascii: "."), let last = result.last, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(last) {
                result.append(UInt8(ascii: "0"))
            }
            result.append(byte)
        }
        return result
    }
}

extension HTTPFailure {
    /// What happened, for people; carries nothing of the message.
    var summary: String {
        switch self {
        case .notConnected(let reason): "no connection: \(reason)"
        case .insecure(let reason): "no secure connection: \(reason)"
        case .timedOut: "no answer in time"
        case .connectionLost(let reason): "the connection was lost: \(reason)"
        case .answerTruncated: "the answer was cut short"
        case .answerTooLarge: "the answer was too large"
        case .cancelled: "the call was cancelled"
        }
    }
}
