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
        let codes: [(String, String?)] = [
            ("administration", document.key.administration.text), ("number", document.key.number.text), ("id", document.sourceID.text),
            ("party.code", document.party?.key.code.text), ("vat_number_used", document.vatNumberUsed),
            ("references.original_document", references.originalDocument?.text), ("payment.mandate", document.payment.mandate),
            ("journal", document.daybook?.text),
        ]
        let texts: [(String, String?)] = [
            ("description", document.description), ("references.customer_order", references.customerOrder),
            ("payment.method", document.payment.method), ("payment.reference", document.payment.reference),
        ]
        for (field, text) in codes { problems += tooLong(text, limits.codeLengthMax, Place(field)) }
        for (field, text) in texts { problems += tooLong(text, limits.textLengthMax, Place(field)) }
        for row in document.vatSummary.prefix(limits.linesMax) {
            problems += tooLong(row.exemption, limits.textLengthMax, Place("vat_summary[\(row.vatCode)].exemption"))
        }
        for (field, list) in [
            ("references.delivery_notes", references.deliveryNotes), ("references.collective_of", references.collectiveOf),
        ] {
            if list.count > limits.referencesMax {
                problems.append(
                    Problem(.valueOutOfRange, at: Place(field), found: "\(list.count)", expected: "≤ \(limits.referencesMax)"))
            }
            for text in list.prefix(limits.referencesMax) { problems += tooLong(text, limits.codeLengthMax, Place(field)) }
        }
        return problems
    }

    func tooLong(_ text: String?, _ length: Int, _ place: @autoclosure () -> Place) -> [Problem] {
        // Bytes first: they are counted at once, characters one by one.
        guard let text, text.utf8.count > length, text.count > length else { return [] }
        return [Problem(.textBeyondLimit, at: place(), found: text, expected: "≤ \(length)")]
    }
}
