import BridgeDomain

/// The exporter's customers and growers, made from the seed: the same index always gives the same customer.
struct CustomerBook: Sendable {
    private(set) var customers: [Customer] = []
    let suppliers: [Supplier]
    /// Customers that exist to be wrong; never drawn for a good invoice.
    let withoutVATNumber: Customer
    let withInvalidVATNumber: Customer
    let undelivered: Customer

    /// Places of the customers in ``customers`` by segment, for drawing.
    private var bySegment: [Customer.Segment: [Int]] = [:]

    /// How a hundred customers are made up. One German consumer stands beside them.
    private static let mixture: [(country: String, segment: Customer.Segment, share: Int)] = [
        ("NL", .florist, 45), ("NL", .dutchWholesale, 10), ("NL", .auction, 3), ("DE", .euWholesale, 12), ("FR", .euWholesale, 7),
        ("BE", .euWholesale, 6), ("PL", .euWholesale, 4), ("GB", .export, 6), ("CH", .export, 4), ("NO", .export, 1), ("US", .export, 2),
    ]

    /// How a hundred invoices are made up: wholesalers are fewer than florists, but buy more often.
    private static let trade: [(segment: Customer.Segment, share: Int)] = [
        (.florist, 48), (.dutchWholesale, 12), (.auction, 3), (.euWholesale, 26), (.export, 11),
    ]

    init(seed: UInt64, known: Int, new: Int) {
        precondition(known >= 20, "a trading day has at least 20 known customers")
        var press = CustomerPress(seed: seed)
        for (country, segment, count) in Self.counts(known - 1) {
            for _ in 0..<count { customers.append(press.customer(country, segment)) }
        }
        customers.append(press.customer("DE", .consumer))
        for index in 0..<new {
            var customer = index % 3 == 2 ? press.customer("DE", .euWholesale) : press.customer("NL", .florist)
            customer.isNew = true
            customers.append(customer)
        }
        for (place, customer) in customers.enumerated() { bySegment[customer.segment, default: []].append(place) }
        var missing = press.customer("DE", .euWholesale)
        missing.vatNumber = nil
        withoutVATNumber = missing
        var invalid = press.customer("BE", .euWholesale)
        invalid.vatNumber = invalid.vatNumber.map(Self.withWrongCheckDigit)
        withInvalidVATNumber = invalid
        var unknown = press.customer("NL", .florist)
        unknown.isDelivered = false
        undelivered = unknown
        suppliers = (0..<12).map { CustomerPress.supplier(seed, $0) }
    }

    /// Everyone FreshPortal delivers, those with a wrong or missing number among them.
    func delivered(withBroken: Bool) -> [Customer] { customers + (withBroken ? [withoutVATNumber, withInvalidVATNumber] : []) }

    /// A customer for an ordinary invoice.
    func draw(_ random: inout SeededGenerator) -> Customer {
        var ticket = random.below(100)
        for (segment, share) in Self.trade {
            if ticket < share { return draw(segment, &random) }
            ticket -= share
        }
        return draw(.florist, &random)
    }

    /// A customer of a segment. Every segment has at least one.
    func draw(_ segment: Customer.Segment, _ random: inout SeededGenerator) -> Customer {
        guard let places = bySegment[segment], !places.isEmpty else { preconditionFailure("every segment has a customer") }
        return customers[random.pick(places)]
    }

    private static func counts(_ total: Int) -> [(String, Customer.Segment, Int)] {
        var counts = mixture.map { ($0.country, $0.segment, max(1, total * $0.share / 100)) }
        let rest = total - counts.reduce(0) { $0 + $1.2 }
        // Rounding is the florists' gain or loss: they are by far the most.
        counts[0].2 += rest
        return counts
    }

    private static func withWrongCheckDigit(_ number: String) -> String {
        let last = number.last.flatMap { $0.wholeNumberValue } ?? 0
        return "\(number.dropLast())\((last + 1) % 10)"
    }
}
