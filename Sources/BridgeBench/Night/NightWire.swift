import BridgeDomain
import BridgeHTTP
import BridgeJSON
import Synchronization

/// The network of a night: sources inside the process, the books wherever they are, and a count of what crosses to them that rests on nothing
/// of ours.
final class NightWire: HTTPTransport {
    /// What crossed to the books.
    struct Count: Sendable {
        var byDay: [CalendarDate: Int] = [:]
        /// Entries the books said they made.
        var posted = 0
        /// Answers with status 429.
        var throttled = 0
        var mostPerMinute = 0
        /// The most client errors one endpoint had in any hour.
        var mostErrorsPerHour = 0
        fileprivate var minute: (number: Int64, calls: Int) = (0, 0)
        fileprivate var errors: [String: [Timestamp]] = [:]
    }

    private let trades: [String: Trade]
    private let books: any HTTPTransport
    private let clock: any TimeSource
    private let poison: NightPlan.Poison?
    private let state = Mutex(Count())

    init(trades: [String: Trade], books: any HTTPTransport, clock: any TimeSource, poison: NightPlan.Poison?) {
        self.trades = trades
        self.books = books
        self.clock = clock
        self.poison = poison
    }

    var count: Count { state.withLock { $0 } }

    func send(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPResponse {
        if let trade = trades[request.origin] { return try await trade.send(request) }
        // Signing in does not count (reference `exact-online` §5.1).
        guard request.target.hasPrefix("/api/v1") || request.target.hasPrefix("/docs/") else { return try await books.send(request) }
        let now = clock.now()
        let answer = try await books.send(poisoned(request))
        state.withLock { $0.note(request, answer, at: now) }
        return answer
    }

    /// The same for the records of an upload: their relation is nobody's.
    private func poisonedUpload(_ request: HTTPRequest) -> HTTPRequest {
        let end = "</GLTransaction>"
        let records = String(decoding: request.body, as: UTF8.self).split(separator: end, omittingEmptySubsequences: false).map { record in
            let reference = record.split(separator: "<YourRef>").dropFirst().first?.prefix { $0 != "<" } ?? ""
            guard isPoisoned(String(reference)) else { return String(record) }
            let parts = record.split(separator: "<Account ID=\"{", omittingEmptySubsequences: false)
            return parts.enumerated().map { $0 == 0 ? String($1) : "00000000" + $1.dropFirst(8) }.joined(separator: "<Account ID=\"{")
        }
        var request = request
        request.body = Array(records.joined(separator: end).utf8)
        return request
    }

    private func isPoisoned(_ reference: String) -> Bool {
        Int(reference.reversed().prefix { $0.isNumber }.reversed().map(String.init).joined())?.isMultiple(of: NightPlan.poisonEvery)
            ?? false
    }

    private func poisoned(_ request: HTTPRequest) -> HTTPRequest {
        if poison == .byRule, request.path.hasSuffix("/XMLUpload.aspx") { return poisonedUpload(request) }
        guard let poison, request.method == .post, let body = try? JSON(parsing: request.body), let reference = body["YourRef"]?.string,
            isPoisoned(reference)
        else { return request }
        var request = request
        switch poison {
        case .asBadRequest: request.body.removeLast()
        case .byRule:
            let members = (body.members ?? []).map { member in
                member.name == "Customer" ? JSON.Member("Customer", "00000000-0000-0000-0000-000000000001") : member
            }
            request.body = JSON.object(members).bytes
        }
        return request
    }
}

extension NightWire.Count {
    private static let hour: Int64 = 3_600_000

    fileprivate mutating func note(_ request: HTTPRequest, _ answer: HTTPResponse, at now: Timestamp) {
        let status = answer.status
        byDay[now.dateUTC, default: 0] += 1
        let number = now.milliseconds / 60_000
        minute = (number, minute.number == number ? minute.calls + 1 : 1)
        mostPerMinute = max(mostPerMinute, minute.calls)
        if request.method == .post, status == 201, request.path.hasSuffix("/SalesEntries") { posted += 1 }
        // Each record of an upload has a message of its own (reference `exact-online` §11); relations go in uploads too.
        if request.path.hasSuffix("/XMLUpload.aspx"), request.target.contains("Topic=GLTransactions") {
            posted +=
                String(decoding: answer.body, as: UTF8.self).split(separator: "<Message type=\"2\">", omittingEmptySubsequences: false)
                .count - 1
        }
        if status == 429 { throttled += 1 }
        guard [400, 401, 403, 404].contains(status) else { return }
        let endpoint = request.path
        errors[endpoint] = (errors[endpoint] ?? []).filter { now.milliseconds(since: $0) < Self.hour } + [now]
        mostErrorsPerHour = max(mostErrorsPerHour, errors[endpoint]?.count ?? 0)
    }
}
