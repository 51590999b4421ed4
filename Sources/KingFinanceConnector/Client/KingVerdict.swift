import BridgeConnector
import BridgeDomain
import BridgeHTTP

/// Turns what came back into what the engine must know: surely not done and why, or nobody knows.
///
/// Refusals come with status 200 and a Dutch text, without a code (reference `king` §6). A text we do not know proves nothing of a write: it
/// comes back as *unknown* with the problem ``ProblemCode/targetRejected``, and whoever wrote looks whether it was done all the same.
enum KingVerdict {
    /// What a refusal means.
    static func error(_ answer: KingAnswer, _ call: KingCall) -> ConnectorError {
        let text = answer.refusal ?? ""
        if answer.isFault {
            return ConnectorError(.misused, "KING Finance does not understand \(call.name): report this", vendorText: text)
        }
        switch KingFinanceContract.meaning(of: text) {
        case .session: return ConnectorError(.unavailable, "KING Finance ended our session; nothing was done", vendorText: text)
        case .busy:
            return ConnectorError(.unavailable, "KING Finance is busy with another call for this administration", vendorText: text)
        case .access:
            return ConnectorError(
                .unauthorised, "KING Finance does not accept our keys: check partner key, omgevingscode and subscription", vendorText: text)
        case .ours: return ConnectorError(.misused, "KING Finance does not accept the form of \(call.name): report this", vendorText: text)
        case .closed: return refused(call, text, Problem(.periodClosed, at: Place("period"), found: text))
        case .taken: return refused(call, text, Problem(.partyMatchProposed, at: Place("party"), found: text))
        case .refused(let code, let place): return refused(call, text, Problem(code, at: Place(place), found: text))
        case nil:
            return ConnectorError(
                call.operation.isWrite ? .outcomeUnknown : .misused, "KING Finance answered \(call.name) with a text we do not know",
                vendorText: text, problems: [Problem(.targetRejected, at: Place("entry"), found: text)])
        }
    }

    /// True where the service answered, and only its words leave open what it did.
    static func isUnknownRefusal(_ error: ConnectorError) -> Bool {
        error.code == .outcomeUnknown && error.problems.contains { $0.code == .targetRejected }
    }

    private static func refused(_ call: KingCall, _ text: String, _ problem: Problem) -> ConnectorError {
        guard call.operation.isWrite else {
            return ConnectorError(.misused, "KING Finance refused to read (\(call.name)): run the connection check", vendorText: text)
        }
        return ConnectorError(.rejected, "KING Finance refused \(call.name)", vendorText: text, problems: [problem])
    }

    /// What the lack of an answer means.
    static func lost(_ failure: HTTPFailure, _ call: KingCall) -> ConnectorError {
        if failure.nothingWasSent {
            return ConnectorError(.unavailable, "KING Finance could not be reached (\(summary(failure))); nothing was sent")
        }
        return unclear(call, summary(failure), nil)
    }

    /// What an answer that cannot be read means: a page of HTML, or XML that was cut short.
    static func unreadable(_ error: KingUnreadable, _ response: HTTPResponse, _ call: KingCall) -> ConnectorError {
        unclear(call, error.what, response)
    }

    /// What another status than 200 means.
    static func status(_ response: HTTPResponse, _ call: KingCall) -> ConnectorError {
        switch response.status {
        case 401, 403: ConnectorError(.unauthorised, "KING Finance refuses this machine (status \(response.status)): have it let in")
        case 404: ConnectorError(.misused, "There is no KING Finance at this address: check url and path")
        case 400, 405, 411, 413, 414, 415: ConnectorError(.misused, "KING Finance does not take our message (status \(response.status))")
        case 429: ConnectorError(.throttled, "KING Finance allows no more calls now")
        default: unclear(call, "status \(response.status)", response)
        }
    }

    private static func unclear(_ call: KingCall, _ what: String, _ response: HTTPResponse?) -> ConnectorError {
        let text = response.flatMap { response in
            response.body.isEmpty ? nil : String(decoding: response.body.prefix(ConnectorError.vendorTextMax), as: UTF8.self)
        }
        return ConnectorError(
            call.operation.isWrite ? .outcomeUnknown : .unavailable, "No usable answer from KING Finance on \(call.name): \(what)",
            vendorText: text)
    }

    private static func summary(_ failure: HTTPFailure) -> String {
        switch failure {
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
