import BridgeCSV
import BridgeDomain
import BridgeText

/// Everything that a sample tells, and what it leaves open.
struct SampleFindings {
    let table: SampleTable
    let roles: [ColumnRole: Int]
    private(set) var decisions: [BilingualText] = []
    private(set) var numbers = NumberStyle(mark: .point, thousands: .none)
    private(set) var dates = DateOrder.yearMonthDay
    private(set) var grouping = DocumentColumns.Grouping.adjacent
    private(set) var credits = CreditPolicy.Recognition.none
    /// What all codes of parties end with, as tables that went through other programs have it.
    private(set) var partyEnding: String?
    private(set) var hasEmptyParty = false
    private(set) var unknownCountries: [String] = []
    private(set) var rates: [ExactDecimal] = []

    init(_ table: SampleTable) {
        self.table = table
        roles = table.header.map(ColumnRole.columns) ?? [:]
        lookAtForm()
        lookAtNumbers()
        lookAtDates()
        lookAtDocuments()
        lookAtParties()
        lookAtMoney()
    }

    /// The name above a role's column; nil when none was found.
    func name(_ role: ColumnRole) -> String? { table.header.flatMap { header in roles[role].map { header[$0] } } }

    func filled(_ role: ColumnRole) -> [String] { roles[role].map { table.filled($0) } ?? [] }

    /// The role of the party: customers, unless only suppliers are named.
    var partyRole: ColumnRole { roles[.customer] == nil && roles[.supplier] != nil ? .supplier : .customer }

    private mutating func decide(_ dutch: String, _ english: String) { decisions.append(BilingualText(nl: dutch, en: english)) }
}

// MARK: Form

extension SampleFindings {
    private mutating func lookAtForm() {
        let format = table.finding.format
        if table.header == nil {
            decide(
                "het bestand heeft geen kopregel: kies zelf welke kolom (met nummer) wat is",
                "the file has no header: choose yourself which column (by number) is what")
        }
        if !table.finding.otherSeparators.isEmpty {
            let others = table.finding.otherSeparators.map { $0 == .tab ? "tab" : $0.rawValue }.joined(separator: " ")
            decide("een ander scheidingsteken past even goed: \(others)", "another separator fits as well: \(others)")
        }
        if format.encoding == .latin1 || format.encoding == .windows1252 {
            decide(
                "de codering \(format.encoding.rawValue) is een vermoeden: kijk of letters met accenten goed staan",
                "the encoding \(format.encoding.rawValue) is a guess: see whether letters with accents are right")
        }
    }

    private mutating func lookAtNumbers() {
        let texts = [ColumnRole.quantity, .unitPrice, .net, .vatAmount, .vatRate, .discountPercent, .exchangeRate].flatMap(filled)
        let styles = ColumnStyles.numbers(texts)
        guard let first = styles.first else {
            let bad = texts.first { ColumnStyles.numbers([$0]).isEmpty }.map { " (\($0))" } ?? ""
            return decide(
                "niet alle aantallen en bedragen zijn in één schrijfwijze te lezen\(bad)",
                "not all quantities and amounts can be read in one style\(bad)")
        }
        numbers = first
        guard let disputed = ColumnStyles.disputed(texts, styles) else { return }
        // Where both readings fit, the comma: what most files of the continent mean.
        numbers = styles.first { $0.mark == .comma } ?? first
        decide(
            "een getal als \(disputed) kan decimalen of duizendtallen hebben; gekozen is decimal: \(numbers.mark.rawValue)",
            "a number such as \(disputed) may have decimals or thousands; chosen is decimal: \(numbers.mark.rawValue)")
    }

    private mutating func lookAtDates() {
        let texts = [ColumnRole.date, .dueDate, .supplyDate].flatMap(filled)
        let orders = ColumnStyles.dates(texts)
        guard let first = texts.first else { return }
        guard let order = orders.first else {
            return decide(
                "de datums zijn in geen volgorde alle te lezen (\(first)); een jaar moet vier cijfers hebben",
                "the dates cannot all be read in any order (\(first)); a year must have four digits")
        }
        dates = order
        if orders.contains(.dayMonthYear), orders.contains(.monthDayYear) {
            dates = .dayMonthYear
            decide(
                "dag en maand zijn niet uit elkaar te houden (\(first)); gekozen is day-month-year",
                "day and month cannot be told apart (\(first)); chosen is day-month-year")
        }
    }
}

// MARK: Documents

