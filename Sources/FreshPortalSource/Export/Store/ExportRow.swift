import BridgeDomain
import BridgeJSON
import BridgeSource

/// One row of the export as it is kept: the kept columns that the file had, as text.
struct ExportRow {
    let id: String
    let content: JSON

    init(id: String, content: JSON) {
        self.id = id
        self.content = content
    }

    init(id: String, text: String) {
        self.init(id: id, content: (try? JSON(parsing: text)) ?? .object([]))
    }

    /// Text without outer spaces (quirk 1); nil where the file had no such column, or nothing in it.
    func text(_ column: String) -> String? {
        guard let text = content[column]?.string.map({ WireText.trimmed($0) }), !text.isEmpty else { return nil }
        return text
    }

    /// True where the file had the column, whatever stood in it.
    func has(_ column: String) -> Bool { content[column] != nil }

    /// An identifier; `0` means that there is none (quirk 4).
    func id(_ column: String) -> String? { text(column).flatMap { Self.identifier($0) } }

    /// A number, however it is written (quirks 3 and 16); nil also for what is none.
    func decimal(_ column: String) -> ExactDecimal? { text(column).flatMap { WireNumber.plain($0) }.flatMap { ExactDecimal($0) } }

    /// The text of an identifier; nil when it is empty or zero.
    static func identifier(_ text: String) -> String? { text.contains { $0 != "0" } ? text : nil }
}

/// What may become due for assembling: a document or a party.
struct Dependent: Hashable {
    enum Kind: Int64 {
        case document = 1
        case debtor = 2
        case creditor = 3

        init(_ kind: PartyKind) { self = kind == .debtor ? .debtor : .creditor }
    }

    let kind: Kind
    let id: String
}

/// A row that something waits for.
struct MissingRow: Hashable, Comparable {
    let table: ExportTable
    let id: String

    /// `customer 12`.
    var text: String { "\(table.stem) \(id)" }

    static func < (left: MissingRow, right: MissingRow) -> Bool { (left.table.rawValue, left.id) < (right.table.rawValue, right.id) }
}

/// What is known of a document's delivery.
struct DocumentRecord {
    var sequence: Int64?
    var version: Int64 = 0
    var fingerprint = ""
    var isWithdrawn = false
    /// True when it was delivered without being readable into a document.
    var isFaulty = false
    /// Milliseconds; since when parts of it are missing.
    var waitingSince: Int64?
}

/// What the source says a document amounts to, for the control totals; nil where the export has no such column.
struct PrintedTotals {
    var day: CalendarDate?
    var kind = DocumentKind.salesInvoice
    var currency = ""
    var lines = 0
    var net: ExactDecimal?
    var vat: ExactDecimal?
    var gross: ExactDecimal?
}
