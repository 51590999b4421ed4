import BridgeDomain
import BridgeEngine
import BridgeJournal

// Payments coming back: customers pay over time and in every way, and the source is told of each exactly once.
extension Simulation {
    var paymentsComeBack: Bool { policy.payments != nil }

    /// Some days go by in which customers pay, the bank takes money back, and somebody deletes an entry.
    func customersPay() async {
        guard paymentsComeBack else { return }
        paidThrough = paidThrough.adding(days: 1 + draw(Self.daysPaid))
        for act in await books.paymentsArrive(through: paidThrough) {
            tell("by \(paidThrough), \(act.words)")
            report.payments += 1
            if let deleted = act.deleted { seen.deleted.insert(deleted) }
        }
        seen.accountantActs += 1
    }

    /// Days of payments that come at once, at most.
    private static let daysPaid = 15

    /// What is wrong with what was told, at any step: the source, which does its own sums, refuses what it was told already or what is not so.
    func checkPayments(_ all: [PostingRecord]) async throws {
        guard paymentsComeBack else { return }
        let journal = try await look()
        // Documents of which the source does not know an earlier payment: it refuses the later ones too, until a person has the first told again.
        var behind: Set<DocumentKey> = []
        for notice in try await journal.notices(.refused, bridge: Self.bridge, after: 0, limit: 1_000) {
            let documents = notice.allocations.map(\.document)
            var isSourcesDoing = !behind.isDisjoint(with: documents)
            for document in documents where !isSourcesDoing { isSourcesDoing = await isChangedAtSource(document, all) }
            guard isSourcesDoing else {
                throw breach("the source refuses notice \(notice.number) of payment \(notice.payment): \(notice.reason ?? "")")
            }
            behind.formUnion(documents)
        }
        for posting in all where posting.state == .booked {
            guard let gross = posting.gross, let paid = await trade.paid(posting.sourceID) else { continue }
            let item = try await journal.settledItems([posting.document], bridge: Self.bridge)[posting.document]
            let waiting = try await waiting(on: posting.document)
            let told = (item?.told ?? .zero(gross.currency)) - waiting.total(gross.currency)
            // Of what waits, the source may have heard as much as it was told in order before an answer was lost.
            var heard = [told]
            for amount in waiting { heard.append((heard.last ?? told) + amount) }
            let isRefused = try await refused(on: posting.document)
            guard isRefused || heard.contains(where: { $0.minorUnits == paid }) else {
                throw breach("\(posting.document) is paid \(paid) cents by the source's account, told were \(heard)")
            }
        }
    }

    private func waiting(on document: DocumentKey) async throws -> [Money] {
        try await look().notices(.waiting, bridge: Self.bridge, after: 0, limit: 1_000).flatMap(\.allocations)
            .filter { $0.document == document }.map(\.amount)
    }

    private func refused(on document: DocumentKey) async throws -> Bool {
        try await look().notices(.refused, bridge: Self.bridge, after: 0, limit: 1_000).contains { notice in
            notice.allocations.contains { $0.document == document }
        }
    }

    /// The source says otherwise of a document than what was booked: what is open of it there is another amount.
    private func isChangedAtSource(_ key: DocumentKey, _ all: [PostingRecord]) async -> Bool {
        guard let posting = all.first(where: { $0.document == key }),
            let document = trade.documents.first(where: { $0.id == posting.sourceID })
        else { return true }
        guard let current = await trade.current(document) else { return true }
        return current.gross != posting.gross?.amountText || current.version != posting.documentVersion
    }

    /// When nothing goes wrong any more: what is open in the books, with us and at the source is the same, and every deleted entry was noticed.
    func unsettled(_ all: [PostingRecord]) async throws -> [String] {
        guard paymentsComeBack else { return [] }
        let journal = try await look()
        guard try await journal.notices(.waiting, bridge: Self.bridge, after: 0, limit: 1).isEmpty else { return ["notices wait"] }
        let open = await books.openItems()
        var unsettled: [String] = []
        for posting in all where posting.state == .booked {
            guard let gross = posting.gross, let id = posting.targetID?.text, posting.document.kind.isSale else { continue }
            let item = try await journal.settledItems([posting.document], bridge: Self.bridge)[posting.document]
            if seen.deleted.contains(id) {
                let isNoticed = item?.problems.contains { $0.code == .openItemGone } ?? false
                if !isNoticed { unsettled.append("\(posting.document) was deleted in the books, and nobody was told") }
                if item.map({ !$0.settled.isZero }) ?? false { unsettled.append("\(posting.document) was deleted and looks paid") }
                continue
            }
            // Payments of the simulator are in the currency of the books.
            guard gross.currency == .eur, let reference = posting.reference?.text, let left = open[reference] else { continue }
            let remaining = item?.remaining ?? (posting.document.kind.isCredit ? -gross : gross)
            if remaining.decimal.scaled(to: 3) != left.scaled(to: 3) {
                unsettled.append("of \(posting.document) \(left) is open in the books, with us \(remaining)")
            }
            guard let item, item.told != item.settled, try await !refused(on: posting.document) else { continue }
            unsettled.append("of \(posting.document) the source knows \(item.told), settled is \(item.settled)")
        }
        return unsettled
    }
}

/// Something a customer, the bank or the accountant did about what is owed.
struct PaymentAct: Sendable {
    var words: String
    /// The identifier in the ledger of an entry that was deleted.
    var deleted: String?
}
