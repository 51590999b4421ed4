import BridgeDomain
import BridgeSource
import BridgeXML

/// A sheet as the text of a table with commas, row by row, so that everything behind reads files and sheets alike. Line numbers are the
/// sheet's row numbers; a line end within a cell becomes a space, to keep it so.
struct SheetBytes: ByteStream {
    private let workbook: Workbook
    private let cells: SheetCells
    private var row: XMLNode?
    private var line = 1
    /// Columns of the first row: later ones are filled up to it, because programs leave empty cells at the end out.
    private var width = 0
    private var waiting: ArraySlice<UInt8> = []

    /// The largest row number a sheet may have.
    private static let rowsMax = 1_048_576
    /// Columns that are read.
    private static let columnsMax = 1_000

    init(_ workbook: Workbook, _ form: FileForm) {
        self.workbook = workbook
        cells = SheetCells(workbook, form)
        row = workbook.sheet.first(.sheetData, in: workbook.sheet.root).flatMap { workbook.sheet.firstChild(of: $0) }
    }

    mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(FileRefusal) -> Int {
        while waiting.isEmpty {
            guard let node = row else { return 0 }
            row = workbook.sheet.next(after: node)
            waiting = try text(of: node)[...]
        }
        let piece = waiting.prefix(buffer.count)
        buffer.copyBytes(from: piece)
        waiting = waiting.dropFirst(piece.count)
        return piece.count
    }

    /// A row as one line, with empty lines for the rows that were left out before it.
    private mutating func text(of node: XMLNode) throws(FileRefusal) -> [UInt8] {
        let number = workbook.sheet.attribute(.reference, of: node).flatMap { Int($0) } ?? line
        guard (line...Self.rowsMax).contains(number) else {
            throw Workbook.damaged("row \(number)", "rijnummer \(number)", "row number \(number)")
        }
        var text = [UInt8](repeating: UInt8(ascii: "\n"), count: number - line)
        line = number + 1
        var column = 0
        for cell in workbook.sheet.all(.cell, in: node) {
            let place = workbook.sheet.attribute(.reference, of: cell).flatMap(Self.column) ?? column
            guard (column..<Self.columnsMax).contains(place) else {
                throw FileRefusal(
                    BilingualText(
                        nl: "een cel staat buiten de eerste \(Self.columnsMax) kolommen of niet op volgorde",
                        en: "a cell stands outside the first \(Self.columnsMax) columns or out of order"), line: number)
            }
            // Before the second cell and every later one stands a comma.
            text += [UInt8](repeating: UInt8(ascii: ","), count: place - max(column - 1, 0))
            text += Self.quoted(cells.text(of: cell))
            column = place + 1
        }
        if width == 0 { width = column }
        if column > 0, column < width { text += [UInt8](repeating: UInt8(ascii: ","), count: width - column) }
        return text + [UInt8(ascii: "\n")]
    }

    /// The place of a column by the letters of a cell's name: 0 for `A7`.
    private static func column(_ reference: String) -> Int? {
        var place = 0
        for byte in reference.utf8 {
            guard (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte), place < 100_000 else { break }
            place = place * 26 + Int(byte - UInt8(ascii: "A")) + 1
        }
        return place == 0 ? nil : place - 1
    }

    private static func quoted(_ text: String) -> [UInt8] {
        guard text.utf8.contains(where: { ",\"\n\r".utf8.contains($0) }) else { return Array(text.utf8) }
        let oneLine = text.replacing("\r\n", with: " ").replacing("\n", with: " ").replacing("\r", with: " ")
        return Array("\"\(oneLine.replacing("\"", with: "\"\""))\"".utf8)
    }
}

/// What stands in a cell, in the style of the settings.
struct SheetCells {
    private let workbook: Workbook
    private let form: FileForm

    init(_ workbook: Workbook, _ form: FileForm) { (self.workbook, self.form) = (workbook, form) }

    func text(of cell: XMLNode) -> String {
        let sheet = workbook.sheet
        let type = sheet.attribute(.type, of: cell) ?? "n"
        if type == "inlineStr" { return sheet.first(.inlineString, in: cell).map { sheet.richText(of: $0) } ?? "" }
        guard let value = sheet.first(.value, in: cell) else { return "" }
        let written = type == "str" ? sheet.rawString(of: value) : sheet.string(of: value)
        switch type {
        case "s": return Int(written).flatMap { workbook.strings.indices.contains($0) ? workbook.strings[$0] : nil } ?? "#REF!"
        case "n": return number(written, style: sheet.attribute(.style, of: cell).flatMap { Int($0) })
        case "d": return date(String(written.prefix(10))) ?? written
        case "b": return written == "1" ? "TRUE" : "FALSE"
        default: return written
        }
    }

