import BridgeDomain
import BridgeJSON
import BridgeSource

/// What an item of a body turned out to be.
enum Reading<Item: Sendable>: Sendable {
    /// Something that can be kept, readable or not.
    case item(Item)
    /// It cannot be named, so it is not kept: whoever sent it has the answer in hand.
    case refused([Problem])
}

/// Makes documents of what was read by ``Shape/document``. Nothing is repaired and nothing rounded.
struct DocumentReader {
    /// The administration of the bridge: a document of another one does not belong in its books.
    let administration: SourceAdministration

    /// Makes a document of a record; `raw` is its own text.
    func document(_ record: Record?, _ problems: [Problem], raw: [UInt8]) -> Reading<SourceDocument> {
        guard let record, let id = record.text(DocumentField.id), let named = record.text(DocumentField.administration),
            let kind = record.word(DocumentField.type, DocumentKind.self), let number = record.text(DocumentField.number),
            let version = record.whole(DocumentField.version)
        else { return .refused(problems) }
        guard named == administration.text else {
            let elsewhere = Problem(.valueUnknown, at: Place("administration"), found: named, expected: administration.text)
            return .refused(problems + [elsewhere])
        }
        let key = DocumentKey(administration, kind, DocumentNumber(number))
        let isWithdrawn = record.word(DocumentField.status, DocumentStatus.self) == .withdrawn
        var maker = DocumentMaker(record: record, key: key, id: SourceID(id), version: version, problems: problems)
        maker.checkMembers(isWithdrawn: isWithdrawn)
        let document = maker.problems.isEmpty && !(isWithdrawn && maker.isBare) ? maker.document() : nil
        return .item(
            SourceDocument(
                sourceID: SourceID(id), key: key, version: version, raw: raw, document: maker.problems.isEmpty ? document : nil,
                problems: maker.problems, isWithdrawn: isWithdrawn))
    }
}

/// A document in the making.
struct DocumentMaker {
    let record: Record
    let key: DocumentKey
    let id: SourceID
    let version: Int
    var problems: [Problem]

    private var isLedger: Bool { key.kind == .ledgerPosting }
    private var currency: Currency { record.currency(DocumentField.currency) ?? .eur }
    /// A withdrawal that says no more than what it takes back.
    var isBare: Bool {
        !record.has(DocumentField.totals.rawValue) && !record.has(DocumentField.ledgerLines.rawValue)
    }

    /// Which members must be there, and which may not, hangs on the kind and on whether the document is taken back.
    mutating func checkMembers(isWithdrawn: Bool) {
        for (place, field) in Shape.document.fields.enumerated() {
            let isThere = record.has(place)
            switch field.need {
            case .approved: if !isThere, !isWithdrawn { missing(field) }
            case .trade: isLedger ? refuse(field, isThere) : isThere || isWithdrawn ? () : missing(field)
            case .ledger: !isLedger ? refuse(field, isThere) : isThere || isWithdrawn ? () : missing(field)
            case .always, .optional: break
            }
        }
        if !isWithdrawn, currency != .eur, !record.has(DocumentField.exchangeRate.rawValue) {
            problems.append(Problem(.exchangeRateMissing, at: Place("exchange_rate"), expected: "> 0"))
        }
    }

    private mutating func missing(_ field: Field) { problems.append(Problem(.fieldMissing, at: Place(field.name))) }

    private mutating func refuse(_ field: Field, _ isThere: Bool) {
        guard isThere else { return }
        let expected = field.need == .ledger ? DocumentKind.ledgerPosting.rawValue : "≠ \(DocumentKind.ledgerPosting.rawValue)"
        problems.append(Problem(.fieldUnknown, at: Place(field.name), found: key.kind.rawValue, expected: "type \(expected)"))
    }

    /// The document; notes amounts that do not fit their currency, and then it is not to be used.
    mutating func document() -> Document? {
        guard let date = record.date(DocumentField.invoiceDate) else { return nil }
        var document = isLedger ? ledgerPosting(on: date) : invoice(on: date)
        document?.approvedAt = record.moment(DocumentField.approvedAt)
        document?.description = record.text(DocumentField.description) ?? ""
        return document
    }

