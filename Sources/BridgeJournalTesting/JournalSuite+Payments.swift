public import BridgeDomain
public import BridgeJournal

private typealias Sample = JournalSample
private let bridge = JournalSample.bridge

// What the books say was paid, and what the source was told of it.
extension JournalSuite {
    static let payments: [JournalPromise] = [
        JournalPromise("a payment is kept as it was last read, guarded by its revision") { journal in
            let first = Sample.payment(1, on: [1, 2])
            try await journal.commit(.putPayment(first))
            var kept = first
            kept.sequence = 1
            let expected = kept
            try expectEqual(try await journal.payments([first.id, "none"], bridge: bridge), [first.id: expected])
            try expectEqual(try await journal.payments([first.id], bridge: "other"), [:])
            try await expectRefused(.conflict) { () async throws(JournalError) in try await journal.commit(.putPayment(first)) }
            var gone = first
            (gone.revision, gone.isGone, gone.settlements) = (2, true, [])
            let after = gone
            try await journal.commit(.putPayment(after))
            try expectEqual(try await journal.payments([first.id], bridge: bridge)[first.id]?.isGone, true)
            try expectEqual(try await journal.payments(of: Sample.key(2), bridge: bridge).map(\.id), [first.id], "once it was on it")
            try expectEqual(try await journal.payments(dated: Sample.date, bridge: bridge, after: nil, limit: 10), [])
        },
        JournalPromise("payments are found by day, by document and by what is wrong, in pages") { journal in
            for number in 1...5 { try await journal.commit(.putPayment(Sample.payment(number, on: [1], day: number == 5 ? 1 : 0))) }
            try await journal.commit(.putPayment(Sample.payment(6, on: [2], problem: .settlementItemUnknown)))
            try await journal.commit(.putPayment(Sample.payment(7, on: [2], problem: .settlementBeyondItem)))
            func ids(_ records: [PaymentRecord]) -> [String] { records.map(\.id.text) }
            let day = Sample.date
            try expectEqual(ids(try await journal.payments(dated: day, bridge: bridge, after: nil, limit: 2)), ["1/1", "1/2"])
            try expectEqual(ids(try await journal.payments(dated: day, bridge: bridge, after: "1/3", limit: 9)), ["1/4", "1/6", "1/7"])
            try expectEqual(ids(try await journal.payments(of: Sample.key(1), bridge: bridge)), ["1/1", "1/2", "1/3", "1/4", "1/5"])
            let all = Set(PaymentRecord.Standing.allCases)
            try expectEqual(ids(try await journal.payments(all, bridge: bridge, before: nil, limit: 3)), ["1/7", "1/6", "1/5"])
            try expectEqual(ids(try await journal.payments(all, bridge: bridge, before: 5, limit: 2)), ["1/4", "1/3"])
            try expectEqual(ids(try await journal.payments([.trouble], bridge: bridge, before: nil, limit: 9)), ["1/7"])
            try expectEqual(ids(try await journal.payments([.foreign], bridge: bridge, before: nil, limit: 9)), ["1/6"])
            let totals = try await journal.paymentTotals(bridge)
            try expectEqual([totals.trouble, totals.foreign], [1, 1])
        },
        JournalPromise("a notice never changes what it tells, and is told in the order it was made") { journal in
            let (first, second) = (Sample.notice(of: 1, number: 1), Sample.notice(of: 2, number: 1))
            try await journal.commit(.putNotice(first), .putNotice(second))
            try expectEqual(try await journal.notices(.waiting, bridge: bridge, after: 0, limit: 9).map(\.payment), ["1/1", "1/2"])
            try expectEqual(try await journal.notices(.waiting, bridge: bridge, after: 1, limit: 9).map(\.payment), ["1/2"])
            var other = first
            (other.revision, other.amount) = (2, Sample.euro(1))
            let forged = other
            try await expectRefused(.duplicate) { () async throws(JournalError) in try await journal.commit(.putNotice(forged)) }
            var settled = first
            (settled.revision, settled.state, settled.settledAt) = (2, .told, Sample.now)
            let told = settled
            try await journal.commit(.putNotice(told))
            try await expectRefused(.conflict) { () async throws(JournalError) in try await journal.commit(.putNotice(told)) }
            (settled.revision, settled.state, settled.reason) = (2, .refused, "unknown document")
            (settled.payment, settled.key) = (second.payment, second.key)
            let refused = settled
            try await journal.commit(.putNotice(refused))
            try expectEqual(try await journal.notices(.waiting, bridge: bridge, after: 0, limit: 9), [])
            try expectEqual(try await journal.notices(.refused, bridge: bridge, after: 0, limit: 9).map(\.reason), ["unknown document"])
            try expectEqual(try await journal.notices(of: "1/1", bridge: bridge).map(\.state), [.told])
            try expectEqual(try await journal.notices(of: "1/1", bridge: bridge).map(\.settledAt), [Sample.now])
        },
        JournalPromise("what is settled of a document is found by document, by when to ask and by problem") { journal in
            for number in 1...3 {
                try await journal.commit(.putSettledItem(Sample.settledItem(number, checkAfter: number == 2 ? nil : Int64(-number))))
            }
            try expectEqual(try await journal.settledItems([Sample.key(2), Sample.key(9)], bridge: bridge).keys.sorted(), [Sample.key(2)])
            let due = try await journal.itemsToCheck(bridge, now: Sample.now, limit: 9)
            try expectEqual(due.map(\.document), [Sample.key(3), Sample.key(1)], "earliest first")
            try expectEqual(try await journal.itemsToCheck(bridge, now: Sample.now.adding(seconds: -2), limit: 9).count, 1)
            var wrong = Sample.settledItem(2, checkAfter: nil)
            wrong.problems = [Problem(.openItemGone, at: Place("entry"))]
            let stored = wrong
            try await journal.commit(.putSettledItem(stored))
            try expectEqual(try await journal.itemsInTrouble(bridge, after: nil, limit: 9), [stored])
            try expectEqual(try await journal.itemsInTrouble(bridge, after: stored.document, limit: 9), [])
            try expectEqual(try await journal.paymentTotals(bridge).items, 1)
        },
        JournalPromise("totals say what waits and since when") { journal in
            try expectEqual(try await journal.paymentTotals(bridge).oldestWaiting, nil)
            try await journal.commit(.putNotice(Sample.notice(of: 1, number: 1)), .putNotice(Sample.notice(of: 1, number: 2)))
            let totals = try await journal.paymentTotals(bridge)
            try expectEqual(totals.waiting, 2)
            try expectEqual(totals.oldestWaiting, Sample.now.adding(seconds: 1))
            try expectEqual(try await journal.paymentTotals("other").waiting, 0)
        },
        JournalPromise("a payment that history does not vouch for is seen") { journal in
            let payment = Sample.payment(1, on: [1])
            let notice = Sample.notice(of: 1, number: 1)
            try await journal.commit(.putPayment(payment), .putNotice(notice))
            try expectEqual(try await journal.verify { _ in }.faultsTotal, 2)
            for hash in [payment.contentHash, notice.contentHash] {
                try await journal.commit(
                    .record(
                        HistoryEntry(
                            at: Sample.now, who: .machine("payments"), bridge: bridge, subject: payment.subject, act: "payment_read",
                            contentHash: hash)))
            }
            try expectEqual(try await journal.verify { _ in }.faults, [])
        },
    ]
}

