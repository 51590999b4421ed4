import BridgeCSV
import BridgeDomain
import BridgeHash
import BridgeText
public import BridgeYAML

extension ColumnSettings {
    /// Reads settings; all mistakes are collected, each with line and column.
    public init(yaml text: some Sequence<UInt8>) throws(YAMLErrors) {
        let bytes = Array(text)
        self = try YAMLNode.decode(bytes) { root in
            ColumnSettings(root, fingerprint: "columns-1-" + SHA256.hash(bytes).hex.prefix(32))
        }
    }

    /// Reads a string.
    public init(yaml text: String) throws(YAMLErrors) { try self.init(yaml: text.utf8) }

    /// Asks for everything before it gives up, so that every mistake is told.
    private init?(_ root: YAMLMapping, fingerprint: String) {
        let form = FileForm(root.optionalMapping("file"))
        let documents = root.mapping("documents").flatMap(DocumentColumns.init)
        let credits = CreditPolicy(root.optionalMapping("credit_notes"))
        let parties = root.mapping("parties").flatMap(PartyColumns.init)
        let lineMap = root.optionalMapping("lines")
        let lines = LineColumns(lineMap)
        let vat = root.mapping("vat").flatMap(VATColumns.init)
        if vat?.isIncluded == false {
            lineMap?.refuseVAT(in: lines.unitPrice, "unit_price")
            lineMap?.refuseVAT(in: lines.net, "net")
        }
        let rules = root.mappings("rules").compactMap(ColumnRule.init)
        let bounds = ColumnBounds(root.optionalMapping("bounds"))
        if lines.net == nil, lines.quantity == nil || lines.unitPrice == nil {
            root.report(
                "lines",
                what: BilingualText(nl: "een regel heeft geen bedrag", en: "a line has no amount"),
                remedy: BilingualText(
                    nl: "Noem \"net\", of \"quantity\" en \"unit_price\"", en: "Name \"net\", or \"quantity\" and \"unit_price\""))
        }
        Self.checkNames(of: rules, root)
        guard let documents, let credits, let parties, let vat else { return nil }
        self.init(
            form: form, documents: documents, credits: credits, parties: parties, lines: lines, vat: vat, rules: rules, bounds: bounds,
            fingerprint: fingerprint)
    }

    private static func checkNames(of rules: [ColumnRule], _ root: YAMLMapping) {
        var names: Set<String> = [CreditPolicy.postedAlone]
        for rule in rules where !names.insert(rule.name).inserted {
            root.report(
                "rules", what: BilingualText(nl: "de naam \(rule.name) komt twee keer voor", en: "the name \(rule.name) is used twice"),
                remedy: BilingualText(nl: "Geef elke regel een eigen naam", en: "Give each rule a name of its own"))
        }
    }
}

extension FileForm {
    fileprivate init(_ map: YAMLMapping?) {
        separator = map?.optional("separator", .separator)
        encoding = map?.optional("encoding", .choice())
        sheet = map?.optional("sheet", .string(lengthMax: 100))
        hasHeader = map?.optional("header", .bool) ?? true
        let mark = map?.optional("decimal", .choice(of: NumberStyle.Mark.self)) ?? .point
        let thousands = map?.optional("thousands", .choice(of: NumberStyle.Thousands.self)) ?? .none
        numbers = NumberStyle(mark: mark, thousands: thousands)
        dates = map?.optional("dates", .choice()) ?? .yearMonthDay
        let listed = map?.list("endings", of: .string(lengthMax: 10)) ?? []
        endings = listed.isEmpty ? ["csv", "txt", "xlsx"] : Set(listed.map { $0.lowercased() })
        if mark.byte == thousands.byte {
            map?.report(
                "thousands",
                what: BilingualText(
                    nl: "decimalen en duizendtallen hebben hetzelfde teken", en: "decimals and thousands have the same mark"),
                remedy: BilingualText(nl: "Kies twee verschillende tekens", en: "Choose two different marks"))
        }
    }
}

