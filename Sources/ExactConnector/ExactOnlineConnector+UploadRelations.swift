public import BridgeConnector
import BridgeDomain

// Relations on the bulk road: many in one call, by XML (reference `exact-online` §11; the nodes: `ExactAccountNode`).
extension ExactOnlineConnector {
    /// Pages of changed relations read after an upload at most; others change relations too.
    static let changedPagesMax = 5

    /// How many relations go in one call: the upload itself, and one question for what the books then hold. nil where relations were not read
    /// yet, since only what changes after a reading tells what an upload did.
    var alignsTogether: PostingTogether? { relationsMark == nil || relationBulkIsClosed ? nil : Self.postsTogether(settings) }

    /// Makes and changes relations in one upload, as many of the first ones as an upload can say; where that is one or none, the first goes
    /// alone by REST. Two calls, whatever the number; one more for each further 1,000 relations that changed meanwhile.
    ///
    /// A relation is aligned when the books show it changed after the upload, with the fields they then hold. It is refused when the service
    /// refuses as many as are not shown. What the answer leaves open is unknown, and looked up by its number like any lost answer.
    public func align(_ orders: [RelationOrder]) async -> [Result<Relation, ConnectorError>] {
        let unheard = unheardFields
        let together = Array(orders.prefix { ExactAccountNode.carries($0, without: unheard) }.prefix(settings.uploadEntriesMax))
        guard let mark = relationsMark, alignsTogether != nil, together.count > 1 else {
            guard let first = orders.first else { return [] }
            return [await alone(first)]
        }
        let body = ExactAccountNode.body(together.map { ExactAccountNode($0, without: unheard) })
        do throws(ConnectorError) {
            guard let answer = try await client.perform(ExactCall(upload: body, topic: "Accounts", in: settings.division)).upload else {
                throw ConnectorError(.outcomeUnknown, "Exact Online took an upload of relations without saying what became of it")
            }
            if answer.messages.count != together.count { closeRelationBulk() }
            return judge(together, answer, try await changed(after: mark))
        } catch {
            let whole = wholly(error)
            return together.map { _ in .failure(whole) }
        }
    }

    private func alone(_ relation: RelationOrder) async -> Result<Relation, ConnectorError> {
        do throws(ConnectorError) {
            guard let id = relation.id else { return .success(try await create(relation.order)) }
            return .success(try await update(id, relation.order))
        } catch {
            return .failure(error)
        }
    }

    /// What a failure of the whole upload means for each of its relations: a refusal of the whole speaks of its form or the right to it, and
    /// relations go by REST for a while.
    private func wholly(_ error: ConnectorError) -> ConnectorError {
        switch error.code {
        case .rejected, .misused, .unauthorised:
            closeRelationBulk()
            return ConnectorError(
                .unavailable, "Exact Online refused a whole upload of relations; nothing was made, and they go one by one for a while",
                vendorText: error.vendorText, retryAt: clock.now())
        default: return error
        }
    }

    /// Relations changed since the last reading. A failure means that nobody knows: the upload was taken.
    private func changed(after mark: Int64) async throws(ConnectorError) -> [Account] {
        var found: [Account] = []
        var from = mark
        do throws(ConnectorError) {
            for _ in 0..<Self.changedPagesMax {
                let page = try await client.page(
                    get("sync/CRM/Accounts", [("$filter", ExactFilter.after(from)), ("$select", Account.select + ",Timestamp")]))
                let accounts = page.rows.compactMap { Account($0, settings.country) }
                found += accounts
                from = accounts.map(\.Timestamp).reduce(from, max)
                if page.next == nil { break }
            }
        } catch {
            throw ConnectorError(
                .outcomeUnknown, "Exact Online took an upload of relations; what became of them could not be read: \(error.message)",
                vendorText: error.vendorText)
        }
        return found
    }

    private func judge(
        _ orders: [RelationOrder], _ answer: ExactUploadAnswer, _ changed: [Account]
    ) -> [Result<Relation, ConnectorError>] {
        let byID = Dictionary(changed.map { ($0.ID.lowercased(), $0) }) { _, last in last }
        let byCode = Dictionary(changed.map { ($0.Code, $0) }) { _, last in last }
        var verdicts: [Result<Relation, ConnectorError>?] = orders.map { relation in
            let number = ExactCode.relation(relation.order.number, settings.country)
            if let id = relation.id { return byID[id.text.lowercased()].map { .success(told($0, relation)) } }
            guard let account = byCode[number], account.Name == relation.order.party.name else { return nil }
            return .success(told(account, relation))
        }
        let refused = answer.refused
        let speaks = answer.messages.count == orders.count
        if speaks, refused.isEmpty {
            // What was so already is not changed by being said again.
            for (place, relation) in orders.enumerated() where verdicts[place] == nil {
                verdicts[place] = relation.id.map { .success(Self.relation($0.text, relation.order)) }
            }
        }
        let missing = verdicts.indices.filter { verdicts[$0] == nil }
        let isClear = speaks && refused.count == missing.count
        for (place, index) in missing.enumerated() {
            verdicts[index] = .failure(
                isClear
                    ? refusal(refused[place])
                    : ConnectorError(
                        .outcomeUnknown, "Exact Online did not say of each relation of an upload what became of it: it is looked up"))
        }
        return verdicts.compactMap(\.self)
    }

    private func refusal(_ message: ExactUploadAnswer.Message) -> ConnectorError {
        let problems = ExactRefusals.problems(in: message.text)
        return ConnectorError(
            .rejected, "Exact Online refused a relation of an upload", vendorText: message.text,
            problems: problems.isEmpty ? [Problem(.targetRejected, at: Place("party"), found: message.text)] : problems)
    }

    /// The relation as the books hold it now. A field whose node is only assumed, and that did not arrive, goes by REST from now on.
    private func told(_ account: Account, _ relation: RelationOrder) -> Relation {
        var made = account.relation
        if relation.id == nil { made.details?[.bankAccount] = "" }
        let ours = relation.order.values
        let sent = relation.order.fields ?? Set(ours.keys)
        let lost = ExactAccountNode.assumed(relation.order.party.key.kind).intersection(sent).filter { field in
            guard let our = ours[field], let their = account.Fields[field] else { return false }
            return !field.agrees(our, their)
        }
        if !lost.isEmpty { noteUnheard(lost) }
        return made
    }
}
