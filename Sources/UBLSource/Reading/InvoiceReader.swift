import BridgeDomain
import BridgeSource
import BridgeXML

/// Reads one UBL invoice or credit note into the product's own words, collecting all problems.
///
/// A pure function of file and settings. Nothing is repaired and nothing rounded: amounts are as printed, what cannot be read is noted.
/// Where a mandatory value is missing a stand-in takes its place, so that the rest is read too; such a document is not used.
final class InvoiceReader {
    let settings: UBLSettings
    let elements: Elements
    let root: XMLNode
    /// Which of the two documents the file is.
    let isCreditNote: Bool
    let supplier: WireParty
    let customer: WireParty
    let currency: Currency
    let type: DocumentType
    let isSale: Bool

    var findings: Findings { elements.findings }
    /// The one we deal with.
    var other: WireParty { isSale ? customer : supplier }

    init(_ tree: XMLTree, isCreditNote: Bool, _ settings: UBLSettings, _ findings: Findings) {
        let elements = Elements(tree: tree, findings: findings)
        self.settings = settings
        self.elements = elements
        self.isCreditNote = isCreditNote
        root = tree.root
        supplier = WireParty(elements.child(tree.root, .accountingSupplierParty, .party), elements)
        customer = WireParty(elements.child(tree.root, .accountingCustomerParty, .party), elements)
        currency = Self.currency(elements, tree.root)
        type = Self.type(elements, tree.root, isCreditNote)
        isSale = Self.isSale(settings, supplier, customer, findings)
    }

    /// The document; complete only when ``findings`` is clean.
    func document() -> Document {
        let printed = totals()
        let isTurned = printed.gross.isNegative && !isCreditNote && settings.negativeInvoice == .creditNote
        let kind = kind(isCredit: isCreditNote || isTurned)
        let party = documentParty()
        let number = elements.required(elements.child(root, .id), in: root, at: Place("ID")) {
            elements.code(elements.text($0), at: Place("ID"))
        }
        let key = DocumentKey(settings.administration, kind, self.number(number ?? "#"))
        let issueDate = elements.required(elements.child(root, .issueDate), in: root, at: Place("IssueDate")) {
            elements.date($0, at: Place("IssueDate"))
        }
        let invoiceDate = issueDate ?? CalendarDate(daysSinceEpoch: 0)
        let delivery = delivery()
        let supplyDate = supplyDate(issued: invoiceDate)
        var lines = LineReader(self, treatments(delivery, supplyDate))
        let read = lines.read()
        let summary = lines.summary(taxTotal())
        var document = Document(
            key: key, sourceID: SourceID("\(kind.rawValue)/\(key.number)"), version: 1, invoiceDate: invoiceDate, supplyDate: supplyDate,
            currency: currency, exchangeRate: exchangeRate(on: invoiceDate, printed), party: party,
            vatTreatment: lines.common ?? .mixed, lines: read, vatSummary: summary, totals: printed)
        if lines.common != nil { for index in document.lines.indices { document.lines[index].vatTreatment = nil } }
        fillOptionals(of: &document, delivery)
        if isTurned { document.turn() }
        return document
    }

    private func fillOptionals(of document: inout Document, _ delivery: Delivery?) {
        document.dueDate = dueDate()
        document.delivery = delivery
        document.vatNumberUsed = elements.code(other.vatNumber, at: Place("CompanyID"))
        document.references = references()
        if document.references.originals.isEmpty { settleWithoutOriginal(&document) }
        document.payment = payment()
        document.description = elements.text(root, .note).map { elements.bounded($0, at: Place("Note")) } ?? ""
    }

    private func settleWithoutOriginal(_ document: inout Document) {
        if document.key.kind.isCredit {
            document.references.standsAlone = settings.creditsWithoutOriginal == .post
        } else if type == .corrective {
            // It may be meant to replace an invoice that is booked: a second claim for the same goods.
            findings.add(.originalMissing, at: Place("BillingReference/InvoiceDocumentReference/ID"))
        }
    }

    /// Where the settings decided something about the document: told beside the file under the settings' own names.
    func ruled(_ document: Document) -> [RuledPlace] {
        var places: [RuledPlace] = []
        func add(_ rule: String, _ amount: Money, line: Int? = nil) {
            places.append(RuledPlace(rule: rule, line: line, document: document.key.number, amount: amount))
        }
        if document.key.kind.isCredit, !isCreditNote { add("negative_invoices", document.totals.net) }
        if document.references.standsAlone { add("credits_without_original", document.totals.net) }
        for line in document.lines where line.product.map({ settings.lineKinds[$0] != nil }) ?? false {
            add("line_kinds", line.net, line: line.number)
        }
        return places
    }

