import BridgeDomain
import BridgeHash
import BridgeJSON
import BridgeSource

/// Makes a document in the form of §4.1 out of an invoice row, its lines and what they point at, and decides whether it goes into the
/// stream, waits, or is taken back.
///
/// What a document was made of is frozen when it goes into the stream: a product that is renamed later changes no invoice. It is made
/// anew only when its own rows change, or when a row arrives that it waited for.
struct DocumentAssembler {
    let store: ExportStore
    let book: ParentBook
    let configuration: FreshPortalExportConfiguration
    let now: Timestamp
    /// Invoices dated before this day are not delivered; nil delivers all. Set for the first export, which reaches back for the lists.
    var historyBefore: CalendarDate?

    /// Settles one document that is due.
    func settle(_ id: String) throws(SourceError) {
        let dependent = Dependent(kind: .document, id: id)
        try store.clearDirty(dependent)
        // Lines before their invoice: it becomes due when it arrives.
        guard let invoice = try store.row(.invoice, id) else { return }
        let known = try store.record(id)
        let lines = try store.rows(.line, of: id, limit: AssumedContract.linesMax + 1)
        if try isNoDocument(invoice, lines) { return try takeBack(id, known, invoice) }
        book.startOver()
        let taxes = try store.rows(.tax, of: id, limit: AssumedContract.linesMax)
        var draft = try draft(of: invoice, lines, taxes)
        draft.missing = book.missing.sorted()
        let fingerprint = fingerprint(invoice, lines, taxes, draft.missing)
        if let historyBefore, known?.sequence == nil, let day = draft.printed.day, day < historyBefore {
            return try store.keep(DocumentRecord(fingerprint: fingerprint), of: id, raw: nil, draft.printed)
        }
        try store.wait(dependent, for: draft.missing)
        let isWhole = draft.missing.isEmpty && (draft.addsUp || isUnreadable(draft))
        let since = isWhole ? nil : known?.waitingSince ?? now.milliseconds
        if let since, now.milliseconds - since < configuration.parentWait * 1_000 {
            return try hold(id, known, since, draft)
        }
        try deliver(id, known, since, draft, fingerprint: fingerprint)
    }

    /// The document once more as it stands, for a page that the journal has asked for again although its text is gone.
    func again(_ id: String, _ record: DocumentRecord) throws(SourceError) -> [UInt8]? {
        guard let invoice = try store.row(.invoice, id) else { return nil }
        let lines = try store.rows(.line, of: id, limit: AssumedContract.linesMax + 1)
        book.startOver()
        var draft = try draft(of: invoice, lines, try store.rows(.tax, of: id, limit: AssumedContract.linesMax))
        draft.missing = book.missing.sorted()
        return draft.json(version: record.version, isWithdrawn: record.isWithdrawn).bytes
    }

    // MARK: What becomes of it

    /// Still open, or all its lines went to a collective invoice: then it is a reference of that one (reference freshportal §5).
    private func isNoDocument(_ invoice: ExportRow, _ lines: [ExportRow]) throws(SourceError) -> Bool {
        if let printed = invoice.text("printed"), ExportRow.identifier(printed) == nil { return true }
        return lines.isEmpty ? try store.isCollected(invoice.id) : false
    }

    /// What was in the stream and is no longer printed is withdrawn there.
    private func takeBack(_ id: String, _ known: DocumentRecord?, _ invoice: ExportRow) throws(SourceError) {
        try store.wait(Dependent(kind: .document, id: id), for: [])
        guard var record = known else { return }
        record.waitingSince = nil
        guard record.sequence != nil else { return try store.keep(record, of: id, raw: nil, PrintedTotals()) }
        guard !record.isWithdrawn else { return }
        record.sequence = try store.nextSequence(now)
        record.version += 1
        record.isWithdrawn = true
        record.fingerprint = ""
        book.startOver()
        let draft = try draft(of: invoice, [], [])
        try store.keep(record, of: id, raw: draft.json(version: record.version, isWithdrawn: true).bytes, draft.printed)
    }

    private func hold(_ id: String, _ known: DocumentRecord?, _ since: Int64, _ draft: DocumentDraft) throws(SourceError) {
        var record = known ?? DocumentRecord()
        record.waitingSince = since
        try store.keep(record, of: id, raw: nil, draft.printed)
    }

