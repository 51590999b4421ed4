import BridgeDomain
public import BridgeJournal

/// What people call things of which the history holds an identifier only: payments by their number in the books, webhooks and programs by their
/// names.
public struct SubjectNames: Sendable {
    private let names: [String: String]

    /// The name of a subject; nil where it says by itself what it is, or nothing is known of it any more.
    public subscript(subject: String) -> String? { names[subject] }

    /// Reads the names for a page of records. Cost: one question per bridge for payments, and one per webhook and token.
    public static func read(_ entries: [HistoryEntry], journal: any BridgeJournal) async throws(JournalError) -> SubjectNames {
        var names: [String: String] = [:]
        var payments: [BridgeID: Set<PaymentID>] = [:]
        for entry in entries where names[entry.subject] == nil {
            if let bridge = entry.bridge, let id = entry.subject.dropping(prefix: PaymentRecord.subject("")) {
                payments[bridge, default: []].insert(PaymentID(String(id)))
            } else if let id = entry.subject.dropping(prefix: "token/") {
                names[entry.subject] = try await journal.token(String(id))?.name
            } else if let id = entry.subject.dropping(prefix: "webhook/") {
                names[entry.subject] = try await journal.webhook(String(id))?.name
            }
        }
        for (bridge, ids) in payments {
            for payment in try await journal.payments(Array(ids), bridge: bridge).values {
                names[payment.subject] = "\(payment.daybook) \(payment.number)"
            }
        }
        return SubjectNames(names: names)
    }
}
