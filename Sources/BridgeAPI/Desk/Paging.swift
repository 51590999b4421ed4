import BridgeDomain
import BridgeHTTP
import BridgeHash

/// How lists go page by page: nobody outside knows what a cursor says, so that it may say something else tomorrow.
enum Paging {
    static let limitDefault = 50
    static let limitMax = 200
    private static let mark = "2"
    private static let sealDigits = 16
    /// Characters of a cursor.
    static let cursorMax = 1_000

    static let fields: [QueryField] = [
        .text("cursor", "Where the page begins: as `next` of the page before says.", max: cursorMax),
        .whole("limit", "Items on a page; \(limitDefault) unless given.", in: 1...Int64(limitMax)),
    ]

    /// Names a list: where it is, and on which conditions. How much of it is on a page makes no other list.
    static func list(_ path: String, _ query: [(name: String, value: String)]) -> String {
        let conditions = query.filter { !fields.map(\.name).contains($0.name) }.sorted { $0.name < $1.name }
        return path + "?" + FormCoding.encode(conditions)
    }

    /// A place in a list. It says of which: in another list the same place would be anywhere.
    static func cursor(_ place: String, of list: String) -> String {
        Base64.encode(Array((mark + seal(place, list) + place).utf8), .urlSafe)
    }

    /// What a cursor of that list says; refused where it is none of ours, or another list's.
    static func place<Place: LosslessStringConvertible>(_ cursor: String, of list: String) throws(DoorRefusal) -> Place {
        if let bytes = Base64.decode(cursor, .urlSafe), let text = String(validating: bytes, as: UTF8.self), text.hasPrefix(mark) {
            let place = String(text.dropFirst(mark.count + sealDigits))
            if text == mark + seal(place, list) + place, let place = Place(place) { return place }
        }
        var refusal = DoorRefusal(
            .badRequest, nl: "Deze cursor is er geen van deze lijst: neem 'next' zoals het in de vorige pagina staat.",
            en: "This is no cursor of this list: take 'next' as it stands in the page before.")
        refusal.errors = [Problem(.malformed, at: BridgeDomain.Place("cursor"), found: String(cursor.prefix(60)))]
        throw refusal
    }

    private static func seal(_ place: String, _ list: String) -> String {
        String(SHA256.hash("\(list)\n\(place)".utf8).hex.prefix(sealDigits))
    }
}
