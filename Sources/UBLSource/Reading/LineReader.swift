import BridgeDomain
import BridgeXML

/// Reads the lines of a file, its charges and allowances, and the VAT printed for them.
struct LineReader {
    private let reader: InvoiceReader
    private let elements: Elements
    private let currency: Currency
    private let treatments: Treatments
    /// The few categories a file has, judged once each.
    private var judged: [(category: Category, code: SourceVATCode, treatment: VATTreatment?)] = []
    /// The ground of all lines; nil when they differ or one is not known.
    private(set) var common: VATTreatment?
    private var usesSeveral = false

    init(_ reader: InvoiceReader, _ treatments: Treatments) {
        self.reader = reader
        elements = reader.elements
        currency = reader.currency
        self.treatments = treatments
    }

    /// All lines in their order, then the document's charges and allowances as lines of their own.
    mutating func read() -> [DocumentLine] {
        let tag: Tag = reader.isCreditNote ? .creditNoteLine : .invoiceLine
        var nodes: [XMLNode] = []
        var adjustments: [XMLNode] = []
        elements.each(tag, in: reader.root) { nodes.append($0) }
        elements.each(.allowanceCharge, in: reader.root) { adjustments.append($0) }
        let numbers = numbers(of: nodes)
        var lines: [DocumentLine] = []
        lines.reserveCapacity(nodes.count + adjustments.count)
        for (node, number) in zip(nodes, numbers) { if let line = line(node, number) { lines.append(line) } }
        var next = (numbers.max() ?? 0) + 1
        for node in adjustments {
            if let line = adjustment(node, next) { lines.append(line) }
            next += 1
        }
        if usesSeveral { common = nil }
        return lines
    }

    /// The lines' own numbers, or their places where those are no numbers or not all different.
    private func numbers(of nodes: [XMLNode]) -> [Int] {
        let own = nodes.map { node in elements.child(node, .id).flatMap { elements.tree.withText(of: $0, Self.lineNumber) } ?? 0 }
        // Mostly they count up, and then nothing is there twice.
        let rises = zip(own, own.dropFirst()).allSatisfy { $0 < $1 } && own.first ?? 1 > 0
        let areNumbers = rises || (own.allSatisfy { $0 > 0 } && Set(own).count == own.count)
        return areNumbers ? own : Array(1..<(nodes.count + 1))
    }

    private static func lineNumber(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        guard let value = WireNumber.decimal(bytes), value.decimals == 0, value > .zero else { return nil }
        return Int32(exactly: value.significand).map(Int.init)
    }

    // MARK: One line

    private mutating func line(_ node: XMLNode, _ number: Int) -> DocumentLine? {
        let item = elements.child(node, .item)
        let product =
            elements.text(elements.child(item, .sellersItemIdentification), .id)
            ?? elements.text(elements.child(item, .standardItemIdentification), .id)
        func place() -> Place { Place(line: number, Tag.lineExtensionAmount.local) }
        let net = elements.required(elements.child(node, .lineExtensionAmount), in: node, at: place()) {
            elements.money($0, currency, at: place())
        }
        let category = category(elements.child(item, .classifiedTaxCategory), number)
        guard let net else { return nil }
        let text = elements.text(item, .name) ?? elements.text(item, .description) ?? ""
        var line = DocumentLine(
            number: number, kind: kind(of: product), description: elements.bounded(text, at: Place(line: number, "Item/Name")), net: net,
            vatCode: nil, vatRate: nil)
        line.product = elements.code(product, at: Place(line: number, "Item/ID"))
        let group = elements.text(elements.child(item, .commodityClassification), .itemClassificationCode)
        line.productGroup = elements.code(group, at: Place(line: number, "Item/CommodityClassification"))
        line.costCentre = costCentre(node)
        setVAT(of: &line, category)
        PriceReader(elements, node, number).fill(&line, isCreditNote: reader.isCreditNote)
        return line
    }

    private func kind(of product: String?) -> LineKind {
        if let product, let kind = reader.settings.lineKinds[product] { return kind }
        return reader.type == .advance ? .advance : .product
    }

    private func costCentre(_ node: XMLNode) -> CostCentre? {
        guard reader.settings.accountingCostIsCostCentre, !reader.isSale else { return nil }
        return (elements.text(node, .accountingCost) ?? elements.text(reader.root, .accountingCost)).map { CostCentre($0) }
    }

