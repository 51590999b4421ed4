import BridgeDomain

/// The mapping of one invoice or credit note, sale or purchase, from start to end.
final class TradeMapping: DocumentMapping {
    /// The kind the rules see: an invoice that is negative on balance may be seen as a credit note.
    let kind: DocumentKind
    /// +1 where amount lines are debits, -1 where they are credits.
    let sign: Int64
    /// The day that decides the VAT.
    let vatDate: CalendarDate
    let head: RuleSubject

    var problems: [Problem] = []
    var uses: [RuleUse] = []
    var unmapped: [UnmappedValue] = []
    var choices: [LineChoice] = []
    var parts: [LinePart] = []
    var groups: [VATGroup] = []
    /// Printed VAT of a few cents under codes that carry none.
    var strayVAT: Money

    /// What most documents need, so that nothing grows step by step.
    private static let (usesUsual, choicesUsual) = (8, 4)

    override init(_ compiled: CompiledRules, _ document: Document, _ party: Party?, _ context: MappingContext) {
        let isTurned = document.totals.gross.isNegative && !document.key.kind.isCredit && compiled.rules.negativeInvoices == .credit
        switch (document.key.kind, isTurned) {
        case (.salesInvoice, true): kind = .creditNote
        case (.purchaseInvoice, true): kind = .purchaseCreditNote
        case (let own, _): kind = own
        }
        sign = document.key.kind.isSale == document.key.kind.isCredit ? 1 : -1
        vatDate = (document.key.kind.isCredit ? context.originalSupplyDate : nil) ?? document.supplyDate
        head = RuleSubject(document, seenAs: kind, party, context)
        strayVAT = .zero(document.currency)
        super.init(compiled, document, party, context)
    }

    func run() -> MappingResult {
        uses.reserveCapacity(Self.usesUsual)
        choices.reserveCapacity(Self.choicesUsual)
        checkHead()
        let daybook = decideOnce(compiled.daybooks, .daybooks, missing: .daybookUnmapped, "daybook")
        let collective = decideOnce(
            compiled.collectiveAccounts, .collectiveAccounts, missing: .collectiveAccountUnmapped, "collective_account")
        let condition = decideOnce(compiled.paymentConditions, .paymentConditions, missing: nil, "payment_condition")
        let number = partyNumber()
        decideLines()
        gatherVAT()
        var result = MappingResult(
            document: document.key, documentVersion: document.version, entry: nil, problems: [], rulesUsed: [], decisions: decisions(),
            unmapped: unmapped, totals: document.totals, mappedAsCredit: kind != document.key.kind)
        if !problems.containsError, let daybook, let collective {
            result.entry = entry(
                daybook: daybook.output, collective: collective, condition: condition?.output, number: number)
        }
        result.problems = problems
        addLineUses()
        result.rulesUsed = uses
        return result
    }

    // MARK: Head

    private func checkHead() {
        if let first = compiled.rules.firstDate, document.invoiceDate < first {
            problems.append(
                Problem(.beforeFirstDate, at: Place("invoice_date"), found: "\(document.invoiceDate)", expected: "≥ \(first)"))
        }
        if party == nil {
            problems.append(Problem(.partyUnknown, at: Place("party.code"), found: document.party?.key.description ?? ""))
        }
        if bookRate == nil {
            problems.append(
                Problem(
                    .exchangeRateMissing, at: Place("exchange_rate"), found: "\(document.exchangeRate) \(document.currency)",
                    expected: "\(document.currency)/\(context.bookCurrency)"))
        }
        guard document.totals.gross.isNegative, kind == document.key.kind else { return }
        problems.append(
            Problem(kind.isCredit ? .negativeCredit : .negativeInvoice, at: Place("totals.gross"), found: document.totals.gross.amountText))
    }

    /// Units of the document's currency per unit of the books' currency; nil where the document does not say it, since its rate is to
    /// the euro.
    var bookRate: ExactDecimal? {
        if document.currency == context.bookCurrency { return .one }
        return context.bookCurrency == .eur && document.exchangeRate > .zero ? document.exchangeRate : nil
    }

    private func partyNumber() -> String? {
        guard let key = partyKey else { return nil }
        guard let number = compiled.rules.numbering.number(of: key), FittedText.fits(number, context.limits.partyNumber) else {
            problems.append(Problem(.partyNumberUnmapped, at: Place("party.code"), found: key.description))
            return nil
        }
        return number
    }

    /// The party under the code it lives on after a merge.
    var partyKey: PartyKey? {
        guard let party else { return document.party?.key }
        return party.mergedInto.map { PartyKey(party.key.kind, $0) } ?? party.key
    }

