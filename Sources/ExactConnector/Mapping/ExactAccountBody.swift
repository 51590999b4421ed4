import BridgeConnector
import BridgeDomain
import BridgeJSON

/// A party as a body for `crm/Accounts` (reference `exact-online` §7.1). What the source does not know is left out, and so left as it is.
enum ExactAccountBody {
    /// For a new relation.
    static func create(_ order: PartyOrder, _ country: ExactCountry) -> JSON {
        ExactBody.object([("Code", .string(ExactCode.padded(relation: order.number, country)))] + members(order))
    }

    /// For a relation that is linked to the party. Its number stays: people know it by that.
    static func update(_ order: PartyOrder) -> JSON {
        guard let fields = order.fields else { return ExactBody.object(members(order)) }
        var sent: Set<String> = ["Status", "IsSupplier"]
        for field in fields { sent.formUnion(carriers[field] ?? []) }
        return ExactBody.object(members(order).filter { sent.contains($0.name) })
    }

    /// The members of the body that carry a field.
    private static let carriers: [PartyField: [String]] = [
        .name: ["Name"], .secondName: ["AddressLine2"], .street: ["AddressLine1"], .postcode: ["Postcode"], .city: ["City"],
        .country: ["Country"], .email: ["Email"], .vatNumber: ["VATNumber"], .chamberOfCommerce: ["ChamberOfCommerce"],
        .gln: ["GlnNumber"], .eori: ["EORINumber"], .terms: ["PaymentConditionSales", "PaymentConditionPurchase"],
        .currency: ["SalesCurrency", "PurchaseCurrency"], .creditLimit: ["CreditLineSales"],
    ]

    private static func members(_ order: PartyOrder) -> [(name: String, value: JSON?)] {
        let party = order.party
        let address = party.billingAddress
        let isDebtor = party.key.kind == .debtor
        let street = [address.street, address.houseNumber, address.addition].filter { !$0.isEmpty }.joined(separator: " ")
        let condition = order.paymentCondition.map { JSON.string($0) }
        let currency = party.currency.map { JSON.string($0.code) }
        return [
            ("Name", .string(party.name)), ("Status", isDebtor ? "C" : nil), ("IsSupplier", isDebtor ? nil : true),
            ("AddressLine1", text(street)), ("AddressLine2", text(party.secondName)), ("Postcode", text(address.postcode)),
            ("City", text(address.city)), ("Country", text(party.country)), ("Email", text(party.email)),
            ("VATNumber", text(party.vatNumber)), ("ChamberOfCommerce", text(party.chamberOfCommerce)), ("GlnNumber", text(party.gln)),
            ("EORINumber", text(party.eori)), ("PaymentConditionSales", isDebtor ? condition : nil),
            ("PaymentConditionPurchase", isDebtor ? nil : condition), ("SalesCurrency", isDebtor ? currency : nil),
            ("PurchaseCurrency", isDebtor ? nil : currency),
            ("CreditLineSales", isDebtor ? party.creditLimit.map(ExactValue.body) : nil),
        ]
    }

    private static func text(_ value: String?) -> JSON? { value.flatMap { $0.isEmpty ? nil : .string($0) } }
}
