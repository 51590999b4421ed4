import BridgeDomain

/// Checks an entry in the order of reference §16: references, periods, VAT and dimensions, balance, invoice number. Findings of one step are
/// told together; the next step is not looked at before the one above it is clean.
struct EntryBooking {
    let books: Books
    let behaviour: AFASSandbox.Behaviour
    let limits: AFASSandbox.Limits
    let user: AFASSandbox.User
    let origin: AFASSandbox.BookedEntry.Origin

    /// Findings of one refusal at most; more help nobody.
    private static let findingsMax = 20

    func draft(_ element: Element) throws(Refusal) -> EntryDraft {
        let (unit, state, journal) = try head(element)
        let elements = element.elements("FiEntries")
        guard !elements.isEmpty else { throw .functional(Wording.noLines) }
        if let count = limits.entryLinesMax, elements.count > count { throw .functional(Wording.tooManyLines(count)) }
        let period = Period(year: element.integer("Year") ?? 0, number: element.integer("Peri") ?? 0)
        var draft = EntryDraft(
            unit: unit.id, year: period.year, period: period.number, journal: journal, currency: unit.currency, origin: origin, lines: [])
        draft.takesNumber = element.flag("AuNu")
        try gather(elements) { line throws(Refusal) in try check(references: line) }
        draft.lines = elements.enumerated().map { line($1, sequence: $0 + 1, unit, journal) }
        try refuse(periods(draft.lines, period, unit))
        let dimensions = DimensionCheck(
            books: books, addsCodes: element.flag("AdDc"), addsAssignments: element.flag("AdDa"))
        var findings = VATCheck(books: books, behaviour: behaviour).findings(draft.lines, journal)
        for (place, item) in elements.enumerated() {
            findings += dimensions.findings(item, draft.lines[place], &draft)
            findings += amounts(item, draft.lines[place])
        }
        try refuse(findings)
        let difference = Arithmetic.sum(draft.lines.map(\.amount))
        guard difference.isZero else { throw .functional(Wording.outOfBalance(difference)) }
        try refuse(numbers(draft, state, isAutomatic: draft.takesNumber))
        return draft
    }

    private func refuse(_ findings: [Finding]) throws(Refusal) {
        guard findings.isEmpty else { throw .functional(Array(findings.prefix(Self.findingsMax))) }
    }

    private func gather(_ elements: [Element], _ check: (Element) throws(Refusal) -> Void) throws(Refusal) {
        var findings: [Finding] = []
        for (place, element) in elements.enumerated() {
            do throws(Refusal) { try check(element) } catch { findings += error.onLine(place + 1).findings }
        }
        try refuse(findings)
    }

    // MARK: Head

    private func head(_ element: Element) throws(Refusal) -> (AFASSandbox.Unit, UnitBooks, AFASSandbox.Journal) {
        // Without an administration the service takes the one the user last opened; here that is the first.
        let seen = books.environment.units.filter { !user.hiddenUnits.contains($0.id) }
        let id = element.integer("UnId") ?? seen.first?.id ?? 0
        guard let unit = seen.first(where: { $0.id == id }), let state = books.state.units[id] else { throw .functional(Wording.noUnit) }
        guard element.integer("PrTp") == nil else { throw .functional(Wording.unknownPrepareType) }
        let code = element.text("JoCo") ?? ""
        guard let journal = unit.journals.first(where: { $0.code == code }) else { throw unknown("JoCo", "FiJournal") }
        if state.blockedJournals.contains(code) { throw .functional(Wording.journalBlocked(code)) }
        if state.lockedJournals.contains(code) { throw .functional(Wording.journalLocked(code)) }
        let (year, number) = (element.integer("Year") ?? 0, element.integer("Peri") ?? 0)
        guard unit.years.contains(year), (1...12).contains(number) else { throw .functional(Wording.noSuchPeriod(year, number)) }
        return (unit, state, journal)
    }

    private func unknown(_ field: String, _ key: String) -> Refusal {
        .functional(Wording.unknown(Labels.label(field), key: key, older: behaviour.olderTexts), number: Wording.missingValueNumber)
    }

    // MARK: References of a line

