import BridgeDomain
public import BridgeYAML

extension MappingRules {
    /// Reads a rules file. Every mistake is told at once, with line, column and what to do: mistakes of form as well as ties and the other
    /// errors of ``issues()``.
    public init(yaml text: String) throws(YAMLErrors) {
        self = try YAMLNode.decode(text) { root in
            let reader = RulesReader(root)
            let rules = reader.rules()
            reader.report(rules.issues())
            return rules
        }
    }
}

/// Reads a rules file and remembers where each named thing stands.
private final class RulesReader {
    private let root: YAMLMapping
    private var places: [String: YAMLMapping] = [:]

    init(_ root: YAMLMapping) { self.root = root }

    func rules() -> MappingRules {
        var rules = MappingRules(name: root.optional("name", .string, default: ""))
        rules.firstDate = root.optional("first_date", .date)
        rules.accounts = table(.accounts) ?? rules.accounts
        rules.vatCodes = table(.vatCodes) ?? rules.vatCodes
        rules.daybooks = table(.daybooks) ?? rules.daybooks
        rules.collectiveAccounts = table(.collectiveAccounts) ?? rules.collectiveAccounts
        rules.paymentConditions = table(.paymentConditions) ?? rules.paymentConditions
        rules.packaging = table(.packaging) ?? rules.packaging
        rules.vatDefinitions = root.mappings("vat_definitions").compactMap(definition)
        rules.sourceVATCodes = Set(root.list("source_vat_codes", of: .code as YAMLForm<SourceVATCode>))
        rules.standardRates = root.mappings("standard_rates").compactMap(rate)
        rules.numbering = numbering()
        rules.detail = root.optional("detail", .choice(), default: rules.detail)
        let levels = root.table("detail_by_kind", of: .choice() as YAMLForm<DetailLevel>)
        for (word, level) in levels {
            if let kind = DocumentKind(rawValue: word) { rules.detailByKind[kind] = level } else { reportKind(word) }
        }
        rules.texts = texts()
        rules.tolerances = tolerances()
        rules.negativeInvoices = root.optional("negative_invoices", .choice(), default: rules.negativeInvoices)
        rules.remainder = root.optional("remainder", .choice(), default: rules.remainder)
        return rules
    }

    /// Tells the errors of the rules where their rule stands. Warnings are for whoever saves, not for whoever reads.
    func report(_ issues: [RulesIssue]) {
        for issue in issues where issue.severity == .error {
            let place = issue.names.lazy.compactMap { self.places[$0] }.first ?? root
            place.report(
                what: BilingualText(nl: issue.message(.dutch), en: issue.message(.english)),
                remedy: BilingualText(nl: issue.remedy(.dutch), en: issue.remedy(.english)))
        }
    }

    private func reportKind(_ word: String) {
        root.report(
            "detail_by_kind", what: BilingualText(nl: "onbekende documentsoort \"\(word)\"", en: "unknown kind of document \"\(word)\""),
            remedy: BilingualText(
                nl: "Kies uit \(DocumentKind.allCases.map(\.rawValue).joined(separator: ", "))",
                en: "Choose from \(DocumentKind.allCases.map(\.rawValue).joined(separator: ", "))"))
    }

    // MARK: Tables

    private func table<Output: WrittenOutput>(_ name: RuleTableName) -> RuleTable<Output>? {
        guard let mapping = root.optionalMapping(name.rawValue) else { return nil }
        let fallback = mapping.optionalMapping("default").flatMap { Output.read($0) }
        return RuleTable(name, mapping.mappings("rules").compactMap { rule($0) }, fallback: fallback)
    }

    private func rule<Output: WrittenOutput>(_ mapping: YAMLMapping) -> Rule<Output>? {
        let name = mapping.required("name", .code as YAMLForm<RuleID>)
        let conditions = mapping.optionalMapping("when").map(conditions) ?? RuleConditions()
        let from = mapping.optional("valid_from", .date)
        let to = mapping.optional("valid_to", .date)
        let note = mapping.optional("note", .string, default: "")
        let output = Output.read(mapping)
        guard let name, let output else { return nil }
        // The later of two of one name is the one to mend.
        places[name.text] = mapping
        return Rule(name, when: conditions, from: from, to: to, note: note, output)
    }

