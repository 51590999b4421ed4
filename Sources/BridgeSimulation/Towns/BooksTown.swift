import BridgeConnector
import BridgeDomain
import BridgeHTTP
import BridgeJournal
import BridgeMapping
import BridgeTesting

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
    /// Whether a request is a call that counts towards the limits.
    func counts(_ request: HTTPRequest) -> Bool
    /// What a person does once, through a process that lives: gives consent, say.
    func connect(_ journal: any BridgeJournal, clock: any TimeSource) async throws
    /// Whether what stands in a lane's way asks a person to do that again.
    func asksForConnection(_ trouble: String) -> Bool
    /// The product's connector, as one process has it. `settles` is false for the canary that does not wait before it looks up.
    func connector(
        over transport: any HTTPTransport, journal: any BridgeJournal, meter: any CallMeter, clock: any TimeSource, settles: Bool
    ) -> any AccountingConnector

    /// Every entry of the ledger, oldest first.
    func ledger() async -> [LedgerEntry]
    /// What is wrong with the ledger itself.
    func inconsistencies() async -> [String]
    /// What befalls the service itself, by the seed.
    func planFaults(_ random: inout SeededGenerator) async
    func clearFaults() async

    /// The accountant gives an entry the day before, where the books allow it.
    func moveToDayBefore(_ entry: LedgerEntry) async -> Bool
    func close(_ period: Period) async -> Bool
    func open(_ period: Period) async -> Bool
}

extension SimulationOptions.Target {
    /// The books of that kind. Throws when their sample rules cannot be read.
    func town(seed: UInt64, closed: Period, clock: any TimeSource) throws -> any BooksTown {
        switch self {
        case .exact: try ExactTown(seed: seed, closed: closed, clock: clock)
        case .afas: try AFASTown(seed: seed, closed: closed, clock: clock)
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
    /// Amounts in the entry's currency per account, debit positive; nothing that is zero.
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
