import BridgeDomain
public import BridgeYAML

extension KingERPRules {
    /// Reads the rules of a target; mistakes are told to the mapping. Required: `account_width`, `debtor_section`, `creditor_section`.
    public init?(_ map: YAMLMapping) {
        let width = map.required("account_width", .integer(in: Self.widths))
        let debtorSection = map.required("debtor_section", .section)
        let creditorSection = map.required("creditor_section", .section)
        var rules = KingERPRules(
            accountWidth: width ?? Self.widths.upperBound, debtorSection: debtorSection ?? "", creditorSection: creditorSection ?? "")
        rules.dimensionSeparator = map.optional("dimension_separator", .string(lengthMax: 3), default: rules.dimensionSeparator)
        rules.vatPlacement = map.optional("vat", .choice(of: VATPlacement.self), default: rules.vatPlacement)
        rules.creditNumber = map.optional("credit_notes", .choice(of: CreditNumber.self), default: rules.creditNumber)
        rules.foreignCurrency = map.optional("foreign_currency", .choice(of: ForeignCurrency.self), default: rules.foreignCurrency)
        rules.isFinal = map.optional("final", .bool, default: rules.isFinal)
        rules.batchText = map.optional("batch_text", .string(lengthMax: 20), default: rules.batchText)
        rules.approvesPurchases = map.optional("approve_purchases", .bool, default: rules.approvesPurchases)
        let debtors = map.optionalMapping("debtors")
        guard debtors.map({ rules.readDebtors($0) }) ?? true else { return nil }
        guard let width, let debtorSection, let creditorSection else { return nil }
        if max(debtorSection.count, creditorSection.count) >= width || debtorSection == creditorSection {
            map.report(
                "debtor_section",
                what: BilingualText(
                    nl: "debiteuren en crediteuren hebben niet elk een eigen paragraaf die korter is dan een rekening",
                    en: "debtors and creditors have not each a section of their own that is shorter than an account"),
                remedy: BilingualText(
                    nl: "Neem de paragrafen en de breedte over uit de administratiegegevens van King",
                    en: "Take the sections and the width from King's administration data"))
            return nil
        }
        self = rules
    }

    private mutating func readDebtors(_ map: YAMLMapping) -> Bool {
        let from = map.required("from", .integer(in: 1...JournalFields.number))
        let to = map.required("to", .integer(in: 1...JournalFields.number))
        debtorGroup = map.optional("group", .integer(in: 0...999))
        if let codes = map.optionalMapping("vat_codes") {
            for group in CountryGroup.allCases { debtorVATCodes[group] = codes.optional(group.rawValue, .integer(in: 0...999)) }
        }
        guard let from, let to else { return false }
        guard from <= to else {
            map.report(
                "to", what: BilingualText(nl: "de reeks eindigt voor zij begint", en: "the range ends before it begins"),
                remedy: BilingualText(nl: "Schrijf het laagste nummer bij from", en: "Write the lowest number at from"))
            return false
        }
        debtorNumbers = from...to
        return true
    }
}

extension YAMLForm where Value == String {
    /// The digits that accounts of relations start with.
    fileprivate static var section: Self {
        text(
            expected: BilingualText(nl: "een of meer cijfers", en: "one or more digits"),
            remedy: BilingualText(
                nl: "Schrijf de paragraaf tussen aanhalingstekens, zoals \"13\"", en: "Write the section between quotes, such as \"13\"")
        ) { KingField.isDigits($0) && $0.count <= 10 ? $0 : nil }
    }
}
