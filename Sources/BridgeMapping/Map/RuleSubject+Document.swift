import BridgeDomain

extension RuleSubject {
    /// What a document as a whole says, seen as `kind`.
    init(_ document: Document, seenAs kind: DocumentKind, _ party: Party?, _ context: MappingContext) {
        self.init()
        documentKind = kind.rawValue
        vatTreatment = document.vatTreatment.rawValue
        currency = document.currency.code
        paymentMethod = document.payment.method
        sourceDaybook = kind == .ledgerPosting ? document.daybook?.text : nil
        let home = party.flatMap { $0.country.isEmpty ? nil : $0.country } ?? document.delivery?.country
        country = document.delivery?.country ?? home
        countryGroup =
            (party?.countryGroup ?? home.flatMap { CountryCode($0) }?.group(seenFrom: context.ownCountry, on: document.invoiceDate))?
            .rawValue
        customerGroup = party?.customerGroup
        self.party = document.party?.key.code.text
        paymentTerm = party?.paymentTermCode
        paymentDays = party?.paymentTermDays.map(String.init)
    }
}
