/// What is assumed of `export/v2` beyond what was observed (reference freshportal §2), all in one place. Nothing observed says where an
/// invoice's date, currency, VAT and totals stand in the export (open question 1 of the reference), and without them no document can be
/// booked.
///
/// Where a column below is missing, the fact is not known, and the document is parked saying which one. Two settings of
/// ``FreshPortalExportConfiguration`` mend that without a change here: `columns` gives an assumed column the name it really has, and
/// `stated` holds what an administrator says of the whole environment.
///
/// | Assumption | Why it is needed |
/// |---|---|
/// | `invoice` has `invoice_date`, `departure_date`, `reference` | the names are those of the open-invoice route (§2); the second is the day of supply |
/// | `invoice` has `due_date`, `printed_date_time` (UTC), `currency`, `exchange_rate` (units per euro), `vat_treatment` (a word of §4.1), `vat_number`, `delivery_country`, `delivery_gln`, `dispatch_country` | the head of a document (§4.1) |
/// | `invoice` has `net`, `vat`, `gross` as printed | the VAT printed is the truth (§4.1); and only a total shows that lines are missing |
/// | a table `invoice_vat` has `id`, `invoice_id`, `vat_id`, `base`, `vat` as printed, one row for every code of the lines | the same |
/// | a line has `line_kind` (a word of §4.1; empty is a product), `product_id` where it has no stock entry, `unit`, `discount_percent`, `net` | charges, deposits and discounts cannot be told from goods otherwise |
/// | a line has `vat_id` and `vat_treatment` | the product's VAT code is that of a domestic sale; a customer abroad is charged another |
/// | a line of a credit note has `original_invoice_id` | a credit note names what it takes back (§4.1) |
/// | an invoice whose total is negative is a credit note | the export names no type |
/// | `collective_invoice_id` is the id of an `invoice` row with a number of its own | the collective number is posted once, what it bundles is a reference (§5) |
/// | `main_invoice_id` is 0, the line's invoice or its collective one | its meaning is not known; anything else is parked (quirk 10) |
/// | tables `customer`, `fust`, `country` exist with `id`, `code`, `name` and the columns below | a line holds ids only |
/// | `vat` has `code`, `name`, `percentage` | the table was seen, its columns were not |
/// | one environment is one legal entity | open question 8 |
/// | `mutation_datetime` is taken as a day in any time zone: one day is asked for again | open question 6 |
enum AssumedExport {
    static let taxTable = "invoice_vat"
    static let customerTable = "customer"
    static let packagingTable = "fust"
    static let countryTable = "country"

    static let invoiceColumns = [
        "invoice_date", "departure_date", "due_date", "printed_date_time", "reference", "currency", "exchange_rate", "vat_treatment",
        "vat_number", "delivery_country", "delivery_gln", "dispatch_country", "net", "vat", "gross",
    ]
    static let lineColumns = [
        "line_kind", "product_id", "unit", "discount_percent", "net", "vat_id", "vat_treatment", "original_invoice_id",
    ]
    static let supplierColumns = partyColumns
    static let customerColumns = ["code", "gln_code", "name", "country_id", "customer_group", "packaging_policy"] + partyColumns

    private static let partyColumns = [
        "name2", "legal_form", "kvk", "vat_number", "eori", "language", "currency", "email_invoices", "street", "house_number", "addition",
        "postcode", "city", "region", "payment_term_days", "payment_term_code", "collective_account_group", "iban", "blocked", "active",
        "merged_into",
    ]
}
