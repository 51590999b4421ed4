import BridgeConnector
import BridgeDomain
import BridgeExchange

/// What the connector keeps of one entry that is, or was, in a batch.
struct Parcel: Hashable, Codable, Sendable {
    var standing: BatchRun.Item.Standing
    var run: Int
    /// The entry's record and its lines' as they are sent: a run goes on with what it began with, whatever was configured since. Left out
    /// when nothing of it is to be sent any more.
    var head: String?
    var lines: [String]?
    /// What the books are to hold.
    var booked: BookedEntry
    var refusal: BatchRun.Refusal?

    init(_ order: PostingOrder, _ record: EntryRecord, run: Int) {
        standing = .waiting
        self.run = run
        head = String(decoding: record.head.document, as: UTF8.self)
        lines = record.lines.map { String(decoding: $0.document, as: UTF8.self) }
        booked = BookedEntry(meantBy: order, id: "", number: order.entry.reference.text)
    }

    /// What became of it in a run; true when that is decided.
    mutating func take(_ item: BatchRun.Item) -> Bool {
        standing = item.standing
        refusal = item.refusal
        guard standing != .waiting, standing != .added else { return false }
        (head, lines) = (nil, nil)
        let number = [item.batch, item.key].compactMap { $0 }.joined(separator: "/")
        booked.id = TargetID(number)
        booked.number = number
        // What is in doubt must not look as meant.
        if standing == .doubtful { (booked.lines, booked.number) = ([], "\(number) \(item.refusal?.text ?? "")") }
        return true
    }

    /// What the engine is told.
    func fate(now: Timestamp) -> EntryFate {
        switch standing {
        case .booked, .doubtful: return .found([booked])
        case .refused:
            let place = refusal?.line.map { Place(line: $0, "JOURNAALREGEL") } ?? Place("JOURNAALPOST")
            let code = refusal.map { KingWebServiceContract.meaning($0.code).problemCode } ?? .targetRejected
            let text = refusal?.text ?? ""
            return .refused([Problem(code, at: place, found: text)], text)
        case .waiting, .added:
            return .awaited(until: now.adding(seconds: Self.waitSeconds), "in batch \(run) for King, not closed")
        }
    }

    /// Seconds between two looks at an entry that waits; the news of a decision comes sooner.
    static let waitSeconds: Int64 = 900
}
