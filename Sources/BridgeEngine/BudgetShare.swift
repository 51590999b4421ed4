public import BridgeDomain
import BridgeJournal

/// A bridge's part of a connection's calls: asked before intents are written, so that nothing is begun that the budget would refuse.
///
/// Who has had what is counted in the journal, so bridges of several processes divide as those of one do. Shares say who goes first; the limit
/// itself is held by ``BudgetMeter/take(_:)`` alone. How calls are divided: `FairShare`.
public struct BudgetShare: Sendable {
    /// How many calls may be made that change the books.
    struct Grant: Hashable, Sendable {
        var calls: Int
        /// When to ask again, when none may be made.
        var again: Timestamp
    }

    private let bridge: BridgeID
    private let others: [BridgeID]
    private let meter: BudgetMeter

    /// The part of `bridge`; `bridges` are all that use the connection, in whatever process.
    public init(of bridge: BridgeID, among bridges: [BridgeID], meter: BudgetMeter) {
        self.bridge = bridge
        self.others = bridges.filter { $0 != bridge }
        self.meter = meter
    }

    /// Takes up to `wanted` postings or parties out of the bridge's part, beside `underWay` that were granted and are being sent; none where
    /// `least` of them are not to be had. Costs two questions to the journal and a write, and two questions per other bridge.
    func grant(_ wanted: Int, least: Int = 1, underWay: Int = 0) async throws(JournalError) -> Grant {
        let standing = try await meter.standing()
        var claims = try await Self.claims(meter.connection, standing, meter.journal)
        for other in others {
            claims[other, default: .init()].waiting = try await waiting(other, standing)
        }
        let decision = FairShare(
            minute: standing.minute, day: standing.day, inHand: standing.inHand, underWay: underWay, own: claims[bridge] ?? .init(),
            others: others.map { claims[$0] ?? .init() }, now: standing.now
        ).decide()
        let granted = min(wanted, decision.calls)
        let calls = granted < least ? 0 : granted
        if calls > 0 {
            let windows = [(Self.minute, standing.minute), (Self.day, standing.day)].map { name, window in
                BudgetWindow(name: "\(name)\(bridge)", limit: Self.unlimited, used: 0, resetsAt: window.resetsAt)
            }
            _ = try await meter.journal.spend(calls, connection: Self.name(meter.connection), windows: windows, now: standing.now)
        }
        return Grant(calls: calls, again: decision.again)
    }

    /// Where the connection's windows stand now; one question to the journal.
    func standing() async throws(JournalError) -> BudgetMeter.Standing { try await meter.standing() }

    private func waiting(_ other: BridgeID, _ standing: BudgetMeter.Standing) async throws(JournalError) -> Int {
        let (now, most) = (standing.now, Self.demandMax(standing))
        let postings = try await meter.journal.due(other, states: [.ready], now: now, limit: most)
        return postings.count + (try await meter.journal.dueParties(other, states: [.ready], now: now, limit: most).count)
    }

    /// More waiting than this makes no difference to a minute; read at once.
    private static func demandMax(_ standing: BudgetMeter.Standing) -> Int { min(max(1, standing.minute.limit), TurnLimits.demandRead) }

    // MARK: What is counted

    private static let minute = "minute/"
    private static let day = "day/"
    /// These windows count; they limit nothing.
    private static let unlimited = 1_000_000_000

    /// The name under which the journal counts the postings of a connection's bridges.
    static func name(_ connection: String) -> String { "\(connection)/postings" }

    /// What each bridge has had of the running windows.
    static func claims(
        _ connection: String, _ standing: BudgetMeter.Standing, _ journal: any BridgeJournal
    ) async throws(JournalError) -> [BridgeID: FairShare.Claim] {
        var claims: [BridgeID: FairShare.Claim] = [:]
        for window in try await journal.budget(connection: name(connection)) where window.resetsAt > standing.now {
            if window.name.hasPrefix(minute) {
                claims[BridgeID(String(window.name.dropFirst(minute.count))), default: .init()].minute = window.used
            } else if window.name.hasPrefix(day) {
                claims[BridgeID(String(window.name.dropFirst(day.count))), default: .init()].day = window.used
            }
        }
        return claims
    }
}
