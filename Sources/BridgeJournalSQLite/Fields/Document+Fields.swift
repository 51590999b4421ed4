import BridgeDomain
import BridgeJournal

/// Forms 2 and 3 of a document; form 1 ended before ``DocumentReferences/standsAlone``. Form 3 has behind that what few documents fill; it is
/// written only where one is filled. A field added to a document is added here, at the end and under form 4; a test compares the fields.
extension Document {
    /// The document as bytes. Some microseconds.
    var fields: [UInt8] {
        let form: UInt8 = hasFormThree ? 3 : 2
        var writer = FieldWriter(form: form, reserving: 256 + 96 * lines.count)
        writeHead(&writer)
        writer.list(lines) { $1.write(&$0) }
        writer.list(vatSummary) { writer, line in
            writer.text(line.vatCode)
            writer.decimal(line.rate)
            writer.money(line.base)
            writer.money(line.vat)
        }
        writer.money(totals.net)
        writer.money(totals.vat)
        writer.money(totals.gross)
        writer.money(totals.prepaid)
        writer.money(totals.payable)
        writer.text(payment.method)
        writer.text(payment.reference)
        writer.text(payment.mandate)
        writer.text(description)
        writer.money(customsValue)
        writer.list(ledgerLines) { $1.write(&$0) }
        writer.text(daybook)
        writer.optional(period) { $0.period($1) }
        writer.flag(references.standsAlone)
        if form == 3 { writeFormThree(&writer) }
        return writer.bytes
    }

    private var hasFormThree: Bool {
        totals.rounding != nil || totals.vatInTaxCurrency != nil || vatSummary.contains { $0.exemption != nil }
    }

    private func writeFormThree(_ writer: inout FieldWriter) {
        writer.money(totals.rounding)
        writer.money(totals.vatInTaxCurrency)
        for line in vatSummary { writer.text(line.exemption) }
    }

    private mutating func readFormThree(_ reader: inout FieldReader) {
        totals.rounding = reader.optionalMoney()
        totals.vatInTaxCurrency = reader.optionalMoney()
        for index in vatSummary.indices { vatSummary[index].exemption = reader.optionalText() }
    }

    private func writeHead(_ writer: inout FieldWriter) {
        writer.key(key)
        writer.text(sourceID)
        writer.number(version)
        writer.moment(approvedAt)
        writer.day(invoiceDate)
        writer.day(supplyDate)
        writer.day(dueDate)
        writer.currency(currency)
        writer.decimal(exchangeRate)
        writer.optional(party) { writer, party in
            writer.party(party.key)
            writer.text(party.sourceID)
        }
        writer.optional(delivery) { writer, delivery in
            writer.text(delivery.partyID)
            writer.text(delivery.gln)
            writer.text(delivery.country)
        }
        writer.text(dispatchCountry)
        writer.text(vatTreatment.rawValue)
        writer.text(vatNumberUsed)
        writer.text(references.originalDocument)
        writer.text(references.customerOrder)
        writer.list(references.deliveryNotes) { $0.text($1) }
        writer.list(references.collectiveOf) { $0.text($1) }
    }

    /// Reads ``fields``; `place` says whose they are.
    init(fields: [UInt8], at place: String) throws(JournalError) {
        var reader = FieldReader(fields)
        guard (1...3).contains(reader.form) else { throw Codec.damaged(place, "form \(reader.form)") }
        var document = Self.head(&reader)
        document.lines = reader.list { DocumentLine(&$0) }
        document.vatSummary = reader.list { reader in
            VATSummaryLine(vatCode: reader.text(), rate: reader.decimal(), base: reader.money(), vat: reader.money())
        }
        document.totals = DocumentTotals(
            net: reader.money(), vat: reader.money(), gross: reader.money(), prepaid: reader.optionalMoney(),
            payable: reader.optionalMoney())
        document.payment = PaymentInstruction(
            method: reader.optionalText(), reference: reader.optionalText(), mandate: reader.optionalText())
        document.description = reader.text()
        document.customsValue = reader.optionalMoney()
        document.ledgerLines = reader.list { LedgerLine(&$0) }
        document.daybook = reader.optionalText()
        document.period = reader.optional { $0.period() }
        if reader.form >= 2 { document.references.standsAlone = reader.flag() }
        if reader.form >= 3 { document.readFormThree(&reader) }
        try reader.end(place)
        self = document
    }

