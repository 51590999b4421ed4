public import BridgeConnector
public import BridgeDomain
import BridgeHTTP
import BridgeJSON

extension ExactOnlineConnector {
    /// Relations changed or removed after `cursor`, at most 1,000 of each: one call, every quarter of an hour a second one for what was
    /// removed, and every hour a third for bank accounts.
    public func relations(after cursor: TargetCursor) async throws(ConnectorError) -> TargetPage<Relation> {
        var cursor = try self.cursor(cursor)
        let from = cursor.marks["accounts"] ?? ExactCursor.beginning
        let page = try await client.page(
            get("sync/CRM/Accounts", [("$filter", ExactFilter.after(from)), ("$select", Account.select + ",Timestamp")]))
        var items: [Relation] = []
        var highest = from
        for row in page.rows {
            guard let account = Account(row, settings.country) else { throw unreadable("sync/CRM/Accounts") }
            highest = max(highest, account.Timestamp)
            items.append(account.relation)
        }
        cursor.marks["accounts"] = highest
        var hasMore = page.next != nil
        if let since = cursor.marks["deleted"], removalsAreDue {
            let removed = try await removedRelations(after: since)
            items += removed.items
            cursor.marks["deleted"] = removed.highest
            hasMore = hasMore || removed.hasMore
            if !removed.hasMore { removalsWereRead() }
        } else if cursor.marks["deleted"] == nil {
            // Row versions are shared by all tables: what is removed from now on has a higher one than all that was there. The first page
            // counts, since something may be removed while later ones are read.
            cursor.marks["deleted"] = highest
        }
        if !hasMore {
            items = try await withBankAccounts(items, &cursor)
            relationsWereRead(upTo: highest)
        }
        return TargetPage(items: items, next: cursor.target, hasMore: hasMore)
    }

    /// Looks for a relation by its exact number: one call.
    public func relation(numbered number: String) async throws(ConnectorError) -> Relation? {
        let code = ExactFilter.text(ExactCode.padded(relation: number, settings.country))
        let rows = try await client.rows(get("crm/Accounts", [("$filter", "Code eq \(code)"), ("$select", Account.select)]))
        guard let row = rows.first else { return nil }
        guard let account = Account(row, settings.country) else { throw unreadable("crm/Accounts") }
        return account.relation
    }

    /// Makes a relation, in one call.
    public func create(_ order: PartyOrder) async throws(ConnectorError) -> Relation {
        let body = ExactAccountBody.create(order, settings.country)
        let reply = try await client.perform(ExactCall(.post, "crm/Accounts", in: settings.division, body: body))
        guard let row = reply.row, let account = Account(row, settings.country) else {
            throw ConnectorError(.outcomeUnknown, "Exact Online accepted a relation without saying which: look it up by its number")
        }
        // Without a full representation the answer holds the key and little else (reference `exact-online` §3.5).
        var made = account.Name.isEmpty ? Self.relation(account.ID, order) : account.relation
        // A bank account is a row of its own, which nobody made yet.
        made.details = (account.Name.isEmpty ? order.values : account.Fields).merging([.bankAccount: ""]) { _, new in new }
        return made
    }

    /// Brings a linked relation up to date, in one call. Its number and everything the source does not know stay as they are.
    public func update(_ id: TargetID, _ order: PartyOrder) async throws(ConnectorError) -> Relation {
        var call = ExactCall(
            .put, "crm/Accounts", in: settings.division, key: "(\(ExactFilter.guid(id.text)))", body: ExactAccountBody.update(order))
        call.alsoAccepts = [404]
        guard try await client.perform(call).status != 404 else {
            throw ConnectorError(
                .rejected, "The linked relation is no longer in Exact Online",
                problems: [Problem(.partyUnknown, at: Place("party"), found: "\(order.number) \(order.party.name)")])
        }
        if order.fields?.contains(.bankAccount) ?? false { try await putBankAccount(of: id, order) }
        return Self.relation(id.text, order)
    }

    private func removedRelations(after mark: Int64) async throws(ConnectorError) -> (items: [Relation], highest: Int64, hasMore: Bool) {
        // Entity type 2: accounts (reference `exact-online` §9.1).
        let page = try await client.page(
            get(
                "sync/Deleted",
                [("$filter", ExactFilter.after(mark) + " and EntityType eq 2"), ("$select", "EntityKey,EntityType,Timestamp")]))
        var items: [Relation] = []
        var highest = mark
        for row in page.rows {
            guard let key = row["EntityKey"]?.string, let version = ExactValue.integer(row["Timestamp"]) else {
                throw unreadable("sync/Deleted")
            }
            highest = max(highest, version)
            items.append(Relation(id: TargetID(key), number: "", name: "", isDebtor: false, isCreditor: false, deleted: true))
        }
        return (items, highest, page.next != nil)
    }

    static func relation(_ id: String, _ order: PartyOrder) -> Relation {
        let party = order.party
        return Relation(
            id: TargetID(id), number: order.number, name: party.name, vatNumber: party.vatNumber,
            chamberOfCommerce: party.chamberOfCommerce, isDebtor: party.key.kind == .debtor, isCreditor: party.key.kind == .creditor)
    }

    func get(_ endpoint: String, _ query: [(String, String)]) -> ExactCall {
        ExactCall(.get, endpoint, in: settings.division, query: query)
    }

    func unreadable(_ endpoint: String) -> ConnectorError {
        ConnectorError(.misused, "A row of \(endpoint) lacks what every row has: report this")
    }
}
