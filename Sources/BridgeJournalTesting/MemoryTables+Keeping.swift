import BridgeDomain
import BridgeHash
import BridgeJournal

// Leases, budgets and the check of what is kept.
extension MemoryTables {
    mutating func lease(_ lane: String, owner: String, now: Timestamp, until: Timestamp) -> Fence? {
        let held = leases[lane]
        if let held, let holder = held.owner, holder != owner, held.until > now { return nil }
        let number = held.map { $0.owner == owner ? $0.number : $0.number + 1 } ?? 1
        leases[lane] = Lease(number: number, owner: owner, until: until)
        return Fence(lane: lane, number: number)
    }

    mutating func release(_ fence: Fence) {
        guard leases[fence.lane]?.number == fence.number else { return }
        leases[fence.lane]?.owner = nil
    }

    mutating func spend(_ amount: Int, connection: String, windows: [BudgetWindow], now: Timestamp) -> (Bool, [BudgetWindow]) {
        let stored = budgets[connection] ?? [:]
        let standing = windows.map { $0.continuing(stored[$0.name], now: now) }
        let granted = standing.allSatisfy { $0.used + amount <= $0.limit }
        guard granted, amount > 0 else { return (granted, standing) }
        let after = standing.map { $0.using(amount) }
        for window in after { budgets[connection, default: [:]][window.name] = window }
        return (true, after)
    }

    mutating func observe(_ window: BudgetWindow, connection: String) {
        guard window.overrides(budgets[connection]?[window.name]) else { return }
        budgets[connection, default: [:]][window.name] = window
    }

    func budget(_ connection: String) -> [BudgetWindow] { (budgets[connection] ?? [:]).values.sorted { $0.name < $1.name } }

    func verify(progress: (Int64) -> Void) -> VerifyReport {
        var verifier = HistoryVerifier()
        for record in history {
            verifier.check(record)
            if record.sequence.isMultiple(of: 10_000) { progress(record.sequence) }
        }
        verifier.end(sequence: Int64(history.count), hash: history.last?.hash ?? HistoryChain.beginning.hex)
        let vouched = Dictionary(grouping: history, by: \.entry.subject).mapValues { Set($0.compactMap(\.entry.contentHash)) }
        var checked: Int64 = 0
        for record in documents.values.flatMap(\.values).sorted(by: { ($0.key, $0.version) < ($1.key, $1.version) }) {
            checked += 1
            if ContentHash.text(record.raw) != record.contentHash {
                verifier.addChanged(subject: "\(record.key)", "version \(record.version)")
            } else if vouched["\(record.key)"]?.contains(record.contentHash) != true {
                verifier.addUnvouched(subject: "\(record.key)", "version \(record.version)")
            }
        }
        for record in entries.values.flatMap(\.values).sorted(by: { $0.entry.document < $1.entry.document })
        where vouched["\(record.entry.document)"]?.contains(record.contentHash) != true {
            verifier.addUnvouched(subject: "\(record.entry.document)", "the entry of version \(record.entry.documentVersion)")
        }
        verifyPayments(vouched, &verifier)
        progress(Int64(history.count))
        return verifier.report(documentsChecked: checked)
    }
}
