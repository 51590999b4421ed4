import BridgeDomain
import BridgeJSON

/// One line of a document of the day. Amounts are exact; VAT is computed per code on the document.
struct LineDraft: Sendable {
    var kind: String
    var product: String?
    var vbn: String?
    var description: String
    var group: String?
    var packages: Int64?
    var perPackage: Int64?
    var quantity: Int64
    var unit: String
    var price: ExactDecimal
    /// In percent.
    var discount: ExactDecimal = .zero
    var net: Money
    /// nil where a charge is spread over the rates of the goods.
    var vat: SourceVAT?
    var treatment: String?
    var grower: String?

    /// A line whose amount follows from quantity, price and discount: the discount is rounded, then taken off (dutch-finance S07).
    init(
        kind: String, product: String? = nil, description: String, group: String? = nil, quantity: Int64, unit: String, price: ExactDecimal,
        discount: ExactDecimal = .zero, currency: Currency, vat: SourceVAT?
    ) {
        self.kind = kind
        self.product = product
        self.description = description
        self.group = group
        self.quantity = quantity
        self.unit = unit
        self.price = price
        self.discount = discount
        self.vat = vat
        self.net = Self.amount(quantity, price, discount, currency)
    }

    /// Sets another quantity, and the amount that follows.
    mutating func setQuantity(_ quantity: Int64) {
        self.quantity = quantity
        if let perPackage, perPackage > 0 { packages = quantity / perPackage }
        net = Self.amount(quantity, price, discount, net.currency)
    }

    private static func amount(_ quantity: Int64, _ price: ExactDecimal, _ discount: ExactDecimal, _ currency: Currency) -> Money {
        let product = ExactDecimal(significand: quantity * price.significand, decimals: price.decimals)
        guard let gross = Money(rounding: product, currency), let off = gross.percentage(discount) else {
            preconditionFailure("a line of the trading day fits 64 bits")
        }
        return gross - off
    }
}

/// A document of the day before it is written as JSON.
struct DocumentDraft: Sendable {
    var id: Int64
    var kind: DocumentKind
    var number: String
    var orderSequence: String
    var administration: String
    var customer: Customer
    var treatment: String
    var invoiceDate: CalendarDate
    var supplyDate: CalendarDate
    var approvedAt: Timestamp
    var currency: Currency
    var exchangeRate: ExactDecimal
    var deliveryTerms: String
    var original: String?
    var collectiveOf: [String] = []
    var customerOrder: String?
    var deliveryNotes: [String] = []
    var lines: [LineDraft]

    /// What one VAT code adds up to.
    struct Tax: Sendable {
        let code: SourceVAT
        var base: Money
        var vat: Money
    }

    /// VAT per code in order of first appearance, charges without a code spread over the goods (dutch-finance S04): each part rounded half
    /// away from zero, what remains on the last rate. VAT is rounded once per code.
    var taxes: [Tax] {
        var bases: [(code: SourceVAT, base: Money)] = []
        func add(_ code: SourceVAT, _ amount: Money) {
            if let place = bases.firstIndex(where: { $0.code == code }) {
                bases[place].base += amount
            } else {
                bases.append((code, amount))
            }
        }
        for line in lines { if let code = line.vat { add(code, line.net) } }
        let goods = lines.reduce(into: [(code: SourceVAT, base: Int64)]()) { weights, line in
            guard line.kind == "product", let code = line.vat else { return }
            if let place = weights.firstIndex(where: { $0.code == code }) {
                weights[place].base += line.net.minorUnits
            } else {
                weights.append((code, line.net.minorUnits))
            }
        }
        for line in lines where line.vat == nil && !line.net.isZero {
            for (weight, part) in zip(goods, line.net.allocated(over: goods.map(\.base))) { add(weight.code, part) }
        }
        return bases.map { code, base in
            guard let vat = base.percentage(code.rate) else { preconditionFailure("VAT of a trading day fits 64 bits") }
            return Tax(code: code, base: base, vat: vat)
        }
    }

    /// The sum of the lines.
    var net: Money { lines.reduce(.zero(currency)) { $0 + $1.net } }
}

extension DocumentDraft {
    /// The document in the form of the contract (reference freshportal §4.1), every key present, without its sequence.
    var json: JSON {
        let taxes = taxes
        let vat = taxes.reduce(Money.zero(currency)) { $0 + $1.vat }
        let gross = net + vat
        return [
            "id": .number(id), "administration": .string(administration), "type": .string(kind.rawValue), "number": .string(number),
            "order_sequence": .string(orderSequence), "status": "approved", "approved_at": .string(approvedAt.description), "version": 1,
            "invoice_date": .string(invoiceDate.description), "supply_date": .string(supplyDate.description),
            "due_date": .string(invoiceDate.adding(days: customer.termDays).description), "currency": .string(currency.code),
            "exchange_rate": .string(exchangeRate.text(decimalsMin: 6)), "rate_direction": "document_per_eur",
            "party": ["kind": "customer", "id": .number(customer.id), "code": .string(customer.code)],
            "invoice_to": .number(customer.id),
            "deliver_to": ["id": .number(customer.id), "gln": .string(customer.gln), "country": .string(customer.country)],
            "delivery_terms": .string(deliveryTerms), "dispatch_country": "NL", "vat_treatment": .string(treatment),
            "vat_number_used": .string(needsVATNumber ? customer.vatNumber : nil), "references": references,
            "lines": .array(lines.enumerated().map { line($0 + 1, $1) }),
            "vat_summary": .array(
                taxes.map {
                    [
                        "vat_code": .string($0.code.rawValue), "rate": .string($0.code.rate.description),
                        "base": .string($0.base.amountText), "vat": .string($0.vat.amountText),
                    ]
                }),
            "totals": [
                "net": .string(net.amountText), "vat": .string(vat.amountText), "gross": .string(gross.amountText),
                "prepaid": .string(Money.zero(currency).amountText), "payable": .string(gross.amountText),
            ],
            "payment": [
                "method": .string(customer.mandate == nil ? "transfer" : "direct_debit"),
                "reference": .string(number.filter { $0 != "-" }), "mandate": .string(customer.mandate),
            ],
        ]
    }

    private var needsVATNumber: Bool { ["eu_supply", "eu_service", "reverse_charge", "mixed"].contains(treatment) }

    private var references: JSON {
        [
            "original_document": .string(original), "customer_order": .string(customerOrder),
            "delivery_notes": .array(deliveryNotes.map { .string($0) }), "collective_of": .array(collectiveOf.map { .string($0) }),
        ]
    }

    private func line(_ number: Int, _ line: LineDraft) -> JSON {
        [
            "no": .number(number), "kind": .string(line.kind), "product": .string(line.product), "vbn": .string(line.vbn),
            "description": .string(line.description), "product_group": .string(line.group),
            "packages": .string(line.packages.map { String($0) }), "per_package": .string(line.perPackage.map { String($0) }),
            "quantity": .string(String(line.quantity)), "unit": .string(line.unit),
            "unit_price": .string(line.price.text(decimalsMin: 4)), "discount_percent": .string(line.discount.description),
            "net": .string(line.net.amountText), "vat_code": .string(line.vat?.rawValue),
            "vat_rate": .string(line.vat?.rate.description), "vat_treatment": .string(line.treatment), "cost_centre": nil,
            "cost_unit": nil, "grower": .string(line.grower),
        ]
    }
}
