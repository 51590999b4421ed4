import BridgeHTTP
import BridgeDomain

/// The web services of KING ERP as the reference assumes them (king §8.1). Nothing of it is published but that a batch is opened, filled
/// line by line and closed. Assumed here on top: names of operations that are not in the reference, and that the batch and the entry a
/// record belongs to stand in the query as `boekingsgang` and `journaalpost`.
///
/// Entries of a batch reach the ledger when it is closed; until then it can be deleted without a trace.
extension KingSandbox {
    static let webServiceBase = "/KingWebservices/"

    func answerWebService(_ name: String, _ request: HTTPRequest, struck fault: Fault.Kind?) -> HTTPResponse {
        guard request.method == .post else { return HTTPResponse(status: 405) }
        let administration = request.fields["X-King-Administratie"] ?? ""
        do throws(ERPRefusal) {
            guard var books = erp.removeValue(forKey: administration) else { throw .administration(administration) }
            defer { erp[administration] = books }
            guard request.fields["X-King-Toegangscode"] == books.administration.accessCode else { throw .access }
            if case .refused(let text) = fault { throw ERPRefusal(1999, text) }
            let key = try work(name, request, &books)
            return result([XMLElement("STATUS", "OK"), XMLElement("SLEUTEL", key)])
        } catch {
            note(name, error.text)
            return result([
                XMLElement("STATUS", "FOUT"), XMLElement("FOUTCODE", String(error.code)), XMLElement("FOUTTEKST", error.text),
            ])
        }
    }

    private func result(_ cells: [XMLElement]) -> HTTPResponse {
        HTTPResponse(
            status: 200, fields: ["Content-Type": "text/xml; charset=utf-8"], body: Array(XMLElement("RESULTAAT", cells).markup.utf8))
    }

    /// Returns the key of what was made or changed.
    private func work(_ name: String, _ request: HTTPRequest, _ books: inout ERPBooks) throws(ERPRefusal) -> String {
        func record() throws(ERPRefusal) -> XMLElement {
            guard let record = XMLReader.read(request.body) else { throw .unreadable }
            return record
        }
        switch name {
        case "Test": return ""
        case "Debiteur_ToevoegenWijzigen": return String(try books.putDebtor(try record()))
        case "DigitaalArchief_Toevoegen": return String(try books.archive(try record()))
        case "OpenstaandePost_Wijzigen":
            try books.editItem(try record())
            return ""
        case "Boekingsgang_Toevoegen": return try openBatch(try record(), &books)
        case "Boekingsgang_Journaalpost_Toevoegen": return try addEntry(try record(), to: try batch(request, books), &books)
        case "Boekingsgang_Journaalpost_Journaalregel_Toevoegen":
            return try addLine(try record(), to: try batch(request, books), text(request, "journaalpost"), &books)
        case "Boekingsgang_Journaalpost_Verwijderen":
            return try removeEntry(text(request, "journaalpost"), from: try batch(request, books), &books)
        case "Boekingsgang_Afsluiten": return try closeBatch(try batch(request, books), &books)
        case "Boekingsgang_Verwijderen":
            let number = try batch(request, books).number
            books.state.batches[number] = nil
            return String(number)
        default: throw .operation(name)
        }
    }

    private func text(_ request: HTTPRequest, _ name: String) -> String { request.query.first { $0.name == name }?.value ?? "" }

    // MARK: Batches

    /// The batch that the query names; closed ones are done with.
    private func batch(_ request: HTTPRequest, _ books: ERPBooks) throws(ERPRefusal) -> ERPBooks.Batch {
        let number = text(request, "boekingsgang")
        guard let batch = Int(number).flatMap({ books.state.batches[$0] }) else { throw .batch(number) }
        guard !batch.isClosed else { throw .batchClosed }
        return batch
    }

    private func openBatch(_ record: XMLElement, _ books: inout ERPBooks) throws(ERPRefusal) -> String {
        let values = try RecordSchema.batch.read(record)
        let number = books.nextKey()
        let isFinal = values["BG_DEFINITIEF"] == "true" || values["BG_DEFINITIEF"] == "1"
        books.state.batches[number] = .init(
            number: number, description: values["BG_OMSCHRIJVING"] ?? "", isFinal: isFinal, isClosed: false)
        return String(number)
    }

    private func addEntry(_ record: XMLElement, to batch: ERPBooks.Batch, _ books: inout ERPBooks) throws(ERPRefusal) -> String {
        let head = try RecordSchema.entry.read(record)
        try books.checkHead(head, today: today)
        guard batch.drafts.count < settings.importing.recordsMax else { throw .value("JOURNAALPOST", String(batch.drafts.count)) }
        let number = books.nextKey()
        books.state.batches[batch.number]?.drafts.append(.init(number: number, head: head))
        return String(number)
    }

    private func addLine(
        _ record: XMLElement, to batch: ERPBooks.Batch, _ entry: String, _ books: inout ERPBooks
    ) throws(ERPRefusal) -> String {
        guard let place = batch.drafts.firstIndex(where: { String($0.number) == entry }) else { throw .entry(entry) }
        let lines = batch.drafts[place].lines
        guard lines.count < settings.limits.rowsMax else { throw .value("JOURNAALREGEL", String(lines.count)) }
        let line = try ERPLine(record, number: (lines.map(\.number).max() ?? 0) + 1, books, settings.importing)
        // A line that is sent twice says so: whoever lost the answer knows that it arrived.
        guard !lines.contains(where: { $0.number == line.number }) else { throw .line(String(line.number)) }
        books.state.batches[batch.number]?.drafts[place].lines.append(line)
        return String(line.number)
    }

    private func removeEntry(_ entry: String, from batch: ERPBooks.Batch, _ books: inout ERPBooks) throws(ERPRefusal) -> String {
        guard let place = batch.drafts.firstIndex(where: { String($0.number) == entry }) else { throw .entry(entry) }
        books.state.batches[batch.number]?.drafts.remove(at: place)
        return entry
    }

    /// Books every entry, or none when one of them cannot be.
    private func closeBatch(_ batch: ERPBooks.Batch, _ books: inout ERPBooks) throws(ERPRefusal) -> String {
        guard !batch.drafts.isEmpty else { throw .batchEmpty }
        var trial = books
        for draft in batch.drafts {
            _ = try trial.book(draft.head, draft.lines, batch: batch.number, origin: .webService, at: now)
        }
        trial.state.batches[batch.number]?.drafts = []
        trial.state.batches[batch.number]?.isClosed = true
        books = trial
        return String(batch.number)
    }
}
