import BridgeAPI
import BridgeDomain
import BridgeJSON
import BridgeSource
import ColumnSource

// Readers whose input means something to an accountant.

/// Settings, a line of hyphens, and a table: settings that are understood read the table, whole and in small pieces alike, and nothing that
/// is read as a document lacks both content and reason. Without the line it is a table under settings that use most of what there is.
func columnsFinding(in bytes: [UInt8]) -> String? {
    let mark = Array("\n---\n".utf8)
    let place = bytes.indices.first { bytes[$0...].starts(with: mark) }
    let (yaml, table) = place.map { (Array(bytes[..<$0]), Array(bytes[($0 + mark.count)...])) } ?? (Array(usualColumns.utf8), bytes)
    guard let settings = try? ColumnSettings(yaml: yaml) else { return nil }
    let reader = ColumnReader(settings, administration: "NL01")
    for stream in [FileStream.documents, .parties(.debtor), .parties(.creditor)] {
        let whole = items(of: table, piece: max(table.count, 1), stream, reader)
        if items(of: table, piece: 5, stream, reader) != whole { return "in pieces it reads as something else" }
        for case .document(let document)? in whole where document.document == nil && document.problems.isEmpty {
            return "no document and no reason"
        }
    }
    return nil
}

/// What a table gives up to its end or refusal; the refusal is a nil at the end.
private func items(of table: [UInt8], piece: Int, _ stream: FileStream, _ reader: ColumnReader) -> [FileItem?] {
    var found: [FileItem?] = []
    do throws(FileRefusal) {
        var reading = try reader.open(DocumentFile(name: "table.csv", bytes: Pieces(bytes: table, size: piece)), for: stream)
        while let item = try reading.next() { found.append(item) }
    } catch {
        found.append(nil)
    }
    return found
}

/// Bytes that come a few at a time.
private struct Pieces: ByteStream {
    let bytes: [UInt8]
    let size: Int
    private var place = 0

    init(bytes: [UInt8], size: Int) { (self.bytes, self.size) = (bytes, size) }

    mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(FileRefusal) -> Int {
        let count = min(size, buffer.count, bytes.count - place)
        buffer.copyBytes(from: bytes[place..<place + count])
        place += count
        return count
    }
}

private let usualColumns = """
    documents: { kind: sales, grouped: adjacent, number: Invoice, date: Date, currency: { fixed: EUR } }
    credit_notes: { by: prefix, prefix: C, without_original: post }
    parties: { code: Customer, name: Name, country: { fixed: NL } }
    lines: { description: Text, quantity: Quantity, unit_price: Price }
    vat: { treatment: { fixed: domestic }, code: { fixed: S }, rate: Rate, table: { S: 21 } }
    """

/// A body is refused as a whole only where a general reader refuses it too; an item read by itself is the item that was read in the list.
func pushFinding(in bytes: [UInt8]) -> String? {
    let reader = BodyReader(administration: "NL01")
    guard let items = reader.documents(in: bytes) else {
        let general = try? JSON(parsing: bytes, bounds: JSON.Bounds(bytesMax: 1 << 20, depthMax: 8))
        guard let general else { return nil }
        return general.array.map { !$0.isEmpty && $0.count <= 1_000 } ?? true ? "a general reader takes what the door refuses" : nil
    }
    for item in items {
        guard let document = item.document else {
            if item.problems.isEmpty { return "refused without a reason" }
            continue
        }
        if document.document == nil, document.problems.isEmpty, !document.isWithdrawn { return "no document and no reason" }
        if reader.documents(in: document.raw) != [item] { return "by itself it reads as something else" }
    }
    return nil
}
