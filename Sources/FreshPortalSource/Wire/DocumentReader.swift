import BridgeDomain
import BridgeHash
import BridgeJSON
import BridgeSource

/// Reads one document of `finance/v1` (reference freshportal §4.1, §4.3) into the product's own words, collecting all problems.
///
/// A pure function of its input. Nothing is repaired and nothing rounded; only what the contract says about form is undone: outer
/// spaces, the order of a date, separators in numbers, and the sign of a credit note that came negative.
struct DocumentReader {
    /// The bridge's administration: a document of another one is not booked in its books.
    let administration: SourceAdministration

    /// What a row of the stream turned out to be.
    enum Reading {
        /// Not approved yet: ignored, but the cursor moves past it.
        case draft
        case item(SourceDocument)
    }

    /// Reads a row. Never fails: what cannot be read is an item with problems and without a document.
    func read(_ json: JSON) -> Reading {
        let findings = Findings()
        let fields = Fields(json, findings)
        let raw = Self.content(of: json).bytes
        guard json.members != nil else {
            findings.add(.malformed, at: Place("document"), found: json.description, expected: "an object")
            return .item(unreadable(json, raw: raw, findings))
        }
        let status = fields.required("status") { fields.word($0, WireStatus.self) }
        if status == .draft { return .draft }
        var head = Head(fields, bridge: administration)
        head.sourceID = head.sourceID ?? substituteID(json, raw: raw)
        let document = head.kind == .ledgerPosting ? ledgerPosting(fields, head) : invoice(fields, head)
        return .item(
            SourceDocument(
                sourceID: head.id, key: head.key, version: head.version, raw: raw, document: findings.isClean ? document : nil,
                problems: findings.problems, isWithdrawn: status == .withdrawn))
    }

    /// The document without its place in the stream and without its standing there: both move on while the document stays the same (an
    /// unchanged one is delivered again; *approved* becomes *posted* when we say so), and a repetition must not look like other content.
    /// A withdrawal is content: it stays.
    static func content(of json: JSON) -> JSON {
        guard case .object(let members) = json else { return json }
        let isWithdrawn = json["status"]?.string.map(WireText.trimmed) == WireStatus.withdrawn.rawValue
        return .object(members.filter { $0.name != "sequence" && ($0.name != "status" || isWithdrawn) })
    }

    private func unreadable(_ json: JSON, raw: [UInt8], _ findings: Findings) -> SourceDocument {
        let id = substituteID(json, raw: raw)
        return SourceDocument(
            sourceID: id, key: DocumentKey(administration, .salesInvoice, DocumentNumber("#\(id)")), version: 1, raw: raw, document: nil,
            problems: findings.problems)
    }

    /// A name for a document without identifier: its place in the stream or, lacking that, its content.
    private func substituteID(_ json: JSON, raw: [UInt8]) -> SourceID {
        if let sequence = json["sequence"]?.integer { return SourceID("sequence-\(sequence)") }
        return SourceID("content-\(SHA256.hash(raw).hex.prefix(16))")
    }

    /// Where a mandatory member is missing a stand-in takes its place, so that the rest is read too and all problems show at once; such a
    /// document has problems and is not used.
    private func invoice(_ fields: Fields, _ head: Head) -> Document {
        let currency = fields.required("currency", fields.currency) ?? .eur
        let unknownDay = CalendarDate(daysSinceEpoch: 0)
        let unknownParty = DocumentParty(key: PartyKey(.debtor, ""), sourceID: "")
        let nothing = DocumentTotals(net: .zero(currency), vat: .zero(currency), gross: .zero(currency))
        var document = Document(
            key: head.key, sourceID: head.id, version: head.version,
            invoiceDate: fields.required("invoice_date", fields.date) ?? unknownDay,
            // Mandatory: the VAT rate follows the day of supply (dutch-finance, rate-change case).
            supplyDate: fields.required("supply_date", fields.date) ?? unknownDay, currency: currency,
            exchangeRate: exchangeRate(fields, currency) ?? .one,
            party: fields.required("party") { fields.party($0, of: head.kind) } ?? unknownParty,
            vatTreatment: fields.required("vat_treatment") { fields.word($0, VATTreatment.self) } ?? .mixed,
            lines: LineReader(currency: currency).lines(fields), vatSummary: vatSummary(fields, currency),
            totals: totals(fields, currency) ?? nothing)
        checkInvoiceTo(fields, document.party)
        fillOptionals(of: &document, fields)
        document.makePositiveWhenCredit()
        return document
    }

