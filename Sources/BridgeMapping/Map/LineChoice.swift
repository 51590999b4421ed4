import BridgeDomain

/// What lines must have in common to be decided alike.
struct LineTrait {
    var kind: LineKind
    var productGroup: String?
    var product: String?
    var treatment: VATTreatment
    var code: SourceVATCode?
    var rate: ExactDecimal?

    /// True for a line with this trait. Compared where it stands: making the trait of each line copies its texts. What differs most comes first.
    func holds(for part: borrowing LinePart, _ lines: borrowing Span<DocumentLine>, product looksAtProduct: Bool) -> Bool {
        rate == part.sourceRate && treatment == part.treatment && kind == lines[part.line].kind
            && productGroup == lines[part.line].productGroup && code == part.code
            && (!looksAtProduct || product == lines[part.line].product)
    }
}

/// What the rules say of lines with one trait. A class, because each line points at its own and copying so many texts per line would cost
/// more than deciding; it never leaves the mapping of one document.
final class LineChoice {
    let trait: LineTrait
    let basis: LineDecision.Basis
    let account: Decided<AccountChoice>?
    let vat: Decided<VATCode>?
    /// Place in ``MappingRules/vatDefinitions``.
    let definition: Int?
    /// The rate under which the lines stand in the books, in percent.
    let rate: ExactDecimal
    let packaging: RuleUse?
    /// What lines of the entry have in common that it decides; nil where it decides no account or no VAT code.
    let sharedLine: EntryLine?
    /// Lines and amount decided by it so far.
    var lines = 0
    var amount: Money
    /// Place among the VAT groups; nil without a VAT code.
    var group: Int?

    init(
        _ trait: LineTrait, _ subject: RuleSubject, account: Decided<AccountChoice>?, vat: Decided<VATCode>?, definition: Int?,
        rate: ExactDecimal, packaging: RuleUse?, currency: Currency
    ) {
        self.trait = trait
        self.account = account
        self.vat = vat
        self.definition = definition
        self.rate = rate
        self.packaging = packaging
        let zero = Money.zero(currency)
        amount = zero
        sharedLine =
            if let account, let vat {
                EntryLine(
                    role: .amount, account: account.output.account, amount: zero, bookAmount: zero, vatCode: vat.output, vatRate: rate,
                    costCentre: account.output.costCentre, costUnit: account.output.costUnit, rule: account.rule, vatRule: vat.rule)
            } else {
                nil
            }
        basis = LineDecision.Basis(subject: subject, accountRule: account?.rule, vatRule: vat?.rule)
    }

    var subject: RuleSubject { basis.subject }
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
    /// Set as soon as the rules were asked.
    var choice: LineChoice?
}
