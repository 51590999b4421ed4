import BridgeDomain
import BridgeJSON

/// A document while it is assembled, and the text it becomes: the members of §4.1, and under `findings` what assembling found wrong.
struct DocumentDraft {
    /// The printed VAT of one code.
    struct Tax {
        let code: String?
        let rate: String?
        let base: String?
        let vat: String?
        let amount: ExactDecimal?
    }

    let administration: SourceAdministration
    let invoice: ExportRow
    let customer: ExportRow?
    let currency: String?
    let treatment: String?
    let lines: LineAssembler
    var taxes: [Tax] = []
    var orders: [String] = []
    /// The customer's country: where nothing else is said, the goods go there.
    var country: String?
    var computesVAT = false
    var missing: [MissingRow] = []

    var hasLines: Bool { !lines.lines.isEmpty }

    /// Every printed sum is that of the rows, and every VAT code of the lines has its row: nothing is missing. Where nothing is printed,
    /// having lines is all that can be asked.
    var addsUp: Bool {
        guard hasLines else { return false }
        if let net = invoice.decimal("net"), lines.net != net { return false }
        guard let vat = invoice.decimal("vat") else { return true }
        guard lines.codes.isSubset(of: taxes.compactMap(\.code)) else { return false }
        return taxes.reduce(ExactDecimal.zero as ExactDecimal?) { sum, tax in tax.amount.flatMap { sum?.adding($0) } } == vat
    }

    /// Net, VAT and gross: as printed, or computed where that is allowed; nil when they are not known.
    private var totals: (net: String, vat: String, gross: String)? {
        if let net = invoice.text("net"), let vat = invoice.text("vat"), let gross = invoice.text("gross") { return (net, vat, gross) }
        guard isComputed, let computed, let net = lines.net, let currency = currency.flatMap({ Currency(code: $0) }) else { return nil }
        let vat = computed.map(\.amount).reduce(ExactDecimal.zero as ExactDecimal?) { sum, amount in amount.flatMap { sum?.adding($0) } }
        guard let vat, let gross = net.adding(vat) else { return nil }
        func text(_ amount: ExactDecimal) -> String { amount.text(decimalsMin: currency.exponent) }
        return (text(net), text(vat), text(gross))
    }

    /// True where the VAT is ours to compute: the export has none, and an administrator allowed it.
    private var isComputed: Bool { computesVAT && invoice.text("vat") == nil && taxes.isEmpty }

    /// VAT per code over the whole invoice, rounded half away from zero; nil when a line has no code or the currency is not known.
    private var computed: [Tax]? {
        guard let currency = currency.flatMap({ Currency(code: $0) }) else { return nil }
        var taxes: [Tax] = []
        for base in lines.bases ?? [] {
            guard let rate = WireNumber.plain(base.rate).flatMap({ ExactDecimal($0) }), base.net.decimals <= currency.exponent,
                let net = Money(rounding: base.net, currency), let vat = net.percentage(rate)
            else { return nil }
            taxes.append(Tax(code: base.code, rate: base.rate, base: net.amountText, vat: vat.amountText, amount: vat.decimal))
        }
        return lines.bases == nil ? nil : taxes
    }

    /// A negative total is a credit note's: the export names no type.
    private var kind: DocumentKind {
        let gross = invoice.decimal("gross") ?? lines.net ?? .zero
        let net = invoice.decimal("net") ?? lines.net ?? .zero
        return gross.isNegative || (gross.isZero && net.isNegative) ? .creditNote : .salesInvoice
    }

    /// What the source says it amounts to. Amounts of credit notes are positive, as in the documents.
    var printed: PrintedTotals {
        func amount(_ column: String) -> ExactDecimal? { invoice.decimal(column).map { kind.isCredit ? -$0 : $0 } }
        return PrintedTotals(
            day: invoice.text("invoice_date").flatMap { WireText.date($0) }, kind: kind, currency: currency ?? "", lines: lines.lines.count,
            net: amount("net"), vat: amount("vat"), gross: amount("gross"))
    }

