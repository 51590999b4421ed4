import BridgeJournal

/// Stands before the commits that keep an answer: lets them pass, holds one back, or fails them.
final actor CommitGate {
    private var isOpen = true
    private var isFailing = false
    private var waiting: CheckedContinuation<Void, Never>?
    private var watcher: CheckedContinuation<Void, Never>?

    nonisolated var pass: @Sendable (JournalUnit) async throws(JournalError) -> JournalUnit {
        { unit throws(JournalError) in
            try await self.stand(unit)
            return unit
        }
    }

    private func stand(_ unit: JournalUnit) async throws(JournalError) {
        guard unit.changes.contains(where: { if case .keepAnswer = $0 { true } else { false } }) else { return }
        if isFailing { throw JournalError(.diskFull, "the disk is full") }
        guard !isOpen else { return }
        await withCheckedContinuation {
            waiting = $0
            watcher?.resume()
            watcher = nil
        }
    }

    func close() { isOpen = false }
    func fail() { isFailing = true }

    /// Returns once somebody stands before the gate.
    func arrival() async {
        guard waiting == nil else { return }
        await withCheckedContinuation { watcher = $0 }
    }

    func open() {
        isOpen = true
        waiting?.resume()
        waiting = nil
    }
}