    private func number(_ written: String, style: Int?) -> String {
        guard let plain = SheetNumber.plain(written) else { return written }
        if let style, workbook.isDateStyle.indices.contains(style), workbook.isDateStyle[style], let day = day(plain) { return text(day) }
        return form.numbers.mark == .comma ? plain.replacing(".", with: ",") : plain
    }

    /// The day of a serial number: days since the end of 1899, with a 29 February 1900 that never was; or since 1 January 1904.
    private func day(_ serial: String) -> CalendarDate? {
        guard let days = Int32(serial.prefix { $0 != "." }), (1...2_958_465).contains(days) else { return nil }
        if workbook.countsFrom1904 { return CalendarDate(year: 1904, month: 1, day: 1)?.adding(days: Int(days)) }
        return CalendarDate(year: 1900, month: 1, day: 1)?.adding(days: Int(days) - (days > 60 ? 2 : 1))
    }

    private func date(_ text: String) -> String? { CalendarDate(text).map(self.text) }

    private func text(_ date: CalendarDate) -> String {
        let (year, month, day) = date.components
        return switch form.dates {
        case .yearMonthDay: date.description
        case .dayMonthYear: "\(day)-\(month)-\(year)"
        case .monthDayYear: "\(month)-\(day)-\(year)"
        }
    }
}

/// A cell's number as people see it.
///
/// Workbooks keep binary fractions: 2.55 may stand there as `2.5499999999999998`. Programs show, and mean, fifteen digits; so the text is
/// rounded to fifteen, digit by digit, without ever becoming a binary fraction here.
enum SheetNumber {
    static let digitsMax = 15

    /// Plain decimal text; nil for what is no number or beyond thirty places either way.
    static func plain(_ text: String) -> String? {
        var bytes = Array(text.utf8)[...]
        let isNegative = bytes.first == UInt8(ascii: "-")
        if isNegative { bytes = bytes.dropFirst() }
        let parts = bytes.split(maxSplits: 1, omittingEmptySubsequences: false) { $0 == UInt8(ascii: "E") || $0 == UInt8(ascii: "e") }
        let exponent = parts.count == 2 ? Int(String(decoding: parts[1], as: UTF8.self)) : 0
        let halves = parts[0].split(separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
        var digits = halves.flatMap { $0.map { Int($0) - 48 } }
        guard let exponent, (-30...30).contains(exponent), (1...40).contains(digits.count), digits.allSatisfy((0...9).contains) else {
            return nil
        }
        var point = halves[0].count + exponent
        round(&digits, &point)
        return written(digits, point, isNegative)
    }

    /// To fifteen digits from the first that counts, half away from zero.
    private static func round(_ digits: inout [Int], _ point: inout Int) {
        let leading = digits.prefix { $0 == 0 }.count
        guard digits.count - leading > digitsMax else { return }
        let end = leading + digitsMax
        let isUp = digits[end] >= 5
        digits = Array(digits[..<end])
        guard isUp else { return }
        for place in digits.indices.reversed() {
            if digits[place] < 9 {
                digits[place] += 1
                return
            }
            digits[place] = 0
        }
        digits.insert(1, at: 0)
        point += 1
    }

    private static func written(_ digits: [Int], _ point: Int, _ isNegative: Bool) -> String {
        let padded = [Int](repeating: 0, count: max(0, 1 - point)) + digits
        let place = max(point, 1)
        let filled = padded + [Int](repeating: 0, count: max(0, place - padded.count))
        let whole = filled[..<place].drop { $0 == 0 }
        var decimals = filled[place...]
        while decimals.last == 0 { decimals.removeLast() }
        func text(_ digits: ArraySlice<Int>) -> String { digits.map(String.init).joined() }
        let number = (whole.isEmpty ? "0" : text(whole)) + (decimals.isEmpty ? "" : "." + text(decimals))
        return isNegative && number != "0" ? "-" + number : number
    }
}
