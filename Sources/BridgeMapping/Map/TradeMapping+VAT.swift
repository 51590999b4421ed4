import BridgeDomain

/// The lines of one VAT code and rate, and the VAT printed for them.
struct VATGroup {
    /// Place in ``MappingRules/vatDefinitions``.
    let definition: Int
    /// In percent.
    let rate: ExactDecimal
    /// Sum of the lines, with the document's sign.
    var base: Money
    /// Printed VAT, with the document's sign.
    var printed: Money
    /// The part of ``base`` that is import under an article 23 licence.
    var imports: Money
}

// The VAT of a document: the printed amounts, laid on the VAT codes that the rules chose.
extension TradeMapping {
    /// Groups the lines by VAT code and rate and gives each group its printed VAT.
    func gatherVAT() {
        let zero = Money.zero(document.currency)
        for choice in choices {
            guard let definition = choice.definition else { continue }
            let place = groups.firstIndex { $0.definition == definition && $0.rate == choice.rate }
            if place == nil { groups.append(VATGroup(definition: definition, rate: choice.rate, base: zero, printed: zero, imports: zero)) }
            let group = place ?? groups.count - 1
            choice.group = group
            groups[group].base += choice.amount
            if choice.trait.treatment == .importArticle23 { groups[group].imports += choice.amount }
        }
        for (index, row) in document.vatSummary.enumerated() where !row.vat.isZero {
            // Two rows of one code and rate are one for the lines, which know nothing of rows.
            let isSecond = document.vatSummary[..<index].contains { $0.vatCode == row.vatCode && $0.rate == row.rate && !$0.vat.isZero }
            if isSecond { continue }
            var vat = row.vat
            for other in document.vatSummary[(index + 1)...] where other.vatCode == row.vatCode && other.rate == row.rate {
                vat += other.vat
            }
            place(vat, of: row)
        }
    }

    /// Lays the printed VAT of a row on the groups its lines fell into; over several in proportion to the lines.
    private func place(_ vat: Money, of row: VATSummaryLine) {
        if let only = onlyGroup(of: row), carriesPrintedVAT(groups[only]) { return groups[only].printed += vat }
        var bases: [(group: Int, base: Money)] = []
        let choices = choices.filter { $0.trait.code == row.vatCode && $0.trait.rate == row.rate }
        for choice in choices {
            guard let group = choice.group else { continue }
            if let known = bases.firstIndex(where: { $0.group == group }) {
                bases[known].base += choice.amount
            } else {
                bases.append((group, choice.amount))
            }
        }
        // Rows whose lines found no VAT code have been complained about already.
        if bases.isEmpty, !choices.isEmpty { return }
        let bearing = bases.filter { carriesPrintedVAT(groups[$0.group]) }
        guard !bearing.isEmpty else {
            placeStray(vat, of: row, hasLines: !bases.isEmpty)
            return
        }
        let shares = vat.allocated(over: bearing.map(\.base.minorUnits))
        for (share, target) in zip(shares, bearing) { groups[target.group].printed += share }
    }

    /// The group that all lines of a row fell into, as nearly always; nil where there are several or none.
    private func onlyGroup(of row: VATSummaryLine) -> Int? {
        var only: Int?
        for choice in choices where choice.trait.rate == row.rate && choice.trait.code == row.vatCode {
            guard let group = choice.group else { continue }
            if let only, only != group { return nil }
            only = group
        }
        return only
    }

    private func carriesPrintedVAT(_ group: VATGroup) -> Bool {
        let kind = compiled.rules.vatDefinitions[group.definition].kind
        return (kind == .due || kind == .claimable) && !group.rate.isZero
    }

    /// VAT printed on a code that carries none: a few cents inside the tolerance are booked as a difference, more stops the document.
    private func placeStray(_ vat: Money, of row: VATSummaryLine, hasLines: Bool) {
        let tolerance = compiled.rules.tolerances.vat
        guard hasLines || vat.isZero else {
            // A zero invoice at a taxed rate has lines that cancel; a row without any line is another matter.
            if document.lines.contains(where: { $0.vatCode == row.vatCode && $0.vatRate == row.rate }), tolerance.takes(vat) {
                strayVAT += vat
                return
            }
            problems.append(
                Problem(.vatBaseMismatch, at: Place("vat_summary[\(row.vatCode)].vat"), found: vat.amountText, expected: "0"))
            return
        }
        guard tolerance.account != nil, tolerance.takes(vat) else {
            problems.append(
                Problem(
                    .vatOutsideTolerance, at: Place("vat_summary[\(row.vatCode)].vat"), found: vat.amountText, expected: "0",
                    severity: .error))
            return
        }
        strayVAT += vat
    }
}