    private func check(references line: Element) throws(Refusal) {
        if line.integer("EnNo") != nil, behaviour.refusesEntryNumber { throw .functional(Wording.entryNumberGiven) }
        let number = line.text("AcNr") ?? ""
        switch kind(of: line) {
        case .ledger: try check(account: number)
        case let kind: try check(kind, number, line.text("BankAccount"))
        }
        if let code = line.text("VaId"), books.vatCodes[code].map({ $0.isBlocked }) ?? true {
            throw .functional(Wording.foreignKey(Labels.label("VaId"), "KnVat"))
        }
        if let code = line.text("PaCd"), books.paymentConditions[code] == nil { throw unknown("PaCd", "KnPayCond") }
        if let code = line.text("CuId"), !books.currencies.contains(code) { throw unknown("CuId", "KnCurrency") }
    }

    private func kind(of line: Element) -> AFASSandbox.LineKind {
        line.integer("VaAs").flatMap { AFASSandbox.LineKind(rawValue: $0) } ?? .ledger
    }

    private func check(account number: String) throws(Refusal) {
        guard let account = books.accounts[number] else { throw unknown("AcNr", "KnAnt1") }
        if books.state.blockedAccounts.contains(number) || account.isBlockedByHand { throw .functional(Wording.accountBlocked(number)) }
    }

    private func check(_ kind: AFASSandbox.LineKind, _ number: String, _ bankAccount: String?) throws(Refusal) {
        guard let relation = books.relation(kind, number) else { throw unknown("AcNr", "KnAnt1") }
        if relation.flag("BlTl"), behaviour.refusesBlockedRelations { throw .functional(Wording.relationBlocked(kind, number)) }
        guard let bankAccount else { return }
        let known = books.organisation(of: relation)?.bankAccounts ?? []
        guard known.contains(where: { $0["Iban"] == bankAccount || $0["BaAc"] == bankAccount }) else {
            throw .functional(Wording.bankAccountUnknown(bankAccount, number))
        }
    }

    // MARK: Lines

    /// Fields with a place of their own on a line; the others are kept beside.
    private static let placed: Set<String> = [
        "EnNo", "VaAs", "AcNr", "EnDa", "BpDa", "BpNr", "InId", "Ds", "AmDe", "AmCr", "VaId", "CuId", "Rate", "AmDc", "AmCc", "DaEx",
        "PaCd",
        "PaId", "Fref", "Mref",
    ]

    private func line(
        _ element: Element, sequence: Int, _ unit: AFASSandbox.Unit, _ journal: AFASSandbox.Journal
    ) -> AFASSandbox.BookedLine {
        let (kind, number) = (kind(of: element), element.text("AcNr") ?? "")
        let relation = books.relation(kind, number)
        let nothing = CalendarDate(daysSinceEpoch: 0)
        var line = AFASSandbox.BookedLine(
            sequence: sequence, kind: kind, account: number, ledgerAccount: relation?["ColA"] ?? number,
            entryDate: element.date("EnDa") ?? nothing, voucherDate: element.date("BpDa") ?? nothing,
            debit: element.decimal("AmDe") ?? .zero,
            credit: element.decimal("AmCr") ?? .zero)
        line.voucher = element.text("BpNr")
        line.invoice = element.text("InId")
        line.description = element.text("Ds")
        line.vatCode = element.text("VaId")
        if let currency = element.text("CuId"), currency != unit.currency {
            line.currency = currency
            line.rate = element.decimal("Rate")
            line.debitForeign = element.decimal("AmDc")
            line.creditForeign = element.decimal("AmCc")
        }
        line.paymentCondition = element.text("PaCd") ?? relation?["PaCd"]
        line.dueDate = element.date("DaEx") ?? dueDate(line, journal)
        line.paymentReference = element.text("PaId")
        line.invoiceReference = element.text("Fref")
        line.matching = element.text("Mref")
        line.further = element.values.filter { !Self.placed.contains($0.key) && !$0.value.isEmpty }
        for dimension in element.elements("FiDimEntries") {
            for axis in 1...5 { line.dimensions[axis] = dimension.text("DiC\(axis)") }
        }
        return line
    }

    /// Voucher date and payment condition make the due date of what is owed (reference §6.2).
    private func dueDate(_ line: AFASSandbox.BookedLine, _ journal: AFASSandbox.Journal) -> CalendarDate? {
        guard line.kind != .ledger, journal.kind == .sales || journal.kind == .purchase, let code = line.paymentCondition,
            let condition = books.paymentConditions[code]
        else { return nil }
        return line.voucherDate.adding(days: condition.days)
    }

