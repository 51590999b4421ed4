import BridgeHTTP

/// What is asked of KING Finance, by whatever transport.
enum KingOperation: String, Hashable, Sendable, CaseIterable {
    case login, logout, version, select, administration, create, update, createEntry

    /// True when the call may change something over there.
    var isWrite: Bool {
        switch self {
        case .login, .logout, .version, .select, .administration: false
        case .create, .update, .createEntry: true
        }
    }
}

/// One call, before it has a session.
struct KingCall: Sendable {
    var operation: KingOperation
    /// The XML document it carries.
    var document: String?

    /// For the meter and messages.
    var name: String { KingFinanceContract.names(operation).form }

    init(_ operation: KingOperation, _ document: String? = nil) {
        self.operation = operation
        self.document = document
    }
}

/// Why an answer could not be used. Never a refusal: that is an answer.
struct KingUnreadable: Error {
    /// For people; carries nothing of the message.
    var what: String
}

/// How a call is wrapped and an answer unwrapped.
protocol KingTransport: Sendable {
    func request(_ call: KingCall, session: String?) -> HTTPRequest
    func answer(_ response: HTTPResponse, to call: KingCall) throws(KingUnreadable) -> KingAnswer
}
