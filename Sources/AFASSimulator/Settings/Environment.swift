public import BridgeDomain

extension AFASSandbox {
    /// One environment and what is in it before the first call.
    public struct Environment: Sendable {
        /// Production, test, acceptance, training (reference §1.1).
        public enum Kind: String, Sendable, CaseIterable {
            case production = "rest"
            case test = "resttest"
            case accept = "restaccept"
            case training = "restcursus"
        }

        /// As metainfo shows it: `O12345AA`.
        public var id: String
        public var kind: Kind
        public var units: [Unit] = []
        public var accounts: [LedgerAccount] = []
        public var vatCodes: [VATCode] = []
        /// Code and description: domestic, EU, outside the EU.
        public var vatDuties: [(code: String, description: String)] = []
        public var paymentConditions: [PaymentCondition] = []
        /// Names of the axes, from the first on; at most 5.
        public var axes: [BilingualText] = []
        public var dimensionCodes: [DimensionCode] = []
        public var assignments: [Assignment] = []
        public var currencies: [CurrencyRate] = []
        /// The service's own country codes, not ISO.
        public var countries: [(code: String, name: String)] = []
        public var debtors: [Relation] = []
        public var creditors: [Relation] = []
        /// GetConnectors the vendor or the administrator blocked.
        public var blockedConnectors: Set<String> = []
        /// A free field on entry lines, as metainfo then lists it: `U` and 32 hexadecimal characters.
        public var freeField: String?
        /// Relation numbers given out by the service follow this one.
        public var lastRelation = 19_999

        /// An empty environment.
        public init(id: String, kind: Kind) {
            self.id = id
            self.kind = kind
        }
    }

    /// An administration: one legal entity's books.
    public struct Unit: Sendable {
        public var id: Int
        public var name: String
        public var code: String
        public var currency = "EUR"
        public var journals: [Journal] = []
        /// Years with twelve monthly periods.
        public var years: ClosedRange<Int> = 2025...2027
        public var blockedPeriods: Set<Period> = []

        /// An administration without journals.
        public init(_ id: Int, _ name: String, code: String) {
            self.id = id
            self.name = name
            self.code = code
        }
    }

    /// A daybook of the service.
    public struct Journal: Sendable {
        /// What is booked in it.
        public enum Kind: String, Sendable, CaseIterable {
            case purchase = "Inkoop"
            case sales = "Verkoop"
            case cash = "Kas"
            case bank = "Bank"
            case memorial = "Memoriaal"
        }
        public var code: String
        public var description: String
        public var kind: Kind
        /// The bank's or cash account.
        public var account: String?
        /// What numbers start with that the journal gives to invoices.
        public var series: String
        public var isBlocked = false

        /// A journal.
        public init(_ code: String, _ description: String, _ kind: Kind, account: String? = nil, series: String = "V") {
            self.code = code
            self.description = description
            self.kind = kind
            self.account = account
            self.series = series
        }
    }

    /// A ledger account.
    public struct LedgerAccount: Sendable {
        /// 1 asset, 2 liability, 3 revenue, 4 cost.
        public enum Kind: Int, Sendable { case asset = 1, liability, revenue, cost }
        /// Whose items it sums: D debtors, C creditors, G both.
        public enum Summary: String, Sendable { case none = "N", debtors = "D", creditors = "C", both = "G" }
        public var code: String
        public var description: String
        public var kind: Kind
        public var summary = Summary.none
        public var vatAllowed = true
        public var vatCode: String?
        public var isBlocked = false
        /// Nobody books on it by hand.
        public var isBlockedByHand = false
        /// Axes, from 1, whose code must be given by hand.
        public var requiredAxes: Set<Int> = []

        /// An account.
        public init(_ code: String, _ description: String, _ kind: Kind, vat: String? = nil, vatAllowed: Bool = true) {
            self.code = code
            self.description = description
            self.kind = kind
            vatCode = vat
            self.vatAllowed = vatAllowed
        }
    }

    /// A VAT code: at most three characters.
    public struct VATCode: Sendable {
        public var code: String
        public var description: String
        /// In percent.
        public var percentage: ExactDecimal
        /// The ledger account of its VAT lines; nil: it has none.
        public var account: String?
        /// Reverse charge: the account of the second VAT line, on the other side.
        public var reclaimAccount: String?
        /// The relations' VAT duty it belongs to.
        public var duty: String
        public var isForSales: Bool
        public var isBlocked = false

        /// A VAT code.
        public init(
            _ code: String, _ description: String, _ percentage: ExactDecimal, account: String? = nil, reclaim: String? = nil,
            duty: String = "1", isForSales: Bool = true
        ) {
            self.code = code
            self.description = description
            self.percentage = percentage
            self.account = account
            reclaimAccount = reclaim
            self.duty = duty
            self.isForSales = isForSales
        }
    }

    /// Days to pay.
    public struct PaymentCondition: Sendable {
        /// At most five characters.
        public var code: String
        public var description: String
        public var days: Int

        /// A condition.
        public init(_ code: String, _ description: String, days: Int) {
            self.code = code
            self.description = description
            self.days = days
        }
    }

    /// A code on one of the axes: a cost centre, a cost unit.
    public struct DimensionCode: Sendable, Hashable, Codable {
        public var axis: Int
        public var code: String
        public var description: String
        public var isBlocked = false

        /// A code.
        public init(_ axis: Int, _ code: String, _ description: String) {
            self.axis = axis
            self.code = code
            self.description = description
        }
    }

    /// Which code may be booked on which account.
    public struct Assignment: Sendable, Hashable, Codable {
        public var account: String
        public var axis: Int
        public var code: String

        /// An assignment.
        public init(_ account: String, _ axis: Int, _ code: String) {
            self.account = account
            self.axis = axis
            self.code = code
        }
    }

    /// A currency and what one unit of the base currency is in it.
    public struct CurrencyRate: Sendable {
        public var code: String
        public var rate: ExactDecimal
        public var start: CalendarDate

        /// A rate from a day on.
        public init(_ code: String, _ rate: ExactDecimal, from start: CalendarDate) {
            self.code = code
            self.rate = rate
            self.start = start
        }
    }

    /// A debtor or creditor that is there from the start.
    public struct Relation: Sendable {
        public var number: String
        public var name: String
        public var summaryAccount: String
        public var paymentCondition = "14"
        public var vatDuty = "1"
        public var country = "NL"
        public var street = ""
        public var postcode = ""
        public var city = ""
        public var vatNumber: String?
        public var chamberOfCommerce: String?
        public var iban: String?
        public var email: String?
        public var currency = "EUR"
        public var isBlocked = false

        /// A relation.
        public init(_ number: String, _ name: String, summaryAccount: String) {
            self.number = number
            self.name = name
            self.summaryAccount = summaryAccount
        }
    }
}
