import BridgeDomain
import BridgeJournal

/// The calls that files may take: their own of a day, and of the connection's budget what postings and other bridges leave. Used up only by
/// what is really sent.
struct AttachmentAllowance: Sendable {
    let parts: BridgeParts
    let policy: AttachmentPolicy
    /// Calls that one file takes.
    let calls: Int

    /// Until when files must wait because their own calls of the day are used; nil while enough are left. Nothing need be fetched till then.
    func usedUpUntil() async throws(JournalError) -> Timestamp? {
        let day = window
        let standing = try await parts.journal.spend(0, connection: name, windows: [day], now: parts.clock.now())
        return standing.windows.first.map { $0.left < calls } ?? false ? day.resetsAt : nil
    }

    /// Takes the calls of a file that is at hand; otherwise says until when they must be left to others.
    func take() async throws(JournalError) -> Timestamp? {
        let now = parts.clock.now()
        if let grant = try await parts.share?.grant(calls), grant.calls == 0 { return max(grant.again, now.adding(milliseconds: 1)) }
        let day = window
        let spent = try await parts.journal.spend(calls, connection: name, windows: [day], now: now)
        return spent.granted ? nil : day.resetsAt
    }

    private var name: String { Names.attachments(parts.bridge) }

    private var window: BudgetWindow {
        let tomorrow = (parts.clock.now().milliseconds / Timestamp.millisecondsPerDay + 1) * Timestamp.millisecondsPerDay
        return BudgetWindow(name: "day", limit: policy.callsPerDay, used: 0, resetsAt: Timestamp(milliseconds: tomorrow))
    }
}
