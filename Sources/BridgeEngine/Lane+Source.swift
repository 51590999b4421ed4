import BridgeDomain
import BridgeJournal
import BridgeSource

// The source's side of a turn.
extension Lane {
    func read(_ turn: inout Turn) async throws(JournalError) {
        let now = parts.clock.now()
        if let until = sourcePausedUntil, now < until { return }
        // Parties first, so that documents find theirs.
        for stream in [SourceStream.debtors, .creditors, .documents] where isDue(stream, now) {
            nudged.remove(stream)
            let outcome: Intake.Outcome
            do {
                outcome = try await Intake(parts: parts, fence: fence, master: master).read(stream)
            } catch {
                try await sourceFailed(error, stream)
                if sourcePausedUntil.map({ now < $0 }) ?? false { return }
                continue
            }
            sourceFailures[stream] = nil
            sourceTroubles[stream] = nil
            turn.received += outcome.items
            // A stream with more is due at once, also when a nudge brought it forward of its next reading.
            nextPoll[stream] = outcome.hasMore ? nil : now.adding(seconds: parts.policy.pollSeconds)
            try await followers.changed(outcome.partiesChanged)
        }
    }

    /// A nudge brings a stream forward, unless it failed and has its pause.
    private func isDue(_ stream: SourceStream, _ now: Timestamp) -> Bool {
        if nudged.contains(stream), sourceFailures[stream] == nil { return true }
        return nextPoll[stream].map { $0 <= now } ?? true
    }

    private func sourceFailed(_ failure: Intake.Failure, _ stream: SourceStream) async throws(JournalError) {
        switch failure {
        case .journal(let error): throw error
        case .source(let error):
            let failures = (sourceFailures[stream] ?? 0) + 1
            sourceFailures[stream] = failures
            sourceTroubles[stream] = error
            nextPoll[stream] = nil
            let pause = parts.policy.retry.unavailable.seconds(after: failures)
            let until = error.retryAt ?? parts.clock.now().adding(seconds: pause)
            switch error.code {
            case .unavailable, .throttled, .unauthorised:
                // What one stream meets, the others would meet too: the whole source is left alone for a while, nudges included.
                sourcePausedUntil = until
            case .cursorExpired:
                // A stream that must be read from its start can be read at once, but not time and again.
                try await startOver(stream)
                if failures > 1 { nextPoll[stream] = until }
            case .forbidden, .notFound, .conflict, .contract: nextPoll[stream] = until
            }
        }
    }

    /// The source no longer keeps what lies after our cursor: read from the start. What is kept already is recognised.
    private func startOver(_ stream: SourceStream) async throws(JournalError) {
        guard let cursor = try await parts.journal.cursor(parts.bridge, name: Names.source(stream)), !cursor.isEmpty else { return }
        var builder = UnitBuilder(parts, who: .machine("intake"), fence: fence)
        builder.append(.setCursor(parts.bridge, name: Names.source(stream), value: ""))
        builder.history("source", "started_over", "the source no longer keeps what lies after the cursor of \(stream.rawValue)")
        try await parts.journal.commit(builder.unit)
    }
}
