import BridgeCSV
import BridgeDomain
import BridgeSource

/// A document under reading, line by line.
struct DocumentDraft {
    let number: String
    /// The line of the file it starts on.
    let firstLine: Int
    private let settings: ColumnSettings
    private let layout: ColumnLayout
    private let echo: HeadEcho
    private var head = DocumentHead()
    private var lines: [LineReading.Line] = []
    private var lineCount = 0
    private var raw: [UInt8]
    private var findings: DraftFindings
    /// The party a rule gives the document to.
    private var partyByRule: String?
    /// The rule that parks the document.
    private var parkedBy: (rule: String, line: Int)?

    /// Starts with a row, which is not added yet. `header` stands before the document's own text, so that the text explains itself.
    init(_ number: String, _ row: Row, _ layout: ColumnLayout, echoing cells: [Cell], header: [UInt8]) {
        (self.number, firstLine, self.layout, settings) = (number, row.line, layout, row.settings)
        echo = HeadEcho(cells, row)
        raw = header
        findings = DraftFindings(number)
        head = DocumentHead(row, layout, &findings)
    }

    /// Adds a line of the file.
    mutating func add(_ row: Row, _ decision: RuleBook.Decision) {
        lineCount += 1
        guard lineCount <= ColumnBounds.documentLinesMax else { return }
        keep(row)
        for fault in row.line == firstLine ? [] : echo.faults(row, dates: settings.form.dates) {
            findings.add(fault, line: row.line, position: lineCount)
        }
        take(decision, row)
        guard let currency = head.currency else { return }
        let reading = LineReading(layout: layout, settings: settings)
        let position = lineCount
        if let line = findings.reading(
            row.line, position, { () throws(CellFault) in try reading.line(row, position, currency, decision.action) })
        {
            lines.append(line)
        }
    }

    /// Adds a row that cannot be used: the document is then not readable, whatever the others say.
    mutating func add(unusable problem: Problem, _ place: RejectedPlace) {
        findings.add(problem, place)
    }

    private mutating func keep(_ row: Row) {
        raw.append(UInt8(ascii: "\n"))
        row.csv.withRecord { raw.append(contentsOf: $0) }
    }

    private mutating func take(_ decision: RuleBook.Decision, _ row: Row) {
        if decision.action.parks, parkedBy == nil, let rule = decision.rules.last { parkedBy = (rule, row.line) }
        guard let party = decision.action.party else { return }
        if let partyByRule, partyByRule != party {
            findings.add(
                CellFault(
                    code: .malformed, cell: layout.party.code, found: party, expected: partyByRule,
                    reason: BilingualText(
                        nl: "regels geven dit document aan twee verschillende partijen",
                        en: "rules give this document to two different parties")),
                line: row.line, position: lineCount)
        }
        partyByRule = party
    }
}

// MARK: The end

extension DocumentDraft {
    /// The places of the file that cannot be used, then the document.
    mutating func finish(_ administration: SourceAdministration) -> [FileItem] {
        if lineCount > ColumnBounds.documentLinesMax {
            findings.add(
                Problem(.tooManyLines, at: Place("lines"), found: "\(lineCount)", expected: "≤ \(ColumnBounds.documentLinesMax)"),
                RejectedPlace(
                    line: firstLine, field: layout.document.number.name, found: number, document: DocumentNumber(number),
                    reason: BilingualText(
                        nl: "dit document heeft \(lineCount) regels; kijk of de kolom met het nummer de juiste is",
                        en: "this document has \(lineCount) lines; see whether the column with the number is the right one")))
        }
        if settings.vat.isIncluded { takeOutVAT() }
        let totals = totals()
        let isCredit = isCredit(totals)
        let kind = isCredit ? settings.documents.kind.credit : settings.documents.kind.invoice
        let key = DocumentKey(administration, kind, DocumentNumber(number))
        var document = findings.isClean ? totals.flatMap { self.document(key, $0) } : nil
        document?.makePositiveWhenCredit()
        var items = findings.takeRejected().map(FileItem.rejected)
        if let document, document.references.standsAlone {
            items.append(
                .ruled(
                    RuledPlace(
                        rule: CreditPolicy.postedAlone, line: firstLine, document: key.number, amount: document.totals.net)))
        }
        var problems = findings.problems
        if let parkedBy {
            problems.append(Problem(.parkedByRule, at: Place("rules.\(parkedBy.rule)"), found: "\(parkedBy.line)"))
        }
        items.append(
            .document(
                SourceDocument(
                    sourceID: SourceID("\(kind.rawValue)/\(number)"), key: key, version: head.version, raw: raw, document: document,
                    problems: problems, countsVersions: settings.documents.version != nil)))
        return items
    }

