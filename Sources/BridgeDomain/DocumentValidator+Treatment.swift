// What a VAT treatment asks of VAT number, country of dispatch and country of delivery (reference `dutch-finance` §3; refusals N04, N05).
extension DocumentValidator {
    func treatmentProblems(_ document: Document) -> [Problem] {
        let used = treatments(of: document)
        var problems = mixedProblems(document)
        guard document.key.kind.isSale else {
            if used.contains(.importArticle23), document.customsValue == nil {
                problems.append(Problem(.fieldMissing, at: Place("customs_value"), severity: .warning))
            }
            return problems + looseNumberProblems(document)
        }
        problems += used.flatMap { deliveryProblems($0, document) }
        let needsNumber = used.filter { $0 == .euSupply || $0 == .euService || $0 == .reverseCharge }
        return problems + (needsNumber.isEmpty ? looseNumberProblems(document) : numberProblems(needsNumber, document))
    }

    /// The treatments that lines really have, in the order of the enumeration; the document's own when there are no lines.
    private func treatments(of document: Document) -> [VATTreatment] {
        var own: Set<VATTreatment> = []
        var followsDocument = document.lines.isEmpty
        eachLine(of: document) { line in
            if let treatment = line.vatTreatment { own.insert(treatment) } else { followsDocument = true }
        }
        if own.isEmpty { return [document.vatTreatment] }
        if followsDocument { own.insert(document.vatTreatment) }
        return VATTreatment.allCases.filter { own.contains($0) }
    }

    private func mixedProblems(_ document: Document) -> [Problem] {
        var problems: [Problem] = []
        eachLine(of: document) { line in
            guard line.treatment(in: document) == .mixed, !line.net.isZero, line.vatCode != nil, !line.kind.isDeposit else { return }
            problems.append(Problem(.fieldMissing, at: Place(line: line.number, "vat_treatment")))
        }
        return problems
    }

    private func deliveryProblems(_ treatment: VATTreatment, _ document: Document) -> [Problem] {
        guard treatment == .euSupply || treatment == .export || treatment == .oss else { return [] }
        let place = Place("deliver_to.country")
        guard let text = document.delivery?.country, !text.isEmpty else { return [Problem(.fieldMissing, at: place)] }
        guard let country = CountryCode(text) else { return [] }
        let origin = document.dispatchCountry.flatMap { CountryCode($0) } ?? ownCountry
        if country == ownCountry || country == origin { return [Problem(.deliveryNotAbroad, at: place, found: text)] }
        let insideEU = country.isInEUVATTerritory(on: document.supplyDate)
        switch treatment {
        case .export where insideEU: return [Problem(.deliveryInsideEU, at: place, found: text)]
        // Northern Ireland is written GB by sources that keep to ISO 3166; the customer's XI number tells the two apart.
        case .euSupply where !insideEU && !(country == .unitedKingdom && number(of: document)?.country == .northernIreland):
            return [Problem(.deliveryOutsideEU, at: place, found: text)]
        case .oss where !insideEU: return [Problem(.deliveryOutsideEU, at: place, found: text)]
        default: return []
        }
    }

    private func number(of document: Document) -> VATNumber? { document.vatNumberUsed.flatMap { VATNumber($0) } }

    private func numberProblems(_ treatments: [VATTreatment], _ document: Document) -> [Problem] {
        let place = Place("vat_number_used")
        guard let text = document.vatNumberUsed, !text.isEmpty else { return [Problem(.vatNumberMissing, at: place)] }
        guard let number = VATNumber(text) else { return [Problem(.vatNumberInvalid, at: place, found: text)] }
        // A domestic reverse charge asks for a number, of whatever country.
        guard treatments.contains(where: { $0 != .reverseCharge }) else { return [] }
        if number.country == ownCountry { return [Problem(.vatNumberOwnCountry, at: place, found: text)] }
        // Northern Ireland belongs to the EU for goods only.
        let servesAll = treatments.allSatisfy { treatment in
            switch treatment {
            case .euSupply: number.country.isInEUVATTerritory(on: document.supplyDate)
            case .euService: number.country != .northernIreland && number.country.isInEUVATTerritory(on: document.supplyDate)
            default: true
            }
        }
        return servesAll ? [] : [Problem(.vatNumberNotEU, at: place, found: text)]
    }

    /// A number that the treatment does not need is only remarked on.
    private func looseNumberProblems(_ document: Document) -> [Problem] {
        guard let text = document.vatNumberUsed, !text.isEmpty, VATNumber(text) == nil else { return [] }
        return [Problem(.vatNumberInvalid, at: Place("vat_number_used"), found: text, severity: .warning)]
    }
}
