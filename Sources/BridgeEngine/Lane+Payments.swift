import BridgeConnector
import BridgeDomain
import BridgeJournal
import BridgeSource

/// Where a lane stands with payments. Only saves asking again: everything that counts is in the journal.
struct PaymentRound {
    /// When the books are read next; nil: at once.
    var nextReading: Timestamp?
    /// Reading is over for this round, and items are still to be asked about.
    var isChecking = false
    var hasBegun = false
    var failures = 0
    var pausedUntil: Timestamp?
    var trouble: ConnectorError?
    var tellingFailures = 0
    var tellingPausedUntil: Timestamp?
    var tellingTrouble: SourceError?
}

// Payments coming back: after everything else of a turn, with what is left of the call budget.
extension Lane {
    /// Reads what was settled. Trouble with it pauses only itself: posting goes on, and the source is told what became of its documents. That
    /// holds for what the journal does not take as well; what concerns the journal as a whole ends the turn as anywhere.
    func readPayments(_ master: MasterData, _ turn: inout Turn) async throws(JournalError) {
        do { try await readSettled(master, &turn) } catch {
            guard [.duplicate, .conflict, .failed].contains(error.code) else { throw error }
            pausePayments(
                ConnectorError(.misused, "What was read of payments could not be kept, and is read again later: \(error.message)"))
        }
    }

    private func readSettled(_ master: MasterData, _ turn: inout Turn) async throws(JournalError) {
        let now = parts.clock.now()
        guard let policy = parts.policy.payments, let reading = parts.connector.settlementReading, turn.booked == 0,
            payments.pausedUntil.map({ $0 <= now }) ?? true, payments.nextReading.map({ $0 <= now }) ?? true
        else { return }
        let reader = PaymentReader(parts: parts, fence: fence, master: master, reading: reading, policy: policy)
        if !payments.hasBegun {
            if let error = try await reader.begin() { return pausePayments(error) }
            payments.hasBegun = true
        }
        if !payments.isChecking {
            let outcome = try await reader.read()
            turn.settled += outcome.entries
            if let error = outcome.stop { return pausePayments(error) }
            if outcome.hasMore { return }
            try await reader.reconsider()
            payments.isChecking = true
        }
        let checker = ItemChecker(parts: parts, fence: fence, master: master, reading: reading, policy: policy)
        let outcome = try await checker.check()
        if let error = outcome.stop { return pausePayments(error) }
        (payments.failures, payments.pausedUntil, payments.trouble) = (0, nil, nil)
        if outcome.hasMore { return }
        payments.isChecking = false
        payments.nextReading = now.adding(seconds: policy.readSeconds)
    }

    /// Tells the source what was found out.
    func tellPayments(_ turn: inout Turn) async throws(JournalError) {
        let now = parts.clock.now()
        guard parts.policy.payments != nil, payments.tellingPausedUntil.map({ $0 <= now }) ?? true else { return }
        let outcome = try await PaymentTeller(parts: parts, fence: fence).tell()
        turn.told += outcome.told
        payments.tellingTrouble = outcome.stop
        guard let error = outcome.stop else {
            (payments.tellingFailures, payments.tellingPausedUntil) = (0, nil)
            return
        }
        payments.tellingFailures += 1
        let pause = parts.policy.retry.unavailable.seconds(after: payments.tellingFailures)
        payments.tellingPausedUntil = max(error.retryAt ?? now.adding(seconds: pause), now.adding(milliseconds: 1))
    }

    /// When payments have something to do next; nil when they do not come back.
    func nextPaymentMoment() async throws(JournalError) -> Timestamp? {
        guard parts.policy.payments != nil else { return nil }
        let now = parts.clock.now()
        var moments: [Timestamp] = []
        if parts.connector.settlementReading != nil {
            moments.append(max(payments.nextReading ?? now, payments.pausedUntil ?? now, targetPausedUntil ?? now))
        }
        if parts.source.paymentReporting != nil,
            try await !parts.journal.notices(.waiting, bridge: parts.bridge, after: 0, limit: 1).isEmpty
        {
            moments.append(max(now, payments.tellingPausedUntil ?? now))
        }
        return moments.min()
    }

    private func pausePayments(_ error: ConnectorError) {
        let now = parts.clock.now()
        payments.failures += 1
        payments.trouble = error
        let pause = parts.policy.retry.unavailable.seconds(after: payments.failures)
        payments.pausedUntil = max(error.retryAt ?? now.adding(seconds: pause), now.adding(milliseconds: 1))
    }
}
