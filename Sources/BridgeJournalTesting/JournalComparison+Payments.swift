import BridgeDomain
import BridgeJournal

// Payments, notices and items to compare two journals with.
extension JournalComparison {
    mutating func payment(_ number: Int, _ bridge: BridgeID) async throws -> JournalChange {
        switch pick([0, 0, 1, 1, 2]) {
        case 0:
            let problem = pick([nil, nil, ProblemCode.settlementItemUnknown, .settlementBeyondItem])
            var payment = JournalSample.payment(number, on: [1, number], day: pick([0, 1, 2]), problem: problem)
            payment.bridge = bridge
            payment.isGone = chance(20)
            payment.revision = try await left.payments([payment.id], bridge: bridge)[payment.id].map { $0.revision + 1 } ?? 1
            if chance(8) { payment.revision += 1 }
            return .putPayment(payment)
        case 1:
            var notice = JournalSample.notice(of: number, number: pick([1, 2]))
            notice.bridge = bridge
            if chance(10) { notice.unallocated = JournalSample.euro(1) }
            let (payment, place) = (notice.payment, notice.number)
            let stored = try await left.notices(of: payment, bridge: bridge).first { $0.number == place }
            notice.revision = (stored?.revision ?? 0) + (chance(92) ? 1 : 2)
            notice.state = pick(NoticeRecord.State.allCases)
            notice.reason = notice.state == .refused ? "no such document" : nil
            notice.settledAt = notice.state == .waiting ? nil : JournalSample.now
            return .putNotice(notice)
        default:
            var item = JournalSample.settledItem(number, checkAfter: pick([nil, -1, 0, 1]))
            item.bridge = bridge
            if chance(40) { item.problems = [Problem(.openItemDiffers, at: Place("open"))] }
            return .putSettledItem(item)
        }
    }
}
