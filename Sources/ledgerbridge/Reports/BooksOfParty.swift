import BridgeConnector
import BridgeDomain
import BridgeEngine
import BridgeJournal
import BridgeJSON
import BridgeRuntime

/// What is the books' alone of a party, beside what our own documents say: balance, block and dunning.
struct BooksOfParty: Sendable {
    /// One line of it.
    struct Row {
        var name: String
        var ours: String
        var theirs: String
        var note: String
    }

    private var balance: PartyBalance?
    private var standing: RelationStanding?
    private var relation: RelationRecord?
    private var dunning: String?
    /// Why the books did not say.
    private var trouble: BilingualText?

    /// Nothing known.
    init() {}

    /// Asks what there is to ask. What the books do not answer is said instead; it is no failure of the report.
    init(
        _ bridge: WorkingBridge, _ key: PartyKey, _ relation: RelationRecord?, terms: String?, asks: Bool
    ) async throws {
        let parts = bridge.parts
        self.relation = relation
        balance = try await PartyBalance(of: key, policy: parts.policy, in: parts.journal)
        guard let relation, let master = try await parts.keptMasterData() else { return }
        let condition = relation.details?[.terms] ?? terms
        dunning = master.paymentConditions.first { $0.code == condition }?.dunning
        guard asks, !relation.deleted else { return }
        do throws(ConnectorError) {
            let today = parts.zone.date(of: parts.clock.now())
            standing = try await parts.connector.standing(of: relation.id, key.kind, on: today, with: master)
        } catch {
            trouble = error.text
        }
    }

    func rows(_ context: Context) -> [Row] {
        let words = context.words
        let stays = words.pick("de boekhouding beslist; niets wordt verzonden", "the books decide; nothing is sent")
        func amounts(_ amounts: [Money]?) -> String {
            guard let amounts else { return "–" }
            return amounts.isEmpty ? words.pick("niets", "nothing") : amounts.map { context.amount($0) }.joined(separator: " + ")
        }
        var rows = [
            Row(
                name: words.pick("saldo", "balance"), ours: amounts(balance?.open), theirs: amounts(standing?.open),
                note: trouble.map { words.pick($0.dutch, $0.english) } ?? stays)
        ]
        if let standing {
            rows.append(
                Row(name: words.pick("waarvan vervallen", "of which overdue"), ours: "–", theirs: amounts(standing.overdue), note: stays))
        }
        if let relation {
            let block =
                relation.deleted
                ? words.pick("verwijderd", "deleted") : relation.blocked ? words.pick("geblokkeerd", "blocked") : words.pick("nee", "no")
            rows.append(Row(name: words.pick("blokkade", "block"), ours: "–", theirs: block, note: stays))
        }
        rows.append(Row(name: words.pick("aanmaning", "dunning"), ours: "–", theirs: dunning ?? "–", note: stays))
        return rows
    }

    var json: JSON {
        func amounts(_ amounts: [Money]?) -> JSON {
            guard let amounts else { return .null }
            return .array(
                amounts.map { .object([.init("amount", .string($0.amountText)), .init("currency", .string($0.currency.code))]) })
        }
        return .object([
            .init("balance_ours", amounts(balance?.open)), .init("balance_ours_is_partial", .bool(balance?.isPartial ?? false)),
            .init("balance", amounts(standing?.open)), .init("overdue", amounts(standing?.overdue)),
            .init("open_items", standing.map { .number($0.items) } ?? .null), .init("dunning", .string(dunning)),
            .init("not_answered", .string(trouble?.english)),
        ])
    }
}
