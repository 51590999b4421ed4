public import BridgeDomain
import BridgeHash
import BridgeJournal
public import BridgeReconciliation

/// Something the books hold otherwise than it was sent, as a controller names it: a document, or a figure of a month.
public struct Difference: Hashable, Sendable {
    /// What differs.
    public enum Subject: Hashable, Sendable, Codable {
        case document(DocumentKey)
        case figure(Figure)
    }

    /// One row of a month's control table.
    public struct Figure: Hashable, Sendable, Codable, CustomStringConvertible {
        public var month: Period
        public var daybook: DaybookCode
        public var vatCode: VATCode?
        public var currency: Currency

        /// A figure.
        public init(month: Period, daybook: DaybookCode, vatCode: VATCode?, currency: Currency) {
            self.month = month
            self.daybook = daybook
            self.vatCode = vatCode
            self.currency = currency
        }

        /// `2026-11/70/V9/EUR`; `-` where there is no VAT code.
        public var description: String { "\(month)/\(daybook)/\(vatCode?.text ?? "-")/\(currency)" }

        /// Reads ``description``; nil for anything else.
        public init?(_ text: String) {
            let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 4, let month = Period(parts[0]), let currency = Currency(code: parts[3]), !parts[1].isEmpty,
                !parts[2].isEmpty
            else { return nil }
            self.init(month: month, daybook: DaybookCode(parts[1]), vatCode: parts[2] == "-" ? nil : VATCode(parts[2]), currency: currency)
        }
    }

    public var subject: Subject
    /// The month whose control sheet it stands on.
    public var month: Period
    /// What the books hold more than was sent; nil where the two cannot be compared.
    public var amount: Money?
    /// The same for as long as nothing about it changes. 16 hexadecimal digits.
    public var seal: String

    private init(_ subject: Subject, month: Period, amount: Money?, content: String) {
        self.subject = subject
        self.month = month
        self.amount = amount
        seal = String(SHA256.hash(Array(content.utf8)).hex.prefix(16))
    }

    /// A document's; its amounts and everything that was found count.
    public init(_ document: DifferingDocument) {
        let found = document.problems.map { "\($0.code.rawValue) \($0.place) \($0.found) \($0.expected ?? "")" }
        let amounts = [document.sent, document.booked].map { $0?.description ?? "-" }
        self.init(
            .document(document.posting.document), month: Period(monthOf: document.posting.invoiceDate), amount: document.difference,
            content: (amounts + found).joined(separator: "\n"))
    }

    /// A figure's; nil where the books hold what was sent.
    public init?(_ row: ControlTable.Row, month: Period) {
        guard !row.agrees else { return nil }
        let figure = Figure(month: month, daybook: row.daybook, vatCode: row.vatCode, currency: row.sent.net.currency)
        let sums = [row.sent, row.booked].map { "\($0.documents) \($0.net) \($0.vat)" }
        self.init(
            .figure(figure), month: month, amount: row.booked.gross - row.sent.gross, content: sums.joined(separator: "\n"))
    }
}

extension Period {
    /// The days of a calendar month; nil for a period that is none.
    public var monthDates: ClosedRange<CalendarDate>? {
        CalendarDate(year: year, month: number, day: 1).map { $0...$0.endOfMonth() }
    }
}

extension ClosedRange<CalendarDate> {
    /// The calendar month these are the days of; nil for any other range.
    public var month: Period? {
        lowerBound.day == 1 && upperBound == lowerBound.endOfMonth() ? Period(monthOf: lowerBound) : nil
    }
}
