import BridgeDomain
import BridgeJSON

/// Takes the environment's documents and parties apart into rows of tables, as a trade system keeps them.
struct ExportWriter {
    var ledger: ExportLedger
    /// When lists that are new to the ledger were made.
    let listsMade: CalendarDate
    /// The invoice behind a number.
    let invoiceIDs: [String: Int]
    private(set) var rows: [ExportTables.Row] = []
    /// The growers goods come from.
    private var suppliers: [Int] = []

    init(ledger: ExportLedger, listsMade: CalendarDate, invoiceIDs: [String: Int]) {
        self.ledger = ledger
        self.listsMade = listsMade
        self.invoiceIDs = invoiceIDs
    }

    /// A collective invoice's orders have numbers of their own, far above those of invoices.
    private static let ordersFrom = 5_000_000_000

    // MARK: Documents

    /// An invoice or credit note: its row, its lines, its VAT, its orders where it is collective, and a stock entry behind each line of goods.
    mutating func add(document json: JSON, changed: CalendarDate) {
        guard let id = json["id"]?.integer.flatMap({ Int(exactly: $0) }) else { return }
        let isCredit = json["type"] == "credit_note"
        addInvoice(id, json, isCredit, changed)
        let orders = isCredit ? [] : (json["references"]?["collective_of"]?.array ?? []).compactMap(\.string)
        for (place, order) in orders.enumerated() {
            add(
                "invoice", Self.ordersFrom + id * 10 + place, changed,
                ["customer_id": text(json["party"]?["id"]), "printed": "0", "sequence": order, "invoice_number": "0"])
        }
        let lines = json["lines"]?.array ?? []
        for (place, line) in lines.enumerated() {
            let order = orders.isEmpty ? nil : Self.ordersFrom + id * 10 + place * orders.count / lines.count
            addLine(id * 10_000 + place + 1, line, of: id, order, json, isCredit, changed)
        }
        for (place, row) in (json["vat_summary"]?.array ?? []).enumerated() {
            add(
                "invoice_vat", id * 100 + place, changed,
                [
                    "invoice_id": String(id), "vat_id": vatID(row["vat_code"], row["rate"]), "base": signed(row["base"], isCredit),
                    "vat": signed(row["vat"], isCredit),
                ])
        }
    }

    private mutating func addInvoice(_ id: Int, _ json: JSON, _ isCredit: Bool, _ changed: CalendarDate) {
        let isFinal = json["status"] != "draft" && json["status"] != "withdrawn"
        let totals = json["totals"]
        add(
            "invoice", id, changed,
            [
                "customer_id": text(json["party"]?["id"]), "printed": isFinal ? "1" : "0", "sequence": text(json["order_sequence"]),
                "invoice_number": isFinal ? text(json["number"]) : "0", "creation_date_time": "\(changed) 05:00:00",
                "invoice_date": text(json["invoice_date"]), "departure_date": text(json["supply_date"]), "due_date": text(json["due_date"]),
                "printed_date_time": text(json["approved_at"]), "reference": text(json["references"]?["customer_order"]),
                "currency": text(json["currency"]), "exchange_rate": text(json["exchange_rate"]),
                "vat_treatment": text(json["vat_treatment"]), "vat_number": text(json["vat_number_used"]),
                "delivery_country": text(json["deliver_to"]?["country"]), "delivery_gln": text(json["deliver_to"]?["gln"]),
                "dispatch_country": text(json["dispatch_country"]), "net": signed(totals?["net"], isCredit),
                "vat": signed(totals?["vat"], isCredit), "gross": signed(totals?["gross"], isCredit),
            ])
    }

    private mutating func addLine(
        _ id: Int, _ line: JSON, of document: Int, _ order: Int?, _ json: JSON, _ isCredit: Bool, _ changed: CalendarDate
    ) {
        let kind = text(line["kind"])
        let isPackaging = kind.hasPrefix("packaging")
        let product = isPackaging ? nil : productID(line)
        let stockEntry = kind == "product" ? addStockEntry(id, line, product ?? 0, changed) : 0
        let packages = line["packages"]?.string
        add(
            "customer_stock_item", id, changed,
            [
                "invoice_id": String(order ?? document), "collective_invoice_id": order == nil ? "0" : String(document),
                "main_invoice_id": String(order ?? document), "stock_entry_id": String(stockEntry),
                "description": text(line["description"]),
                "customer_id": text(json["party"]?["id"]), "origin": "1",
                "quantity": signed(packages.map { .string($0) } ?? line["quantity"], isCredit),
                "quantity_per_pack": packages == nil ? "1" : text(line["per_package"]), "buy_price": "0", "buy_price_plus": "0",
                "price": text(line["unit_price"]), "fust_id": isPackaging ? packagingID(line) : "0", "user_id": "3", "buyer_id": "0",
                "creation_date_time": "\(changed) 05:00:00", "line_kind": kind == "product" ? "" : kind,
                "product_id": stockEntry == 0 ? String(product ?? 0) : "0", "unit": text(line["unit"]),
                "discount_percent": text(line["discount_percent"]), "net": signed(line["net"], isCredit),
                "vat_id": vatID(line["vat_code"], line["vat_rate"]), "vat_treatment": text(line["vat_treatment"]),
                "original_invoice_id": isCredit ? original(json) : "0",
            ])
    }

