public import BridgeConnector
public import BridgeDomain

extension KingFinanceConnector {
    private static let kinds: [PartyKind] = [.debtor, .creditor]

    /// Debtors, then creditors, changed after `cursor`: one call per 5,000.
    public func relations(after cursor: TargetCursor) async throws(ConnectorError) -> TargetPage<Relation> {
        var seen = memory.seen(at: cursor)
        var cursor = try KingCursor(cursor)
        var within = cursor.within ?? .init(place: 0, count: 0, begun: KingCursor.day(at: clock.now()))
        guard Self.kinds.indices.contains(within.table) else {
            throw ConnectorError(.misused, "A place in the stream of debtors and creditors is none: report this")
        }
        let kind = Self.kinds[within.table]
        // By number rather than by page: who comes or goes meanwhile moves nobody to a page that was read.
        var selection = KingSelection(KingRelationID.table(kind), "NR ZKSL NAAM BTWNR KVKNR BLOK", order: ["NR"])
        selection.conditions = [KingCondition("NR", .above, String(within.place))]
        selection.changedSince = cursor.since
        let page = try await client.page(selection)
        var items: [Relation] = []
        for row in page.rows {
            guard let relation = Self.relation(kind, row) else { throw unreadable(kind) }
            within.place = max(within.place, Int(relation.number) ?? 0)
            if seen.isNews(relation.id.text, row.hashValue) { items.append(relation) }
        }
        if page.isLast { (within.table, within.place) = (within.table + 1, 0) }
        let isOver = within.table == Self.kinds.count
        cursor.within = isOver ? nil : within
        if isOver {
            cursor.since = within.begun
            seen.isOver()
        }
        cursor.digest = seen.digest
        memory.keep(seen, at: cursor.target)
        return TargetPage(items: items, next: cursor.target, hasMore: !isOver)
    }

    /// Looks for a relation by its number, whatever it is: one or two calls.
    public func relation(numbered number: String) async throws(ConnectorError) -> Relation? {
        for kind in Self.kinds {
            if let found = try await relation(kind, numbered: number) { return found }
        }
        return nil
    }

    /// Looks for a debtor or creditor by its number: one call.
    public func relation(_ kind: PartyKind, numbered number: String) async throws(ConnectorError) -> Relation? {
        guard let row = try await row(kind, "NR", number, nil) else { return nil }
        guard let relation = Self.relation(kind, row) else { throw unreadable(kind) }
        return relation
    }

    /// Makes a relation under the number the mapping gave, unless the source's code or the number is there: two calls. One that is there is told,
    /// and never changed.
    public func create(_ order: PartyOrder) async throws(ConnectorError) -> Relation {
        let deadline = CallDeadline(askedAt: clock.now())
        let message = message(order)
        let kind = order.party.key.kind
        if let row = try await row(kind, "ZKSL", message.searchKey, deadline) {
            let found = "\(row["NR"] ?? "") \(row["NAAM"] ?? "") (ZKSL \(message.searchKey))"
            throw ConnectorError(
                .rejected, "King has a relation with this search key; nothing was sent",
                problems: [Problem(.partyMatchProposed, at: Place("party"), found: found)])
        }
        do throws(ConnectorError) {
            let answer = try await client.perform(KingCall(.create, message.creation), within: deadline)
            return Self.relation(KingRelationID(kind, answer.key.first ?? order.number), order)
        } catch {
            guard KingVerdict.isUnknownRefusal(error) else { throw error }
            return try await made(order, error)
        }
    }

    /// King answered with words we do not know: what its books hold counts.
    private func made(_ order: PartyOrder, _ error: ConnectorError) async throws(ConnectorError) -> Relation {
        var error = error
        let found = try? await relation(order.party.key.kind, numbered: order.number)
        if found != nil { error.problems = [] } else { error.code = .rejected }
        throw error
    }

    /// Brings a linked relation up to date: one call to see what it is, one more where something differs. A party that is linked to a relation
    /// of the other kind is made one of its own kind.
    public func update(_ id: TargetID, _ order: PartyOrder) async throws(ConnectorError) -> Relation {
        let deadline = CallDeadline(askedAt: clock.now())
        guard let linked = KingRelationID(id) else { throw gone(order) }
        if linked.kind != order.party.key.kind { return try await create(order) }
        guard let row = try await row(linked.kind, "NR", linked.number, deadline) else { throw gone(order) }
        if let document = message(order).change(from: row, number: linked.number) {
            do throws(ConnectorError) {
                _ = try await client.perform(KingCall(.update, document), within: deadline)
            } catch {
                // Sent again it does the same; the words tell a person why not.
                guard KingVerdict.isUnknownRefusal(error) else { throw error }
                var refusal = error
                refusal.code = .rejected
                throw refusal
            }
            controls.forget(linked)
        }
        return Self.relation(linked, order)
    }

    // MARK: Pieces

    private func message(_ order: PartyOrder) -> KingRelationMessage {
        KingRelationMessage(order: order, settings: settings, today: TimeZoneRule.amsterdam.date(of: clock.now()))
    }

    private func row(
        _ kind: PartyKind, _ column: String, _ value: String, _ deadline: CallDeadline?
    ) async throws(ConnectorError) -> KingRow? {
        // A number that is none would be refused as a mistake of ours.
        if column == "NR", Int(value) == nil { return nil }
        let selection = KingSelection(
            KingRelationID.table(kind), KingRelationMessage.columns, where: [KingCondition(column, .equal, value)], order: ["NR"])
        return try await client.rows(selection, within: deadline).first { $0[column]?.lowercased() == value.lowercased() }
    }

    private static func relation(_ kind: PartyKind, _ row: KingRow) -> Relation? {
        guard let number = row["NR"] else { return nil }
        return Relation(
            id: KingRelationID(kind, number).target, number: number, name: row["NAAM"] ?? "", vatNumber: row["BTWNR"],
            chamberOfCommerce: row["KVKNR"], isDebtor: kind == .debtor, isCreditor: kind == .creditor, blocked: row.flag("BLOK"))
    }

    private static func relation(_ id: KingRelationID, _ order: PartyOrder) -> Relation {
        Relation(
            id: id.target, number: id.number, name: order.party.name, vatNumber: order.party.vatNumber,
            chamberOfCommerce: order.party.chamberOfCommerce, isDebtor: id.kind == .debtor, isCreditor: id.kind == .creditor)
    }

    private func gone(_ order: PartyOrder) -> ConnectorError {
        ConnectorError(
            .rejected, "The linked relation is no longer in King",
            problems: [Problem(.partyUnknown, at: Place("party"), found: "\(order.number) \(order.party.name)")])
    }

    private func unreadable(_ kind: PartyKind) -> ConnectorError {
        ConnectorError(.misused, "A row of \(KingRelationID.table(kind)) lacks what every row has: run the connection check")
    }
}
