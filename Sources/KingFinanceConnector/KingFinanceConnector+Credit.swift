public import BridgeConnector
import BridgeDomain

extension KingFinanceConnector {
    /// Writes to the open item of a credit note which invoice it takes back (reference `king` §4.4): one call, and two more where journals give
    /// invoice numbers of their own. Nothing where credit notes are tied in another way.
    public func link(_ order: PostingOrder, with master: MasterData) async throws(ConnectorError) {
        guard settings.creditLink == .updateOpenItem, order.entry.document.kind == .creditNote,
            let original = order.entry.originalReferences.first, let debtor = order.relation.flatMap({ KingRelationID($0) })
        else { return }
        let credit = try await item(of: order.entry.reference, debtor)
        let invoice = try await item(of: original, debtor)
        let document = KingDocument.update(
            "DEBOPP", where: [KingCondition("DEB", .equal, debtor.number), KingCondition("FACT", .equal, credit)],
            [("CREDITNOTADEB", debtor.number), ("CREDITNOTAFACT", invoice), ("KENM", invoice)])
        _ = try await client.perform(KingCall(.update, document))
    }

    /// The same right after posting. What fails here is no failure of the posting: it is booked, and the read-back sees that the link is missing.
    func linkQuietly(_ order: PostingOrder, _ master: MasterData) async { try? await link(order, with: master) }

    /// The number of the open item an entry made: our reference, unless the journal gave another.
    private func item(of reference: EntryReference, _ debtor: KingRelationID) async throws(ConnectorError) -> String {
        guard settings.ownNumbers == .record else { return reference.text }
        let rows = try await rows(carrying: reference)
        return rows.first { $0.account == debtor.number }?.invoice ?? reference.text
    }

    /// Which invoices the books say a credit note of ours takes back; nil for any other entry. One call, and one more where journals give invoice
    /// numbers of their own.
    func credited(_ found: KingBookedRows, _ basics: KingBasics) async throws(ConnectorError) -> [EntryReference]? {
        guard let mark = found.mark, let original = mark.original, let row = found.rows.first, let invoice = row.invoice,
            basics.relation(row.account) != nil
        else { return nil }
        let selection = KingSelection(
            "DEBOPP", "DEB FACT CREDITNOTADEB CREDITNOTAFACT", where: [KingCondition("FACT", .equal, invoice)], order: ["FACT"])
        let rows = try await client.rows(selection).filter { $0["DEB"] == row.account && $0["FACT"] == invoice }
        guard let item = rows.first else { return nil }
        guard let linked = item["CREDITNOTAFACT"] else { return [] }
        if linked == original.text || settings.ownNumbers == .refuse { return [EntryReference(linked)] }
        let same = try await self.rows(carrying: original).contains { $0.invoice == linked }
        return [same ? original : EntryReference(linked)]
    }
}
