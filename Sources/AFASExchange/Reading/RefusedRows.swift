import BridgeCSV
import BridgeExchange
import BridgeText

/// Reads a file with rejected lines: the lines as they stood, under our captions or without, and with the error text behind each where the
/// definition says so (reference §14.1).
///
/// A line is found again by its cells, not by its bytes: the importer may quote otherwise. Equal rows are taken in their order.
struct RefusedRows {
    let profile: AFASFileProfile

    /// Nil when the list breaks off or holds nothing: it may still be under writing.
    func read(_ list: [UInt8], of file: [UInt8]) -> RefusalList? {
        guard let back = cells(list), let own = cells(file), !back.isEmpty else { return nil }
        var places: [[String]: [Int]] = [:]
        let rows = profile.hasHeader ? Array(own.dropFirst()) : own
        for (place, row) in rows.enumerated().reversed() { places[row, default: []].append(place) }
        let captions = profile.columns.map(\.caption)
        var (found, strange): ([(place: Int, reason: String?, line: String)], [String]) = ([], [])
        var reasonOfAll: String?
        for row in back {
            if Array(row.prefix(captions.count)) == captions { continue }
            let (key, reason) = split(row)
            let line = row.joined(separator: String(profile.separator))
            if let place = places[key]?.popLast() {
                found.append((place, reason, line))
            } else if let last = row.last, !last.isEmpty, row.dropLast().allSatisfy(\.isEmpty), back.count > 1 {
                // A file that could not be read at all comes back whole, with one text behind its end.
                reasonOfAll = last
            } else {
                strange.append(line)
            }
        }
        return RefusalList(rows: found.map { RefusedRow(row: $0.place, reason: $0.reason ?? reasonOfAll ?? $0.line) }, strange: strange)
    }

    /// Our cells, and the text behind them.
    private func split(_ row: [String]) -> ([String], String?) {
        let count = profile.columns.count
        guard row.count > count else { return (row, nil) }
        let reason = row[count...].joined(separator: " ")
        return (Array(row.prefix(count)), reason.isEmpty ? nil : reason)
    }

    private func cells(_ bytes: [UInt8]) -> [[String]]? {
        guard let separator = CSVFormat.Separator(rawValue: String(profile.separator)) else { return nil }
        let reader = CSVReader(CSVFormat(separator: separator, encoding: profile.encoding == .windows1252 ? .windows1252 : .utf8))
        var rest = bytes[...]
        var rows: [[String]] = []
        do throws(CSVError) {
            while true {
                switch try reader.next() {
                case .record: rows.append(reader.texts)
                case .end: return rows
                case .needsInput:
                    reader.fill { buffer in
                        let piece = rest.prefix(buffer.count)
                        buffer.copyBytes(from: piece)
                        rest = rest.dropFirst(piece.count)
                        return piece.count
                    }
                }
            }
        } catch {
            return nil
        }
    }
}