    private mutating func invoice(on date: CalendarDate) -> Document? {
        guard let party = record.object(DocumentField.party), let code = party.text(DocumentPartyField.code),
            let treatment = record.word(DocumentField.vatTreatment, VATTreatment.self), let printed = record.object(DocumentField.totals)
        else { return nil }
        let lines = lines()
        let summary = vatSummary()
        guard let totals = totals(printed) else { return nil }
        var document = Document(
            key: key, sourceID: id, version: version, invoiceDate: date, supplyDate: record.date(DocumentField.supplyDate) ?? date,
            currency: currency, exchangeRate: record.decimal(DocumentField.exchangeRate) ?? .one,
            party: DocumentParty(
                key: PartyKey(key.kind.isSale ? .debtor : .creditor, PartyCode(code)),
                sourceID: SourceID(party.text(DocumentPartyField.id) ?? "")),
            vatTreatment: treatment, lines: lines, vatSummary: summary, totals: totals)
        fillOptionals(of: &document)
        return document
    }

    private mutating func fillOptionals(of document: inout Document) {
        document.dueDate = record.date(DocumentField.dueDate)
        document.delivery = record.object(DocumentField.deliverTo).map {
            Delivery(
                partyID: $0.text(DeliveryField.id).map { SourceID($0) }, gln: $0.text(DeliveryField.gln),
                country: $0.text(DeliveryField.country))
        }
        document.dispatchCountry = record.text(DocumentField.dispatchCountry)
        document.vatNumberUsed = record.text(DocumentField.vatNumberUsed)
        if let references = record.object(DocumentField.references) {
            document.references = DocumentReferences(
                originalDocument: references.text(ReferenceField.originalDocument).map { DocumentNumber($0) },
                customerOrder: references.text(ReferenceField.customerOrder), deliveryNotes: references.texts(ReferenceField.deliveryNotes),
                collectiveOf: references.texts(ReferenceField.collectiveOf))
        }
        if let payment = record.object(DocumentField.payment) {
            document.payment = PaymentInstruction(
                method: payment.text(PaymentField.method), reference: payment.text(PaymentField.reference),
                mandate: payment.text(PaymentField.mandate))
        }
        document.customsValue = record.decimal(DocumentField.customsValue).flatMap {
            money($0, Place("customs_value"), .eur)
        }
    }
}

// MARK: - Lines and amounts

extension DocumentMaker {
    private mutating func lines() -> [DocumentLine] {
        let records = record.list(DocumentField.lines)
        var lines: [DocumentLine] = []
        lines.reserveCapacity(records.count)
        for record in records {
            guard let number = record.whole(LineField.no), let kind = record.word(LineField.kind, LineKind.self),
                let net = money(record, LineField.net, line: number)
            else { continue }
            var line = DocumentLine(
                number: number, kind: kind, description: record.text(LineField.description) ?? "",
                productGroup: record.text(LineField.productGroup), net: net,
                vatCode: record.text(LineField.vatCode).map { SourceVATCode($0) }, vatRate: record.decimal(LineField.vatRate))
            line.product = record.text(LineField.product)
            line.quantity = record.decimal(LineField.quantity)
            line.unit = record.text(LineField.unit)
            line.unitPrice = record.decimal(LineField.unitPrice)
            line.discountPercent = record.decimal(LineField.discountPercent)
            line.vatTreatment = record.word(LineField.vatTreatment, VATTreatment.self)
            line.costCentre = record.text(LineField.costCentre).map { CostCentre($0) }
            line.costUnit = record.text(LineField.costUnit).map { CostUnit($0) }
            line.grower = record.text(LineField.grower)
            lines.append(line)
        }
        checkNumbers(lines.map(\.number))
        return lines
    }

    private mutating func checkNumbers(_ numbers: [Int]) {
        // Numbers that only rise, as nearly all do, name each line once.
        guard zip(numbers, numbers.dropFirst()).contains(where: { $0 >= $1 }) else { return }
        var seen: Set<Int> = []
        for number in numbers where !seen.insert(number).inserted {
            problems.append(Problem(.malformed, at: Place(line: number, "no"), found: "\(number)", expected: "a number used once"))
        }
    }

