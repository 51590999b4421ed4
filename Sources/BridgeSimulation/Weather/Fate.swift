import BridgeTesting
import Synchronization

/// What may befall the processes of a simulation, by the seed.
final class Fate: Sendable {
    /// Chances per 10,000 occasions.
    struct Risks: Sendable {
        /// A process dies at a write: before it, after it, or between SQLite's write and its sync.
        var dies: UInt64 = 0
        /// With a process that dies, the machine loses its current: what was not synced is lost too.
        var losesPower: UInt64 = 0
        /// The disk refuses a write.
        var refuses: UInt64 = 0
        /// A process is left hanging after a write, after a call was taken from the budget, or after an answer.
        var hangs: UInt64 = 0

        static let none = Risks()
    }

    private struct State {
        var random: SeededGenerator
        var risks: Risks
    }

    private let risks: Risks
    private let state: Mutex<State>

    init(seed: UInt64, _ risks: Risks) {
        self.risks = risks
        state = Mutex(State(random: SeededGenerator(seed: seed), risks: risks))
    }

    /// Nothing befalls anyone any more.
    func end() { state.withLock { $0.risks = .none } }
    /// The risks of the beginning come back.
    func beginAgain() { state.withLock { $0.risks = risks } }

    func strikes(_ risk: any KeyPath<Risks, UInt64> & Sendable) -> Bool {
        state.withLock { state in
            let chance = state.risks[keyPath: risk]
            return chance > 0 && state.random.next() % 10_000 < chance
        }
    }
}

/// One simulated process: whether it lives, and where it is left hanging.
final class Life: Sendable {
    /// Where something may befall it.
    enum Moment {
        case beforeUnit, afterUnit, write, beforeSync, afterSync
    }

    enum Verdict {
        case goOn, refuse, die
    }

    /// What a turn of this process has come to.
    enum Event: Sendable {
        case ended(TurnEnd)
        case hangs
    }

    private struct State {
        var isDead = false
        var isSuperseded = false
        var event: Event?
        var waiter: CheckedContinuation<Event, Never>?
        var hanging: CheckedContinuation<Void, Never>?
    }

    /// What the process calls itself.
    let name: String
    /// nil for whom nothing can befall: the one who looks.
    private let fate: Fate?
    private let state = Mutex(State())

    init(_ fate: Fate?, _ name: String = "anna") {
        self.fate = fate
        self.name = name
    }

    var isDead: Bool { state.withLock { $0.isDead } }
    /// Another process took its lane while it hung.
    var isSuperseded: Bool { state.withLock { $0.isSuperseded } }

    func supersede() { state.withLock { $0.isSuperseded = true } }

    /// The process is no more. One that hung goes on without effect: nothing it writes or sends arrives.
    func die() {
        state.withLock { $0.isDead = true }
        goOn()
    }

    func verdict(at moment: Moment) -> Verdict {
        guard !isDead else { return .die }
        guard let fate else { return .goOn }
        if fate.strikes(\.dies) {
            die()
            return .die
        }
        switch moment {
        case .beforeUnit, .write, .beforeSync: return fate.strikes(\.refuses) ? .refuse : .goOn
        case .afterUnit, .afterSync: return .goOn
        }
    }

    /// A place where the process may be left hanging, for as long as the simulation likes.
    func mayHang() async {
        guard let fate, !isDead, !isSuperseded, fate.strikes(\.hangs) else { return }
        await withCheckedContinuation { continuation in
            let waiter = state.withLock { state -> CheckedContinuation<Event, Never>? in
                state.hanging = continuation
                defer { state.waiter = nil }
                if state.waiter == nil { state.event = .hangs }
                return state.waiter
            }
            waiter?.resume(returning: .hangs)
        }
    }

    /// Lets a hanging process go on.
    func goOn() {
        let hanging = state.withLock { state in
            defer { state.hanging = nil }
            return state.hanging
        }
        hanging?.resume()
    }

    func report(_ end: TurnEnd) {
        let waiter = state.withLock { state -> CheckedContinuation<Event, Never>? in
            defer { state.waiter = nil }
            if state.waiter == nil { state.event = .ended(end) }
            return state.waiter
        }
        waiter?.resume(returning: .ended(end))
    }

    /// Waits for the turn under way to end or to hang.
    func next() async -> Event {
        await withCheckedContinuation { continuation in
            let event = state.withLock { state -> Event? in
                defer { state.event = nil }
                if state.event == nil { state.waiter = continuation }
                return state.event
            }
            if let event { continuation.resume(returning: event) }
        }
    }
}
