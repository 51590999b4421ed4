import BridgeConnector
import BridgeDomain

/// The delivery of entries in one batch of King through many calls: which call is next, and what each answer makes of it.
///
/// Pure. The connector makes it durable before each call, with ``Cursor/isUnderWay`` set: whoever reads it after a kill knows which call may have been
/// made, and ``take(_:)`` says what follows, the same as for an answer that was lost. Nothing is begun again that may stand in the books: the
/// ledger changes only when a batch is closed, so an open one can be filled on, or taken away whole; a line that arrived twice says so, and a
/// closed batch says so too.
struct BatchRun: Hashable, Sendable {
    /// The call that is next, or under way.
    enum Step: String, Codable, Sendable {
        case open, addEntry, addLine, removeEntry, close
        /// The batch is taken away with all that is in it.
        case rollBack
        case over
    }

    /// One entry.
    struct Item: Hashable, Codable, Sendable {
        enum Standing: String, Codable, Sendable {
            case waiting
            /// Whole in the open batch.
            case added
            case booked, refused
            /// A person must look into King.
            case doubtful
        }

        let reference: EntryReference
        let lines: Int
        var standing = Standing.waiting
        /// King's key of it, in the batch it is in.
        var key: String?
        /// The batch it was booked in.
        var batch: String?
        var refusal: Refusal?
    }

    /// Why an entry was not taken.
    struct Refusal: Hashable, Codable, Sendable {
        /// The line it is about, from 1.
        var line: Int?
        var code: Int
        var text: String
    }

    /// Where a run stands, without its entries: what changes with every call, and is written with every call.
    struct Cursor: Hashable, Codable, Sendable {
        let number: Int
        let startedAt: Timestamp
        var step = Step.open
        /// The call of ``step`` may have been made, and no answer is known.
        var isUnderWay = false
        /// King's key of the open batch.
        var batch: String?
        /// Which batch of this run it is, from 1.
        var attempt = 1
        /// The entry at hand, and its next line from 0.
        var place = 0
        var line = 0
        /// King would not close a batch with several entries, so that each gets its own: then it is seen which one it is.
        var isOneByOne = false
        /// A call to close the batch got no answer.
        var closeWasAsked = false
        /// Batches that may have been opened although the answer was lost: empty ones that stay in King.
        var strays = 0
    }

    private(set) var cursor: Cursor
    private(set) var items: [Item]

    /// A run as it was kept.
    init(_ cursor: Cursor, items: [Item]) {
        self.cursor = cursor
        self.items = items
    }

    init(number: Int, startedAt: Timestamp, items: [Item]) {
        self.init(Cursor(number: number, startedAt: startedAt), items: items)
    }

    var number: Int { cursor.number }
    var step: Step { cursor.step }
    var batch: String? { cursor.batch }
    var place: Int { cursor.place }
    var line: Int { cursor.line }

    /// The call that is next may be made from now on: kept before it is.
    mutating func begin() { cursor.isUnderWay = true }
    /// It was not made after all.
    mutating func withdraw() { cursor.isUnderWay = false }

    /// The entry at hand.
    var item: Item { items[place] }
    /// What tells its batch from others, for people.
    var name: String { "\(number).\(cursor.attempt)" }

    /// Goes on after an answer. What comes back is why no further call makes sense now; the step stands either way.
    mutating func take(_ answer: ServiceAnswer) -> ConnectorError? {
        cursor.isUnderWay = false
        switch answer {
        case .done(let key) where key.isEmpty && (step == .open || step == .addEntry): return lost("an answer without a key")
        case .done(let key):
            done(key)
            return nil
        case .lost(let what): return lost(what)
        case .refused(let refusal): return refused(refusal)
        }
    }

    // MARK: Answers

    private mutating func done(_ key: String) {
        switch step {
        case .open:
            cursor.batch = key
            nextEntry()
        case .addEntry:
            (items[place].key, cursor.line, cursor.step) = (key, 0, .addLine)
        case .addLine: nextLine()
        case .removeEntry:
            items[place].key = nil
            nextEntry()
        case .close: book()
        case .rollBack: restart()
        case .over: break
        }
    }