    private mutating func vatSummary() -> [VATSummaryLine] {
        var rows: [VATSummaryLine] = []
        for (index, record) in record.list(DocumentField.vatSummary).enumerated() {
            let path = "vat_summary[\(index)]."
            guard let code = record.text(VATSummaryField.vatCode), let rate = record.decimal(VATSummaryField.rate),
                let base = record.decimal(VATSummaryField.base).flatMap({ money($0, Place(path + "base"), currency) }),
                let vat = record.decimal(VATSummaryField.vat).flatMap({ money($0, Place(path + "vat"), currency) })
            else { continue }
            rows.append(VATSummaryLine(vatCode: SourceVATCode(code), rate: rate, base: base, vat: vat))
        }
        return rows
    }

    private mutating func totals(_ printed: Record) -> DocumentTotals? {
        func amount(_ key: TotalsField) -> Money? {
            printed.decimal(key).flatMap { money($0, Place("totals.\(key.field.name)"), currency) }
        }
        let (net, vat, gross) = (amount(.net), amount(.vat), amount(.gross))
        let (prepaid, payable) = (amount(.prepaid), amount(.payable))
        guard let net, let vat, let gross else { return nil }
        return DocumentTotals(net: net, vat: vat, gross: gross, prepaid: prepaid, payable: payable)
    }

    /// A ledger posting's totals are what it moves: net and gross are the sum of the debit side, VAT is nothing of its own.
    private mutating func ledgerPosting(on date: CalendarDate) -> Document? {
        // A ledger posting has no rate: amounts in another currency could not be brought to the books.
        if currency != .eur { problems.append(Problem(.valueUnknown, at: Place("currency"), found: currency.code, expected: "EUR")) }
        var lines: [LedgerLine] = []
        for record in record.list(DocumentField.ledgerLines) { ledgerLine(record).map { lines.append($0) } }
        checkNumbers(lines.map(\.number))
        let moved = lines.map(\.debit).totalIfItFits(currency)
        if moved == nil { problems.append(Problem(.amountTooLarge, at: Place("ledger_lines"))) }
        let total = moved ?? .zero(currency)
        var document = Document(
            key: key, sourceID: id, version: version, invoiceDate: date, currency: currency, party: nil, vatTreatment: .outsideScope,
            lines: [], vatSummary: [], totals: DocumentTotals(net: total, vat: .zero(currency), gross: total))
        document.ledgerLines = lines
        document.daybook = record.text(DocumentField.daybook).map { DaybookCode($0) }
        document.period = record.period(DocumentField.period)
        return document
    }

    private mutating func ledgerLine(_ record: Record) -> LedgerLine? {
        guard let number = record.whole(LedgerLineField.no), let account = record.text(LedgerLineField.account) else { return nil }
        var line = LedgerLine(
            number: number, account: AccountCode(account), debit: money(record, LedgerLineField.debit, line: number) ?? .zero(currency),
            credit: money(record, LedgerLineField.credit, line: number) ?? .zero(currency),
            description: record.text(LedgerLineField.description) ?? "")
        line.vatCode = record.text(LedgerLineField.vatCode).map { VATCode($0) }
        line.vatBase = money(record, LedgerLineField.vatBase, line: number)
        line.costCentre = record.text(LedgerLineField.costCentre).map { CostCentre($0) }
        line.costUnit = record.text(LedgerLineField.costUnit).map { CostUnit($0) }
        line.documentReference = record.text(LedgerLineField.documentReference)
        if let code = record.text(LedgerLineField.partyCode) {
            let kind = record.word(LedgerLineField.partyKind, PartyKind.self)
            if kind == nil { problems.append(Problem(.fieldMissing, at: Place(line: number, "party_kind"))) }
            line.party = kind.map { PartyKey($0, PartyCode(code)) }
        }
        return line
    }

    private mutating func money<Key: ShapeKey>(_ record: Record, _ key: Key, line: Int) -> Money? {
        record.decimal(key).flatMap { money($0, Place(line: line, key.field.name), currency) }
    }

    /// An amount; more decimals than its currency has are a problem, never rounded.
    private mutating func money(_ value: ExactDecimal, _ place: Place, _ currency: Currency) -> Money? {
        guard value.decimals <= currency.exponent else {
            problems.append(Problem(.amountDecimals, at: place, found: "\(value)", expected: "≤ \(currency.exponent) (\(currency.code))"))
            return nil
        }
        guard let amount = Money(rounding: value, currency),
            amount.minorUnits.magnitude <= UInt64(DocumentLimits.standard.amountMinorUnitsMax)
        else {
            problems.append(Problem(.amountTooLarge, at: place, found: "\(value)"))
            return nil
        }
        return amount
    }
}
