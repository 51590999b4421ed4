import BridgeDomain

/// The lines of an entry under construction: the party, the amounts, the printed VAT, what is left open, and VAT the buyer works out.
struct EntryLines {
    let mapping: TradeMapping
    let rate: ExactDecimal
    let collective: Decided<AccountCode>
    var lines: [EntryLine] = []
    /// Where the amounts stand.
    private(set) var amounts = 0..<0
    /// Where the printed VAT stands.
    private(set) var vat = 0..<0
    private(set) var problems: [Problem] = []

    init(_ mapping: TradeMapping, rate: ExactDecimal, collective: Decided<AccountCode>) {
        self.mapping = mapping
        self.rate = rate
        self.collective = collective
    }

    var needsConversion: Bool { mapping.document.currency != mapping.context.bookCurrency }
    func definition(_ group: VATGroup) -> VATDefinition { mapping.compiled.rules.vatDefinitions[group.definition] }
    func signed(_ amount: Money) -> Money { mapping.sign == 1 ? amount : -amount }

    /// Builds the lines; what is returned is why that is not possible.
    mutating func build(_ texts: EntryTexts) -> Problem? {
        let selfAssessed = mapping.groups.filter { definition($0).kind == .selfAssessed }
        // The party, each VAT code once or on two sides, and two differences at most.
        let others = 3 + mapping.groups.count + selfAssessed.count
        let linesMax = mapping.context.limits.entryLines
        let isSummed =
            mapping.compiled.rules.detail(of: mapping.document.key.kind) == .summed || mapping.parts.count + others > linesMax
        lines.reserveCapacity(mapping.parts.count + others)
        addParty()
        addAmounts(texts, summed: isSummed)
        addVAT()
        if let problem = addDifferences() { return problem }
        if needsConversion {
            if let problem = convert() { return problem }
            fillBookBases()
        }
        if !selfAssessed.isEmpty, let problem = addSelfAssessed(selfAssessed) { return problem }
        guard lines.count <= linesMax else {
            return Problem(.tooManyLines, at: Place("lines"), found: "\(lines.count)", expected: "≤ \(linesMax)")
        }
        return nil
    }

    private mutating func addParty() {
        let amount = -signed(mapping.document.totals.gross)
        guard !amount.isZero else { return }
        lines.append(EntryLine(role: .party, account: collective.output, amount: amount, bookAmount: amount, rule: collective.rule))
    }

    private mutating func addAmounts(_ texts: EntryTexts, summed: Bool) {
        let start = lines.count
        var firstCut: Int?
        // Reached by place, and what lines of a choice share is made once: copying texts is most of what a line costs.
        let kept = mapping.document.lines
        let printed = kept.span
        for place in mapping.parts.indices {
            guard let choice = mapping.parts[place].choice, var made = choice.sharedLine else { continue }
            let line = mapping.parts[place].line
            let text = texts.line(printed, at: line)
            if text.wasCut, firstCut == nil { firstCut = printed[line].number }
            made.amount = signed(mapping.parts[place].net)
            made.bookAmount = made.amount
            if let own = printed[line].costCentre { made.costCentre = own }
            if let own = printed[line].costUnit { made.costUnit = own }
            made.description = text.text
            made.sourceLines = [printed[line].number]
            if summed, let place = lines[start...].firstIndex(where: { $0.sums(with: made) }) {
                lines[place].take(made)
            } else {
                lines.append(made)
            }
        }
        if summed {
            for place in start..<lines.count { lines[place].showCount(limit: mapping.context.limits.lineDescription) }
            lines.removeAll { $0.role == .amount && $0.amount.isZero }
        } else if let firstCut {
            problems.append(Problem(.textTooLong, at: Place(line: firstCut, "description")))
        }
        amounts = start..<lines.count
    }

    private mutating func addVAT() {
        let start = lines.count
        for group in mapping.groups where !group.printed.isZero {
            let definition = definition(group)
            guard let account = definition.kind == .claimable ? definition.claimableAccount : definition.dueAccount else {
                problems.append(Problem(.accountUnmapped, at: Place("vat_summary"), found: "vat_code=\(definition.code)"))
                continue
            }
            let (amount, base) = (signed(group.printed), signed(group.base))
            lines.append(
                EntryLine(
                    role: .vat, account: account, amount: amount, bookAmount: amount, vatCode: definition.code, vatRate: group.rate,
                    vatBase: base, vatBookBase: base, rule: mapping.compiled.definitionNames[group.definition]))
        }
        vat = start..<lines.count
    }

    /// What the lines leave open against the printed total, inside the tolerance.
    private mutating func addDifferences() -> Problem? {
        let tolerances = mapping.compiled.rules.tolerances
        if !mapping.strayVAT.isZero, let account = tolerances.vat.account {
            let amount = signed(mapping.strayVAT)
            lines.append(EntryLine(role: .rounding, account: account, amount: amount, bookAmount: amount, rule: "tolerance.vat"))
        }
        var open = Money.zero(mapping.document.currency)
        for place in lines.indices { open += lines[place].amount }
        if open.isZero { return nil }
        guard let account = tolerances.rounding.account, tolerances.rounding.takes(open) else { return imbalance(open) }
        lines.append(EntryLine(role: .rounding, account: account, amount: -open, bookAmount: -open, rule: "tolerance.rounding"))
        return nil
    }

    /// Which of the printed sums does not agree.
    private func imbalance(_ open: Money) -> Problem {
        let document = mapping.document
        let currency = document.currency
        let net = document.lines.map(\.net).total(currency)
        let vat = document.vatSummary.map(\.vat).total(currency)
        let totals = document.totals
        if net != totals.net {
            return Problem(.netMismatch, at: Place("totals.net"), found: totals.net.amountText, expected: net.amountText)
        }
        if vat != totals.vat {
            return Problem(.vatMismatch, at: Place("totals.vat"), found: totals.vat.amountText, expected: vat.amountText)
        }
        if net + vat != totals.gross {
            return Problem(.grossMismatch, at: Place("totals.gross"), found: totals.gross.amountText, expected: (net + vat).amountText)
        }
        return Problem(.notBalanced, at: Place("lines"), found: open.amountText, expected: "0")
    }
}

extension EntryLine {
    /// True when summing makes one line of two.
    fileprivate func sums(with other: EntryLine) -> Bool {
        account == other.account && vatCode == other.vatCode && vatRate == other.vatRate && costCentre == other.costCentre
            && costUnit == other.costUnit
    }

    fileprivate mutating func take(_ other: EntryLine) {
        amount += other.amount
        bookAmount += other.bookAmount
        // A line of two parts counts once.
        if sourceLines.last != other.sourceLines.last { sourceLines += other.sourceLines }
    }

    /// Says behind the first line's text how many others are in the sum.
    fileprivate mutating func showCount(limit: Int) {
        guard sourceLines.count > 1 else { return }
        let tail = " +\(sourceLines.count - 1)"
        let room = max(0, limit - tail.utf8.count)
        description = FittedText(description, limit: room).text + tail
    }
}
