import BridgeDomain
import BridgeJSON

/// Documents and parties as FreshPortal writes them (reference freshportal §4.1 to §4.3).
enum TradeScript {
    /// The scenarios' parties under numbers, as Exact Online wants its relations' codes.
    static func code(_ party: PartyKey) -> String {
        let codes = [
            "FLORIST": "50001", "GROWER": "60001", "AUCTION": "60002", "GROWER-BE": "60003", "GROWER-KE": "60004", "HANDS": "60005",
        ]
        return codes[party.code.text] ?? party.code.text
    }

    static func json(_ document: Document, id: Int) -> JSON {
        let (key, currency) = (document.key, document.currency)
        return JSON.object([
            .init("id", .number(id)), .init("administration", .string(key.administration.text)), .init("type", .string(key.kind.rawValue)),
            .init("number", .string(key.number.text)), .init("status", "approved"), .init("approved_at", "2026-11-18T08:00:00Z"),
            .init("version", 1), .init("invoice_date", .string("\(document.invoiceDate)")),
            .init("supply_date", .string("\(document.supplyDate)")), .init("due_date", "2026-12-18"),
            .init("currency", .string(currency.code)), .init("exchange_rate", .string("\(document.exchangeRate)")),
            .init("rate_direction", "document_per_eur"),
            .init(
                "party",
                [
                    "kind": key.kind.isSale ? "customer" : "supplier", "id": .number(id),
                    "code": .string(document.party.map { code($0.key) } ?? ""),
                ]),
            .init("deliver_to", ["country": .string(document.delivery?.country ?? "NL")]),
            .init("vat_treatment", .string(document.vatTreatment.rawValue)),
            .init("vat_number_used", document.vatNumberUsed.map { .string($0) } ?? .null),
            .init("references", ["original_document": document.references.originalDocument.map { .string($0.text) } ?? .null]),
            .init(
                "customs_value",
                document.customsValue.map { ["amount": .string($0.amountText), "currency": .string($0.currency.code)] } ?? .null),
            .init("lines", .array(document.lines.map(line))), .init("vat_summary", .array(document.vatSummary.map(summary))),
            .init(
                "totals",
                [
                    "net": .string(document.totals.net.amountText), "vat": .string(document.totals.vat.amountText),
                    "gross": .string(document.totals.gross.amountText),
                ]),
        ])
    }

    private static func line(_ line: DocumentLine) -> JSON {
        .object([
            .init("no", .number(line.number)), .init("kind", .string(line.kind.rawValue)), .init("description", .string(line.description)),
            .init("product_group", line.productGroup.map { .string($0) } ?? .null),
            .init("product", line.product.map { .string($0) } ?? .null),
            .init("quantity", line.quantity.map { .string("\($0)") } ?? .null),
            .init("unit_price", line.unitPrice.map { .string("\($0)") } ?? .null), .init("net", .string(line.net.amountText)),
            .init("vat_code", line.vatCode.map { .string($0.text) } ?? .null),
            .init("vat_rate", line.vatRate.map { .string("\($0)") } ?? .null),
        ])
    }

    private static func summary(_ row: VATSummaryLine) -> JSON {
        [
            "vat_code": .string(row.vatCode.text), "rate": .string("\(row.rate)"), "base": .string(row.base.amountText),
            "vat": .string(row.vat.amountText),
        ]
    }

    static func json(_ party: Party, id: Int) -> JSON {
        .object([
            .init("id", .number(id)), .init("code", .string(code(party.key))), .init("name", .string(party.name)),
            .init("country", .string(party.country)), .init("currency", "EUR"), .init("payment_term_days", 30),
            .init("customer_group", party.customerGroup.map { .string($0) } ?? .null), .init("active", true), .init("blocked", false),
        ])
    }

    /// A ledger-ready posting; a row is account, debit, credit, and what else it says.
    static func journal(
        _ number: String, id: Int, daybook: String, period: String = "2026-11", _ rows: [(String, String, String, [String: String])]
    ) -> JSON {
        let lines = rows.enumerated().map { index, row -> JSON in
            let base: [JSON.Member] = [
                .init("no", .number(index + 1)), .init("account", .string(row.0)), .init("debit", .string(row.1)),
                .init("credit", .string(row.2)), .init("description", .string("Line \(index + 1)")),
            ]
            return .object(base + row.3.sorted { $0.key < $1.key }.map { .init($0.key, .string($0.value)) })
        }
        return .object([
            .init("id", .number(id)), .init("administration", "NL01"), .init("type", "journal"), .init("number", .string(number)),
            .init("status", "approved"), .init("approved_at", "2026-11-18T08:00:00Z"), .init("version", 1),
            .init("journal", .string(daybook)), .init("period", .string(period)), .init("date", "2026-11-18"),
            .init("description", "Memoriaal"),
            .init("lines", .array(lines)),
        ])
    }
}
