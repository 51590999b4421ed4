import BridgeConnector
import BridgeDomain
import BridgeXML

/// A relation as an `Account` of an upload: the one place that knows what the topic `Accounts` looks like.
///
/// Reference `exact-online` §11 names the topic and shows none of its nodes. What is written here comes from public clients of it, and from
/// nothing else:
///
/// - **Observed** in a groupware's data class (Covide, `Exactonline_data`), in the upload of a shop (`ExactRelation`, 2013) and in a shop's
///   connector with OAuth: `Account` with the attributes `code`, `status` and, for one that exists, `ID` in braces, beside which an account may
///   carry nothing but what changes; `Name`, `Email`, `IsSupplier` (0 or 1), `Address` with `type="VIS" default="1"` and in it `AddressLine1`,
///   `AddressLine2`, `PostalCode`, `City` and `Country` with its `code`; `VATNumber`, `ChamberOfCommerce`, `PurchaseCurrency` with its `code`,
///   `CreditLine` with `Sales`. An account whose code exists is changed, not refused. The answer's `Data` carries the code in `keyAlt`; its
///   messages are of type 0 error, 1 warning, 2 success, 3 fatal.
/// - **Assumed**, after the pattern of what was observed and the names of REST (§7.1): `SalesCurrency`, `PaymentConditionSales` and
///   `PaymentConditionPurchase`, each with its `code`.
/// - **Not known**, and so not sent: GLN, EORI number, bank accounts.
///
/// Nothing rests on it: what the books hold afterwards is read back, and what did not arrive goes by REST.
struct ExactAccountNode {
    /// Fields that go in nodes which nobody was seen to use.
    static func assumed(_ kind: PartyKind) -> Set<PartyField> { kind == .debtor ? [.terms, .currency] : [.terms] }
    /// Fields for which no node is known.
    static let unknown: Set<PartyField> = [.gln, .eori, .bankAccount]
    /// What stands in the one `Address` node: nobody knows what a part of it does to the rest.
    static let address: Set<PartyField> = [.street, .secondName, .postcode, .city, .country]

    private let relation: RelationOrder
    private let values: [PartyField: String]
    private let isDebtor: Bool

    /// The message for one relation, without the fields that an upload was seen not to bring.
    init(_ relation: RelationOrder, without unheard: Set<PartyField>) {
        self.relation = relation
        let silent = Self.unknown.union(unheard)
        let fields = relation.order.fields
        values = relation.order.values.filter { !silent.contains($0.key) && (fields?.contains($0.key) ?? true) }
        isDebtor = relation.order.party.key.kind == .debtor
    }

    /// True where an upload can say all of it: a new relation always, since what is left out follows by REST; an update when each of its fields
    /// has a node, and an address is whole.
    static func carries(_ relation: RelationOrder, without unheard: Set<PartyField>) -> Bool {
        guard relation.id != nil else { return true }
        guard let fields = relation.order.fields, !fields.isEmpty, fields.isDisjoint(with: unknown.union(unheard)) else { return false }
        return fields.isDisjoint(with: address) || address.isDisjoint(with: Set(relation.order.values.keys).subtracting(fields))
    }

    /// Writes the account into the topic.
    func write(to writer: inout XMLWriter) {
        if let id = relation.id {
            writer.element("Account", ["ID": "{\(id.text)}"]) { content(&$0) }
        } else if isDebtor {
            writer.element("Account", ["code": relation.order.number, "status": "C"]) { content(&$0) }
        } else {
            writer.element("Account", ["code": relation.order.number]) { content(&$0) }
        }
    }

    private func content(_ writer: inout XMLWriter) {
        writer.element("Name", ifPresent: values[.name])
        writer.element("Email", ifPresent: values[.email])
        if !isDebtor { writer.element("IsSupplier", text: "1") }
        if !Self.address.isDisjoint(with: values.keys) {
            writer.element("Address", ["type": "VIS", "default": "1"]) { writer in
                writer.element("AddressLine1", ifPresent: values[.street])
                writer.element("AddressLine2", ifPresent: values[.secondName])
                writer.element("PostalCode", ifPresent: values[.postcode])
                writer.element("City", ifPresent: values[.city])
                if let country = values[.country] { writer.element("Country", ["code": country]) }
            }
        }
        writer.element("VATNumber", ifPresent: values[.vatNumber])
        writer.element("ChamberOfCommerce", ifPresent: values[.chamberOfCommerce])
        if let currency = values[.currency] {
            if isDebtor {
                writer.element("SalesCurrency", ["code": currency])
            } else {
                writer.element("PurchaseCurrency", ["code": currency])
            }
        }
        if let terms = values[.terms] {
            if isDebtor {
                writer.element("PaymentConditionSales", ["code": terms])
            } else {
                writer.element("PaymentConditionPurchase", ["code": terms])
            }
        }
        if let limit = values[.creditLimit] { writer.element("CreditLine") { $0.element("Sales", text: limit) } }
    }

    /// The body of an upload.
    static func body(_ accounts: [ExactAccountNode]) -> [UInt8] {
        var writer = XMLWriter(reserving: 256 + accounts.count * 1_024)
        writer.element("eExact") { writer in
            writer.element("Accounts") { writer in
                for account in accounts { account.write(to: &writer) }
            }
        }
        return writer.bytes
    }
}
