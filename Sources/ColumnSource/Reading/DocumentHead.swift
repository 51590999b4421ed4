import BridgeCSV
import BridgeDomain
import BridgeSource

/// What stands above the lines of a document; read from its first line.
struct DocumentHead: Hashable {
    var version = 1
    var date: CalendarDate?
    var supplyDate: CalendarDate?
    var dueDate: CalendarDate?
    var currency: Currency?
    var exchangeRate: ExactDecimal?
    var party = ""
    var isCreditByColumn = false
    var original: String?
    var order: String?
    var description = ""
    var deliveryCountry: String?
    var net: Money?
    var vat: Money?
    var gross: Money?

    init() {}

    /// Reads all that can be read and notes what cannot.
    init(_ row: Row, _ layout: ColumnLayout, _ findings: inout DraftFindings) {
        let cells = layout.document
        let line = row.line
        date = Self.required(cells.date, line, &findings) { () throws(CellFault) in try row.date(cells.date) }
        supplyDate = findings.reading(line, nil) { () throws(CellFault) in try row.date(cells.supplyDate) }
        dueDate = findings.reading(line, nil) { () throws(CellFault) in try row.date(cells.dueDate) }
        currency = Self.required(cells.currency, line, &findings) { () throws(CellFault) in try Self.currency(row, cells.currency) }
        exchangeRate = findings.reading(line, nil) { () throws(CellFault) in try row.number(cells.exchangeRate) }
        version = findings.reading(line, nil) { () throws(CellFault) in try Self.version(row, cells.version) } ?? 1
        party = findings.reading(line, nil) { () throws(CellFault) in try row.text(layout.party.code) } ?? ""
        original = findings.reading(line, nil) { () throws(CellFault) in try row.optionalText(layout.original) }
        order = findings.reading(line, nil) { () throws(CellFault) in try row.optionalText(cells.order) }
        description = findings.reading(line, nil) { () throws(CellFault) in try row.optionalText(cells.description) } ?? ""
        deliveryCountry = findings.reading(line, nil) { () throws(CellFault) in try row.country(cells.deliveryCountry) }
        readTotals(row, cells, &findings)
        if let column = layout.creditColumn, case .column(_, let values) = row.settings.credits.recognition {
            isCreditByColumn = findings.reading(line, nil) { () throws(CellFault) in values.contains(try row.text(column)) } ?? false
        }
        if let currency, currency != .eur, exchangeRate == nil {
            let cell = cells.exchangeRate ?? Cell(name: "exchange_rate", index: nil, value: ColumnValue(fixed: ""))
            findings.add(
                CellFault(
                    code: .exchangeRateMissing, cell: cell, found: currency.code, expected: "> 0",
                    reason: BilingualText(
                        nl: "de koers ontbreekt; noem onder \"documents\" een kolom of vaste waarde voor exchange_rate",
                        en: "the exchange rate is missing; name a column or a fixed value for exchange_rate under \"documents\"")),
                line: line,
                position: nil)
        }
    }

    private mutating func readTotals(_ row: Row, _ cells: ColumnLayout.DocumentCells, _ findings: inout DraftFindings) {
        guard let currency else { return }
        net = findings.reading(row.line, nil) { () throws(CellFault) in try row.money(cells.net, currency) }
        vat = findings.reading(row.line, nil) { () throws(CellFault) in try row.money(cells.vat, currency) }
        gross = findings.reading(row.line, nil) { () throws(CellFault) in try row.money(cells.gross, currency) }
    }

    private static func required<Value>(
        _ cell: Cell, _ line: Int, _ findings: inout DraftFindings, _ read: () throws(CellFault) -> Value?
    ) -> Value? {
        findings.reading(line, nil) { () throws(CellFault) in
            if let value = try read() { return value }
            throw CellFault(
                code: .fieldMissing, cell: cell, found: "", expected: nil,
                reason: BilingualText(nl: "is leeg; vul het in", en: "is empty; fill it in"))
        }
    }

    private static func currency(_ row: Row, _ cell: Cell) throws(CellFault) -> Currency? {
        guard let text = try row.optionalText(cell) else { return nil }
        if let currency = Currency(code: text) ?? Currency(code: text.uppercased()) { return currency }
        throw CellFault(
            code: .currencyUnknown, cell: cell, found: text, expected: nil,
            reason: BilingualText(
                nl: "is geen munt van ISO 4217; noem de code van drie letters onder \"values\"",
                en: "is no currency of ISO 4217; name the code of three letters under \"values\""))
    }

    private static func version(_ row: Row, _ cell: Cell?) throws(CellFault) -> Int? {
        guard let cell, let text = try row.optionalText(cell) else { return nil }
        if let number = Int(text), (1...Int(Int32.max)).contains(number) { return number }
        throw CellFault(
            code: .malformed, cell: cell, found: text, expected: "≥ 1",
            reason: BilingualText(nl: "is geen versienummer vanaf 1", en: "is no number of a version from 1 up"))
    }
}

/// What must be the same on every line of a document, as the first line has it.
struct HeadEcho {
    private let cells: [Cell]
    private let bytes: [[UInt8]]
    private let line: Int

    /// The cells that say something about the document as a whole and cannot be checked otherwise.
    static func cells(_ layout: ColumnLayout) -> [Cell] {
        let document = layout.document
        let all: [Cell?] = [
            document.date, document.currency, document.version, document.supplyDate, document.dueDate, document.exchangeRate,
            document.deliveryCountry, document.net, document.vat, document.gross, layout.party.code, layout.original, layout.creditColumn,
        ]
        return all.compactMap(\.self).filter { $0.index != nil }
    }

    init(_ cells: [Cell], _ row: Row) {
        self.cells = cells
        line = row.line
        bytes = cells.map { cell in
            guard let index = cell.index, index < row.csv.count else { return [] }
            return row.csv.withField(index) { Array($0) }
        }
    }

    /// The cells of a later line that say something else. Bytes first: nearly always they are the same.
    func faults(_ row: Row, dates: DateOrder) -> [CellFault] {
        var faults: [CellFault] = []
        for (place, cell) in cells.enumerated() {
            guard let index = cell.index, index < row.csv.count, !row.csv.withField(index, { $0.elementsEqual(bytes[place]) }) else {
                continue
            }
            let first = trimmed(String(decoding: bytes[place], as: UTF8.self))
            let here = row.csv.withField(index) { trimmed(String(decoding: $0, as: UTF8.self)) }
            // Times of day differ where days do not.
            if cell.value.value(of: here) == cell.value.value(of: first) { continue }
            if let day = dates.date(here), day == dates.date(first) { continue }
            faults.append(
                CellFault(
                    code: .malformed, cell: cell, found: here, expected: first,
                    reason: BilingualText(
                        nl: "wijkt af van \"\(first)\" op regel \(line) van hetzelfde document; maak ze gelijk of geef een ander nummer",
                        en: "differs from \"\(first)\" on line \(line) of the same document; make them the same or give another number")))
        }
        return faults
    }
}
