import BridgeDomain
import BridgeJSON
import BridgeSource

/// One page of a stream: `{"results": […], "max_sequence": 184467, "has_more": true}` (reference freshportal §4).
///
/// The contract leaves open whether `max_sequence` is the highest number of the page or of the whole stream. As long as there is more, the
/// cursor therefore goes to the highest number among the rows: never past a row that was not delivered. Only the last page may move it to
/// `max_sequence`, past rows that are not ours to see.
struct PageEnvelope {
    let rows: [JSON]
    let next: SourceCursor
    let hasMore: Bool

    /// Why a page cannot be used.
    struct Fault: Error {
        let message: String
    }

    init(_ json: JSON, after cursor: Int64) throws(Fault) {
        guard let rows = json["results"]?.array, let hasMore = json["has_more"]?.bool, let claimed = json["max_sequence"]?.integer else {
            throw Fault(message: "the page lacks results, max_sequence or has_more")
        }
        guard rows.count <= AssumedContract.pageMax else {
            throw Fault(message: "the page has \(rows.count) rows, more than \(AssumedContract.pageMax)")
        }
        let highest = rows.compactMap { $0["sequence"]?.integer }.max() ?? cursor
        // A row without a number can only be passed when the page is the last: its place in the stream is not known.
        guard !hasMore || highest > cursor else {
            throw Fault(message: "the page after \(cursor) says there is more but holds no higher sequence")
        }
        self.rows = rows
        self.hasMore = hasMore
        self.next = SourceCursor(String(hasMore ? highest : max(highest, claimed, cursor)))
    }

    /// The number a cursor stands for; the beginning is 0. nil for a cursor that is not ours.
    static func sequence(of cursor: SourceCursor) -> Int64? {
        cursor == .start ? 0 : Int64(cursor.text).flatMap { $0 >= 0 ? $0 : nil }
    }
}
