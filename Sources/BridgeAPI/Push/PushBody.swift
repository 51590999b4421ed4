import BridgeDomain
import BridgeJSON
import BridgeSource

/// One item of a body, with what an answer tells of it.
struct PushedItem: Sendable {
    /// The sender's own identifier, where it could be read.
    var id: String?
    /// Why it cannot be kept; nil for an item that can.
    var refusal: [Problem]?
}

/// A body: one object, or a list of them.
struct PushBody<Item: Sendable>: Sendable {
    var items: [PushedItem] = []
    /// What can be kept of it, in order: one for each item that was not refused.
    var kept: [Item] = []
    var isBatch: Bool

    /// Reads a body in one pass. Throws where it is no JSON, or holds more than a batch may.
    init(
        _ bytes: [UInt8], _ shape: Shape, id: Int, _ make: (Record?, [Problem], [UInt8]) -> Reading<Item>
    ) throws(DoorRefusal) {
        do throws(JSONError) {
            var reader = ShapeReader(try JSONCursor(bytes, bounds: PushBounds.json))
            isBatch = try reader.cursor.kind() == .array
            if isBatch {
                try reader.cursor.enterArray()
                while items.count <= PushLimits.itemsMax, try reader.cursor.nextElement() {
                    add(try Self.item(&reader, shape, id, make))
                }
            } else {
                add(try Self.item(&reader, shape, id, make))
            }
            if items.count <= PushLimits.itemsMax { try reader.cursor.end() }
        } catch {
            throw DoorRefusal(
                .notJSON, nl: "De inhoud is geen JSON volgens RFC 8259: \(error). Er is niets bewaard.",
                en: "The body is no JSON as RFC 8259 has it: \(error). Nothing was kept.")
        }
        guard items.count <= PushLimits.itemsMax else {
            throw DoorRefusal(
                .tooManyItems, nl: "Een verzoek mag ten hoogste \(PushLimits.itemsMax) stukken bevatten: verdeel ze. Er is niets bewaard.",
                en: "A request may hold at most \(PushLimits.itemsMax) items: divide them. Nothing was kept.")
        }
        guard !items.isEmpty else {
            throw DoorRefusal(.badRequest, nl: "De lijst is leeg.", en: "The list is empty.")
        }
    }

    private mutating func add(_ item: (id: String?, reading: Reading<Item>)) {
        switch item.reading {
        case .refused(let problems): items.append(PushedItem(id: item.id, refusal: problems))
        case .item(let readable):
            items.append(PushedItem(id: item.id))
            kept.append(readable)
        }
    }

    private static func item(
        _ reader: inout ShapeReader, _ shape: Shape, _ id: Int, _ make: (Record?, [Problem], [UInt8]) -> Reading<Item>
    ) throws(JSONError) -> (id: String?, reading: Reading<Item>) {
        _ = try reader.cursor.kind()
        let start = reader.cursor.place
        let (record, problems) = try reader.read(shape)
        let named: String? = if let record, case .text(let text) = record[id] { text } else { nil }
        let size = reader.cursor.place - start
        guard size <= PushBounds.itemBytesMax else {
            let tooLong = Problem(.textBeyondLimit, at: Place("document"), found: "\(size)", expected: "≤ \(PushBounds.itemBytesMax)")
            return (named, .refused([tooLong]))
        }
        let raw = reader.cursor.bytes(start..<reader.cursor.place)
        return (named, make(record, problems, raw))
    }
}

/// The bounds of what is pushed.
enum PushBounds {
    /// Bytes of a body.
    static let bodyBytesMax = 8 << 20
    /// Bytes of one item: 2,000 lines of 500 bytes.
    static let itemBytesMax = 1 << 20
    static let json = JSON.Bounds(bytesMax: bodyBytesMax, depthMax: 8)
}
