public import BridgeDomain

extension PartyOrder {
    /// What the trade system says of the party, field by field; what it does not say is left out.
    public var values: [PartyField: String] {
        let address = party.billingAddress
        let street = [address.street, address.houseNumber, address.addition].filter { !$0.isEmpty }.joined(separator: " ")
        let isDebtor = party.key.kind == .debtor
        let all: [(PartyField, String?)] = [
            (.name, party.name), (.secondName, party.secondName), (.street, street), (.postcode, address.postcode), (.city, address.city),
            (.country, party.country), (.email, party.email), (.vatNumber, party.vatNumber),
            (.chamberOfCommerce, party.chamberOfCommerce), (.gln, party.gln), (.eori, party.eori), (.terms, paymentCondition),
            (.currency, party.currency?.code), (.creditLimit, isDebtor ? party.creditLimit?.amountText : nil), (.bankAccount, party.iban),
        ]
        var values: [PartyField: String] = [:]
        for case (let field, let value?) in all where !value.isEmpty { values[field] = value }
        return values
    }
}