    private func conditions(_ mapping: YAMLMapping) -> RuleConditions {
        RuleConditions(RuleKey.allCases.compactMap { mapping.optional($0.rawValue, .condition($0)) })
    }

    // MARK: VAT

    private func definition(_ mapping: YAMLMapping) -> VATDefinition? {
        let code = mapping.required("code", .code as YAMLForm<VATCode>)
        let name = mapping.optional("name", .string, default: "")
        let kind = mapping.required("kind", .choice() as YAMLForm<VATKind>)
        let rates = mapping.mappings("rates").compactMap(rate)
        let due = mapping.optional("due_account", .code as YAMLForm<AccountCode>)
        let claimable = mapping.optional("claimable_account", .code as YAMLForm<AccountCode>)
        let category = mapping.optional("ubl_category", .string)
        let box = mapping.optional("return_box", .string)
        guard let code, let kind else { return nil }
        if places[code.text] == nil { places[code.text] = mapping }
        return VATDefinition(code, name, kind, rates: rates, due: due, claimable: claimable, ublCategory: category, returnBox: box)
    }

    private func rate(_ mapping: YAMLMapping) -> DatedRate? {
        let rate = mapping.required("rate", .decimal)
        let from = mapping.optional("valid_from", .date)
        let to = mapping.optional("valid_to", .date)
        return rate.map { DatedRate($0, from: from, to: to) }
    }

    // MARK: Numbers, texts, tolerances

    private func numbering() -> PartyNumbering {
        guard let mapping = root.optionalMapping("numbers") else { return PartyNumbering() }
        return PartyNumbering(debtors: numbers(mapping, "debtors"), creditors: numbers(mapping, "creditors"))
    }

    private enum PolicyWord: String, CaseIterable { case same, prefix, range, table }

    private func numbers(_ numbers: YAMLMapping, _ key: String) -> PartyNumbers {
        guard let mapping = numbers.optionalMapping(key) else { return PartyNumbers() }
        places[key] = mapping
        let table = mapping.table("table", of: .string)
        let word = mapping.optional("policy", .choice() as YAMLForm<PolicyWord>, default: .same)
        var policy = NumberPolicy.same
        switch word {
        case .same: break
        case .table: policy = .tableOnly
        case .prefix: policy = mapping.required("prefix", .string).map { .prefix($0) } ?? .same
        case .range:
            let strip = mapping.optional("strip", .string, default: "")
            let digits = mapping.required("digits", .integer(in: 1...15))
            let from = mapping.required("from", .integer(in: 0...999_999_999_999_999))
            let to = mapping.required("to", .integer(in: 0...999_999_999_999_999))
            if let digits, let from, let to { policy = .range(strip: strip, digits: digits, from: Int64(from), to: Int64(to)) }
        }
        return PartyNumbers(policy, table: Dictionary(table.map { (PartyCode($0.key), $0.value) }) { first, _ in first })
    }

    private func texts() -> TextTemplates {
        var texts = TextTemplates()
        guard let mapping = root.optionalMapping("texts") else { return texts }
        for key in ["description", "line_description", "payment_reference"] { places[key] = mapping }
        texts.language = mapping.optional("language", .choice(), default: texts.language)
        texts.description = mapping.optional("description", .template, default: texts.description)
        texts.lineDescription = mapping.optional("line_description", .template, default: texts.lineDescription)
        texts.paymentReference = mapping.optional("payment_reference", .template, default: texts.paymentReference)
        guard let references = mapping.optionalMapping("references") else { return texts }
        for kind in DocumentKind.allCases {
            places[kind.rawValue] = references
            texts.references[kind] = references.optional(kind.rawValue, .template, default: texts.references[kind])
        }
        return texts
    }

    private func tolerances() -> Tolerances {
        guard let mapping = root.optionalMapping("tolerances") else { return Tolerances() }
        return Tolerances(vat: tolerance(mapping, "vat"), rounding: tolerance(mapping, "rounding"), payment: tolerance(mapping, "payment"))
    }

    private func tolerance(_ tolerances: YAMLMapping, _ key: String) -> Tolerance {
        guard let mapping = tolerances.optionalMapping(key) else { return .none }
        places[key] = mapping
        let cents = mapping.required("cents", .integer(in: 0...10_000)) ?? 0
        return Tolerance(minorUnitsMax: Int64(cents), account: mapping.optional("account", .code as YAMLForm<AccountCode>))
    }
}
