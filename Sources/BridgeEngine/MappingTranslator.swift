public import BridgeConnector
public import BridgeDomain
public import BridgeJournal
public import BridgeMapping

/// Validation and mapping by rules, joined: the translator of every real bridge. Pure; cheap to copy.
public struct MappingTranslator: DocumentTranslator, PartyOrdering {
    /// The mapper, for explanations.
    public let mapper: Mapper
    /// What mapping is told beside document, party and rules.
    public let context: MappingContext
    /// Who looks at a document before mapping does.
    public let validator: DocumentValidator
    private let partyValidator = PartyValidator()
    /// Accounts that hold VAT.
    public let vatAccounts: Set<AccountCode>
    public let codesUsed: CodesUsed

    /// A translator for one version of a bridge's rules, within a target's limits.
    public init(
        rules: MappingRules, version: Int, policy: BridgePolicy, capabilities: ConnectorCapabilities, validator: DocumentValidator
    ) {
        mapper = Mapper(rules: rules)
        context = MappingContext(
            mappingVersion: version, bookCurrency: policy.bookCurrency, ownCountry: CountryCode(policy.ownCountry) ?? .netherlands,
            limits: TextLimits(
                description: capabilities.descriptionMax, reference: capabilities.referenceMax,
                paymentReference: capabilities.paymentReferenceMax,
                entryLines: capabilities.entryLinesMax))
        self.validator = validator
        codesUsed = rules.codesUsed
        vatAccounts = Set(rules.vatDefinitions.flatMap { [$0.dueAccount, $0.claimableAccount] }.compactMap(\.self))
    }

    /// The version of the rules.
    public var mappingVersion: Int { context.mappingVersion }

    /// Everything validation and mapping find; an entry only when nothing found is an error.
    public func translate(_ document: Document, party: Party?, today: CalendarDate) -> Translation {
        translate(document, party: party, originalSupplyDate: nil, today: today)
    }

    /// The same for a credit note whose original was supplied on a known day.
    public func translate(_ document: Document, party: Party?, originalSupplyDate: CalendarDate?, today: CalendarDate) -> Translation {
        let found = mapper.rules.settling(validator.problems(of: document, today: today), of: document)
        let result = map(document, party: party, originalSupplyDate: originalSupplyDate)
        // Mapping repeats some of validation's questions where its own answer hangs on them: each problem is told once.
        let problems = found + result.problems.filter { !found.contains($0) }
        let entry = problems.contains { $0.severity == .error } ? nil : result.entry
        return Translation(
            entry: entry, problems: problems, totals: entry.map(ControlTotals.totals(of:)) ?? [], deposits: Self.deposits(of: document))
    }

    /// Mapping alone, for explanations and previews.
    public func map(_ document: Document, party: Party?, originalSupplyDate: CalendarDate? = nil) -> MappingResult {
        var context = context
        context.originalSupplyDate = originalSupplyDate
        return mapper.map(document, party: party, context: context)
    }

    /// Deposits given minus deposits taken back, in the document's currency; nil when the document has none.
    private static func deposits(of document: Document) -> Money? {
        let lines = document.lines.filter { $0.kind.isDeposit }
        guard !lines.isEmpty, document.key.kind.isSale else { return nil }
        // The amount says which way a deposit goes: on an invoice a positive one is charged, on a credit note paid back.
        // Amounts that do not add up have stopped the document; nothing is counted of it.
        let fitting = lines.map(\.net).filter { $0.currency == document.currency }.totalIfItFits(document.currency)
        guard let total = fitting, total.minorUnits.magnitude <= DocumentLimits.standard.amountMinorUnitsMax.magnitude else { return nil }
        return document.key.kind.isCredit ? -total : total
    }

    // MARK: Parties

    /// The order for a party whose data the target can use.
    public func order(for record: PartyRecord) -> PartyOrder? {
        guard problems(of: record).allSatisfy({ $0.severity != .error }), let party = record.party,
            let number = mapper.number(of: party.key)
        else { return nil }
        let standing = mapper.standing(of: party, on: record.changedAt.dateUTC, context: context)
        return PartyOrder(
            party: party, number: number, paymentCondition: standing.paymentCondition?.text,
            collectiveAccount: standing.collectiveAccount)
    }

    /// What is wrong with a party's data.
    public func problems(of record: PartyRecord) -> [Problem] {
        guard let party = record.party else { return record.problems }
        var problems = record.problems.filter { $0.code != .partyMatchProposed } + partyValidator.problems(of: party)
        if mapper.number(of: party.key) == nil {
            problems.append(Problem(.partyNumberUnmapped, at: Place("code"), found: party.key.code.text))
        }
        return problems
    }
}
