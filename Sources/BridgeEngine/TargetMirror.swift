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
    var orders: (any PartyOrdering)?

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

    /// Brings the remembered relations up to date, and looks what that means for the parties linked to them; a page, its cursor and what
    /// follows are one unit. `touched` gets the parties whose documents are to be looked at again.
    func refreshRelations(_ touched: inout [PartyKey]) async throws(JournalError) -> ConnectorError? {
        for _ in 0..<TurnLimits.targetPages {
            let cursor = TargetCursor(try await parts.journal.cursor(parts.bridge, name: Names.relationsCursor) ?? "")
            let page: TargetPage<Relation>
            do { page = try await parts.connector.relations(after: cursor) } catch { return error }
            var ofPage: [PartyKey] = []
            try await decided(parts.journal) { () async throws(JournalError) in
                ofPage = []
                return try await unit(page, after: cursor, &ofPage)
            }
            touched += ofPage
            if !page.hasMore { break }
        }
        return nil
    }

    private func unit(
        _ page: TargetPage<Relation>, after cursor: TargetCursor, _ touched: inout [PartyKey]
    ) async throws(JournalError) -> JournalUnit {
        var builder = UnitBuilder(parts, who: .machine("relations"), fence: fence)
        for relation in Self.newest(page.items) {
            let record = try await remembered(relation)
            builder.append(.putRelation(record))
            guard let orders, parts.connector.capabilities.tellsRelationDetails else { continue }
            touched += try await RelationWatch(parts: parts, orders: orders).note(record, &builder)
        }
        if page.next != cursor { builder.append(.setCursor(parts.bridge, name: Names.relationsCursor, value: page.next.text)) }
        return builder.unit
    }

    /// Each relation once, as it was told last.
    private static func newest(_ relations: [Relation]) -> [Relation] {
        var seen: Set<TargetID> = []
        return relations.reversed().filter { seen.insert($0.id).inserted }.reversed()
    }

    /// A relation as it is now: fields that were not told this time stay; one that is gone keeps what people knew it by.
    private func remembered(_ relation: Relation) async throws(JournalError) -> RelationRecord {
        var record = RelationRecord(relation, bridge: parts.bridge)
        guard relation.details != nil || relation.deleted, let known = try await parts.journal.relation(parts.bridge, id: relation.id)
        else {
            return record
        }
        if relation.deleted {
            record = known
            record.deleted = true
        } else {
            record.details = (known.details ?? [:]).merging(relation.details ?? [:]) { _, told in told }
        }
        return record
    }
}
