import BridgeConnector
import BridgeDomain

/// Splits an entry that is too long for one call into several, each balanced on a clearing account that ends at zero.
///
/// The first part holds the party's line whole, so that the books have one invoice and one open item. A VAT code's VAT goes with its lines:
/// where they fall in several parts it is divided in proportion, the remainder on the largest, and adds up to the cent.
struct AFASSplit {
    private let lines: [AFASEntryLine]
    private let clearing: String
    private let currency: Currency

    init(_ lines: [AFASEntryLine], clearing: String, _ currency: Currency) {
        self.lines = lines
        self.clearing = clearing
        self.currency = currency
    }

    /// Each part of at most ``AFASLongEntries/linesMax`` lines, with `[2/3]` in its texts.
    func parts() throws(ConnectorError) -> [[AFASEntryLine]] {
        let heads = lines.filter { $0.VaAs != "1" }
        let vat = lines.filter(\.isVAT)
        let amounts = lines.filter { $0.VaAs == "1" && !$0.isVAT }
        // Room for the party's lines, every VAT line and the clearing line in each part.
        let room = AFASLongEntries.linesMax - heads.count - vat.count - 1
        let count = room > 0 ? (amounts.count + room - 1) / room : Int.max
        guard count <= AFASLongEntries.partsMax else {
            let found = Problem(
                .tooManyLines, at: Place("lines"), found: "\(lines.count)",
                expected: "≤ \(AFASLongEntries.partsMax * AFASLongEntries.linesMax)")
            throw ConnectorError(.rejected, "The entry has more lines than may be split; nothing was sent", problems: [found])
        }
        var parts = (0..<count).map { Array(amounts[$0 * room..<min(amounts.count, ($0 + 1) * room)]) }
        for line in vat { divide(line, over: &parts) }
        parts[0] = heads + parts[0]
        return parts.enumerated().map { place, part in shown(balanced(part), place + 1, of: count) }
    }

    private func divide(_ vat: AFASEntryLine, over parts: inout [[AFASEntryLine]]) {
        let bases = parts.map { part in part.filter { $0.VaId == vat.VaId && !$0.isVAT }.map(\.amount).total(vat.amount.currency) }
        let weights = bases.map { Int64($0.minorUnits.magnitude) }
        guard let largest = weights.indices.max(by: { weights[$0] < weights[$1] }), weights[largest] > 0 else {
            parts[0].append(vat)
            return
        }
        let amounts = vat.amount.allocated(over: weights, remainderAt: largest)
        let foreign = vat.foreign?.amount.allocated(over: weights, remainderAt: largest)
        for place in parts.indices where !amounts[place].isZero || foreign.map({ !$0[place].isZero }) ?? false {
            var line = vat
            line.amount = amounts[place]
            if let rate = vat.foreign?.Rate, let foreign {
                line.foreign = .init(amount: foreign[place], Rate: LineRate.rate(rate, base: amounts[place], foreign: foreign[place]))
            }
            parts[place].append(line)
        }
    }

    private func balanced(_ part: [AFASEntryLine]) -> [AFASEntryLine] {
        guard var line = part.first else { return part }
        let open = part.map(\.amount).total(line.amount.currency)
        let openForeign = line.foreign.map { first in part.compactMap(\.foreign?.amount).total(first.amount.currency) }
        if open.isZero, openForeign?.isZero ?? true { return part }
        (line.VaAs, line.AcNr, line.VaId, line.DaEx, line.PaCd, line.PaId, line.Fref) = ("1", clearing, nil, nil, nil, nil, nil)
        (line.InId, line.isVAT) = (nil, false)
        line.dimensions = [:]
        line.amount = -open
        if let rate = line.foreign?.Rate, let openForeign {
            line.foreign = .init(amount: -openForeign, Rate: LineRate.rate(rate, base: -open, foreign: -openForeign))
        }
        return part + [line]
    }

    private func shown(_ part: [AFASEntryLine], _ number: Int, of count: Int) -> [AFASEntryLine] {
        part.map { line in
            var line = line
            line.Ds = "\(Self.mark(number, of: count)) \(line.Ds ?? "")"
            // One invoice number, one invoice: later parts are found by their voucher number.
            if number > 1 { line.InId = nil }
            return line
        }
    }

    /// How a part is marked at the beginning of its texts.
    static func mark(_ number: Int, of count: Int) -> String { "[\(number)/\(count)]" }

    /// What a text's mark says; nil for a text without one.
    static func mark(in text: String) -> (number: Int, count: Int)? {
        guard text.hasPrefix("["), let end = text.firstIndex(of: "]") else { return nil }
        let parts = text[text.index(after: text.startIndex)..<end].split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let number = Int(parts[0]), let count = Int(parts[1]), (1...count).contains(number) else { return nil }
        return (number, count)
    }
}
