// The VAT of a document: codes, rates on the day of supply, bases and printed amounts.
//
// Lines and summary meet on code *and* rate: a document that bundles deliveries around a change of rate carries one code at two rates.
extension DocumentValidator {
    /// The lines of one code and rate.
    private struct Group: Hashable {
        var code: SourceVATCode
        var rate: ExactDecimal
    }

    private func group(_ line: DocumentLine) -> Group? {
        guard let code = line.vatCode, let rate = line.vatRate, !code.text.isEmpty else { return nil }
        return Group(code: code, rate: rate)
    }

    func vatCodeProblems(_ document: Document) -> [Problem] {
        var problems: [Problem] = []
        var reported: Set<SourceVATCode> = []
        eachLine(of: document) { line in
            guard let code = line.vatCode, !code.text.isEmpty else {
                if line.vatCode != nil || line.vatRate != nil || mustCarryCode(line) {
                    problems.append(Problem(.fieldMissing, at: Place(line: line.number, "vat_code")))
                }
                return
            }
            if line.vatRate == nil { problems.append(Problem(.fieldMissing, at: Place(line: line.number, "vat_rate"))) }
            if let knownVATCodes, !knownVATCodes.contains(code), reported.insert(code).inserted {
                problems.append(Problem(.vatCodeUnknown, at: Place(line: line.number, "vat_code"), found: code.text))
            }
        }
        return problems
    }

    /// Only charges that belong to the price of the goods are spread over their rates; anything else with an amount says its code.
    private func mustCarryCode(_ line: DocumentLine) -> Bool { !line.net.isZero && !line.kind.followsGoods }

    func vatRateProblems(_ document: Document) -> [Problem] {
        var problems: [Problem] = []
        var seen: Set<Group> = []
        eachLine(of: document) { line in
            guard let rate = line.vatRate, let group = group(line) else { return }
            func place() -> Place { Place(line: line.number, "vat_rate") }
            if isZeroByTreatment(line, in: document), !rate.isZero {
                problems.append(Problem(.vatRateContradictsTreatment, at: place(), found: "\(rate)", expected: "0"))
                seen.insert(group)
            } else if seen.insert(group).inserted {
                problems += rateProblems(rate, line.treatment(in: document), in: document, at: place())
            }
        }
        for row in document.vatSummary.prefix(limits.linesMax) where seen.insert(Group(code: row.vatCode, rate: row.rate)).inserted {
            problems += rateProblems(row.rate, document.vatTreatment, in: document, at: Place("vat_summary[\(row.vatCode)].rate"))
        }
        return problems
    }

    /// Deposits follow the packaging policy, which may tax them at home whatever the goods do.
    private func isZeroByTreatment(_ line: DocumentLine, in document: Document) -> Bool {
        guard !line.kind.isDeposit else { return false }
        switch line.treatment(in: document) {
        case .outsideScope: return true
        case .euSupply, .export, .reverseCharge, .euService: return document.key.kind.isSale
        case .domestic, .oss, .euAcquisition, .importArticle23, .mixed: return false
        }
    }

    private func rateProblems(
        _ rate: ExactDecimal, _ treatment: VATTreatment, in document: Document, at place: @autoclosure () -> Place
    ) -> [Problem] {
        let country = treatment == .oss ? document.delivery?.country.flatMap { CountryCode($0) } : ownCountry
        guard let country, !rates.isValid(rate, country: country, on: document.supplyDate) else { return [] }
        return [Problem(.vatRateNotValid, at: place(), found: "\(rate)% \(country) \(document.supplyDate)")]
    }

    /// Bases against lines, printed VAT against the formula.
    func vatAmountProblems(_ document: Document) -> [Problem] {
        let selfAssessed = selfAssessedGroups(document)
        return baseProblems(document)
            + document.vatSummary.prefix(limits.linesMax).flatMap { row in
                let group = Group(code: row.vatCode, rate: row.rate)
                return printedProblems(row, isSelfAssessed: selfAssessed[group] ?? selfAssesses(document.vatTreatment, document), document)
            }
    }

