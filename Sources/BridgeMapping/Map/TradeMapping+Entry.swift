import BridgeDomain

// From decided lines to a balanced entry.
extension TradeMapping {
    mutating func entry(
        daybook: DaybookCode, collective: Rule<AccountCode>, condition: PaymentCondition?, number: String?
    ) -> Entry? {
        guard let rate = bookRate else { return nil }
        let texts = EntryTexts(compiled.rules.texts, document, party, number, context.limits)
        let reference = texts.reference()
        problems += reference.problems
        let description = texts.description()
        let paymentReference = texts.paymentReference()
        problems += description.problems + paymentReference.problems

        var lines = EntryLines(self, rate: rate, collective: collective)
        let failure = lines.build(texts)
        problems += lines.problems + (failure.map { [$0] } ?? [])
        guard failure == nil, !problems.containsError else { return nil }
        return Entry(
            document: document.key, documentVersion: document.version, mappingVersion: context.mappingVersion, daybook: daybook,
            date: document.invoiceDate, period: document.period ?? Period(monthOf: document.invoiceDate),
            invoiceDate: document.invoiceDate, dueDate: dueDate, currency: document.currency, bookCurrency: context.bookCurrency,
            exchangeRate: rate, party: partyKey, partyNumber: number, paymentCondition: condition?.text, description: description.text,
            reference: EntryReference(reference.text), paymentReference: paymentReference.text.isEmpty ? nil : paymentReference.text,
            originalReferences: originalReferences, lines: lines.all)
    }

    private var dueDate: CalendarDate? {
        document.dueDate ?? party?.paymentTermDays.map { document.invoiceDate.adding(days: $0) }
    }

    /// Found from the originals' numbers alone, so that a credit note needs no look-up.
    private var originalReferences: [EntryReference] {
        guard let original = document.key.kind.original else { return [] }
        return document.references.originals.map {
            compiled.rules.texts.references.reference(of: DocumentKey(document.key.administration, original, $0))
        }
    }
}

/// The lines of an entry under construction.
struct EntryLines {
    private let mapping: TradeMapping
    private let rate: ExactDecimal
    private let collective: Rule<AccountCode>
    private var party: EntryLine?
    private var amounts: [EntryLine] = []
    private var vat: [EntryLine] = []
    private var differences: [EntryLine] = []
    private(set) var problems: [Problem] = []

    var all: [EntryLine] { (party.map { [$0] } ?? []) + amounts + vat + differences }

    init(_ mapping: TradeMapping, rate: ExactDecimal, collective: Rule<AccountCode>) {
        self.mapping = mapping
        self.rate = rate
        self.collective = collective
    }

    private var document: Document { mapping.document }
    private var rules: MappingRules { mapping.compiled.rules }
    private var needsConversion: Bool { document.currency != mapping.context.bookCurrency }

    /// Builds the lines; what is returned is why that is not possible.
    mutating func build(_ texts: EntryTexts) -> Problem? {
        addParty()
        addVAT()
        let others = (party == nil ? 0 : 1) + vat.count + selfAssessed.count * 2 + 2
        let isSummed = rules.detail(of: document.key.kind) == .summed || mapping.parts.count + others > mapping.context.limits.entryLines
        addAmounts(texts, summed: isSummed)
        if let problem = addDifferences() { return problem }
        if needsConversion, let problem = convert() { return problem }
        fillBookBases()
        if let problem = addSelfAssessed() { return problem }
        guard all.count <= mapping.context.limits.entryLines else {
            return Problem(.tooManyLines, at: Place("lines"), found: "\(all.count)", expected: "≤ \(mapping.context.limits.entryLines)")
        }
        return nil
    }

    private func signed(_ amount: Money) -> Money { mapping.sign == 1 ? amount : -amount }

    private mutating func addParty() {
        let amount = -signed(document.totals.gross)
        guard !amount.isZero else { return }
        party = EntryLine(role: .party, account: collective.output, amount: amount, bookAmount: amount, rule: collective.id)
    }

