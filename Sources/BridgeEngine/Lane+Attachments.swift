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
            let outcome = try await attacher.attach(record)
            turn.calls += outcome.calls
            if let until = outcome.waitsUntil {
                attachments.pausedUntil = until
                return
            }
            if outcome.attached { turn.attached += 1 }
            if let stop = outcome.stop { return pauseAttachments(stop) }
            (attachments.failures, attachments.pausedUntil, attachments.trouble) = (0, nil, nil)
        }
    }

    /// When files have something to do next; nil when none follow or none wait.
    func nextAttachmentMoment() async throws(JournalError) -> Timestamp? {
        guard attacher != nil else { return nil }
        let horizon = parts.clock.now().adding(seconds: TurnLimits.attachmentHorizonSeconds)
        guard let due = try await parts.journal.attachmentsDue(parts.bridge, by: horizon, limit: 1).first?.dueAt else { return nil }
        return [attachments.pausedUntil, targetPausedUntil, postingPausedUntil, pausedUntil].compactMap(\.self).reduce(due, max)
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
