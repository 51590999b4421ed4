public import BridgeDomain

extension KingSandbox {
    /// Everything a sandbox starts from. A snapshot keeps what happened since; settings come from the starter each time.
    public struct Settings: Sendable {
        /// Makes session ids and chances; the same seed and calls give the same answers.
        public var seed: UInt64 = 1
        /// Identifies the software's maker; the same for all customers.
        public var partnerKey = "demo-partner"
        /// What `GetiMUISVersion` answers.
        public var version = "4.3.8g"
        /// Administrations of KING Finance.
        public var administrations: [Administration] = [.bloemenexport, .bloemenexportTest]
        /// Administrations of KING ERP.
        public var erpAdministrations: [ERPAdministration] = [.bloemenexport]
        public var limits = Limits()
        public var behaviour = Behaviour()
        public var importing = ImportSettings()

        /// Two administrations of KING Finance with the same set-up, one of KING ERP.
        public init() {}
    }

    /// Limits of the service (reference king §5.5).
    public struct Limits: Sendable {
        /// Seconds without a call after which a session ends.
        public var idleSeconds: Int64 = 30 * 60
        /// Bytes of a request's body; beyond it 413. Not documented.
        public var bodyMax = 16 << 20
        /// Rows of one entry. Not documented.
        public var rowsMax = 1000
        /// Rows of a page when none are asked for.
        public var pageSize = 10_000
        /// Sessions that are alive; the one longest unused goes first.
        public var sessionsMax = 1000
        /// Lines of the log that are kept; the oldest go first.
        public var logMax = 10_000

        /// The documented limits, and bounds for the rest.
        public init() {}
    }

    /// One administration of KING Finance: what its accountant set up before the first call.
    public struct Administration: Sendable {
        /// The code that names it on every call.
        public var code: String
        public var name: String
        /// Name and password for `Login2`; nil: any are refused.
        public var user: (name: String, password: String)?
        /// Ranges of the number space that accounts, debtors and creditors share (`BASFIN`).
        public var ledgerRange: ClosedRange<Int> = 1...9999
        public var debtorRange: ClosedRange<Int> = 10_000...49_999
        public var creditorRange: ClosedRange<Int> = 50_000...89_999
        /// Where splits are divided (`BASFIN`).
        public var splitAccount = "2000"
        public var years: ClosedRange<Int> = 2025...2027
        /// 1, 4, 12 or 13.
        public var periodsPerYear = 12
        /// Periods that are closed for everybody from the start.
        public var closedPeriods: Set<Period> = []
        /// Records by table, with their columns: what a person typed in.
        public var records: [String: [[String: String]]] = [:]

        /// An empty administration.
        public init(_ code: String, _ name: String) {
            self.code = code
            self.name = name
        }
    }
}
