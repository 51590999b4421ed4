import BridgeCSV
import BridgeDomain
import BridgeSource
import BridgeText

/// Why a cell cannot be used.
struct CellFault: Error, Hashable {
    let code: ProblemCode
    let cell: Cell
    let found: String
    let expected: String?
    let reason: BilingualText
}

/// One record of a file under a layout. Lives until the next record is asked for.
struct Row {
    let csv: CSVReader
    let settings: ColumnSettings

    var line: Int { csv.line }

    /// What stands in a cell, as the settings understand it; empty when nothing does.
    func text(_ cell: Cell) throws(CellFault) -> String {
        guard let index = cell.index else { return cell.value.value(of: "") }
        // A line that is too short: whoever asks has been told.
        guard index < csv.count else { return cell.value.value(of: "") }
        guard let text = csv.text(index) else {
            throw CellFault(
                code: .malformed, cell: cell, found: "", expected: nil,
                reason: BilingualText(
                    nl: "bevat tekens die niet in de codering \(csv.format.encoding.rawValue) passen; kijk of de codering klopt",
                    en: "holds characters that do not fit the encoding \(csv.format.encoding.rawValue); see whether the encoding is right"))
        }
        guard text.utf8.count <= settings.bounds.fieldLengthMax || text.count <= settings.bounds.fieldLengthMax else {
            throw CellFault(
                code: .textBeyondLimit, cell: cell, found: text, expected: "≤ \(settings.bounds.fieldLengthMax)",
                reason: BilingualText(
                    nl: "is langer dan \(settings.bounds.fieldLengthMax) tekens; kort de tekst in",
                    en: "is longer than \(settings.bounds.fieldLengthMax) characters; shorten the text"))
        }
        return cell.value.value(of: trimmed(text))
    }

    /// The text of a cell that may not be there; nil when it is empty.
    func optionalText(_ cell: Cell?) throws(CellFault) -> String? {
        guard let cell else { return nil }
        let text = try text(cell)
        return text.isEmpty ? nil : text
    }

    /// A number; nil when the cell is empty.
    func number(_ cell: Cell?) throws(CellFault) -> ExactDecimal? {
        guard let cell, let text = try optionalText(cell) else { return nil }
        // What the settings fix is written as YAML writes numbers.
        if cell.index == nil, let number = ExactDecimal(text) { return number }
        guard let number = settings.form.numbers.number(text) else {
            let mark = settings.form.numbers.mark.rawValue
            throw CellFault(
                code: .malformed, cell: cell, found: text, expected: nil,
                reason: BilingualText(
                    nl:
                        "is geen getal zoals de instellingen het verwachten (decimal: \(mark), thousands: \(settings.form.numbers.thousands.rawValue))",
                    en: "is no number as the settings expect it (decimal: \(mark), thousands: \(settings.form.numbers.thousands.rawValue))")
            )
        }
        return number
    }

    /// An amount as it is written; nil when the cell is empty.
    func money(_ cell: Cell?, _ currency: Currency) throws(CellFault) -> Money? {
        guard let cell, let number = try number(cell) else { return nil }
        guard number.decimals <= currency.exponent else {
            throw CellFault(
                code: .amountDecimals, cell: cell, found: number.description, expected: "≤ \(currency.exponent)",
                reason: BilingualText(
                    nl: "heeft meer decimalen dan \(currency.code) toelaat; er wordt niet afgerond",
                    en: "has more decimals than \(currency.code) allows; nothing is rounded"))
        }
        guard let money = Money(rounding: number, currency), isWithinBounds(money) else { throw tooLarge(cell, number) }
        return money
    }

    /// Amounts within this bound can be negated, and added up two by two.
    func isWithinBounds(_ amount: Money) -> Bool {
        amount.minorUnits.magnitude <= DocumentLimits.standard.amountMinorUnitsMax.magnitude
    }

    func tooLarge(_ cell: Cell, _ number: ExactDecimal) -> CellFault {
        CellFault(
            code: .amountTooLarge, cell: cell, found: number.description, expected: nil,
            reason: BilingualText(nl: "is te groot voor een bedrag", en: "is too large for an amount"))
    }

    /// A day; nil when the cell is empty.
    func date(_ cell: Cell?) throws(CellFault) -> CalendarDate? {
        guard let cell, let text = try optionalText(cell) else { return nil }
        guard let date = settings.form.dates.date(text) else {
            throw CellFault(
                code: .malformed, cell: cell, found: text, expected: settings.form.dates.rawValue,
                reason: BilingualText(
                    nl: "is geen datum in de volgorde \(settings.form.dates.rawValue) met een jaar van vier cijfers",
                    en: "is no date in the order \(settings.form.dates.rawValue) with a year of four digits"))
        }
        return date
    }

    /// A country's code of two letters; nil when the cell is empty.
    func country(_ cell: Cell?) throws(CellFault) -> String? {
        guard let cell, let text = try optionalText(cell) else { return nil }
        guard let code = CountryNames.code(of: text) else {
            throw CellFault(
                code: .countryUnknown, cell: cell, found: text, expected: nil,
                reason: BilingualText(
                    nl: "is geen land dat herkend wordt; noem het onder \"values\" met zijn landcode",
                    en: "is no country that is recognised; name it under \"values\" with its country code"))
        }
        return code.text
    }
}
