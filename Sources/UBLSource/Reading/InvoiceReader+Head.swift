import BridgeDomain
import BridgeXML

// Dates, places, references, payment, totals.
extension InvoiceReader {
    /// The day of supply decides the VAT rate: the delivery, else the VAT point, else the end of a period that lies behind the invoice.
    func supplyDate(issued: CalendarDate) -> CalendarDate {
        let delivered = elements.child(root, .delivery, .actualDeliveryDate)
        if let date = elements.date(delivered, at: Place("Delivery/ActualDeliveryDate")) { return date }
        if let date = elements.date(elements.child(root, .taxPointDate), at: Place("TaxPointDate")) { return date }
        // A period paid for beforehand: the VAT is due when it is invoiced.
        if let date = elements.date(elements.child(root, .invoicePeriod, .endDate), at: Place("InvoicePeriod/EndDate")) {
            return min(date, issued)
        }
        return issued
    }

    func dueDate() -> CalendarDate? {
        if let date = elements.date(elements.child(root, .dueDate), at: Place("DueDate")) { return date }
        return elements.date(elements.child(root, .paymentMeans, .paymentDueDate), at: Place("PaymentMeans/PaymentDueDate"))
    }

    /// Where nothing else is said, goods go to the customer.
    func delivery() -> Delivery? {
        let location = elements.child(root, .delivery, .deliveryLocation)
        let id = elements.child(location, .id)
        let isGLN = elements.attribute(.schemeID, of: id) == "0088"
        let country = elements.text(elements.child(location, .address, .country), .identificationCode) ?? customer.country
        guard location != nil || !country.isEmpty else { return nil }
        return Delivery(gln: isGLN ? elements.text(id) : nil, country: country.isEmpty ? nil : country.uppercased())
    }

    func references() -> DocumentReferences {
        let listed = Listed(elements)
        elements.each(.billingReference, in: root) { listed.add($0, .invoiceDocumentReference) }
        elements.each(.billingReference, in: root) { listed.add($0, .creditNoteDocumentReference) }
        let originals = listed.texts.map(number)
        let notes = Listed(elements)
        elements.each(.despatchDocumentReference, in: root) { notes.add($0) }
        return DocumentReferences(
            originalDocument: originals.first,
            customerOrder: elements.text(elements.child(root, .orderReference), .id).map {
                elements.bounded($0, at: Place("OrderReference/ID"))
            },
            deliveryNotes: notes.texts, collectiveOf: originals.dropFirst().map(\.text))
    }

    /// Numbers of other documents, each once.
    private final class Listed {
        private let elements: Elements
        private(set) var texts: [String] = []

        init(_ elements: Elements) { self.elements = elements }

        func add(_ node: XMLNode, _ tag: Tag) { elements.each(tag, in: node) { add($0) } }

        func add(_ node: XMLNode) {
            guard let text = elements.code(elements.text(node, .id), at: Place("DocumentReference/ID")), !texts.contains(text),
                texts.count < DocumentLimits.standard.referencesMax
            else { return }
            texts.append(text)
        }
    }

    /// The first means of payment. A purchase is paid under the supplier's own number when nothing else is asked for.
    func payment() -> PaymentInstruction {
        let means = elements.child(root, .paymentMeans)
        let reference = elements.text(means, .paymentID) ?? (isSale ? nil : elements.text(root, .id))
        return PaymentInstruction(
            method: elements.text(means, .paymentMeansCode), reference: reference.map { elements.bounded($0, at: Place("PaymentID")) },
            mandate: elements.code(elements.text(elements.child(means, .paymentMandate), .id), at: Place("PaymentMandate/ID")))
    }

    // MARK: Sums

    func totals() -> DocumentTotals {
        let total = elements.child(root, .legalMonetaryTotal)
        func amount(_ tag: Tag) -> Money? {
            elements.money(elements.child(total, tag), currency, at: Place("LegalMonetaryTotal/\(tag.local)"))
        }
        func required(_ tag: Tag) -> Money {
            func place() -> Place { Place("LegalMonetaryTotal/\(tag.local)") }
            return elements.required(elements.child(total, tag), in: total ?? root, at: place()) {
                elements.money($0, currency, at: place())
            } ?? .zero(currency)
        }
        let vat = taxTotal().flatMap { elements.money(elements.child($0, .taxAmount), currency, at: Place("TaxTotal/TaxAmount")) }
        return DocumentTotals(
            net: required(.taxExclusiveAmount), vat: vat ?? .zero(currency), gross: required(.taxInclusiveAmount),
            prepaid: amount(.prepaidAmount), payable: required(.payableAmount), rounding: amount(.payableRoundingAmount),
            vatInTaxCurrency: vatInTaxCurrency())
    }

    /// The VAT in the document's currency. There may be a second total in the currency of the books (BT-111), which has no rows.
    func taxTotal() -> XMLNode? { taxTotal { $0 == nil || $0 == currency.code } }

