import BridgeDomain
import BridgeJournal
import BridgeSource

/// Tells the source what was paid, in the order in which it was found out. A notice is durable before it is told and its outcome after; when the
/// answer is lost it is told again under the same key.
struct PaymentTeller: Sendable {
    let parts: BridgeParts
    let fence: Fence?

    /// What a turn of telling did.
    struct Outcome: Sendable {
        var told = 0
        /// The source does not take anything now.
        var stop: SourceError?
    }

    /// Tells what waits, a page of it.
    func tell() async throws(JournalError) -> Outcome {
        var outcome = Outcome()
        guard let reporting = parts.source.paymentReporting else { return outcome }
        let waiting = try await parts.journal.notices(.waiting, bridge: parts.bridge, after: 0, limit: TurnLimits.notices)
        var builder = UnitBuilder(parts, who: .machine("payments"), fence: fence)
        for notice in waiting {
            do throws(SourceError) {
                try await reporting.report(PaymentReport(notice, target: builder.target.system), key: notice.key)
                outcome.told += 1
                settle(notice, .told, nil, &builder)
            } catch {
                guard error.isAboutContent else {
                    outcome.stop = error
                    break
                }
                settle(notice, .refused, error.message, &builder)
            }
            if outcome.stop != nil { break }
        }
        if !builder.unit.changes.isEmpty { try await parts.journal.commit(builder.unit) }
        return outcome
    }

    private func settle(_ notice: NoticeRecord, _ state: NoticeRecord.State, _ reason: String?, _ builder: inout UnitBuilder) {
        var notice = notice
        notice.state = state
        notice.reason = reason
        notice.settledAt = builder.now
        notice.revision += 1
        builder.append(.putNotice(notice))
        builder.history(
            notice.subject, state == .told ? "payment_told" : "payment_refused", "notice \(notice.number)\(reason.map { ": \($0)" } ?? "")")
    }
}

extension SourceError {
    /// True where the source will never take this one, and may take the next.
    fileprivate var isAboutContent: Bool {
        switch code {
        case .notFound, .conflict, .contract: true
        case .unavailable, .throttled, .unauthorised, .forbidden, .cursorExpired: false
        }
    }
}

extension PaymentReport {
    /// What a notice tells.
    init(_ notice: NoticeRecord, target: String) {
        self.init(
            target: target, payment: notice.payment, kind: notice.kind, date: notice.date, amount: notice.amount,
            allocations: notice.allocations.map { Allocation(document: $0.document, amount: $0.amount, openAfter: $0.openAfter) },
            unallocated: notice.unallocated)
    }
}
