import BridgeDomain
import BridgeJSON

/// What goes wrong on the way, drawn from a seed and asked of the sandboxes: each new life of the service meets another few.
struct Disasters {
    var generator: Chances
    /// Faults asked for so far; each strikes once or a few times.
    private(set) var planned = 0
    private let freshPortal: SandboxClient
    let sandbox: SandboxClient
    private let books: DemoDisasters

    init(seed: UInt64, freshPortal: SandboxClient, books: any DemoBooks, sandbox: SandboxClient) {
        generator = Chances(seed: seed &* 31 &+ 7)
        self.freshPortal = freshPortal
        self.books = books.disasters
        self.sandbox = sandbox
    }

    mutating func draws(percent: Int) -> Bool { Int.random(in: 0..<100, using: &generator) < percent }

    /// Clears what has not struck yet and plans anew.
    mutating func plan() async throws {
        try await sandbox.delete("/_sandbox/faults")
        var faults: [JSON] = []
        for _ in 0..<Int.random(in: 1...3, using: &generator) { add(books.passing, times: 1...3, to: &faults) }
        if draws(percent: 25) { add(books.asksToWait, times: 1...1, to: &faults) }
        try await sandbox.post("/_sandbox/faults", .object([.init("faults", .array(faults))]))
        planned += faults.count
        guard draws(percent: 40), var fault = Self.ofSource.randomElement(using: &generator) else { return }
        fault.append(.init("skip", .number(Int.random(in: 0...5, using: &generator))))
        try await freshPortal.post("/_sandbox/faults", .object(fault))
        planned += 1
    }

    private mutating func add(_ kinds: [[JSON.Member]], times: ClosedRange<Int>, to faults: inout [JSON]) {
        guard var members = kinds.randomElement(using: &generator) else { return }
        members.append(.init("path", .string(books.path)))
        members.append(.init("skip", .number(Int.random(in: 0...20, using: &generator))))
        members.append(.init("times", .number(Int.random(in: times, using: &generator))))
        faults.append(.object(members))
    }

    /// Moves the books' clock on.
    func advance(seconds: Int64) async throws {
        try await sandbox.post("/_sandbox/clock", .object([.init("advanceSeconds", .number(seconds))]))
    }

    /// From here on all goes well.
    func end() async throws { try await sandbox.delete("/_sandbox/faults") }

    private static let ofSource: [[JSON.Member]] = [
        [.init("fault", "dropBefore")],
        [.init("fault", "dropAfter")],
        [.init("fault", "slow"), .init("milliseconds", 300)],
        [.init("fault", "status"), .init("status", 503)],
        [.init("fault", "status"), .init("status", 429), .init("retry_after", 1)],
        [.init("fault", "truncated")],
        [.init("fault", "tokensExpire")],
        [.init("fault", "webPage")],
    ]
}

/// A small generator whose numbers depend on its seed only (SplitMix64).
struct Chances: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
