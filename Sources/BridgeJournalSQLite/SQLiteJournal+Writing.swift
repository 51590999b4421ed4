public import BridgeDomain
public import BridgeJournal

extension SQLiteJournal {
    public func commit(_ unit: JournalUnit) async throws(JournalError) {
        let prepared = try PreparedUnit(unit)
        try await write { writer throws(JournalError) in try writer.write(prepared) }
    }

    public func begin(_ unit: JournalUnit) async -> PendingCommit {
        let prepared: PreparedUnit
        do { prepared = try PreparedUnit(unit) } catch { return PendingCommit { .failure(error) } }
        let ticket = CommitTicket()
        let job = WriteJob<Void>({ writer throws(JournalError) in try writer.write(prepared) }, told: ticket.give)
        if let error = add(job) { ticket.give(.failure(error)) }
        return PendingCommit { await ticket.take() }
    }

    public func lease(_ lane: String, owner: String, now: Timestamp, until: Timestamp) async throws(JournalError) -> Fence? {
        try await write { writer throws(JournalError) in try writer.lease(lane, owner: owner, now: now, until: until) }
    }

    public func release(_ fence: Fence) async throws(JournalError) {
        try await write { writer throws(JournalError) in try writer.release(fence) }
    }

    public func spend(_ amount: Int, connection: String, windows: [BudgetWindow], now: Timestamp) async throws(JournalError) -> (
        granted: Bool, windows: [BudgetWindow]
    ) {
        try await write { writer throws(JournalError) in
            try writer.spend(amount, connection: connection, windows: windows, now: now)
        }
    }

    public func observe(_ window: BudgetWindow, connection: String) async throws(JournalError) {
        try await write { writer throws(JournalError) in try writer.observe(window, connection: connection) }
    }
}
