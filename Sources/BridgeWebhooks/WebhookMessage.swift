import BridgeDomain
import BridgeJSON
import BridgeJournal

/// What a message says: which event, when, of which document, with its amounts as text and where to look at it. Nothing that is worth stealing:
/// who wants more asks the API.
enum WebhookMessage {
    /// Characters of a reason that are passed on.
    private static let reasonMax = 500

    static func body(
        _ event: WebhookEvent, _ record: HistoryRecord, posting: PostingRecord?, link: String?
    ) -> [UInt8] {
        var data: [JSON.Member] = []
        if let bridge = record.entry.bridge { data.append(.init("bridge", .string(bridge.text))) }
        if event.isOfDocument, let key = DocumentKey(record.entry.subject) {
            data.append(.init("administration", .string(key.administration.text)))
            data.append(.init("kind", .string(key.kind.rawValue)))
            data.append(.init("number", .string(key.number.text)))
            data.append(.init("document", .string(record.entry.subject)))
        }
        if let posting { data += members(of: posting, event) }
        if !record.entry.detail.isEmpty { data.append(.init("reason", .string(String(record.entry.detail.prefix(reasonMax))))) }
        if let link { data.append(.init("link", .string(link))) }
        let message: JSON = .object([
            .init("type", .string(event.rawValue)), .init("timestamp", .string(record.entry.at.description)), .init("data", .object(data)),
        ])
        return Array(message.description.utf8)
    }

    private static func members(of posting: PostingRecord, _ event: WebhookEvent) -> [JSON.Member] {
        var members: [JSON.Member] = []
        if let currency = posting.currency { members.append(.init("currency", .string(currency.code))) }
        for (name, amount) in [("net", posting.net), ("vat", posting.vat), ("gross", posting.gross)] {
            if let amount { members.append(.init(name, .string(amount.amountText))) }
        }
        if let reference = posting.reference { members.append(.init("reference", .string(reference.text))) }
        if event == .documentBooked, let number = posting.targetNumber, !number.isEmpty {
            members.append(.init("entry_number", .string(number)))
        }
        if event == .documentLate, let deadline = posting.deadline { members.append(.init("deadline", .string(deadline.description))) }
        return members
    }
}
