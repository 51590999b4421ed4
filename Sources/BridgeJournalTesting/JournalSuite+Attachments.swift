import BridgeDomain
public import BridgeJournal

private typealias Sample = JournalSample
private let bridge = JournalSample.bridge

// Files that follow their documents into the books.
extension JournalSuite {
    static let attachments: [JournalPromise] = [
        JournalPromise("a file to attach is kept as it stands, guarded by its revision") { journal in
            let first = Sample.attachment(1)
            try await journal.commit(.putAttachment(first))
            try expectEqual(try await journal.attachments([Sample.key(1), Sample.key(9)], bridge: bridge), [Sample.key(1): first])
            try expectEqual(try await journal.attachments([Sample.key(1)], bridge: "other"), [:])
            try await expectRefused(.conflict) { () async throws(JournalError) in try await journal.commit(.putAttachment(first)) }
            var next = first
            (next.revision, next.state, next.dueAt, next.step) = (2, .attached, nil, "filed:7")
            (next.fileName, next.bytes, next.fileHash, next.reason, next.attempts) = (
                "1.pdf", 17, "ab", BilingualText(nl: "traag", en: "slow"), 2
            )
            let attached = next
            try await journal.commit(.putAttachment(attached))
            try expectEqual(try await journal.attachments([Sample.key(1)], bridge: bridge), [Sample.key(1): attached])
            try await expectRefused(.conflict) { () async throws(JournalError) in try await journal.commit(.putAttachment(attached)) }
        },
        JournalPromise("a file is started once, whatever became of it") { journal in
            let first = Sample.attachment(1)
            try await journal.commit(.startAttachment(first))
            try expectEqual(try await journal.attachments([Sample.key(1)], bridge: bridge), [Sample.key(1): first])
            var next = first
            (next.revision, next.state, next.dueAt) = (2, .attached, nil)
            let attached = next
            try await journal.commit(.putAttachment(attached))
            try await journal.commit(.startAttachment(first))
            try expectEqual(try await journal.attachments([Sample.key(1)], bridge: bridge), [Sample.key(1): attached])
        },
        JournalPromise("files are found by when they are due and by what a person must look at, in pages") { journal in
            for (number, seconds) in [(1, 3), (2, 1), (3, 2)] {
                try await journal.commit(.putAttachment(Sample.attachment(number, dueAfter: Int64(seconds))))
            }
            try await journal.commit(.putAttachment(Sample.attachment(4, dueAfter: nil, state: .refused)))
            try await journal.commit(.putAttachment(Sample.attachment(5, dueAfter: nil, state: .attached)))
            func numbers(_ records: [AttachmentRecord]) -> [String] { records.map(\.document.number.text) }
            let all = try await journal.attachmentsDue(bridge, by: Sample.now.adding(seconds: 9), limit: 9)
            try expectEqual(numbers(all), [2, 3, 1].map { Sample.key($0).number.text })
            try expectEqual(try await journal.attachmentsDue(bridge, by: Sample.now.adding(seconds: 2), limit: 9).count, 2)
            try expectEqual(try await journal.attachmentsDue(bridge, by: Sample.now.adding(seconds: 9), limit: 1).count, 1)
            try expectEqual(numbers(try await journal.attachmentsRefused(bridge, limit: 9)), [Sample.key(4).number.text])
            try expectEqual(
                try await journal.attachmentTotals(bridge), AttachmentTotals(waiting: 3, oldestWaiting: Sample.now, refused: 1))
            try expectEqual(
                try await journal.attachmentTotals("other"), AttachmentTotals(waiting: 0, oldestWaiting: nil, refused: 0))
        },
    ]
}

extension JournalSample {
    /// A file of a document, due so many seconds later.
    public static func attachment(
        _ number: Int, dueAfter seconds: Int64? = 0, state: AttachmentRecord.State = .waiting
    ) -> AttachmentRecord {
        var record = AttachmentRecord(bridge: bridge, document: key(number), madeAt: now)
        record.state = state
        record.dueAt = seconds.map { now.adding(seconds: $0) }
        return record
    }
}
