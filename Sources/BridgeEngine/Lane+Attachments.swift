import BridgeConnector
import BridgeDomain
import BridgeJournal
import BridgeSource

/// Where a lane stands with files. Only saves asking again: everything that counts is in the journal.
struct AttachmentRound {
    var failures = 0
    var pausedUntil: Timestamp?
    var trouble: BilingualText?
}

// Documents' files, after everything else of a turn: they never hold up a posting, and leave it the budget.
extension Lane {
    /// Both ends as far as files go; nil where none follow.
    private var attacher: Attacher? {
        guard let policy = parts.policy.attachments, let attaching = parts.connector.documentAttaching,
            let files = parts.source.documentFiles
        else { return nil }
        return Attacher(parts: parts, fence: fence, policy: policy, attaching: attaching, files: files)
    }

    /// Attaches what is due. Trouble with it pauses only itself: posting goes on.
    func attachFiles(_ turn: inout Turn) async throws(JournalError) {
        let now = parts.clock.now()
        guard let attacher, turn.booked == 0, attachments.pausedUntil.map({ $0 <= now }) ?? true else { return }
        let due = try await parts.journal.attachmentsDue(parts.bridge, by: now, limit: TurnLimits.attachments)
        for record in due {
            if let until = try await mustWait(record, attacher) {
                attachments.pausedUntil = until
                return
            }
            let outcome = try await attacher.attach(record)
            turn.calls += outcome.calls
            if outcome.attached { turn.attached += 1 }
            if let stop = outcome.stop { return pauseAttachments(stop) }
            (attachments.failures, attachments.pausedUntil, attachments.trouble) = (0, nil, nil)
        }
    }

    /// Until when files must leave the calls to others: the bridge's own allowance for them, then what bridges beside it are owed.
    private func mustWait(_ record: AttachmentRecord, _ attacher: Attacher) async throws(JournalError) -> Timestamp? {
        let now = parts.clock.now()
        let calls = attacher.attaching.calls(for: record.document.kind)
        let midnight = Timestamp(
            milliseconds: (now.milliseconds / Timestamp.millisecondsPerDay + 1) * Timestamp.millisecondsPerDay)
        let window = BudgetWindow(name: "day", limit: attacher.policy.callsPerDay, used: 0, resetsAt: midnight)
        let allowance = try await parts.journal.spend(calls, connection: Names.attachments(parts.bridge), windows: [window], now: now)
        guard allowance.granted else { return midnight }
        guard let share = parts.share else { return nil }
        let grant = try await share.grant(calls)
        return grant.calls > 0 ? nil : max(grant.again, now.adding(milliseconds: 1))
    }

    /// When files have something to do next; nil when none follow or none wait.
    func nextAttachmentMoment() async throws(JournalError) -> Timestamp? {
        guard attacher != nil else { return nil }
        let horizon = parts.clock.now().adding(seconds: TurnLimits.attachmentHorizonSeconds)
        guard let due = try await parts.journal.attachmentsDue(parts.bridge, by: horizon, limit: 1).first?.dueAt else { return nil }
        return [attachments.pausedUntil, targetPausedUntil, postingPausedUntil].compactMap(\.self).reduce(due, max)
    }

    private func pauseAttachments(_ stop: Attacher.Stop) {
        let now = parts.clock.now()
        attachments.failures += 1
        let pause = now.adding(seconds: parts.policy.retry.unavailable.seconds(after: attachments.failures))
        let (retryAt, text) =
            switch stop {
            case .source(let error): (error.retryAt, error.text)
            case .target(let error): (error.retryAt, error.text)
            }
        attachments.trouble = text
        attachments.pausedUntil = max(retryAt ?? pause, now.adding(milliseconds: 1))
    }
}
