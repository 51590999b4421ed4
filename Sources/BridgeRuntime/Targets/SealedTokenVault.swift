import BridgeDomain
import BridgeJournal
import BridgeSecrets
import ExactConnector
import FoundationEssentials
import Synchronization

/// Keeps a connection's tokens sealed in the journal: durable before they are used, renewed by one process at a time (design rule 5).
///
/// Turns are leases of the journal, so that they hold between the service and commands beside it. A turn is prolonged while it lasts; that of a
/// process that died is free after ``leaseSeconds``.
final class SealedTokenVault: ExactTokenVault {
    /// Seconds after which another takes the turn of one that died.
    static let leaseSeconds: Int64 = 5
    /// How often a turn is prolonged.
    static let heartbeat = Duration.seconds(1)
    /// How often it is looked whether the turn is free, and how often at most: about ten seconds.
    static let waitPause = Duration.milliseconds(100)
    static let waitsMax = 100

    let name: String
    private let journal: any BridgeJournal
    private let sealer: Sealer
    private let clock: any TimeSource
    private let owner: String
    private let turns = Mutex(0)

    /// A vault under `name`; `owner` names this process in leases.
    init(name: String, journal: any BridgeJournal, sealer: Sealer, clock: any TimeSource, owner: String) {
        self.name = name
        self.journal = journal
        self.sealer = sealer
        self.clock = clock
        self.owner = owner
    }

    func load() async throws -> ExactTokens? {
        guard let bytes = try await journal.sealed(name: name) else { return nil }
        let secret = try sealer.open(SealedBox(String(decoding: bytes, as: UTF8.self), name: name), name: name)
        return try JSONDecoder().decode(ExactTokens.self, from: Data(secret.exposed.utf8))
    }

    func store(_ tokens: ExactTokens) async throws {
        let json = String(decoding: try JSONEncoder().encode(tokens), as: UTF8.self)
        let box = sealer.seal(Secret(json), name: name)
        try await journal.commit(JournalUnit([.putSealed(name: name, value: Array(box.description.utf8))]))
    }

    func exclusively<Answer: Sendable>(_ work: @Sendable () async -> Answer) async throws -> Answer {
        // Each turn has an owner of its own: two turns of one process exclude each other too.
        let turn = turns.withLock { turns in
            turns += 1
            return "\(owner)/\(turns)"
        }
        let fence = try await enter(turn)
        let heart = Task {
            while !Task.isCancelled {
                try? await Task.sleep(for: Self.heartbeat)
                // A failed heartbeat costs the turn its protection, not its tokens: they are stored whatever happens.
                if !Task.isCancelled { _ = try? await lease(turn) }
            }
        }
        let answer = await work()
        heart.cancel()
        await heart.value
        // A turn that cannot be given back runs out by itself.
        try? await journal.release(fence)
        return answer
    }

    private func enter(_ turn: String) async throws -> Fence {
        for _ in 0..<Self.waitsMax {
            if let fence = try await lease(turn) { return fence }
            try await Task.sleep(for: Self.waitPause)
        }
        throw TurnNotGiven()
    }

    private func lease(_ turn: String) async throws(JournalError) -> Fence? {
        let now = clock.now()
        return try await journal.lease("session/\(name)", owner: turn, now: now, until: now.adding(seconds: Self.leaseSeconds))
    }
}

/// Another process did not finish its renewal in time.
struct TurnNotGiven: Error {}