    private func decideOnce<Output>(
        _ index: RuleIndex<Output>, _ table: RuleTableName, missing: ProblemCode?, _ field: String
    ) -> Decided<Output>? {
        if let decided = index.decide(head, on: document.invoiceDate) {
            uses.append(RuleUse(table: table, rule: decided.rule, isDefault: decided.isDefault, count: 1))
            return decided
        }
        guard let missing else { return nil }
        let value = index.missing(for: head, otherwise: [.documentKind])
        problems.append(Problem(missing, at: Place(field), found: value))
        unmapped.append(UnmappedValue(table: table, value: value, lines: document.lines.count, amount: document.totals.gross))
        return nil
    }

    // MARK: Lines

    private func decideLines() {
        // Lines are looked at where they lie: copying a whole line costs more than deciding it.
        let kept = document.lines
        let lines = kept.span
        var parts: [LinePart] = []
        if hasCharges(lines) {
            let spread = ChargeSpread(document)
            parts = spread.parts
            problems += spread.problems
        } else {
            parts.reserveCapacity(lines.count)
            for place in lines.indices where !lines[place].net.isZero {
                parts.append(
                    LinePart(
                        line: place, net: lines[place].net, code: lines[place].vatCode, sourceRate: lines[place].vatRate,
                        treatment: lines[place].vatTreatment ?? document.vatTreatment, isPart: false))
            }
        }
        for place in parts.indices {
            let choice = choice(for: parts[place], lines)
            choice.lines += 1
            choice.amount += parts[place].net
            parts[place].choice = choice
        }
        self.parts = parts
        for choice in choices { remark(on: choice) }
    }

    private func hasCharges(_ lines: borrowing Span<DocumentLine>) -> Bool {
        for place in lines.indices where ChargeSpread.applies(to: lines[place]) && !lines[place].net.isZero { return true }
        return false
    }

    /// Lines of a document are alike as a rule, so what was decided for one is looked up among the few decided before.
    private func choice(for part: borrowing LinePart, _ lines: borrowing Span<DocumentLine>) -> LineChoice {
        for choice in choices where choice.trait.holds(for: part, lines, product: compiled.looksAtProduct) { return choice }
        let choice = decide(
            LineTrait(
                kind: lines[part.line].kind, productGroup: lines[part.line].productGroup,
                product: compiled.looksAtProduct ? lines[part.line].product : nil, treatment: part.treatment, code: part.code,
                rate: part.sourceRate))
        choices.append(choice)
        return choice
    }

    private func decide(_ trait: LineTrait) -> LineChoice {
        var subject = head
        subject.lineKind = trait.kind.rawValue
        subject.productGroup = trait.productGroup
        subject.product = trait.product
        subject.vatTreatment = trait.treatment.rawValue
        subject.sourceVATCode = trait.code?.text
        subject.rate = trait.rate?.description
        let packaging = trait.kind.isDeposit ? packagingPolicy(subject) : nil
        subject.packagingPolicy = packaging?.policy.rawValue
        let vat = compiled.vatCodes.decide(subject, on: vatDate)
        let definition = vat.flatMap { compiled.definitions[$0.output] }
        return LineChoice(
            trait, subject, account: compiled.accounts.decide(subject, on: document.invoiceDate), vat: vat,
            definition: definition, rate: definition.map { bookedRate(compiled.rules.vatDefinitions[$0], trait) } ?? .zero,
            packaging: packaging?.use, currency: document.currency)
    }

    private func bookedRate(_ definition: VATDefinition, _ trait: LineTrait) -> ExactDecimal {
        switch definition.kind {
        case .none: .zero
        case .due, .claimable: trait.rate ?? .zero
        // The supplier prints no VAT; the rate is ours to apply.
        case .selfAssessed: definition.rates.first { $0.holds(on: vatDate) }?.rate ?? .zero
        }
    }

    /// A rule with two filled keys or more, else the policy the source gives with the customer, else any rule, else the default.
    private func packagingPolicy(_ subject: RuleSubject) -> (policy: PackagingPolicy, use: RuleUse)? {
        let matched = compiled.packaging.match(subject, on: vatDate).map { compiled.packaging.ordered[$0] }
        if matched?.conditions.filled ?? 0 < 2, let own = party?.packagingPolicy.flatMap(PackagingPolicy.init(rawValue:)) {
            return (own, RuleUse(table: .packaging, rule: "party.packaging_policy", isDefault: false, count: 0))
        }
        guard let decided = compiled.packaging.decide(subject, on: vatDate) else { return nil }
        return (decided.output, RuleUse(table: .packaging, rule: decided.rule, isDefault: decided.isDefault, count: 0))
    }

