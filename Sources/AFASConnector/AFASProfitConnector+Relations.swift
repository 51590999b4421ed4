public import BridgeConnector
public import BridgeDomain
import BridgeJSON

extension AFASProfitConnector {
    /// Rows of a page: some 22 columns, below 150,000 cells.
    static let relationTake = 4_000

    /// Debtors, and where purchases are booked creditors, changed after `cursor`: one call each per 4,000.
    public func relations(after cursor: TargetCursor) async throws(ConnectorError) -> TargetPage<Relation> {
        var seen = memory.seen(at: cursor)
        var cursor = try AFASCursor(cursor)
        var page = TargetPage<Relation>(items: [], next: .start, hasMore: false)
        for kind in kinds {
            let stream = Self.stream(kind)
            let changed = try await changes(kind).page(after: cursor.marks[stream] ?? AFASMark(), &seen, now: clock.now())
            cursor.marks[stream] = changed.next
            page.hasMore = page.hasMore || changed.hasMore
            for row in changed.rows {
                guard let relation = relation(kind, row), let time = row.moment("ModifiedDate") else { throw unreadable(kind) }
                if seen.isNews(relation.id.text, row.json.hashValue, at: time) { page.items.append(relation) }
            }
        }
        cursor.goOn(with: &seen)
        page.next = cursor.target
        memory.keep(seen, at: page.next)
        return page
    }

    /// Looks for a relation by its number, whatever it is: a debtor goes before a creditor. One or two calls.
    public func relation(numbered number: String) async throws(ConnectorError) -> Relation? {
        for kind in kinds {
            if let found = try await relation(kind, numbered: number) { return found }
        }
        return nil
    }

    /// Looks for a debtor or creditor by its number: one call.
    public func relation(_ kind: PartyKind, numbered number: String) async throws(ConnectorError) -> Relation? {
        guard let row = try await row(kind, number, nil) else { return nil }
        guard let relation = relation(kind, row) else { throw unreadable(kind) }
        return relation
    }

    /// Makes a relation with an organisation or person of its own, in one call.
    public func create(_ order: PartyOrder) async throws(ConnectorError) -> Relation {
        let isPerson = order.party.customerGroup.map { settings.relations.personGroups.contains($0) } ?? false
        var message = AFASRelationMessage(order, settings, isPerson ? .person : .organisation)
        let body = message.insert()
        try refuse(message.problems)
        return try await insert(message, body, CallDeadline(askedAt: clock.now()))
    }

    /// Brings a linked relation up to date. Three calls, four where the party has a bank account: what the relation is now, what its organisation
    /// is, whether the account is there, and the change. A party that is linked to a relation of the other kind (a debtor to somebody who is
    /// only a creditor) is made one of its own kind, with the same organisation.
    public func update(_ id: TargetID, _ order: PartyOrder) async throws(ConnectorError) -> Relation {
        let deadline = CallDeadline(askedAt: clock.now())
        guard let linked = AFASRelationID(id), let row = try await row(linked.kind, linked.number, deadline),
            let organisation = row.text("BcCo")
        else {
            throw ConnectorError(
                .rejected, "The linked relation is no longer in AFAS Profit, or the App Connector's user may not see it",
                problems: [Problem(.partyUnknown, at: Place("party"), found: "\(order.number) \(order.party.name)")])
        }
        var message = AFASRelationMessage(order, settings, try await body(of: organisation, deadline))
        if linked.kind != order.party.key.kind {
            let body = message.insert(of: organisation)
            try refuse(message.problems)
            return try await insert(message, body, deadline)
        }
        let withAccount = try await isNew(order.party.iban, organisation, deadline)
        let body = message.change(linked.number, organisation: organisation, withAccount: withAccount)
        try refuse(message.problems)
        _ = try await client.change(message.connector, body, within: deadline)
        return Self.relation(linked, order)
    }

    // MARK: Pieces

