public import BridgeDomain

/// Turns documents into balanced entries by rules. Pure: the same document, party, rules and context give the same result, for ever.
///
/// Making a mapper arranges its rules once; keep it and map many documents with it, from any number of tasks.
public struct Mapper: Sendable {
    let compiled: CompiledRules

    /// A mapper for these rules.
    ///
    /// Rules that ``MappingRules/issues()`` complains about still map in one definite way: of tied rules the first one written wins.
    public init(rules: MappingRules) {
        compiled = CompiledRules(rules)
    }

    /// The rules this mapper works by.
    public var rules: MappingRules { compiled.rules }

    /// Makes the entry of a document, or names every problem that prevents it.
    ///
    /// Expects a document without errors of ``/BridgeDomain/DocumentValidator``; one with errors is mapped or refused, never repaired. A ledger posting
    /// takes no rules but that of its daybook. Cost grows with the number of lines.
    ///
    /// - Parameter party: the party as the source holds it, merged parties followed; nil when it is not known (yet).
    public func map(_ document: Document, party: Party?, context: MappingContext) -> MappingResult {
        if let fault = AmountGuard.fault(in: document) ?? AmountGuard.fault(in: document, convertedTo: context.bookCurrency) {
            return MappingResult(refusing: document, fault)
        }
        guard document.key.kind != .ledgerPosting else {
            var mapping = LedgerMapping(compiled, document, party, context)
            return mapping.run()
        }
        return TradeMapping(compiled, document, party, context).run()
    }

    /// The reference the target stores for a document: found from its key alone, so nothing has to be looked up.
    public func reference(of key: DocumentKey) -> EntryReference { compiled.rules.texts.references.reference(of: key) }

    /// The document a reference stands for; nil for a text that is none of ours.
    public func document(of reference: EntryReference, administration: SourceAdministration) -> DocumentKey? {
        compiled.rules.texts.references.document(of: reference, administration: administration)
    }

    /// The party's number in the books; nil when the numbering gives none.
    public func number(of party: PartyKey) -> String? { compiled.rules.numbering.number(of: party) }
}

/// Rules arranged for look-up; shared by all copies of a mapper.
final class CompiledRules: Sendable {
    let rules: MappingRules
    let accounts: RuleIndex<AccountChoice>
    let vatCodes: RuleIndex<VATCode>
    let daybooks: RuleIndex<DaybookCode>
    let collectiveAccounts: RuleIndex<AccountCode>
    let paymentConditions: RuleIndex<PaymentCondition>
    let packaging: RuleIndex<PackagingPolicy>
    /// Place of each VAT code in ``MappingRules/vatDefinitions``.
    let definitions: [VATCode: Int]
    /// The name of each VAT definition in entries.
    let definitionNames: [RuleID]
    /// True when a line's product code matters to any rule; lines that differ in it alone are otherwise decided once.
    let looksAtProduct: Bool

    init(_ rules: MappingRules) {
        self.rules = rules
        accounts = RuleIndex(rules.accounts)
        vatCodes = RuleIndex(rules.vatCodes)
        daybooks = RuleIndex(rules.daybooks)
        collectiveAccounts = RuleIndex(rules.collectiveAccounts)
        paymentConditions = RuleIndex(rules.paymentConditions)
        packaging = RuleIndex(rules.packaging)
        definitions = Dictionary(rules.vatDefinitions.enumerated().map { ($1.code, $0) }) { first, _ in first }
        definitionNames = rules.vatDefinitions.map(\.ruleID)
        looksAtProduct = [accounts.keys, vatCodes.keys, packaging.keys].contains { $0.contains(.product) }
    }
}
