import BridgeDomain
import BridgeJSON
import FreshPortalSimulator

/// Invoices in the form of FreshPortal's contract (reference freshportal §4.1), as bytes, each following from its place alone: right to the
/// cent, all with the same number of lines, for customers that a trading day knows.
struct TradeText: Sendable {
    let lines: Int
    let date: CalendarDate
    /// Whose invoices they are, and what their numbers begin with.
    let administration: String
    let first: Int
    let customers: [Customer]
    /// The customers as the source delivers them.
    let parties: [JSON]

    struct Customer: Sendable {
        var id: String
        var code: String
        var termDays: Int
    }

    /// Customers the invoices go to.
    static let customersMax = 50

    /// Invoices of `lines` lines. With `strangersTo`, customers that so many other texts do not know.
    init(lines: Int, date: CalendarDate, administration: String = "NL01", first: Int = 100_000, strangersTo others: Int = 0) {
        self.lines = lines
        self.date = date
        self.administration = administration
        self.first = first
        let day = TradingDay.make(seed: 1, date: date, knownCustomers: 200 * (1 + others), brokenPerKind: 0)
        let domestic = day.parties.filter {
            $0.kind == .debtor && !$0.isNew && $0.json["country"]?.string == "NL" && $0.json["currency"]?.string == "EUR"
        }
        let chosen = domestic.dropFirst(others * Self.customersMax).prefix(Self.customersMax)
        parties = chosen.map(\.json)
        customers = chosen.map {
            Customer(
                id: $0.id.text, code: $0.code.text, termDays: $0.json["payment_term_days"]?.integer.flatMap { Int(exactly: $0) } ?? 14)
        }
    }

    /// What a line is about: the group decides the account, the code the rate.
    private struct Article {
        let product: String
        let name: String
        let group: String
        let code: String
        let rate: Int64
    }

    private static let articles = [
        Article(product: "ROSARED60", name: "Rosa Red Naomi, 60 cm", group: "CUTFLOWER", code: "L", rate: 9),
        Article(product: "CHRYSBAC", name: "Chrysanthemum Baltica, 70 cm", group: "CUTFLOWER", code: "L", rate: 9),
        Article(product: "PHALWH12", name: "Phalaenopsis wit, pot 12", group: "PLANT", code: "L", rate: 9),
        Article(product: "FICUSB17", name: "Ficus benjamina, pot 17", group: "PLANT", code: "L", rate: 9),
        Article(product: "VAASGL20", name: "Vaas glas, 20 cm", group: "HARDWARE", code: "H", rate: 21),
    ]

    /// The document at a place, `0…`; its sequence in the stream is the place plus one.
    func document(_ place: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(900 + lines * 480)
        append(place, to: &bytes)
        return bytes
    }

    /// Writes the document at a place behind `bytes`.
    func append(_ place: Int, to bytes: inout [UInt8]) {
        let customer = customers[place % customers.count]
        let (id, number) = (700_000 + place, first + place)
        let text =
            #"{"id":\#(id),"sequence":\#(place + 1),"administration":"\#(administration)","type":"sales_invoice","number":"2026-\#(number)","#
            + #""order_sequence":"O\#(number)","status":"approved","approved_at":"\#(date)T06:12:44Z","version":1,"#
            + #""invoice_date":"\#(date)","supply_date":"\#(date)","due_date":"\#(date.adding(days: customer.termDays))","#
            + #""currency":"EUR","exchange_rate":"1.000000","rate_direction":"document_per_eur","#
            + #""party":{"kind":"customer","id":\#(customer.id),"code":"\#(customer.code)"},"invoice_to":\#(customer.id),"#
            + #""deliver_to":{"id":\#(customer.id),"gln":"8714231000013","country":"NL"},"delivery_terms":"DAP","#
            + #""dispatch_country":"NL","vat_treatment":"domestic","vat_number_used":null,"#
            + #""references":{"original_document":null,"customer_order":"PO-\#(number)","delivery_notes":["\#(number)"],"#
            + #""collective_of":[]},"lines":["#
        bytes.append(contentsOf: text.utf8)
        var (low, high): (Int64, Int64) = (0, 0)
        for line in 0..<lines {
            if line > 0 { bytes.append(UInt8(ascii: ",")) }
            let article = Self.articles[(place + line) % Self.articles.count]
            let net = appendLine(line, article, place, to: &bytes)
            if article.rate == 9 { low += net } else { high += net }
        }
        appendEnd(low: low, high: high, number: number, to: &bytes)
    }

    /// Writes a line and returns its amount in cents.
    private func appendLine(_ line: Int, _ article: Article, _ place: Int, to bytes: inout [UInt8]) -> Int64 {
        let tens = Int64((place + line * 7) % 9 + 1)
        let thousandths = Int64((place * 31 + line * 17) % 900 + 100)
        let net = tens * thousandths
        let text =
            #"{"no":\#(line + 1),"kind":"product","product":"\#(article.product)","vbn":"0012345","description":"\#(article.name)","#
            + #""product_group":"\#(article.group)","packages":"\#(tens)","per_package":"10","quantity":"\#(tens * 10)","#
            + #""unit":"stem","unit_price":"0.\#(thousandths)0","discount_percent":"0","net":"\#(Self.amount(net))","#
            + #""vat_code":"\#(article.code)","vat_rate":"\#(article.rate)","vat_treatment":null,"cost_centre":null,"#
            + #""cost_unit":null,"grower":"12345"}"#
        bytes.append(contentsOf: text.utf8)
        return net
    }

    private func appendEnd(low: Int64, high: Int64, number: Int, to bytes: inout [UInt8]) {
        let (lowVAT, highVAT) = ((low * 9 + 50) / 100, (high * 21 + 50) / 100)
        var rows: [String] = []
        if low > 0 { rows.append(Self.vatRow("L", 9, low, lowVAT)) }
        if high > 0 { rows.append(Self.vatRow("H", 21, high, highVAT)) }
        let (net, vat) = (low + high, lowVAT + highVAT)
        let text =
            #"],"vat_summary":[\#(rows.joined(separator: ","))],"totals":{"net":"\#(Self.amount(net))","vat":"\#(Self.amount(vat))","#
            + #""gross":"\#(Self.amount(net + vat))","prepaid":"0.00","payable":"\#(Self.amount(net + vat))"},"#
            + #""payment":{"method":"transfer","reference":"2026\#(number)","mandate":null}}"#
        bytes.append(contentsOf: text.utf8)
    }

    private static func vatRow(_ code: String, _ rate: Int, _ base: Int64, _ vat: Int64) -> String {
        #"{"vat_code":"\#(code)","rate":"\#(rate)","base":"\#(amount(base))","vat":"\#(amount(vat))"}"#
    }

    private static func amount(_ cents: Int64) -> String {
        let rest = cents % 100
        return "\(cents / 100).\(rest < 10 ? "0" : "")\(rest)"
    }
}