    private func fillOptionals(of document: inout Document, _ fields: Fields) {
        document.approvedAt = fields.timestamp("approved_at")
        document.dueDate = fields.date("due_date")
        document.delivery = fields.object("deliver_to").map {
            Delivery(partyID: $0.id("id"), gln: $0.text("gln"), country: $0.text("country"))
        }
        document.dispatchCountry = fields.text("dispatch_country")
        document.vatNumberUsed = fields.text("vat_number_used")
        document.references = references(fields)
        document.payment = payment(fields)
        document.description = fields.text("description") ?? ""
        document.customsValue = customsValue(fields)
    }

    private func references(_ fields: Fields) -> DocumentReferences {
        guard let object = fields.object("references") else { return DocumentReferences() }
        return DocumentReferences(
            originalDocument: object.text("original_document").map { DocumentNumber($0) }, customerOrder: object.text("customer_order"),
            deliveryNotes: object.texts("delivery_notes", countMax: AssumedContract.referencesMax),
            collectiveOf: object.texts("collective_of", countMax: AssumedContract.referencesMax))
    }

    private func payment(_ fields: Fields) -> PaymentInstruction {
        guard let object = fields.object("payment") else { return PaymentInstruction() }
        return PaymentInstruction(method: object.text("method"), reference: object.text("reference"), mandate: object.text("mandate"))
    }

    /// The rate as printed; whether it can be true is the validator's to say.
    private func exchangeRate(_ fields: Fields, _ currency: Currency) -> ExactDecimal? {
        if fields.value("exchange_rate") == nil {
            if currency != .eur { fields.problem(.exchangeRateMissing, "exchange_rate", expected: "> 0") }
            return .one
        }
        if currency != .eur { _ = fields.required("rate_direction") { fields.word($0, WireRateDirection.self) } }
        return fields.decimal("exchange_rate")
    }

    /// A document that someone else is to pay would end on the wrong debtor.
    private func checkInvoiceTo(_ fields: Fields, _ party: DocumentParty?) {
        guard let invoiceTo = fields.id("invoice_to"), let id = party?.sourceID, !id.text.isEmpty, invoiceTo != id else { return }
        fields.problem(.valueUnknown, "invoice_to", expected: id.text)
    }

    private func vatSummary(_ fields: Fields, _ currency: Currency) -> [VATSummaryLine] {
        let elements = fields.required("vat_summary") { fields.list($0, countMax: AssumedContract.linesMax) } ?? []
        return elements.enumerated().compactMap { index, element in
            let row = Fields(element, path: "vat_summary[\(index)].", fields.findings)
            let code = row.required("vat_code", row.text)
            let rate = row.required("rate") { row.decimal($0) }
            let base = row.required("base") { row.money($0, currency) }
            let vat = row.required("vat") { row.money($0, currency) }
            guard let code, let rate, let base, let vat else { return nil }
            return VATSummaryLine(vatCode: SourceVATCode(code), rate: rate, base: base, vat: vat)
        }
    }

    private func totals(_ fields: Fields, _ currency: Currency) -> DocumentTotals? {
        guard let object = fields.required("totals", fields.object) else { return nil }
        let net = object.required("net") { object.money($0, currency) }
        let vat = object.required("vat") { object.money($0, currency) }
        let gross = object.required("gross") { object.money($0, currency) }
        let prepaid = object.money("prepaid", currency)
        let payable = object.money("payable", currency)
        guard let net, let vat, let gross else { return nil }
        return DocumentTotals(net: net, vat: vat, gross: gross, prepaid: prepaid, payable: payable)
    }

    private func customsValue(_ fields: Fields) -> Money? {
        guard let object = fields.object("customs_value") else { return nil }
        if let currency = object.required("currency", object.text), currency != Currency.eur.code {
            object.problem(.valueUnknown, "currency", expected: Currency.eur.code)
        }
        return object.required("amount") { object.money($0, .eur) }
    }
}

extension Document {
    /// A credit note carries positive amounts; one that came negative is turned as a whole (reference freshportal §4.1, "Sign").
    ///
    /// Only the total decides: a positive credit note may hold a negative line, and that one stays negative.
    mutating func makePositiveWhenCredit() {
        guard key.kind.isCredit, totals.gross.isNegative || (totals.gross.isZero && totals.net.isNegative) else { return }
        for index in lines.indices { lines[index].negate() }
        for index in vatSummary.indices {
            vatSummary[index].base = -vatSummary[index].base
            vatSummary[index].vat = -vatSummary[index].vat
        }
        totals = DocumentTotals(
            net: -totals.net, vat: -totals.vat, gross: -totals.gross, prepaid: totals.prepaid.map { -$0 },
            payable: totals.payable.map { -$0 })
    }
}

extension DocumentLine {
    /// Turns the amount, and with it whichever of quantity and price carries the sign.
    fileprivate mutating func negate() {
        net = -net
        if let quantity, !quantity.isZero, unitPrice?.isNegative != true {
            self.quantity = -quantity
        } else if let unitPrice {
            self.unitPrice = -unitPrice
        }
    }
}