    // MARK: Who and what

    private func kind(isCredit: Bool) -> DocumentKind {
        switch (isSale, isCredit) {
        case (true, false): .salesInvoice
        case (true, true): .creditNote
        case (false, false): .purchaseInvoice
        case (false, true): .purchaseCreditNote
        }
    }

    /// A number that another party gave is unique with that party only, so its code stands behind it: two suppliers may both have a 2026-1.
    func number(_ text: String) -> DocumentNumber {
        let isOurs = isSale != type.isSelfBilled
        guard !isOurs, let code = other.code(isOurCustomer: isSale) else { return DocumentNumber(text) }
        return DocumentNumber("\(text)/\(code)")
    }

    private func documentParty() -> DocumentParty {
        guard let code = other.code(isOurCustomer: isSale) else {
            let place = Place((isSale ? "AccountingCustomerParty" : "AccountingSupplierParty") + "/CompanyID")
            findings.add(.fieldMissing, at: place, found: other.name ?? "", fileLine: other.fileLine)
            return DocumentParty(key: PartyKey(isSale ? .debtor : .creditor, ""), sourceID: "")
        }
        return DocumentParty(key: PartyKey(isSale ? .debtor : .creditor, code), sourceID: SourceID(code.text))
    }

    /// The other party as a debtor or creditor; nil when it has no number to be known by.
    func sourceParty() -> SourcePartyFacts? {
        guard let code = other.code(isOurCustomer: isSale) else { return nil }
        let key = PartyKey(isSale ? .debtor : .creditor, code)
        let account = isSale ? nil : elements.child(elements.child(root, .paymentMeans), .payeeFinancialAccount)
        return SourcePartyFacts(key: key, party: other.party(key, currency: currency, iban: elements.text(account, .id)))
    }

    private static func currency(_ elements: Elements, _ root: XMLNode) -> Currency {
        let place = Place("DocumentCurrencyCode")
        let node = elements.child(root, .documentCurrencyCode)
        return elements.required(node, in: root, at: place) { node -> Currency? in
            let text = elements.text(node) ?? ""
            if let currency = Currency(code: text) { return currency }
            elements.findings.add(.currencyUnknown, at: place, found: text, fileLine: elements.line(node))
            return nil
        } ?? .eur
    }

    private static func type(_ elements: Elements, _ root: XMLNode, _ isCreditNote: Bool) -> DocumentType {
        let place = Place(isCreditNote ? "CreditNoteTypeCode" : "InvoiceTypeCode")
        let node = elements.child(root, isCreditNote ? .creditNoteTypeCode : .invoiceTypeCode)
        return elements.required(node, in: root, at: place) { node -> DocumentType? in
            let code = elements.text(node) ?? ""
            if let type = DocumentType(code: code, isCreditNote: isCreditNote) { return type }
            elements.findings.add(
                .valueUnknown, at: place, found: code, expected: isCreditNote ? "381" : "380, 384, 386, 389", fileLine: elements.line(node))
            return nil
        } ?? (isCreditNote ? .credit : .invoice)
    }

    /// Who is ours decides; a file that is nobody's of ours, or ours on both sides, is for a person.
    private static func isSale(_ settings: UBLSettings, _ supplier: WireParty, _ customer: WireParty, _ findings: Findings) -> Bool {
        let ours = (supplier: supplier.isKnown(by: settings.ownNumbers), customer: customer.isKnown(by: settings.ownNumbers))
        func stop(_ field: String, _ party: WireParty) {
            findings.add(
                .valueUnknown, at: Place(field), found: party.vatNumber ?? party.company?.text ?? party.name ?? "",
                expected: settings.ownNumbers.sorted().joined(separator: ", "), fileLine: party.fileLine)
        }
        switch settings.direction {
        case .sales:
            if !settings.ownNumbers.isEmpty, !ours.supplier { stop("AccountingSupplierParty", supplier) }
            return true
        case .purchases:
            if !settings.ownNumbers.isEmpty, !ours.customer { stop("AccountingCustomerParty", customer) }
            return false
        case .ownNumbers:
            if ours.supplier == ours.customer { stop("AccountingSupplierParty, AccountingCustomerParty", supplier) }
            return !(ours.customer && !ours.supplier)
        }
    }

    private func treatments(_ delivery: Delivery?, _ supplyDate: CalendarDate) -> Treatments {
        Treatments(
            isSale: isSale, ownCountry: settings.ownCountry, partyCountry: other.country, deliveryCountry: delivery?.country,
            supplyDate: supplyDate, importsUnderArticle23: settings.importsUnderArticle23)
    }
}

/// A party and what it is known by.
struct SourcePartyFacts {
    var key: PartyKey
    var party: Party
}
