/// A table of the delta export that is read, by the name of its file (reference freshportal §2). Tables that are not listed are left alone.
///
/// The raw value stands in the state file and is never changed or reused.
enum ExportTable: Int64, CaseIterable {
    case invoice = 1
    case line = 2
    case tax = 3
    case customer = 4
    case supplier = 5
    case stockEntry = 6
    case product = 7
    case productGroup = 8
    case vat = 9
    case packaging = 10
    case country = 11

    /// The exact stem of the file's name: `supplier` is not `batch_supplier`, `order_line` not `order_lines` (quirk 11).
    var stem: String {
        switch self {
        case .invoice: "invoice"
        case .line: "customer_stock_item"
        case .tax: AssumedExport.taxTable
        case .customer: AssumedExport.customerTable
        case .supplier: "supplier"
        case .stockEntry: "stock_entry"
        case .product: "product"
        case .productGroup: "product_group"
        case .vat: "vat"
        case .packaging: AssumedExport.packagingTable
        case .country: AssumedExport.countryTable
        }
    }

    /// The columns that are kept, in a fixed order: what moves without meaning, such as a moment of change, would make an unchanged document
    /// look changed (quirk 9), and is not among them.
    var columns: [String] {
        switch self {
        case .invoice: ["customer_id", "printed", "sequence", "invoice_number"] + AssumedExport.invoiceColumns
        case .line:
            [
                "invoice_id", "collective_invoice_id", "main_invoice_id", "stock_entry_id", "description", "quantity", "quantity_per_pack",
                "price", "fust_id",
            ] + AssumedExport.lineColumns
        case .tax: ["invoice_id", "vat_id", "base", "vat"]
        case .customer: AssumedExport.customerColumns
        case .supplier: ["number", "code", "gln_code", "name", "country_id"] + AssumedExport.supplierColumns
        case .stockEntry: ["product_id", "supplier_id"]
        case .product: ["group_id", "number", "vbn_number", "vat_id"]
        case .productGroup, .packaging, .country: ["code", "name"]
        case .vat: ["code", "name", "percentage"]
        }
    }

    /// Columns without which a file of this name is not the table that is meant.
    var mandatoryColumns: [String] {
        switch self {
        case .invoice: ["id", "customer_id", "printed", "sequence", "invoice_number"]
        case .line: ["id", "invoice_id", "stock_entry_id", "quantity", "quantity_per_pack", "price"]
        case .tax: ["id", "invoice_id", "vat_id", "base", "vat"]
        case .stockEntry: ["id", "product_id"]
        case .product: ["id", "vat_id"]
        case .customer, .supplier, .productGroup, .vat, .packaging, .country: ["id"]
        }
    }
}
