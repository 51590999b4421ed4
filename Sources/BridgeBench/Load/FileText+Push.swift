import BridgeDomain

// The same invoices as a trade system pushes them to our own door.
extension FileText {
    /// A body of these invoices, one list.
    func push(_ places: Range<Int>) -> [UInt8] {
        var body: [UInt8] = [UInt8(ascii: "[")]
        body.reserveCapacity(places.count * (600 + lines * 220))
        for place in places {
            if place > places.lowerBound { body.append(UInt8(ascii: ",")) }
            appendPushed(place, to: &body)
        }
        body.append(UInt8(ascii: "]"))
        return body
    }

    private func appendPushed(_ place: Int, to body: inout [UInt8]) {
        let number = 100_000 + place
        let head =
            #"{"id":"D\#(number)","administration":"NL01","type":"sales_invoice","number":"D-\#(number)","version":1,"#
            + #""invoice_date":"\#(date)","supply_date":"\#(date)","due_date":"\#(date.adding(days: 14))","currency":"EUR","#
            + #""party":{"code":"C\#(1_001 + place % Self.customers)"},"deliver_to":{"country":"NL"},"vat_treatment":"domestic","#
            + #""references":{"customer_order":"PO-\#(place)"},"lines":["#
        body.append(contentsOf: head.utf8)
        for number in 0..<lines {
            let (quantity, price, net) = line(number, of: place)
            let text =
                #"\#(number > 0 ? "," : ""){"no":\#(number + 1),"kind":"product","product":"P\#(number % Self.products)","#
                + #""description":"\#(Self.names[number % Self.names.count])","product_group":"CUTFLOWER","quantity":"\#(quantity)","#
                + #""unit":"stem","unit_price":"0.\#(price)","net":"\#(Self.amount(net))","vat_code":"L","vat_rate":"9"}"#
            body.append(contentsOf: text.utf8)
        }
        let (net, vat) = amounts(place)
        let (netText, vatText, grossText) = (Self.amount(net), Self.amount(vat), Self.amount(net + vat))
        let end =
            #"],"vat_summary":[{"vat_code":"L","rate":"9","base":"\#(netText)","vat":"\#(vatText)"}],"#
            + #""totals":{"net":"\#(netText)","vat":"\#(vatText)","gross":"\#(grossText)"}}"#
        body.append(contentsOf: end.utf8)
    }

    /// The customers as a body of debtors.
    var pushedCustomers: [UInt8] {
        let all = (1...Self.customers).map { number in
            #"{"kind":"debtor","code":"C\#(1_000 + number)","name":"Bloemenhuis \#(number)","country":"NL","currency":"EUR","#
                + #""billing_address":{"street":"Veilingweg","number":"1","city":"Aalsmeer"}}"#
        }
        return Array("[\(all.joined(separator: ","))]".utf8)
    }
}
