public import BridgeDomain
import BridgeJSON
public import BridgeJournal

/// Notices what nobody does and so no history tells by itself: that a document became late, and that a connection needs a person. It says so in
/// the history, once each time, while somebody wants to be told.
public struct WebhookWatch: Sendable {
    /// Late documents of a bridge that are followed, newest arrivals first.
    static let lateMax = 10_000
    private static let unitMax = 500
    private static let lateName = "webhooks.late"
    private static let connectionName = "webhooks.connection"

    private let journal: any BridgeJournal
    private let clock: any TimeSource
    private let bridges: [BridgeID]
    private let need: @Sendable (BridgeID) async -> BilingualText?

    /// A watch over bridges; `need` says why a bridge's connection needs a person, without anything secret.
    public init(
        journal: any BridgeJournal, clock: any TimeSource, bridges: [BridgeID], need: @escaping @Sendable (BridgeID) async -> BilingualText?
    ) {
        self.journal = journal
        self.clock = clock
        self.bridges = bridges
        self.need = need
    }

    /// Looks once, while the lease is held.
    public func look(_ fence: Fence) async throws(JournalError) {
        let active = try await journal.webhooks().filter { $0.state != .ended }
        for bridge in bridges {
            let wanted = Set(active.filter { $0.bridges.isEmpty || $0.bridges.contains(bridge) }.flatMap(\.events))
            try await lookForLate(bridge, isWanted: wanted.contains(WebhookEvent.documentLate.rawValue), fence)
            try await lookAtConnection(bridge, isWanted: wanted.contains(WebhookEvent.connectionNeedsPerson.rawValue), fence)
        }
    }

    /// What is late when the first webhook asks for it is not news: told is what becomes late from then on.
    private func lookForLate(_ bridge: BridgeID, isWanted: Bool, _ fence: Fence) async throws(JournalError) {
        let kept = try await journal.value(bridge, name: Self.lateName)
        let known = kept.flatMap { bytes in try? JSON(parsing: String(decoding: bytes, as: UTF8.self)) }?.array.map {
            Set($0.compactMap(\.string))
        }
        guard isWanted else {
            if known != nil { try await journal.commit(JournalUnit([.putValue(bridge, name: Self.lateName, value: [])], fence: fence)) }
            return
        }
        let now = clock.now()
        let late = try await findLate(bridge, now)
        let keys = Set(late.map { "\($0.document)" })
        if let known {
            guard keys != known else { return }
            let new = late.filter { !known.contains("\($0.document)") }.sorted { $0.sequence < $1.sequence }
            for start in stride(from: 0, to: new.count, by: Self.unitMax) {
                let end = min(start + Self.unitMax, new.count)
                var changes: [JournalChange] = new[start..<end].map { posting in
                    JournalChange.record(record(bridge, "\(posting.document)", WebhookEvent.lateAct, "", now))
                }
                changes.append(value(bridge, known.union(new[..<end].map { "\($0.document)" })))
                try await journal.commit(JournalUnit(changes, fence: fence))
            }
        }
        try await journal.commit(JournalUnit([value(bridge, keys)], fence: fence))
    }

    private func findLate(_ bridge: BridgeID, _ now: Timestamp) async throws(JournalError) -> [PostingRecord] {
        guard try await journal.waitingTotals(bridge, at: now).late > 0 else { return [] }
        var found: [PostingRecord] = []
        var before: Int64?
        while found.count < Self.lateMax {
            let page = try await journal.list(PostingFilter(bridge: bridge, lateAt: now), before: before, limit: JournalLimits.listMax)
            found += page
            guard page.count == JournalLimits.listMax, let last = page.last else { break }
            before = last.sequence
        }
        return found
    }

    private func value(_ bridge: BridgeID, _ keys: Set<String>) -> JournalChange {
        .putValue(bridge, name: Self.lateName, value: Array(JSON.array(keys.sorted().map { .string($0) }).description.utf8))
    }

    private func lookAtConnection(_ bridge: BridgeID, isWanted: Bool, _ fence: Fence) async throws(JournalError) {
        let kept = try await journal.value(bridge, name: Self.connectionName) ?? []
        let why = isWanted ? await need(bridge) : nil
        guard (why == nil) != kept.isEmpty else { return }
        var changes: [JournalChange] = [.putValue(bridge, name: Self.connectionName, value: why == nil ? [] : Array("1".utf8))]
        if let why { changes.append(.record(record(bridge, "connection", WebhookEvent.connectionAct, why.english, clock.now()))) }
        try await journal.commit(JournalUnit(changes, fence: fence))
    }

    private func record(_ bridge: BridgeID, _ subject: String, _ act: String, _ detail: String, _ now: Timestamp) -> HistoryEntry {
        HistoryEntry(at: now, who: .machine("webhooks"), bridge: bridge, subject: subject, act: act, detail: detail)
    }
}
