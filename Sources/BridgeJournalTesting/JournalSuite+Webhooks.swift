import BridgeDomain
public import BridgeJournal

private typealias Sample = JournalSample
private let now = JournalSample.now

// What webhooks and sign-in ask of the journal.
extension JournalSuite {
    static let webhooks: [JournalPromise] = [
        JournalPromise("an account keeps its second factor and its link, and loses them again") { journal in
            var account = Sample.account("anna")
            account.secondFactor = SecondFactor(sealedKey: "box", since: now, lastStep: 7, recoveryHashes: ["a", "b"])
            account.passwordLink = PasswordLink(hash: "h", until: now.adding(seconds: 9))
            let kept = account
            try await journal.commit(.putAccount(kept))
            try expectEqual(try await journal.account("anna"), kept)
            account.secondFactor = nil
            account.passwordLink = nil
            account.revision = 2
            let plain = account
            try await journal.commit(.putAccount(plain))
            try expectEqual(try await journal.accounts(), [plain])
        },
        JournalPromise("failures are guarded by revision, dropped by name, and forgotten oldest first") { journal in
            for (id, seconds) in [("name/a", 5), ("name/b", 3), ("address/c", 9)] as [(String, Int64)] {
                try await journal.commit(.putFailures(FailureRecord(id: id, failures: 1, lastAt: now.adding(seconds: seconds))))
            }
            let again = FailureRecord(id: "name/a", failures: 2, lastAt: now.adding(seconds: 6), revision: 2)
            try await journal.commit(.putFailures(again))
            try await expectRefused(.conflict) { () async throws(JournalError) in try await journal.commit(.putFailures(again)) }
            try expectEqual(try await journal.failures(["name/a", "nobody"]), ["name/a": again])
            try await journal.commit(.forgetFailures(lastBy: now.adding(seconds: 6), limit: 1), .dropFailures(id: "nobody"))
            try expectEqual(try await journal.failures(["name/a", "name/b", "address/c"]).keys.sorted(), ["address/c", "name/a"])
            try await journal.commit(.dropFailures(id: "name/a"))
            try expectEqual(try await journal.failures(["name/a", "address/c"]).keys.sorted(), ["address/c"])
        },
        JournalPromise("a webhook's standing and its record change apart") { journal in
            let webhook = Sample.webhook("b")
            try await journal.commit(.putWebhook(webhook), .putWebhook(Sample.webhook("a")))
            try await expectRefused(.conflict) { () async throws(JournalError) in try await journal.commit(.putWebhook(webhook)) }
            let standing = WebhookRecord.Standing(position: 42, failingSince: now)
            try await journal.commit(.moveWebhook(id: "b", standing: standing), .moveWebhook(id: "nobody", standing: standing))
            var renamed = webhook
            renamed.name = "another"
            renamed.state = .failing
            renamed.revision = 2
            let changed = renamed
            try await journal.commit(.putWebhook(changed))
            renamed.standing = standing
            try expectEqual(try await journal.webhook("b"), renamed)
            try expectEqual(try await journal.webhooks().map(\.id), ["a", "b"])
            try expect(try await journal.webhook("nobody") == nil, "a webhook nobody made")
        },
        JournalPromise("of messages that wait in one line only the first is due, and lines do not wait for each other") { journal in
            try await journal.commit(.putWebhook(Sample.webhook("a")), .putWebhook(Sample.webhook("b")))
            let all = [(1, "x", 5), (2, "x", 0), (3, "y", 1), (4, "z", 0)] as [(Int64, String, Int64)]
            for (sequence, subject, due) in all {
                try await journal.commit(.putDelivery(Sample.delivery("a", sequence, subject, due: due)))
            }
            try await journal.commit(.putDelivery(Sample.delivery("b", 2, "x", due: 0)))
            try expectEqual(try await journal.deliveriesDue("a", now: now.adding(seconds: 2), limit: 9).map(\.sequence), [4, 3])
            try expectEqual(try await journal.deliveriesDue("a", now: now.adding(seconds: 5), limit: 2).map(\.sequence), [4, 3])
            try expectEqual(try await journal.deliveriesDue("a", now: now.adding(seconds: 5), limit: 9).map(\.sequence), [4, 3, 1])
            var first = Sample.delivery("a", 1, "x", due: 5)
            first.state = .aside
            first.revision = 2
            first.attempts = [DeliveryRecord.Attempt(at: now, status: 500, milliseconds: 12, answer: "no\n\"")]
            let aside = first
            try await journal.commit(.putDelivery(aside))
            try await expectRefused(.conflict) { () async throws(JournalError) in try await journal.commit(.putDelivery(aside)) }
            try expectEqual(try await journal.delivery("a", sequence: 1), aside)
            try expectEqual(try await journal.deliveriesDue("a", now: now, limit: 9).map(\.sequence), [2, 4])
            try expectEqual(try await journal.deliveryTotals("a"), DeliveryTotals(waiting: 3, aside: 1))
            try expectEqual(try await journal.deliveries("a", states: [.aside], before: nil, limit: 9), [aside])
            try expectEqual(try await journal.deliveries("a", states: [], before: 4, limit: 2).map(\.sequence), [3, 2])
            try expectEqual(try await journal.deliveries("a", states: [.waiting], before: nil, limit: 9).map(\.sequence), [4, 3, 2])
        },
        JournalPromise("delivered messages are forgotten, oldest event first, few at a time, and no others") { journal in
            try await journal.commit(.putWebhook(Sample.webhook("a")))
            for sequence in 1...4 as ClosedRange<Int64> {
                var record = Sample.delivery("a", sequence, "x", due: 0)
                record.at = now.adding(seconds: 10 - sequence)
                if sequence != 4 { record.state = .delivered }
                let kept = record
                try await journal.commit(.putDelivery(kept))
            }
            try await journal.commit(.forgetDeliveries(webhook: "a", by: now.adding(seconds: 9), limit: 0))
            try await journal.commit(.forgetDeliveries(webhook: "a", by: now.adding(seconds: 9), limit: 2))
            try expectEqual(try await journal.deliveries("a", states: [], before: nil, limit: 9).map(\.sequence), [4, 1])
            try await journal.commit(.forgetDeliveries(webhook: "a", by: now, limit: 2))
            try expectEqual(try await journal.deliveries("a", states: [], before: nil, limit: 9).map(\.sequence), [4, 1])
        },
        JournalPromise("the end of history is the number of its newest record") { journal in
            try expectEqual(try await journal.historyEnd(), 0)
            try await journal.commit(.record(Sample.record("received", 1)), .record(Sample.record("booked", 1)))
            try expectEqual(try await journal.historyEnd(), 2)
        },
    ]
}

extension JournalSample {
    /// A webhook, active.
    public static func webhook(_ id: String) -> WebhookRecord {
        WebhookRecord(
            id: id, name: "books \"\(id)\"", url: "https://example.com/\(id)", events: ["document.booked"], bridges: [bridge],
            createdAt: now,
            createdBy: .person("anna"), position: 3)
    }

    /// A message that waits, due `due` seconds from now.
    public static func delivery(_ webhook: String, _ sequence: Int64, _ subject: String, due: Int64) -> DeliveryRecord {
        DeliveryRecord(
            webhook: webhook, sequence: sequence, bridge: bridge, subject: subject, event: "document.booked", at: now,
            body: Array("{}".utf8), dueAt: now.adding(seconds: due))
    }
}