    private mutating func lost(_ what: String) -> ConnectorError {
        switch step {
        case .open:
            cursor.strays += 1
            cursor.attempt += 1
        // The batch may hold an entry whose key nobody knows; with it, it cannot be closed as it was meant.
        case .addEntry: cursor.step = .rollBack
        case .close: cursor.closeWasAsked = true
        // Repeated: a line that is there, an entry or batch that is gone say so.
        case .addLine, .removeEntry, .rollBack, .over: break
        }
        return ConnectorError(.unavailable, "King's web services: \(what); the batch goes on from there")
    }

    private mutating func refused(_ refusal: ServiceRefusal) -> ConnectorError? {
        switch (step, refusal.meaning) {
        case (_, .noAccess), (_, .contract), (.open, _): return refusal.error
        case (.addLine, .lineIsThere): nextLine()
        case (.removeEntry, .entryGone): done("")
        case (.close, .batchClosed): book()
        case (.close, .batchGone) where cursor.closeWasAsked: doubt(refusal)
        case (.rollBack, .batchGone): restart()
        case (_, .batchGone):
            restart()
            return ConnectorError(.unavailable, "somebody took our batch away in King: it is put in again", vendorText: refusal.words)
        case (_, .batchClosed): doubt(refusal)
        case (.addEntry, _):
            refuse(place, refusal, line: nil)
            nextEntry()
        case (.addLine, .entryGone), (.removeEntry, _), (.close, .batchEmpty): cursor.step = .rollBack
        case (.addLine, _):
            refuse(place, refusal, line: line + 1)
            cursor.step = .removeEntry
        case (.close, _): closeRefused(refusal)
        case (.rollBack, _), (.over, _): return refusal.error
        }
        return nil
    }

    private mutating func closeRefused(_ refusal: ServiceRefusal) {
        let added = items.indices.filter { items[$0].standing == .added }
        if added.count == 1 { refuse(added[0], refusal, line: nil) } else { cursor.isOneByOne = true }
        cursor.step = .rollBack
    }

    // MARK: Going on

    private mutating func nextEntry() {
        let hasSome = items.contains { $0.standing == .added }
        if !(cursor.isOneByOne && hasSome), let next = items.firstIndex(where: { $0.standing == .waiting }) {
            (cursor.place, cursor.line, cursor.step) = (next, 0, .addEntry)
        } else {
            // A batch in which nothing is left is taken away: King does not close it.
            cursor.step = hasSome ? .close : .rollBack
        }
    }

    private mutating func nextLine() {
        cursor.line += 1
        guard line >= items[place].lines else { return }
        items[place].standing = .added
        nextEntry()
    }

    private mutating func book() {
        for place in items.indices where items[place].standing == .added {
            items[place].standing = .booked
            items[place].batch = batch
        }
        endBatch()
    }

    private mutating func refuse(_ place: Int, _ refusal: ServiceRefusal, line: Int?) {
        items[place].standing = .refused
        items[place].refusal = Refusal(line: line, code: refusal.code, text: refusal.words)
    }

    /// The batch is gone and nothing of it was booked: what was in it goes into another.
    private mutating func restart() {
        for place in items.indices where items[place].standing == .added { items[place].standing = .waiting }
        for place in items.indices where items[place].standing == .waiting { items[place].key = nil }
        endBatch()
    }

    /// Somebody else closed or took away a batch of ours: what was in it may be in the books, whole or not.
    private mutating func doubt(_ refusal: ServiceRefusal) {
        for place in items.indices where items[place].standing == .added || items[place].standing == .waiting && items[place].key != nil {
            items[place].standing = .doubtful
            items[place].batch = batch
            items[place].refusal = Refusal(line: nil, code: refusal.code, text: refusal.words)
        }
        endBatch()
    }

    private mutating func endBatch() {
        (cursor.batch, cursor.closeWasAsked) = (nil, false)
        cursor.attempt += 1
        cursor.step = items.contains { $0.standing == .waiting } ? .open : .over
    }
}