extension DocumentColumns {
    fileprivate init?(_ map: YAMLMapping) {
        kind = map.optional("kind", .choice()) ?? .sales
        grouping = map.optional("grouped", .choice()) ?? .adjacent
        version = map.optional("version", .columnValue)
        supplyDate = map.optional("supply_date", .columnValue)
        dueDate = map.optional("due_date", .columnValue)
        exchangeRate = map.optional("exchange_rate", .columnValue)
        description = map.optional("description", .columnValue)
        order = map.optional("order", .columnValue)
        deliveryCountry = map.optional("delivery_country", .columnValue)
        net = map.optional("net", .columnValue)
        vat = map.optional("vat", .columnValue)
        gross = map.optional("gross", .columnValue)
        let number = map.required("number", .columnValue)
        let date = map.required("date", .columnValue)
        let currency = map.required("currency", .columnValue)
        guard let number, let date, let currency else { return nil }
        (self.number, self.date, self.currency) = (number, date, currency)
    }
}

extension CreditPolicy {
    private enum Word: String, CaseIterable { case none, prefix, sign, column }

    /// nil when the recognition is not complete; a missing section recognises none.
    fileprivate init?(_ map: YAMLMapping?) {
        guard let map else {
            self.init(recognition: .none, original: nil, withoutOriginal: .park)
            return
        }
        let recognition = Self.recognition(map)
        let original = map.optional("original", .columnValue)
        let withoutOriginal = map.optional("without_original", .choice(of: WithoutOriginal.self)) ?? .park
        guard let recognition else { return nil }
        self.init(recognition: recognition, original: original, withoutOriginal: withoutOriginal)
    }

    private static func recognition(_ map: YAMLMapping) -> Recognition? {
        map.alsoKnows("prefix", "column", "values")
        guard let word = map.required("by", .choice(of: Word.self)) else { return nil }
        switch word {
        case .none: return Recognition.none
        case .sign: return .sign
        case .prefix: return map.required("prefix", .string(lengthMax: 20)).map(Recognition.prefix)
        case .column:
            let column = map.required("column", .columnValue)
            let values = map.list("values", of: .string(lengthMax: 100))
            if values.isEmpty {
                map.report(
                    "values",
                    what: BilingualText(
                        nl: "er staat niet welke waarden een creditnota zijn", en: "it does not say which values are a credit note"),
                    remedy: BilingualText(nl: "Noem ze als lijst onder \"values\"", en: "List them under \"values\""))
                return nil
            }
            return column.map { .column($0, values) }
        }
    }
}

extension PartyColumns {
    fileprivate init?(_ map: YAMLMapping) {
        name = map.optional("name", .columnValue)
        country = map.optional("country", .columnValue)
        vatNumber = map.optional("vat_number", .columnValue)
        chamberOfCommerce = map.optional("chamber_of_commerce", .columnValue)
        email = map.optional("email", .columnValue)
        street = map.optional("street", .columnValue)
        postcode = map.optional("postcode", .columnValue)
        city = map.optional("city", .columnValue)
        iban = map.optional("iban", .columnValue)
        known = map.mappings("known").compactMap { party in
            let code = party.required("code", .string(lengthMax: 60))
            let name = party.required("name", .string(lengthMax: 255))
            let country = party.required("country", .countryCode)
            guard let code, let name, let country else { return nil }
            return Known(code: code, name: name, country: country)
        }
        guard let code = map.required("code", .columnValue) else { return nil }
        self.code = code
    }
}

extension LineColumns {
    fileprivate init(_ map: YAMLMapping?) {
        product = map?.optional("product", .columnValue)
        description = map?.optional("description", .columnValue)
        group = map?.optional("group", .columnValue)
        quantity = map?.optional("quantity", .columnValue)
        unit = map?.optional("unit", .columnValue)
        unitPrice = map?.optional("unit_price", .columnValue)
        discountPercent = map?.optional("discount_percent", .columnValue)
        net = map?.optional("net", .columnValue)
        costCentre = map?.optional("cost_centre", .columnValue)
        costUnit = map?.optional("cost_unit", .columnValue)
    }
}

