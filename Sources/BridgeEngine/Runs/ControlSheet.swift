public import BridgeDomain
import BridgeHash
public import BridgeJournal

/// What a bookkeeper checks a batch against, before it goes and after: how many documents and how much, per daybook and period, and from
/// which number to which. Amounts are as printed; those of credit notes are taken off.
public struct ControlSheet: Hashable, Sendable, Codable {
    /// Where a document of the batch stands.
    public enum Standing: String, Hashable, Sendable, Codable, CaseIterable, Comparable {
        /// Goes with the run, or is on its way to the books.
        case leaves
        /// Stays behind for now: approval, party, original, period, or a person's hold comes first.
        case waits
        case booked
        /// Parked or refused: a person mends it.
        case stopped
        /// Taken out of the way, or amounting to nothing.
        case outside

        /// Orders as the cases are listed.
        public static func < (left: Standing, right: Standing) -> Bool { left.place < right.place }

        private var place: Int { Self.allCases.firstIndex(of: self) ?? 0 }
    }

    /// The documents of one standing, daybook, period and currency.
    public struct Row: Hashable, Sendable, Codable {
        public var standing: Standing
        /// nil for what mapping could not place yet.
        public var daybook: DaybookCode?
        public var period: Period?
        public var documents: Int
        /// nil for documents that could not be read.
        public var net: Money?
        public var vat: Money?
        public var gross: Money?
        public var first: DocumentNumber
        public var last: DocumentNumber
    }

    /// In order of standing, daybook, period and currency.
    public private(set) var rows: [Row] = []
    /// Says which documents were counted, in which version: the same seal, the same batch to the letter. 16 hexadecimal digits.
    public private(set) var seal = String(repeating: "0", count: Self.sealLength)

    private static let sealLength = 16

    /// A sheet with nothing on it.
    public init() {}

    /// A sheet of these documents, in their order.
    public init(of postings: [PostingRecord]) {
        for posting in postings { add(posting) }
    }

    /// Documents of these standings; all of them unless named.
    public func documents(_ standings: Set<Standing> = Set(Standing.allCases)) -> Int {
        rows.filter { standings.contains($0.standing) }.reduce(0) { $0 + $1.documents }
    }

    /// Counts a posting. The seal depends on the order in which postings are added.
    mutating func add(_ posting: PostingRecord) {
        let content = "\(seal) \(posting.document) \(posting.documentVersion) \(posting.contentHash)"
        seal = String(SHA256.hash(Array(content.utf8)).hex.prefix(Self.sealLength))
        let row = Row(posting)
        switch rows.binarySearch(row) {
        case .found(let place): rows[place].add(row)
        case .missing(let place): rows.insert(row, at: place)
        }
    }
}

extension ControlSheet.Row {
    fileprivate init(_ posting: PostingRecord) {
        let sign = { (amount: Money) in posting.document.kind.isCredit ? -amount : amount }
        self.init(
            standing: .init(posting), daybook: posting.daybook, period: posting.period, documents: 1, net: posting.net.map(sign),
            vat: posting.vat.map(sign), gross: posting.gross.map(sign), first: posting.document.number, last: posting.document.number)
    }

    /// Rows of one key differ in nothing that is shown before the numbers.
    private var key: (ControlSheet.Standing, String, Period, String) {
        (standing, daybook?.text ?? "", period ?? Period(year: 0, number: 0), gross?.currency.code ?? "")
    }

    fileprivate func isBefore(_ other: Self) -> Bool { key < other.key }

    fileprivate mutating func add(_ other: Self) {
        documents += other.documents
        func sum(_ left: Money?, _ right: Money?) -> Money? { left.flatMap { left in right.map { left + $0 } } }
        (net, vat, gross) = (sum(net, other.net), sum(vat, other.vat), sum(gross, other.gross))
        if other.first.comesBefore(first) { first = other.first }
        if last.comesBefore(other.last) { last = other.last }
    }
}

extension ControlSheet.Standing {
    init(_ posting: PostingRecord) {
        switch posting.state {
        case .booked: self = .booked
        case .parked, .rejected: self = .stopped
        case .withdrawn, .nothingToPost: self = .outside
        case .ready, .inFlight, .outcomeUnknown: self = .leaves
        case .held: self = posting.hold == .schedule ? .leaves : .waits
        }
    }
}

extension [ControlSheet.Row] {
    fileprivate enum Place {
        case found(Int)
        case missing(Int)
    }

    fileprivate func binarySearch(_ row: ControlSheet.Row) -> Place {
        var (low, high) = (startIndex, endIndex)
        while low < high {
            let middle = (low + high) / 2
            if self[middle].isBefore(row) { low = middle + 1 } else { high = middle }
        }
        return low < endIndex && !row.isBefore(self[low]) ? .found(low) : .missing(low)
    }
}

extension DocumentNumber {
    /// The order in which people count: `2026-9` before `2026-10`.
    func comesBefore(_ other: DocumentNumber) -> Bool {
        var (left, right) = (Substring(text), Substring(other.text))
        while let a = left.first, let b = right.first {
            if a.isASCIIDigit, b.isASCIIDigit {
                let (x, y) = (left.takeNumber(), right.takeNumber())
                if x.count != y.count { return x.count < y.count }
                if x != y { return x < y }
            } else if a != b {
                return a < b
            } else {
                left.removeFirst()
                right.removeFirst()
            }
        }
        return left.isEmpty && !right.isEmpty
    }
}

extension Character {
    fileprivate var isASCIIDigit: Bool { ("0"..."9").contains(self) }
}

extension Substring {
    /// The digits at the beginning, without leading zeros.
    fileprivate mutating func takeNumber() -> Substring {
        let digits = prefix { $0.isASCIIDigit }
        self = dropFirst(digits.count)
        return digits.drop { $0 == "0" }
    }
}
