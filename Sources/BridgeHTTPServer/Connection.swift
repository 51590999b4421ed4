import BridgeHTTP
import CLinux
import CMicroHTTPD
import Glibc
import Synchronization

/// One socket and the request that is on it. Callbacks come from the C server's thread, answers from handlers' tasks, and
/// deadlines from the keeper's thread; the state has a lock, and no function of the C server is called under it.
final class Connection: Sendable {
    private let core: ServerCore
    /// Valid until `closed()`; outside of callbacks it is touched only while suspended, when the C server cannot free it.
    private nonisolated(unsafe) let pointer: OpaquePointer
    private let descriptor: Int32
    private let peer: String?
    private let state: Mutex<ConnectionState>
    private let task = Mutex<Task<Void, Never>?>(nil)

    private var configuration: HTTPServer.Configuration { core.configuration }

    init(core: ServerCore, pointer: OpaquePointer) {
        self.core = core
        self.pointer = pointer
        descriptor = cmhd_descriptor(pointer)
        peer = peerAddress(cmhd_peer(pointer))
        state = Mutex(ConnectionState(deadline: monotonicNow() + Int64(core.configuration.headMax)))
    }

    var isBusy: Bool { state.withLock { $0.isBusy } }

    // MARK: From the C server's thread

    func requestLine(_ target: String) {
        state.withLock { $0.requestLine(target, deadline: monotonicNow() + Int64(configuration.headMax)) }
    }

    /// The access callback: called with the head, with each part of the body, at the end, and once more to send the answer.
    func access(method: String, version: String, data: UnsafeRawBufferPointer) -> MHD_Result {
        switch state.withLock({ $0.phase }) {
        case .head: headArrived(method: method, version: version)
        case .passed: goOn()
        case .body where data.count > 0: state.withLock { $0.part(data) } ? .YES : .NO
        case .body: bodyComplete()
        case .answered: sendAnswer()
        case .answering: .YES
        case .fresh, .checking, .handling, .idle, .closed: .NO
        }
    }

    func completed() { state.withLock { $0.completed(deadline: monotonicNow() + Int64(configuration.idleMax)) } }

    func closed() {
        state.withLock { $0.closed() }
        task.withLock { $0 }?.cancel()
    }

    private func headArrived(method: String, version: String) -> MHD_Result {
        let target = state.withLock { $0.target }
        let head = HeadGuard.Head(
            method: method, target: target, version: version, fields: receivedFields(pointer), bytes: cmhd_head_size(pointer))
        if let refusal = core.headGuard.refusal(of: head) { return refuse(refusal.status, refusal.detail) }
        guard let known = HTTPMethod(rawValue: method) else { return .NO }
        var request = HTTPRequest(known, target: target, fields: head.fields)
        request.peer = peer
        let bodyMax = min(max(configuration.bodyMax(request.path), 0), HTTPServer.Configuration.bodyBytesLimit)
        state.withLock { $0.head(request, bodyMax: bodyMax, deadline: monotonicNow() + Int64(configuration.bodyTimeMax)) }
        let declared = HeadGuard.declaredLength(head.fields) ?? 0
        guard declared > bodyMax else { return look(at: request) }
        // Somebody who asked first, or has far too much, is told at once; the rest is read so that the answer is not lost.
        if head.fields["Expect"] != nil || declared > bodyMax + ConnectionState.lingerMax { return refuseBody(bodyMax) }
        state.withLock { $0.expectTooLarge() }
        return .YES
    }

    /// Lets somebody look at the head of a request with a long body; the C server asks with the head once more after that.
    private func look(at head: HTTPRequest) -> MHD_Result {
        let declared = HeadGuard.declaredLength(head.fields)
        let isLong = declared.map { $0 > HTTPServer.Configuration.unseenBodyMax } ?? (head.fields["Transfer-Encoding"] != nil)
        let lingers = head.fields["Expect"] == nil && declared ?? 0 <= ConnectionState.lingerMax
        guard isLong, let check = configuration.headCheck else { return .YES }
        guard core.admit(counting: false) else { return refuse(503, Self.stopping) }
        MHD_suspend_connection(pointer)
        let number = state.withLock { state in
            state.check(lingers: lingers, deadline: monotonicNow() + Int64(configuration.handlerMax))
            return state.request
        }
        let work = Task { [core] in
            guard let refusal = await check(head) else { return self.pass(number) }
            core.countRefusal()
            self.deliver(.respond(refusal), to: number)
        }
        task.withLock { $0 = work }
        if !state.withLock({ $0.isChecking(number) }) { work.cancel() }
        return .YES
    }

    private func goOn() -> MHD_Result {
        state.withLock { $0.goOn() }
        return .YES
    }

    private static let stopping = "The service is stopping. Nothing was done with this request; repeat it in a minute."

