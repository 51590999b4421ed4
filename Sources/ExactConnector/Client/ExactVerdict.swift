import BridgeConnector
import BridgeDomain
import BridgeHTTP
import BridgeJSON

/// Turns an answer into what the engine must know: done, surely not done and why, or nobody knows.
///
/// Business rules are refused with 500, request syntax with 400 (reference `exact-online` §4), so the text decides before the status
/// does. A write is *surely not done* only when the service says so in words we know or in its own error form; every other 5xx, an HTML
/// page or an answer cut short leaves it unknown, 503 included: a proxy sends it also for an answer it did not wait for.
enum ExactVerdict {
    /// What an answer other than 401 means.
    static func judge(_ response: HTTPResponse, of call: ExactCall, now: Timestamp) throws(ConnectorError) -> ExactReply {
        switch response.status {
        case 200..<300: return try success(response, of: call)
        case let status where call.alsoAccepts.contains(status): return ExactReply(status: status, body: .null)
        case 400: throw badRequest(response, call)
        case 403: throw forbidden(response, call)
        case 429:
            throw ConnectorError(
                .throttled, "Exact Online allows no more calls on \(call.endpoint) now", vendorText: text(response),
                retryAt: ExactLimits.retryAt(response, now: now))
        case 402, 404...407, 409...428, 430..<500:
            throw ConnectorError(
                .misused, "Exact Online does not know what was asked of \(call.endpoint) (status \(response.status)): check the division",
                vendorText: text(response))
        case 500: throw serverError(response, call)
        default: throw unclear("status \(response.status)", response, call)
        }
    }

    /// What the lack of an answer means.
    static func lost(_ failure: HTTPFailure, of call: ExactCall) -> ConnectorError {
        if failure.nothingWasSent {
            return ConnectorError(.unavailable, "Exact Online could not be reached (\(failure.summary)); nothing was sent")
        }
        return ConnectorError(
            call.isWrite ? .outcomeUnknown : .unavailable, "No usable answer from Exact Online on \(call.endpoint): \(failure.summary)")
    }

    private static func success(_ response: HTTPResponse, of call: ExactCall) throws(ConnectorError) -> ExactReply {
        if call.upload != nil {
            guard let answer = ExactUploadAnswer(response.body) else {
                throw unclear("an answer without messages: a maintenance page, or cut short", response, call)
            }
            return ExactReply(status: response.status, body: .null, upload: answer)
        }
        if response.body.isEmpty {
            // Only an update answers with nothing (reference §3.5).
            guard call.method == .put || call.method == .delete else { throw unclear("an empty answer", response, call) }
            return ExactReply(status: response.status, body: .null)
        }
        guard let body = try? JSON(parsing: response.body), body["d"] != nil else {
            throw unclear("an answer that is no data: a maintenance page, or cut short", response, call)
        }
        return ExactReply(status: response.status, body: body)
    }

    private static func badRequest(_ response: HTTPResponse, _ call: ExactCall) -> ConnectorError {
        let words = text(response) ?? ""
        // Some refusals by rule come as 400 in some reports (reference §16).
        let problems = ExactRefusals.problems(in: words)
        if !problems.isEmpty { return refusal(problems, words, call) }
        return ConnectorError(
            .misused, "Exact Online does not accept the form of a request to \(call.endpoint): report this with the text beside it",
            vendorText: words)
    }

    /// How the message of a 403 begins.
    static let forbids = "Exact Online forbids"

    private static func forbidden(_ response: HTTPResponse, _ call: ExactCall) -> ConnectorError {
        let reason = [response.fields["Reason"], text(response)].compactMap { $0 }.joined(separator: "\r\n")
        let access = ExactAccess.reading(forbidden: reason)
        let text = access.text(access == .rightMissing ? call.endpoint : call.division.map { "\($0)" } ?? "")
        return ConnectorError(.unauthorised, "\(forbids) \(call.endpoint): \(text.english)", vendorText: reason, remedy: text)
    }

    private static func serverError(_ response: HTTPResponse, _ call: ExactCall) -> ConnectorError {
        // An upload may have booked some of its records before it failed.
        guard call.isWrite, call.upload == nil, let words = text(response), isErrorForm(response), !ExactRefusals.isFault(words) else {
            return unclear("status 500", response, call)
        }
        let problems = ExactRefusals.problems(in: words)
        return refusal(problems.isEmpty ? [Problem(.targetRejected, at: Place("document"), found: words)] : problems, words, call)
    }

    private static func refusal(_ problems: [Problem], _ words: String, _ call: ExactCall) -> ConnectorError {
        ConnectorError(.rejected, "Exact Online refused what was sent to \(call.endpoint)", vendorText: words, problems: problems)
    }

    private static func unclear(_ what: String, _ response: HTTPResponse, _ call: ExactCall) -> ConnectorError {
        ConnectorError(
            call.isWrite ? .outcomeUnknown : .unavailable, "Exact Online gave no usable answer on \(call.endpoint): \(what)",
            vendorText: text(response))
    }

    /// True for an answer that speaks for the whole service and not for the call: 502 to 504, or a page where data belongs.
    static func showsMaintenance(_ response: HTTPResponse, of call: ExactCall) -> Bool {
        switch response.status {
        case 502...504: true
        case 200..<300 where call.upload != nil: ExactUploadAnswer(response.body) == nil
        case 200..<300: response.body.first { !($0 == 0x20 || (0x09...0x0D).contains($0)) } == UInt8(ascii: "<")
        default: false
        }
    }

    private static func isErrorForm(_ response: HTTPResponse) -> Bool {
        guard let body = try? JSON(parsing: response.body) else { return false }
        return body["error"]?["message"]?["value"]?.string?.isEmpty == false
    }

    /// The service's own words: the error's text, else the beginning of the body; nil for an empty body.
    static func text(_ response: HTTPResponse) -> String? {
        guard !response.body.isEmpty else { return nil }
        if let body = try? JSON(parsing: response.body), let words = body["error"]?["message"]?["value"]?.string, !words.isEmpty {
            return words
        }
        return String(decoding: response.body.prefix(ConnectorError.vendorTextMax), as: UTF8.self)
    }
}
