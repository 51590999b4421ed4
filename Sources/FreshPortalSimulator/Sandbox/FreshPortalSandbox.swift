public import BridgeDomain
public import BridgeHTTP
import FoundationEssentials

/// FreshPortal as a local system, its finance contract and its delta export over the same trade: strict, stateful, with the habits and faults of the real one on request.
///
/// Written from the reference alone, never from the product's own reader, so that one misunderstanding does not sit on both sides. Nothing in
/// it reads a clock, draws a number or waits by itself.
public actor FreshPortalSandbox: HTTPHandler {
    let settings: SandboxSettings
    let time: any TimeSource
    private let sleeper: @Sendable (_ milliseconds: Int) async -> Void
    var state: SandboxState
    /// Exports behind their links; gone with the process, as links are gone after ten minutes.
    var archives: [String: StoredArchive] = [:]

    /// An empty environment. `sleeper` is what a slow answer waits with; by default it does not wait.
    public init(
        settings: SandboxSettings = SandboxSettings(), time: any TimeSource,
        sleeper: @escaping @Sendable (_ milliseconds: Int) async -> Void = { _ in }
    ) {
        self.settings = settings
        self.time = time
        self.sleeper = sleeper
        state = SandboxState(seed: settings.seed)
    }

    /// Fills the environment with a trading day: its parties and all its documents, approved.
    ///
    /// - Parameters:
    ///   - day: the day.
    ///   - firstSequence: where the streams start counting, as in an environment with history.
    public func load(_ day: TradingDay, firstSequence: Int = 184_000) {
        state.day = day.recipe
        state.documents.startCounting(at: firstSequence)
        state.customers.startCounting(at: firstSequence / 8)
        for party in day.parties {
            guard var stored = StoredParty(party.json) else { continue }
            stored.isLate = party.isNew && state.quirks.lateParents
            if party.kind == .debtor { state.customers.put(stored) } else { state.suppliers.put(stored) }
            state.export.changes["\(party.kind == .debtor ? "customer" : "supplier")/\(stored.id)"] = day.date.adding(
                days: party.isNew ? 0 : -200)
        }
        for document in day.documents {
            if let stored = StoredDocument(document.json) { state.documents.put(stored) }
            state.export.changes["document/\(document.id)"] = day.date
        }
    }

    /// Answers one request, unless a fault strikes.
    public func answer(_ request: HTTPRequest) async -> HTTPAnswer {
        if request.path.hasPrefix("/_sandbox") { return .respond(administer(request)) }
        state.requests += 1
        let number = state.requests
        let fault = nextFault(for: request)
        switch fault {
        case .dropBefore?: return .drop
        case .slow(let milliseconds)?: await sleeper(milliseconds)
        case .status(let status, let retryAfter)?: return .respond(identified(Self.failure(status, retryAfter: retryAfter), number))
        case .tokensExpire?: state.tokens.removeAll()
        case .webPage?: return .respond(identified(Self.webPage, number))
        case .dropAfter?, .truncated?, nil: break
        }
        let response = identified(respond(to: request), number)
        switch fault {
        case .dropAfter?: return .drop
        case .truncated?: return .truncate(response, bytes: response.body.count / 2)
        default: return .respond(response)
        }
    }

    /// Everything the sandbox remembers, as bytes for a file.
    ///
    /// - Throws: only what the encoder throws, which would be a fault of ours.
    public func snapshot() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return Array(try encoder.encode(state))
    }

    /// Goes back to what ``snapshot()`` wrote.
    ///
    /// - Throws: a decoding error when the bytes are something else; the sandbox then stays as it was.
    public func restore(_ snapshot: [UInt8]) throws {
        state = try JSONDecoder().decode(SandboxState.self, from: Data(snapshot))
    }

    private func nextFault(for request: HTTPRequest) -> SandboxFault? {
        for index in state.faults.indices
        where request.target.contains(state.faults[index].pathContains) || state.faults[index].pathContains.isEmpty {
            if state.faults[index].skip > 0 {
                state.faults[index].skip -= 1
                continue
            }
            let fault = state.faults[index].fault
            state.faults[index].times -= 1
            if state.faults[index].times <= 0 { state.faults.remove(at: index) }
            return fault
        }
        return state.weather == SandboxWeather() ? nil : state.weather.fault(state.random.below(1000))
    }

    private func identified(_ response: HTTPResponse, _ number: Int) -> HTTPResponse {
        var response = response
        response.fields["X-Request-Id"] = "fp-\(String(number, radix: 36))"
        return response
    }
}