    private func bodyComplete() -> MHD_Result {
        if let refusal = state.withLock({ $0.takeRefusal() }) {
            state.withLock { $0.refuse(deadline: monotonicNow() + Int64(configuration.answerMax)) }
            return queue(.whole(refusal, closing: true))
        }
        let (request, number, bodyMax, isTooLarge) = state.withLock { ($0.received, $0.request, $0.bodyMax, $0.isTooLarge) }
        if isTooLarge { return refuseBody(bodyMax) }
        guard let request else { return .NO }
        guard core.admit() else { return refuse(503, Self.stopping) }
        if configuration.beginsHandlersAtOnce { return beginAtOnce(request, number) }
        // Before anybody can answer: resuming what is not suspended corrupts the C server.
        MHD_suspend_connection(pointer)
        state.withLock { $0.handOver(deadline: monotonicNow() + Int64(configuration.handlerMax)) }
        let work = Task { [core] in
            let answer = await core.handler.answer(request)
            self.deliver(answer, to: number)
        }
        task.withLock { $0 = work }
        // Given up before its task was known: nobody else would cancel it.
        if !state.withLock({ $0.isHandling(number) }) { work.cancel() }
        return .YES
    }

    /// Lets the handler work on this thread until it waits for something. Only then is the connection suspended: an answer that is there
    /// already is sent from here.
    private func beginAtOnce(_ request: HTTPRequest, _ number: UInt64) -> MHD_Result {
        let early = EarlyAnswer()
        let work = core.here.run {
            Task(executorPreference: core.here) { [core] in
                let answer = await core.handler.answer(request)
                if early.finish(answer) { self.deliver(answer, to: number) }
            }
        }
        let handlerDeadline = monotonicNow() + Int64(configuration.handlerMax)
        if let answer = early.answer {
            core.released()
            state.withLock { state in
                state.handOver(deadline: handlerDeadline)
                _ = state.deliver(answer, to: number, deadline: monotonicNow() + Int64(configuration.answerMax))
            }
            return sendAnswer()
        }
        MHD_suspend_connection(pointer)
        state.withLock { $0.handOver(deadline: handlerDeadline) }
        task.withLock { $0 = work }
        if let answer = early.wait() { deliver(answer, to: number) }
        if !state.withLock({ $0.isHandling(number) }) { work.cancel() }
        return .YES
    }

    private func sendAnswer() -> MHD_Result {
        let (taken, isUnread) = state.withLock { ($0.takeAnswer(), $0.isUnread) }
        guard let answer = taken else { return .NO }
        switch answer {
        case .drop: return .NO
        case .respond(let response): return queue(.whole(response, closing: isUnread || core.isStopping))
        case .truncate(let response, let bytes): return queue(.cut(response, bytes: bytes))
        }
    }

    private func refuseBody(_ bodyMax: Int) -> MHD_Result {
        let head = state.withLock { $0.received }
        let problem = Self.problem(413, "The request's body is larger than the \(bodyMax) bytes that are accepted here.")
        return refuse(head.map { configuration.refusedBody(problem, $0) } ?? problem.response())
    }

    private func refuse(_ status: Int, _ detail: String) -> MHD_Result { refuse(Self.problem(status, detail).response()) }

    private static func problem(_ status: Int, _ detail: String) -> HTTPProblem {
        HTTPProblem(status: status, title: "Request refused", detail: detail)
    }

    private func refuse(_ response: HTTPResponse) -> MHD_Result {
        core.countRefusal()
        state.withLock { $0.refuse(deadline: monotonicNow() + Int64(configuration.answerMax)) }
        return queue(.whole(response, closing: true))
    }

    private func queue(_ response: OutgoingResponse?) -> MHD_Result {
        guard let response else { return .NO }
        defer { MHD_destroy_response(response.pointer) }
        return MHD_queue_response(pointer, UInt32(response.status), response.pointer)
    }

    // MARK: From handlers and the keeper

    /// Hands over the answer to one request, once.
    private func deliver(_ answer: HTTPAnswer, to request: UInt64) {
        let isFirst = state.withLock { $0.deliver(answer, to: request, deadline: monotonicNow() + Int64(configuration.answerMax)) }
        guard isFirst else { return }
        MHD_resume_connection(pointer)
        core.released()
    }

    /// Lets the body of one request come.
    private func pass(_ request: UInt64) {
        let isFirst = state.withLock { $0.pass(request, deadline: monotonicNow() + Int64(configuration.bodyTimeMax)) }
        guard isFirst else { return }
        MHD_resume_connection(pointer)
        core.released()
    }

    /// Cuts the connection, or answers for a handler, when a deadline has passed; true when it had.
    func enforce(at now: Int64) -> Bool {
        let overdue = state.withLock { state in
            let overdue = state.overdue(at: now)
            if overdue == .cut { cut(state) }
            return overdue
        }
        guard case .answerInstead(let request) = overdue else { return overdue == .cut }
        let problem = HTTPProblem(
            status: 503, title: "No answer in time",
            detail: "The request took longer than \(configuration.handlerMax) ms. It may have been carried out: look before you repeat it.")
        deliver(problem.answer(), to: request)
        task.withLock { $0 }?.cancel()
        return true
    }

    /// Closes the connection without an answer, whatever is on it.
    func abandon() {
        let request = state.withLock { state in
            if state.phase != .closed { cut(state) }
            return state.request
        }
        deliver(.drop, to: request)
        task.withLock { $0 }?.cancel()
    }

    /// Only under the state's lock and before `closed()`: later the number may be another socket's.
    private func cut(_ state: ConnectionState) {
        if state.phase == .answering {
            // Throw away what the peer does not read instead of leaving it to the system to offer it for minutes.
            var now = linger(l_onoff: 1, l_linger: 0)
            setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &now, socklen_t(MemoryLayout<linger>.size))
        }
        Glibc.shutdown(descriptor, Int32(SHUT_RDWR))
    }
}
