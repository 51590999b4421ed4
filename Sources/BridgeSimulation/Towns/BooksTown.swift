import BridgeConnector
import BridgeDomain
import BridgeHTTP
import BridgeJournal
import BridgeMapping
import BridgeTesting
import FreshPortalSimulator

/// An accounting system with the accountant in it, as the simulation needs any of them: a simulator, a connector for each process, and a
/// look into the ledger from behind. A second target is one more file like `ExactTown`.
protocol BooksTown: Sendable {
    /// The simulator, as it answers requests.
    var service: any HTTPHandler { get }
    var administration: TargetAdministration { get }
    /// The rules a consultant made for these books.
    var rules: MappingRules { get }
    /// Calls allowed in a minute and a day.
    var callsPerMinute: Int { get }
    var callsPerDay: Int { get }
    /// Client errors an endpoint may have in an hour.
    var errorsPerHour: Int { get }

    /// True where an entry may come into the ledger after its caller has gone, with whatever request comes next.
    var worksLater: Bool { get }
    /// True where the books are reached by files: entries wait somewhere, refusals come back later, and nothing says an entry's identifier.
    var answersByFile: Bool { get }
    /// False where the ledger holds amounts in the currency of the books only.
    var holdsForeignAmounts: Bool { get }
    /// Whether a request is a call that counts towards the limits.
    func counts(_ request: HTTPRequest) -> Bool
    /// What a person does once, through a process that lives: gives consent, say.
    func connect(_ journal: any BridgeJournal, clock: any TimeSource) async throws
    /// Whether what stands in a lane's way asks a person to do that again.
    func asksForConnection(_ trouble: String) -> Bool
    /// The product's connector, as one process has it.
    func connector(of process: ProcessParts) -> any AccountingConnector
    /// What the books do by themselves, once a turn: returns how many files they took.
    func timePasses() async -> Int

    /// Every entry of the ledger, oldest first.
    func ledger() async -> [LedgerEntry]
    /// What is wrong with the ledger itself.
    func inconsistencies() async -> [String]
    /// What befalls the service itself, by the seed.
    func planFaults(_ random: inout SeededGenerator) async
    func clearFaults() async

    /// True where the books tell payments.
    var tellsPayments: Bool { get }
    /// What customers, their bank and the accountant do about open items until that day.
    func paymentsArrive(through day: CalendarDate) async -> [PaymentAct]
    /// What is open of each item by the reference of its entry, in the currency of the books: debit positive.
    func openItems() async -> [String: ExactDecimal]

    /// True where documents' files can be attached.
    var attachesFiles: Bool { get }
    /// Every file the books hold for an entry.
    func files() async -> [LedgerFile]

    /// The accountant gives an entry the day before, where the books allow it.
    func moveToDayBefore(_ entry: LedgerEntry) async -> Bool
    func close(_ period: Period) async -> Bool
    func open(_ period: Period) async -> Bool
}

extension BooksTown {
    var answersByFile: Bool { false }
    var holdsForeignAmounts: Bool { true }
    func timePasses() async -> Int { 0 }
    var tellsPayments: Bool { false }
    func paymentsArrive(through day: CalendarDate) async -> [PaymentAct] { [] }
    func openItems() async -> [String: ExactDecimal] { [:] }
    var attachesFiles: Bool { false }
    func files() async -> [LedgerFile] { [] }
}

/// What a process hands to its connector.
struct ProcessParts: Sendable {
    var transport: any HTTPTransport
    var journal: any BridgeJournal
    var meter: any CallMeter
    var clock: any TimeSource
    /// The process itself, for what it does elsewhere than over HTTP.
    var life: Life
    var canary: SimulationOptions.Canary

    /// False for the canary that does not wait before it looks up.
    var settles: Bool { canary != .dropsSettlingDelay }
}

extension SimulationOptions.Target {
    /// The books of that kind, on that day. Throws when their sample rules cannot be read.
    func town(seed: UInt64, day: TradingDay, clock: any TimeSource) throws -> any BooksTown {
        switch self {
        case .exact: try ExactTown(seed: seed, closed: day.manifest.closedPeriod, clock: clock)
        case .afas: try AFASTown(seed: seed, closed: day.manifest.closedPeriod, clock: clock)
        case .afasFolder: try AFASFolderTown(seed: seed, day: day, clock: clock)
        case .kingERPFile: try KingERPTown(.files, seed: seed, day: day, clock: clock)
        case .kingERPWebService: try KingERPTown(.webService, seed: seed, day: day, clock: clock)
        case .king: try KingTown(seed: seed, closed: day.manifest.closedPeriod, clock: clock)
        }
    }
}

/// An entry as it stands in the ledger.
struct LedgerEntry: Hashable, Sendable {
    var id: String
    /// What people call it.
    var number: String
    /// The order in which entries were made.
    var order: Int
    var reference: String
    var date: CalendarDate
    var period: Period
    /// Amounts in the entry's currency per account (the books' where they hold no other), debit positive; nothing that is zero.
    var amounts: [String: ExactDecimal]
}

extension LedgerEntry {
    /// Amounts per account without what adds up to nothing, all with three decimals.
    static func amounts(_ lines: some Sequence<(account: String, amount: ExactDecimal)>) -> [String: ExactDecimal] {
        var sums: [String: Int64] = [:]
        for line in lines { sums[line.account, default: 0] += line.amount.scaled(to: 3) ?? 0 }
        return sums.filter { $0.value != 0 }.mapValues { ExactDecimal(significand: $0, decimals: 3) }
    }
}
