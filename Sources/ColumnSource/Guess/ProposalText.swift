import BridgeCSV
import BridgeDomain
import BridgeText

/// Writes what a sample tells as settings with comments.
struct ProposalText {
    private let findings: SampleFindings
    private let language: Language

    init(_ findings: SampleFindings, _ language: Language) { (self.findings, self.language) = (findings, language) }

    var text: String {
        let sections = [head, file, documents, credits, parties, lines, vat, rules]
        return sections.map { $0.joined(separator: "\n") + "\n" }.joined(separator: "\n")
    }

    private func say(_ dutch: String, _ english: String) -> String { language == .dutch ? dutch : english }

    private var head: [String] {
        let title = say(
            "# Voorstel, gemaakt uit een voorbeeldbestand. Kijk het na voordat er iets wordt geboekt.",
            "# A proposal made from a sample. Go through it before anything is posted.")
        guard !findings.decisions.isEmpty else { return [title] }
        return [title, "#", say("# Wat een mens moet beslissen of nakijken:", "# What a person must decide or look at:")]
            + findings.decisions.map { "# - \(Self.oneLine($0[language]))" }
    }

    private var file: [String] {
        let format = findings.table.finding.format
        return [
            "file:", "  separator: \(format.separator == .tab ? "tab" : quoted(format.separator.rawValue))",
            "  encoding: \(format.encoding.rawValue)", "  header: \(findings.table.header != nil)",
            "  decimal: \(findings.numbers.mark.rawValue)", "  thousands: \(findings.numbers.thousands.rawValue)",
            "  dates: \(findings.dates.rawValue)",
        ]
    }

    private var documents: [String] {
        let kind: DocumentColumns.Kind = findings.partyRole == .supplier ? .purchases : .sales
        return [
            "documents:", "  kind: \(kind.rawValue)", "  grouped: \(findings.grouping.rawValue)", "  number: \(column(.number))",
            "  date: \(column(.date))", "  currency: \(findings.name(.currency).map(quoted) ?? "{fixed: EUR}")",
        ] + optional("supply_date", .supplyDate) + optional("due_date", .dueDate) + optional("exchange_rate", .exchangeRate)
            + optional("order", .order)
    }

    private var credits: [String] {
        let recognition =
            switch findings.credits {
            case .none: ["  by: none"]
            case .sign: ["  by: sign"]
            case .prefix(let prefix): ["  by: prefix", "  prefix: \(quoted(prefix))"]
            case .column(let value, let values):
                ["  by: column", "  column: \(quoted(value.column ?? ""))", "  values: [\(values.map(quoted).joined(separator: ", "))]"]
            }
        return ["credit_notes:"] + recognition + optional("original", .original) + ["  without_original: park"]
    }

    private var parties: [String] {
        let code = column(findings.partyRole)
        let value = findings.partyEnding.map { "{column: \(code), strip_ending: \(quoted($0))}" } ?? code
        return ["parties:", "  code: \(value)", "  name: \(findings.name(.partyName).map(quoted) ?? value)", "  country: \(country)"]
            + optional("vat_number", .vatNumber) + optional("email", .email) + optional("street", .street)
            + optional("postcode", .postcode) + optional("city", .city)
    }

    private var country: String {
        guard let name = findings.name(.country) else { return "{fixed: NL}" }
        let values = findings.unknownCountries.map { "\(quoted($0)): \"\"" }.joined(separator: ", ")
        return values.isEmpty ? quoted(name) : "{column: \(quoted(name)), values: {\(values)}}"
    }

    private var lines: [String] {
        let hasAmount = findings.roles[.net] != nil || (findings.roles[.quantity] != nil && findings.roles[.unitPrice] != nil)
        return ["lines:"] + optional("product", .product) + optional("description", .description) + optional("group", .group)
            + optional("quantity", .quantity) + optional("unit", .unit) + optional("unit_price", .unitPrice)
            + optional("discount_percent", .discountPercent) + optional("cost_centre", .costCentre)
            + (hasAmount ? optional("net", .net) : ["  net: \(column(.net))"])
    }

    private var vat: [String] {
        let (code, rates) = (findings.roles[.vatCode], findings.rates)
        guard code != nil || !rates.isEmpty else {
            return ["vat:", "  treatment: {fixed: outside_scope}", "  code: {fixed: NONE}", "  table: {NONE: 0}"]
        }
        var table: [String] = []
        if code == nil {
            table = rates.map { "\(quoted("V\($0)")): \($0)" }
        } else if rates.isEmpty {
            table = Set(findings.filled(.vatCode)).sorted().prefix(100).map { "\(quoted($0)): 0" }
        }
        return ["vat:", "  treatment: {fixed: domestic}"] + optional("code", .vatCode) + optional("rate", .vatRate)
            + optional("amount", .vatAmount) + (includesVAT ? ["  included: true"] : [])
            + (table.isEmpty ? [] : ["  table: {\(table.joined(separator: ", "))}"])
    }

    private var includesVAT: Bool { [ColumnRole.net, .unitPrice].compactMap(findings.name).contains(where: IncludedVAT.isSaid) }

    private var rules: [String] {
        guard findings.hasEmptyParty else { return ["rules: []"] }
        return [
            say(
                "# Of \"then: {party: BALIE}\", met die partij in een lijst \"known\" onder parties.",
                "# Or \"then: {party: COUNTER}\", with that party in a list \"known\" under parties."),
            "rules:", "  - name: without_party", "    when: {party: empty}", "    then: {park: true}",
        ]
    }

    private func optional(_ key: String, _ role: ColumnRole) -> [String] { findings.name(role).map { ["  \(key): \(quoted($0))"] } ?? [] }

    /// The column of a role; where none was found, words that say so, which the reader then misses in the file.
    private func column(_ role: ColumnRole) -> String {
        findings.name(role).map(quoted) ?? quoted(say("KIES DE KOLOM", "CHOOSE THE COLUMN"))
    }

    private static func oneLine(_ text: String) -> String {
        String(text.unicodeScalars.map { isControl($0) ? " " : Character($0) })
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || [0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF].contains(scalar.value)
    }

    /// Between double quotes: what stands in a file is never taken for anything but text.
    private func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            if scalar == "\\" || scalar == "\"" {
                result += "\\\(scalar)"
            } else if Self.isControl(scalar) {
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