    private mutating func addStockEntry(_ id: Int, _ line: JSON, _ product: Int, _ changed: CalendarDate) -> Int {
        let supplier = line["grower"]?.string.flatMap { Int($0) }.flatMap { suppliers.isEmpty ? nil : suppliers[$0 % suppliers.count] }
        add(
            "stock_entry", id, changed,
            [
                "product_id": String(product), "supplier_id": String(supplier ?? 0), "description": text(line["description"]),
                "quantity": text(line["packages"]), "quantity_per_pack": text(line["per_package"]), "price": text(line["unit_price"]),
                // 1 marks an entry that is used up: the opposite of what the name says (quirk 10).
                "visible": "1",
            ])
        return id
    }

    private func original(_ json: JSON) -> String {
        json["references"]?["original_document"]?.string.flatMap { invoiceIDs[$0] }.map { String($0) } ?? "0"
    }

    // MARK: Lists

    private mutating func productID(_ line: JSON) -> Int? {
        guard let code = line["product"]?.string else { return nil }
        let group = text(line["product_group"])
        return ledger.id("product", "\(code)|\(group)|\(text(line["vbn"]))|\(text(line["description"]))", on: listsMade)
    }

    private mutating func packagingID(_ line: JSON) -> String {
        String(ledger.id("fust", "\(text(line["product"]))|\(text(line["description"]))", on: listsMade))
    }

    private mutating func vatID(_ code: JSON?, _ rate: JSON?) -> String {
        guard let code = code?.string else { return "0" }
        return String(ledger.id("vat", "\(code)|\(text(rate))", on: listsMade))
    }

    private mutating func countryID(_ code: JSON?) -> String {
        guard let code = code?.string else { return "0" }
        return String(ledger.id("country", code, on: listsMade))
    }

    /// The rows of the lists, once all documents and parties are in. A product carries the VAT of a sale at home.
    mutating func addLists() {
        let products = ledger.rows("product")
        for (name, entry) in products {
            let parts = name.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
            let isGeneral = parts[1] == "HARDWARE" || parts[1] == "DYED" || parts[1].isEmpty
            let group = parts[1].isEmpty ? "0" : String(ledger.id("product_group", parts[1], on: listsMade))
            let vat = isGeneral ? vatID("H", "21") : vatID("L", "9")
            add(
                "product", entry.id, entry.changed,
                ["group_id": group, "number": parts[0], "vbn_number": parts[2], "name_nl": parts[3], "vat_id": vat, "barcode": ""])
        }
        for (name, entry) in ledger.rows("vat") { addList("vat", name, entry, second: "percentage") }
        for (name, entry) in ledger.rows("product_group") { addList("product_group", name, entry, second: "name") }
        for (name, entry) in ledger.rows("fust") { addList("fust", name, entry, second: "name") }
        for (name, entry) in ledger.rows("country") { addList("country", name, entry, second: "name") }
    }

    private mutating func addList(_ table: String, _ name: String, _ entry: ExportLedger.Entry, second: String) {
        let parts = name.split(separator: "|", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        var values = ["code": parts[0], "name": parts.count > 1 ? parts[1] : parts[0]]
        if parts.count > 1 { values[second] = parts[1] }
        add(table, entry.id, entry.changed, values)
    }

    // MARK: Parties

    /// A customer.
    mutating func add(customer json: JSON, changed: CalendarDate) {
        guard let id = json["id"]?.integer.flatMap({ Int(exactly: $0) }) else { return }
        var values: [String: String] = [:]
        for name in [
            "code", "name", "customer_group", "packaging_policy", "legal_form", "kvk", "vat_number", "eori", "language", "currency",
            "email_invoices", "payment_term_days", "payment_term_code", "collective_account_group", "iban",
        ] { values[name] = text(json[name]) }
        let address = json["billing_address"]
        values["gln_code"] = text(json["gln"])
        values["country_id"] = countryID(json["country"])
        values["street"] = text(address?["street"])
        values["house_number"] = text(address?["number"])
        values["postcode"] = text(address?["postcode"])
        values["city"] = text(address?["city"])
        values["blocked"] = json["blocked"] == true ? "1" : "0"
        values["active"] = json["active"] == false ? "0" : "1"
        add("customer", id, changed, values)
    }

    /// A supplier; before the documents whose goods come from it.
    mutating func add(supplier json: JSON, changed: CalendarDate) {
        guard let id = json["id"]?.integer.flatMap({ Int(exactly: $0) }) else { return }
        suppliers.append(id)
        var values = ["type_id": "1", "group_id": "0", "number": "000\(id)", "country_id": countryID(json["country"])]
        for name in ["code", "name", "vat_number", "legal_form", "language", "currency", "payment_term_days", "iban"] {
            values[name] = text(json[name])
        }
        values["gln_code"] = text(json["gln"])
        values["city"] = text(json["billing_address"]?["city"])
        values["postcode"] = text(json["billing_address"]?["postcode"])
        add("supplier", id, changed, values)
    }

    // MARK: Values

    private mutating func add(_ table: String, _ id: Int, _ changed: CalendarDate, _ values: [String: String]) {
        var values = values
        values["id"] = String(id)
        values["mutation_date_time"] = "\(changed) 18:00:00"
        rows.append(ExportTables.Row(table: table, id: id, changed: changed, values: values))
    }

    private func text(_ value: JSON?) -> String {
        switch value {
        case .string(let text)?, .number(let text)?: text
        default: ""
        }
    }

    /// An amount or quantity; a credit note's the other way round: the export names no type, only a sign.
    private func signed(_ value: JSON?, _ isCredit: Bool) -> String {
        let written = text(value)
        guard isCredit, written.contains(where: { $0 != "0" && $0 != "." }) else { return written }
        return written.hasPrefix("-") ? String(written.dropFirst()) : "-\(written)"
    }
}