    private static func head(_ reader: inout FieldReader) -> Document {
        let (key, sourceID, version) = (reader.key(), reader.text(SourceID.self), reader.int())
        let approvedAt = reader.moment()
        let (invoiceDate, supplyDate, dueDate) = (reader.day(), reader.day(), reader.optionalDay())
        let (currency, rate) = (reader.currency(), reader.decimal())
        let party = reader.optional { DocumentParty(key: $0.party(), sourceID: $0.text()) }
        let delivery = reader.optional { reader in
            Delivery(partyID: reader.optionalText(), gln: reader.optionalText(), country: reader.optionalText())
        }
        let dispatchCountry = reader.optionalText()
        let treatment = reader.choice(VATTreatment.domestic)
        let vatNumber = reader.optionalText()
        let nothing = Money.zero(currency)
        var document = Document(
            key: key, sourceID: sourceID, version: version, invoiceDate: invoiceDate, supplyDate: supplyDate, currency: currency,
            exchangeRate: rate, party: party, vatTreatment: treatment, lines: [], vatSummary: [],
            totals: DocumentTotals(net: nothing, vat: nothing, gross: nothing))
        document.approvedAt = approvedAt
        document.dueDate = dueDate
        document.delivery = delivery
        document.dispatchCountry = dispatchCountry
        document.vatNumberUsed = vatNumber
        document.references = DocumentReferences(
            originalDocument: reader.optionalText(), customerOrder: reader.optionalText(), deliveryNotes: reader.list { $0.text() },
            collectiveOf: reader.list { $0.text() })
        return document
    }
}

extension DocumentLine {
    fileprivate func write(_ writer: inout FieldWriter) {
        writer.number(number)
        writer.text(kind.rawValue)
        writer.text(product)
        writer.text(description)
        writer.text(productGroup)
        writer.decimal(quantity)
        writer.text(unit)
        writer.decimal(unitPrice)
        writer.decimal(discountPercent)
        writer.money(net)
        writer.text(vatCode)
        writer.decimal(vatRate)
        writer.text(vatTreatment?.rawValue)
        writer.text(costCentre)
        writer.text(costUnit)
        writer.text(grower)
    }

    fileprivate init(_ reader: inout FieldReader) {
        let (number, kind, product) = (reader.int(), reader.choice(LineKind.product), reader.optionalText())
        let (description, group) = (reader.text(), reader.optionalText())
        let (quantity, unit, price, discount) = (
            reader.optionalDecimal(), reader.optionalText(), reader.optionalDecimal(), reader.optionalDecimal()
        )
        self.init(
            number: number, kind: kind, description: description, productGroup: group, net: reader.money(), vatCode: reader.optionalText(),
            vatRate: reader.optionalDecimal())
        self.product = product
        self.quantity = quantity
        self.unit = unit
        self.unitPrice = price
        self.discountPercent = discount
        self.vatTreatment = reader.optional { $0.choice(VATTreatment.domestic) }
        self.costCentre = reader.optionalText()
        self.costUnit = reader.optionalText()
        self.grower = reader.optionalText()
    }
}

extension LedgerLine {
    fileprivate func write(_ writer: inout FieldWriter) {
        writer.number(number)
        writer.text(account)
        writer.money(debit)
        writer.money(credit)
        writer.text(vatCode)
        writer.money(vatBase)
        writer.text(costCentre)
        writer.text(costUnit)
        writer.optional(party) { $0.party($1) }
        writer.text(documentReference)
        writer.text(description)
    }

    fileprivate init(_ reader: inout FieldReader) {
        self.init(number: reader.int(), account: reader.text(), debit: reader.money(), credit: reader.money())
        vatCode = reader.optionalText()
        vatBase = reader.optionalMoney()
        costCentre = reader.optionalText()
        costUnit = reader.optionalText()
        party = reader.optional { $0.party() }
        documentReference = reader.optionalText()
        description = reader.text()
    }
}
