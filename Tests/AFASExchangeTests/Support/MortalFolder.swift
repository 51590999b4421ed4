import BridgeDomain
import BridgeExchange
import BridgeJournalTesting
import Synchronization

/// A process that dies at one of the steps it takes in a folder: before the step, or after it without hearing of it. Its journal dies with it.
final class Mortality: Sendable {
    private let state: Mutex<(steps: Int, isDead: Bool)> = Mutex((0, false))
    private let step: Int
    private let isAfter: Bool

    init(step: Int = .max, after: Bool = false) {
        self.step = step
        isAfter = after
    }

    var steps: Int { state.withLock { $0.steps } }
    var isDead: Bool { state.withLock { $0.isDead } }

    static let dead = ExchangeFolderError(.unavailable, BilingualText(nl: "dood", en: "dead"))

    func live<Answer>(_ work: () async throws(ExchangeFolderError) -> Answer) async throws(ExchangeFolderError) -> Answer {
        let number = state.withLock { state in
            state.steps += 1
            if state.steps == step, !isAfter { state.isDead = true }
            return state.isDead ? -1 : state.steps
        }
        guard number > 0 else { throw Self.dead }
        let answer = try await work()
        if number == step {
            state.withLock { $0.isDead = true }
            throw Self.dead
        }
        return answer
    }
}

struct MortalFolder: ExchangeFolder {
    let real: any ExchangeFolder
    let life: Mortality
    /// What happens in the world between two steps: the import job comes by.
    var afterEachStep: @Sendable () async -> Void = {}

    func names(in below: String) async throws(ExchangeFolderError) -> [String] {
        try await life.live { () async throws(ExchangeFolderError) in try await real.names(in: below) }
    }
    func read(_ name: String, in below: String, bytesMax: Int) async throws(ExchangeFolderError) -> [UInt8] {
        try await life.live { () async throws(ExchangeFolderError) in try await real.read(name, in: below, bytesMax: bytesMax) }
    }
    func stage(_ content: [UInt8], as staged: String) async throws(ExchangeFolderError) {
        try await life.live { () async throws(ExchangeFolderError) in
            try await real.stage(content, as: staged)
            await afterEachStep()
        }
    }
    func publish(_ staged: String, as name: String) async throws(ExchangeFolderError) -> Publication {
        try await life.live { () async throws(ExchangeFolderError) in
            let publication = try await real.publish(staged, as: name)
            await afterEachStep()
            return publication
        }
    }
    func discard(_ staged: String) async throws(ExchangeFolderError) {
        try await life.live { () async throws(ExchangeFolderError) in try await real.discard(staged) }
    }
}
