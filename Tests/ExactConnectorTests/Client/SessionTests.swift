import BridgeConnector
import BridgeDomain
import BridgeHTTP
import Testing

@testable import ExactConnector

@Suite struct `A session with Exact Online` {
    @Test func `a young token is used as it is`() async throws {
        let bench = Bench(nothingFound, tokenAge: 569)
        try await bench.call()
        #expect(bench.transport.requests.map { $0.fields["Authorization"] } == ["Bearer access0"])
        #expect(bench.tokenCalls.isEmpty)
    }

    @Test(arguments: ["\"600\"", "600"])
    func `a token of 570 seconds is renewed before the call`(expiresIn: String) async throws {
        let bench = Bench(.tokens(1, expiresIn: expiresIn), nothingFound, tokenAge: 570)
        try await bench.call()
        let renewal = bench.transport.requests[0]
        #expect(renewal.target == "/api/oauth2/token")
        #expect(renewal.origin == "https://start.exactonline.nl")
        #expect(renewal.fields["Authorization"] == nil)
        #expect(renewal.fields["Content-Type"] == "application/x-www-form-urlencoded")
        #expect(
            String(decoding: renewal.body, as: UTF8.self)
                == "grant_type=refresh_token&refresh_token=refresh0&client_id=6f1c0000-1111-2222-3333-444455556666&client_secret=s3cr3t")
        #expect(bench.transport.requests[1].fields["Authorization"] == "Bearer access1")
        #expect(bench.vault.tokens?.refreshToken == "refresh1")
        #expect(bench.vault.tokens?.expiresIn == 600)
    }

    @Test func `token calls are no calls of the division's budget`() async throws {
        let bench = Bench(.tokens(1), nothingFound, tokenAge: 600)
        try await bench.call()
        #expect(bench.meter.seen.taken == ["crm/Accounts"])
    }

    @Test func `callers at the same time share one renewal and go one after another`() async throws {
        let bench = Bench(.tokens(1), nothingFound, nothingFound, nothingFound, nothingFound, tokenAge: 590)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<4 { group.addTask { _ = try? await bench.call() } }
        }
        #expect(bench.tokenCalls.count == 1)
        #expect(bench.transport.requests.count == 5)
        #expect(bench.transport.underWayMax == 1)
    }

    @Test func `callers of the session itself share one renewal`() async throws {
        let transport = ScriptedTransport([.tokens(1)])
        let clock = MovableClock()
        let old = ExactTokens(
            accessToken: "access0", refreshToken: "refresh0", receivedAt: clock.now().adding(seconds: -600), expiresIn: 600)
        let session = ExactSession(
            settings: Bench.settings(), clientSecret: "s3cr3t", vault: MemoryVault(old), transport: transport, clock: clock)
        let tokens = await withTaskGroup(of: String?.self) { group in
            for _ in 0..<16 { group.addTask { try? await session.accessToken() } }
            return await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(tokens == ["access1"])
        #expect(transport.requests.count == 1)
    }

    @Test func `new tokens are durable before they are used`() async throws {
        let bench = Bench(.tokens(1), tokenAge: 570)
        bench.vault.refuse(true)
        let failed = await bench.failure { try await bench.call() }
        #expect(failed?.code == .unavailable)
        #expect(bench.transport.requests.count == 1, "no call goes with tokens that a crash would lose")

        // The tokens are the only good ones left: they are stored as soon as the store works, without a second renewal.
        bench.vault.refuse(false)
        bench.transport.add(nothingFound)
        try await bench.call()
        #expect(bench.vault.stored.map(\.refreshToken) == ["refresh1"])
        #expect(bench.transport.requests.last?.fields["Authorization"] == "Bearer access1")
        #expect(bench.tokenCalls.count == 1)
    }

    @Test func `without consent the link is given`() async {
        let bench = Bench(tokenAge: nil)
        let failed = await bench.failure { try await bench.call() }
        #expect(failed?.code == .unauthorised)
        #expect(failed?.message.contains("https://start.exactonline.nl/api/oauth2/auth?client_id=6f1c0000") == true)
        #expect(bench.meter.seen.taken.isEmpty, "a call without a session is not taken from the budget")
    }

    @Test func `consent given elsewhere is picked up`() async throws {
        let bench = Bench(tokenAge: nil)
        _ = await bench.failure { try await bench.call() }
        try await bench.vault.store(
            ExactTokens(accessToken: "access7", refreshToken: "refresh7", receivedAt: bench.clock.now(), expiresIn: 600))
        bench.transport.add(nothingFound)
        try await bench.call()
        #expect(bench.transport.requests.last?.fields["Authorization"] == "Bearer access7")
    }

    @Test func `a 401 at 570 seconds or later renews once and repeats the call`() async throws {
        let bench = Bench(tokenAge: 0)
        bench.transport.add(.status(401), .tokens(1), nothingFound)
        // The clocks differ: ours says 569 s when the call starts, and the answer comes later.
        bench.clock.move(seconds: 569)
        let slow = SlowFirst(bench.transport, bench.clock, seconds: 5)
        let connector = ExactOnlineConnector(
            settings: bench.settings, clientSecret: "s3cr3t", vault: bench.vault, transport: slow, meter: bench.meter, clock: bench.clock)
        _ = try await connector.relation(numbered: "1")
        #expect(bench.tokenCalls.count == 1)
        #expect(bench.meter.seen.taken == ["crm/Accounts", "crm/Accounts"])
        #expect(bench.meter.seen.erred == ["crm/Accounts"])
    }

    @Test func `after a 401 on a young token nothing is renewed or sent before its 570 seconds`() async {
        let bench = Bench(.status(401), tokenAge: 100)
        let renewableAt = bench.clock.now().adding(seconds: 470)
        for _ in 0..<3 {
            let failed = await bench.failure { try await bench.call() }
            #expect(failed?.code == .unavailable)
            #expect(failed?.retryAt == renewableAt)
        }
        #expect(bench.transport.requests.count == 1)
        #expect(bench.meter.seen.erred.count == 1, "one refusal counts, not three")
    }

    @Test func `a second token refused in a row asks for consent`() async {
        let bench = Bench(.status(401), tokenAge: 100)
        _ = await bench.failure { try await bench.call() }
        bench.clock.move(seconds: 470)
        bench.transport.add(.tokens(1), .status(401))
        let failed = await bench.failure { try await bench.call() }
        #expect(failed?.code == .unauthorised)
        #expect(failed?.message.contains("/api/oauth2/auth?") == true)
    }

    @Test(arguments: [HTTPFailure.timedOut, .connectionLost("reset"), .answerTruncated])
    func `a lost answer to a renewal is survived where the old token still works`(failure: HTTPFailure) async throws {
        let bench = Bench(.fail(failure), .tokens(1), nothingFound, tokenAge: 580)
        try await bench.call()
        #expect(bench.tokenCalls.map(\.body) == [bench.tokenCalls[0].body, bench.tokenCalls[0].body])
        #expect(bench.vault.tokens?.refreshToken == "refresh1")
    }

    @Test func `a lost answer that used the token up asks for consent and says why`() async {
        let bench = Bench(
            .fail(.timedOut), .json(#"{"error":"unauthorized_client","error_description":"Old refresh token used."}"#, status: 401),
            tokenAge: 580)
        let failed = await bench.failure { try await bench.call() }
        #expect(failed?.code == .unauthorised)
        #expect(failed?.message.contains("lost") == true)
        #expect(failed?.message.contains("/api/oauth2/auth?") == true)
        #expect(failed?.vendorText == "unauthorized_client: Old refresh token used.")
        // Asked again, the answer is known: the service is left alone.
        #expect(await bench.failure { try await bench.call() }?.code == .unauthorised)
        #expect(bench.transport.requests.count == 2)
    }

    @Test func `within the grace of a lost answer the next token is waited for`() async throws {
        let bench = Bench(.fail(.timedOut), .status(401, body: "Access Token not expired"), tokenAge: 580)
        let failed = await bench.failure { try await bench.call() }
        #expect(failed?.code == .unavailable)
        #expect(failed?.retryAt == bench.clock.now().adding(seconds: 570))
        bench.clock.move(seconds: 569)
        #expect(await bench.failure { try await bench.call() }?.code == .unavailable)
        #expect(bench.transport.requests.count == 2, "nothing is sent before the time")
        bench.clock.move(seconds: 1)
        bench.transport.add(.tokens(1), nothingFound)
        try await bench.call()
    }

    @Test func `a service whose clock runs behind is asked again after a short pause`() async throws {
        let bench = Bench(.status(401, body: "Access Token not expired"), tokenAge: 570)
        let failed = await bench.failure { try await bench.call() }
        #expect(failed?.retryAt == bench.clock.now().adding(seconds: 30))
        bench.clock.move(seconds: 30)
        bench.transport.add(.tokens(1), nothingFound)
        try await bench.call()
    }

    @Test(arguments: [
        (401, #"{"error":"unauthorized_client","error_description":"Old refresh token used."}"#),
        (400, #"{"error":"invalid_request","error_description":"The refresh token expired at 1-1-2026 and it is now 1-3-2026."}"#),
        (400, #"{"error":"invalid_request"}"#), (400, #"{"error":"invalid_grant","error_description":"The user is not active"}"#),
        (400, #"{"error":"invalid_client"}"#), (401, #"{"error":"invalid_client"}"#),
    ])
    func `a refused refresh token needs a person`(status: Int, body: String) async {
        let bench = Bench(.json(body, status: status), tokenAge: 600)
        let failed = await bench.failure { try await bench.call() }
        #expect(failed?.code == .unauthorised)
        #expect(failed?.message.contains("/api/oauth2/auth?") == true)
    }

    @Test(arguments: [
        ScriptedTransport.Step.status(503), .status(500, body: "oops"), .fail(.notConnected("no route")), .fail(.insecure("certificate")),
    ])
    func `a token endpoint that is down is asked again later`(step: ScriptedTransport.Step) async throws {
        let bench = Bench(step, step, tokenAge: 600)
        #expect(await bench.failure { try await bench.call() }?.code == .unavailable)
        while bench.transport.stepsLeft > 0 { _ = await bench.failure { try await bench.call() } }
        bench.transport.add(.tokens(1), nothingFound)
        try await bench.call()
        #expect(bench.vault.tokens?.refreshToken == "refresh1")
    }

    @Test func `too many token calls wait until the service allows one`() async {
        let bench = Bench(.status(429, fields: ["Retry-After": "120"]), tokenAge: 600)
        let failed = await bench.failure { try await bench.call() }
        #expect(failed?.code == .throttled)
        #expect(failed?.retryAt == bench.clock.now().adding(seconds: 120))
    }

    @Test func `a cancelled caller does not lose the renewed tokens`() async throws {
        let bench = Bench(.tokens(1), nothingFound, tokenAge: 600)
        let task = Task { _ = try? await bench.call() }
        task.cancel()
        await task.value
        // The call itself goes on, since nothing in between looks at the cancellation; what matters is the vault.
        #expect(bench.vault.tokens?.refreshToken == "refresh1")
    }

    @Test func `tokens show in no description`() {
        let tokens = ExactTokens(accessToken: "access", refreshToken: "refresh", receivedAt: Timestamp(milliseconds: 0), expiresIn: 600)
        var dumped = ""
        dump(tokens, to: &dumped)
        for text in ["\(tokens)", String(reflecting: tokens), dumped, "\(Optional(tokens) as Any)"] {
            #expect(!text.contains("access") && !text.contains("refresh"), "\(text)")
        }
    }
}

/// Lets time pass during the first exchange.
private struct SlowFirst: HTTPTransport {
    let inner: ScriptedTransport
    let clock: MovableClock
    let seconds: Int64

    init(_ inner: ScriptedTransport, _ clock: MovableClock, seconds: Int64) {
        self.inner = inner
        self.clock = clock
        self.seconds = seconds
    }

    func send(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPResponse {
        if inner.requests.isEmpty { clock.move(seconds: seconds) }
        return try await inner.send(request)
    }
}

@Suite struct `Two processes on one connection` {
    /// A vault that two sessions share, which lets one of them renew at a time.
    private actor SharedVault: ExactTokenVault {
        private var tokens: ExactTokens?
        private var isHeld = false
        private var waiting: [CheckedContinuation<Void, Never>] = []
        var gives = true

        init(_ tokens: ExactTokens) { self.tokens = tokens }

        func giveNoTurns() { gives = false }
        func load() -> ExactTokens? { tokens }
        func store(_ tokens: ExactTokens) { self.tokens = tokens }

        func exclusively<Answer: Sendable>(_ work: @Sendable () async -> Answer) async throws -> Answer {
            guard gives else { throw CancellationError() }
            if isHeld { await withCheckedContinuation { waiting.append($0) } } else { isHeld = true }
            let answer = await work()
            if waiting.isEmpty { isHeld = false } else { waiting.removeFirst().resume() }
            return answer
        }
    }

    private let clock = MovableClock()

    private func session(_ vault: SharedVault, _ transport: ScriptedTransport) -> ExactSession {
        ExactSession(settings: Bench.settings(), clientSecret: "s3cr3t", vault: vault, transport: transport, clock: clock)
    }

    private var old: ExactTokens {
        ExactTokens(accessToken: "access0", refreshToken: "refresh0", receivedAt: clock.now().adding(seconds: -600), expiresIn: 600)
    }

    @Test func `renew once: the second adopts what the first brought`() async throws {
        let vault = SharedVault(old)
        // One script for both: a second renewal would be a request nobody expected.
        let transport = ScriptedTransport([.tokens(1)])
        let (first, second) = (session(vault, transport), session(vault, transport))
        async let one = first.accessToken()
        async let other = second.accessToken()
        #expect(try await [one, other] == ["access1", "access1"])
        #expect(transport.requests.count == 1)
    }

    @Test func `a session that does not get its turn waits and uses up no token`() async throws {
        let vault = SharedVault(old)
        await vault.giveNoTurns()
        let transport = ScriptedTransport([])
        let session = session(vault, transport)
        let error = await #expect(throws: ConnectorError.self) { try await session.accessToken() }
        #expect(error?.code == .unavailable)
        #expect(error?.retryAt == clock.now().adding(seconds: 5))
        #expect(transport.requests.isEmpty)
    }
}
