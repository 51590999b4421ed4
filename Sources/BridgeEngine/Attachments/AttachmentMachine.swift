import BridgeConnector
import BridgeDomain
import BridgeHash
import BridgeJournal

/// Every decision about one document's file on its way into the books, as a value.
///
/// What may have been carried out is never forgotten: a failure that proves nothing of an earlier call leaves the record *in flight*, and the
/// next attempt looks first.
struct AttachmentMachine {
    private(set) var record: AttachmentRecord
    private let retry: RetryPolicy
    private let settlingSeconds: Int64
    /// Whether the next call may have been carried out before.
    private(set) var looksUp: Bool
    private var wasUnknown: Bool

    init(_ record: AttachmentRecord, retry: RetryPolicy, settlingSeconds: Int64) {
        self.record = record
        self.retry = retry
        self.settlingSeconds = settlingSeconds
        // Between two attempts much can happen, also in the books: looking costs a call or two, and is never wrong.
        looksUp = record.attempts > 0 || !record.step.isEmpty || record.state == .inFlight
        wasUnknown = record.state == .inFlight
    }

    /// An attempt begins: nothing was sent yet.
    mutating func begin(_ name: String, _ content: [UInt8]) {
        record.attempts += 1
        record.fileName = name
        record.bytes = content.count
        record.fileHash = SHA256.hash(content).hex
    }

    /// The intent of the next call.
    mutating func send(now: Timestamp) {
        wasUnknown = record.state == .inFlight
        record.state = .inFlight
        record.dueAt = now.adding(seconds: settlingSeconds)
        change(now)
    }

    /// A step was reached; nothing before it need be looked for again.
    mutating func reach(_ step: AttachmentStep, now: Timestamp) {
        record.step = step.text
        record.state = step == .done ? .attached : .waiting
        record.dueAt = step == .done ? nil : now
        record.reason = nil
        looksUp = false
        if step == .done { change(now) }
    }

    /// A call failed.
    mutating func fail(_ error: ConnectorError, now: Timestamp) {
        switch error.disposition {
        case .reconcile where record.attempts < retry.unknown.attemptsMax: record.reason = error.text
        case .retry, .askOperator:
            record.state = wasUnknown ? .inFlight : .waiting
            let pause = retry.unavailable.seconds(after: record.attempts)
            record.dueAt = max(error.retryAt ?? now.adding(seconds: pause), wasUnknown ? record.dueAt ?? now : now)
            record.reason = error.text
        case .stop, .reconcile: return refuse(error.text, now: now)
        }
        change(now)
    }

    /// The source cannot be asked now.
    mutating func postpone(until: Timestamp, _ reason: BilingualText, now: Timestamp) {
        record.dueAt = until
        record.reason = reason
        change(now)
    }

    /// Nobody will have it as it is.
    mutating func refuse(_ reason: BilingualText, now: Timestamp) {
        record.state = .refused
        record.dueAt = nil
        record.reason = reason
        change(now)
    }

    /// The source has no file.
    mutating func leave(now: Timestamp) {
        record.state = .absent
        record.dueAt = nil
        record.reason = nil
        change(now)
    }

    /// A person mended the cause. What was sent before is looked for first.
    mutating func tryAgain(now: Timestamp) {
        record.state = .inFlight
        record.attempts = 0
        record.dueAt = now
        change(now)
    }

    private mutating func change(_ now: Timestamp) {
        record.reason = record.reason.map { reason in
            BilingualText(nl: String(reason.dutch.prefix(Self.reasonMax)), en: String(reason.english.prefix(Self.reasonMax)))
        }
        record.changedAt = now
        record.revision += 1
    }

    /// Characters of a reason that are kept.
    private static let reasonMax = 1_000
}
