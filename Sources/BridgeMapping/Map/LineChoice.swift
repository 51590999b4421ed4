import BridgeDomain

/// What lines must have in common to be decided alike.
struct LineTrait: Equatable {
    var kind: LineKind
    var productGroup: String?
    var product: String?
    var treatment: VATTreatment
    var code: SourceVATCode?
    var rate: ExactDecimal?
}

/// What the rules say of lines with one trait.
struct LineChoice {
    let trait: LineTrait
    let subject: RuleSubject
    let account: (rule: Rule<AccountChoice>, isDefault: Bool)?
    let vat: (rule: Rule<VATCode>, isDefault: Bool)?
    /// Place in ``MappingRules/vatDefinitions``.
    let definition: Int?
    /// The rate under which the lines stand in the books, in percent.
    let rate: ExactDecimal
    let packaging: RuleUse?
    /// Lines and amount decided by it so far.
    var lines = 0
    var amount: Money
}

/// A line, or one rate's part of a charge that is divided over the rates.
struct LinePart {
    /// Place in the document's lines.
    let line: Int
    let net: Money
    let code: SourceVATCode?
    let sourceRate: ExactDecimal?
    let treatment: VATTreatment
    let isPart: Bool
    /// Place in the choices.
    var choice = 0
}