    private func deliver(
        _ id: String, _ known: DocumentRecord?, _ since: Int64?, _ draft: DocumentDraft, fingerprint: String
    ) throws(SourceError) {
        var record = known ?? DocumentRecord()
        record.waitingSince = since
        if record.fingerprint == fingerprint, !record.isWithdrawn { return try store.keep(record, of: id, raw: nil, draft.printed) }
        record.sequence = try store.nextSequence(now)
        record.version += 1
        record.isWithdrawn = false
        record.fingerprint = fingerprint
        let json = draft.json(version: record.version, isWithdrawn: false)
        record.isFaulty = reader.read(json).document == nil
        try store.keep(record, of: id, raw: json.bytes, draft.printed)
    }

    /// Something else is wrong than rows that are missing: no row that arrives can mend it, so nobody waits.
    private func isUnreadable(_ draft: DocumentDraft) -> Bool {
        draft.hasLines && reader.read(draft.json(version: 1, isWithdrawn: false)).document == nil
    }

    private var reader: ExportReader { ExportReader(administration: configuration.administration) }

    private func fingerprint(
        _ invoice: ExportRow, _ lines: [ExportRow], _ taxes: [ExportRow], _ missing: [MissingRow]
    ) -> String {
        var hash = SHA256()
        for row in [invoice] + lines + taxes { hash.update("\(row.id)\u{0}\(row.content)\u{0}".utf8) }
        for row in missing { hash.update("\(row.text)\u{0}".utf8) }
        let stated = configuration.stated
        let settings = [stated.currency?.code ?? "", stated.vatTreatment?.rawValue ?? "", stated.computesVAT ? "1" : ""]
        // What is stated counts where it is used: a document that came complete is the same document under other settings.
        if usesStatements(invoice) { hash.update(settings.joined(separator: "\u{0}").utf8) }
        return hash.digest.hex
    }

    private func usesStatements(_ invoice: ExportRow) -> Bool {
        ["currency", "vat_treatment", "vat", "gross", "net"].contains { invoice.text($0) == nil }
    }
}

// MARK: - The content

extension DocumentAssembler {
    private func draft(of invoice: ExportRow, _ rows: [ExportRow], _ taxes: [ExportRow]) throws(SourceError) -> DocumentDraft {
        let currency = invoice.text("currency") ?? configuration.stated.currency?.code
        let treatment = invoice.text("vat_treatment") ?? configuration.stated.vatTreatment?.rawValue
        var lines = LineAssembler(book: book, currency: currency.flatMap { Currency(code: $0) }, treatment: treatment)
        for row in rows { try lines.add(row, document: invoice.id) }
        let customer = try invoice.id("customer_id").flatMap { id throws(SourceError) in try book.find(.customer, id) }
        var draft = DocumentDraft(
            administration: configuration.administration, invoice: invoice, customer: customer, currency: currency, treatment: treatment,
            lines: lines)
        draft.orders = try orders(of: invoice, rows)
        draft.country = try customer?.id("country_id").flatMap { id throws(SourceError) in try book.find(.country, id)?.text("code") }
        draft.taxes = try taxes.map { row throws(SourceError) in try tax(row) }
        draft.computesVAT = configuration.stated.computesVAT
        return draft
    }

    /// What a collective invoice bundles, by the number or the sequence people know it by.
    private func orders(of invoice: ExportRow, _ rows: [ExportRow]) throws(SourceError) -> [String] {
        var orders: [String] = []
        for row in rows {
            guard let id = row.id("invoice_id"), id != invoice.id, let order = try book.find(.invoice, id) else { continue }
            guard let name = order.id("invoice_number") ?? order.text("sequence"), !orders.contains(name) else { continue }
            orders.append(name)
        }
        return orders
    }

    private func tax(_ row: ExportRow) throws(SourceError) -> DocumentDraft.Tax {
        let vat = try row.id("vat_id").flatMap { id throws(SourceError) in try book.find(.vat, id) }
        return DocumentDraft.Tax(
            code: vat?.text("code"), rate: vat?.text("percentage"), base: row.text("base"), vat: row.text("vat"), amount: row.decimal("vat")
        )
    }
}
