import BridgeJournal
import BridgeTesting
import Synchronization

/// Somebody who does something of their own just before, or just after, the next commit of a kind: a second writer in one exact order.
final class FasterHand: Sendable {
    typealias Act = @Sendable (any BridgeJournal) async throws(JournalError) -> Void

    private struct Waiting {
        var isMeant: @Sendable (JournalChange) -> Bool
        var isBefore: Bool
        var act: Act
    }

    private let waiting = Mutex<Waiting?>(nil)

    /// Whether there is still something to be done.
    var isWaiting: Bool { waiting.withLock { $0 != nil } }

    /// A journal before which this hand stands.
    func journal(_ base: any BridgeJournal) -> InterposedJournal {
        InterposedJournal(base) { unit, base throws(JournalError) in
            let next = self.take(for: unit)
            if let next, next.isBefore { try await next.act(base) }
            try await base.commit(unit)
            if let next, !next.isBefore { try await next.act(base) }
        }
    }

    func before(_ isMeant: @escaping @Sendable (JournalChange) -> Bool, _ act: @escaping Act) {
        waiting.withLock { $0 = Waiting(isMeant: isMeant, isBefore: true, act: act) }
    }

    func after(_ isMeant: @escaping @Sendable (JournalChange) -> Bool, _ act: @escaping Act) {
        waiting.withLock { $0 = Waiting(isMeant: isMeant, isBefore: false, act: act) }
    }

    private func take(for unit: JournalUnit) -> Waiting? {
        waiting.withLock { waiting in
            guard let next = waiting, unit.changes.contains(where: next.isMeant) else { return nil }
            waiting = nil
            return next
        }
    }
}

extension JournalChange {
    var movesPosting: Bool { if case .movePosting = self { true } else { false } }
    var putsParty: Bool { if case .putParty = self { true } else { false } }
    var putsAccount: Bool { if case .putAccount = self { true } else { false } }
    var putsWebhook: Bool { if case .putWebhook = self { true } else { false } }
    var putsToken: Bool { if case .putToken = self { true } else { false } }
    var putsNotice: Bool { if case .putNotice = self { true } else { false } }

    /// Whether it keeps a value under a name that begins so.
    func putsValue(_ name: String) -> Bool { if case .putValue(_, let kept, _) = self { kept.hasPrefix(name) } else { false } }
}
