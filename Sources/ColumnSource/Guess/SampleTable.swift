import BridgeCSV
import BridgeDomain
import BridgeSource

/// The beginning of a file as a table of texts.
struct SampleTable {
    let finding: CSVFinding
    /// nil where the first record is no header.
    let header: [String]?
    let rows: [[String]]

    /// Records looked at.
    static let rowsMax = 200_000

    init(_ sample: [UInt8], isWhole: Bool) throws(FileRefusal) {
        guard let finding = CSVFinding(sample.prefix(1 << 20), isWhole: isWhole && sample.count <= 1 << 20),
            let first = finding.records.first
        else { throw .empty }
        self.finding = finding
        let rows = Self.rows(sample, finding.format, isWhole: isWhole)
        let isHeader = Self.isHeader(first, rows.dropFirst().first)
        header = isHeader ? first.map(trimmed) : nil
        self.rows = Array(rows.dropFirst(isHeader ? 1 : 0))
    }

    private static func rows(_ sample: [UInt8], _ format: CSVFormat, isWhole: Bool) -> [[String]] {
        let reader = CSVReader(format)
        var rest = sample[...]
        var rows: [[String]] = []
        while rows.count < rowsMax {
            do throws(CSVError) {
                switch try reader.next() {
                case .record: rows.append(reader.texts.map(trimmed))
                case .end: return rows
                case .needsInput:
                    if rest.isEmpty, !isWhole { return rows }
                    reader.fill { buffer in
                        let piece = rest.prefix(buffer.count)
                        buffer.copyBytes(from: piece)
                        rest = rest.dropFirst(piece.count)
                        return piece.count
                    }
                }
            } catch {
                if !error.leavesTheRest { return rows }
            }
        }
        return rows
    }

    /// A header names every column, each differently, with letters; and either some names are known words, or figures stand below letters.
    private static func isHeader(_ first: [String], _ second: [String]?) -> Bool {
        let names = first.map { trimmed($0).lowercased() }
        guard names.allSatisfy({ $0.contains(where: \.isLetter) }), Set(names).count == names.count else { return false }
        guard let second, ColumnRole.columns(first).count < 2 else { return true }
        return zip(first, second).contains { !$0.contains(where: \.isNumber) && $1.contains(where: \.isNumber) }
    }

    /// What stands in a column, empty cells included.
    func column(_ place: Int) -> [String] { rows.map { place < $0.count ? $0[place] : "" } }

    /// What stands in a column, empty cells left out.
    func filled(_ place: Int) -> [String] { column(place).filter { !$0.isEmpty } }
}

/// What numbers and dates look like over whole columns.
enum ColumnStyles {
    private static let numberStyles = [
        NumberStyle(mark: .point, thousands: .none), NumberStyle(mark: .comma, thousands: .none),
        NumberStyle(mark: .comma, thousands: .point), NumberStyle(mark: .point, thousands: .comma),
        NumberStyle(mark: .comma, thousands: .space), NumberStyle(mark: .point, thousands: .space),
        NumberStyle(mark: .point, thousands: .apostrophe),
    ]

    /// The styles under which every number can be read, the plainest first.
    static func numbers(_ texts: [String]) -> [NumberStyle] {
        numberStyles.filter { style in texts.allSatisfy { style.number($0) != nil } }
    }

    /// A number that the styles do not agree about; nil when there is none.
    static func disputed(_ texts: [String], _ styles: [NumberStyle]) -> String? {
        texts.first { text in Set(styles.map { $0.number(text) }).count > 1 }
    }

    /// The orders in which every date can be read.
    static func dates(_ texts: [String]) -> [DateOrder] {
        texts.isEmpty ? [] : DateOrder.allCases.filter { order in texts.allSatisfy { order.date($0) != nil } }
    }
}
