import BridgeDomain
import BridgeJSON
import BridgeSource

/// One page of a stream: `{"results": […], "max_sequence": 184467, "has_more": true}` (reference freshportal §4).
///
/// The contract leaves open whether `max_sequence` is the highest number of the page or of the whole stream. As long as there is more, the
/// cursor therefore goes to the highest number among the rows: never past a row that was not delivered. Only the last page may move it to
/// `max_sequence`, past rows that are not ours to see.
///
/// Each row becomes an item as soon as it is read: the tree of one document stays in the processor's cache, that of hundreds does not.
struct PageEnvelope<Item> {
    private(set) var items: [Item] = []
    let next: SourceCursor
    let hasMore: Bool

    /// Why a page cannot be used.
    enum Fault: Error {
        case noJSON(JSONError)
        case noPage(String)
    }

    /// The page where a stream has nothing more.
    init(endingAt sequence: Int64) {
        next = SourceCursor(String(sequence))
        hasMore = false
    }

    /// Reads a page; `read` gives nil for a row that is only to be passed.
    init(_ bytes: [UInt8], bounds: JSON.Bounds, after cursor: Int64, _ read: (JSON) -> Item?) throws(Fault) {
        var parts = Parts()
        do throws(JSONError) { try parts.take(bytes, bounds, read) } catch { throw .noJSON(error) }
        if let name = parts.twice { throw .noPage("the page has the member \(name) twice") }
        guard parts.hasResults, let hasMore = parts.hasMore, let claimed = parts.claimed else {
            throw .noPage("the page lacks results, max_sequence or has_more")
        }
        guard parts.rows <= AssumedContract.pageMax else {
            throw .noPage("the page has \(parts.rows) rows, more than \(AssumedContract.pageMax)")
        }
        let highest = parts.highest ?? cursor
        // A row without a number can only be passed when the page is the last: its place in the stream is not known.
        guard !hasMore || highest > cursor else {
            throw .noPage("the page after \(cursor) says there is more but holds no higher sequence")
        }
        items = parts.items
        self.hasMore = hasMore
        next = SourceCursor(String(hasMore ? highest : max(highest, claimed, cursor)))
    }

    /// What a page was found to hold.
    private struct Parts {
        var items: [Item] = []
        var rows = 0
        var highest: Int64?
        var hasResults = false
        var claimed: Int64?
        var hasMore: Bool?
        var names: Set<String> = []
        /// A member that occurs twice: readers disagree on which counts.
        var twice: String?

        mutating func take(_ bytes: [UInt8], _ bounds: JSON.Bounds, _ read: (JSON) -> Item?) throws(JSONError) {
            var cursor = try JSONCursor(bytes, bounds: bounds)
            if try cursor.kind() == .object {
                try cursor.enterObject()
                while let name = try cursor.nextMember() {
                    if !names.insert(name).inserted { twice = name }
                    try take(name, &cursor, read)
                }
            } else {
                try cursor.skip()
            }
            try cursor.end()
        }

        private mutating func take(_ name: String, _ cursor: inout JSONCursor, _ read: (JSON) -> Item?) throws(JSONError) {
            switch name {
            case "results" where try cursor.kind() == .array: try takeRows(&cursor, read)
            case "max_sequence": claimed = try cursor.value().integer
            case "has_more": hasMore = try cursor.value().bool
            default: try cursor.skip()
            }
        }

        private mutating func takeRows(_ cursor: inout JSONCursor, _ read: (JSON) -> Item?) throws(JSONError) {
            hasResults = true
            try cursor.enterArray()
            while try cursor.nextElement() {
                let row = try cursor.value()
                rows += 1
                if let sequence = row["sequence"]?.integer { highest = max(highest ?? sequence, sequence) }
                // A page beyond the bound is refused as a whole: its other rows are only counted.
                if rows <= AssumedContract.pageMax, let item = read(row) { items.append(item) }
            }
        }
    }
}

extension SourceCursor {
    /// The number a cursor of the contract stands for; the beginning is 0. nil for a cursor that is not ours.
    var sequence: Int64? {
        self == .start ? 0 : Int64(text).flatMap { $0 >= 0 ? $0 : nil }
    }
}
