import BridgeDomain
import BridgeJSON

/// The rows of an export: per table its columns, and which of them nobody has seen at the real FreshPortal.
///
/// The observed columns are those of the reference, §2. What a finance system needs beyond them is [ASSUMED] here as it is there, under names
/// that follow the observed ones; ``SandboxQuirks/observedColumnsOnly`` leaves it out.
struct ExportTables {
    /// One row: its place in its table, when it was changed, and its values by column.
    struct Row {
        let table: String
        let id: Int
        let changed: CalendarDate
        var values: [String: String]
    }

    /// A table's observed columns and its assumed ones.
    struct Shape {
        let observed: [String]
        let assumed: [String]
        /// Nobody has seen the table itself.
        var isAssumed = false
    }

    static let shapes: [(name: String, shape: Shape)] = [
        (
            "invoice",
            Shape(
                observed: ["id", "customer_id", "printed", "sequence", "invoice_number", "creation_date_time", "mutation_date_time"],
                assumed: [
                    "invoice_date", "departure_date", "due_date", "printed_date_time", "reference", "currency", "exchange_rate",
                    "vat_treatment", "vat_number", "delivery_country", "delivery_gln", "dispatch_country", "net", "vat", "gross",
                ])
        ),
        (
            "customer_stock_item",
            Shape(
                observed: [
                    "id", "invoice_id", "collective_invoice_id", "main_invoice_id", "stock_entry_id", "description", "customer_id",
                    "origin",
                    "quantity", "quantity_per_pack", "buy_price", "buy_price_plus", "price", "fust_id", "user_id", "buyer_id",
                    "mutation_date_time", "creation_date_time",
                ],
                assumed: ["line_kind", "product_id", "unit", "discount_percent", "net", "vat_id", "vat_treatment", "original_invoice_id"])
        ),
        (
            "stock_entry",
            Shape(
                observed: [
                    "id", "product_id", "supplier_id", "description", "quantity", "quantity_per_pack", "price", "visible",
                    "mutation_date_time",
                ], assumed: [])
        ),
        (
            "supplier",
            Shape(
                observed: ["id", "type_id", "group_id", "number", "code", "gln_code", "name", "country_id"],
                assumed: ["vat_number", "legal_form", "language", "currency", "city", "postcode", "payment_term_days", "iban"])
        ),
        (
            "product",
            Shape(observed: ["id", "group_id", "number", "vbn_number", "name_nl", "vat_id", "barcode", "mutation_date_time"], assumed: [])
        ),
        ("product_group", Shape(observed: ["id"], assumed: ["code", "name"])),
        ("vat", Shape(observed: ["id"], assumed: ["code", "name", "percentage"])),
        ("invoice_vat", Shape(observed: [], assumed: ["id", "invoice_id", "vat_id", "base", "vat"], isAssumed: true)),
        (
            "customer",
            Shape(
                observed: [],
                assumed: [
                    "id", "code", "name", "gln_code", "country_id", "customer_group", "packaging_policy", "legal_form", "kvk", "vat_number",
                    "eori", "language", "currency", "email_invoices", "street", "house_number", "postcode", "city", "payment_term_days",
                    "payment_term_code", "collective_account_group", "iban", "blocked", "active",
                ], isAssumed: true)
        ),
        ("fust", Shape(observed: [], assumed: ["id", "code", "name"], isAssumed: true)),
        ("country", Shape(observed: [], assumed: ["id", "code", "name"], isAssumed: true)),
    ]
}