    // MARK: Periods

    private func periods(_ lines: [AFASSandbox.BookedLine], _ period: Period, _ unit: AFASSandbox.Unit) -> [Finding] {
        if books.isBlocked(period, in: unit.id) {
            return [lines.first.map { Finding(text: Wording.blockedPeriod($0.voucherDate)) }, Finding(text: Wording.blockedPeriod(period))]
                .compactMap { $0 }
        }
        for line in lines {
            guard let own = books.period(of: line.voucherDate, in: unit.id) else {
                return [Finding(text: Wording.noSuchPeriod(line.voucherDate.year, line.voucherDate.month), line: line.sequence)]
            }
            if books.isBlocked(own, in: unit.id) {
                return [
                    Finding(text: Wording.blockedPeriod(line.voucherDate), line: line.sequence),
                    Finding(text: Wording.blockedPeriod(own), line: line.sequence),
                ]
            }
            if behaviour.entryDatesInPeriod, books.period(of: line.entryDate, in: unit.id) != period {
                return [Finding(text: Wording.dateOutsidePeriod(line.entryDate, period), line: line.sequence)]
            }
        }
        return []
    }

    // MARK: Amounts

    private func amounts(_ element: Element, _ line: AFASSandbox.BookedLine) -> [Finding] {
        var findings: [Finding] = []
        func note(_ text: BilingualText, _ number: Int = Finding(text: Wording.unexpected).number) {
            findings.append(Finding(text: text, number: number, line: line.sequence))
        }
        if element.decimal("AmDe") == nil, element.decimal("AmCr") == nil {
            note(Wording.missing(Labels.label("AmDe"), "AmDe", older: behaviour.olderTexts), Wording.missingValueNumber)
        }
        if !line.debit.isZero, !line.credit.isZero { note(Wording.bothSides) }
        if behaviour.refusesNegativeAmounts, line.debit.isNegative || line.credit.isNegative { note(Wording.negativeAmount) }
        if behaviour.checksRates, let currency = line.currency, !agrees(line) { note(Wording.rateOff(currency)) }
        return findings
    }

    /// Foreign units are base units times the rate; either side was rounded to cents (reference §6.2).
    private func agrees(_ line: AFASSandbox.BookedLine) -> Bool {
        guard let rate = line.rate, rate > .zero else { return false }
        let (base, foreign) = (line.amount, line.amountForeign ?? .zero)
        let exact = Arithmetic.product(base, rate, places: 10)
        let slack = Arithmetic.sum([Arithmetic.product(rate, ExactDecimal(significand: 5, decimals: 3), places: 10), halfCent])
        return Arithmetic.difference(exact, foreign).magnitude <= slack
    }

    private var halfCent: ExactDecimal { ExactDecimal(significand: 5, decimals: 3) }

    // MARK: Invoice numbers

    private func numbers(_ draft: EntryDraft, _ unit: UnitBooks, isAutomatic: Bool) -> [Finding] {
        if isAutomatic, draft.lines.contains(where: { $0.invoice != nil }) { return [Finding(text: Wording.numberAndSeries)] }
        guard draft.journal.kind == .sales || draft.journal.kind == .purchase else { return [] }
        return draft.lines.filter { $0.kind != .ledger }.compactMap { line in
            guard let invoice = line.invoice, let holder = holder(of: invoice, line, unit) else { return nil }
            return Finding(text: Wording.invoiceNumberUsed(invoice, line.kind, holder), line: line.sequence)
        }
    }

    /// Whose invoice has this number already; nil when it is free.
    private func holder(of invoice: String, _ line: AFASSandbox.BookedLine, _ unit: UnitBooks) -> String? {
        if unit.invoices[InvoiceKey(line.kind, line.account, invoice)] != nil { return line.account }
        guard behaviour.numberScope == .administration else { return nil }
        return unit.entries(ofInvoice: invoice).lazy.flatMap(\.lines).first {
            $0.kind == line.kind && unit.invoices[InvoiceKey($0.kind, $0.account, invoice)] != nil
        }?.account
    }
}