    /// Says what is missing for lines of one choice, once, at the first of them.
    private func remark(on choice: LineChoice) {
        guard let first = parts.first(where: { $0.choice === choice }) else { return }
        let number = document.lines[first.line].number
        if choice.account == nil {
            let value = compiled.accounts.missing(for: choice.subject, otherwise: [.documentKind, .lineKind])
            refuse(choice, .accounts, value, .accountUnmapped, at: Place(line: number, "product_group"))
        }
        checkPackaging(choice, line: number)
        let known = compiled.rules.sourceVATCodes
        if let code = choice.trait.code, !known.isEmpty, !known.contains(code) {
            if choices.first(where: { $0.trait.code == code }) === choice {
                problems.append(Problem(.vatCodeUnknown, at: Place(line: number, "vat_code"), found: code.text))
            }
            return
        }
        guard choice.vat != nil, let definition = choice.definition.map({ compiled.rules.vatDefinitions[$0] }) else {
            let isDated = compiled.vatCodes.matchesOnAnotherDay(choice.subject)
            let value = compiled.vatCodes.missing(for: choice.subject, otherwise: [.vatTreatment, .rate])
            refuse(choice, .vatCodes, value, isDated ? .vatRateNotValid : .vatUnmapped, at: Place(line: number, "vat_code"))
            return
        }
        let rates = definition.rates.filter { $0.holds(on: vatDate) }.map(\.rate)
        let rate = definition.kind == .due || definition.kind == .claimable ? choice.rate : rates.first
        if definition.kind != .none, rate.map({ !rates.contains($0) }) ?? true {
            problems.append(
                Problem(
                    .vatRateNotValid, at: Place(line: number, "vat_rate"),
                    found: "\(choice.trait.rate?.description ?? "–")% \(definition.code) \(vatDate)",
                    expected: rates.map { "\($0)%" }.joined(separator: ", ")))
        }
    }

    private func refuse(_ choice: LineChoice, _ table: RuleTableName, _ value: String, _ code: ProblemCode, at place: Place) {
        // Choices that wait for one rule are one cause.
        let problem = Problem(code, at: place, found: value)
        if !problems.contains(where: { $0.code == code && $0.found == problem.found }) { problems.append(problem) }
        if let known = unmapped.firstIndex(where: { $0.table == table && $0.value == value }) {
            unmapped[known].lines += choice.lines
            unmapped[known].amount += choice.amount
        } else {
            unmapped.append(UnmappedValue(table: table, value: value, lines: choice.lines, amount: choice.amount))
        }
    }

    /// The printed rate is the truth; that it is not what the policy asks for is worth a look.
    private func checkPackaging(_ choice: LineChoice, line: Int) {
        guard let policy = choice.subject.packagingPolicy.flatMap(PackagingPolicy.init(rawValue:)) else { return }
        let printed = choice.trait.rate ?? .zero
        let isTaxed = choice.trait.treatment == .domestic || choice.trait.treatment == .oss
        let expected: [ExactDecimal]
        switch policy {
        case .outside: expected = [.zero]
        case .standard where isTaxed: expected = compiled.rules.standardRates.filter { $0.holds(on: vatDate) }.map(\.rate)
        case .followMain:
            expected = document.lines.filter { !$0.kind.isDeposit && !$0.net.isZero }.compactMap(\.vatRate)
        case .standard: return
        }
        guard !expected.isEmpty, !expected.contains(printed) else { return }
        problems.append(
            Problem(
                .packagingPolicyDiffers, at: Place(line: line, "vat_rate"), found: "\(printed)%",
                expected: "\(policy.rawValue): \(expected[0])%"))
    }

    // MARK: What was used

    private func decisions() -> [LineDecision] {
        var result: [LineDecision] = []
        result.reserveCapacity(parts.count)
        for place in parts.indices {
            guard let choice = parts[place].choice else { continue }
            result.append(
                LineDecision(
                    line: document.lines[parts[place].line].number, basis: choice.basis, net: parts[place].net, isPart: parts[place].isPart)
            )
        }
        return result
    }

    /// Adds what lines used to what was used once.
    private func addLineUses() {
        let first = uses.count
        func count(_ table: RuleTableName, _ rule: borrowing RuleID, isDefault: Bool, _ lines: Int) {
            for place in first..<uses.count where uses[place].table == table && uses[place].rule.text == rule.text {
                uses[place].count += lines
                return
            }
            uses.append(RuleUse(table: table, rule: copy rule, isDefault: isDefault, count: lines))
        }
        for choice in choices {
            if let account = choice.account { count(.accounts, account.rule, isDefault: account.isDefault, choice.lines) }
            if let vat = choice.vat { count(.vatCodes, vat.rule, isDefault: vat.isDefault, choice.lines) }
            if let use = choice.packaging { count(use.table, use.rule, isDefault: use.isDefault, choice.lines) }
        }
    }
}