    /// A charge or allowance of the whole document: a line, because it has an amount and a VAT category of its own.
    private mutating func adjustment(_ node: XMLNode, _ number: Int) -> DocumentLine? {
        func place() -> Place { Place(line: number, "AllowanceCharge/Amount") }
        let amount = elements.required(elements.child(node, .amount), in: node, at: place()) { elements.money($0, currency, at: place()) }
        let category = category(elements.child(node, .taxCategory), number)
        guard let amount else { return nil }
        let isCharge = elements.isCharge(node)
        let code = elements.text(node, .allowanceChargeReasonCode)
        let reason = elements.text(node, .allowanceChargeReason) ?? code ?? ""
        var line = DocumentLine(
            number: number, kind: isCharge ? LineKind(chargeReason: code) : .discount,
            description: elements.bounded(reason, at: Place(line: number, "AllowanceChargeReason")), net: isCharge ? amount : -amount,
            vatCode: nil, vatRate: nil)
        setVAT(of: &line, category)
        return line
    }

    // MARK: VAT

    private func category(_ node: XMLNode?, _ number: Int?) -> Category? {
        guard let node, let code = elements.text(node, .id) else { return nil }
        let rate = elements.decimal(elements.child(node, .percent), at: Place(line: number, "TaxCategory/Percent"))
        return Category(code: code, rate: rate ?? .zero, reasonCode: elements.text(node, .taxExemptionReasonCode))
    }

    private mutating func setVAT(of line: inout DocumentLine, _ category: Category?) {
        guard let category else { return }
        let (code, treatment) = judge(category, line.number)
        line.vatCode = code
        line.vatRate = category.rate
        guard let treatment else { return }
        line.vatTreatment = treatment
        if common == nil { common = treatment } else if common != treatment { usesSeveral = true }
    }

    private mutating func judge(_ category: Category, _ number: Int?) -> (SourceVATCode, VATTreatment?) {
        if let known = judged.first(where: { $0.category == category }) { return (known.code, known.treatment) }
        let treatment = treatments.treatment(category)
        if treatment == nil {
            let known = Treatments.known.sorted().joined(separator: ", ")
            reader.findings.add(.valueUnknown, at: Place(line: number, "TaxCategory/ID"), found: category.code, expected: known)
        }
        let code = sourceCode(category)
        judged.append((category, code, treatment))
        return (code, treatment)
    }

    /// The category itself. VAT that another country's supplier charged is not ours to claim, so its code carries the country: no rule
    /// takes it by accident for the domestic one of the same rate.
    private func sourceCode(_ category: Category) -> SourceVATCode {
        guard !reader.isSale, category.code == "S", !category.rate.isZero else { return SourceVATCode(category.code) }
        let country = reader.supplier.vatNumber.flatMap { VATNumber($0) }?.country.text ?? reader.supplier.country
        return country.isEmpty || country == reader.settings.ownCountry.text
            ? SourceVATCode(category.code) : SourceVATCode("\(category.code)-\(country)")
    }

    /// The VAT as printed, per category and rate.
    mutating func summary(_ total: XMLNode?) -> [VATSummaryLine] {
        var nodes: [XMLNode] = []
        elements.each(.taxSubtotal, in: total) { nodes.append($0) }
        return nodes.compactMap { row($0) }
    }

    private mutating func row(_ node: XMLNode) -> VATSummaryLine? {
        let (base, vat) = (Place("TaxSubtotal/TaxableAmount"), Place("TaxSubtotal/TaxAmount"))
        let taxable = elements.required(elements.child(node, .taxableAmount), in: node, at: base) { elements.money($0, currency, at: base) }
        let amount = elements.required(elements.child(node, .taxAmount), in: node, at: vat) { elements.money($0, currency, at: vat) }
        guard let category = category(elements.child(node, .taxCategory), nil) else {
            reader.findings.add(.fieldMissing, at: Place("TaxSubtotal/TaxCategory/ID"), fileLine: elements.line(node))
            return nil
        }
        checkReason(category, elements.line(node))
        guard let taxable, let amount else { return nil }
        let reason = elements.text(elements.child(node, .taxCategory), .taxExemptionReason)
        let exemption = [category.reasonCode, reason].compactMap(\.self).joined(separator: ": ")
        return VATSummaryLine(
            vatCode: judge(category, nil).0, rate: category.rate, base: taxable, vat: amount,
            exemption: exemption.isEmpty ? nil : elements.bounded(exemption, at: Place("TaxSubtotal/TaxExemptionReason")))
    }

    /// A reason of another category than its own contradicts the treatment.
    private func checkReason(_ category: Category, _ fileLine: Int?) {
        guard let reason = category.reasonCode, let meant = Treatments.category(ofReason: reason), meant != category.code else { return }
        reader.findings.add(
            .valueUnknown, at: Place("TaxCategory/TaxExemptionReasonCode"), found: "\(category.code), \(reason)", expected: meant,
            severity: .warning, fileLine: fileLine)
    }
}

extension Elements {
    /// Whether an allowance or charge is a charge.
    func isCharge(_ node: XMLNode) -> Bool {
        child(node, .chargeIndicator).map { tree.withText(of: $0) { $0.elementsEqual("true".utf8) || $0.elementsEqual("1".utf8) } } ?? false
    }
}