    private mutating func addVAT() {
        for group in mapping.groups where !group.printed.isZero {
            let definition = rules.vatDefinitions[group.definition]
            let account = definition.kind == .claimable ? definition.claimableAccount : definition.dueAccount
            guard let account else {
                problems.append(Problem(.accountUnmapped, at: Place("vat_summary"), found: "vat_code=\(definition.code)"))
                continue
            }
            let amount = signed(group.printed)
            vat.append(
                EntryLine(
                    role: .vat, account: account, amount: amount, bookAmount: amount, vatCode: definition.code, vatRate: group.rate,
                    vatBase: signed(group.base), vatBookBase: signed(group.base), rule: definition.ruleID))
        }
    }

    // MARK: Amounts

    private mutating func addAmounts(_ texts: EntryTexts, summed: Bool) {
        amounts.reserveCapacity(mapping.parts.count)
        var wasCut: Int?
        for part in mapping.parts {
            let line = document.lines[part.line]
            let choice = mapping.choices[part.choice]
            guard let account = choice.account?.rule, let vatRule = choice.vat?.rule else { continue }
            let text = texts.line(line)
            if text.wasCut, wasCut == nil { wasCut = line.number }
            let amount = signed(part.net)
            let made = EntryLine(
                role: .amount, account: account.output.account, amount: amount, bookAmount: amount, vatCode: vatRule.output,
                vatRate: choice.rate, costCentre: line.costCentre ?? account.output.costCentre,
                costUnit: line.costUnit ?? account.output.costUnit, description: text.text, sourceLines: [line.number], rule: account.id,
                vatRule: vatRule.id)
            if summed, let place = amounts.firstIndex(where: { $0.sums(with: made) }) {
                amounts[place].take(made)
            } else {
                amounts.append(made)
            }
        }
        if summed {
            for place in amounts.indices { amounts[place].showCount(limit: mapping.context.limits.lineDescription) }
            amounts.removeAll { $0.amount.isZero }
        } else if let wasCut {
            problems.append(Problem(.textTooLong, at: Place(line: wasCut, "description")))
        }
    }

    /// What the lines leave open against the printed total, inside the tolerance.
    private mutating func addDifferences() -> Problem? {
        if !mapping.strayVAT.isZero, let account = rules.tolerances.vat.account {
            let amount = signed(mapping.strayVAT)
            differences.append(EntryLine(role: .rounding, account: account, amount: amount, bookAmount: amount, rule: "tolerance.vat"))
        }
        let open = all.map(\.amount).total(document.currency)
        if open.isZero { return nil }
        let tolerance = rules.tolerances.rounding
        guard let account = tolerance.account, tolerance.takes(open) else { return imbalance(open) }
        differences.append(EntryLine(role: .rounding, account: account, amount: -open, bookAmount: -open, rule: "tolerance.rounding"))
        return nil
    }

