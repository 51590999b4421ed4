import BridgeConnector
import BridgeDomain
import Synchronization

/// Which control account a debtor's or creditor's amounts fall on (`SLUITREK`). Kept for a while, so that reading entries back does not ask for the
/// same debtor again and again.
final class KingControlAccounts: Sendable {
    /// Numbers kept; beyond it all are forgotten.
    private static let countMax = 100_000
    /// Seconds after which a number is asked for again.
    private static let ageSeconds: Int64 = 3_600
    /// Unknown numbers beyond which the whole table is read instead.
    private static let singlyMax = 5

    private let known = Mutex<[KingRelationID: (account: AccountCode, readAt: Timestamp)]>([:])

    /// The accounts of those numbers; without those that King does not know.
    func of(_ wanted: Set<KingRelationID>, _ client: KingClient) async throws(ConnectorError) -> [KingRelationID: AccountCode] {
        let now = client.clock.now()
        for kind in PartyKind.allCases {
            let missing = wanted.filter { $0.kind == kind && !isYoung($0, now) }
            if missing.isEmpty { continue }
            let choices: [[KingCondition]] =
                missing.count > Self.singlyMax ? [[]] : missing.map { [KingCondition("NR", .equal, $0.number)] }
            for conditions in choices {
                let selection = KingSelection(KingRelationID.table(kind), "NR SLUITREK", where: conditions, order: ["NR"])
                keep(try await client.rows(selection), kind, now)
            }
        }
        return known.withLock { known in
            var accounts: [KingRelationID: AccountCode] = [:]
            for id in wanted { accounts[id] = known[id]?.account }
            return accounts
        }
    }

    private func isYoung(_ id: KingRelationID, _ now: Timestamp) -> Bool {
        known.withLock { known in known[id].map { now >= $0.readAt && now < $0.readAt.adding(seconds: Self.ageSeconds) } ?? false }
    }

    private func keep(_ rows: [KingRow], _ kind: PartyKind, _ now: Timestamp) {
        known.withLock { known in
            if known.count + rows.count > Self.countMax { known = [:] }
            for row in rows {
                guard let number = row["NR"], let account = row["SLUITREK"] else { continue }
                known[KingRelationID(kind, number)] = (AccountCode(account), now)
            }
        }
    }

    /// A debtor or creditor was changed by us.
    func forget(_ id: KingRelationID) { known.withLock { $0[id] = nil } }
}