    private var kinds: [PartyKind] { settings.usesPurchases ? [.debtor, .creditor] : [.debtor] }
    private static func stream(_ kind: PartyKind) -> String { kind == .debtor ? "debtors" : "creditors" }
    private static func keyField(_ kind: PartyKind) -> String { kind == .debtor ? "DebtorId" : "CreditorId" }
    private func connector(_ kind: PartyKind) -> String {
        kind == .debtor ? settings.connectors.debtors : settings.connectors.creditors
    }

    private func changes(_ kind: PartyKind) -> AFASChanges {
        AFASChanges(
            client: client, stream: Self.stream(kind), connector: connector(kind), time: "ModifiedDate",
            key: [Self.keyField(kind)], take: Self.relationTake)
    }

    private func row(_ kind: PartyKind, _ number: String, _ deadline: CallDeadline?) async throws(ConnectorError) -> AFASRow? {
        let key = Self.keyField(kind)
        let query = AFASQuery(connector(kind), where: [AFASCondition(key, number)], order: [key])
        return try await client.rows(query, within: deadline).first { $0.text(key) == number }
    }

    private func relation(_ kind: PartyKind, _ row: AFASRow) -> Relation? {
        guard let number = row.text(Self.keyField(kind)) else { return nil }
        return Relation(
            id: AFASRelationID(kind, number).target, number: number, name: row.text(kind == .debtor ? "DebtorName" : "CreditorName") ?? "",
            vatNumber: row.text("VatNr"), chamberOfCommerce: row.text("ChOfCommNr"), isDebtor: kind == .debtor,
            isCreditor: kind == .creditor, blocked: row.flag("Blocked"))
    }

    /// Whether an organisation number is a company's or a person's.
    private func body(of organisation: String, _ deadline: CallDeadline) async throws(ConnectorError) -> AFASRelationMessage.Body {
        let name = settings.connectors.organisations
        let query = AFASQuery(name, where: [AFASCondition("BcCo", organisation)], order: ["BcCo"])
        let type = try await client.rows(query, within: deadline).first?.text("Type")?.lowercased() ?? ""
        return type.hasPrefix("pers") ? .person : .organisation
    }

    /// Whether an organisation lacks a bank account: inserting one that is there is refused as a double.
    private func isNew(_ iban: String?, _ organisation: String, _ deadline: CallDeadline) async throws(ConnectorError) -> Bool {
        guard let iban = iban.map(AFASIBAN.compact), !iban.isEmpty else { return false }
        let query = AFASQuery(settings.connectors.bankAccounts, where: [AFASCondition("BcCo", organisation)], order: ["BcCo", "IBAN"])
        return try await !client.rows(query, within: deadline).contains { $0.text("IBAN").map(AFASIBAN.compact) == iban }
    }

    private func insert(
        _ message: AFASRelationMessage, _ body: JSON, _ deadline: CallDeadline
    ) async throws(ConnectorError) -> Relation {
        let answer = try await client.insert(message.connector, body, within: deadline)
        let results = AFASVerdict.member("results", of: answer) ?? answer
        let key = message.order.party.key.kind == .debtor ? "DbId" : "CrId"
        let number = AFASVerdict.member(message.connector, of: results).flatMap { AFASVerdict.member(key, of: $0)?.string }
        return Self.relation(AFASRelationID(message.order.party.key.kind, number ?? message.order.number), message.order)
    }

    private static func relation(_ id: AFASRelationID, _ order: PartyOrder) -> Relation {
        Relation(
            id: id.target, number: id.number, name: order.party.name, vatNumber: order.party.vatNumber,
            chamberOfCommerce: order.party.chamberOfCommerce, isDebtor: id.kind == .debtor, isCreditor: id.kind == .creditor)
    }

    private func refuse(_ problems: [Problem]) throws(ConnectorError) {
        guard !problems.isEmpty else { return }
        throw ConnectorError(.rejected, "The party does not fit the set-up of the environment; nothing was sent", problems: problems)
    }

    private func unreadable(_ kind: PartyKind) -> ConnectorError {
        ConnectorError(.misused, "A row of \(connector(kind)) lacks what every row has: run the connection check")
    }
}
