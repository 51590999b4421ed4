public import BridgeDomain

/// What the rules say of a party by itself, before there is a document: for systems where the relation holds it.
public struct PartyStanding: Hashable, Sendable {
    /// The account its open items fall on; nil where no rule says.
    public var collectiveAccount: AccountCode?
    /// Its payment term in the target's codes; nil where no rule says.
    public var paymentCondition: PaymentCondition?
}

extension Mapper {
    /// Where a party stands on a day: what its ordinary invoice, in its own currency, would be given.
    public func standing(of party: Party, on day: CalendarDate, context: MappingContext) -> PartyStanding {
        var subject = RuleSubject()
        subject.documentKind = (party.key.kind == .debtor ? DocumentKind.salesInvoice : .purchaseInvoice).rawValue
        subject.currency = (party.currency ?? context.bookCurrency).code
        subject.country = party.country.isEmpty ? nil : party.country
        subject.countryGroup =
            (party.countryGroup ?? CountryCode(party.country)?.group(seenFrom: context.ownCountry, on: day))?.rawValue
        subject.customerGroup = party.customerGroup
        subject.party = party.key.code.text
        subject.paymentTerm = party.paymentTermCode
        subject.paymentDays = party.paymentTermDays.map(String.init)
        return PartyStanding(
            collectiveAccount: compiled.collectiveAccounts.decide(subject, on: day)?.output,
            paymentCondition: compiled.paymentConditions.decide(subject, on: day)?.output)
    }
}
