import BridgeConnector
import BridgeDomain
import BridgeHTTP

/// What answers say of the limits (reference `exact-online` §5.2).
enum ExactLimits {
    /// Seconds to wait after a 429 that does not say until when.
    static let pauseSecondsUsual: Int64 = 60

    /// The limits an answer reports; errors may report one of them or none.
    static func observed(_ fields: HTTPFields) -> [ObservedLimit] {
        [
            limit(.day, fields, "X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset"),
            limit(
                .minute, fields, "X-RateLimit-Minutely-Limit", "X-RateLimit-Minutely-Remaining", "X-RateLimit-Minutely-Reset"),
        ].compactMap { $0 }
    }

    private static func limit(
        _ window: ObservedLimit.Window, _ fields: HTTPFields, _ limit: String, _ remaining: String, _ reset: String
    ) -> ObservedLimit? {
        guard let limit = fields[limit].flatMap({ Int($0) }), let remaining = fields[remaining].flatMap({ Int($0) }),
            let reset = fields[reset].flatMap({ Int64($0) })
        else { return nil }
        // The reset is counted in milliseconds, not in seconds as elsewhere.
        return ObservedLimit(window: window, limit: limit, remaining: remaining, resetsAt: Timestamp(milliseconds: reset))
    }

    /// When a 429 ends: the reset of the exhausted window, else what `Retry-After` says, else a minute from now.
    static func retryAt(_ response: HTTPResponse, now: Timestamp) -> Timestamp {
        let resets = observed(response.fields).filter { $0.remaining <= 0 }.map(\.resetsAt)
        if let latest = resets.max(), latest > now { return latest }
        let seconds = response.fields["Retry-After"].flatMap { Int64($0) } ?? pauseSecondsUsual
        return now.adding(seconds: min(max(seconds, 1), 86_400))
    }
}
