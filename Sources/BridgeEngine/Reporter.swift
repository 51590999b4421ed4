import BridgeDomain
import BridgeJournal
import BridgeSource

/// Tells the source what became of its documents. Each report carries a key, so that telling twice has one effect.
struct Reporter: Sendable {
    let parts: BridgeParts
    let fence: Fence?

    /// What a turn of reporting did.
    struct Outcome: Sendable {
        var sent = 0
        var stopUntil: Timestamp?
    }

    /// Sends what is due.
    func report() async throws(JournalError) -> Outcome {
        var outcome = Outcome()
        let due = try await parts.journal.dueReports(parts.bridge, now: parts.clock.now(), limit: TurnLimits.reports)
        var unit = JournalUnit(fence: fence)
        for report in due where outcome.stopUntil == nil {
            guard let content = StatusReport(json: report.content) else {
                unit.append(.settleReport(parts.bridge, document: report.document, key: report.key))
                continue
            }
            do {
                try await parts.source.report(content, key: report.key)
                outcome.sent += 1
                unit.append(.settleReport(parts.bridge, document: report.document, key: report.key))
            } catch {
                refuse(report, error, &unit, &outcome)
            }
        }
        if let until = outcome.stopUntil { try await postpone(until, &unit) }
        if !unit.changes.isEmpty { try await parts.journal.commit(unit) }
        return outcome
    }

    /// The source does not answer now: everything that is due waits, or each of them would be tried in vain. What is due is read again, so
    /// that a newer report queued meanwhile is the one that waits.
    private func postpone(_ until: Timestamp, _ unit: inout JournalUnit) async throws(JournalError) {
        let settled = unit.changes.compactMap { if case .settleReport(_, _, let key) = $0 { key } else { nil } }
        for var report in try await parts.journal.dueReports(parts.bridge, now: parts.clock.now(), limit: TurnLimits.reportsPostponed)
        where !settled.contains(report.key) {
            report.attempts += 1
            report.dueAt = until
            unit.append(.queueReport(report))
        }
    }

    private func refuse(_ report: ReportRecord, _ error: SourceError, _ unit: inout JournalUnit, _ outcome: inout Outcome) {
        let now = parts.clock.now()
        switch error.code {
        case .notFound, .conflict, .contract, .forbidden:
            // The source will never take this one: say so and go on, rather than asking for ever.
            unit.append(.settleReport(parts.bridge, document: report.document, key: report.key))
            unit.append(
                .record(
                    HistoryEntry(
                        at: now, who: .machine("reports"), bridge: parts.bridge, subject: report.document.description,
                        act: "report_refused",
                        detail: error.message)))
        case .unavailable, .throttled, .unauthorised, .cursorExpired:
            let pause = parts.policy.retry.unavailable.seconds(after: report.attempts + 1)
            outcome.stopUntil = max(error.retryAt ?? now.adding(seconds: pause), now.adding(milliseconds: 1))
        }
    }
}
