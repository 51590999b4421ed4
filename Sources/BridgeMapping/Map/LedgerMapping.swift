import BridgeDomain

/// The mapping of a ledger-ready posting: accounts, VAT codes and cost centres are the source's; only daybook and texts are ours
/// (reference `freshportal` §4.3).
struct LedgerMapping {
    /// Stands on every line: no rule of ours chose its account.
    static let rule: RuleID = "source.ledger_ready"

    private let compiled: CompiledRules
    private let document: Document
    private let party: Party?
    private let context: MappingContext
    private var problems: [Problem] = []
    private var uses: [RuleUse] = []
    private var unmapped: [UnmappedValue] = []

    init(_ compiled: CompiledRules, _ document: Document, _ party: Party?, _ context: MappingContext) {
        self.compiled = compiled
        self.document = document
        self.party = party
        self.context = context
    }

    mutating func run() -> MappingResult {
        if let first = compiled.rules.firstDate, document.invoiceDate < first {
            problems.append(
                Problem(.beforeFirstDate, at: Place("invoice_date"), found: "\(document.invoiceDate)", expected: "≥ \(first)"))
        }
        var made: Entry?
        if let daybook = daybook() { made = entry(daybook) }
        return MappingResult(
            document: document.key, documentVersion: document.version, entry: problems.containsError ? nil : made, problems: problems,
            rulesUsed: uses, decisions: [], unmapped: unmapped, totals: document.totals, mappedAsCredit: false)
    }

    /// A rule's, else the one the source names, else the table's default.
    private mutating func daybook() -> DaybookCode? {
        let subject = RuleSubject(document, seenAs: .ledgerPosting, party, context)
        let index = compiled.daybooks
        if let place = index.match(subject, on: document.invoiceDate) {
            uses.append(RuleUse(table: .daybooks, rule: index.ordered[place].id, isDefault: false, count: 1))
            return index.ordered[place].output
        }
        if let own = document.daybook { return own }
        if let fallback = index.fallback {
            uses.append(RuleUse(table: .daybooks, rule: fallback.rule, isDefault: true, count: 1))
            return fallback.output
        }
        let value = index.missing(for: subject, otherwise: [.documentKind])
        problems.append(Problem(.daybookUnmapped, at: Place("journal"), found: value))
        unmapped.append(
            UnmappedValue(table: .daybooks, value: value, lines: document.ledgerLines.count, amount: document.totals.gross))
        return nil
    }

    private mutating func entry(_ daybook: DaybookCode) -> Entry? {
        let number = document.party.flatMap { compiled.rules.numbering.number(of: $0.key) }
        let texts = EntryTexts(DocumentMapping(compiled, document, party, context), number)
        let (reference, description) = (texts.reference(), texts.description())
        let paymentReference = texts.paymentReference()
        problems += reference.problems + description.problems + paymentReference.problems
        guard let lines = lines() else { return nil }
        guard lines.map(\.amount).total(document.currency).isZero else {
            problems.append(
                Problem(.notBalanced, at: Place("lines"), found: lines.map(\.amount).total(document.currency).amountText, expected: "0"))
            return nil
        }
        return Entry(
            document: document.key, documentVersion: document.version, mappingVersion: context.mappingVersion, daybook: daybook,
            date: document.invoiceDate, period: document.period ?? Period(monthOf: document.invoiceDate),
            invoiceDate: document.invoiceDate, dueDate: document.dueDate, currency: document.currency, bookCurrency: context.bookCurrency,
            exchangeRate: rate ?? .one, party: document.party?.key, partyNumber: number, paymentCondition: nil,
            description: description.text, reference: EntryReference(reference.text),
            paymentReference: paymentReference.text.isEmpty ? nil : paymentReference.text, originalReferences: [], lines: lines)
    }

    private var rate: ExactDecimal? {
        if document.currency == context.bookCurrency { return .one }
        return context.bookCurrency == .eur && document.exchangeRate > .zero ? document.exchangeRate : nil
    }

    private mutating func lines() -> [EntryLine]? {
        guard let rate else {
            problems.append(
                Problem(.exchangeRateMissing, at: Place("exchange_rate"), found: "\(document.exchangeRate) \(document.currency)"))
            return nil
        }
        guard document.ledgerLines.count <= context.limits.entryLines else {
            problems.append(
                Problem(
                    .tooManyLines, at: Place("lines"), found: "\(document.ledgerLines.count)",
                    expected: "≤ \(context.limits.entryLines)"))
            return nil
        }
        var lines: [EntryLine] = []
        for line in document.ledgerLines {
            let amount = line.debit - line.credit
            guard let booked = amount.converted(to: context.bookCurrency, rate: rate) else {
                problems.append(Problem(.amountTooLarge, at: Place(line: line.number, "debit"), found: "\(amount)"))
                return nil
            }
            let text = FittedText(line.description.isEmpty ? document.description : line.description, limit: context.limits.lineDescription)
            if text.wasCut { problems.append(Problem(.textTooLong, at: Place(line: line.number, "description"), found: text.text)) }
            lines.append(
                EntryLine(
                    role: line.party == nil ? .amount : .party, account: line.account, amount: amount, bookAmount: booked,
                    vatCode: line.vatCode, vatBase: line.vatBase, costCentre: line.costCentre, costUnit: line.costUnit,
                    description: text.text, sourceLines: [line.number], rule: Self.rule, party: line.party,
                    documentReference: line.documentReference))
        }
        settleRemainder(&lines)
        return lines
    }

    /// The cents that conversion leaves go to the last line.
    private func settleRemainder(_ lines: inout [EntryLine]) {
        guard !lines.isEmpty else { return }
        let remainder = lines.map(\.bookAmount).total(context.bookCurrency)
        let isBalanced = lines.map(\.amount).total(document.currency).isZero
        if isBalanced, !remainder.isZero { lines[lines.count - 1].bookAmount += -remainder }
    }
}
