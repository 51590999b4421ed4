public import BridgeDomain

/// Why an accounting system did not do as asked, and what the engine does next.
public struct ConnectorError: Error, Hashable, Sendable {
    /// What happened, in the only terms the engine needs.
    public enum Code: String, Hashable, Sendable, Codable, CaseIterable {
        /// Nothing was sent, or the system said that it did nothing (no connection, maintenance before the call): try again later.
        case unavailable
        /// The system refused for pace: try again at ``ConnectorError/retryAt``. Nothing was done.
        case throttled
        /// Our own meter refused, before anything was sent: go on at ``ConnectorError/retryAt``.
        case budgetSpent
        /// The system does not accept our session, also after renewing it: a person must consent again. Nothing was done.
        case unauthorised
        /// The system examined the message and refused it by rule: a person mends the cause. Nothing was booked.
        case rejected
        /// The request may have been carried out; no usable answer came. Never repeated blindly: look it up.
        case outcomeUnknown
        /// We sent something the contract does not allow: our own fault, stop before the system blocks us. Nothing was done.
        case misused
    }

    /// What the engine does next.
    public enum Disposition: Hashable, Sendable {
        case retry
        case reconcile
        case askOperator
        case stop
    }

    public var code: Code
    /// For the operator: what failed and what to try. Never carries a secret.
    public var message: String
    /// The system's own text as received, at most 2,000 characters; never interpreted outside the connector.
    public var vendorText: String?
    /// When it makes sense to try again, if the system or the meter said so.
    public var retryAt: Timestamp?
    /// For ``Code/rejected``: what is wrong, as values with remedies.
    public var problems: [Problem]
    /// What happened and what to do about it, in words for people, where more is known than ``code`` says.
    public var remedy: BilingualText?

    /// How much of the system's own text is kept.
    public static let vendorTextMax = 2_000

    /// A failed call.
    public init(
        _ code: Code, _ message: String, vendorText: String? = nil, retryAt: Timestamp? = nil, problems: [Problem] = [],
        remedy: BilingualText? = nil
    ) {
        self.code = code
        self.message = message
        self.vendorText = vendorText.map { String($0.prefix(Self.vendorTextMax)) }
        self.retryAt = retryAt
        self.problems = problems
        self.remedy = remedy
    }

    /// What the engine does next. No `default`: a new code must be decided here.
    public var disposition: Disposition {
        switch code {
        case .unavailable, .throttled, .budgetSpent: .retry
        case .outcomeUnknown: .reconcile
        case .unauthorised: .askOperator
        case .rejected, .misused: .stop
        }
    }
}

extension ConnectorError: CustomStringConvertible {
    /// Safe for logs: never carries what the vendor sent back.
    public var description: String { "accounting system \(code.rawValue): \(message)" }
}
