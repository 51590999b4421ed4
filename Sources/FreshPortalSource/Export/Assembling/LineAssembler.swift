import BridgeDomain
import BridgeJSON
import BridgeSource

/// Makes lines in the form of §4.1 out of rows of `customer_stock_item` and what they point at.
///
/// Numbers are handed on as they are written; only the quantity (packages × content) and a net that the export lacks are computed.
struct LineAssembler {
    let book: ParentBook
    /// nil when it is not known; nothing is computed then.
    let currency: Currency?
    /// The invoice's own treatment, as a word of §4.1.
    let treatment: String?
    private(set) var lines: [JSON] = []
    /// Σ net; nil once a line has none that can be read.
    private(set) var net: ExactDecimal? = .zero
    /// Net per VAT code and rate in order of appearance, for VAT that is computed; nil once a line has no code.
    private(set) var bases: [VATBase]? = []
    /// The VAT codes lines have.
    private(set) var codes: Set<String> = []
    private(set) var problems: [AssemblyProblem] = []
    private(set) var originals: [String] = []

    /// Net of one VAT code.
    struct VATBase {
        let code: String
        let rate: String
        var net: ExactDecimal
    }

    init(book: ParentBook, currency: Currency?, treatment: String?) {
        self.book = book
        self.currency = currency
        self.treatment = treatment
    }

    /// Adds the next line.
    mutating func add(_ row: ExportRow, document: String) throws(SourceError) {
        let number = lines.count + 1
        if let main = row.id("main_invoice_id"), main != document, main != row.id("invoice_id") {
            problems.append(AssemblyProblem(.valueUnknown, line: number, "main_invoice_id", found: main))
        }
        let goods = try goods(of: row)
        let (kind, isKnown) = kind(of: row, hasGoods: goods != nil)
        if !isKnown { problems.append(AssemblyProblem(.fieldMissing, line: number, "line_kind")) }
        let vat = try vat(of: row, goods, kind, number)
        let net = self.net(of: row)
        var line: [JSON.Member] = [
            .init("no", .number(number)), .init("kind", .string(kind)), .init("product", .string(try product(of: row, goods, kind))),
            .init("vbn", .string(goods?.product.text("vbn_number"))), .init("description", .string(row.text("description"))),
            .init("product_group", .string(goods?.group)), .init("packages", .string(row.text("quantity"))),
            .init("per_package", .string(row.text("quantity_per_pack"))), .init("quantity", .string(quantity(of: row))),
            .init("unit", .string(row.text("unit"))), .init("unit_price", .string(row.text("price"))),
            .init("discount_percent", .string(row.text("discount_percent") ?? "0")), .init("net", .string(net)),
            .init("vat_code", .string(vat?.code)), .init("vat_rate", .string(vat?.rate)),
            .init("vat_treatment", .string(row.text("vat_treatment"))), .init("grower", .string(goods?.grower)),
        ]
        if let original = try original(of: row, number) { line.append(.init("original", .string(original))) }
        lines.append(.object(line))
        count(net, vat)
    }

    // MARK: What a line points at

    private struct Goods {
        let product: ExportRow
        var group: String?
        var grower: String?
    }

    /// The product behind a line, by its stock entry or directly; nil for a line without one, or whose parents have not arrived.
    private func goods(of row: ExportRow) throws(SourceError) -> Goods? {
        var entry: ExportRow?
        if let id = row.id("stock_entry_id") {
            entry = try book.find(.stockEntry, id)
            if entry == nil { return nil }
        }
        guard let id = entry?.id("product_id") ?? row.id("product_id"), let product = try book.find(.product, id) else { return nil }
        var goods = Goods(product: product)
        if let group = product.id("group_id") { goods.group = try book.find(.productGroup, group)?.text("code") }
        if let supplier = entry?.id("supplier_id") {
            let grower = try book.find(.supplier, supplier)
            goods.grower = grower?.text("number") ?? grower?.text("code")
        }
        return goods
    }

    private func product(of row: ExportRow, _ goods: Goods?, _ kind: String) throws(SourceError) -> String? {
        guard kind.hasPrefix("packaging"), let id = row.id("fust_id") else { return goods?.product.text("number") }
        return try book.find(.packaging, id)?.text("code")
    }

