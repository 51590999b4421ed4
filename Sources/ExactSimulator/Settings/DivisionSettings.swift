public import BridgeDomain

extension ExactSandbox {
    /// One administration and what is in it before the first call.
    public struct Division: Sendable {
        /// The number in every address.
        public var code: Int
        public var name: String
        public var currency = "EUR"
        public var country = "NL"
        public var vatNumber: String?
        public var chamberOfCommerce: String?
        public var ledgerAccounts: [LedgerAccount] = []
        public var vatCodes: [VATCode] = []
        public var journals: [Journal] = []
        public var paymentConditions: [PaymentCondition] = []
        /// The condition of accounts that have none; nil: a posting must name one.
        public var defaultPaymentCondition: String?
        public var costCentres: [CostCarrier] = []
        public var costUnits: [CostCarrier] = []
        /// Years with twelve monthly periods in the period-date table.
        public var years: ClosedRange<Int> = 2025...2027
        public var closedPeriods: [ClosedPeriod] = []
        /// Active currencies, the division's own included.
        public var currencies: [String] = ["EUR"]
        public var rates: [Rate] = []
        public var accounts: [Relation] = []
        public var licences: Set<Licence> = [.foreignCurrency, .purchase]

        /// An empty division.
        public init(code: Int, name: String) {
            self.code = code
            self.name = name
        }
    }

    /// Parts of the service a division pays for; without one its calls answer 403 (reference §12, item 25).
    public enum Licence: String, Hashable, Sendable, CaseIterable {
        case foreignCurrency, purchase, projects
    }

    /// A general ledger account.
    public struct LedgerAccount: Sendable {
        public var code: String
        public var description: String
        /// The service's type list (reference §7.14): 12 bank, 20 receivables, 22 payables, 24 VAT, 110 revenue…
        public var type: Int
        public var vatCode: String?
        public var isBlocked = false
        /// 0 optional, 1 mandatory, 2 not allowed.
        public var costCentreUse = 0

        /// An account.
        public init(_ code: String, _ description: String, type: Int, vatCode: String? = nil) {
            self.code = code
            self.description = description
            self.type = type
            self.vatCode = vatCode
        }
    }

    /// A VAT code: free text of at most three characters in each division.
    public struct VATCode: Sendable {
        /// How VAT is computed (reference §7.20).
        public enum Calculation: String, Sendable {
            case excluding = "E"
            case including = "I"
            /// Zero rate: the base is recorded only.
            case baseOnly = "B"
            case none = "N"
        }
        /// Sales, purchases or both.
        public enum Side: String, Sendable {
            case sales = "S"
            case purchases = "P"
            case both = "B"
        }
        /// A percentage as a fraction, from a day until the day before the next one's start.
        public struct Percentage: Sendable {
            public var fraction: ExactDecimal
            public var start: CalendarDate

            /// 0.21 is 21 %.
            public init(_ fraction: ExactDecimal, from start: CalendarDate) {
                self.fraction = fraction
                self.start = start
            }
        }
        public var code: String
        public var description: String
        public var calculation: Calculation
        public var side: Side
        public var percentages: [Percentage]
        /// Codes of general ledger accounts of type 24.
        public var toPay: String?
        public var toClaim: String?
        /// Reverse charge: purchases book both a payable and a claimable line.
        public var isCharged = false
        /// L goods, S services, T triangulation, N none.
        public var salesListing = "N"
        public var isBlocked = false

        /// A VAT code.
        public init(
            _ code: String, _ description: String, _ calculation: Calculation, _ side: Side, percentages: [Percentage] = [],
            toPay: String? = nil, toClaim: String? = nil, isCharged: Bool = false, salesListing: String = "N"
        ) {
            self.code = code
            self.description = description
            self.calculation = calculation
            self.side = side
            self.percentages = percentages
            self.toPay = toPay
            self.toClaim = toClaim
            self.isCharged = isCharged
            self.salesListing = salesListing
        }
    }

    /// A daybook of the service.
    public struct Journal: Sendable {
        public var code: String
        public var description: String
        /// 10 cash, 12 bank, 20 sales, 22 purchase, 90 general.
        public var type: Int
        /// Code of the control account (20, 22) or the bank's account (12).
        public var ledgerAccount: String?
        public var allowsForeignCurrency = false
        public var allowsRate = false
        /// General journals only.
        public var allowsVAT = false
        public var isBlocked = false

        /// A daybook in the division's currency.
        public init(_ code: String, _ description: String, type: Int, ledgerAccount: String? = nil) {
            self.code = code
            self.description = description
            self.type = type
            self.ledgerAccount = ledgerAccount
        }
    }

    /// When an invoice is due: month-ends first, then days (reference §6.4). Several of one code are instalments, each of its fraction of the
    /// invoice (reference §7.21, `Percentage`); the last takes what rounding leaves.
    public struct PaymentCondition: Sendable {
        public var code: String
        public var description: String
        public var monthEnds: Int
        public var days: Int
        /// Above 0 and at most 1.
        public var fraction: ExactDecimal
        /// How those who pay late are reminded, by the scenario's description (reference §7.21); nil: not.
        public var reminders: String?

        /// A condition on credit.
        public init(_ code: String, _ description: String, monthEnds: Int = 0, days: Int, fraction: ExactDecimal = .one) {
            self.code = code
            self.description = description
            self.monthEnds = monthEnds
            self.days = days
            self.fraction = fraction
        }
    }

    /// A cost centre or cost unit.
    public struct CostCarrier: Sendable {
        public var code: String
        public var description: String
        /// After this day it may not be used.
        public var endDate: CalendarDate?

        /// A cost centre or unit without end.
        public init(_ code: String, _ description: String) {
            self.code = code
            self.description = description
        }
    }

    /// A period in which a journal takes no postings.
    public struct ClosedPeriod: Hashable, Sendable {
        /// Nil: all journals.
        public var journal: String?
        public var period: Period

        /// A closed period of one journal or, without a code, of all.
        public init(journal: String? = nil, _ period: Period) {
            self.journal = journal
            self.period = period
        }
    }

    /// A rate of exchange from a day on: foreign amount × rate = amount in the division's currency (reference §6.2).
    public struct Rate: Sendable {
        public var currency: String
        public var rate: ExactDecimal
        public var start: CalendarDate

        /// A rate.
        public init(_ currency: String, _ rate: ExactDecimal, from start: CalendarDate) {
            self.currency = currency
            self.rate = rate
            self.start = start
        }
    }

    /// An account (debtor, creditor or both) that is there before the first call.
    public struct Relation: Sendable {
        public var code: String
        public var name: String
        /// C customer, P prospect, S suspect; nil: none.
        public var status: String?
        public var isSupplier = false
        public var isBlocked = false
        public var country = "NL"
        public var city: String?
        public var vatNumber: String?
        public var chamberOfCommerce: String?
        public var paymentCondition: String?

        /// A customer.
        public init(_ code: String, _ name: String, status: String? = "C") {
            self.code = code
            self.name = name
            self.status = status
        }
    }
}
