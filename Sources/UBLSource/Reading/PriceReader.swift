import BridgeDomain
import BridgeXML

/// How a line's amount came about: quantity, price for a base quantity, and the line's own allowances and charges.
///
/// The amount as printed is the truth, and holds the allowances and charges already (BT-131). Quantity and price are shown beside it as
/// long as they can be held exactly; one that cannot is left out with a remark.
struct PriceReader {
    private let elements: Elements
    private let node: XMLNode
    private let number: Int

    init(_ elements: Elements, _ node: XMLNode, _ number: Int) {
        self.elements = elements
        self.node = node
        self.number = number
    }

    func fill(_ line: inout DocumentLine, isCreditNote: Bool) {
        let quantityNode = elements.child(node, isCreditNote ? .creditedQuantity : .invoicedQuantity)
        let quantity = elements.decimal(quantityNode, at: place(.invoicedQuantity))
        let price = elements.child(node, .price)
        let amount = elements.decimal(elements.child(price, .priceAmount), at: place(.priceAmount))
        let base = elements.decimal(elements.child(price, .baseQuantity), at: place(.baseQuantity)) ?? .one
        line.unit = elements.attribute(.unitCode, of: quantityNode)
        line.quantity = quantity.flatMap { held($0, DocumentLimits.standard.quantityDecimalsMax, .invoicedQuantity) }
        guard let quantity, let amount else { return }
        guard base > .zero else {
            return elements.findings.add(
                .valueOutOfRange, at: place(.baseQuantity), found: "\(base)", expected: "> 0", severity: .warning,
                fileLine: elements.line(price))
        }
        let adjustments = adjustments(line.net.currency)
        check(line.net, quantity: quantity, price: amount, base: base, adjustments.sum)
        guard let unitPrice = Self.divided(amount, by: base).flatMap({ held($0, DocumentLimits.standard.priceDecimalsMax, .priceAmount) })
        else { return }
        if adjustments.count == 0 {
            line.unitPrice = unitPrice
        } else if let percent = adjustments.onlyPercent, Self.gives(line.net, quantity, unitPrice, percent) {
            line.unitPrice = unitPrice
            line.discountPercent = percent
        }
    }

    /// The line's allowances and charges: how many, what they add up to, and the percentage when there is one allowance alone.
    private func adjustments(_ currency: Currency) -> (count: Int, sum: Money?, onlyPercent: ExactDecimal?) {
        var count = 0
        var sum: Money? = .zero(currency)
        var percent: ExactDecimal?
        elements.each(.allowanceCharge, in: node) { child in
            count += 1
            let isCharge = elements.isCharge(child)
            let amount = elements.money(elements.child(child, .amount), currency, at: place(.amount))
            sum = sum.flatMap { sum in amount.flatMap { Self.added(sum, isCharge ? $0 : -$0) } }
            let factor = elements.child(child, .multiplierFactorNumeric)
            percent = isCharge ? nil : elements.decimal(factor, at: place(.multiplierFactorNumeric))
        }
        return (count, sum, count == 1 ? percent : nil)
    }

    /// quantity × price ÷ base + charges − allowances, against what is printed. A cent of rounding is nobody's mistake.
    private func check(_ net: Money, quantity: ExactDecimal, price: ExactDecimal, base: ExactDecimal, _ adjustments: Money?) {
        guard let adjustments, let goods = Self.amount(quantity, price, base, net.currency), let formula = Self.added(goods, adjustments)
        else { return }
        let difference = Int128(formula.minorUnits) - Int128(net.minorUnits)
        guard difference.magnitude > Int128(ValidationTolerances.standard.lineNet) else { return }
        elements.findings.add(
            .lineNetMismatch, at: place(.lineExtensionAmount), found: net.amountText, expected: formula.amountText,
            fileLine: elements.line(node))
    }

    private func place(_ tag: Tag) -> Place { Place(line: number, tag.local) }

    private func held(_ value: ExactDecimal, _ decimalsMax: Int, _ tag: Tag) -> ExactDecimal? {
        guard value.decimals > decimalsMax else { return value }
        elements.findings.add(
            .decimalsTooMany, at: place(tag), found: "\(value)", expected: "≤ \(decimalsMax)", severity: .warning,
            fileLine: elements.line(node))
        return nil
    }

    // MARK: Arithmetic

    /// The price of one; nil where it cannot be written exactly with twelve decimals.
    static func divided(_ price: ExactDecimal, by base: ExactDecimal) -> ExactDecimal? {
        if base == .one { return price }
        // price.s / 10^p ÷ (base.s / 10^b) = price.s × 10^(b + 12 − p) / base.s, in units of 10^-12.
        let (dividend, overflowed) = Int128(price.significand).multipliedReportingOverflow(
            by: power(base.decimals + ExactDecimal.decimalsMax - price.decimals))
        guard !overflowed, dividend.isMultiple(of: Int128(base.significand)) else { return nil }
        var (digits, decimals) = (dividend / Int128(base.significand), ExactDecimal.decimalsMax)
        while decimals > 0, digits.isMultiple(of: 10) { (digits, decimals) = (digits / 10, decimals - 1) }
        return Int64(exactly: digits).map { ExactDecimal(significand: $0, decimals: decimals) }
    }

    /// quantity × price ÷ base, rounded half away from zero; nil beyond what 128 bits hold.
    static func amount(_ quantity: ExactDecimal, _ price: ExactDecimal, _ base: ExactDecimal, _ currency: Currency) -> Money? {
        let (dividend, first) = (Int128(quantity.significand) * Int128(price.significand))
            .multipliedReportingOverflow(by: power(currency.exponent + base.decimals))
        let (divisor, second) = Int128(base.significand).multipliedReportingOverflow(by: power(quantity.decimals + price.decimals))
        guard !first, !second, divisor > 0 else { return nil }
        let (quotient, remainder) = dividend.quotientAndRemainder(dividingBy: divisor)
        let up = remainder.magnitude >= divisor.magnitude - remainder.magnitude
        return Int64(exactly: quotient + (up ? (dividend < 0 ? -1 : 1) : 0)).map { Money(minorUnits: $0, currency) }
    }

    private static func gives(_ net: Money, _ quantity: ExactDecimal, _ price: ExactDecimal, _ percent: ExactDecimal) -> Bool {
        guard let goods = Money(price: price, quantity: quantity, net.currency), let discount = goods.percentage(percent) else {
            return false
        }
        return (Int128(goods.minorUnits) - Int128(discount.minorUnits) - Int128(net.minorUnits)).magnitude <= 1
    }

    private static func added(_ left: Money, _ right: Money) -> Money? {
        let (sum, overflowed) = left.minorUnits.addingReportingOverflow(right.minorUnits)
        return overflowed || sum == .min ? nil : Money(minorUnits: sum, left.currency)
    }

    private static func power(_ exponent: Int) -> Int128 { (0..<exponent).reduce(1) { power, _ in power * 10 } }
}