    /// The kind as the export says it; an empty one, or none where there are goods, is a product.
    private func kind(of row: ExportRow, hasGoods: Bool) -> (kind: String, isKnown: Bool) {
        if let written = row.text("line_kind") { return (written, true) }
        let isProduct = row.has("line_kind") || hasGoods || row.id("stock_entry_id") != nil
        return (LineKind.product.rawValue, isProduct)
    }

    private struct VAT {
        let code: String?
        let rate: String?
    }

    /// The line's own VAT code; at home the product's. nil where a charge is spread over the goods.
    private mutating func vat(of row: ExportRow, _ goods: Goods?, _ kind: String, _ number: Int) throws(SourceError) -> VAT? {
        let id: String?
        if row.has("vat_id") {
            id = row.id("vat_id")
        } else if treatment == VATTreatment.domestic.rawValue, let goods {
            id = goods.product.id("vat_id")
        } else {
            // Abroad another VAT is charged than the product's: which one, only the line can say.
            problems.append(AssemblyProblem(.fieldMissing, line: number, "vat_id"))
            return nil
        }
        guard let id, let vat = try book.find(.vat, id) else { return nil }
        return VAT(code: vat.text("code"), rate: vat.text("percentage"))
    }

    private mutating func original(of row: ExportRow, _ number: Int) throws(SourceError) -> String? {
        guard let id = row.id("original_invoice_id"), let invoice = try book.find(.invoice, id) else { return nil }
        guard let original = invoice.id("invoice_number") else {
            problems.append(AssemblyProblem(.originalUnknown, line: number, "original_invoice_id", found: id))
            return nil
        }
        if !originals.contains(original) { originals.append(original) }
        return original
    }

    // MARK: Amounts

    /// Packages × content; what cannot be read is handed on as it is, and reported where it is read.
    private func quantity(of row: ExportRow) -> String? {
        guard let packages = row.decimal("quantity"), let content = row.decimal("quantity_per_pack") else {
            return row.decimal("quantity") == nil ? row.text("quantity") : row.text("quantity_per_pack")
        }
        return Self.product(packages, content)?.description ?? "\(packages) × \(content)"
    }

    /// As printed; without a column for it, price × quantity less the discount, each rounded half away from zero.
    private func net(of row: ExportRow) -> String? {
        if row.has("net") { return row.text("net") }
        guard let currency, let price = row.decimal("price"), let packages = row.decimal("quantity"),
            let content = row.decimal("quantity_per_pack"), let quantity = Self.product(packages, content),
            let gross = Money(price: price, quantity: quantity, currency),
            let discount = gross.percentage(row.decimal("discount_percent") ?? .zero)
        else { return nil }
        return (gross - discount).amountText
    }

    private mutating func count(_ net: String?, _ vat: VAT?) {
        if let code = vat?.code { codes.insert(code) }
        guard let amount = net.flatMap({ WireNumber.plain($0) }).flatMap({ ExactDecimal($0) }) else {
            (self.net, bases) = (nil, nil)
            return
        }
        self.net = self.net.flatMap { $0.adding(amount) }
        guard var bases, let code = vat?.code, let rate = vat?.rate else {
            if !amount.isZero { self.bases = nil }
            return
        }
        if let place = bases.firstIndex(where: { $0.code == code && $0.rate == rate }) {
            bases[place].net = bases[place].net.adding(amount) ?? bases[place].net
        } else {
            bases.append(VATBase(code: code, rate: rate, net: amount))
        }
        self.bases = bases
    }

    /// Exact; nil beyond 64 bits or twelve decimals.
    private static func product(_ left: ExactDecimal, _ right: ExactDecimal) -> ExactDecimal? {
        let (significand, overflowed) = left.significand.multipliedReportingOverflow(by: right.significand)
        guard !overflowed, significand != .min, left.decimals + right.decimals <= ExactDecimal.decimalsMax else { return nil }
        return ExactDecimal(significand: significand, decimals: left.decimals + right.decimals)
    }
}

extension ExactDecimal {
    /// The exact sum; nil beyond 64 bits.
    func adding(_ other: ExactDecimal) -> ExactDecimal? {
        let places = max(decimals, other.decimals)
        guard let left = scaled(to: places), let right = other.scaled(to: places) else { return nil }
        let (sum, overflowed) = left.addingReportingOverflow(right)
        return overflowed || sum == .min ? nil : ExactDecimal(significand: sum, decimals: places)
    }
}
