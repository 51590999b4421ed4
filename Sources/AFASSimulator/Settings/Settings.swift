public import BridgeDomain

extension AFASSandbox {
    /// Everything a sandbox starts from. A snapshot keeps what happened since; settings come from the starter each time.
    public struct Settings: Sendable {
        /// Makes log references, chances and the payments that arrive; the same seed and calls give the same answers.
        public var seed: UInt64 = 1
        /// The five-digit number of the participant, part of the vendor's host names.
        public var participant = "12345"
        /// The three-part version that `profitversion` answers.
        public var version = "22.22.5"
        public var environments: [Environment] = [.bloemenexport, .bloemenexportTest]
        public var apps: [AppConnector] = [AppConnector()]
        public var tokens: [Token] = [.live, .test]
        public var limits = Limits()
        public var behaviour = Behaviour()
        public var importing = ImportSettings()

        /// A live and a test environment, one App Connector, a token for each environment.
        public init() {}
    }

    /// What an administrator allows: connectors, a group, addresses (reference §1.2).
    public struct AppConnector: Sendable {
        public var name = "LedgerBridge"
        public var group = "LedgerBridge"
        /// Ids of GetConnectors; nil: all that the environment has.
        public var getConnectors: Set<String>?
        /// Ids of UpdateConnectors; nil: all that the environment has.
        public var updateConnectors: Set<String>?
        /// Addresses that may call; nil: any.
        public var addresses: Set<String>?

        /// An App Connector that allows everything.
        public init() {}
    }

    /// A token: bound to one environment, one App Connector and one user (reference §1.2).
    public struct Token: Sendable {
        /// 64 hexadecimal characters.
        public var data: String
        /// The environment's id.
        public var environment: String
        /// The App Connector's name.
        public var app = "LedgerBridge"
        public var user = User()
        /// The first moment at which it is refused; nil: it never ends.
        public var end: Timestamp?
        public var isRevoked = false

        /// A token without end.
        public init(_ data: String, environment: String) {
            self.data = data
            self.environment = environment
        }

        /// The live environment's.
        public static let live = Token(String(repeating: "0123456789ABCDEF", count: 4), environment: "O12345AA")
        /// The test environment's.
        public static let test = Token(String(repeating: "FEDCBA9876543210", count: 4), environment: "T12345AA")

        /// The piece of XML that is sent in base64.
        public var xml: String { "<token><version>1</version><data>\(data)</data></token>" }
    }

    /// Whose rights narrow rows and columns without a word (reference §1.2).
    public struct User: Sendable, Hashable {
        public var name = "12345.LedgerBridge"
        /// Administrations whose rows this user does not see and may not book in.
        public var hiddenUnits: Set<Int> = []
        /// Debtors and creditors whose rows this user does not see.
        public var hiddenRelations: Set<String> = []
        /// By GetConnector: columns left out of its rows.
        public var hiddenFields: [String: Set<String>] = [:]

        /// A user who sees everything.
        public init() {}
    }

    /// Limits of the service (reference §13).
    public struct Limits: Sendable {
        /// Bytes of a request's body; beyond it 413.
        public var bodyMax = 75 << 20
        /// Characters of the query, from `?` on; beyond it 404.
        public var queryMax = 2049
        /// Rows of a page when none are asked for.
        public var take = 100
        /// Columns × rows of one page; beyond it "Out of memory". The guideline is 150,000; where it really ends is not known.
        public var cellsMax = 1_500_000
        /// Calls at once; one more is refused. The vendor recommends at most 5 and allows 8.
        public var callsAtOnce = 5
        /// Seconds the service works on a call before it gives up.
        public var workSeconds: Int64 = 900
        /// Lines of one entry; nil: any number, as 1,000 is advice only.
        public var entryLinesMax: Int?
        /// Lines of the log that are kept; the oldest go first.
        public var logMax = 10_000

        /// The published limits.
        public init() {}
    }
}
