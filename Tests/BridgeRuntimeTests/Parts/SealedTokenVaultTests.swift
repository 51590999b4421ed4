import BridgeDomain
import BridgeJournal
import BridgeJournalTesting
import BridgeSecrets
import BridgeTesting
import ExactConnector
import Synchronization
import Testing

@testable import BridgeRuntime

@Suite struct `Tokens in the journal` {
    private let disk = MemoryDisk()
    private let clock = MovableClock(Timestamp(milliseconds: 1_795_000_000_000))
    private let sealer: Sealer

    init() throws { sealer = Sealer(key: try #require(SealingKey([UInt8](repeating: 7, count: 32)))) }

    private func vault(_ owner: String) -> SealedTokenVault {
        SealedTokenVault(name: "exact/1", journal: MemoryJournal(on: disk), sealer: sealer, clock: clock, owner: owner)
    }

    @Test func `are kept sealed and come back`() async throws {
        let tokens = ExactTokens(accessToken: "acc3ss", refreshToken: "r3fresh", receivedAt: clock.now(), expiresIn: 600)
        try await vault("a").store(tokens)
        #expect(try await vault("b").load() == tokens)
        let kept = String(decoding: try #require(try await MemoryJournal(on: disk).sealed(name: "exact/1")), as: UTF8.self)
        #expect(!kept.contains("acc3ss") && !kept.contains("r3fresh"))
    }

    /// How many are inside at once.
    private final class Gauge: Sendable {
        private let state = Mutex((now: 0, most: 0, total: 0))
        var most: Int { state.withLock { $0.most } }
        var total: Int { state.withLock { $0.total } }
        func enter() {
            state.withLock { state in
                state.now += 1
                state.total += 1
                state.most = max(state.most, state.now)
            }
        }
        func leave() { state.withLock { $0.now -= 1 } }
    }

    @Test(.timeLimit(.minutes(1)), arguments: [["a", "b"], ["a", "a"]])
    func `are renewed by one at a time, in two processes as in one`(owners: [String]) async throws {
        let gauge = Gauge()
        let vaults = owners.first == owners.last ? [vault("a")] : owners.map(vault)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<6 {
                let vault = vaults[number % vaults.count]
                group.addTask {
                    try await vault.exclusively {
                        gauge.enter()
                        for _ in 0..<50 { await Task.yield() }
                        gauge.leave()
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(gauge.total == 6)
        #expect(gauge.most == 1)
    }

    @Test(.timeLimit(.minutes(1))) func `can be renewed again soon after a process died in the middle`() async throws {
        let dead = try await MemoryJournal(on: disk).lease(
            "session/exact/1", owner: "dead/1", now: clock.now(), until: clock.now().adding(seconds: SealedTokenVault.leaseSeconds))
        #expect(dead != nil)
        clock.advance(seconds: SealedTokenVault.leaseSeconds)
        #expect(try await vault("next").exclusively { 5 } == 5)
    }
}