extension SampleFindings {
    private mutating func lookAtDocuments() {
        if roles[.date] == nil { decide("de kolom met de factuurdatum is niet gevonden", "the column with the invoice date was not found") }
        guard let place = roles[.number] else {
            return decide("de kolom met het factuurnummer is niet gevonden", "the column with the invoice number was not found")
        }
        let texts = table.column(place)
        var seen: Set<String> = []
        var last: String?
        for text in texts where text != last {
            last = text
            if !seen.insert(text).inserted { grouping = .anywhere }
        }
        credits = recognitionByType ?? recognitionByNumber(texts)
        if credits != .none, roles[.original] == nil {
            decide(
                "creditnota's noemen hun factuur niet: without_original: park laat ze liggen voor een mens, post boekt ze zonder koppeling",
                "credit notes do not name their invoice: without_original: park leaves them for a person, post posts them without link")
        }
    }

    private var recognitionByType: CreditPolicy.Recognition? {
        let values = Set(filled(.type)).filter { $0.lowercased().contains("credit") || ["c", "cn", "381"].contains($0.lowercased()) }
        guard let name = name(.type), !values.isEmpty else { return nil }
        return .column(ColumnValue(column: name), values.sorted())
    }

    /// Documents that add up to less than nothing: with letters before their number that no other document has, or just by their sum.
    private func recognitionByNumber(_ texts: [String]) -> CreditPolicy.Recognition {
        var sums: [String: Int128] = [:]
        for (row, text) in texts.enumerated() where !text.isEmpty { sums[text, default: 0] &+= amount(row) }
        let negative = sums.filter { $0.value < 0 }
        let prefixes = Set(negative.keys.map { String($0.prefix { $0.isLetter }) })
        guard let prefix = prefixes.first else { return .none }
        let isTelling = prefixes.count == 1 && !prefix.isEmpty && sums.allSatisfy { !$0.key.hasPrefix(prefix) || $0.value <= 0 }
        return isTelling ? .prefix(prefix) : .sign
    }

    /// The amount of a row in some small unit that is the same for all: only sums and signs are looked at. 0 where none can be read.
    private func amount(_ row: Int) -> Int128 {
        func scaled(_ role: ColumnRole) -> Int128? {
            guard let place = roles[role], place < table.rows[row].count else { return nil }
            return numbers.number(table.rows[row][place])?.scaled(to: 5).map { Int128($0) }
        }
        if roles[.net] != nil { return scaled(.net) ?? 0 }
        guard let quantity = scaled(.quantity), let price = scaled(.unitPrice) else { return 0 }
        return quantity &* price
    }
}

// MARK: Parties and money

extension SampleFindings {
    private mutating func lookAtParties() {
        guard let place = roles[partyRole] else {
            return decide("de kolom met klant of leverancier is niet gevonden", "the column with customer or supplier was not found")
        }
        let codes = table.column(place)
        let written = codes.filter { !$0.isEmpty }
        if !written.isEmpty, written.allSatisfy({ $0.hasSuffix(".0") }) { partyEnding = ".0" }
        hasEmptyParty = written.count < codes.count
        if hasEmptyParty {
            let count = codes.count - written.count
            decide(
                "\(count) regels hebben geen klant of leverancier: hun documenten worden geparkeerd, of geef ze een vaste partij",
                "\(count) lines have no customer or supplier: their documents are parked, or give them a fixed party")
        }
        if roles[.partyName] == nil {
            decide(
                "het bestand noemt geen namen van partijen; nu is hun code ook hun naam",
                "the file has no names of parties; for now their code is their name too")
        }
        lookAtCountries()
    }

    private mutating func lookAtCountries() {
        guard roles[.country] != nil else {
            return decide(
                "het land van partijen staat niet in het bestand; nu staat er NL",
                "the file has no country of parties; NL stands there for now")
        }
        unknownCountries = Set(filled(.country)).filter { CountryNames.code(of: $0) == nil }.sorted()
        guard !unknownCountries.isEmpty else { return }
        let names = unknownCountries.prefix(10).joined(separator: ", ")
        decide("geef deze landen een landcode: \(names)", "give these countries a country code: \(names)")
    }

    private mutating func lookAtMoney() {
        if roles[.net] == nil, roles[.quantity] == nil || roles[.unitPrice] == nil {
            decide("de kolom met het regelbedrag is niet gevonden", "the column with the amount of a line was not found")
        }
        if roles[.currency] == nil {
            decide("het bestand noemt geen munt; nu staat er EUR", "the file names no currency; EUR stands there for now")
        }
        rates = Set(filled(.vatRate).compactMap { numbers.number($0) }).sorted(by: >)
        if roles[.vatCode] == nil, rates.isEmpty {
            decide(
                "het bestand zegt niets over btw en nu staat alles buiten de btw: kies behandeling, code en tarief",
                "the file says nothing about VAT and all of it is outside VAT for now: choose treatment, code and rate")
        } else {
            decide(
                "kijk of de btw overal binnenlands is en of de codes de juiste tarieven hebben",
                "see whether the VAT is domestic everywhere, and whether the codes have the right rates")
        }
    }
}
