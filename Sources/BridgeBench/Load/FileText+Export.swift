import BridgeZIP

// The same invoices as FreshPortal's delta export has them: a table for each kind of row, in one archive (reference freshportal §2).
extension FileText {
    /// Writes an export of so many invoices to `path`; the tables stand beside it meanwhile.
    func writeExport(_ count: Int, to path: String) throws {
        let writer = try ZIPWriter(file: path)
        for (name, text) in standingTables { try writer.add("\(name).csv", Array(text.utf8)) }
        let invoices = try GrowingFile(path + ".invoice")
        let rows = try GrowingFile(path + ".line")
        let taxes = try GrowingFile(path + ".tax")
        try invoices.append(
            "id,customer_id,printed,sequence,invoice_number,invoice_date,departure_date,currency,vat_treatment,net,vat,gross\n")
        try rows.append(
            "id,invoice_id,collective_invoice_id,stock_entry_id,description,quantity,quantity_per_pack,price,line_kind,net,vat_id\n")
        try taxes.append("id,invoice_id,vat_id,base,vat\n")
        for place in 0..<count {
            let (net, vat) = amounts(place)
            let (netText, vatText, grossText) = (Self.amount(net), Self.amount(vat), Self.amount(net + vat))
            try invoices.append(
                "\(place + 1),\(place % Self.customers + 1),1,\(place + 1),E-\(100_000 + place),\(date),\(date),EUR,domestic,"
                    + "\(netText),\(vatText),\(grossText)\n")
            try rows.append(exportRows(place))
            try taxes.append("\(place + 1),\(place + 1),1,\(netText),\(vatText)\n")
        }
        for (name, file) in [("invoice", invoices), ("customer_stock_item", rows), ("invoice_vat", taxes)] {
            try file.finish()
            try writer.add("\(name).csv", file: file.path)
        }
        try writer.finish()
    }

    private func exportRows(_ place: Int) -> String {
        (0..<lines).map { number in
            let (quantity, price, net) = line(number, of: place)
            let (id, entry) = (place * lines + number + 1, number % Self.products + 1)
            return
                "\(id),\(place + 1),0,\(entry),\"\(Self.names[number % Self.names.count])\",\(quantity / 10),10,0.\(price),,\(Self.amount(net)),1\n"
        }.joined()
    }

    /// What changes seldom: articles, VAT codes, customers.
    private var standingTables: [(name: String, text: String)] {
        let entries = (1...Self.products).map { "\($0),\($0),0\n" }.joined()
        let products = (1...Self.products).map { "\($0),1,P\($0 - 1),1234,1\n" }.joined()
        let customers = (1...Self.customers).map { "\($0),C\(1_000 + $0),Bloemenhuis \($0),1\n" }.joined()
        return [
            ("country", "id,code,name\n1,NL,Nederland\n"), ("customer", "id,code,name,country_id\n" + customers),
            ("product", "id,group_id,number,vbn_number,vat_id\n" + products), ("product_group", "id,code,name\n1,CUTFLOWER,Snijbloemen\n"),
            ("stock_entry", "id,product_id,supplier_id\n" + entries), ("vat", "id,code,name,percentage\n1,L,Laag,9\n"),
        ]
    }
}
