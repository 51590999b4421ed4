import BridgeHTTP
import BridgeJSON
import Synchronization

/// FreshPortal's contract inside the process, answering at once: what costs time here is ours, not the source's.
final class Trade: HTTPTransport {
    private struct State {
        /// Documents that can be read now.
        var offered = 0
        /// Documents written beforehand, from the first on.
        var written: [[UInt8]] = []
        /// Called when a page with documents is handed out.
        var handedOut: (@Sendable (Range<Int>) -> Void)?
        var reports = 0
    }

    let text: TradeText
    private let state = Mutex(State())

    init(_ text: TradeText) { self.text = text }

    /// Lets the source have so many documents in all.
    func offer(_ count: Int) { state.withLock { $0.offered = count } }
    /// Writes the first documents now, so that measuring does not include writing them.
    func write(ahead count: Int) {
        let written = (0..<count).map { text.document($0) }
        state.withLock { $0.written = written }
    }
    /// Has somebody told of every page.
    func tell(_ handedOut: @escaping @Sendable (Range<Int>) -> Void) { state.withLock { $0.handedOut = handedOut } }

    func send(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPResponse {
        let steps = request.path.split(separator: "/")
        switch (request.method, steps.last ?? "") {
        case (.post, "auth"): return Self.answer(#"{"token":"bench"}"#)
        case (.post, "posting-status"):
            state.withLock { $0.reports += 1 }
            return HTTPResponse(status: 200)
        case (.get, let sequence) where steps.dropLast().last == "sync":
            let after = Int(sequence) ?? 0
            switch steps.dropLast(2).last ?? "" {
            case "documents":
                return documents(after: after, limit: request.query.first { $0.name == "limit" }.flatMap { Int($0.value) } ?? 200)
            case "customers" where after == 0: return customers
            default: return HTTPResponse(status: 204)
            }
        default: return HTTPResponse(status: 404)
        }
    }

    private var customers: HTTPResponse {
        let rows = text.parties.enumerated().map { place, json -> JSON in
            guard case .object(let members) = json else { return json }
            return .object([.init("sequence", .number(place + 1))] + members)
        }
        let page: JSON = ["results": .array(rows), "max_sequence": .number(rows.count), "has_more": false]
        return HTTPResponse(status: 200, fields: ["Content-Type": "application/json"], body: page.bytes)
    }

    private func documents(after: Int, limit: Int) -> HTTPResponse {
        let (end, offered, tell) = state.withLock { (min($0.offered, after + limit), $0.offered, $0.handedOut) }
        guard end > after else { return HTTPResponse(status: 204) }
        var body = Array(#"{"results":["#.utf8)
        state.withLock { state in
            for place in after..<end {
                if place > after { body.append(UInt8(ascii: ",")) }
                if state.written.indices.contains(place) {
                    body.append(contentsOf: state.written[place])
                } else {
                    text.append(place, to: &body)
                }
            }
        }
        body.append(contentsOf: #"],"max_sequence":\#(end),"has_more":\#(end < offered)}"#.utf8)
        tell?(after..<end)
        return HTTPResponse(status: 200, fields: ["Content-Type": "application/json"], body: body)
    }

    private static func answer(_ text: String) -> HTTPResponse {
        HTTPResponse(status: 200, fields: ["Content-Type": "application/json"], body: Array(text.utf8))
    }
}
