public import BridgeConnector
public import BridgeDomain

/// How books tell what was removed.
public enum ScriptedRemoval: Sendable {
    /// By name.
    case named
    /// By saying which days changed: all that is left of them is read again.
    case days
}

// Payments, as an accountant books them behind everyone's back.
extension ScriptedBooks {
    /// Books an entry that settles, or changes the one of that identity.
    public func book(_ entry: SettlingEntry) {
        changePayments { payments in
            payments.removeAll { $0.id == entry.id }
            payments.append(entry)
        }
    }

    /// Deletes an entry that settles.
    public func delete(_ id: PaymentID) { changePayments { $0.removeAll { $0.id == id } } }

    /// What is open of an entry: its party's line and all that was booked on it since.
    private static func standing(_ name: OpenItemName, _ entries: [BookedEntry], _ payments: [SettlingEntry]) -> OpenItem.Standing {
        let entry = entries.first { name.entry != nil ? $0.id == name.entry : $0.reference == name.reference }
        guard let entry, let line = entry.lines.first(where: \.isParty) else { return .gone }
        let settled = payments.flatMap(\.lines).filter { line in
            guard case .item(let item) = line.role else { return false }
            return item.reference == entry.reference || item.entry == entry.id
        }
        let open = settled.map(\.amount).filter { $0.currency == line.amount.currency }.reduce(line.amount, +)
        return open.isZero ? .settled : .open(open, book: open)
    }

    fileprivate func page(after cursor: TargetCursor, _ removal: ScriptedRemoval) async throws(ConnectorError) -> SettlementPage {
        try await settlementCall(.settlements) { payments, changes, _ in
            let fresh = changes.dropFirst(Int(cursor.text) ?? 0)
            let next = TargetCursor("\(changes.count)")
            switch removal {
            case .named:
                let ids = Set(fresh.map(\.id))
                let gone = ids.filter { id in !payments.contains { $0.id == id } }.sorted()
                return SettlementPage(entries: payments.filter { ids.contains($0.id) }, gone: gone, next: next, hasMore: false)
            case .days:
                let days = Set(fresh.map(\.day))
                return SettlementPage(
                    entries: payments.filter { days.contains($0.date) }, completeDays: days.sorted(), next: next, hasMore: false)
            }
        }
    }

    fileprivate func items(_ names: [OpenItemName]) async throws(ConnectorError) -> [OpenItem] {
        try await settlementCall(.openItems) { payments, _, entries in
            names.map { OpenItem(name: $0, standing: Self.standing($0, entries, payments)) }
        }
    }

    fileprivate func beginning(on day: CalendarDate) async throws(ConnectorError) -> TargetCursor {
        try await settlementCall(.settlements) { _, changes, _ in
            TargetCursor("\(changes.prefix { $0.at.map { $0.dateUTC < day } ?? true }.count)")
        }
    }
}

/// What scripted books tell of payments.
public struct ScriptedTill: SettlementReading {
    let books: ScriptedBooks
    let removal: ScriptedRemoval

    public var openItemsAskedMax: Int { 3 }
    public func settlements(after cursor: TargetCursor, with master: MasterData) async throws(ConnectorError) -> SettlementPage {
        try await books.page(after: cursor, removal)
    }
    public func settlementsBeginning(on day: CalendarDate, with master: MasterData) async throws(ConnectorError) -> TargetCursor {
        try await books.beginning(on: day)
    }
    public func openItems(_ names: [OpenItemName], with master: MasterData) async throws(ConnectorError) -> [OpenItem] {
        try await books.items(names)
    }
}
