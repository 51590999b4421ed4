public import BridgeConnector
import BridgeDomain
import BridgeHTTP
import BridgeHash
import BridgeJSON

extension ExactOnlineConnector {
    /// Invoices and credit notes, of sales and purchases.
    public var documentAttaching: (any DocumentAttaching)? { ExactAttaching(connector: self) }
}

/// Brings files to entries in the three steps of reference `exact-online` §6.11: a document, its attachment, the entry's link to it.
///
/// The entry is there already, so the link comes last, by an update of the entry. Whether the entry has a document is looked at first: a
/// purchase entry gets one from the service itself (§6.4), and what an accountant linked is never replaced, the file then joins it. Each write
/// is a step; a lost one is found again by the entry it belongs to (`FinancialTransactionEntryID`), by the file's name, or by the entry's link.
struct ExactAttaching: DocumentAttaching {
    let connector: ExactOnlineConnector

    /// How far it came.
    private enum Step: Hashable {
        case start
        /// A document of ours was made, without a file yet.
        case made(String)
        /// It has its file, and the entry does not point at it yet.
        case filed(String)

        init(_ step: AttachmentStep) {
            let parts = step.text.split(separator: ":", maxSplits: 1).map(String.init)
            switch (parts.first, parts.last) {
            case ("made", let id?) where parts.count == 2: self = .made(id)
            case ("filed", let id?) where parts.count == 2: self = .filed(id)
            default: self = .start
            }
        }

        var text: AttachmentStep {
            switch self {
            case .start: .start
            case .made(let id): AttachmentStep("made:\(id)")
            case .filed(let id): AttachmentStep("filed:\(id)")
            }
        }
    }

    /// 10 MB. No source states the service's own bound (reference §16.7).
    var bytesMax: Int { 10 << 20 }

    /// A general journal entry cannot be changed afterwards (reference §6.1), so that nothing could point at its file.
    func takes(_ kind: DocumentKind) -> Bool { kind != .ledgerPosting }

    /// A look at the entry, document, file and link; a purchase entry has its document from the service.
    func calls(for kind: DocumentKind) -> Int { kind.isSale ? 4 : 2 }

    func attach(
        _ order: AttachmentOrder, from step: AttachmentStep, lookingUp: Bool, before deadline: CallDeadline
    ) async throws(ConnectorError) -> AttachmentStep {
        let writer = Writer(connector: connector, order: order, deadline: deadline)
        switch Step(step) {
        case .start: return try await begin(writer, lookingUp)
        case .made(let document):
            if lookingUp, try await writer.hasFile(document) { return Step.filed(document).text }
            try await writer.addFile(to: document)
            return Step.filed(document).text
        case .filed(let document):
            if lookingUp {
                switch try await writer.linkedDocument() {
                case document: return .done
                case nil: break
                case let other?: throw Self.linkedOtherwise(other)
                }
            }
            try await writer.link(document)
            return .done
        }
    }

    private func begin(_ writer: Writer, _ lookingUp: Bool) async throws(ConnectorError) -> AttachmentStep {
        if let document = try await writer.linkedDocument() {
            if lookingUp, try await writer.hasFile(document) { return .done }
            try await writer.addFile(to: document)
            return .done
        }
        if lookingUp, let document = try await writer.madeBefore() { return Step.made(document).text }
        return Step.made(try await writer.makeDocument()).text
    }

    private static func linkedOtherwise(_ document: String) -> ConnectorError {
        ConnectorError(
            .rejected,
            "The entry was linked to another document (\(document)) meanwhile; the file stands in a document of its own with the same party and "
                + "date: link it by hand, or leave it")
    }
}

extension ExactAttaching {
    /// The calls, for one order.
    fileprivate struct Writer {
        let connector: ExactOnlineConnector
        let order: AttachmentOrder
        let deadline: CallDeadline

        private var entry: Entry { order.posting.entry }
        private var isSale: Bool { entry.document.kind.isSale }
        private var entries: String { isSale ? "salesentry/SalesEntries" : "purchaseentry/PurchaseEntries" }
        private var division: Int { connector.settings.division }
        private var type: Int { isSale ? ExactDocument.sales : ExactDocument.purchase }
        private var subject: String {
            let description = ExactText.description(entry)
            return description.isEmpty ? entry.reference.text : description
        }

        /// The document the entry points at. By a filter and not by its key: that an entry is gone must not count as an error.
        func linkedDocument() async throws(ConnectorError) -> String? {
            let filter = "EntryID eq \(ExactFilter.guid(order.booked.text))"
            let rows = try await connector.client.rows(connector.get(entries, [("$filter", filter), ("$select", "EntryID,Document")]))
            guard let row = rows.first else {
                throw ConnectorError(
                    .rejected, "The entry is no longer in Exact Online, so its file cannot be attached",
                    problems: [Problem(.targetRejected, at: Place("document"), found: order.booked.text)])
            }
            return ExactValue.code(row["Document"])
        }

        /// A document of ours that was made for the entry.
        func madeBefore() async throws(ConnectorError) -> String? {
            let filter = "FinancialTransactionEntryID eq \(ExactFilter.guid(order.booked.text))"
            let rows = try await connector.client.rows(
                connector.get("documents/Documents", [("$filter", filter), ("$select", "ID,Subject,Type")]))
            return rows.first { $0["Subject"]?.string == subject && ExactValue.integer($0["Type"]) == Int64(type) }?["ID"]?.string
        }

        func hasFile(_ document: String) async throws(ConnectorError) -> Bool {
            let filter = "Document eq \(ExactFilter.guid(document))"
            let rows = try await connector.client.rows(
                connector.get("documents/DocumentAttachments", [("$filter", filter), ("$select", "ID,FileName")]))
            return rows.contains { $0["FileName"]?.string?.lowercased() == order.fileName.lowercased() }
        }

        func makeDocument() async throws(ConnectorError) -> String {
            let document = ExactDocument(
                Subject: subject, Type: type, Account: order.posting.relation?.text, DocumentDate: entry.invoiceDate,
                FinancialTransactionEntryID: order.booked.text)
            let reply = try await write(ExactCall(.post, "documents/Documents", in: division, body: document.json))
            guard let id = reply.row?["ID"]?.string else {
                throw ConnectorError(.outcomeUnknown, "Exact Online accepted a document without saying which: look it up by its entry")
            }
            return id
        }

        func addFile(to document: String) async throws(ConnectorError) {
            let attachment = ExactAttachment(
                Document: document, FileName: order.fileName, Attachment: Base64.encode(order.content))
            _ = try await write(ExactCall(.post, "documents/DocumentAttachments", in: division, body: attachment.json))
        }

        func link(_ document: String) async throws(ConnectorError) {
            let body = ExactBody.object([("Document", .string(document))])
            _ = try await write(
                ExactCall(.put, entries, in: division, key: "(\(ExactFilter.guid(order.booked.text)))", body: body))
        }

        /// Looking things up took time; what writes begins in time or not at all.
        private func write(_ call: ExactCall) async throws(ConnectorError) -> ExactReply {
            try deadline.check(now: connector.clock.now())
            return try await connector.client.perform(call)
        }
    }
}