extension YAMLMapping {
    /// Says no to a column whose name tells that VAT is in its amounts while the settings do not: the VAT would be charged twice.
    fileprivate func refuseVAT(in value: ColumnValue?, _ key: String) {
        guard let column = value?.column, IncludedVAT.isSaid(by: column) else { return }
        report(
            key,
            what: BilingualText(
                nl: "de kolom \"\(column)\" is volgens haar naam inclusief btw, en de instellingen zeggen dat niet",
                en: "the column \"\(column)\" includes VAT by its name, and the settings do not say so"),
            remedy: BilingualText(
                nl: "Noem een kolom met bedragen zonder btw, of zet \"included: true\" onder \"vat\"",
                en: "Name a column with amounts without VAT, or set \"included: true\" under \"vat\""))
    }
}

extension VATColumns {
    fileprivate init?(_ map: YAMLMapping) {
        code = map.optional("code", .columnValue)
        rate = map.optional("rate", .columnValue)
        amount = map.optional("amount", .columnValue)
        isIncluded = map.optional("included", .bool) ?? false
        table = map.table("table", of: .decimal).map { ListedRate(code: $0.key, rate: $0.value) }
        if code == nil, rate == nil || table.isEmpty {
            map.report(
                what: BilingualText(nl: "er staat niet welke btw-code een regel heeft", en: "it does not say which VAT code a line has"),
                remedy: BilingualText(
                    nl: "Noem \"code\", of \"rate\" met een \"table\" van codes", en: "Name \"code\", or \"rate\" with a \"table\" of codes"
                ))
        }
        if rate == nil, table.isEmpty {
            map.report(
                what: BilingualText(nl: "er staat niet welk btw-tarief een code heeft", en: "it does not say which VAT rate a code has"),
                remedy: BilingualText(nl: "Noem \"rate\", of een \"table\" van codes", en: "Name \"rate\", or a \"table\" of codes"))
        }
        guard let treatment = map.required("treatment", .columnValue) else { return nil }
        self.treatment = treatment
    }
}

extension ColumnBounds {
    fileprivate init(_ map: YAMLMapping?) {
        guard let map else { return }
        linesMax = map.optional("lines", .integer(in: 1...100_000_000), default: linesMax)
        recordBytesMax = map.optional("record_bytes", .integer(in: 100...64 << 20), default: recordBytesMax)
        fieldLengthMax = map.optional("field_length", .integer(in: 1...64_000), default: fieldLengthMax)
        heldLinesMax = map.optional("held_lines", .integer(in: 1...5_000_000), default: heldLinesMax)
    }
}

extension ColumnRule {
    fileprivate init?(_ map: YAMLMapping) {
        let name = map.required("name", .string(lengthMax: 60))
        let when = map.mapping("when")
        let conditions = Subject.allCases.compactMap { subject in
            when?.optional(subject.rawValue, .test).map { Condition(subject: subject, test: $0) }
        }
        let action = map.mapping("then").map(Action.init)
        if let when, conditions.isEmpty {
            when.report(
                what: BilingualText(nl: "de regel geldt voor alles", en: "the rule holds for everything"),
                remedy: BilingualText(nl: "Noem minstens één voorwaarde", en: "Name at least one condition"))
        }
        guard let name, let action else { return nil }
        self.init(name: name, conditions: conditions, action: action)
    }
}

extension ColumnRule.Action {
    fileprivate init(_ map: YAMLMapping) {
        leavesOut = map.optional("leave_out", .bool) ?? false
        parks = map.optional("park", .bool) ?? false
        kind = map.optional("kind", .choice())
        party = map.optional("party", .string(lengthMax: 60))
        vatCode = map.optional("vat_code", .string(lengthMax: 60))
        vatRate = map.optional("vat_rate", .decimal)
        group = map.optional("group", .string(lengthMax: 60))
        if self == ColumnRule.Action() {
            map.report(
                what: BilingualText(nl: "de regel doet niets", en: "the rule does nothing"),
                remedy: BilingualText(
                    nl: "Kies leave_out, park, kind, party, group, vat_code of vat_rate",
                    en: "Choose leave_out, park, kind, party, group, vat_code or vat_rate"))
        }
    }
}
