// What stands above the lines: identity, party, currency, dates, references, texts.
extension DocumentValidator {
    func headProblems(_ document: Document) -> [Problem] {
        var problems: [Problem] = []
        let mandatory = [
            ("administration", document.key.administration.text), ("number", document.key.number.text), ("id", document.sourceID.text),
        ]
        for (field, text) in mandatory where text.isEmpty { problems.append(Problem(.fieldMissing, at: Place(field))) }
        if document.version < 1 { problems.append(Problem(.valueOutOfRange, at: Place("version"), found: "\(document.version)")) }
        if document.key.kind != .ledgerPosting, document.party?.key.code.text.isEmpty ?? true {
            problems.append(Problem(.fieldMissing, at: Place("party.code")))
        }
        return problems + exchangeRateProblems(document) + placeProblems(document)
    }

    private func exchangeRateProblems(_ document: Document) -> [Problem] {
        let rate = document.exchangeRate
        let place = Place("exchange_rate")
        if rate <= .zero { return [Problem(.exchangeRateMissing, at: place, found: "\(rate)")] }
        switch (document.currency == .eur, rate == .one) {
        case (true, false): return [Problem(.exchangeRateNotOne, at: place, found: "\(rate)", expected: "1")]
        case (false, true): return [Problem(.exchangeRateSuspicious, at: place, found: "\(rate) \(document.currency)")]
        case (true, true), (false, false): return []
        }
    }

    private func placeProblems(_ document: Document) -> [Problem] {
        var problems: [Problem] = []
        for (field, text) in [("deliver_to.country", document.delivery?.country), ("dispatch_country", document.dispatchCountry)] {
            if let text, CountryCode(text) == nil { problems.append(Problem(.countryUnknown, at: Place(field), found: text)) }
        }
        if let gln = document.delivery?.gln, !gln.isEmpty, GLN(gln) == nil {
            problems.append(Problem(.glnInvalid, at: Place("deliver_to.gln"), found: gln))
        }
        return problems
    }

    func dateProblems(_ document: Document, today: CalendarDate) -> [Problem] {
        var problems: [Problem] = []
        let invoiceDate = document.invoiceDate
        func outOfOrder(_ field: String, _ found: CalendarDate, _ expected: String) {
            problems.append(Problem(.dateOrder, at: Place(field), found: "\(found)", expected: expected))
        }
        if let due = document.dueDate, due < invoiceDate { outOfOrder("due_date", due, "≥ \(invoiceDate)") }
        // An advance is invoiced before the supply; any other invoice follows it.
        if document.supplyDate > invoiceDate, !document.lines.contains(where: { $0.kind == .advance }) {
            outOfOrder("supply_date", document.supplyDate, "≤ \(invoiceDate)")
        }
        if Int64(invoiceDate.daysSinceEpoch) - Int64(today.daysSinceEpoch) > Int64(limits.daysAheadMax) {
            outOfOrder("invoice_date", invoiceDate, "≤ \(today) + \(limits.daysAheadMax)")
        }
        return problems
    }

    func originalProblems(_ document: Document) -> [Problem] {
        guard document.key.kind.isCredit else { return [] }
        let originals = document.references.originals
        if originals.isEmpty {
            return document.references.standsAlone ? [] : [Problem(.originalMissing, at: Place("references.original_document"))]
        }
        if originals.contains(where: { $0.text.isEmpty }) {
            return [Problem(.originalMissing, at: Place("references.original_document"))]
        }
        return []
    }

    func textProblems(_ document: Document) -> [Problem] {
        let references = document.references
        var problems: [Problem] = []
        func code(_ field: StaticString, _ text: String?) { checkLength(text, limits.codeLengthMax, Place("\(field)"), &problems) }
        func prose(_ field: StaticString, _ text: String?) { checkLength(text, limits.textLengthMax, Place("\(field)"), &problems) }
        code("administration", document.key.administration.text)
        code("number", document.key.number.text)
        code("id", document.sourceID.text)
        code("party.code", document.party?.key.code.text)
        code("vat_number_used", document.vatNumberUsed)
        code("references.original_document", references.originalDocument?.text)
        code("payment.mandate", document.payment.mandate)
        code("journal", document.daybook?.text)
        prose("description", document.description)
        prose("references.customer_order", references.customerOrder)
        prose("payment.method", document.payment.method)
        prose("payment.reference", document.payment.reference)
        for row in document.vatSummary.prefix(limits.linesMax) {
            checkLength(row.exemption, limits.textLengthMax, Place("vat_summary[\(row.vatCode)].exemption"), &problems)
        }
        checkReferences("references.delivery_notes", references.deliveryNotes, &problems)
        checkReferences("references.collective_of", references.collectiveOf, &problems)
        return problems
    }

    private func checkReferences(_ field: StaticString, _ list: [String], _ problems: inout [Problem]) {
        if list.count > limits.referencesMax {
            problems.append(
                Problem(.valueOutOfRange, at: Place("\(field)"), found: "\(list.count)", expected: "≤ \(limits.referencesMax)"))
        }
        for text in list.prefix(limits.referencesMax) { checkLength(text, limits.codeLengthMax, Place("\(field)"), &problems) }
    }

    /// `place` is made for a problem only. No list is made either: this is asked some fifty times of a document, nearly always for nothing.
    func checkLength(_ text: String?, _ length: Int, _ place: @autoclosure () -> Place, _ problems: inout [Problem]) {
        // Bytes first: they are counted at once, characters one by one.
        guard let text, text.utf8.count > length, text.count > length else { return }
        problems.append(Problem(.textBeyondLimit, at: place(), found: text, expected: "≤ \(length)"))
    }
}
