import BridgeDomain
import BridgeHash

/// How lists go page by page: nobody outside knows what a cursor says, so that it may say something else tomorrow.
enum Paging {
    static let limitDefault = 50
    static let limitMax = 200
    private static let mark = "1:"
    /// Characters of a cursor.
    static let cursorMax = 1_000

    static let fields: [QueryField] = [
        .text("cursor", "Where the page begins: as `next` of the page before says.", max: cursorMax),
        .whole("limit", "Items on a page; \(limitDefault) unless given.", in: 1...Int64(limitMax)),
    ]

    static func cursor(_ place: String) -> String { Base64.encode(Array((mark + place).utf8), .urlSafe) }

    /// What a cursor says; refused where it is none of ours.
    static func place(_ cursor: String) throws(DoorRefusal) -> String {
        guard let bytes = Base64.decode(cursor, .urlSafe), let text = String(validating: bytes, as: UTF8.self), text.hasPrefix(mark) else {
            var refusal = DoorRefusal(
                .badRequest, nl: "Deze cursor is er geen: neem 'next' zoals het in de vorige pagina staat.",
                en: "This is no cursor: take 'next' as it stands in the page before.")
            refusal.errors = [Problem(.malformed, at: Place("cursor"), found: String(cursor.prefix(60)))]
            throw refusal
        }
        return String(text.dropFirst(mark.count))
    }
}
