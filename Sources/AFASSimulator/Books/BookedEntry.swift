public import BridgeDomain

extension AFASSandbox {
    /// An entry as it stands in the books, for tests, control tables and pages.
    public struct BookedEntry: Hashable, Sendable, Codable {
        /// How it came into the books.
        public enum Origin: String, Hashable, Sendable, Codable { case connector, file, payment }
        public let unit: Int
        public let number: Int
        public let year: Int
        public let period: Int
        public let journal: String
        public let origin: Origin
        /// Milliseconds on a wall clock in Amsterdam, as if they were UTC.
        public let created: Int64
        public var modified: Int64
        public var lines: [BookedLine]
    }

    /// What an account number on a line is.
    public enum LineKind: Int, Hashable, Sendable, Codable { case ledger = 1, debtor, creditor }

    /// A line of an entry. Amounts are in the administration's currency unless they say foreign.
    public struct BookedLine: Hashable, Sendable, Codable {
        /// From 1.
        public var sequence: Int
        public var kind: LineKind
        /// Ledger account, debtor or creditor, as it was booked.
        public var account: String
        /// The ledger account it falls on: for a relation its summary account.
        public var ledgerAccount: String
        public var entryDate: CalendarDate
        public var voucherDate: CalendarDate
        public var voucher: String?
        public var invoice: String?
        public var description: String?
        public var debit: ExactDecimal
        public var credit: ExactDecimal
        public var vatCode: String?
        public var currency: String?
        /// Foreign units for one of the base currency.
        public var rate: ExactDecimal?
        public var debitForeign: ExactDecimal?
        public var creditForeign: ExactDecimal?
        public var dueDate: CalendarDate?
        public var paymentCondition: String?
        public var paymentReference: String?
        /// Where the source's own document number may stand.
        public var invoiceReference: String?
        /// Lines of equal value belong together.
        public var matching: String?
        /// Axis, from 1, to code.
        public var dimensions: [Int: String] = [:]
        /// Every other field that was given, by its id.
        public var further: [String: String] = [:]

        /// Debit positive.
        public var amount: ExactDecimal { Arithmetic.difference(debit, credit) }
        var amountForeign: ExactDecimal? {
            currency == nil ? nil : Arithmetic.difference(debitForeign ?? .zero, creditForeign ?? .zero)
        }
    }

    /// An invoice or credit note of a debtor or creditor that is owed or was.
    public struct FinancialInvoice: Hashable, Sendable, Codable {
        public let unit: Int
        public let kind: LineKind
        public let relation: String
        public let invoice: String
        /// The entry that made it.
        public let entry: Int
        public var voucher: String?
        public var date: CalendarDate
        public var dueDate: CalendarDate?
        public var currency: String
        /// Positive for what is owed by a debtor or to a creditor, in base currency.
        public var amount: ExactDecimal
        public var amountForeign: ExactDecimal
        /// What is still open, with the sign of ``amount``.
        public var balance: ExactDecimal
        public var balanceForeign: ExactDecimal
        public var description: String?
        public var paymentReference: String?
        public var invoiceReference: String?
        public var paymentCondition: String?
        /// The day on which nothing was open any more.
        public var settledOn: CalendarDate?
        /// Every other field that was given, by its id.
        public var further: [String: String] = [:]
    }

    /// What was booked in one journal under one VAT code.
    public struct BookedTotal: Hashable, Sendable {
        public let unit: Int
        public let journal: String
        /// Empty for what has none.
        public let vatCode: String
        /// Entries that have such a line.
        public let count: Int
        /// Lines that carry the base, debit positive; relations' lines are left out.
        public let net: ExactDecimal
        /// Lines on VAT accounts, debit positive.
        public let vat: ExactDecimal
    }
}

/// What names a financial invoice within an environment.
struct InvoiceKey: Hashable, Sendable, Codable {
    let kind: AFASSandbox.LineKind
    let relation: String
    /// In small letters: numbers that differ in case only are one number.
    let invoice: String

    init(_ kind: AFASSandbox.LineKind, _ relation: String, _ invoice: String) {
        self.kind = kind
        self.relation = relation
        self.invoice = invoice.lowercased()
    }
}