    private mutating func takeOutVAT() {
        guard let taken = IncludedVAT(head).takenOut(of: lines) else { return addsUpToTooMuch() }
        lines = taken
    }

    private mutating func totals() -> DraftTotals? {
        guard let currency = head.currency else { return nil }
        let totals = DraftTotals(lines, currency)
        if totals == nil { addsUpToTooMuch() }
        return totals
    }

    private mutating func addsUpToTooMuch() {
        let cell = layout.line.net ?? layout.line.unitPrice ?? layout.document.number
        findings.add(
            CellFault(
                code: .amountTooLarge, cell: cell, found: "", expected: nil,
                reason: BilingualText(
                    nl: "de regels zijn samen te groot voor een bedrag; kijk het decimaalteken na",
                    en: "the lines together are too large for an amount; check the decimal mark")),
            line: firstLine, position: nil)
    }

    private func isCredit(_ totals: DraftTotals?) -> Bool {
        switch settings.credits.recognition {
        case .none: false
        case .prefix(let prefix): number.hasPrefix(prefix)
        case .sign: totals.map { $0.net.isNegative } ?? false
        case .column: head.isCreditByColumn
        }
    }

    private func document(_ key: DocumentKey, _ totals: DraftTotals) -> Document? {
        guard let date = head.date, let currency = head.currency else { return nil }
        let code = partyByRule ?? head.party
        let treatments = Set(lines.map { $0.line.vatTreatment })
        let treatment = treatments.count == 1 ? lines.first?.line.vatTreatment ?? .mixed : .mixed
        var document = Document(
            key: key, sourceID: SourceID("\(key.kind.rawValue)/\(number)"), version: head.version, invoiceDate: date,
            supplyDate: head.supplyDate,
            currency: currency, exchangeRate: currency == .eur ? head.exchangeRate ?? .one : head.exchangeRate ?? .zero,
            party: code.isEmpty
                ? nil : DocumentParty(key: PartyKey(settings.documents.kind.party, PartyCode(code)), sourceID: SourceID(code)),
            vatTreatment: treatment, lines: lines.map(\.line), vatSummary: totals.summary,
            totals: DocumentTotals(net: head.net ?? totals.net, vat: head.vat ?? totals.vat, gross: head.gross ?? totals.gross))
        if treatment != .mixed { for index in document.lines.indices { document.lines[index].vatTreatment = nil } }
        document.dueDate = head.dueDate
        document.description = head.description
        document.delivery = head.deliveryCountry.map { Delivery(country: $0) }
        document.references = DocumentReferences(
            originalDocument: head.original.map { DocumentNumber($0) }, customerOrder: head.order,
            standsAlone: key.kind.isCredit && head.original == nil && settings.credits.withoutOriginal == .post)
        return document
    }
}

extension Document {
    /// Files write credits with negative amounts; in documents they are positive. Only the total decides: a positive credit may hold a
    /// negative line, and that one stays negative.
    fileprivate mutating func makePositiveWhenCredit() {
        guard key.kind.isCredit, totals.gross.isNegative || (totals.gross.isZero && totals.net.isNegative) else { return }
        for index in lines.indices { lines[index].turn() }
        for index in vatSummary.indices {
            vatSummary[index].base = -vatSummary[index].base
            vatSummary[index].vat = -vatSummary[index].vat
        }
        totals = DocumentTotals(net: -totals.net, vat: -totals.vat, gross: -totals.gross)
    }
}

extension DocumentLine {
    /// Turns the amount, and with it whichever of quantity and price carries the sign.
    fileprivate mutating func turn() {
        net = -net
        if let quantity, !quantity.isZero, unitPrice?.isNegative != true {
            self.quantity = -quantity
        } else if let unitPrice {
            self.unitPrice = -unitPrice
        }
    }
}
