import BridgeDomain
import BridgeSource

/// Makes parties of what was read by ``Shape/party``.
struct PartyReader {
    private let validator = PartyValidator()

    /// Makes a party of a record; `raw` is its own text.
    func party(_ record: Record?, _ problems: [Problem], raw: [UInt8]) -> Reading<SourceParty> {
        guard let record, let kind = record.word(PartyField.kind, PartyKind.self), let code = record.text(PartyField.code) else {
            return .refused(problems)
        }
        let key = PartyKey(kind, PartyCode(code))
        var problems = problems
        var party = problems.isEmpty ? party(record, key) : nil
        if let found = party {
            if let limit = record.decimal(PartyField.creditLimit) {
                party?.creditLimit = Money(rounding: limit, found.currency ?? .eur)
                if limit.decimals > (found.currency ?? .eur).exponent || party?.creditLimit == nil {
                    problems.append(Problem(.amountDecimals, at: Place("credit_limit"), found: "\(limit)"))
                }
            }
            problems += validator.problems(of: found)
        }
        return .item(SourceParty(key: key, raw: raw, party: problems.containsError ? nil : party, problems: problems))
    }

    private func party(_ record: Record, _ key: PartyKey) -> Party? {
        guard let id = record.text(PartyField.id), let name = record.text(PartyField.name), let country = record.text(PartyField.country)
        else { return nil }
        var party = Party(key: key, sourceID: SourceID(id), name: name, country: country)
        party.secondName = record.text(PartyField.secondName)
        party.legalForm = record.text(PartyField.legalForm)
        party.chamberOfCommerce = record.text(PartyField.chamberOfCommerce)
        party.vatNumber = record.text(PartyField.vatNumber)
        party.vatNumberValid = record.truth(PartyField.vatNumberValid)
        party.gln = record.text(PartyField.gln)
        party.eori = record.text(PartyField.eori)
        party.language = record.text(PartyField.language)
        party.currency = record.currency(PartyField.currency)
        party.customerGroup = record.text(PartyField.customerGroup)
        party.email = record.text(PartyField.email)
        party.paymentTermDays = record.whole(PartyField.paymentTermDays)
        party.paymentTermCode = record.text(PartyField.paymentTermCode)
        party.countryGroup = record.word(PartyField.countryGroup, CountryGroup.self)
        party.iban = record.text(PartyField.iban)
        party.packagingPolicy = record.text(PartyField.packagingPolicy)
        party.blocked = record.truth(PartyField.blocked) ?? false
        party.active = record.truth(PartyField.active) ?? true
        party.mergedInto = record.text(PartyField.mergedInto).map { PartyCode($0) }
        if let address = record.object(PartyField.billingAddress) { party.billingAddress = self.address(address, country) }
        return party
    }

    private func address(_ record: Record, _ country: String) -> PostalAddress {
        PostalAddress(
            street: record.text(AddressField.street) ?? "", houseNumber: record.text(AddressField.number) ?? "",
            addition: record.text(AddressField.addition) ?? "", postcode: record.text(AddressField.postcode) ?? "",
            city: record.text(AddressField.city) ?? "", region: record.text(AddressField.region) ?? "",
            country: record.text(AddressField.country) ?? country)
    }
}