    /// Which of the printed sums does not agree.
    private func imbalance(_ open: Money) -> Problem {
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

    // MARK: Currency of the books

    /// Converts the total first, then VAT and lines each for itself; the cents that remain go to the last or largest line, so that the
    /// entry balances in both currencies (reference `dutch-finance` §6, scenarios S18 to S20).
    private mutating func convert() -> Problem? {
        let target = mapping.context.bookCurrency
        guard convert(&party, to: target), convert(&vat, to: target), convert(&amounts, to: target), convert(&differences, to: target)
        else {
            return Problem(.amountTooLarge, at: Place("exchange_rate"), found: "\(rate)")
        }
        let remainder = all.map(\.bookAmount).total(target)
        guard !remainder.isZero else { return nil }
        if let place = placeOfRemainder(amounts) {
            amounts[place].bookAmount += -remainder
        } else if let place = placeOfRemainder(vat) {
            vat[place].bookAmount += -remainder
        } else {
            return Problem(.notBalanced, at: Place("exchange_rate"), found: remainder.amountText, expected: "0")
        }
        return nil
    }

    private func convert(_ line: inout EntryLine?, to target: Currency) -> Bool {
        guard let amount = line?.amount else { return true }
        guard let converted = amount.converted(to: target, rate: rate) else { return false }
        line?.bookAmount = converted
        return true
    }

    private func convert(_ lines: inout [EntryLine], to target: Currency) -> Bool {
        for place in lines.indices {
            guard let converted = lines[place].amount.converted(to: target, rate: rate) else { return false }
            lines[place].bookAmount = converted
        }
        return true
    }

    private func placeOfRemainder(_ lines: [EntryLine]) -> Int? {
        guard let last = lines.indices.last else { return nil }
        guard rules.remainder == .largest else { return last }
        return lines.indices.max { lines[$0].amount.minorUnits.magnitude < lines[$1].amount.minorUnits.magnitude }
    }

    /// The base of each VAT line as the books hold it: what its amount lines came to after conversion.
    private mutating func fillBookBases() {
        guard needsConversion else { return }
        for place in vat.indices {
            vat[place].vatBookBase = amounts.filter { $0.vatCode == vat[place].vatCode && $0.vatRate == vat[place].vatRate }
                .map(\.bookAmount).total(mapping.context.bookCurrency)
        }
    }

    // MARK: VAT the buyer works out

    private var selfAssessed: [VATGroup] { mapping.groups.filter { rules.vatDefinitions[$0.definition].kind == .selfAssessed } }

    /// Owed and claimed in one entry: they cancel, so the entry stays balanced (scenarios P04 to P06).
    private mutating func addSelfAssessed() -> Problem? {
        let groups = selfAssessed
        guard !groups.isEmpty else { return nil }
        guard let bases = bookBases(groups) else {
            return Problem(
                .currencyDiffers, at: Place("customs_value"), found: document.customsValue?.description ?? "",
                expected: mapping.context.bookCurrency.code)
        }
        for (group, bookBase) in zip(groups, bases) {
            let definition = rules.vatDefinitions[group.definition]
            guard let due = definition.dueAccount, let claimable = definition.claimableAccount else {
                return Problem(.accountUnmapped, at: Place("vat_summary"), found: "vat_code=\(definition.code)")
            }
            guard let bookVAT = bookBase.percentage(group.rate), let base = inDocumentCurrency(bookBase, of: group),
                let vatAmount = base.percentage(group.rate)
            else { return Problem(.amountTooLarge, at: Place("exchange_rate"), found: "\(rate)") }
            guard !bookVAT.isZero || !vatAmount.isZero else { continue }
            for (account, isClaimed) in [(claimable, true), (due, false)] {
                vat.append(
                    EntryLine(
                        role: .vat, account: account, amount: isClaimed ? vatAmount : -vatAmount,
                        bookAmount: isClaimed ? bookVAT : -bookVAT,
                        vatCode: definition.code, vatRate: group.rate, vatBase: base, vatBookBase: bookBase, rule: definition.ruleID))
            }
        }
        return nil
    }

    /// Per group the base in the currency of the books: the booked lines, but for imports the customs value (scenario P05).
    private func bookBases(_ groups: [VATGroup]) -> [Money]? {
        let currency = mapping.context.bookCurrency
        let booked = groups.map { group in
            let code = rules.vatDefinitions[group.definition].code
            return amounts.filter { $0.vatCode == code && $0.vatRate == group.rate }.map(\.bookAmount).total(currency)
        }
        guard let customs = document.customsValue, groups.contains(where: { !$0.imports.isZero }) else { return booked }
        guard customs.currency == currency else { return nil }
        let shares = signed(customs).allocated(over: groups.map(\.imports.minorUnits))
        return zip(groups, zip(booked, shares)).map { group, amounts in
            // What is no import of the group keeps its invoiced base.
            let others = group.base - group.imports
            let kept = others.isZero ? .zero(currency) : amounts.0.allocated(over: [group.imports.minorUnits, others.minorUnits])[1]
            return amounts.1 + kept
        }
    }

    /// The base as the document's currency has it: the lines themselves, but a customs value is converted back.
    private func inDocumentCurrency(_ bookBase: Money, of group: VATGroup) -> Money? {
        if group.imports.isZero || document.customsValue == nil { return signed(group.base) }
        guard needsConversion else { return bookBase }
        return bookBase.multiplied(by: rate)?.converted(to: document.currency, rate: .one)
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