    /// The document as text.
    func json(version: Int64, isWithdrawn: Bool) -> JSON {
        var members = head(version, isWithdrawn)
        members.append(.init("lines", .array(lines.lines)))
        if let taxes = isComputed ? computed : taxes.isEmpty && invoice.text("vat") == nil ? nil : taxes {
            members.append(.init("vat_summary", .array(taxes.map(Self.json))))
        }
        if let totals {
            members.append(.init("totals", ["net": .string(totals.net), "vat": .string(totals.vat), "gross": .string(totals.gross)]))
        }
        members.append(.init("findings", .array(findings.map(\.json))))
        return .object(members)
    }

    private func head(_ version: Int64, _ isWithdrawn: Bool) -> [JSON.Member] {
        let customerID = invoice.id("customer_id")
        return [
            .init("id", .string(invoice.id)), .init("administration", .string(administration.text)), .init("type", .string(kind.rawValue)),
            .init("number", .string(invoice.id("invoice_number"))), .init("order_sequence", .string(invoice.text("sequence"))),
            .init("status", .string(isWithdrawn ? "withdrawn" : "approved")), .init("approved_at", .string(approvedAt)),
            .init("version", .number(version)), .init("invoice_date", .string(invoice.text("invoice_date"))),
            .init("supply_date", .string(invoice.text("departure_date"))), .init("due_date", .string(invoice.text("due_date"))),
            .init("currency", .string(currency)), .init("exchange_rate", .string(invoice.text("exchange_rate"))),
            .init("rate_direction", "document_per_eur"),
            // A customer that has not arrived has no code; the document is not used then, and shows whose it is.
            .init(
                "party",
                ["kind": "customer", "id": .string(customerID), "code": .string(customer?.text("code") ?? customerID.map { "#\($0)" })]),
            .init(
                "deliver_to",
                [
                    "id": .string(customerID), "gln": .string(invoice.text("delivery_gln")),
                    "country": .string(invoice.text("delivery_country") ?? country),
                ]), .init("dispatch_country", .string(invoice.text("dispatch_country"))), .init("vat_treatment", .string(treatment)),
            .init("vat_number_used", .string(invoice.text("vat_number"))), .init("references", references),
        ]
    }

    /// `2026-11-18 15:42:11`, as databases write it, is read as universal time.
    private var approvedAt: String? {
        guard let text = invoice.text("printed_date_time") else { return nil }
        guard text.utf8.count == 19, let space = text.firstIndex(of: " ") else { return text }
        return "\(text[..<space])T\(text[text.index(after: space)...])Z"
    }

    private var references: JSON {
        let originals = kind.isCredit ? lines.originals : []
        let collected = originals.count > 1 ? originals : orders
        return [
            "original_document": .string(originals.count == 1 ? originals[0] : nil), "customer_order": .string(invoice.text("reference")),
            "delivery_notes": .array([]), "collective_of": .array(collected.map { .string($0) }),
        ]
    }

    private var findings: [AssemblyProblem] {
        var findings = lines.problems
        findings += missing.map { AssemblyProblem($0.table == .customer ? .partyUnknown : .sourceRowMissing, $0.table.stem, found: $0.id) }
        if invoice.text("printed") == nil { findings.append(AssemblyProblem(.fieldMissing, "printed")) }
        if isComputed {
            findings.append(AssemblyProblem(.vatNotPrinted, "vat", severity: computed == nil ? .error : .warning))
        } else if invoice.text("vat") == nil {
            findings.append(AssemblyProblem(.vatNotPrinted, "vat"))
        }
        return findings
    }

    private static func json(_ tax: Tax) -> JSON {
        ["vat_code": .string(tax.code), "rate": .string(tax.rate), "base": .string(tax.base), "vat": .string(tax.vat)]
    }
}
