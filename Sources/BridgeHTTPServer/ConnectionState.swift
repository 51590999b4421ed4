import BridgeHTTP

/// Where one connection stands, and by when it must have moved on. Only decides; ``Connection`` acts.
struct ConnectionState {
    enum Phase: Hashable {
        /// Open, and nothing came yet.
        case fresh
        /// The request line is here, the rest of the head is not.
        case head
        /// Somebody looks at the head; the C server leaves the connection alone.
        case checking
        /// The head may pass; the C server's thread is to go on with the body.
        case passed
        /// The head is here; the body is coming.
        case body
        /// The handler has the request; the C server leaves the connection alone.
        case handling
        /// The handler's answer waits for the C server's thread.
        case answered
        /// The answer is on its way out.
        case answering
        /// Between two requests.
        case idle
        /// The descriptor belongs to somebody else from here on.
        case closed
    }

    /// What to do about a deadline that passed.
    enum Overdue: Hashable {
        case nothing
        /// Shut the descriptor down.
        case cut
        /// Answer in the handler's place.
        case answerInstead(request: UInt64)
    }

    private(set) var phase = Phase.fresh
    /// Monotonic milliseconds.
    private(set) var deadline: Int64
    /// Counts the requests of this connection, so that a late handler cannot answer the next one.
    private(set) var request: UInt64 = 0
    /// The request line's target as received.
    private(set) var target = ""
    /// The request as far as it is here.
    private(set) var received: HTTPRequest?
    private(set) var bodyMax = 0
    /// The body went over its limit: what still comes is thrown away, and 413 is the answer.
    private(set) var isTooLarge = false
    /// The answer goes out before the body came, so that nothing else can come on this connection.
    private(set) var isUnread = false
    /// What the head was refused with, while the body that comes is thrown away.
    private var refusal: HTTPResponse?
    /// The body is short enough to be thrown away before a refusal goes out.
    private var lingers = false
    private var answer: HTTPAnswer?

    /// Bytes beyond the limit that are read and thrown away, so that the peer gets to read the 413 instead of a reset.
    static let lingerMax = 1 << 20

    init(deadline: Int64) { self.deadline = deadline }

    /// True when closing the connection now loses no request.
    var isIdle: Bool { phase == .fresh || phase == .idle }
    /// True while a request is on its way in, being answered, or its answer on its way out.
    var isBusy: Bool { !isIdle && phase != .closed }
    /// True while the handler's answer to that request is awaited.
    func isHandling(_ request: UInt64) -> Bool { phase == .handling && self.request == request }
    /// True while somebody looks at the head of that request.
    func isChecking(_ request: UInt64) -> Bool { phase == .checking && self.request == request }

    mutating func requestLine(_ target: String, deadline: Int64) {
        phase = .head
        request += 1
        self.target = target
        self.deadline = deadline
    }

    mutating func head(_ request: HTTPRequest, bodyMax: Int, deadline: Int64) {
        phase = .body
        received = request
        self.bodyMax = bodyMax
        isTooLarge = false
        isUnread = false
        refusal = nil
        self.deadline = deadline
    }

    /// The head goes to whoever looks at it. With `lingers`, a refusal waits for the body, of which nothing is kept: the peer is still sending
    /// and would lose an answer that comes with the end of the connection.
    mutating func check(lingers: Bool, deadline: Int64) {
        phase = .checking
        self.lingers = lingers
        self.deadline = deadline
    }

    /// Lets the body of one request come; false when an answer came first or the connection has moved on.
    mutating func pass(_ request: UInt64, deadline: Int64) -> Bool {
        guard isChecking(request) else { return false }
        phase = .passed
        self.deadline = deadline
        return true
    }

    /// The C server goes on with the body.
    mutating func goOn() { phase = .body }

    /// Takes a part of the body; false when the connection is to be closed because far too much came.
    mutating func part(_ bytes: UnsafeRawBufferPointer) -> Bool {
        if refusal != nil {
            thrownAway += bytes.count
            return thrownAway <= Self.lingerMax
        }
        guard let length = received?.body.count else { return false }
        if isTooLarge || length + bytes.count > bodyMax { return overflow(bytes.count) }
        received?.body.append(contentsOf: bytes)
        return true
    }

    /// Declares the body too large before it came.
    mutating func expectTooLarge() {
        isTooLarge = true
        thrownAway = 0
    }

    /// The whole request goes to the handler.
    mutating func handOver(deadline: Int64) {
        phase = .handling
        received = nil
        self.deadline = deadline
    }

    /// Takes the answer to one request; false when another came first or the connection has moved on.
    mutating func deliver(_ answer: HTTPAnswer, to request: UInt64, deadline: Int64) -> Bool {
        guard isHandling(request) || isChecking(request) else { return false }
        self.deadline = deadline
        if phase == .checking, lingers, case .respond(let response) = answer {
            phase = .passed
            refusal = response
            thrownAway = 0
            return true
        }
        isUnread = phase == .checking
        phase = .answered
        received = nil
        self.answer = answer
        return true
    }

    /// The answer that waits, once.
    mutating func takeAnswer() -> HTTPAnswer? {
        guard phase == .answered else { return nil }
        phase = .answering
        defer { answer = nil }
        return answer
    }

    /// What the head was refused with, once the body is there.
    mutating func takeRefusal() -> HTTPResponse? {
        defer { refusal = nil }
        return refusal
    }

    /// A guard's answer goes out without the handler.
    mutating func refuse(deadline: Int64) {
        phase = .answering
        received = nil
        self.deadline = deadline
    }

    mutating func completed(deadline: Int64) {
        guard phase != .closed else { return }
        phase = .idle
        received = nil
        target = ""
        self.deadline = deadline
    }

    mutating func closed() {
        phase = .closed
        received = nil
        answer = nil
    }

    /// What a deadline that has passed demands; says `cut` once.
    mutating func overdue(at now: Int64) -> Overdue {
        guard now >= deadline else { return .nothing }
        switch phase {
        case .closed: return .nothing
        case .handling, .checking: return .answerInstead(request: request)
        case .fresh, .head, .passed, .body, .answered, .answering, .idle:
            deadline = .max
            return .cut
        }
    }

    private var thrownAway = 0

    private mutating func overflow(_ count: Int) -> Bool {
        if !isTooLarge { expectTooLarge() }
        received?.body = []
        thrownAway += count
        return thrownAway <= Self.lingerMax + bodyMax
    }
}
