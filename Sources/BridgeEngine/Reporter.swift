import BridgeDomain
import BridgeJournal
import BridgeSource
import FoundationEssentials

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
            guard let content = try? JSONDecoder().decode(StatusReport.self, from: Data(report.content)) else {
                unit.append(.settleReport(parts.bridge, document: report.document, key: report.key))
                continue
            }
            do {
                try await parts.source.report(content, key: report.key)
                outcome.sent += 1
                unit.append(.settleReport(parts.bridge, document: report.document, key: report.key))
            } catch {
                postpone(report, error, &unit, &outcome)
            }
        }
        if !unit.changes.isEmpty { try await parts.journal.commit(unit) }
        return outcome
    }

    private func postpone(_ report: ReportRecord, _ error: SourceError, _ unit: inout JournalUnit, _ outcome: inout Outcome) {
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
            var later = report
            later.attempts += 1
            later.dueAt = error.retryAt ?? now.adding(seconds: parts.policy.retry.unavailable.seconds(after: later.attempts))
            unit.append(.queueReport(later))
            outcome.stopUntil = later.dueAt
        }
    }
}
