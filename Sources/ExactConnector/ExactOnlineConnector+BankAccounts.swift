import BridgeConnector
import BridgeDomain
import BridgeHTTP
import BridgeJSON

// Bank accounts are rows of their own, and have no sync endpoint (reference `exact-online` §7.3, §9.1): what changed is asked for by the
// moment of change.
extension ExactOnlineConnector {
    /// Relations asked for at once when only their bank account changed.
    static let accountsAtOnce = 20

    /// The page with the main bank accounts that were changed since the last reading: one call an hour, and one for each 20 relations that nothing
    /// else was changed of. At first only the present moment is noted: what was there before is no change.
    func withBankAccounts(_ relations: [Relation], _ cursor: inout ExactCursor) async throws(ConnectorError) -> [Relation] {
        guard bankAccountsAreDue else { return relations }
        let before = cursor.marks["bank"]
        let newest = try await newestBankAccounts(after: before)
        cursor.marks["bank"] = newest.mark
        guard before != nil, !newest.numbers.isEmpty else {
            bankAccountsWereRead()
            return relations
        }
        var relations = relations
        let known = Set(relations.map(\.id.text))
        relations += try await accounts(newest.numbers.keys.filter { !known.contains($0) }.sorted())
        bankAccountsWereRead()
        for place in relations.indices where !relations[place].deleted {
            if let number = newest.numbers[relations[place].id.text] { relations[place].details?[.bankAccount] = number }
        }
        return relations
    }

    /// Main bank accounts by the relation they belong to, changed after a moment of the service's own clock; nil: only the newest moment.
    private func newestBankAccounts(after mark: Int64?) async throws(ConnectorError) -> (numbers: [String: String], mark: Int64) {
        let endpoint = "crm/BankAccounts"
        let fields = ("$select", "Account,BankAccount,Main,Modified")
        let rows: [JSON]
        if let mark {
            let filter = ("$filter", "Modified gt \(ExactFilter.moment(mark))")
            rows = try await client.rows(get(endpoint, [filter, fields]))
        } else {
            rows = try await client.rows(get(endpoint, [("$orderby", "Modified desc"), ("$top", "1"), fields]))
        }
        var numbers: [String: String] = [:]
        var highest = mark ?? 0
        for row in rows {
            guard let account = row["Account"]?.string, let modified = ExactValue.dateText(row["Modified"]).flatMap({ Int64($0) }) else {
                throw unreadable(endpoint)
            }
            highest = max(highest, modified)
            if row["Main"]?.bool ?? false { numbers[account] = ExactValue.code(row["BankAccount"]) ?? "" }
        }
        return (numbers, highest)
    }

    private func accounts(_ ids: [String]) async throws(ConnectorError) -> [Relation] {
        var found: [Relation] = []
        for start in stride(from: 0, to: ids.count, by: Self.accountsAtOnce) {
            let some = ids[start..<min(start + Self.accountsAtOnce, ids.count)].map { ExactFilter.guid($0) }
            let rows = try await client.rows(get("crm/Accounts", [("$filter", ExactFilter.any("ID", some)), ("$select", Account.select)]))
            for row in rows {
                guard let account = Account(row, settings.country) else { throw unreadable("crm/Accounts") }
                found.append(account.relation)
            }
        }
        return found
    }

    /// Makes our number the relation's main bank account: two calls. One that is there already is made the main one, so that doing it again
    /// after a lost answer does no harm; the others stay.
    func putBankAccount(of id: TargetID, _ order: PartyOrder) async throws(ConnectorError) {
        guard let number = order.party.iban, !number.isEmpty else { return }
        let endpoint = "crm/BankAccounts"
        let rows = try await client.rows(
            get(endpoint, [("$filter", "Account eq \(ExactFilter.guid(id.text))"), ("$select", "ID,BankAccount,Main")]))
        let known = rows.first { PartyField.bankAccount.agrees($0["BankAccount"]?.string, number) }
        if let known, let row = known["ID"]?.string {
            if known["Main"]?.bool ?? false { return }
            _ = try await client.perform(
                ExactCall(
                    .put, endpoint, in: settings.division, key: "(\(ExactFilter.guid(row)))", body: .object([.init("Main", .bool(true))])))
        } else {
            let body: JSON = .object([
                .init("Account", .string(id.text)), .init("BankAccount", .string(number)), .init("Main", .bool(true)),
            ])
            _ = try await client.perform(ExactCall(.post, endpoint, in: settings.division, body: body))
        }
    }
}