extension JournalSample {
    /// A payment of 10.00 on each of these documents.
    public static func payment(_ number: Int, on documents: [Int], day: Int = 0, problem: ProblemCode? = nil) -> PaymentRecord {
        PaymentRecord(
            bridge: bridge, id: PaymentID("1/\(number)"), number: "\(number)", daybook: "50", date: date.adding(days: day),
            settlements: documents.map { document in
                Settlement(
                    line: "\(document)", kind: .payment, side: .debtor, entry: nil, reference: EntryReference("FP\(document)"),
                    document: key(document), amount: euro(1_000), bookAmount: euro(1_000),
                    problem: problem.map { Problem($0, at: Place("item")) })
            }, changedAt: now)
    }

    /// A notice of 10.00 on document 1.
    public static func notice(of payment: Int, number: Int) -> NoticeRecord {
        NoticeRecord(
            bridge: bridge, payment: PaymentID("1/\(payment)"), number: number, kind: .payment, side: .debtor, date: date,
            amount: euro(1_500), allocations: [.init(document: key(1), amount: euro(1_000), openAfter: euro(0))],
            unallocated: euro(500), key: "key \(payment) \(number)", madeAt: now.adding(seconds: Int64(number)))
    }

    /// An item of 109.00 of which 10.00 is settled.
    public static func settledItem(_ number: Int, checkAfter seconds: Int64?) -> SettledItemRecord {
        var item = SettledItemRecord(bridge: bridge, document: key(number), gross: euro(10_900), changedAt: now)
        item.settled = euro(1_000)
        item.lastDate = date
        item.checkAt = seconds.map { now.adding(seconds: $0) }
        return item
    }
}