    private func baseProblems(_ document: Document) -> [Problem] {
        guard document.lines.count <= limits.linesMax else { return [] }
        var ofLines: [Group: Int128] = [:]
        var toSpread: Int128 = 0
        var spreads = false
        eachLine(of: document) { line in
            if let group = group(line) {
                ofLines[group, default: 0] += Int128(line.net.minorUnits)
            } else if !line.net.isZero {
                toSpread += Int128(line.net.minorUnits)
                spreads = true
            }
        }
        var ofSummary: [Group: Int128] = [:]
        for row in document.vatSummary { ofSummary[Group(code: row.vatCode, rate: row.rate), default: 0] += Int128(row.base.minorUnits) }
        // A code without VAT may be left out of the summary (deposits kept outside VAT).
        for (group, net) in ofLines where group.rate.isZero && ofSummary[group] == nil { ofSummary[group] = net }
        // The customs value, not the invoice, is the base of import VAT (scenario P05).
        if document.customsValue != nil {
            for group in importGroups(document) { ofSummary[group] = ofLines[group] }
        }
        return spreads
            ? spreadProblems(ofLines, ofSummary, toSpread, document)
            : groupProblems(ofLines, ofSummary, document)
    }

    private func importGroups(_ document: Document) -> Set<Group> {
        Set(document.lines.filter { $0.treatment(in: document) == .importArticle23 }.compactMap(group))
    }

    private func groupProblems(_ ofLines: [Group: Int128], _ ofSummary: [Group: Int128], _ document: Document) -> [Problem] {
        let differing =
            ofLines.keys.filter { ofSummary[$0] ?? 0 != ofLines[$0] } + ofSummary.keys.filter { ofLines[$0] == nil && ofSummary[$0] != 0 }
        return differing.sorted { ($0.code, $0.rate) < ($1.code, $1.rate) }
            .map { baseProblem($0.code.text, ofSummary[$0], ofLines[$0] ?? 0, document) }
    }

    /// With charges to spread, only the whole can be compared: each base holds its share of them (scenario S04).
    private func spreadProblems(
        _ ofLines: [Group: Int128], _ ofSummary: [Group: Int128], _ toSpread: Int128, _ document: Document
    ) -> [Problem] {
        let expected = ofLines.values.reduce(toSpread, +)
        let found = ofSummary.values.reduce(0, +)
        var problems = ofLines.keys.filter { ofSummary[$0] == nil && ofLines[$0] != 0 }.sorted { ($0.code, $0.rate) < ($1.code, $1.rate) }
            .map { baseProblem($0.code.text, nil, ofLines[$0] ?? 0, document) }
        if found != expected, problems.isEmpty { problems.append(baseProblem("*", found, expected, document)) }
        return problems
    }

    private func baseProblem(_ code: String, _ found: Int128?, _ expected: Int128, _ document: Document) -> Problem {
        let exponent = document.currency.exponent
        return Problem(
            .vatBaseMismatch, at: Place("vat_summary[\(code)].base"), found: found.map { decimalText($0, decimals: exponent) } ?? "",
            expected: decimalText(expected, decimals: exponent))
    }

    private func printedProblems(_ row: VATSummaryLine, isSelfAssessed: Bool, _ document: Document) -> [Problem] {
        func place() -> Place { Place("vat_summary[\(row.vatCode)].vat") }
        if isSelfAssessed {
            return row.vat.isZero ? [] : [Problem(.selfAssessedVATPrinted, at: place(), found: row.vat.amountText, expected: "0")]
        }
        guard let formula = row.base.percentage(row.rate) else {
            return [Problem(.vatOutsideTolerance, at: place(), found: row.vat.amountText)]
        }
        let difference = Int128(row.vat.minorUnits.magnitude) - Int128(formula.minorUnits.magnitude)
        let sameSign = row.vat.isZero || formula.isZero || row.vat.isNegative == formula.isNegative
        let least = document.key.kind.isCredit ? max(tolerances.vat, tolerances.creditCap) : tolerances.vat
        if sameSign, difference <= Int128(tolerances.vat), -difference <= Int128(least) { return [] }
        return [Problem(.vatOutsideTolerance, at: place(), found: row.vat.amountText, expected: formula.amountText)]
    }

    /// Per code and rate, whether the buyer accounts for the VAT on all its lines: nothing is then charged on the invoice, whatever the
    /// rate (scenarios P04 to P06).
    private func selfAssessedGroups(_ document: Document) -> [Group: Bool] {
        var groups: [Group: Bool] = [:]
        guard !document.key.kind.isSale else { return groups }
        eachLine(of: document) { line in
            guard let group = group(line) else { return }
            groups[group] = groups[group, default: true] && selfAssesses(line.treatment(in: document), document)
        }
        return groups
    }

    private func selfAssesses(_ treatment: VATTreatment, _ document: Document) -> Bool {
        !document.key.kind.isSale && treatment.isSelfAssessedOnPurchase
    }
}
