public import BridgeConnector
import BridgeDomain
public import BridgeJournal
import FoundationEssentials

extension BridgeParts {
    /// The target's code lists as last read; nil before the first reading. Calls nobody.
    public func keptMasterData() async throws(JournalError) -> MasterData? { try await TargetMirror(parts: self, fence: nil).kept() }
}

/// Keeps the target's code lists and relations in the journal, so that posting an invoice costs no look-up.
struct TargetMirror: Sendable {
    let parts: BridgeParts
    let fence: Fence?

    /// What is kept now; nil before the first reading.
    func kept() async throws(JournalError) -> MasterData? {
        guard let bytes = try await parts.journal.value(parts.bridge, name: Names.master) else { return nil }
        return try? JSONDecoder().decode(MasterData.self, from: Data(bytes))
    }

    /// Reads the code lists when they are older than the policy allows, or at once when `force` is set.
    func refresh(known: MasterData?, force: Bool) async throws(JournalError) -> Result<MasterData, ConnectorError> {
        if !force, let known, parts.clock.now() < known.readAt.adding(seconds: parts.policy.masterDataSeconds) { return .success(known) }
        let fresh: MasterData
        do { fresh = try await parts.connector.masterData(known: known) } catch { return .failure(error) }
        var builder = UnitBuilder(parts, who: .machine("master-data"), fence: fence)
        if let bytes = try? JSONEncoder.sorted.encode(fresh) {
            builder.append(.putValue(parts.bridge, name: Names.master, value: Array(bytes)))
            builder.history("connection", "code_lists_read", "\(fresh.accounts.count) accounts, \(fresh.vatCodes.count) VAT codes")
        }
        try await parts.journal.commit(builder.unit)
        return .success(fresh)
    }

    /// Brings the remembered relations up to date; a page and its cursor are one unit.
    func refreshRelations() async throws(JournalError) -> ConnectorError? {
        for _ in 0..<TurnLimits.targetPages {
            let cursor = TargetCursor(try await parts.journal.cursor(parts.bridge, name: Names.relationsCursor) ?? "")
            let page: TargetPage<Relation>
            do { page = try await parts.connector.relations(after: cursor) } catch { return error }
            var unit = JournalUnit(fence: fence)
            for relation in page.items { unit.append(.putRelation(RelationRecord(relation, bridge: parts.bridge))) }
            if page.next != cursor { unit.append(.setCursor(parts.bridge, name: Names.relationsCursor, value: page.next.text)) }
            if !unit.changes.isEmpty { try await parts.journal.commit(unit) }
            if !page.hasMore { break }
        }
        return nil
    }
}
