import BridgeDomain
import BridgeHTTP

/// Counts calls and client errors, and says when there are too many (reference §5). A plain value; time is a parameter.
struct CallMeter: Sendable {
    static let minute: Int64 = 60_000
    static let hour: Int64 = 3_600_000

    /// Limits count per app and division.
    struct Scope: Hashable, Sendable {
        let client: String
        let division: Int
    }

    struct Window: Sendable {
        /// The minute or day that is counted, as its number since 1970.
        var number: Int64
        var used: Int
    }

    /// Client errors of one endpoint.
    struct Errors: Sendable {
        var times: [Int64] = []
        var blockedUntil: Int64 = 0
        /// How often it was blocked; each next block is an hour longer (reference §5.1: "longer on repeat").
        var blocks = 0
    }

    enum Exhausted: Sendable { case minute, day }

    var minutes: [Scope: Window] = [:]
    var days: [Scope: Window] = [:]
    var errors: [Scope: [String: Errors]] = [:]
    /// Calls by method and endpoint since the start, refused ones included.
    var perEndpoint: [String: Int] = [:]

    mutating func noteCall(_ endpoint: String) { perEndpoint[endpoint, default: 0] += 1 }

    /// Takes one call from the budget; what is exhausted when there is none left.
    mutating func take(_ scope: Scope, _ limits: ExactSandbox.Limits, now: Timestamp) -> Exhausted? {
        let minute = now.milliseconds / Self.minute
        let day = now.milliseconds / Timestamp.millisecondsPerDay
        if minutes[scope]?.number != minute { minutes[scope] = Window(number: minute, used: 0) }
        if days[scope]?.number != day { days[scope] = Window(number: day, used: 0) }
        if days[scope, default: Window(number: day, used: 0)].used >= limits.callsPerDay { return .day }
        if minutes[scope, default: Window(number: minute, used: 0)].used >= limits.callsPerMinute { return .minute }
        minutes[scope]?.used += 1
        days[scope]?.used += 1
        return nil
    }

    /// The six headers, or only the exhausted three (reference §5.2). Resets are milliseconds since 1970.
    func headers(_ scope: Scope, _ limits: ExactSandbox.Limits, exhausted: Exhausted? = nil, now: Timestamp) -> [(String, String)] {
        var fields: [(String, String)] = []
        if exhausted != .minute {
            let day = now.milliseconds / Timestamp.millisecondsPerDay
            let used = days[scope].flatMap { $0.number == day ? $0.used : nil } ?? 0
            fields += trio("X-RateLimit", limits.callsPerDay, used, (day + 1) * Timestamp.millisecondsPerDay)
        }
        if exhausted != .day {
            let minute = now.milliseconds / Self.minute
            let used = minutes[scope].flatMap { $0.number == minute ? $0.used : nil } ?? 0
            fields += trio("X-RateLimit-Minutely", limits.callsPerMinute, used, (minute + 1) * Self.minute)
        }
        return fields
    }

    private func trio(_ prefix: String, _ limit: Int, _ used: Int, _ reset: Int64) -> [(String, String)] {
        [
            ("\(prefix)-Limit", String(limit)), ("\(prefix)-Remaining", String(max(0, limit - used))), ("\(prefix)-Reset", String(reset)),
        ]
    }

    func isBlocked(_ scope: Scope, _ endpoint: String, now: Timestamp) -> Bool {
        (errors[scope]?[endpoint]?.blockedUntil ?? 0) > now.milliseconds
    }

    /// Notes an answer; more than the allowed client errors in an hour block the endpoint (reference §5.3).
    mutating func note(_ status: Int, _ scope: Scope, _ endpoint: String, _ limits: ExactSandbox.Limits, now: Timestamp) {
        guard [400, 401, 403, 404].contains(status) else { return }
        var record = errors[scope]?[endpoint] ?? Errors()
        record.times.removeAll { $0 <= now.milliseconds - Self.hour }
        record.times.append(now.milliseconds)
        errors[scope, default: [:]][endpoint] = record
        if record.times.count > limits.clientErrorsPerHour { block(scope, endpoint, now: now) }
    }

    mutating func block(_ scope: Scope, _ endpoint: String, now: Timestamp) {
        var record = errors[scope]?[endpoint] ?? Errors()
        record.blocks += 1
        record.blockedUntil = now.milliseconds + Int64(record.blocks) * Self.hour
        record.times = []
        errors[scope, default: [:]][endpoint] = record
    }
}
