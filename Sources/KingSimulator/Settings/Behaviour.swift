extension KingSandbox {
    /// How amounts in requests are read (reference king §2.4: sources disagree). A wrong separator is not noticed by the first two: the
    /// amount becomes a hundred times as large, as a Dutch or an invariant reader makes it.
    public enum MoneyMode: String, Sendable, CaseIterable, Codable {
        /// `1.234,50`: the comma divides, points are thousands.
        case dutch = "nl"
        /// `1,234.50`: the point divides, commas are thousands.
        case invariant
        /// `1234,50` only; a point is refused.
        case strict
    }

    /// Switches for what the reference marks as assumed or as seen only now and then. Defaults are the stricter choice.
    public struct Behaviour: Sendable {
        /// What happens to text that is longer than its field.
        public enum TooLong: Sendable { case refused, cut }
        /// What happens to something that is wrong but could be booked.
        public enum Reaction: Sendable { case refused, warned, accepted }
        /// When a journal that numbers itself does so.
        public enum Numbering: Sendable {
            /// Always; a number that is sent is replaced.
            case always
            /// Only where none is sent.
            case whenAbsent
        }

        public var money = MoneyMode.dutch
        public var tooLong = TooLong.refused
        /// Dates in ISO order are taken besides `DD-MM-YYYY`.
        public var takesISODates = false
        /// A split whose parts do not meet its total (reference king §4.3). Warned: it is booked, the rest stays on the split account.
        public var openSplit = Reaction.refused
        /// A second posting with a debtor's or creditor's invoice number; accepted ones are added to the open item (reference king §6).
        public var duplicateInvoice = Reaction.accepted
        /// A link of a credit note to an invoice that does not exist. There is no warning in that answer: warned and accepted are one.
        public var unknownOriginal = Reaction.refused
        public var automaticNumbers = Numbering.always
        /// The day of an entry must lie in its period.
        public var datesInPeriod = true
        /// `BEDRBTW` must go against `BEDRBOEK` on the debtor's or creditor's row, and with it on others (reference king §4.3).
        public var checksVATSigns = true
        /// By how many cents `BEDRBTW` may differ from the code's percentage; nil: not looked at (reference king §5.2).
        public var vatTolerance: Int64?
        /// Control accounts are posted on through their debtors and creditors only.
        public var refusesControlAccounts = true
        /// `BETCOND`, `BTWPL` and `SLUITREK` of a new debtor are filled with the first value there is when left out (reference king §3.1).
        public var fillsRequired = true
        /// A selection's fields may lie directly under the root, as old clients send them (reference king §2.3).
        public var takesFlatSelections = true
        /// `*` stands for every column.
        public var takesStar = true
        /// Form fields may be written in lower case.
        public var takesLowerCaseFields = true
        /// A second call for an administration while one is underway is refused.
        public var oneCallAtATime = true
        /// Echoed entries on SOAP have dates as typed data sets write them.
        public var echoesTypedDates = true
        /// Answers of SOAP have `METADATA` as those of plain HTTP (reference king §2.3: not verified).
        public var countsOnSOAP = true
        /// The root of answers.
        public var root = "NewDataSet"

        /// The stricter choice everywhere.
        public init() {}
    }
}
