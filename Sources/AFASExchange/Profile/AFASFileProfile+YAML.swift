public import BridgeDomain
import BridgeText
public import BridgeYAML

extension AFASFileProfile {
    /// Reads a profile: `form` and whatever differs from the reference's. Mistakes are told to the mapping; nil when there are some.
    public init?(_ map: YAMLMapping) {
        guard let form = map.required("form", .choice(of: Form.self)) else { return nil }
        self.init(form)
        let columns = map.mappings("columns").compactMap { column -> AFASColumn? in
            let caption = column.required("caption", .string(lengthMax: 100))
            guard let caption, let content = column.required("content", .choice(of: AFASColumn.Content.self)) else { return nil }
            return AFASColumn(caption, content)
        }
        if !columns.isEmpty { self.columns = columns }
        separator = map.optional("separator", .separator, default: separator)
        encoding = map.optional("encoding", .choice(["utf-8": TextEncoding.utf8, "windows-1252": .windows1252]), default: encoding)
        hasMark = map.optional("byte_order_mark", .bool, default: hasMark)
        hasHeader = map.optional("header", .bool, default: hasHeader)
        decimalSign = map.optional("decimal", .choice(["comma": DecimalSign.comma, "point": .point]), default: decimalSign)
        cutsZeros = map.optional("cut_zeros", .bool, default: cutsZeros)
        dateOrder = map.optional("dates", .choice(of: DateOrder.self), default: dateOrder)
        dateSign = map.optional("date_sign", .dateSign, default: dateSign)
        ending = map.optional("ending", .string(lengthMax: 10), default: ending)
        daybookOrder = map.list("daybook_order", of: .string(lengthMax: 6))
        entriesMax = map.optional("entries_per_file", .integer(in: 1...10_000), default: entriesMax)
        for problem in problems { map.report("columns", what: problem.what, remedy: problem.remedy) }
        if !problems.isEmpty { return nil }
    }

    /// What makes a profile useless, with what to do.
    public var problems: [(what: BilingualText, remedy: BilingualText)] {
        if form == .xml { return [] }
        let contents = Set(columns.map(\.content))
        var problems: [(BilingualText, BilingualText)] = []
        func need(_ wanted: Set<AFASColumn.Content>, _ nl: String, _ en: String) {
            guard contents.isDisjoint(with: wanted) else { return }
            let names = wanted.map(\.rawValue).sorted().joined(separator: ", ")
            problems.append(
                (BilingualText(nl: nl, en: en), BilingualText(nl: "Voeg een kolom toe: \(names)", en: "Add a column: \(names)")))
        }
        need(
            [.voucher, .invoice], "zonder nummer is een afgekeurde regel niet terug te vinden",
            "without a number a refused line cannot be traced")
        need([.account], "er is geen kolom voor de rekening", "there is no column for the account")
        need([.voucherDate, .entryDate], "er is geen kolom voor een datum", "there is no column for a date")
        if form == .lines {
            need([.debit], "er is geen kolom voor debet", "there is no column for debits")
            need([.credit], "er is geen kolom voor credit", "there is no column for credits")
        } else {
            need([.total], "er is geen kolom voor het totaal", "there is no column for the total")
        }
        let signs: Set<Character> = [separator, decimalSign == .comma ? "," : "."]
        if signs.count < 2 {
            problems.append(
                (
                    BilingualText(
                        nl: "scheidingsteken en decimaalteken zijn hetzelfde", en: "separator and decimal sign are the same"),
                    BilingualText(nl: "Kies twee verschillende tekens", en: "Choose two different characters")
                ))
        }
        return problems
    }
}

extension YAMLForm where Value == Character {
    fileprivate static var separator: Self {
        choice(["semicolon": ";", "comma": ",", "tab": "\t", "pipe": "|"])
    }

    fileprivate static var dateSign: Self { choice(["hyphen": "-", "slash": "/", "point": "."]) }
}
