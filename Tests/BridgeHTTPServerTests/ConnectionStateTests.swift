import BridgeHTTP
import Testing

@testable import BridgeHTTPServer

@Suite struct ConnectionStateTests {
    /// A connection with a whole request of three bytes on it.
    private static func received() -> ConnectionState {
        var state = ConnectionState(deadline: 10)
        state.requestLine("/a", deadline: 20)
        state.head(HTTPRequest(.post, target: "/a"), bodyMax: 3, deadline: 30)
        _ = ([1, 2, 3] as [UInt8]).withUnsafeBytes { state.part($0) }
        return state
    }

    private static func handling() -> ConnectionState {
        var state = received()
        state.handOver(deadline: 40)
        return state
    }

    private static func checking(lingers: Bool = false) -> ConnectionState {
        var state = ConnectionState(deadline: 10)
        state.requestLine("/a", deadline: 20)
        state.head(HTTPRequest(.post, target: "/a"), bodyMax: 3, deadline: 30)
        state.check(lingers: lingers, deadline: 45)
        return state
    }

    private static func answering() -> ConnectionState {
        var state = handling()
        _ = state.deliver(.drop, to: 1, deadline: 50)
        _ = state.takeAnswer()
        return state
    }

    private static func idle() -> ConnectionState {
        var state = answering()
        state.completed(deadline: 60)
        return state
    }

    @Test(arguments: [
        (ConnectionState(deadline: 10), 10 as Int64, ConnectionState.Overdue.cut),
        (received(), 30, .cut),
        (checking(), 45, .answerInstead(request: 1)),
        (handling(), 40, .answerInstead(request: 1)),
        (answering(), 50, .cut),
        (idle(), 60, .cut),
    ])
    func `every phase has a deadline and something to do about it`(
        state: ConnectionState, at deadline: Int64, what: ConnectionState.Overdue
    ) {
        var state = state
        // A cut is asked for once; that a handler is answered for once is up to `deliver`.
        let asked = [-1, 0, 1].map { state.overdue(at: deadline + $0) }
        #expect(asked == [.nothing, what, what == .cut ? .nothing : what])
        state.closed()
        let afterwards = state.overdue(at: .max)
        #expect(afterwards == .nothing)
    }

    @Test func `a request is answered once and only while it is with its handler`() {
        var early = Self.received()
        let tooEarly = early.deliver(.drop, to: 1, deadline: 0)
        #expect(!tooEarly)
        var state = Self.handling()
        let taken = [2, 1, 1].map { state.deliver(.drop, to: $0, deadline: 0) }
        #expect(taken == [false, true, false])
        let answers = (0..<2).map { _ in state.takeAnswer() != nil }
        #expect(answers == [true, false])
    }

    @Test func `a head is passed or answered, once`() {
        var state = Self.checking()
        let passed = [2, 1, 1].map { state.pass($0, deadline: 0) }
        #expect(passed == [false, true, false])
        let late = state.deliver(.drop, to: 1, deadline: 0)
        #expect(!late && state.phase == .passed)
        var refused = Self.checking()
        let taken = refused.deliver(.drop, to: 1, deadline: 0)
        let tooLate = refused.pass(1, deadline: 0)
        #expect(taken && !tooLate && refused.isUnread)
    }

    @Test func `of a body that comes to a refused head nothing is kept, and not without end`() {
        var state = Self.checking(lingers: true)
        let isRefused = state.deliver(.respond(HTTPResponse(status: 401)), to: 1, deadline: 0)
        state.goOn()
        let half = [UInt8](repeating: 1, count: ConnectionState.lingerMax / 2)
        let taken = (0..<3).map { _ in half.withUnsafeBytes { state.part($0) } }
        #expect(isRefused && taken == [true, true, false])
        #expect(state.received?.body.isEmpty == true)
        let answers = (0..<2).map { _ in state.takeRefusal()?.status }
        #expect(answers == [401, nil])
    }

    @Test func `a late handler does not answer the next request`() {
        var state = Self.idle()
        state.requestLine("/b", deadline: 0)
        state.head(HTTPRequest(.get, target: "/b"), bodyMax: 0, deadline: 0)
        state.handOver(deadline: 0)
        let taken = [1, 2].map { state.deliver(.drop, to: $0, deadline: 0) }
        #expect(taken == [false, true])
    }

    @Test(arguments: [
        (ConnectionState(deadline: 0), false), (received(), true), (handling(), true), (answering(), true), (idle(), false),
    ])
    func `only a connection without a request may be closed`(state: ConnectionState, isBusy: Bool) {
        #expect(state.isBusy == isBusy)
        #expect(state.isIdle == !isBusy)
    }

    @Test func `what goes over the limit is thrown away, up to a limit of its own`() {
        var state = Self.received()
        let part = [UInt8](repeating: 0, count: 1 << 16)
        let taken = (0..<100).count { _ in part.withUnsafeBytes { state.part($0) } }
        #expect(state.isTooLarge)
        #expect(state.received?.body == [])
        #expect(taken == ConnectionState.lingerMax >> 16)
    }

    @Test func `numbers outside their range are brought into it`() {
        var configuration = HTTPServer.Configuration()
        configuration.headMax = -1
        configuration.stopMax = .max
        configuration.connectionsMax = 0
        configuration.headBytesMax = .max
        let bounded = configuration.bounded
        #expect(bounded.headMax == 1)
        #expect(bounded.stopMax == 3_600_000)
        #expect(bounded.connectionsMax == 1)
        #expect(bounded.headBytesMax == 1 << 20)
        #expect(bounded.bodyTimeMax == configuration.bodyTimeMax)
    }
}