    private func taxTotal(where isWanted: (String?) -> Bool) -> XMLNode? {
        var found: [XMLNode] = []
        elements.each(.taxTotal, in: root) { node in
            if isWanted(elements.attribute(.currencyID, of: elements.child(node, .taxAmount))) { found.append(node) }
        }
        return found.first { elements.child($0, .taxSubtotal) != nil } ?? found.first
    }

    // MARK: Exchange rate

    /// Units of the document's currency per euro, in this order: the file's own rate; the rate by which the VAT in euro that the file
    /// prints follows from the VAT in its currency; the rate of the settings. Zero, which stops the document, without any of these.
    func exchangeRate(on date: CalendarDate, _ printed: DocumentTotals) -> ExactDecimal {
        guard currency != .eur else { return .one }
        if let rate = ownRate() ?? Self.rate(from: printed.vat, to: printed.vatInTaxCurrency) { return rate }
        return settings.exchangeRates.filter { $0.currency == currency && $0.from <= date }.max { $0.from < $1.from }?.rate ?? .zero
    }

    /// The VAT once more, in the currency of the VAT return (BT-111), where that is another one.
    private func vatInTaxCurrency() -> Money? {
        guard let code = elements.text(root, .taxCurrencyCode), code != currency.code else { return nil }
        let place = Place("TaxCurrencyCode")
        guard let tax = Currency(code: code) else {
            findings.add(.currencyUnknown, at: place, found: code, fileLine: elements.line(elements.child(root, .taxCurrencyCode)))
            return nil
        }
        guard let total = taxTotal(where: { $0 == tax.code }) else { return nil }
        return elements.money(elements.child(total, .taxAmount), tax, at: Place("TaxTotal/TaxAmount"))
    }

    private func ownRate() -> ExactDecimal? {
        for tag in [Tag.taxExchangeRate, .paymentExchangeRate, .pricingExchangeRate] {
            let node = elements.child(root, tag)
            guard let rate = elements.decimal(elements.child(node, .calculationRate), at: Place("\(tag.local)/CalculationRate")),
                rate > .zero
            else { continue }
            switch (elements.text(node, .sourceCurrencyCode), elements.text(node, .targetCurrencyCode)) {
            case (Currency.eur.code, currency.code): return rate
            case (currency.code, Currency.eur.code): return Self.inverse(rate)
            default: continue
            }
        }
        return nil
    }

    /// The most decimals of a rate that is worked out.
    static let rateDecimalsMax = 6

    /// 1 / rate, to six decimals.
    static func inverse(_ rate: ExactDecimal) -> ExactDecimal? {
        let dividend = powerOfTen(rateDecimalsMax + rate.decimals)
        let digits = (dividend + Int128(rate.significand) / 2) / Int128(rate.significand)
        return Int64(exactly: digits).map { ExactDecimal(significand: $0, decimals: rateDecimalsMax) }
    }

    /// The rate with the fewest decimals by which `vat` gives exactly the printed euros; nil where there is no VAT to tell it by.
    static func rate(from vat: Money, to euros: Money?) -> ExactDecimal? {
        guard let euros, euros.currency == .eur, !euros.isZero, !vat.isZero, vat.isNegative == euros.isNegative else { return nil }
        for decimals in 0...rateDecimalsMax {
            let shift = powerOfTen(decimals + euros.currency.exponent)
            let dividend = Int128(vat.minorUnits.magnitude) * shift
            let divisor = Int128(euros.minorUnits.magnitude) * powerOfTen(vat.currency.exponent)
            guard let digits = Int64(exactly: (dividend + divisor / 2) / divisor), digits > 0 else { continue }
            let rate = ExactDecimal(significand: digits, decimals: decimals)
            if vat.converted(to: euros.currency, rate: rate) == euros { return rate }
        }
        return nil
    }

    private static func powerOfTen(_ exponent: Int) -> Int128 { (0..<exponent).reduce(1) { power, _ in power * 10 } }
}

extension Document {
    /// An invoice below zero is the credit note that it is: every amount with the other sign (refusal N12).
    mutating func turn() {
        for index in lines.indices { lines[index].turn() }
        for index in vatSummary.indices {
            vatSummary[index].base = -vatSummary[index].base
            vatSummary[index].vat = -vatSummary[index].vat
        }
        totals = DocumentTotals(
            net: -totals.net, vat: -totals.vat, gross: -totals.gross, prepaid: totals.prepaid.map { -$0 },
            payable: totals.payable.map { -$0 }, rounding: totals.rounding.map { -$0 },
            vatInTaxCurrency: totals.vatInTaxCurrency.map { -$0 })
    }
}

extension DocumentLine {
    /// Turns the amount, and with it whichever of quantity and price carries the sign.
    fileprivate mutating func turn() {
        net = -net
        if let quantity, unitPrice?.isNegative != true { self.quantity = -quantity } else { unitPrice = unitPrice.map { -$0 } }
    }
}
