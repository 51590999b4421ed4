import BridgeHTTP
import KingSimulator
import Synchronization

/// Holds a waiting sandbox until a test opens it.
final class Gate: Sendable {
    private struct State {
        var isOpen = false
        var waiting: [CheckedContinuation<Void, Never>] = []
        var arrivals: [CheckedContinuation<Void, Never>] = []
        var hasArrived = false
    }
    private let state = Mutex(State())

    /// Waits until the gate opens.
    func wait() async {
        let watchers = state.withLock { state in
            state.hasArrived = true
            defer { state.arrivals = [] }
            return state.arrivals
        }
        for watcher in watchers { watcher.resume() }
        await withCheckedContinuation { continuation in
            let goesOn = state.withLock { state in
                if !state.isOpen { state.waiting.append(continuation) }
                return state.isOpen
            }
            if goesOn { continuation.resume() }
        }
    }

    /// Waits until somebody stands at the gate.
    func reached() async {
        await withCheckedContinuation { continuation in
            let goesOn = state.withLock { state in
                if !state.hasArrived { state.arrivals.append(continuation) }
                return state.hasArrived
            }
            if goesOn { continuation.resume() }
        }
    }

    func open() {
        let waiting = state.withLock { state in
            state.isOpen = true
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }
}

/// A desk for two calls at once.
struct SlowDesk {
    let sandbox: KingSandbox

    func call(_ action: String, _ session: String) async -> Answer {
        let fields = [("ACTIE", action), ("PARTNERKEY", "demo-partner"), ("OMGEVINGSCODE", "A1B2C"), ("SESSIONID", session)]
        let request = HTTPRequest(
            .post, target: "/ws1_api.aspx", fields: ["Content-Type": "application/x-www-form-urlencoded"],
            body: Array(FormCoding.encode(fields.map { (name: $0.0, value: $0.1) }).utf8))
        guard case .respond(let response) = await sandbox.answer(request) else { return Answer(HTTPResponse(status: 0), .dropped) }
        return Answer(response, .whole)
    }
}
