public import BridgeDomain

extension KingSandbox {
    /// Whose account a line moves, besides the ledger's.
    public enum RelationKind: String, Hashable, Sendable, Codable, CaseIterable {
        case debtor, creditor
    }

    /// A posting as it stands in the books.
    public struct BookedEntry: Hashable, Sendable, Codable {
        /// How it came into the books.
        public enum Origin: String, Hashable, Sendable, Codable {
            case service, file, webService, hand
        }

        /// Counts up within an administration.
        public let number: Int
        public let year: Int
        /// 0: opening balance; 14: corrections.
        public let period: Int
        public let journal: String
        public let date: CalendarDate
        public let origin: Origin
        public let created: Timestamp
        public internal(set) var lines: [BookedLine]
        /// KING ERP: the batch it lies in, which a person makes final.
        public internal(set) var batch: Int?
        /// KING Finance: its rows as the table of entries holds them.
        var rows: [[String: String]] = []
    }

    /// What one account is debited or credited with.
    public struct BookedLine: Hashable, Sendable, Codable {
        /// What the line is for.
        public enum Part: String, Hashable, Sendable, Codable {
            /// The account the row is about.
            case own
            case vat
            /// The account against it.
            case contra
        }

        /// The number of the row it comes from.
        public let row: Int
        public let part: Part
        /// The ledger account; a debtor's or creditor's control account.
        public let account: String
        public let kind: RelationKind?
        /// The debtor's or creditor's number.
        public let relation: String?
        /// Debit positive.
        public let amount: ExactDecimal
        public let amountForeign: ExactDecimal?
        public let currency: String
        public let vatCode: String?
        public let invoice: String?
        public let voucher: String?
        public internal(set) var description: String?
        public let dueDate: CalendarDate?
        public let costCentre: String?
        public let costUnit: String?
        /// The account is the one that splits are divided on.
        public let isSplit: Bool

        /// The amount when it is a debit, otherwise zero.
        public var debit: ExactDecimal { amount.isNegative ? .zero : amount }
        /// The amount when it is a credit, otherwise zero.
        public var credit: ExactDecimal { amount.isNegative ? -amount : .zero }
    }

    /// An invoice or credit note of a debtor or creditor, settled ones included.
    public struct OpenItem: Hashable, Sendable, Codable {
        public let kind: RelationKind
        public let relation: String
        public let invoice: String
        /// The entry that opened it.
        public let entry: Int
        public let date: CalendarDate
        public internal(set) var dueDate: CalendarDate?
        public let currency: String
        /// Debit positive, whoever it is of.
        public internal(set) var amount: ExactDecimal
        /// What was received or paid of it, with the sign of ``amount``.
        public internal(set) var paid: ExactDecimal
        public internal(set) var lastPayment: CalendarDate?
        /// The invoice this credit note belongs to.
        public internal(set) var creditedInvoice: String?
        /// What was written to the item besides.
        var further: [String: String] = [:]
        var changed: CalendarDate

        /// What is left.
        public var balance: ExactDecimal { Arithmetic.sum([amount, -paid]) }
    }

    /// Names an open item.
    struct ItemKey: Hashable, Sendable, Codable {
        let kind: RelationKind
        let relation: String
        let invoice: String
    }
}
