import BridgeDomain
import BridgeJournal

// Leases and budgets: what keeps several workers apart.
extension Writer {
    func check(_ fence: Fence) throws(JournalError) {
        let held = try connection.statement(.leaseNumber).bind(fence.lane).first { $0.number() }
        guard held == fence.number else { throw .laneLost(fence) }
    }

    func lease(_ lane: String, owner: String, now: Timestamp, until: Timestamp) throws(JournalError) -> Fence? {
        let held = try connection.statement(.lease).bind(lane).first { row in
            (number: row.number(), owner: row.optionalText(), until: row.number())
        }
        if let held, let holder = held.owner, holder != owner, held.until > now.milliseconds { return nil }
        let number = held.map { $0.owner == owner ? $0.number : $0.number + 1 } ?? 1
        try connection.statement(.takeLease).bind(lane).bind(number).bind(owner).bind(until).run()
        return Fence(lane: lane, number: number)
    }

    func release(_ fence: Fence) throws(JournalError) {
        try connection.statement(.releaseLease).bind(fence.lane).bind(fence.number).run()
    }

    func spend(_ amount: Int, connection name: String, windows: [BudgetWindow], now: Timestamp) throws(JournalError) -> (
        granted: Bool, windows: [BudgetWindow]
    ) {
        var standing: [BudgetWindow] = []
        for window in windows { standing.append(window.continuing(try stored(window.name, name), now: now)) }
        let granted = standing.allSatisfy { $0.used + amount <= $0.limit }
        guard granted, amount > 0 else { return (granted, standing) }
        let after = standing.map { $0.using(amount) }
        for window in after { try store(window, name) }
        return (true, after)
    }

    func observe(_ window: BudgetWindow, connection name: String) throws(JournalError) {
        guard window.overrides(try stored(window.name, name)) else { return }
        try store(window, name)
    }

    private func stored(_ window: String, _ name: String) throws(JournalError) -> BudgetWindow? {
        try connection.statement(.budgetWindow).bind(name).bind(window).first { BudgetWindow($0) }
    }

    private func store(_ window: BudgetWindow, _ name: String) throws(JournalError) {
        try connection.statement(.storeWindow).bind(name).bind(window.name).bind(window.limit).bind(window.used).bind(window.resetsAt).run()
    }
}

extension BudgetWindow {
    /// A row of name, limit, used and reset.
    init(_ row: Statement) {
        self.init(name: row.text(), limit: row.int(), used: row.int(), resetsAt: Timestamp(milliseconds: row.number()))
    }
}

extension Query {
    fileprivate static let leaseNumber = Query("SELECT number FROM lease WHERE lane = ? AND owner IS NOT NULL")
    fileprivate static let lease = Query("SELECT number, owner, held_until FROM lease WHERE lane = ?")
    fileprivate static let takeLease = Query(
        """
        INSERT INTO lease (lane, number, owner, held_until) VALUES (?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET number = excluded.number, owner = excluded.owner, held_until = excluded.held_until
        """)
    fileprivate static let releaseLease = Query("UPDATE lease SET owner = NULL WHERE lane = ? AND number = ?")
    fileprivate static let budgetWindow = Query("SELECT name, calls, used, resets_at FROM budget WHERE connection = ? AND name = ?")
    fileprivate static let storeWindow = Query(
        """
        INSERT INTO budget (connection, name, calls, used, resets_at) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET calls = excluded.calls, used = excluded.used, resets_at = excluded.resets_at
        """)
}
